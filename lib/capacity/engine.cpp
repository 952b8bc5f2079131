#include "capacity/engine.h"

#include <algorithm>

namespace v2v::capacity {

namespace {
constexpr std::size_t at(std::int32_t i) {
  return static_cast<std::size_t>(i);
}
constexpr Fact never_asked{-1, 0};
}  // namespace

std::int32_t Engine::variable(Time least, Time greatest, bool weighed) {
  const auto x = static_cast<std::int32_t>(first_.size());
  for (const Time side : {least, -greatest}) {
    now_.push_back(side);
    root_.push_back(side);
    last_.push_back(-1);
    leaving_.emplace_back();
    enabled_.emplace_back();
    watches_.emplace_back();
    needed_.push_back(no_need);
  }
  wakes_.emplace_back();
  first_.push_back(least);
  preferred_.push_back(least);
  base_.push_back(static_cast<std::int32_t>(facts_));
  weighed_.push_back(weighed);
  if (greatest < least)
    dead_ = true;
  else if (weighed)
    facts_ += at(greatest - least) + 1;
  order_.resize(facts_);
  return x;
}

void Engine::difference(std::int32_t from, std::int32_t to, Time least, std::optional<Fact> when) {
  const Fact asked = when.value_or(never_asked);
  for (const Edge edge : {Edge{2 * from, 2 * to, least, asked}, Edge{2 * to + 1, 2 * from + 1, least, asked}}) {
    const auto number = static_cast<std::int32_t>(edges_.size());
    edges_.push_back(edge);
    leaving_[at(edge.from)].push_back(number);
    if (when) enabled_[at(when->side)].push_back(number);
    if (!dead_ && !follow_edge(number)) dead_ = true;
  }
}

void Engine::add(Propagator& propagator, std::span<const std::int32_t> variables) {
  const auto number = static_cast<std::int32_t>(propagators_.size());
  propagators_.push_back(&propagator);
  due_.push_back(1);
  for (const std::int32_t x : variables) wakes_[at(x)].push_back(number);
}

std::int32_t Engine::list(std::span<const Fact> facts) {
  const auto begin = static_cast<std::int32_t>(listed_.size());
  listed_.push_back({0, static_cast<Time>(facts.size())});
  listed_.insert(listed_.end(), facts.begin(), facts.end());
  return begin;
}

bool Engine::set(Fact fact, std::span<const Fact> because) {
  if (holds(fact)) return true;
  return raise(fact, {Reason::listed, list(because)});
}

bool Engine::clash(std::span<const Fact> because) {
  conflict_.assign(because.begin(), because.end());
  return false;
}

bool Engine::raise(Fact fact, Reason reason) {
  const auto side = at(fact.side);
  if (now_[side] >= fact.least) return true;
  if (holds(!fact)) {
    conflict_.clear();
    explain(reason, fact, conflict_);
    conflict_.push_back(!fact);
    return false;
  }
  steps_.push_back({fact.side, now_[side], fact.least, last_[side], level(), reason});
  now_[side] = fact.least;
  last_[side] = static_cast<std::int32_t>(steps_.size()) - 1;
  if (level() == 0) root_[side] = fact.least;
  return true;
}

void Engine::new_level() {
  begins_.push_back(static_cast<std::int32_t>(steps_.size()));
  listed_begins_.push_back(static_cast<std::int32_t>(listed_.size()));
}

void Engine::back_to(std::int32_t to) {
  if (level() <= to) return;
  const auto begin = at(begins_[at(to)]);
  for (std::size_t i = steps_.size(); i-- > begin;) {
    const Step& step = steps_[i];
    now_[at(step.side)] = step.old;
    last_[at(step.side)] = step.previous;
  }
  steps_.resize(begin);
  listed_.resize(at(listed_begins_[at(to)]));
  begins_.resize(at(to));
  listed_begins_.resize(at(to));
  head_ = begin;
  for (; !popped_.empty() && popped_.back().first > to; popped_.pop_back()) order_.insert(popped_.back().second);
  std::fill(due_.begin(), due_.end(), char{0});
}

bool Engine::follow_edge(std::int32_t number) {
  const Edge& edge = edges_[at(number)];
  const Fact then{edge.to, now_[at(edge.from)] + edge.least};
  if (edge.when.side < 0 || holds(edge.when)) return raise(then, {Reason::edge, number});
  if (!excluded(then) || excluded(edge.when)) return true;
  const Fact because[] = {{edge.from, then.least - edge.least}, !then};
  return set(!edge.when, because);
}

bool Engine::follow_edges(const Step& step) {
  if (now_[at(step.side)] == step.now) {  // else a later step sees to it
    for (const std::int32_t e : leaving_[at(step.side)]) {
      if (!follow_edge(e)) return false;
    }
  }
  for (const std::int32_t e : enabled_[at(step.side)]) {
    if (!follow_edge(e)) return false;
  }
  return true;
}

bool Engine::follow_watches(const Step& step) {
  std::vector<Watch>& list = watches_[at(step.side)];
  const Time now = now_[at(step.side)];
  std::size_t kept = 0, i = 0;
  bool fine = true;
  for (; i < list.size() && fine; ++i) {
    const Watch w = list[i];
    list[kept++] = w;
    if (w.from > now || w.from <= step.old || holds(w.other)) continue;
    Clause& clause = clauses_[at(w.clause)];
    Fact* literals = &literals_[at(clause.begin)];
    const Fact falsified = !Fact{step.side, w.from};
    if (literals[0].side == falsified.side && literals[0].least == falsified.least) std::swap(literals[0], literals[1]);
    if (holds(literals[0])) {
      list[kept - 1].other = literals[0];
      continue;
    }
    bool moved = false;
    for (std::int32_t k = 2; k < clause.size; ++k) {
      if (excluded(literals[k])) continue;
      std::swap(literals[1], literals[k]);
      const Fact watched = !literals[1];
      watches_[at(watched.side)].push_back({watched.least, w.clause, literals[0]});
      moved = true;
      break;
    }
    if (moved)
      --kept;
    else
      fine = raise(literals[0], {Reason::clause, w.clause});
  }
  for (; i < list.size(); ++i) list[kept++] = list[i];
  list.resize(kept);
  return fine;
}

bool Engine::propagate() {
  for (;;) {
    while (head_ < steps_.size()) {
      const Step step = steps_[head_++];
      for (const std::int32_t p : wakes_[at(step.side / 2)]) due_[at(p)] = 1;
      if (!follow_edges(step) || !follow_watches(step)) return false;
    }
    const auto next = std::find(due_.begin(), due_.end(), 1);
    if (next == due_.end()) return true;
    *next = 0;
    if (!propagators_[static_cast<std::size_t>(next - due_.begin())]->propagate(*this)) return false;
  }
}

bool Engine::require(Fact fact) {
  back_to(0);
  if (dead_ || !raise(fact, {}) || !propagate()) dead_ = true;
  return !dead_;
}

std::optional<Fact> Engine::choose() {
  while (!order_.empty()) {
    const std::int32_t fact = order_.pop();
    const auto x = static_cast<std::int32_t>(std::upper_bound(base_.begin(), base_.end(), fact) - base_.begin()) - 1;
    const Time v = first_[at(x)] + (fact - base_[at(x)]);
    if (always(at_least(x, v)) || always(at_most(x, v - 1))) continue;
    popped_.emplace_back(level() + 1, fact);
    if (v <= least(x) || v > greatest(x)) continue;
    return preferred_[at(x)] >= v ? at_least(x, v) : at_most(x, v - 1);
  }
  std::int32_t best = -1;
  for (const std::int32_t x : decided_) {
    if (least(x) == greatest(x)) continue;
    if (best < 0 || least(x) < least(best) || (least(x) == least(best) && greatest(x) < greatest(best))) best = x;
  }
  if (best < 0) return {};
  return at_most(best, least(best));
}

Found Engine::search(std::span<const Fact> assumptions, std::int64_t conflicts, const std::function<bool()>& stop) {
  back_to(0);
  listed_.clear();  // facts of the root are never asked for a reason
  ++dives_;
  if (dead_ || !propagate()) {
    dead_ = true;
    return Found::none;
  }
  const std::int64_t last = conflicts_ + conflicts;
  std::int64_t run = 1, bit = 1, restart_at = conflicts_ + 100;  // Luby, Sinclair & Zuckerman 1993
  for (;;) {
    if (!propagate()) {
      ++conflicts_;
      if (level() == 0) {
        dead_ = true;
        return Found::none;
      }
      learn();
      keep_learnt();
      order_.decay();
      if (dead_) return Found::none;
      if (conflicts_ >= last || (conflicts_ % 32 == 0 && stop())) {
        back_to(0);
        return Found::stopped;
      }
      continue;
    }
    if (conflicts_ >= restart_at) {
      back_to(0);
      if (stop()) return Found::stopped;
      forget();
      ++dives_;
      if ((run & -run) == bit) {
        ++run;
        bit = 1;
      } else {
        bit *= 2;
      }
      restart_at = conflicts_ + 100 * bit;
      continue;
    }
    std::optional<Fact> next;
    while (!next && level() < static_cast<std::int32_t>(assumptions.size())) {
      const Fact assumed = assumptions[at(level())];
      if (excluded(assumed)) {
        back_to(0);
        return Found::none_here;
      }
      if (holds(assumed))
        new_level();
      else
        next = assumed;
    }
    if (!next) next = choose();
    if (!next) {
      solution_.resize(first_.size());
      for (std::size_t x = 0; x < first_.size(); ++x) solution_[x] = now_[2 * x];
      back_to(0);
      return Found::schedule;
    }
    new_level();
    raise(*next, {});
  }
}

}  // namespace v2v::capacity
