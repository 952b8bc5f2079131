// capacity: what a conflict teaches: the clause of the first unique implication point (Marques-Silva & Sakallah 1999),
// over bounds: of two facts about one side the greater stands for both.
#include <algorithm>

#include "capacity/engine.h"

namespace v2v::capacity {

namespace {
constexpr std::size_t at(std::int32_t i) {
  return static_cast<std::size_t>(i);
}
}  // namespace

std::int32_t Engine::number(Fact fact) const {
  const std::int32_t x = fact.side / 2;
  const Time v = fact.side % 2 == 0 ? fact.least : 1 - fact.least;
  return base_[at(x)] + (v - first_[at(x)]);
}

/// Facts that implied `fact`, which may say less than the step did.
void Engine::explain(Reason reason, Fact fact, std::vector<Fact>& out) const {
  switch (reason.kind) {
    case Reason::decision:
      break;
    case Reason::edge: {
      const Edge& edge = edges_[at(reason.which)];
      out.push_back({edge.from, fact.least - edge.least});
      if (edge.when.side >= 0) out.push_back(edge.when);
      break;
    }
    case Reason::clause: {
      const Clause& clause = clauses_[at(reason.which)];
      for (std::int32_t k = 1; k < clause.size; ++k) out.push_back(!literals_[at(clause.begin + k)]);
      break;
    }
    case Reason::listed: {
      const auto begin = listed_.begin() + reason.which;
      out.insert(out.end(), begin + 1, begin + 1 + begin->least);
      break;
    }
  }
}

Time Engine::at_begin_of_level(Side side) const {
  const std::int32_t begin = begins_.back();
  Time value = now_[at(side)];
  for (std::int32_t s = last_[at(side)]; s >= begin; s = steps_[at(s)].previous) value = steps_[at(s)].old;
  return value;
}

std::int32_t Engine::made_by(Fact fact) const {
  std::int32_t s = last_[at(fact.side)];
  while (steps_[at(s)].old >= fact.least) s = steps_[at(s)].previous;
  return s;
}

void Engine::demand(Fact fact) {
  if (always(fact)) return;
  if (weighed_[at(fact.side / 2)]) order_.bump(number(fact));
  Time& needed = needed_[at(fact.side)];
  if (needed >= fact.least) return;
  const Time begin = at_begin_of_level(fact.side);
  if (needed == no_need) touched_.push_back(fact.side);
  if (fact.least > begin && needed <= begin) ++open_;
  needed = fact.least;
}

/// Whether earlier facts that are learnt anyway imply this one; `step` made it true.
bool Engine::follows(Fact fact, std::int32_t step) {
  const Step& made = steps_[at(step)];
  if (made.reason.kind == Reason::decision) return false;
  because_.clear();
  explain(made.reason, fact, because_);
  return std::all_of(because_.begin(), because_.end(), [&](Fact f) {
    if (always(f)) return true;
    const Time needed = needed_[at(f.side)];
    return needed >= f.least && made_by({f.side, needed}) < step;
  });
}

void Engine::learn() {
  // A conflict found late may lie below the current level as a whole.
  std::int32_t deepest = 0;
  for (const Fact f : conflict_) {
    if (!always(f)) deepest = std::max(deepest, steps_[at(made_by(f))].level);
  }
  learnt_.clear();
  if (deepest == 0) {
    dead_ = true;
    return;
  }
  back_to(deepest);
  open_ = 0;
  for (const Fact f : conflict_) demand(f);
  Fact last{};
  for (auto s = static_cast<std::int32_t>(steps_.size()) - 1;; --s) {
    const Step step = steps_[at(s)];
    Time& needed = needed_[at(step.side)];
    if (needed == no_need || needed <= step.old) continue;
    last = {step.side, needed};
    if (open_ == 1) break;
    needed = no_need;
    --open_;
    if (step.reason.kind == Reason::clause) clauses_[at(step.reason.which)].used = conflicts_;
    because_.clear();
    explain(step.reason, last, because_);
    for (const Fact f : because_) demand(f);
  }
  learnt_.push_back(last);
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const Side side : touched_) {
    const Fact f{side, needed_[at(side)]};
    if (f.least == no_need || side == last.side) continue;
    if (!follows(f, made_by(f))) learnt_.push_back(f);
  }
  for (const Side side : touched_) needed_[at(side)] = no_need;
  touched_.clear();
}

void Engine::keep_learnt() {
  if (dead_) return;
  // From here on literal k says that fact k does not hold. The second is of the deepest level but one.
  std::int32_t to = 0, levels = 1;
  std::vector<std::int32_t>& seen = stamp_;
  seen.clear();
  for (std::size_t k = 1; k < learnt_.size(); ++k) {
    const std::int32_t level = steps_[at(made_by(learnt_[k]))].level;
    if (level > to) {
      to = level;
      std::swap(learnt_[1], learnt_[k]);
    }
    seen.push_back(level);
  }
  std::sort(seen.begin(), seen.end());
  levels += static_cast<std::int32_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
  back_to(to);
  for (Fact& f : learnt_) f = !f;
  if (learnt_.size() == 1) {
    if (!raise(learnt_[0], {})) dead_ = true;
    return;
  }
  const auto clause = static_cast<std::int32_t>(clauses_.size());
  clauses_.push_back(
      {static_cast<std::int32_t>(literals_.size()), static_cast<std::int32_t>(learnt_.size()), levels, conflicts_});
  literals_.insert(literals_.end(), learnt_.begin(), learnt_.end());
  watch(clause);
  raise(learnt_[0], {Reason::clause, clause});
}

void Engine::watch(std::int32_t clause) {
  const Fact* literals = &literals_[at(clauses_[at(clause)].begin)];
  for (const std::size_t k : {std::size_t{0}, std::size_t{1}}) {
    const Fact watched = !literals[k];
    watches_[at(watched.side)].push_back({watched.least, clause, literals[1 - k]});
  }
}

/// At the root: drops what always holds, and of many clauses the half that served least.
void Engine::forget() {
  if (clauses_.size() < kept_) return;
  kept_ += 200;
  std::vector<Clause> old;
  old.swap(clauses_);
  std::sort(old.begin(), old.end(), [](const Clause& a, const Clause& b) {
    const bool good = a.levels <= 3, better = b.levels <= 3;
    if (good != better) return good;
    if (a.used != b.used) return a.used > b.used;
    return a.begin < b.begin;
  });
  std::vector<Fact> literals;
  const std::size_t most = old.size() / 2;
  for (auto& list : watches_) list.clear();
  for (std::size_t i = 0; i < old.size() && (i < most || old[i].levels <= 3); ++i) {
    const auto begin = literals.size();
    bool served = false;
    for (std::int32_t k = 0; k < old[i].size; ++k) {
      const Fact f = literals_[at(old[i].begin + k)];
      served = served || always(f);
      if (!always(!f)) literals.push_back(f);
    }
    if (served || literals.size() < begin + 2) {  // a unit holds already: the root was propagated to its end
      literals.resize(begin);
      continue;
    }
    clauses_.push_back({static_cast<std::int32_t>(begin), static_cast<std::int32_t>(literals.size() - begin),
                        old[i].levels, old[i].used});
  }
  literals_.swap(literals);
  for (std::size_t c = 0; c < clauses_.size(); ++c) watch(static_cast<std::int32_t>(c));
}

}  // namespace v2v::capacity
