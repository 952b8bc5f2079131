#include "roster/bound.h"

#include <algorithm>
#include <map>
#include <set>

#include "roster/assign.h"

namespace v2v::roster {

using timeline::Objective;

namespace {

/// What somebody comes to at least.
struct Cost {
  std::int64_t late = 0;   // days, by weight
  std::int64_t waits = 0;  // days
};
using Part = std::int64_t Cost::*;
constexpr Cost nobody_knows{not_there, not_there};

Cost least(const Cost& a, const Cost& b) {
  return {std::min(a.late, b.late), std::min(a.waits, b.waits)};
}
Cost most(const Cost& a, const Cost& b) {
  return {std::max(a.late, b.late), std::max(a.waits, b.waits)};
}

Cost cost_of(const Ward& ward, const Person& person, const network::Labels& at) {
  const int zero = person.pathway().day_zero();
  const bool dated = person.alone && zero >= 0;
  const int waits = dated ? ward.date_of(at[person.pathway().visit(zero).s]) - ward.date_of(*person.alone) : 0;
  return {static_cast<std::int64_t>(person.weight) * ward.days_late(person, at), std::max(0, waits)};
}

/// Days late and waited of people who share one thing: each needs it once, in one of the windows of a time that is cut
/// so that whoever begins in a window has it at the window's last minute (of a quota: its periods). There is room for
/// so many in each, and who begins in a window comes to so much at least.
class Pool {
 public:
  Pool(Ward& ward, std::vector<int> resources, Tick last)
      : ward_(&ward), resources_(std::move(resources)), last_(last) {}

  /// `use`: of the person's way, what is had of the pool; -1: nothing of it is needed that way, and `cost` is all.
  void add(std::size_t person, std::size_t way, int use, const Cost& cost) {
    if (people_.empty() || people_.back().person != person) people_.push_back({person, cost, {}});
    people_.back().alone = least(people_.back().alone, cost);
    people_.back().ways.push_back({way, use, cost});
  }
  std::size_t people() const { return people_.size(); }
  /// Who needs nothing of it whichever way they go is no concern of it.
  void drop_idle() {
    std::erase_if(people_, [](const One& one) {
      return std::all_of(one.ways.begin(), one.ways.end(), [](const Way& way) { return way.use < 0; });
    });
  }

  /// Cuts the time into windows, and reckons what each costs everybody. `questions` are left, and used up. False where
  /// nothing can be said.
  bool reckon(long& questions, const std::function<bool()>& stop) {
    const bool quota = ward_->stock().book(resources_.front()).quota();
    if (quota && resources_.size() > 1) return false;
    if (!ask_all(network::always_before, questions)) return false;
    Tick t = never;
    for (const One& one : people_) t = std::min(t, one.first);
    while (t <= last_ && room_.size() < most_windows) {
      if (questions <= 0 || stop()) break;  // what comes later has room for all
      if (!ask_all(t, questions)) return false;
      Tick end = never;  // the first tick that is not in the window
      if (quota) {
        end = ward_->stock().book(resources_.front()).period(t).second;
      } else {
        for (const One& one : people_)
          if (one.end < never) end = std::min(end, one.end);
      }
      if (end <= t || end == never) return false;
      close(t, end, quota);
      t = end;
    }
    if (!ask_all(t, questions)) return false;
    room_.push_back(static_cast<int>(people_.size()));
    for (One& one : people_) one.costs.push_back(one.now);
    return true;
  }

  /// How many days late, or waited, more than each alone, of who is not among `but`.
  std::int64_t more(Part part, const std::set<std::size_t>& but) const {
    std::vector<std::vector<std::int64_t>> costs;
    std::int64_t alone = 0;
    for (const One& one : people_) {
      if (but.count(one.person)) continue;
      auto& row = costs.emplace_back();
      for (const Cost& cost : one.costs) row.push_back(cost.*part);
      alone += one.alone.*part;
    }
    const auto all = least_assignment(costs, room_);
    return all ? *all - alone : 0;  // where not all can have it, nothing is said
  }
  void add_people(std::set<std::size_t>& to) const {
    for (const One& one : people_) to.insert(one.person);
  }

 private:
  static constexpr std::size_t most_windows = 150;

  struct Way {
    std::size_t way;
    int use;
    Cost cost;
  };
  struct One {
    std::size_t person;
    Cost alone;
    std::vector<Way> ways;
    std::vector<std::optional<network::Solver::Rest>> rests{};  // by way
    Tick first = never, end = never;  // the soonest start, and the soonest end of what begins from now on
    Cost now{};                       // of what begins from now on
    std::vector<Cost> costs{};        // by window
  };

  /// What begins at `t` or later. A window's cost only rises.
  bool ask_all(Tick t, long& questions) {
    for (One& one : people_) {
      if (one.first < never && t <= one.first) continue;  // as asked before
      one.end = never;
      Cost cost = nobody_knows;
      Person& person = ward_->people()[one.person];
      const std::size_t goes = person.goes;
      for (std::size_t k = 0; k < one.ways.size(); ++k) {
        const Way& way = one.ways[k];
        if (way.use < 0) {
          cost = least(cost, way.cost);
          continue;
        }
        person.goes = way.way;
        const Pathway& pathway = person.pathway();
        const Use& use = pathway.uses()[static_cast<std::size_t>(way.use)];
        one.rests.resize(one.ways.size());
        if (!one.rests[k]) one.rests[k] = rest_of(pathway);
        network::Question question;
        question.pins = ward_->ask_of(person).pins;
        question.pins.push_back({pathway.visit(use).s, t, never, network::untagged});
        --questions;
        if (!one.rests[k]->earliest_into(labels_, question)) continue;
        const Tick start = labels_[pathway.visit(use).s];
        one.first = std::min(one.first, start);
        one.end = std::min(one.end, use.held_for ? use.held_for->least(start) : labels_[pathway.visit(use).e]);
        cost = least(cost, most(way.cost, cost_of(*ward_, person, labels_)));
      }
      person.goes = goes;
      if (t == network::always_before && one.first == never) return false;
      one.now = cost;
    }
    return true;
  }

  /// What grows too old may be done again, and keeps nothing sooner then.
  static network::Solver::Rest rest_of(const Pathway& pathway) {
    std::vector<network::Tag> again;
    const auto& voices = pathway.found().c.voices;
    for (std::size_t tag = 0; tag < voices.size(); ++tag)
      if (voices[tag].retry_stage >= 0) again.push_back(static_cast<network::Tag>(tag));
    return pathway.found().solver->without(again);
  }

  /// The window [from, end): its room, and what it costs.
  void close(Tick from, Tick end, bool quota) {
    int room = 0;
    for (const int r : resources_) {
      const Book& book = ward_->stock().book(r);
      if (!quota) {
        room += std::max(0, book.amount(end - 1) - book.used(end - 1));
        continue;
      }
      int most = book.amount(from);
      for (Tick t = book.next_change(from); t < end; t = book.next_change(t)) most = std::max(most, book.amount(t));
      room += std::max(0, most - book.used(from));
    }
    room_.push_back(room);
    for (One& one : people_) one.costs.push_back(one.first < end ? one.now : nobody_knows);
  }

  Ward* ward_;
  std::vector<int> resources_;
  Tick last_;
  std::vector<One> people_;
  std::vector<int> room_;  // by window
  network::Labels labels_;
};

/// Who is free to be placed, by way.
struct Alone {
  std::size_t person, way;
  Cost cost;
};

/// The longest use of the way of exactly these resources, that is not fixed; -1: none.
int use_of(const Pathway& pathway, const std::vector<int>& resources) {
  int found = -1;
  Tick most = 0;
  const auto& uses = pathway.uses();
  for (std::size_t u = 0; u < uses.size(); ++u) {
    const Use& use = uses[u];
    if (use.bound || use.expected || use.resources != resources) continue;
    const auto& shown = pathway.found().shown;
    const Tick start = shown[pathway.visit(use).s];
    const Tick length = (use.held_for ? use.held_for->least(start) : shown[pathway.visit(use).e]) - start;
    if (length > most) most = length, found = static_cast<int>(u);
  }
  return found;
}

/// By how much all together come to more than each alone: of the pools the one that says most, and of the rest those
/// that speak of other people; the quotas first, or those that say most.
Cost more_together(Ward& ward, const std::vector<Alone>& alone, const std::vector<Tick>& last_starts,
                   const std::function<bool()>& stop) {
  std::set<std::vector<int>> kinds;
  for (const Alone& one : alone)
    for (const Use& use : ward.people()[one.person].ways[one.way].pathway->uses())
      if (!use.bound && !use.expected) kinds.insert(use.resources);
  const auto is_quota = [&](const std::vector<int>& kind) { return ward.stock().book(kind.front()).quota(); };
  std::vector<std::vector<int>> order(kinds.begin(), kinds.end());
  std::stable_partition(order.begin(), order.end(), is_quota);
  std::vector<std::pair<Pool, bool>> all;  // and whether it is a quota
  long questions = 40'000;
  for (const auto& kind : order) {
    Tick last = network::always_before;
    for (const int r : kind) last = std::max(last, last_starts[static_cast<std::size_t>(r)]);
    Pool pool(ward, kind, last);
    for (const Alone& one : alone) {
      if (pool.people() >= 1'000) break;
      pool.add(one.person, one.way, use_of(*ward.people()[one.person].ways[one.way].pathway, kind), one.cost);
    }
    pool.drop_idle();
    if (pool.people() < 2) continue;
    if (stop() || questions <= 0) break;
    if (!pool.reckon(questions, stop)) continue;
    all.emplace_back(std::move(pool), is_quota(kind));
  }
  Cost best;
  for (const Part part : {&Cost::late, &Cost::waits}) {
    std::vector<std::pair<std::int64_t, std::size_t>> by_more;
    for (std::size_t k = 0; k < all.size(); ++k)
      if (const auto more = all[k].first.more(part, {}); more > 0) by_more.emplace_back(-more, k);
    for (const bool quotas_first : {false, true}) {
      std::sort(by_more.begin(), by_more.end());
      if (quotas_first)
        std::stable_partition(by_more.begin(), by_more.end(), [&](const auto& one) { return all[one.second].second; });
      std::set<std::size_t> spoken_of;
      std::int64_t sum = 0;
      for (const auto& one : by_more)
        if (const auto more = all[one.second].first.more(part, spoken_of); more > 0)
          sum += more, all[one.second].first.add_people(spoken_of);
      best.*part = std::max(best.*part, sum);
    }
  }
  return best;
}

}  // namespace

Objective bound_of(Ward& ward, bool together, const std::function<bool()>& stop) {
  std::vector<std::optional<Placement>> old(ward.people().size());
  // Only what is fixed stays: of who is bound, that which has begun or is booked itself.
  std::vector<std::pair<std::size_t, Held>> fixed;
  std::vector<Tick> last_starts(ward.stock().resources().size(), network::always_before);
  // Where what is booked is more than there is, who is on record stands in each other's place.
  const bool over = std::any_of(ward.people().begin(), ward.people().end(),
                                [](const Person& one) { return one.forced || !one.stays.empty(); });
  for (std::size_t k = 0; k < old.size(); ++k) {
    Person& person = ward.people()[k];
    if (!person.at) continue;
    old[k] = ward.lift(k);
    for (std::size_t u = 0; u < person.pathway().uses().size(); ++u)
      if (person.pathway().uses()[u].bound) fixed.emplace_back(k, old[k]->held[u]);
    for (const Held& held : old[k]->held) {
      Tick& last = last_starts[static_cast<std::size_t>(held.resource)];
      last = std::max(last, held.from);
    }
  }
  Objective bound;
  std::vector<Alone> all;
  for (const auto& [k, held] : fixed) ward.stock().take(held, ward.people()[k].rank);
  for (std::size_t k = 0; k < old.size(); ++k) {
    Person& person = ward.people()[k];
    if (person.what->patient.closed || !person.open() || !person.stays.empty()) continue;
    for (const auto& [who, held] : fixed)
      if (who == k) ward.stock().give(held, person.rank);
    if (!person.plain().ok()) {
      bound.not_placed += person.weight;
    } else {
      // Of its ways the soonest; where none is found, nothing is said.
      std::optional<Cost> soonest;
      const std::size_t goes = person.goes;
      for (person.goes = 0; person.goes < person.ways.size(); ++person.goes) {
        const auto alone = person.pathway().place(ward.stock(), ward.ask_of(person));
        if (!alone) continue;
        const Cost cost = cost_of(ward, person, alone->at);
        if (!over || !person.bound) all.push_back({k, person.goes, cost});
        soonest = soonest ? least(*soonest, cost) : cost;
      }
      person.goes = goes;
      if (soonest) bound.weighted_late += soonest->late;
      if (soonest) bound.waiting += soonest->waits;
    }
    for (const auto& [who, held] : fixed)
      if (who == k) ward.stock().take(held, person.rank);
  }
  if (together) {
    const Cost more = more_together(ward, all, last_starts, stop);
    bound.weighted_late += more.late;
    bound.waiting += more.waits;
  }
  for (const auto& [k, held] : fixed) ward.stock().give(held, ward.people()[k].rank);
  for (std::size_t k = 0; k < old.size(); ++k)
    if (old[k]) ward.put(k, std::move(*old[k]));
  return bound;
}

}  // namespace v2v::roster
