#include "fault.h"

namespace v2v::laws {

bool alone(const Spoiled& s, const std::string& stage) {
  return std::count_if(s.plan.entries.begin(), s.plan.entries.end(),
                       [&](const Entry& e) { return e.id == stage && e.state != State::cancelled; }) == 1;
}
Entry* only(Spoiled& s, const std::string& stage) {
  if (!alone(s, stage)) return nullptr;
  return s.pick([&](const Entry& e) { return e.id == stage; });
}
model::Place* place_of(Spoiled& s, const Entry& e) {
  if (s.what.centre)
    for (auto& place : s.what.centre->places)
      if (place.id == e.place) return &place;
  return nullptr;
}
bool day_alone(const Entry& e) {
  return e.date_only && e.state == State::happened;
}
bool by_clock(calendar::Length l) {
  return calendar::family(l.unit) == calendar::Family::elapsed;
}
const model::Fact* fact_of(const Spoiled& s, const std::vector<model::Fact>& facts, const Entry& e) {
  for (const auto& fact : facts)
    if (fact.point.stage == e.id && alone(s, e.id)) return &fact;
  return nullptr;
}

bool outside_hours(Spoiled& s) {
  constexpr int night = 3 * 60;
  Entry* one = s.pick([&](const Entry& e) {
    const auto* place = place_of(s, e);
    const auto& stage = s.stage(e);
    return s.is_own(e) && place && !place->hours.always && e.firmness != timeline::Firmness::unknown && !stage.lasts &&
           !stage.begins && stage.kind != model::Kind::event && stage.kind != model::Kind::restriction &&
           std::all_of(place->hours.shifts.begin(), place->hours.shifts.end(),
                       [](const auto& shift) { return shift.from > night && shift.to > shift.from; });
  });
  if (!one) return false;
  const auto& zone = place_of(s, *one)->zone;
  s.move(*one, zone.instant({zone.wall(*one->start).day, night}), "in the night, when the place is shut");
  return true;
}

}  // namespace v2v::laws
