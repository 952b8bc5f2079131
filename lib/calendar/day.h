// calendar: days without hours, and lengths as people say them.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace v2v::calendar {

/// A date of the proleptic Gregorian calendar: days since 1970-01-01. Any year 1400 to 9999.
struct Day {
  std::int32_t n = 0;
  auto operator<=>(const Day&) const = default;
  Day operator+(std::int32_t days) const { return {n + days}; }
  Day operator-(std::int32_t days) const { return {n - days}; }
  std::int32_t operator-(Day other) const { return n - other.n; }
};

struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};

enum class Weekday { mon, tue, wed, thu, fri, sat, sun };

/// nullopt for a date that does not exist or a year outside 1400 to 9999.
std::optional<Day> day_of(int year, int month, int day);
YearMonthDay split(Day day);  // a few ns
Weekday weekday(Day day);
/// Months clamp to their end: 31 Jan + 1 = 28 or 29 Feb, and 28 Feb + 1 = 28 Mar. `months` may be negative.
Day add_months(Day day, int months);
Day easter(int year);  // western Easter Sunday

/// Exactly `2026-09-21`; anything else is nullopt.
std::optional<Day> parse_day(std::string_view text);
std::string to_string(Day day);          // 2026-09-21
std::string_view name(Weekday weekday);  // Mon

enum class Unit { minutes, hours, work_hours, days, work_days, weeks, months, years };
enum class Family { elapsed, calendar, working };

/// A length as written: `48h` and `2d` are two things, and are never mixed.
struct Length {
  std::int64_t n = 0;
  Unit unit = Unit::minutes;
  bool operator==(const Length&) const = default;
};

Family family(Unit unit);
/// `12h`, `3wd`, `6mo`: a number and a unit, no space, no sign, no decimals; n at most 1,000,000.
/// A leading zero (`05d`) is refused too: there is one way to write five days.
std::optional<Length> parse_length(std::string_view text);
std::string to_string(Length length);  // as written: 48h
std::string in_words(Length length);   // 48 hours, 1 working day
/// Length in minutes, counting a day as 1440, a month as 30.4 days, a year as 12 months, a working day as a day;
/// for ordering only.
std::int64_t rough_minutes(Length length);

}  // namespace v2v::calendar
