#include "roster_fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::laws {
namespace {

using calendar::Instant;
using roster::Rule;
using timeline::Entry;
using timeline::Hold;
using timeline::Rostered;
using timeline::State;

constexpr std::int64_t day = 1440;

/// One of these, by chance; nullptr: there is none.
template <class T, class Wanted>
T* one_of(Random& random, std::vector<T>& all, const Wanted& wanted) {
  std::vector<T*> fit;
  for (auto& one : all)
    if (wanted(one)) fit.push_back(&one);
  return fit.empty() ? nullptr : fit[static_cast<std::size_t>(random(0, std::ssize(fit) - 1))];
}

Instant now(const SpoiledRoster& s) {
  return s.programme.cases.front().centre->zone.start_of(s.settings.today);
}
Rostered& patient_of(SpoiledRoster& s, const Hold& hold) {
  return s.answer.roster.patients[static_cast<std::size_t>(hold.patient)];
}
Entry* entry_of(SpoiledRoster& s, const Hold& hold) {
  for (auto& e : s.answer.plans[static_cast<std::size_t>(hold.patient)].entries)
    if (e.id == hold.stage && e.visit == hold.visit && e.attempt == hold.attempt && e.state != State::cancelled)
      return &e;
  return nullptr;
}
/// Of a patient who has a place, ahead, and neither happened nor booked in the file.
bool ours(SpoiledRoster& s, const Hold& hold) {
  const auto& patient = s.programme.cases[static_cast<std::size_t>(hold.patient)].patient;
  for (const auto& fact : patient.booked)
    if (fact.point.stage == hold.stage) return false;
  return patient_of(s, hold).kind == Rostered::placed && hold.state == Hold::planned && now(s) < hold.from;
}
/// Something that needs anything happened or is booked.
bool on_record(SpoiledRoster& s, int patient) {
  const auto& what = s.programme.cases[static_cast<std::size_t>(patient)];
  for (const auto* facts : {&what.patient.happened, &what.patient.booked})
    for (const auto& fact : *facts)
      if (const auto* stage = what.workflow.stage(fact.point.stage); !stage || !stage->needs.empty()) return true;
  return false;
}
/// For a day that is over: it is planned anew, wherever there is room.
bool overdue(SpoiledRoster& s, const Hold& hold) {
  for (const auto& fact : s.programme.cases[static_cast<std::size_t>(hold.patient)].patient.booked)
    if (fact.point.stage == hold.stage && fact.from.day < s.settings.today) return true;
  return false;
}
/// The same, and its hours are chosen and do not follow those of another visit.
bool chosen(SpoiledRoster& s, const Hold& hold) {
  const auto* stage = s.programme.cases[static_cast<std::size_t>(hold.patient)].workflow.stage(hold.stage);
  return ours(s, hold) && !stage->from && stage->kind != model::Kind::event;
}
Hold* some_hold(SpoiledRoster& s) {
  return one_of(s.random, s.answer.roster.holds, [&](auto& hold) { return ours(s, hold); });
}
Hold* some_choice(SpoiledRoster& s) {
  return one_of(s.random, s.answer.roster.holds, [&](auto& hold) { return chosen(s, hold); });
}
Rostered* some_placed(SpoiledRoster& s) {
  return one_of(s.random, s.answer.roster.patients, [](auto& one) { return one.kind == Rostered::placed; });
}
const timeline::Resource& resource_of(SpoiledRoster& s, const Hold& hold) {
  return s.answer.roster.resources[static_cast<std::size_t>(hold.resource)];
}
const model::Amount& amount_of(SpoiledRoster& s, const Hold& hold) {
  const auto& resource = resource_of(s, hold);
  return s.programme.cases.front().centre->place(resource.place)->has.at(resource.resource);
}

/// The visit in plan, holds and slots, as if the roster had put it there.
void shift(SpoiledRoster& s, const Hold& of, std::int64_t minutes) {
  const Hold hold = of;
  const auto move = [&](Instant& t) { t.minutes += minutes; };
  const auto same = [&](const auto& other) {
    return other.stage == hold.stage && other.visit == hold.visit && other.attempt == hold.attempt;
  };
  s.told = fmt::format("{} {} visit {} moved by {} min", patient_of(s, hold).id, hold.stage, hold.visit, minutes);
  if (auto* entry = entry_of(s, hold)) move(*entry->start), move(*entry->end);
  for (auto& other : s.answer.roster.holds)
    if (other.patient == hold.patient && same(other)) move(other.from), move(other.to);
  for (auto& slot : patient_of(s, hold).slots)
    if (same(slot)) move(slot.start), move(slot.end);
  std::stable_sort(patient_of(s, hold).slots.begin(), patient_of(s, hold).slots.end(),
                   [](const auto& a, const auto& b) { return a.start < b.start; });
}

// Plans.
bool before_today(SpoiledRoster& s) {
  const auto* hold = some_choice(s);
  if (hold) shift(s, *hold, now(s).minutes - day - hold->from.minutes);
  return hold;
}
bool swap_starts(SpoiledRoster& s) {
  const auto* late = one_of(s.random, s.answer.roster.holds, [&](auto& hold) {
    return chosen(s, hold) && (hold.stage == "infusion" || hold.stage == "chemo");
  });
  if (!late) return false;
  const auto* early = one_of(s.random, s.answer.roster.holds, [&](auto& hold) {
    return chosen(s, hold) && hold.patient == late->patient && hold.stage == "leukapheresis";
  });
  if (!early) return false;
  const auto between = late->from.minutes - early->from.minutes;
  const Hold other = *early;
  shift(s, *late, -between);
  shift(s, other, between);
  return true;
}
bool longer(SpoiledRoster& s) {
  const auto* found = one_of(s.random, s.answer.roster.holds, [&](auto& hold) {
    const auto& workflow = s.programme.cases[static_cast<std::size_t>(hold.patient)].workflow;
    return chosen(s, hold) && workflow.stage(hold.stage)->takes;
  });
  if (!found) return false;
  const Hold hold = *found;
  entry_of(s, hold)->end->minutes += 1;
  for (auto& slot : patient_of(s, hold).slots)
    if (slot.stage == hold.stage && slot.visit == hold.visit) slot.end.minutes += 1;
  for (auto& other : s.answer.roster.holds)
    if (other.patient == hold.patient && other.stage == hold.stage && other.visit == hold.visit && other.to == hold.to)
      other.to.minutes += 1;
  return true;
}
bool other_place(SpoiledRoster& s) {
  const auto* hold = some_choice(s);
  if (!hold) return false;
  auto* entry = entry_of(s, *hold);
  const std::string place = entry->place == "icu" ? "clinic" : "icu";
  for (auto& slot : patient_of(s, *hold).slots)
    if (slot.stage == hold->stage && slot.visit == hold->visit) slot.place = place;
  entry->place = place;
  return true;
}
bool of_another_day(SpoiledRoster& s) {
  const auto* one = some_placed(s);
  if (one) s.answer.plans[static_cast<std::size_t>(one - s.answer.roster.patients.data())].today.n += 1;
  return one;
}

// What happened and what is booked.
bool drop_booking(SpoiledRoster& s) {
  auto* hold = one_of(s.random, s.answer.roster.holds, [&](auto& h) {
    return h.state == Hold::booked && now(s) < h.from && !overdue(s, h) && patient_of(s, h).kind == Rostered::placed &&
           entry_of(s, h) && entry_of(s, h)->state == State::booked;
  });
  if (hold) shift(s, *hold, day * s.random(1, 3));
  return hold;
}
bool forget_booking(SpoiledRoster& s) {
  auto* hold = one_of(s.random, s.answer.roster.holds,
                      [&](auto& h) { return h.state == Hold::booked && now(s) < h.from && !overdue(s, h); });
  if (!hold) return false;
  hold->state = Hold::planned;
  return true;
}
bool feign_booking(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (hold) hold->state = s.random.chance(50) ? Hold::booked : Hold::happened;
  return hold;
}
bool rewrite_history(SpoiledRoster& s) {
  for (auto& plan : s.answer.plans)
    for (auto& entry : plan.entries)
      if (entry.state == State::happened && entry.start && s.random.chance(30)) {
        entry.start->minutes -= day, entry.end->minutes -= day;
        s.told = plan.patient + " " + entry.id;
        return true;
      }
  return false;
}
bool hold_unplaced(SpoiledRoster& s) {
  const auto* one = one_of(s.random, s.answer.roster.patients, [](auto& p) { return p.kind == Rostered::not_placed; });
  const auto* hold = some_hold(s);
  if (!one || !hold) return false;
  Hold more = *hold;
  more.patient = static_cast<int>(one - s.answer.roster.patients.data());
  s.answer.roster.holds.push_back(more);
  for (const auto& fact : s.programme.cases[static_cast<std::size_t>(more.patient)].patient.booked)
    if (fact.point.stage == more.stage) return false;
  return true;
}

// Holds.
bool move_hold(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (!hold) return false;
  const auto by = day * (s.random.chance(50) ? 1 : -1) * s.random(1, 7);
  hold->from.minutes += by, hold->to.minutes += by;
  return true;
}
bool remove_hold(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (hold) s.answer.roster.holds.erase(s.answer.roster.holds.begin() + (hold - s.answer.roster.holds.data()));
  return hold;
}
bool double_hold(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (hold) s.answer.roster.holds.push_back(Hold(*hold));
  return hold;
}
bool more_of_it(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (hold) hold->n += 1;
  return hold;
}
bool shorter_hold(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (!hold || hold->from == hold->to) return false;
  s.random.chance(50) ? hold->to.minutes -= 1 : hold->from.minutes += 1;
  return true;
}
bool other_visit(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (hold) s.random.chance(50) ? hold->visit += 7 : hold->attempt += 1;
  return hold;
}
bool other_patient(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (!hold || s.answer.roster.patients.size() < 2) return false;
  hold->patient = (hold->patient + 1) % static_cast<int>(s.answer.roster.patients.size());
  return true;
}
bool other_resource(SpoiledRoster& s) {
  auto* hold = some_hold(s);
  if (!hold) return false;
  const auto* stage = s.programme.cases[static_cast<std::size_t>(hold->patient)].workflow.stage(hold->stage);
  const auto* other = one_of(s.random, s.answer.roster.resources, [&](auto& resource) {
    return std::none_of(stage->needs.begin(), stage->needs.end(), [&](const auto& need) {
      return std::find(need.resources.begin(), need.resources.end(), resource.resource) != need.resources.end();
    });
  });
  if (!other) return false;
  hold->resource = static_cast<int>(other - s.answer.roster.resources.data());
  return true;
}
/// The same thing, of a place that is not asked as long as the visit's own has it.
bool elsewhere(SpoiledRoster& s) {
  auto* hold = one_of(s.random, s.answer.roster.holds, [&](auto& h) {
    if (!ours(s, h) || resource_of(s, h).place != entry_of(s, h)->place) return false;
    for (const auto& other : s.answer.roster.resources)
      if (other.resource == resource_of(s, h).resource && other.place != resource_of(s, h).place) return true;
    return false;
  });
  if (!hold) return false;
  for (std::size_t k = 0; k < s.answer.roster.resources.size(); ++k) {
    const auto& other = s.answer.roster.resources[k];
    if (other.resource != resource_of(s, *hold).resource || other.place == resource_of(s, *hold).place) continue;
    hold->resource = static_cast<int>(k);
    return true;
  }
  return false;
}
bool hold_after_closing(SpoiledRoster& s) {
  for (std::size_t k = 0; k < s.answer.plans.size(); ++k) {
    if (s.answer.roster.patients[k].kind != Rostered::closed) continue;
    for (const auto& e : s.answer.plans[k].entries) {
      const auto* stage = s.programme.cases[k].workflow.stage(e.id);
      if (e.state != State::happened || !e.start || stage->needs.empty()) continue;
      Hold hold;
      hold.patient = static_cast<int>(k), hold.stage = e.id, hold.visit = e.visit, hold.attempt = e.attempt;
      hold.from = *e.start, hold.to = {now(s).minutes + 2 * day}, hold.state = Hold::happened;
      std::erase_if(s.answer.roster.holds, [&](const auto& other) {
        return other.patient == hold.patient && other.stage == e.id && other.visit == e.visit;
      });
      s.answer.roster.holds.push_back(hold);
      return true;
    }
  }
  return false;
}

// How much there is.
/// Another visit comes to where all is taken.
bool one_too_many(SpoiledRoster& s) {
  auto& holds = s.answer.roster.holds;
  const auto* full = one_of(s.random, holds, [&](auto& hold) {
    const auto& amount = amount_of(s, hold);
    if (!amount.plain || amount.plain->a || hold.from == hold.to || hold.from < now(s)) return false;
    int used = 0;
    for (const auto& other : holds)
      if (other.resource == hold.resource && other.from <= hold.from && hold.from < other.to) used += other.n;
    return used == amount.plain->n;
  });
  if (!full) return false;
  const auto* more = one_of(s.random, holds, [&](auto& hold) {
    return hold.resource == full->resource && chosen(s, hold) && hold.from != hold.to &&
           (hold.to <= full->from || full->from < hold.from);
  });
  if (more) shift(s, *more, full->from.minutes - more->from.minutes);
  return more;
}
bool none_there(SpoiledRoster& s) {
  const auto* hold = some_hold(s);
  if (!hold || hold->from == hold->to) return false;
  const auto resource = resource_of(s, *hold);
  const bool quota = amount_of(s, *hold).plain && amount_of(s, *hold).plain->a;
  if (quota || resource.quota) return false;
  // Where there is called to be too little already, there may be none as well.
  const auto& over = s.answer.roster.over;
  if (std::any_of(over.begin(), over.end(), [&](auto& one) { return one.resource == hold->resource; })) return false;
  for (auto& what : s.programme.cases)
    for (auto& place : what.centre->places)
      if (place.id == resource.place) {
        place.has[resource.resource] = {};
        place.has[resource.resource].plain = model::Quantity{};
      }
  return true;
}
bool never_ready(SpoiledRoster& s) {
  const auto* first = one_of(s.random, s.answer.roster.holds, [&](auto& hold) {
    const auto& amount = amount_of(s, hold);
    if (!amount.plain || amount.plain->a || amount.plain->n != 1 || hold.from == hold.to) return false;
    const auto& over = s.answer.roster.over;  // what bookings alone overdo is told, and no fault
    if (std::any_of(over.begin(), over.end(), [&](auto& one) { return one.resource == hold.resource; })) return false;
    return std::any_of(s.answer.roster.holds.begin(), s.answer.roster.holds.end(), [&](const auto& next) {
      return next.resource == hold.resource && hold.to <= next.from && next.from < next.to && now(s) <= next.from;
    });
  });
  if (!first) return false;
  const auto resource = resource_of(s, *first);
  for (auto& what : s.programme.cases)
    for (auto& place : what.centre->places)
      if (place.id == resource.place) place.between[resource.resource] = {600 * 24, calendar::Unit::hours};
  return true;
}
/// A start of another week comes into one that is full.
bool full_week(SpoiledRoster& s) {
  auto& holds = s.answer.roster.holds;
  const auto weeks = [&](const Hold& hold) {
    const auto at = s.programme.cases.front().centre->place(resource_of(s, hold).place)->zone.wall(hold.from).day;
    return at - static_cast<int>(calendar::weekday(at));
  };
  const auto* full = one_of(s.random, holds, [&](auto& hold) {
    const auto& amount = amount_of(s, hold);
    if (!amount.plain || amount.plain->a != model::Period::week || hold.from < now(s)) return false;
    return amount.plain->n <= std::count_if(holds.begin(), holds.end(), [&](const auto& other) {
             return other.resource == hold.resource && weeks(other) == weeks(hold);
           });
  });
  if (!full) return false;
  const auto* more = one_of(s.random, holds, [&](auto& hold) {
    return hold.resource == full->resource && ours(s, hold) && !on_record(s, hold.patient) &&
           weeks(hold) != weeks(*full);
  });
  if (more) shift(s, *more, full->from.minutes - more->from.minutes);
  return more;
}
bool keep_everything(SpoiledRoster& s) {
  const auto* hold = one_of(s.random, s.answer.roster.holds, [&](auto& h) {
    return ours(s, h) && h.from != h.to && !on_record(s, h.patient) &&
           s.programme.rank(s.programme.cases[static_cast<std::size_t>(h.patient)].patient.priority) > 0;
  });
  if (!hold) return false;
  model::KeepFree keep;
  keep.resource = resource_of(s, *hold).resource;
  keep.amount.n = 99;
  keep.amount.priority = s.programme.priorities.front().word;
  s.programme.waiting_list.keep_free = {keep};
  return s.answer.roster.over.empty();
}
bool call_it_over(SpoiledRoster& s) {
  if (!s.answer.roster.over.empty()) return false;
  const auto* hold = some_hold(s);
  if (!hold) return false;
  s.answer.roster.over.push_back({hold->resource, hold->from, {hold->from.minutes + 60}, 2, 1, {"P-0201"}});
  return true;
}

// What the roster says of itself.
bool soon_offer(SpoiledRoster& s) {
  s.programme.waiting_list.offer = calendar::Length{900, calendar::Unit::days};
  const auto& stage = s.programme.waiting_list.waits_before;
  if (stage.empty()) return false;
  for (std::size_t k = 0; k < s.answer.plans.size(); ++k) {
    const auto& patient = s.programme.cases[k].patient;
    bool queues = s.answer.roster.patients[k].kind == Rostered::placed, there = false;
    for (const auto* facts : {&patient.happened, &patient.booked, &patient.held})
      for (const auto& fact : *facts) queues = queues && fact.point.stage != stage;
    for (const auto& entry : s.answer.plans[k].entries) {
      queues = queues && (entry.id != stage || entry.state != State::unrecorded);
      there = there || (entry.id == stage && entry.start && entry.state != State::cancelled);
    }
    if (queues && there) return true;
  }
  return false;
}
bool lie_in_objective(SpoiledRoster& s) {
  auto& o = s.answer.roster.objective;
  std::int64_t* all[] = {&o.not_placed, &o.weighted_late, &o.moved, &o.waiting};
  *all[s.random(0, 3)] += s.random.chance(50) ? 1 : -1;
  return true;
}
bool bound_too_high(SpoiledRoster& s) {
  s.answer.roster.bound = s.answer.roster.objective;
  auto& o = s.answer.roster.bound;
  std::int64_t* all[] = {&o.not_placed, &o.weighted_late, &o.moved, &o.waiting};
  *all[s.random(0, 3)] += 1;
  return true;
}
bool lie_in_days(SpoiledRoster& s) {
  auto* one = some_placed(s);
  if (!one) return false;
  switch (s.random(0, 3)) {
    case 0:
      one->days_late += s.random.chance(50) ? 1 : -1;
      return true;
    case 1:
      if (one->day_zero) one->day_zero->n += 1;
      return one->day_zero.has_value();
    case 2:
      if (one->alone) one->alone->n -= 1;
      return one->alone.has_value();
    default:
      if (one->due) one->due->n += 400;
      return one->due.has_value();
  }
}
bool jump_the_queue(SpoiledRoster& s) {
  auto& all = s.answer.roster.patients;
  auto* first = one_of(s.random, all, [](auto& one) { return one.place_in_list == 1; });
  auto* last = one_of(s.random, all, [](auto& one) { return one.place_in_list > 1; });
  if (!first || !last) return false;
  std::swap(first->place_in_list, last->place_in_list);
  return true;
}
bool queue_when_closed(SpoiledRoster& s) {
  auto* one = one_of(s.random, s.answer.roster.patients, [](auto& p) { return p.kind == Rostered::closed; });
  if (one) one->place_in_list = 1;
  return one;
}
bool lie_in_slot(SpoiledRoster& s) {
  auto* one = one_of(s.random, s.answer.roster.patients, [&](auto& p) {
    return p.kind == Rostered::placed && !p.slots.empty() && now(s) < p.slots.back().start;
  });
  if (!one) return false;
  auto& slot = one->slots.back();
  switch (s.random(0, 4)) {
    case 0:
      slot.start.minutes += 30;
      break;
    case 1:
      slot.place = "home";
      break;
    case 2:
      slot.uses.push_back("ward.bed");
      break;
    case 3:
      slot.visit += 9;
      break;
    default:
      one->slots.push_back(slot);
  }
  return true;
}
bool forget_slot(SpoiledRoster& s) {
  const auto* hold = some_choice(s);
  if (!hold) return false;
  auto& slots = patient_of(s, *hold).slots;
  return std::erase_if(slots, [&](const auto& slot) {
           return slot.stage == hold->stage && slot.visit == hold->visit && slot.attempt == hold->attempt;
         }) > 0;
}
bool lose_patient(SpoiledRoster& s) {
  if (s.random.chance(50) && s.answer.roster.patients.size() > 1)
    std::swap(s.answer.roster.patients.front(), s.answer.roster.patients.back());
  else
    s.answer.roster.patients.pop_back();
  return true;
}
bool lie_in_weight(SpoiledRoster& s) {
  s.answer.roster.patients.front().weight += 1;
  return true;
}
bool not_placed_after_all(SpoiledRoster& s) {
  auto* one = some_placed(s);
  if (one) one->kind = Rostered::not_placed;
  return one;
}

}  // namespace

const std::vector<RosterFault>& roster_faults() {
  static const std::vector<RosterFault> all{
      {"a visit before today", Rule::plan, before_today},
      {"two visits change places", Rule::plan, swap_starts},
      {"a visit takes longer", Rule::plan, longer},
      {"a visit at a place of another kind", Rule::plan, other_place},
      {"a plan of another day", Rule::plan, of_another_day},
      {"a booking is moved", Rule::booked, drop_booking, true},
      {"a booking is told as planned", Rule::booked, forget_booking, true},
      {"a plan is told as booked", Rule::booked, feign_booking},
      {"what happened is moved", Rule::booked, rewrite_history},
      {"who is not placed holds something", Rule::booked, hold_unplaced, true},
      {"a hold on another day than its visit", Rule::needs, move_hold},
      {"a hold is lost", Rule::needs, remove_hold},
      {"a hold twice", Rule::needs, double_hold},
      {"more is held than needed", Rule::needs, more_of_it},
      {"a hold ends early or begins late", Rule::needs, shorter_hold},
      {"a hold of a visit that is not there", Rule::needs, other_visit},
      {"a hold of another patient", Rule::needs, other_patient},
      {"a hold of something else", Rule::needs, other_resource},
      {"a hold at a place that is not asked", Rule::place, elsewhere},
      {"a hold after the closing", Rule::closed, hold_after_closing, true},
      {"one more than there is", Rule::amount, one_too_many},
      {"there is nothing any more", Rule::amount, none_there},
      {"it is not ready in time", Rule::ready, never_ready},
      {"one more in a full week", Rule::quota, full_week, true},
      {"nothing is kept free", Rule::keep_free, keep_everything},
      {"it is called over", Rule::over, call_it_over},
      {"offered too soon", Rule::offer, soon_offer},
      {"a lie in the objective", Rule::objective, lie_in_objective},
      {"a bound that is too high", Rule::objective, bound_too_high},
      {"a lie in the days", Rule::days, lie_in_days},
      {"a place in the list", Rule::queue, jump_the_queue},
      {"a place in the list after the closing", Rule::queue, queue_when_closed, true},
      {"a lie in a slot", Rule::slot, lie_in_slot},
      {"a slot is lost", Rule::slot, forget_slot},
      {"a patient is lost", Rule::patients, lose_patient},
      {"a lie in a weight", Rule::patients, lie_in_weight},
      {"placed, and said not to be", Rule::objective, not_placed_after_all}};
  return all;
}

}  // namespace v2v::laws
