#include "plan/verify_diary.h"

#include <algorithm>

namespace v2v::plan {
namespace {

using calendar::HolidayRule;
using calendar::Unit;
using calendar::Weekday;

constexpr int longest = 80 * 366;  // days looked ahead for doors that open

Weekday on(Day day) {
  return calendar::weekday(day);
}
bool weekend(Day day) {
  return on(day) == Weekday::sat || on(day) == Weekday::sun;
}
bool among(Day day, const std::vector<Day>& days) {
  return std::find(days.begin(), days.end(), day) != days.end();
}

/// The date in that month, or the month's last.
Day in_month(int year, int month, int day) {
  for (; day > 28; --day)
    if (const auto found = calendar::day_of(year, month, day)) return *found;
  return *calendar::day_of(year, month, day);
}

/// Easter Sunday after Gauss, with Lilius's exceptions (Kinkelin 1870).
Day easter_of(int year) {
  const int k = year / 100, m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25, s = 2 - (3 * k + 3) / 4;
  const int a = year % 19, d = (19 * a + m) % 30, r = (d + a / 11) / 29;
  const int full = 21 + d - r, first_sunday = 7 - (year + year / 4 + s) % 7;
  return *calendar::day_of(year, 3, 1) + (full + 7 - (full - first_sunday) % 7 - 1);
}

std::optional<Day> named(const HolidayRule& rule, int year) {
  if ((rule.from && year < *rule.from) || (rule.until && year > *rule.until)) return std::nullopt;
  if (rule.kind == HolidayRule::fixed) return calendar::day_of(year, rule.month, rule.day);
  if (rule.kind == HolidayRule::easter) return easter_of(year) + rule.offset;
  Day day = rule.nth < 0 ? in_month(year, rule.month, 31) : *calendar::day_of(year, rule.month, 1);
  const int step = rule.nth < 0 ? -1 : 1;
  while (on(day) != rule.on) day = day + step;
  return rule.nth < 0 ? day : day + 7 * (rule.nth - 1);
}

/// What is observed because of the rules of one year, and of the single dates.
std::vector<Day> observed(const calendar::Holidays& set, int year) {
  std::vector<Day> days = set.dates, moving;
  for (const auto& rule : set.rules) {
    auto day = named(rule, year);
    if (!day || among(*day, set.except)) continue;
    if (rule.if_weekend == HolidayRule::next_weekday && weekend(*day)) {
      moving.push_back(*day);
      continue;
    }
    const bool nearest = rule.if_weekend == HolidayRule::nearest_weekday;
    if (nearest && on(*day) == Weekday::sat)
      day = *day - 1;
    else if (nearest && on(*day) == Weekday::sun)
      day = *day + 1;
    else if (rule.if_weekend == HolidayRule::sunday_before && on(*day) == Weekday::sun)
      day = *day - 1;
    if (!among(*day, set.except)) days.push_back(*day);
  }
  std::sort(moving.begin(), moving.end());
  std::vector<Day> taken = days;
  for (Day day : moving) {
    while (weekend(day) || among(day, taken)) day = day + 1;
    taken.push_back(day);
    if (!among(day, set.except)) days.push_back(day);
  }
  return days;
}

bool shut(Day day, const Doors& doors) {
  if (!doors.closed) return false;
  return std::any_of(doors.closed->begin(), doors.closed->end(),
                     [&](const auto& c) { return c.first <= day && day <= c.second; });
}

}  // namespace

Instant Diary::first_minute(Day day, const calendar::Zone& zone, int minute) {
  const calendar::Wall wall{day + minute / 1440, minute % 1440};
  const auto reading = zone.read(wall);
  if (reading.kind != calendar::Reading::skipped) return reading.first;
  auto [from, to] = std::pair{reading.first.minutes, reading.second.minutes};  // the clock jumps over it in between
  while (from < to) {
    const auto half = from + (to - from) / 2;
    if (zone.wall({half}) >= wall)
      to = half;
    else
      from = half + 1;
  }
  return {from};
}

Day Diary::shifted(Day day, Length by, int sign) {
  const int n = static_cast<int>(by.n) * sign;
  if (by.unit == Unit::days) return day + n;
  if (by.unit == Unit::weeks) return day + 7 * n;
  const auto date = calendar::split(day);
  const int months = date.year * 12 + date.month - 1 + (by.unit == Unit::years ? 12 * n : n);
  return in_month(months / 12, months % 12 + 1, date.day);
}

bool Diary::holiday(Day day, const std::vector<calendar::Holidays>& sets) const {
  const int year = calendar::split(day).year;
  for (const auto& set : sets)
    for (int of = year - 1; of <= year + 1; ++of) {  // what moves may move over the New Year
      auto at = years_.find({&set, of});
      if (at == years_.end()) at = years_.emplace(std::pair{&set, of}, observed(set, of)).first;
      if (among(day, at->second)) return true;
    }
  return false;
}

bool Diary::open_on(Day day, const Doors& doors) const {
  if (shut(day, doors)) return false;
  if (doors.hours->always) return true;
  const bool feast = holiday(day, *doors.holidays);
  return std::any_of(doors.hours->shifts.begin(), doors.hours->shifts.end(), [&](const auto& shift) {
    return feast ? shift.holidays : shift.weekdays[static_cast<std::size_t>(on(day))];
  });
}

const std::vector<Spell>& Diary::openings_on(Day day, const Doors& doors) const {
  const auto [known, fresh] = days_.try_emplace({doors, day});
  auto& all = known->second;
  if (!fresh || !open_on(day, doors)) return all;
  if (doors.hours->always) {
    all.emplace_back(first_minute(day, *doors.zone), first_minute(day + 1, *doors.zone));
    return all;
  }
  const bool feast = holiday(day, *doors.holidays);
  for (const auto& shift : doors.hours->shifts)
    if (feast ? shift.holidays : shift.weekdays[static_cast<std::size_t>(on(day))])
      all.emplace_back(first_minute(day, *doors.zone, shift.from),
                       first_minute(shift.to <= shift.from ? day + 1 : day, *doors.zone, shift.to));
  return all;
}

std::vector<Spell> Diary::openings(Day first, Day last, const Doors& doors) const {
  std::vector<Spell> all;
  for (Day day = first; day <= last; day = day + 1) {
    const auto& some = openings_on(day, doors);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::sort(all.begin(), all.end());
  std::vector<Spell> merged;
  for (const auto& spell : all)
    if (!merged.empty() && spell.first <= merged.back().second)
      merged.back().second = std::max(merged.back().second, spell.second);
    else if (spell.first < spell.second)
      merged.push_back(spell);
  return merged;
}

bool Diary::open_from_to(Instant from, Instant to, const Doors& doors) const {
  if (doors.hours->always && !doors.closed) return true;
  const auto spells = openings(doors.zone->wall(from).day - 1, doors.zone->wall(to).day, doors);
  return std::any_of(spells.begin(), spells.end(),
                     [&](const Spell& s) { return s.first <= from && from < s.second && to <= s.second; });
}

Day Diary::working_day(Day day, std::int64_t n, const Doors& doors, int sign) const {
  const Day end = day + longest * sign;
  while (day != end && !open_on(day, doors)) day = day + sign;
  for (; n > 0 && day != end; --n) do
      day = day + sign;
    while (day != end && !open_on(day, doors));
  return day;
}

/// The first minute by which so many open ones have passed since `t`, or the last at which no more have.
Instant Diary::worked(Instant t, std::int64_t minutes, const Doors& doors, bool as_late) const {
  if (minutes == 0 && !as_late) return t;
  Day day = doors.zone->wall(t).day - 1;
  int days = 4;  // looked at in one go: most waits are short
  for (const Day end = day + longest; day < end; day = day + days, days = 30)
    for (auto [from, to] : openings(day, day + days - 1, doors)) {
      from = std::max(from, t);
      if (to <= from) continue;
      const auto here = to.minutes - from.minutes;
      if (as_late ? minutes < here : minutes <= here) return {from.minutes + minutes};
      minutes -= here;
      t = to;
    }
  return first_minute(day);
}

Instant Diary::least(Instant t, Length wait, const Doors& doors) const {
  switch (calendar::family(wait.unit)) {
    case calendar::Family::elapsed:
      return {t.minutes + wait.n * (wait.unit == Unit::hours ? 60 : 1)};
    case calendar::Family::calendar:
      return first_minute(shifted(date(t), wait));
    default:
      if (wait.unit == Unit::work_hours) return worked(t, wait.n * 60, doors, false);
      return first_minute(working_day(doors.zone->wall(t).day, wait.n, doors), *doors.zone);
  }
}

Instant Diary::greatest(Instant t, Length wait, const Doors& doors) const {
  if (wait.unit == Unit::work_hours) return worked(t, wait.n * 60, doors, true);
  if (calendar::family(wait.unit) == calendar::Family::elapsed) return least(t, wait, doors);
  const auto& zone = wait.unit == Unit::work_days ? *doors.zone : zone_;
  return {first_minute(zone.wall(least(t, wait, doors)).day + 1, zone).minutes - 1};
}

Instant Diary::end_of(Instant t, Length length, const Doors& doors) const {
  if (calendar::family(length.unit) == calendar::Family::elapsed || length.unit == Unit::work_hours)
    return least(t, length, doors);
  const bool working = length.unit == Unit::work_days;
  const auto& zone = working ? *doors.zone : zone_;
  const auto wall = zone.wall(t);
  if (!working) return first_minute(shifted(wall.day, length), zone, wall.minute);
  // From a closed date counting starts with the next open one, at its first minute.
  return first_minute(working_day(wall.day, length.n, doors), zone, open_on(wall.day, doors) ? wall.minute : 0);
}

}  // namespace v2v::plan
