// Faults in where it is and with whom: hours, places, needs, people.
#include "fault.h"

namespace v2v::laws {
namespace {

bool on_a_closed_day(Spoiled& s) {
  Entry* one = s.pick([&](const Entry& e) {
    const auto& stage = s.stage(e);
    return s.is_own(e) && place_of(s, e) && e.firmness != timeline::Firmness::unknown && !stage.lasts &&
           !stage.begins && stage.kind != model::Kind::event && stage.kind != model::Kind::restriction;
  });
  if (!one) return false;
  auto& place = *place_of(s, *one);
  const Day day = place.zone.wall(*one->start).day;
  if (place.hours.always || s.random.chance(50))
    place.closed.emplace_back(day - 1, day);
  else {
    calendar::Holidays feast;
    feast.dates = {day - 1, day};
    place.holidays.push_back(feast);
    for (auto& shift : place.hours.shifts) shift.holidays = false;
  }
  s.told = fmt::format("{} is closed on {}, where {} stands", place.id, to_string(day), s.at(*one));
  return true;
}
bool two_at_once(Spoiled& s) {
  const auto timed = [&](const Entry& e) {
    const auto* takes = s.chosen(s.stage(e).takes);
    return s.stage(e).kind == model::Kind::appointment && e.firmness != timeline::Firmness::unknown && takes &&
           by_clock(takes->most) && *e.start < *e.end && s.stage(e).parts.empty() && s.stage(e).outcomes.empty() &&
           !e.who.empty();
  };
  Entry* one = s.pick([&](const Entry& e) { return s.is_own(e) && timed(e); });
  if (!one) return false;
  Entry* other = s.pick([&](const Entry& e) { return &e != one && s.is_own(e) && timed(e) && e.who == one->who; });
  if (!other) return false;
  s.move(*other, *one->start + s.random(0, one->end->minutes - one->start->minutes - 1),
         "while " + one->id + " goes on");
  return true;
}
bool no_way_between(Spoiled& s) {
  if (!s.what.centre) return false;
  std::vector<Entry*> all;
  for (Entry& e : s.plan.entries) {
    if (!s.is_own(e) || s.stage(e).kind != model::Kind::appointment || !place_of(s, e)) continue;
    const auto* takes = s.chosen(s.stage(e).takes);
    if (takes && by_clock(takes->most) && *e.start < *e.end && e.firmness != timeline::Firmness::unknown)
      all.push_back(&e);
  }
  for (Entry* one : all)
    for (Entry* next : all) {
      const auto gap = next->start->minutes - one->end->minutes;
      const auto &a = place_of(s, *one)->site, &b = place_of(s, *next)->site;
      if (gap < 0 || gap > 12 * 60 || one->who != next->who || a == b || a.empty() || b.empty()) continue;
      const auto& links = s.stage(*next).after;  // the way is part of such a wait, which is what breaks then
      if (std::any_of(links.begin(), links.end(), [&](const auto& link) { return link.from.stage == one->id; }))
        continue;
      std::erase_if(s.what.centre->travel,
                    [&](const auto& t) { return (t.from == a && t.to == b) || (t.from == b && t.to == a); });
      s.what.centre->travel.push_back({a, b, {gap + 1, calendar::Unit::minutes}, {}});
      s.told = fmt::format("the way from {} to {} is a minute too long", s.at(*one), s.at(*next));
      return true;
    }
  return false;
}
bool out_of_the_stay(Spoiled& s) {
  std::vector<Entry*> stays;
  for (Entry& e : s.plan.entries)
    if (s.stage(e).kind == model::Kind::stay && e.start && e.end && !e.place.empty() &&
        e.firmness != timeline::Firmness::unknown)
      stays.push_back(&e);
  if (stays.size() != 1) return false;
  Entry& stay = *stays.front();
  Entry* one = s.pick([&](const Entry& e) {
    const auto* until = s.chosen(s.stage(stay).until);
    return s.is_own(e) && e.place == stay.place && s.stage(e).kind == model::Kind::appointment &&
           e.attempt == stay.attempt && e.who == stay.who && e.firmness != timeline::Firmness::unknown && until &&
           until->stage != e.id;
  });
  if (!one) return false;
  s.move(*one, *stay.end + 24 * 60, "a day after the stay");
  return true;
}

}  // namespace

std::vector<Fault> faults_of_rooms() {
  return {
      {"in the night", Rule::hours, outside_hours},
      {"on a closed day", Rule::hours, on_a_closed_day},
      {"at another kind of place", Rule::place,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_own(e) && place_of(s, e) && s.chosen(s.stage(e).at); });
         if (!one) return false;
         for (const auto& place : s.what.centre->places)
           if (place.kind != *s.chosen(s.stage(*one).at) &&
               (s.random.chance(50) || &place == &s.what.centre->places.back())) {
             one->place = place.id;
             s.told = fmt::format("{} at {}", one->id, place.id);
             return true;
           }
         one->place.clear();
         s.told = one->id + " nowhere";
         return true;
       }},
      {"without what it needs", Rule::needs,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto& stage = s.stage(e);
           return s.is_own(e) && !stage.needs.empty() && !stage.lasts && !stage.begins && place_of(s, e) &&
                  e.firmness != timeline::Firmness::unknown;
         });
         if (!one) return false;
         bool any = false;
         for (auto& place : s.what.centre->places)
           for (const auto& resource : s.stage(*one).needs.front().resources)
             if (place.has.contains(resource)) {
               const Day day = place.zone.wall(*one->start).day;
               if (s.random.chance(50))
                 place.has[resource] = {model::Quantity{0, {}, {}}, {}, {}, {}, {}};
               else {
                 place.has[resource].otherwise = place.has[resource].plain;
                 place.has[resource].plain.reset();
                 place.has[resource].during.insert(place.has[resource].during.begin(),
                                                   {day, day, model::Quantity{0, {}, {}}});
               }
               any = true;
             }
         s.told = s.at(*one) + " has nothing of what it needs";
         return any;
       }},
      {"no time for the way", Rule::travel, no_way_between},
      {"two appointments at once", Rule::one_body, two_at_once},
      {"out of the stay", Rule::stay, out_of_the_stay},
      {"when somebody is away", Rule::absence,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           return s.is_own(e) && s.stage(e).kind == model::Kind::appointment && !e.who.empty() &&
                  e.firmness != timeline::Firmness::unknown;
         });
         if (!one) return false;
         const std::string who =
             s.stage(*one).who[static_cast<std::size_t>(s.random(0, std::ssize(s.stage(*one).who) - 1))];
         for (auto& person : s.what.patient.people)
           if (person.id == who) {
             person.absences.push_back({*one->start + -30, *one->start + 1, {}});
             s.told = fmt::format("{} is away at {}", who, s.at(*one));
             return true;
           }
         return false;
       }},
      {"too soon after a dose", Rule::washout,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto& washouts = s.stage(e).washouts;
           return s.is_planned(e) && alone(s, e.id) && !washouts.empty() && washouts.front().length.plain &&
                  washouts.front().length.plain->value.n > 0 && !by_clock(washouts.front().length.plain->value);
         });
         if (!one || s.what.patient.people.empty()) return false;
         const auto& who = s.stage(*one).who;
         for (auto& person : s.what.patient.people)
           if (person.id == (who.empty() ? s.what.workflow.people.front() : who.front())) {
             model::LastDose dose{s.stage(*one).washouts.front().drug, model::LastDose::on, s.date(*one->start), {}};
             if (s.random.chance(20)) dose.kind = model::LastDose::ongoing;
             person.last_doses.push_back(dose);
             s.told = fmt::format("a dose of {} on the day of {}", dose.drug, s.at(*one));
             return true;
           }
         return false;
       }},
  };
}

}  // namespace v2v::laws
