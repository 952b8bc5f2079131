#include "plan/settle.h"

#include <algorithm>

namespace v2v::plan {
namespace {

using network::Labels;
using network::Question;

class Settling {
 public:
  Settling(Found& found, Almanac& almanac) : found_(found), almanac_(almanac) {}

  void holds() {
    for (const Visit& v : found_.c.visits)
      if (v.let_go && !v.booking && v.present && v.record == Visit::ahead) settle_hold(v);
  }

  void tolerant() {
    // What one visit's day counts from may itself be moved on by another visit (Day 0 of a later attempt, by the last
    // visit of the one before): those that count from it look for their day again. Days only rise, so this ends.
    std::vector<int> counted;
    do {
      counted = anchors();
      settle_on_their_days();
      settle_each();
    } while (anchors() != counted);
  }

 private:
  // A hold that gave way moves no farther than it must: to the nearest day, the later of two equals, at its hour if it
  // may be.
  void settle_hold(const Visit& v) {
    const model::Moment& held = v.let_go->from;
    const auto& dates = almanac_.dates();
    const int aim = held.day.n;
    const auto day = [&](const Labels& labels) { return dates.date(labels[v.s]); };
    if (day(found_.shown) >= aim) return;  // the earliest is the nearest
    const auto ask = [&](Tick t) {
      Question q = found_.shown_by;
      q.pins.push_back({v.s, t, network::never, network::untagged});
      return q;
    };
    Labels after, before;
    const bool can_later = found_.solver->earliest_into(after, ask(dates.first(aim)));
    Question not_after;
    not_after.pins.push_back({v.s, network::always_before, dates.last(aim), network::untagged});
    const bool can_earlier = found_.solver->latest_into(before, not_after) && before[v.s] < network::never;
    if (!can_later && !can_earlier) return;
    const bool later = can_later && (!can_earlier || day(after) - aim <= aim - day(before));
    const int chosen = later ? day(after) : day(before);
    for (const int minute : {held.minute.value_or(0), 0}) {
      Labels shown;
      const Question q = ask(dates.at(chosen, minute));
      if (!found_.solver->earliest_into(shown, q) || day(shown) != chosen) continue;
      found_.shown = std::move(shown);
      found_.shown_by = q;
      return;
    }
  }

  // The days that tolerant visits count from.
  std::vector<int> anchors() const {
    std::vector<int> days;
    days.reserve(found_.c.tolerant.size());
    for (const auto& near : found_.c.tolerant) days.push_back(almanac_.dates().date(found_.shown[near.anchor]));
    return days;
  }

  void settle_each() {
    // The last first: a visit is not to be kept from its day by the one behind it, which has not found its own yet.
    auto tolerant = found_.c.tolerant;
    const auto start = [&](const Compiled::Tolerant& near) {
      return std::pair(found_.shown[found_.c.visits[static_cast<std::size_t>(near.visit)].s], near.visit);
    };
    std::sort(tolerant.begin(), tolerant.end(), [&](const auto& a, const auto& b) { return start(a) > start(b); });
    for (const auto& near : tolerant) {
      const Visit& v = found_.c.visits[static_cast<std::size_t>(near.visit)];
      if (v.booking && !v.overdue) continue;
      settle_near(near);
    }
  }

  // Most tolerant visits find their day open: one question for all of them, then those that did get their day keep it.
  void settle_on_their_days() {
    const auto day = [&](Tick t) { return almanac_.dates().date(t); };
    Question all = found_.shown_by;
    std::vector<std::tuple<network::Event, network::Event, int>> aims;  // the visit, what its day counts from, its day
    for (const auto& near : found_.c.tolerant) {
      const Visit& v = found_.c.visits[static_cast<std::size_t>(near.visit)];
      const int aim = moved(Day{day(found_.shown[near.anchor])}, near.moves).n;
      if ((v.booking && !v.overdue) || day(found_.shown[v.s]) >= aim) continue;
      aims.emplace_back(v.s, near.anchor, aim);
      all.pins.push_back({v.s, almanac_.dates().first(aim), network::never, network::untagged});
    }
    Labels shown;
    if (aims.empty() || !found_.solver->earliest_into(shown, all)) return;
    Question kept = found_.shown_by;
    for (const auto& [s, anchor, aim] : aims)
      if (day(shown[s]) == aim && day(shown[anchor]) == day(found_.shown[anchor]))
        kept.pins.push_back({s, almanac_.dates().first(aim), network::never, network::untagged});
    if (found_.solver->earliest_into(shown, kept)) {
      found_.shown = std::move(shown);
      found_.shown_by = std::move(kept);
    }
  }

  // On its day; where that is shut, on the nearest allowed day, the later of two equals.
  void settle_near(const Compiled::Tolerant& near) {
    const Visit& v = found_.c.visits[static_cast<std::size_t>(near.visit)];
    const auto day = [&](Tick t) { return almanac_.dates().date(t); };
    const int aim = moved(Day{day(found_.shown[near.anchor])}, near.moves).n;
    if (day(found_.shown[v.s]) >= aim) return;
    const auto from = [&](Tick t) {
      Question q = found_.shown_by;
      q.pins.push_back({v.s, t, network::never, network::untagged});
      return q;
    };
    // A day to which it comes only by pushing on what it counts from is no nearer: its own day is pushed on with it.
    const int counted = day(found_.shown[near.anchor]);
    Labels after, before, shown;
    const Question later = from(almanac_.dates().first(aim));
    const bool can_later = found_.solver->earliest_into(after, later) && day(after[near.anchor]) == counted;
    if (can_later && day(after[v.s]) == aim) {
      found_.shown = std::move(after);
      found_.shown_by = later;
      return;
    }
    // The other tolerant visits keep their day, and may make room for it there; what comes after it may give way, as it
    // does to a later day.
    Question not_after;
    not_after.pins.push_back({near.anchor, network::always_before, almanac_.dates().last(counted), network::untagged});
    for (const auto& other : found_.c.tolerant) {
      const network::Event s = found_.c.visits[static_cast<std::size_t>(other.visit)].s;
      const int last = other.visit == near.visit ? aim : day(found_.shown[s]);
      not_after.pins.push_back({s, network::always_before, almanac_.dates().last(last), network::untagged});
    }
    const bool can_earlier = found_.solver->latest_into(before, not_after) && before[v.s] < network::never;
    const int gap_later = can_later ? day(after[v.s]) - aim : 1 << 20;
    const int gap_earlier = can_earlier ? aim - day(before[v.s]) : 1 << 20;
    const Question chosen = gap_later <= gap_earlier ? later : from(almanac_.dates().first(day(before[v.s])));
    if (found_.solver->earliest_into(shown, chosen) && day(shown[near.anchor]) == counted) {
      found_.shown = std::move(shown);
      found_.shown_by = chosen;
    }
  }

  Found& found_;
  Almanac& almanac_;
};

}  // namespace

void settle_holds(Found& found, Almanac& almanac) {
  Settling(found, almanac).holds();
}

void settle(Found& found, Almanac& almanac) {
  Settling(found, almanac).tolerant();
}

}  // namespace v2v::plan
