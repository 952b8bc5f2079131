// Where and with whom: hours, places, what a place has, one body, stays, absences, washouts.
#include <fmt/format.h>

#include <algorithm>

#include "plan/verify_reading.h"

namespace v2v::plan {
namespace {

using model::Kind;
using timeline::State;

class RoomRules {
 public:
  explicit RoomRules(Reading& reading) : r(reading) {}

  void run() {
    for (const auto& visit : r.visits) {
      if (!visit.dated()) continue;
      for (const auto& washout : r.stage(visit.stage).washouts) read_washout(visit, washout);
      if (visit.happened) continue;
      read_place(visit);
      const Instant start = *visit.entry->start, end = visit.entry->end.value_or(start);
      const auto at = [&](const char* text) {
        return [&visit, text, this] {
          return std::pair{fmt::format("{} {}", r.name(visit), text),
                           fmt::format("{} to {}{}{}", r.wall(*visit.entry->start), r.wall(*visit.entry->end),
                                       visit.entry->place.empty() ? "" : " at ", visit.entry->place)};
        };
      };
      const auto& where = r.stage(visit.stage).origin.where;
      r.rule(r.doors_open(visit, start, end), Rule::hours, where, at("lies within hours"));
      r.rule(r.has_what_it_needs(visit, start, end), Rule::needs, where, at("has what it needs"));
      r.rule(r.nobody_away(visit, start, end), Rule::absence, where, at("when all who attend can come"));
    }
    for (const auto& person : r.what.workflow.people) read_body(person);
  }

 private:
  void read_place(const Shown& visit) {
    const auto& stage = r.stage(visit.stage);
    const auto* kind = r.chosen(stage.at);
    if (!r.what.centre || !kind) return;
    const auto* place = r.place_of(visit);
    const auto fits = [&](const model::Place& p) {
      const auto& makes = p.makes;
      return (p.kind.empty() ? p.id : p.kind) == *kind &&
             (makes.empty() || std::find(makes.begin(), makes.end(), r.what.workflow.id) != makes.end());
    };
    const auto& places = r.what.centre->places;
    const bool none = std::none_of(places.begin(), places.end(), fits);
    const bool said = visit.booked && visit.entry->state == State::booked && !visit.booked->place.empty();
    r.rule(said    ? place && place->id == visit.booked->place
           : place ? fits(*place)
                   : none,
           Rule::place, stage.origin.where, [&] {
             return std::pair{fmt::format("{} is at {}", r.name(visit), said ? visit.booked->place : *kind),
                              visit.entry->place.empty() ? std::string("nowhere") : visit.entry->place};
           });
  }

  static bool attends(const model::Stage& stage, const std::string& person) {
    return std::find(stage.who.begin(), stage.who.end(), person) != stage.who.end();
  }

  void read_body(const std::string& person) {
    std::vector<const Shown*> here, at_place, stays;
    for (const auto& visit : r.visits) {
      const auto& stage = r.stage(visit.stage);
      if (!visit.dated() || !attends(stage, person)) continue;
      if (stage.kind == Kind::stay) stays.push_back(&visit);
      if (stage.kind != Kind::appointment || !stage.parts.empty() ||
          visit.entry->firmness == timeline::Firmness::unknown)
        continue;
      at_place.push_back(&visit);
      if (visit.happened && !visit.happened->from.minute) continue;  // some time on that day
      if (by_the_clock(visit) && *visit.entry->start < *visit.entry->end) here.push_back(&visit);
    }
    std::stable_sort(here.begin(), here.end(), [](const Shown* a, const Shown* b) {
      return std::pair(*a->entry->start, *a->entry->end) < std::pair(*b->entry->start, *b->entry->end);
    });
    for (std::size_t k = 0; k < here.size(); ++k) {
      const Shown& one = *here[k];
      for (std::size_t m = k + 1; m < here.size(); ++m) {
        const Shown& next = *here[m];
        const Instant end = *one.entry->end, start = *next.entry->start;
        if (start.minutes >= end.minutes + 24 * 60) break;
        if ((one.happened && next.happened) || of_one_list(one, next)) continue;
        const auto text = [&] {
          return std::pair{
              fmt::format("{} is at one appointment at a time, and has the way between two", person),
              fmt::format("{} ends at {}, {} starts at {}", r.name(one), r.wall(end), r.name(next), r.wall(start))};
        };
        r.rule(end <= start, Rule::one_body, r.stage(next.stage).origin.where, text);
        const auto way = r.travel(one, next);
        if (end <= start && way > 0)
          r.rule(end.minutes + way <= start.minutes, Rule::travel, r.stage(next.stage).origin.where, text);
      }
    }
    for (const Shown* visit : at_place) read_stays(*visit, stays);
  }

  /// Two at one place that the plan calls one visit list.
  bool of_one_list(const Shown& a, const Shown& b) const {
    const auto is = [&](const auto& of, const Shown& visit) {
      return of.first == r.stage(visit.stage).id && of.second == visit.number;
    };
    return one_place(a, b) && std::any_of(r.plan.joined.begin(), r.plan.joined.end(), [&](const auto& list) {
             return (is(list[0], a) && is(list[1], b)) || (is(list[0], b) && is(list[1], a));
           });
  }

  /// Only what is timed by the clock holds a person by the minute; days and working time leave room, a span is
  /// stretched.
  bool by_the_clock(const Shown& visit) const {
    const auto& stage = r.stage(visit.stage);
    const auto* adds = r.lengthened(visit);
    const auto *takes = r.chosen(stage.takes), *lasts = r.chosen(stage.lasts);
    const auto* length = takes ? takes : lasts;
    const auto clock = [](const model::Spread& s) {
      return calendar::family(s.most.unit) == calendar::Family::elapsed;
    };
    return length && !stage.from && clock(*length) && (!adds || clock(*adds));
  }

  /// Without a centre there are kinds of places alone.
  bool one_place(const Shown& a, const Shown& b) const {
    if (r.what.centre) return !a.entry->place.empty() && a.entry->place == b.entry->place;
    const auto *one = r.chosen(r.stage(a.stage).at), *other = r.chosen(r.stage(b.stage).at);
    return one && other && *one == *other;
  }

  /// Appointments at the place of a stay lie inside it, where there is one such stay; that with which it ends begins in
  /// it.
  void read_stays(const Shown& visit, const std::vector<const Shown*>& stays) {
    const Shown* stay = nullptr;
    for (const Shown* other : stays) {
      if (!one_place(*other, visit) || other->attempt != visit.attempt) continue;
      if (stay) return;
      stay = other;
    }
    if (!stay || visit.happened || stay->entry->firmness == timeline::Firmness::unknown) return;
    const auto* until = r.chosen(r.stage(stay->stage).until);
    const bool ends_it = until && until->stage == r.stage(visit.stage).id;
    if (ends_it && until->offset) return;  // it ends on a day that counts from this
    const Instant end = ends_it ? *visit.entry->start : *visit.entry->end;
    r.rule(stay->start.first <= *visit.entry->start && end <= *stay->entry->end, Rule::stay,
           r.stage(visit.stage).origin.where, [&] {
             return std::pair{fmt::format("{} lies inside the stay at {}", r.name(visit), visit.entry->place),
                              fmt::format("{} to {}", r.wall(*visit.entry->start), r.wall(*visit.entry->end))};
           });
  }

  std::vector<std::string> bodies(const model::Stage& stage) const {
    return stage.who.empty() ? std::vector{r.what.workflow.people.front()} : stage.who;
  }

  void read_washout(const Shown& visit, const model::Washout& washout) {
    const auto& stage = r.stage(visit.stage);
    const auto* length = r.chosen(washout.length);
    if (!length ||
        &visit !=
            r.attempts[static_cast<std::size_t>(visit.stage)][static_cast<std::size_t>(visit.attempt) - 1].front())
      return;
    const auto doors = r.doors_of(visit);
    const auto passed = [&](Instant dose, bool recorded, source::Span where) {
      const auto by = r.diary.least(dose, *length, doors).minutes - visit.start.last.minutes;
      r.told(by, recorded && visit.happened, Rule::washout, washout.origin.where, where, [&] {
        return std::pair{fmt::format("{} comes {} after the last {}", r.name(visit), to_string(*length), washout.drug),
                         fmt::format("it starts at {}, the dose was at {}", r.wall(visit.start.first), r.wall(dose))};
      });
    };
    for (const auto& who : bodies(stage)) {
      const auto* person = r.what.patient.person(who);
      if (!person) continue;
      for (const auto& dose : person->last_doses) {
        if (dose.drug != washout.drug || dose.kind == model::LastDose::never) continue;
        if (dose.kind == model::LastDose::ongoing)
          r.rule(visit.happened != nullptr, Rule::washout, dose.where, [&] {
            return std::pair{fmt::format("{} waits while {} is given", r.name(visit), dose.drug),
                             fmt::format("it is planned at {}", r.wall(visit.start.first))};
          });
        else if (r.diary.first_minute(dose.day) <= visit.start.first)
          passed(r.diary.first_minute(dose.day), true, dose.where);
      }
    }
    for (const auto& giver : r.visits) {
      const auto& gives = r.stage(giver.stage).gives;
      if (!giver.dated() || std::find(gives.begin(), gives.end(), washout.drug) == gives.end()) continue;
      const auto mine = bodies(stage), theirs = bodies(r.stage(giver.stage));
      const bool same = std::any_of(mine.begin(), mine.end(), [&](const auto& who) {
        return std::find(theirs.begin(), theirs.end(), who) != theirs.end();
      });
      const bool facts = giver.happened && visit.happened;
      const bool before = facts ? giver.start.first <= visit.start.last : *giver.entry->end <= visit.start.first;
      if (same && before && giver.stage != visit.stage)
        passed(giver.end.first, giver.happened, r.where(washout.length));
    }
  }

  Reading& r;
};

}  // namespace

bool Reading::doors_open(const Shown& visit, Instant start, Instant end) const {
  const auto& of = stage(visit.stage);
  if (of.kind == Kind::event || of.kind == Kind::restriction || !of.parts.empty()) return true;
  if (visit.entry->firmness == timeline::Firmness::unknown) return true;  // it hangs on what may not come
  const bool ours = !of.lasts && !of.begins;
  const auto* takes = chosen(of.takes);
  const auto* adds = lengthened(visit);
  const bool whole = takes && calendar::family(takes->most.unit) == calendar::Family::elapsed &&
                     (!adds || calendar::family(adds->most.unit) == calendar::Family::elapsed);
  const Instant until = whole ? end : start;
  Doors doors = doors_of(visit);
  const auto* place = place_of(visit);
  if (ours && place && !diary.open_from_to(start, until, doors)) return false;
  const auto* hours = chosen(of.hours);
  const auto* starts = chosen(of.starts);  // of the first visit alone
  const auto& rows = attempts[static_cast<std::size_t>(visit.stage)];
  const bool first = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.front() == &visit; });
  if (ours && !of.from && !what.centre && !hours && !(starts && first) && (whole || of.kind == Kind::appointment)) {
    const int minute = doors.zone->wall(start).minute;
    if (minute < 8 * 60 || minute > 18 * 60) return false;
  }
  if (hours && ours && !of.from) {  // of what is not timed by the clock they hold both ends
    doors.hours = hours;
    doors.closed = nullptr;
    if (!diary.open_from_to(start, until, doors)) return false;
    if (takes && !whole && !diary.open_from_to({end.minutes - 1}, end, doors)) return false;
  }
  if (starts && first) {
    doors.hours = starts;
    doors.closed = nullptr;
    if (!diary.open_from_to(start, start, doors)) return false;
  }
  return true;
}

bool Reading::nobody_away(const Shown& visit, Instant start, Instant end) const {
  const auto& of = stage(visit.stage);
  if (of.kind != Kind::appointment || !of.parts.empty() || visit.entry->firmness == timeline::Firmness::unknown)
    return true;
  if (!of.takes) end = start;  // that it can begin is all that is ours
  for (const auto& who : of.who)
    if (const auto* person = what.patient.person(who))
      for (const auto& away : person->absences)
        if (start < away.to && away.from < std::max(end, Instant{start.minutes + 1})) return false;
  return true;
}

/// Where a resource is had: at the stage's place, else at its site, else anywhere at the centre.
std::vector<std::pair<const model::Place*, const model::Amount*>> Reading::sources(const Shown& visit,
                                                                                   const model::Need& need) const {
  std::vector<std::pair<const model::Place*, const model::Amount*>> found;
  if (!what.centre) return found;
  const auto* own = place_of(visit);
  for (const auto& resource : need.resources) {
    const auto before = found.size();
    for (int scope = own ? 0 : 2; scope < 3 && found.size() == before; ++scope)
      for (const auto& place : what.centre->places) {
        const bool here = scope == 2 || (scope == 0 ? &place == own : !own->site.empty() && place.site == own->site);
        const auto amount = place.has.find(resource);
        if (here && amount != place.has.end()) found.emplace_back(&place, &amount->second);
      }
  }
  return found;
}

/// DATE to DATE beats hours beats DATE beats otherwise.
const model::Quantity* Reading::quantity(const model::Amount& amount, const model::Place& place, Instant t) const {
  if (amount.plain) return &*amount.plain;
  const Day day = place.zone.wall(t).day;
  for (const auto& [from, to, quantity] : amount.during)
    if (from <= day && day <= to) return &quantity;
  for (const auto& [hours, quantity] : amount.in_hours)
    if (diary.open_from_to(t, t, {&hours, &place.zone, &place.holidays, nullptr})) return &quantity;
  const model::Quantity* latest = nullptr;
  Day since{INT32_MIN};
  for (const auto& [from, quantity] : amount.from)
    if (from <= day && since <= from) {
      latest = &quantity;
      since = from;
    }
  return latest ? latest : amount.otherwise ? &*amount.otherwise : nullptr;
}

bool Reading::has_what_it_needs(const Shown& visit, Instant start, Instant end) const {
  const auto& of = stage(visit.stage);
  if (of.begins || of.kind == Kind::event || of.kind == Kind::restriction || !of.parts.empty() ||
      visit.entry->firmness == timeline::Firmness::unknown)
    return true;  // not ours to choose
  const auto* takes = chosen(of.takes);
  const auto* adds = lengthened(visit);
  const bool by_clock = takes && calendar::family(takes->most.unit) == calendar::Family::elapsed &&
                        (!adds || calendar::family(adds->most.unit) == calendar::Family::elapsed);
  for (const auto& need : stage(visit.stage).needs) {
    const auto found = sources(visit, need);
    if (found.empty()) continue;  // that it is nowhere was said when the files were read
    // Held for hours it is held by the minute; of days, of stays and of what lasts only the start is looked at.
    const bool clock = need.hold ? calendar::family(need.hold->unit) == calendar::Family::elapsed : by_clock;
    const Instant until = !clock ? start : need.hold ? diary.end_of(start, *need.hold, doors_of(visit)) : end;
    const bool one_does = std::any_of(found.begin(), found.end(), [&](const auto& source) {
      const auto* place = source.first;
      const auto* amount = source.second;
      const auto enough = [&](Instant t) {
        const auto* quantity = this->quantity(*amount, *place, t);
        return quantity && quantity->n >= (quantity->a ? 1 : need.n);
      };
      if (!enough(start) || amount->plain) return enough(start);
      std::vector<Instant> changes;  // amounts change at midnight and where hours begin or end
      const Day first = place->zone.wall(start).day - 1, last = place->zone.wall(until).day;
      for (Day day = first; day <= last; day = day + 1) changes.push_back(diary.first_minute(day, place->zone));
      for (const auto& [hours, quantity] : amount->in_hours)
        for (const auto& [from, to] : diary.openings(first, last, {&hours, &place->zone, &place->holidays, nullptr})) {
          changes.push_back(from);
          changes.push_back(to);
        }
      return std::all_of(changes.begin(), changes.end(),
                         [&](Instant t) { return t <= start || until <= t || enough(t); });
    });
    if (!one_does) return false;
  }
  return true;
}

void read_rooms(Reading& r) {
  RoomRules(r).run();
}

}  // namespace v2v::plan
