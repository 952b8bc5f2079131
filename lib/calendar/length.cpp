#include <array>

#include "calendar/day.h"

namespace v2v::calendar {

namespace {

struct UnitRow {
  Unit unit;
  std::string_view written;
  std::string_view one, many;
  Family family;
  std::int64_t rough;  // minutes
};

constexpr std::int64_t day_minutes = 24 * 60;
constexpr std::int64_t month_minutes = day_minutes * 304 / 10;

/// In the order of `Unit`.
constexpr std::array<UnitRow, 8> units{{
    {Unit::minutes, "min", "minute", "minutes", Family::elapsed, 1},
    {Unit::hours, "h", "hour", "hours", Family::elapsed, 60},
    {Unit::work_hours, "wh", "working hour", "working hours", Family::working, 60},
    {Unit::days, "d", "day", "days", Family::calendar, day_minutes},
    {Unit::work_days, "wd", "working day", "working days", Family::working, day_minutes},
    {Unit::weeks, "w", "week", "weeks", Family::calendar, 7 * day_minutes},
    {Unit::months, "mo", "month", "months", Family::calendar, month_minutes},
    {Unit::years, "y", "year", "years", Family::calendar, 12 * month_minutes},
}};

const UnitRow& row(Unit unit) {
  return units[static_cast<std::size_t>(unit)];
}

constexpr std::int64_t greatest_number = 1'000'000;

}  // namespace

Family family(Unit unit) {
  return row(unit).family;
}

std::optional<Length> parse_length(std::string_view text) {
  std::int64_t n = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    n = n * 10 + (text[digits] - '0');
    if (n > greatest_number) return std::nullopt;
  }
  if (digits == 0 || (digits > 1 && text[0] == '0')) return std::nullopt;
  for (const UnitRow& candidate : units)
    if (candidate.written == text.substr(digits)) return Length{n, candidate.unit};
  return std::nullopt;
}

std::string to_string(Length length) {
  return std::to_string(length.n).append(row(length.unit).written);
}

std::string in_words(Length length) {
  const UnitRow& unit = row(length.unit);
  return std::to_string(length.n).append(" ").append(length.n == 1 ? unit.one : unit.many);
}

std::int64_t rough_minutes(Length length) {
  return length.n * row(length.unit).rough;
}

}  // namespace v2v::calendar
