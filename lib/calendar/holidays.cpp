#include <algorithm>
#include <boost/date_time/gregorian/greg_date.hpp>
#include <boost/date_time/gregorian/gregorian_types.hpp>

#include "calendar/hours.h"

namespace v2v::calendar {

namespace {

namespace greg = boost::gregorian;

constexpr int first_year = 1400, last_year = 9999;

Day from_boost(const greg::date& date) {
  const auto ymd = date.year_month_day();
  return *day_of(ymd.year, ymd.month, ymd.day);
}

Day nth_weekday(const HolidayRule& rule, int year) {
  const auto on = static_cast<unsigned short>((static_cast<int>(rule.on) + 1) % 7);  // Boost's week starts on Sunday
  const auto month = static_cast<unsigned short>(rule.month);
  const greg::greg_year in(static_cast<unsigned short>(year));
  if (rule.nth < 0) return from_boost(greg::last_day_of_the_week_in_month(on, month).get_date(in));
  using Nth = greg::nth_day_of_the_week_in_month;
  return from_boost(Nth(static_cast<Nth::week_num>(rule.nth), on, month).get_date(in));
}

/// Where the rule falls before weekends are thought of; nullopt where it does not (29 February, not in force).
std::optional<Day> falls_on(const HolidayRule& rule, int year) {
  if ((rule.from && year < *rule.from) || (rule.until && year > *rule.until)) return std::nullopt;
  switch (rule.kind) {
    case HolidayRule::fixed:
      return day_of(year, rule.month, rule.day);
    case HolidayRule::easter:
      return easter(year) + rule.offset;
    case HolidayRule::nth_weekday:
      break;
  }
  return nth_weekday(rule, year);
}

bool is_weekend(Day day) {
  return weekday(day) >= Weekday::sat;
}

/// The day after moving, for all but next_weekday, which depends on the other holidays.
Day moved_alone(Day day, HolidayRule::Weekend how) {
  const Weekday on = weekday(day);
  if (how == HolidayRule::nearest_weekday && on == Weekday::sat) return day - 1;
  if (how == HolidayRule::nearest_weekday && on == Weekday::sun) return day + 1;
  if (how == HolidayRule::sunday_before && on == Weekday::sun) return day - 1;
  return day;
}

}  // namespace

std::set<Day> days_of(const Holidays& holidays, Day first, Day last) {
  // A year more on either side: an observed day may lie over New Year, and Easter offsets may be long.
  const int from = std::max(first_year, split(first).year - 1), to = std::min(last_year, split(last).year + 1);
  const auto excepted = [&](Day day) {
    return std::find(holidays.except.begin(), holidays.except.end(), day) != holidays.except.end();
  };
  std::set<Day> all(holidays.dates.begin(), holidays.dates.end());
  std::vector<Day> waiting;
  for (int year = from; year <= to; ++year)
    for (const HolidayRule& rule : holidays.rules) {
      const auto day = falls_on(rule, year);
      if (!day || excepted(*day)) continue;
      if (rule.if_weekend == HolidayRule::next_weekday && is_weekend(*day)) {
        waiting.push_back(*day);
      } else if (const Day observed = moved_alone(*day, rule.if_weekend); !excepted(observed)) {
        all.insert(observed);
      }
    }
  std::set<Day> taken = all;
  // The days taken in the end are the same in whatever order they are sought.
  for (Day day : waiting) {
    while (is_weekend(day) || taken.contains(day)) day = day + 1;
    taken.insert(day);
    if (!excepted(day)) all.insert(day);
  }
  all.erase(all.begin(), all.lower_bound(first));
  all.erase(all.upper_bound(last), all.end());
  return all;
}

std::set<Day> days_of(std::span<const Holidays> holidays, Day first, Day last) {
  std::set<Day> all;
  for (const Holidays& set : holidays) all.merge(days_of(set, first, last));
  return all;
}

}  // namespace v2v::calendar
