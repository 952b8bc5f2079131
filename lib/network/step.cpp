#include <algorithm>
#include <cassert>

#include "network/lookup.h"
#include "network/network.h"

namespace v2v::network {

namespace {

/// A date that may lie outside the table.
using Date = std::int64_t;

/// Dates before the table are `always_before`, dates behind it `never`: a table that ends too early shows as a clash,
/// not as a plan that is too good.
Tick first_of(const Dates& dates, Date date) {
  if (date < dates.first_day()) return always_before;
  return date > dates.last_day() ? never : dates.first(static_cast<std::int32_t>(date));
}
Tick last_of(const Dates& dates, Date date) {
  if (date < dates.first_day()) return always_before;
  return date > dates.last_day() ? never : dates.last(static_cast<std::int32_t>(date));
}
Tick on_wall(const Dates& dates, Date date, Tick minute) {
  if (date < dates.first_day()) return always_before;
  return date > dates.last_day() ? never : dates.at(static_cast<std::int32_t>(date), minute);
}

/// Greatest date whose first tick is at most t, and least date whose last tick is at least t.
Date begun_by(const Dates& dates, Tick t) {
  if (t >= never) return DayMap::every_date;
  return t < dates.edges().front() ? Date{dates.first_day()} - 1 : Date{dates.date(t)};
}
Date not_over_before(const Dates& dates, Tick t) {
  if (t <= always_before) return DayMap::no_date;
  return t >= dates.edges().back() ? Date{dates.last_day()} + 1 : Date{dates.date(t)};
}

/// Greatest tick in a date up to `date`, least tick in a date from `date`. Ticks outside the table count as in its
/// first or last date.
Tick up_to_date(const Dates& dates, Date date) {
  if (date < dates.first_day()) return always_before;
  return date >= dates.last_day() ? never : dates.last(static_cast<std::int32_t>(date));
}
Tick from_date(const Dates& dates, Date date) {
  if (date <= dates.first_day()) return always_before;
  return date > dates.last_day() ? never : dates.first(static_cast<std::int32_t>(date));
}

Date bounded(Date date, Date shift) {
  if (date == DayMap::every_date || date == DayMap::no_date) return date;
  return date + shift;
}

std::int32_t narrow(Date date) {
  return static_cast<std::int32_t>(std::clamp<Date>(date, DayMap::no_date, DayMap::every_date));
}

/// Greatest tick s of `day` whose wall minute falls on `target` at t or before; the tick before `day` when none does.
Tick last_within(const Dates& dates, std::int32_t day, std::int32_t target, Tick t) {
  const Tick begin = dates.first(day), end = dates.last(day);
  if (dates.plain(day) && dates.plain(target)) return std::min(end, begin + (t - dates.first(target)));
  Tick low = begin - 1, high = end;
  while (low < high) {
    const Tick middle = high - (high - low) / 2;
    if (dates.at(target, dates.minute(middle)) <= t)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

/// Least tick s of `day` whose wall minute falls on `target` at t or later; the tick after `day` when none does.
Tick first_within(const Dates& dates, std::int32_t day, std::int32_t target, Tick t) {
  const Tick begin = dates.first(day), end = dates.last(day);
  if (dates.plain(day) && dates.plain(target)) return std::max(begin, begin + (t - dates.first(target)));
  Tick low = begin, high = end + 1;
  while (low < high) {
    const Tick middle = low + (high - low) / 2;
    if (dates.at(target, dates.minute(middle)) >= t)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/// Ticks outside the table count as its first or last one, so the ends of the table are the ends of time.
Tick open_above(const Dates& dates, Tick s) {
  if (s < dates.edges().front()) return always_before;
  return s >= dates.edges().back() - 1 ? never : s;
}
Tick open_below(const Dates& dates, Tick s) {
  if (s <= dates.edges().front()) return always_before;
  return s >= dates.edges().back() ? never : s;
}

bool repeats(const DayMap& map, const Dates& dates, std::int32_t day) {
  return day > dates.first_day() && map(day) == map(day - 1);
}

Tick mapped_wall_at(const Step& step, Tick t) {
  const std::int32_t day = step.dates->date(t);
  const Tick minute = repeats(*step.map, *step.dates, day) ? ticks_a_day - 1 : step.dates->minute(t);
  return on_wall(*step.dates, (*step.map)(day), minute);
}

Tick waiting_wall_at(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const std::int32_t day = dates.date(t);
  const bool waits = day < dates.last_day() && (*step.map)(day) == (*step.map)(day + 1);
  return on_wall(dates, (*step.map)(day), waits ? 0 : dates.minute(t));
}

Tick wall_back_least(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const Date target = begun_by(dates, t), day = bounded(target, -step.n);
  if (target < dates.first_day() || day < dates.first_day()) return up_to_date(dates, day);
  if (day > dates.last_day()) return never;
  assert(target <= dates.last_day());  // else it is every date, and so is `day`
  return open_above(dates, last_within(dates, narrow(day), narrow(target), t));
}

Tick wall_back_greatest(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const Date target = not_over_before(dates, t), day = bounded(target, -step.n);
  if (day < dates.first_day() || day > dates.last_day() || target > dates.last_day()) return from_date(dates, day);
  return open_below(dates, first_within(dates, narrow(day), narrow(target), t));
}

Tick mapped_wall_back_least(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const DayMap& map = *step.map;
  const Date target = begun_by(dates, t);
  const std::int32_t day = std::min(map.greatest_at_most(narrow(target)), dates.last_day());
  if (day < dates.first_day()) return always_before;
  if (map(day) < target || target < dates.first_day()) return up_to_date(dates, day);
  assert(target <= dates.last_day());  // else it is every date, which no date maps to
  const std::int32_t on = narrow(target), first = std::max(map.least_at_least(on), dates.first_day());
  if (first < day && dates.at(on, ticks_a_day - 1) <= t) return up_to_date(dates, day);
  return open_above(dates, last_within(dates, first, on, t));
}

Tick mapped_wall_back_greatest(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const DayMap& map = *step.map;
  const Date target = not_over_before(dates, t);
  const std::int32_t day = std::max(map.least_at_least(narrow(target)), dates.first_day());
  if (day > dates.last_day()) return never;
  if (map(day) != target || target > dates.last_day()) return from_date(dates, day);
  assert(target >= dates.first_day());  // else it is no date, which no date maps to
  const std::int32_t on = narrow(target);
  const Tick within = first_within(dates, day, on, t);
  if (within <= dates.last(day)) return open_below(dates, within);
  if (day < dates.last_day() && map(day + 1) == target && t <= dates.at(on, ticks_a_day - 1)) {
    return from_date(dates, Date{day} + 1);
  }
  return from_date(dates, bounded(map.greatest_at_most(on), 1));
}

Tick waiting_wall_back_least(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const DayMap& map = *step.map;
  const Date target = begun_by(dates, t);
  const std::int32_t day = std::min(map.greatest_at_most(narrow(target)), dates.last_day());
  if (day < dates.first_day()) return always_before;
  if (map(day) < target || target < dates.first_day() || target > dates.last_day()) return up_to_date(dates, day);
  return open_above(dates, last_within(dates, day, narrow(target), t));
}

Tick waiting_wall_back_greatest(const Step& step, Tick t) {
  const Dates& dates = *step.dates;
  const DayMap& map = *step.map;
  const Date target = not_over_before(dates, t);
  const std::int32_t day = std::max(map.least_at_least(narrow(target)), dates.first_day());
  if (day > dates.last_day()) return never;
  if (map(day) != target || target < dates.first_day() || target > dates.last_day()) return from_date(dates, day);
  const std::int32_t on = narrow(target), last = std::min(map.greatest_at_most(on), dates.last_day());
  if (day < last && t <= dates.at(on, 0)) return from_date(dates, day);
  const Tick within = first_within(dates, last, on, t);
  return within <= dates.last(last) ? open_below(dates, within) : from_date(dates, Date{last} + 1);
}

}  // namespace

Step Step::of_days(std::int64_t n, const Dates& dates) {
  Step step;
  step.kind = dated;
  step.n = n;
  step.dates = &dates;
  return step;
}

Step Step::of_map(const DayMap& map, const Dates& dates) {
  Step step;
  step.kind = mapped;
  step.map = &map;
  step.dates = &dates;
  return step;
}

Step Step::of_wall(std::int64_t n, const Dates& dates) {
  Step step = of_days(n, dates);
  step.kind = wall;
  return step;
}

Step Step::of_mapped_wall(const DayMap& map, const Dates& dates) {
  Step step = of_map(map, dates);
  step.kind = mapped_wall;
  return step;
}

Step Step::of_waiting_wall(const DayMap& map, const Dates& dates) {
  Step step = of_map(map, dates);
  step.kind = waiting_wall;
  return step;
}

Step Step::of_work(Tick n, const Openings& openings) {
  Step step;
  step.kind = worked;
  step.n = n;
  step.openings = &openings;
  return step;
}

Tick Step::least(Tick t) const {
  switch (kind) {
    case elapsed:
      return t + n;
    case dated:
      return first_of(*dates, Date{dates->date(t)} + n);
    case mapped:
      return first_of(*dates, (*map)(dates->date(t)));
    case wall:
      return on_wall(*dates, Date{dates->date(t)} + n, dates->minute(t));
    case mapped_wall:
      return mapped_wall_at(*this, t);
    case waiting_wall:
      return waiting_wall_at(*this, t);
    case worked:
      break;
  }
  return openings->after_work(t, n);
}

Tick Step::greatest(Tick t) const {
  switch (kind) {
    case dated:
      return last_of(*dates, Date{dates->date(t)} + n);
    case mapped:
      return last_of(*dates, (*map)(dates->date(t)));
    default:
      return least(t);
  }
}

Tick Step::least_back(Tick t) const {
  switch (kind) {
    case elapsed:
      return t - n;
    case dated:
      return up_to_date(*dates, bounded(begun_by(*dates, t), -n));
    case mapped:
      return up_to_date(*dates, map->greatest_at_most(narrow(begun_by(*dates, t))));
    case wall:
      return wall_back_least(*this, t);
    case mapped_wall:
      return mapped_wall_back_least(*this, t);
    case waiting_wall:
      return waiting_wall_back_least(*this, t);
    case worked:
      break;
  }
  return openings->before_work(t, n);
}

Tick Step::greatest_back(Tick t) const {
  switch (kind) {
    case elapsed:
      return t - n;
    case dated:
      return from_date(*dates, bounded(not_over_before(*dates, t), -n));
    case mapped:
      return from_date(*dates, map->least_at_least(narrow(not_over_before(*dates, t))));
    case wall:
      return wall_back_greatest(*this, t);
    case mapped_wall:
      return mapped_wall_back_greatest(*this, t);
    case waiting_wall:
      return waiting_wall_back_greatest(*this, t);
    case worked:
      break;
  }
  return openings->least_before_work(t, n);
}

Wait at_least(Step step) {
  return {step, std::nullopt};
}
Wait at_most(Step step) {
  return {std::nullopt, step};
}
Wait exactly(Step step) {
  return {step, step};
}
Wait between(Step least, Step greatest) {
  return {least, greatest};
}

}  // namespace v2v::network
