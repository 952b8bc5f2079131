#include "roster/pathway.h"

#include <algorithm>
#include <set>

namespace v2v::roster {

using network::Labels;
using network::Question;
using plan::Visit;

Pathway::Pathway(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, const Stock& stock,
                 const plan::Choices& start, const model::Patient* file)
    : what_(what), found_(plan::search(what, settings, almanac, start)) {
  if (!ok()) return;
  list_uses(stock, almanac, file ? *file : what.patient);
  if (std::any_of(uses_.begin(), uses_.end(), [](const Use& use) { return use.expected; })) list_anchors();
}

void Pathway::list_anchors() {
  const auto& net = found_.c.net;
  into_.resize(static_cast<std::size_t>(net.events()));
  visit_at_.assign(into_.size(), -1);
  for (const auto& arrow : net.arrows())
    if (!arrow.greatest) into_[static_cast<std::size_t>(arrow.v.i)].push_back(&arrow);
  for (std::size_t k = 0; k < found_.c.visits.size(); ++k)
    for (const network::Event e : {visit(static_cast<int>(k)).s, visit(static_cast<int>(k)).e})
      if (e.i >= 0) visit_at_[static_cast<std::size_t>(e.i)] = static_cast<int>(k);
}

bool Pathway::may_be_done_again() const {
  const auto& voices = found_.c.voices;
  return std::any_of(voices.begin(), voices.end(), [](const plan::Voice& voice) { return voice.retry_stage >= 0; });
}

std::vector<int> Pathway::hung_on(const Use& use) const {
  std::vector<int> all;
  std::vector<network::Event> open{visit(use).s};
  std::set<int> seen{visit(use).s.i};
  while (!open.empty()) {
    const auto e = open.back();
    open.pop_back();
    for (const auto* arrow : into_[static_cast<std::size_t>(e.i)]) {
      if (!seen.insert(arrow->u.i).second) continue;
      const int v = visit_at_[static_cast<std::size_t>(arrow->u.i)];
      if (v < 0 || visit(v).only_if)
        open.push_back(arrow->u);
      else if (!std::count(all.begin(), all.end(), v))
        all.push_back(v);
    }
  }
  return all;
}

// What only happens cannot be booked for later. Back along the waits that bind, to the first event that can: the least
// tick of it from which the other begins at `until`.
std::optional<Question::Pin> Pathway::anchor(const Use& use, const Labels& labels, Tick until) const {
  network::Event e = visit(use).s;
  for (std::size_t steps = 0; steps < into_.size(); ++steps) {
    const network::Network::Arrow* binds = nullptr;
    for (const auto* arrow : into_[static_cast<std::size_t>(e.i)])
      if (arrow->step.least(labels[arrow->u]) == labels[e]) binds = arrow;
    if (!binds) return std::nullopt;
    until = binds->step.least_back(until - 1) + 1;
    e = binds->u;
    const int v = visit_at_[static_cast<std::size_t>(e.i)];
    if (v >= 0 && !visit(v).only_if) return Question::Pin{e, until, never, network::untagged};
  }
  return std::nullopt;
}

const model::Fact* said_by(const std::vector<model::Fact>& facts, const Visit& v) {
  for (const model::Fact& fact : facts)
    if (v.booking && v.booking->where.begin == fact.where.begin && v.booking->point == fact.point) return &fact;
  return nullptr;
}

int Pathway::visit_of(const std::string& id) const {
  const int i = plan::index_of(what_.workflow, id);
  if (i < 0) return -1;
  const auto& told = found_.c.story.stages[static_cast<std::size_t>(i)];
  for (const int v : found_.c.visits_of[static_cast<std::size_t>(i)])
    if (visit(v).present && visit(v).attempt == static_cast<int>(told.attempts.size())) return v;
  return -1;
}

void Pathway::list_uses(const Stock& stock, plan::Almanac& almanac, const model::Patient& file) {
  std::set<int> wishing(found_.to_be_late.begin(), found_.to_be_late.end()), hanging;
  const plan::Facts facts{what_, found_.c.story};
  for (std::size_t k = 0; k < found_.c.visits.size(); ++k) {
    const Visit& v = found_.c.visits[k];
    const int id = static_cast<int>(k);
    const model::Stage& s = stage(v);
    if (v.present && v.record != Visit::unrecorded && !s.from && s.parts.empty() && !wishing.count(id))
      placed_.push_back(id);
    if (!v.present || v.record == Visit::unrecorded) continue;
    for (const model::Need& need : s.needs) {
      Use use;
      use.visit = id;
      use.n = need.n;
      for (const std::string& resource : need.resources)
        for (const int r : stock.sought(v.place(), resource, almanac)) use.resources.push_back(r);
      if (use.resources.empty()) continue;  // nowhere is an error of the files, told when they are read
      // What is over binds nobody, but in the period of its quota, or while it is made ready.
      const auto binds = [&](int r) {
        const Book& book = stock.book(r);
        return book.quota() ? book.period(*v.from).second > found_.c.now
                            : *v.to_last + book.make_ready() > found_.c.now;
      };
      if (v.record == Visit::happened && v.to_last && *v.to_last <= found_.c.now &&
          std::none_of(use.resources.begin(), use.resources.end(), binds))
        continue;
      if (need.hold) use.held_for = almanac.span(*need.hold, v.place());
      const bool hour = v.booking && !v.overdue && !v.held && v.booking->from.minute &&
                        v.booking->layer != model::Layer::command_line;
      use.bound = v.record != Visit::ahead || hour;
      use.booked = v.record == Visit::ahead && !v.overdue && !v.held && said_by(file.booked, v);
      use.late = wishing.count(id) > 0;
      use.expected = v.only_if;
      if (const auto* from = s.from ? model::chosen(*s.from, facts) : nullptr)
        for (const int w : found_.to_be_late)
          if (stage(visit(w)).id == from->value.stage) use.from_late = true, hanging.insert(w);
      if (use.late) hanging.insert(id);
      uses_.push_back(std::move(use));
    }
  }
  for (const int w : found_.to_be_late) {
    if (hanging.empty()) break;
    late_.push_back(w);
    hanging.erase(w);
  }
}

Held Pathway::hold(const Use& use, const Labels& labels, int resource) const {
  const Tick s = labels[visit(use).s];
  return {resource, s, use.held_for ? use.held_for->least(s) : labels[visit(use).e], use.n};
}

std::pair<int, Tick> Pathway::soonest(const Stock& stock, const Use& use, const Labels& labels, std::size_t rank,
                                      int preferred) const {
  std::pair<int, Tick> best{use.resources.front(), network::never};
  if (std::count(use.resources.begin(), use.resources.end(), preferred)) {
    const Held held = hold(use, labels, preferred);
    if (stock.not_before(held, use.asks_as(rank)) == held.from) return {preferred, held.from};
  }
  for (const int resource : use.resources) {
    const Held held = hold(use, labels, resource);
    const Tick t = stock.not_before(held, use.asks_as(rank));
    if (t < best.second) best = {resource, t};
    if (t == held.from) break;
  }
  return best;
}

std::vector<Held> Pathway::hold_all(const Stock& stock, const Labels& labels, std::size_t rank,
                                    const std::map<int, int>& prefer) const {
  std::vector<Held> all;
  for (std::size_t k = 0; k < uses_.size(); ++k) {
    const auto preferred = prefer.find(static_cast<int>(k));
    const int first = preferred == prefer.end() ? -1 : preferred->second;
    all.push_back(hold(uses_[k], labels, soonest(stock, uses_[k], labels, rank, first).first));
  }
  return all;
}

// The latest start up to `most` at which everything that the visit needs is there; its earliest has room.
Tick Pathway::late_start(const Stock& stock, std::size_t rank, int id, const Labels& labels, Tick most) const {
  const Tick least = labels[visit(id).s];
  Tick t = most;
  for (bool moved = true; moved;) {
    moved = false;
    for (const Use& use : uses_) {
      if (use.visit != id || use.bound) continue;
      const Tick length = use.held_for ? use.held_for->least(t) - t : labels[visit(id).e] - least;
      Tick best = least - 1;
      for (const int resource : use.resources)
        best = std::max(best, stock.not_after({resource, t, t + length, use.n}, least, use.asks_as(rank)));
      if (best < least) return least;
      moved = moved || best < t;
      t = best;
    }
  }
  return t;
}

// As plan/search.cpp shows a plan: all that stands by itself is held from above, then each late visit in turn, the last
// first, as late as that allows.
void Pathway::show_late(const Stock& stock, const Ask& ask, const Question& base, Labels& labels) const {
  Question given, shown_by = base;
  const auto hold = [&](int v) {
    given.pins.push_back({visit(v).s, network::always_before, labels[visit(v).s], network::untagged});
    given.pins.push_back({visit(v).e, network::always_before, labels[visit(v).e], network::untagged});
  };
  for (const int v : placed_) hold(v);
  Labels most, shown;
  for (const int v : late_) {
    const network::Event s = visit(v).s;
    const Tick earliest = labels[s];
    Tick t = found_.solver->latest_into(most, given) && most[s] < never ? most[s] : earliest;
    // The latest that is open, then the latest that is free, in turn until they are one.
    while (t > earliest) {
      const Tick free = late_start(stock, ask.rank, v, labels, t);
      if (free == t) break;
      given.pins.push_back({s, network::always_before, free, network::untagged});
      t = free > earliest && found_.solver->latest_into(most, given) ? std::max(most[s], earliest) : earliest;
      given.pins.pop_back();
    }
    if (t > earliest) {
      shown_by.pins.push_back({s, t, never, network::untagged});
      if (found_.solver->earliest_into(shown, shown_by) && shown[s] == t)
        std::swap(labels, shown);
      else
        shown_by.pins.pop_back();
    }
    hold(v);
  }
}

int Pathway::in_own_way(Stock& stock, std::size_t rank, const Placement& placement) const {
  std::vector<std::size_t> order(uses_.size()), taken;
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(!uses_[a].bound, placement.held[a].from) < std::pair(!uses_[b].bound, placement.held[b].from);
  });
  // Only two of one resource can be in each other's way.
  std::set<int> seen;
  bool twice = false;
  for (const Held& held : placement.held) twice = !seen.insert(held.resource).second || twice;
  int blocked = -1;
  for (const std::size_t k : order) {
    if (!twice || blocked >= 0) break;
    if (!taken.empty() && !uses_[k].bound && !stock.fits(placement.held[k], uses_[k].asks_as(rank)))
      blocked = static_cast<int>(k);
    if (blocked < 0) {
      stock.take(placement.held[k], rank);
      taken.push_back(k);
    }
  }
  for (const std::size_t k : taken) stock.give(placement.held[k], rank);
  return blocked;
}

std::optional<Placement> Pathway::place(Stock& stock, const Ask& ask) const {
  if (!ok()) return std::nullopt;
  std::vector<Tick> from(uses_.size(), network::always_before);
  std::vector<bool> given_up(uses_.size(), false);
  std::vector<Question::Pin> anchors;
  Placement out;
  Labels earliest;
  Question question;
  const auto solve = [&] {
    question.pins = ask.pins;
    question.pins.insert(question.pins.end(), anchors.begin(), anchors.end());
    for (std::size_t k = 0; k < uses_.size(); ++k)
      if (from[k] > network::always_before)
        question.pins.push_back({visit(uses_[k]).s, from[k], never, network::untagged});
    return found_.solver->earliest_into(earliest, question);
  };
  // False: it can never begin then; where that is to be forced, it is where the others leave it, whatever is there.
  const auto push = [&](std::size_t k, const Labels& labels, int resource, Tick until) {
    const Held wanted = hold(uses_[k], labels, resource);
    const auto on = until < never && uses_[k].expected ? anchor(uses_[k], labels, until) : std::nullopt;
    if (on)
      anchors.push_back(*on);
    else
      from[k] = until;
    if (until < never && solve()) {
      if (ask.pushes) ask.pushes->push_back({static_cast<int>(k), resource, wanted.from, until, wanted.to, false});
      return true;
    }
    if (on) anchors.pop_back();
    from[k] = network::always_before;
    given_up[k] = true;
    if (ask.pushes) ask.pushes->push_back({static_cast<int>(k), resource, wanted.from, until, wanted.to, true});
    return ask.force && solve();
  };
  if (!solve()) return std::nullopt;
  for (int rounds = 0; rounds < 5'000; ++rounds) {
    bool moved = false;
    for (const bool spans : {false, true}) {
      if (moved) break;
      if (spans) {
        out.at = earliest;
        if (!late_.empty()) show_late(stock, ask, question, out.at);
      }
      for (std::size_t k = 0; k < uses_.size() && !moved; ++k) {
        const Use& use = uses_[k];
        if (use.bound || given_up[k] || use.from_late != spans) continue;
        const Labels& labels = spans ? out.at : earliest;
        auto [resource, t] = soonest(stock, use, labels, ask.rank);
        if (const auto least = ask.from.find(static_cast<int>(k)); least != ask.from.end())
          t = std::max(t, least->second);
        if (t == labels[visit(use).s]) continue;
        if (!push(k, labels, resource, t)) return std::nullopt;
        moved = true;
      }
    }
    if (moved) continue;
    out.held = hold_all(stock, out.at, ask.rank, ask.prefer);
    const int k = in_own_way(stock, ask.rank, out);
    if (k < 0 || given_up[static_cast<std::size_t>(k)]) {
      if (const int zero = day_zero(); zero >= 0) out.day_zero = out.at[visit(zero).s];
      return out;
    }
    // The first tick at which this patient's own others leave room: past the end of one of them.
    const Held& mine = out.held[static_cast<std::size_t>(k)];
    Tick until = never;
    for (std::size_t j = 0; j < uses_.size(); ++j) {
      const Held& other = out.held[j];
      if (static_cast<int>(j) == k || other.resource != mine.resource) continue;
      const Book& book = stock.book(mine.resource);
      const Tick end = book.quota() ? book.period(other.from).second : other.to + book.make_ready();
      if (end > mine.from) until = std::min(until, end);
    }
    if (!push(static_cast<std::size_t>(k), out.at, mine.resource, until)) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace v2v::roster
