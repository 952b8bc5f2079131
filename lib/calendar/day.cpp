#include "calendar/day.h"

#include <algorithm>
#include <array>

namespace v2v::calendar {

namespace {

constexpr std::int64_t days_in_400_years = 146097;
constexpr std::int64_t epoch = 719468;  // from 1 March of year 0 to 1970-01-01
constexpr int first_year = 1400, last_year = 9999;

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int month_length(int year, int month) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/// Rounded down, for years before 0 too; by > 0.
std::int64_t floor_div(std::int64_t n, std::int64_t by) {
  return n / by - (n % by < 0 ? 1 : 0);
}

/// Days since 1970-01-01 with the year begun in March, so that the leap day is its last: Zeller's congruence (1882);
/// the cycles of 400 years after Hinnant, "chrono-compatible low-level date algorithms" (2013).
Day civil(std::int64_t year, int month, int day) {
  const std::int64_t from_march = month > 2 ? month - 3 : month + 9;
  if (month <= 2) --year;
  const std::int64_t cycle = floor_div(year, 400);
  const std::int64_t y = year - cycle * 400;  // 0 to 399
  const std::int64_t of_year = (153 * from_march + 2) / 5 + day - 1;
  return {static_cast<std::int32_t>(cycle * days_in_400_years + 365 * y + y / 4 - y / 100 + of_year - epoch)};
}

/// The two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1000; };
  const int value = digit(at) * 10 + digit(at + 1);
  return value < 0 ? -1 : value;
}

}  // namespace

std::optional<Day> day_of(int year, int month, int day) {
  if (year < first_year || year > last_year || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > month_length(year, month)) return std::nullopt;
  return civil(year, month, day);
}

YearMonthDay split(Day day) {
  const std::int64_t n = day.n + epoch;
  const std::int64_t cycle = floor_div(n, days_in_400_years);
  const std::int64_t d = n - cycle * days_in_400_years;                                   // 0 to 146096
  const std::int64_t y = (d - d / 1460 + d / 36524 - d / (days_in_400_years - 1)) / 365;  // 0 to 399
  const std::int64_t of_year = d - (365 * y + y / 4 - y / 100);
  const std::int64_t from_march = (5 * of_year + 2) / 153;
  const int month = static_cast<int>(from_march < 10 ? from_march + 3 : from_march - 9);
  return {static_cast<int>(cycle * 400 + y + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(of_year - (153 * from_march + 2) / 5 + 1)};
}

Weekday weekday(Day day) {
  const int since_thursday = day.n % 7;  // 1970-01-01 was a Thursday
  return static_cast<Weekday>((since_thursday + 7 + 3) % 7);
}

Day add_months(Day day, int months) {
  const YearMonthDay date = split(day);
  const std::int64_t total = std::int64_t{date.year} * 12 + (date.month - 1) + months;
  const std::int64_t year = floor_div(total, 12);
  const int month = static_cast<int>(total - year * 12) + 1;
  return civil(year, month, std::min(date.day, month_length(static_cast<int>(year), month)));
}

/// The "anonymous Gregorian" rule (Nature, 20 April 1876), as in Meeus, Astronomical Algorithms (1991), chapter 8.
Day easter(int year) {
  const int golden = year % 19;
  const int century = year / 100, of_century = year % 100;
  const int moon_shift = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
  const int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
  const int correction = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int march_day = epact + to_sunday - 7 * correction + 22;
  return civil(year, 3, 1) + (march_day - 1);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int century = two_digits(text, 0), of_century = two_digits(text, 2);
  const int month = two_digits(text, 5), day = two_digits(text, 8);
  if (of_century < 0) return std::nullopt;  // the others are refused below as numbers
  return day_of(century * 100 + of_century, month, day);
}

std::string to_string(Day day) {
  const YearMonthDay date = split(day);
  std::string text = std::to_string(date.year);
  const auto append = [&](int n) {
    text += '-';
    text += static_cast<char>('0' + n / 10);
    text += static_cast<char>('0' + n % 10);
  };
  append(date.month);
  append(date.day);
  return text;
}

std::string_view name(Weekday weekday) {
  constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return names[static_cast<std::size_t>(weekday)];
}

}  // namespace v2v::calendar
