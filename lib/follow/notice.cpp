#include "follow/notice.h"

namespace v2v::follow {
namespace {

using calendar::Day;

/// The date so much before another: `notice` in days, weeks, months; working days of the place where the visit is;
/// hours count as far as they fill a day.
Day before(Day day, const calendar::Length& length, plan::Almanac& almanac, const model::Place* place) {
  switch (length.unit) {
    case calendar::Unit::weeks:
      return day - static_cast<std::int32_t>(7 * length.n);
    case calendar::Unit::months:
      return calendar::add_months(day, -static_cast<int>(length.n));
    case calendar::Unit::years:
      return calendar::add_months(day, -12 * static_cast<int>(length.n));
    case calendar::Unit::days:
      return day - static_cast<std::int32_t>(length.n);
    case calendar::Unit::work_days: {
      const auto& working = almanac.working(place);
      for (auto left = length.n; left > 0 && day > almanac.first();) {
        day = day - 1;
        left -= working.next(almanac.start_of(day), 0) < almanac.start_of(day + 1);
      }
      return day;
    }
    case calendar::Unit::minutes:
    case calendar::Unit::hours:
    case calendar::Unit::work_hours:
      break;
  }
  return day - static_cast<std::int32_t>((calendar::rough_minutes(length) + 1439) / 1440);
}

}  // namespace

Day told_by(const model::Case& what, const timeline::Timeline& plan, const timeline::Entry& entry, Day last,
            plan::Almanac& almanac) {
  const auto* stage = what.workflow.stage(entry.id);
  if (!stage || !stage->notice) return last;
  const auto fact = [&](const std::string& by) -> std::string {
    if (by == "edition") return what.edition;
    if (const auto option = what.patient.options.find(by); option != what.patient.options.end()) return option->second;
    for (const timeline::Entry& other : plan.entries)
      if (other.id == by && !other.outcome.empty()) return other.outcome;
    return {};
  };
  const auto* notice = model::chosen(*stage->notice, fact);
  if (!notice) return last;
  const model::Place* place = what.centre ? what.centre->place(entry.place) : nullptr;
  return before(last, notice->value, almanac, place);
}

}  // namespace v2v::follow
