// What the roster says of itself: slots, offers, days late, what it comes to, who is served first.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "roster/verify_reading.h"

namespace v2v::roster {
namespace {

using timeline::Entry;
using timeline::Rostered;
using timeline::State;
using timeline::Timeline;

class ToldRules {
 public:
  explicit ToldRules(Checking& checking) : c(checking) {}

  void run() {
    for (const auto& one : c.patients) {
      if (one.told.kind == Rostered::not_placed) objective_.not_placed += one.weight;
      if (!one.placed()) continue;
      read_slots(one);
      read_offer(one);
      read_days(one);
    }
    read_objective();
    read_queue();
  }

 private:
  void read_slots(const One& one) {
    std::set<const Entry*> slotted;
    const auto where = one.what.patient.where;
    const auto& slots = one.told.slots;
    c.rule(std::is_sorted(slots.begin(), slots.end(), [](const auto& a, const auto& b) { return a.start < b.start; }),
           Rule::slot, where, [&] {
             return std::pair{one.told.id + "'s slots come by their start", "they do not"};
           });
    for (const auto& slot : slots) {
      const Entry* entry = nullptr;
      for (const auto& e : one.plan.entries)
        if (e.id == slot.stage && e.visit == slot.visit && e.attempt == slot.attempt && there(e)) entry = &e;
      std::multiset<std::string> uses;
      for (const int h : entry ? c.holds_of(one, *entry) : std::vector<int>{})
        if (const auto [place, resource] = c.held(c.hold(h).resource); place) uses.insert(place->id + "." + resource);
      const bool same = entry && entry->start == slot.start && entry->end == slot.end && entry->place == slot.place;
      c.rule(same && uses == std::multiset<std::string>(slot.uses.begin(), slot.uses.end()) &&
                 slotted.insert(entry).second,
             Rule::slot, where, [&] {
               return std::pair{
                   fmt::format("{} {} visit {} is where the plan has it", one.told.id, slot.stage, slot.visit),
                   fmt::format("{} to {} at {}", c.wall(slot.start), c.wall(slot.end), slot.place)};
             });
    }
    for (const auto& e : one.plan.entries) {
      const auto* stage = one.what.workflow.stage(e.id);
      if (!there(e) || !stage || stage->needs.empty() || !one.free(e, c.settings.today) || *e.start < c.now) continue;
      if (e.kind == model::Kind::event || e.kind == model::Kind::restriction) continue;
      c.rule(slotted.count(&e) > 0, Rule::slot, where, [&] {
        return std::pair{fmt::format("{} is given a slot for {} visit {}", one.told.id, e.id, e.visit),
                         std::string("none")};
      });
    }
  }

  /// The stage for which this patient queues; where the list names none, the first that needs something.
  std::string queue_stage(const One& one) const {
    if (!c.programme.waiting_list.waits_before.empty()) return c.programme.waiting_list.waits_before;
    const Timeline& plan = one.alone ? *one.alone : one.plan;
    const Entry* first = nullptr;
    for (const auto& e : plan.entries)  // nobody queues for what may never be
      if (there(e) && needs_something(one, e) && e.firmness != timeline::Firmness::unknown &&
          (!first || *e.start < *first->start))
        first = &e;
    return first ? first->id : "";
  }
  /// The visits for which this patient queues still: none where one has happened, is booked or held.
  std::vector<const Entry*> queued(const One& one) const {
    const std::string stage = queue_stage(one);
    std::vector<const Entry*> row;
    int attempt = 0;
    for (const auto& e : one.plan.entries)
      if (e.id == stage && e.state != State::cancelled) attempt = std::max(attempt, e.attempt);
    for (const auto& e : one.plan.entries)
      if (e.id == stage && e.attempt == attempt && e.state != State::cancelled) row.push_back(&e);
    for (const auto* e : row)
      if (!there(*e) || e->state == State::happened || one.booked.count(e) || one.held.count(e)) return {};
    return row;
  }

  void read_offer(const One& one) {
    const auto& offer = c.programme.waiting_list.offer;
    if (!offer) return;
    const auto row = queued(one);
    const auto first =  // the offer is of the stage: what follows in it may be elsewhere, with other working days
        std::min_element(row.begin(), row.end(), [](auto* a, auto* b) { return a->start < b->start; });
    if (const auto* entry = first == row.end() ? nullptr : *first)
      c.rule(c.diary.least(c.now, *offer, c.doors_at(entry->place)) <= *entry->start, Rule::offer,
             c.programme.waiting_list.where, [&] {
               return std::pair{fmt::format("{} is offered at least {} ahead", entry->id, to_string(*offer)),
                                fmt::format("{} has it at {}", one.told.id, c.wall(*entry->start))};
             });
  }

  /// Day 0; without one the day of the last stage before follow-up.
  std::optional<Day> day_of(const Timeline& plan) const {
    if (plan.day_zero) return plan.day_zero;
    std::optional<Instant> last;
    for (const auto& e : plan.entries)
      if (there(e) && e.firmness != timeline::Firmness::unknown && e.phase != model::Phase::follow_up)
        last = std::max(last, e.start);
    return last ? std::optional(c.diary.date(*last)) : std::nullopt;
  }

  void read_days(const One& one) {
    const auto day = day_of(one.plan);
    const auto alone = one.alone ? day_of(*one.alone) : std::nullopt;
    const int waits = day && alone ? std::max(0, *day - *alone) : 0;
    std::set<std::optional<Day>> targets;
    int late = 0;
    for (const auto& target : one.what.patient.targets) {
      if (!target.by) continue;
      targets.insert(target.by);
      model::Point point;
      point.stage = target.stage;
      if (const auto* entry = meant(one.plan, point); entry && there(*entry))
        late = std::max(late, c.diary.date(*entry->start) - *target.by);
    }
    if (targets.empty()) late = waits;
    const auto& told = one.told;
    const bool due = !targets.empty() ? told.due_from == Rostered::by_target && targets.count(told.due)
                     : alone          ? told.due_from == Rostered::by_itself && told.due == alone
                                      : told.due_from == Rostered::no_due && !told.due;
    const bool zero = told.day_zero ? told.day_zero == day : !one.plan.day_zero;
    c.rule(told.days_late == late && due && zero && (!told.alone || told.alone == alone), Rule::days,
           one.what.patient.where, [&] {
             const auto say = [](const std::optional<Day>& d) { return d ? to_string(*d) : std::string("none"); };
             return std::pair{
                 fmt::format("{} is {} days late, Day 0 on {}, alone on {}", told.id, late, say(day), say(alone)),
                 fmt::format("{} days late, Day 0 on {}, alone on {}, due on {}", told.days_late, say(told.day_zero),
                             say(told.alone), say(told.due))};
           });
    objective_.weighted_late += std::int64_t{late} * one.weight;
    objective_.waiting += waits;
    for (const auto& [entry, fact] : one.held)
      objective_.moved += one.free(*entry, c.settings.today) && !one.booked.count(entry) &&
                          c.diary.date(*entry->start) != fact->from.day;
  }

  void read_objective() {
    const auto say = [](const timeline::Objective& o) {
      return fmt::format("{} not placed, {} late, {} moved, {} waiting", o.not_placed, o.weighted_late, o.moved,
                         o.waiting);
    };
    const auto& roster = c.answer.roster;
    c.rule(roster.objective == objective_, Rule::objective, c.programme.where, [&] {
      return std::pair{"it comes to " + say(objective_), say(roster.objective)};
    });
    c.rule(roster.bound <= objective_, Rule::objective, c.programme.where, [&] {
      return std::pair{say(objective_) + " is no better than the bound", say(roster.bound)};
    });
  }

  void read_queue() {
    std::vector<std::pair<std::vector<std::int64_t>, const One*>> list;
    for (const auto& one : c.patients) {
      const bool must =
          one.placed() ? !queued(one).empty() : one.told.kind == Rostered::not_placed && one.alone && !begun(one);
      const bool may = one.told.kind != Rostered::closed && (must || ahead(one));
      c.rule(one.told.place_in_list > 0 ? may : !must, Rule::queue, one.what.patient.where, [&] {
        return std::pair{fmt::format("{} {}", one.told.id, must ? "queues" : "does not queue"),
                         fmt::format("place {} in the list", one.told.place_in_list)};
      });
      if (one.told.place_in_list > 0) list.emplace_back(keys_of(one), &one);
    }
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t k = 0; k < list.size(); ++k) {
      const auto& told = list[k].second->told;
      c.rule(told.place_in_list == static_cast<int>(k) + 1, Rule::queue, c.programme.waiting_list.where, [&] {
        return std::pair{fmt::format("{} has place {} in the list", told.id, k + 1),
                         fmt::format("place {}", told.place_in_list)};
      });
    }
  }

  /// Of who is not placed: what people queue for is behind, fixed, or no part of the therapy.
  bool begun(const One& one) const {
    const std::string stage = queue_stage(one);
    const auto& patient = one.what.patient;
    for (const auto* facts : {&patient.happened, &patient.booked, &patient.held})
      for (const auto& fact : *facts)
        if (fact.point.stage == stage) return true;
    return !one.what.workflow.stage(stage);
  }
  /// Something for which people may queue is not behind.
  bool ahead(const One& one) const {
    if (!one.placed()) return true;
    const std::string& stage = c.programme.waiting_list.waits_before;
    return std::any_of(one.plan.entries.begin(), one.plan.entries.end(), [&](const Entry& e) {
      return (stage.empty() ? needs_something(one, e) : e.id == stage) && there(e) && e.state != State::happened;
    });
  }

  /// As the list's keys order them, who has none of a key last; ties by pseudonym, in which order they come.
  std::vector<std::int64_t> keys_of(const One& one) const {
    auto keys = c.programme.waiting_list.order;
    if (keys.empty()) keys = {{model::QueueKey::priority, "", {}}, {model::QueueKey::target, "", {}}};
    std::vector<std::int64_t> out;
    const auto& patient = one.what.patient;
    for (const auto& key : keys) {
      std::int64_t value = INT64_MAX;
      if (key.kind == model::QueueKey::priority) value = static_cast<std::int64_t>(one.rank);
      if (key.kind == model::QueueKey::target)
        for (const auto& target : patient.targets)
          if (target.by) value = std::min<std::int64_t>(value, target.by->n);
      if (key.kind == model::QueueKey::stage)
        for (const auto* facts : {&patient.happened, &patient.booked})
          for (const auto& fact : *facts)
            if (fact.point.stage == key.of && value == INT64_MAX) value = fact.from.instant.minutes;
      out.push_back(value);
    }
    return out;
  }

  Checking& c;
  timeline::Objective objective_;
};

}  // namespace

void read_told(Checking& checking) {
  ToldRules(checking).run();
}

}  // namespace v2v::roster
