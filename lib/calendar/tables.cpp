// Compilation of hours, months and working days to the network's tables.
#include <algorithm>
#include <cassert>
#include <functional>

#include "calendar/hours.h"

namespace v2v::calendar {

namespace {

using network::Range;
using network::Tick;
using Offset = network::Dates::Offset;

constexpr Tick day_minutes = 24 * 60;

/// The offsets in force from the first tick of `first` to the end of the day after `last`.
std::vector<Offset> offsets_of(const Zone& zone, Day first, Day last) {
  const Instant from = zone.start_of(first);
  std::vector<Offset> offsets{{from.minutes, zone.offset_minutes(from)}};
  for (const Instant change : zone.changes({from.minutes + 1}, zone.start_of(last + 2)))
    offsets.push_back({change.minutes, zone.offset_minutes(change)});
  return offsets;
}

/// Zone::instant from a list of offsets: the first tick at which the wall has come to a time. Days are asked for in
/// rising order, so the list is walked once.
class WallClock {
 public:
  explicit WallClock(const std::vector<Offset>& offsets) : offsets_(offsets) {}

  void turn_to(Day day) {
    midnight_ = day.n * day_minutes;
    current_ = in_force(midnight_);
  }
  /// `minute` counts from 00:00 on the wall of the day turned to; it may lie on the next day.
  Tick at(int minute) const {
    const Tick wall = midnight_ + minute;
    const Offset& offset = offsets_[in_force(wall)];
    return std::max(offset.from, wall - offset.minutes);
  }

 private:
  std::size_t in_force(Tick wall) const {
    std::size_t i = current_;
    while (i + 1 < offsets_.size() && wall - offsets_[i].minutes >= offsets_[i + 1].from) ++i;
    return i;
  }

  const std::vector<Offset>& offsets_;
  std::size_t current_ = 0;
  Tick midnight_ = 0;
};

/// For each date from `first` on, `count` of them: is it in one of the closed spans?
std::vector<bool> closed_dates(const std::vector<std::pair<Day, Day>>& closed, Day first, std::int32_t count) {
  std::vector<bool> shut(static_cast<std::size_t>(count));
  for (const auto& [from, to] : closed) {
    const std::int32_t begin = std::clamp(from - first, 0, count);
    const std::int32_t end = std::clamp(to - first + 1, begin, count);
    std::fill(shut.begin() + begin, shut.begin() + end, true);
  }
  return shut;
}

/// Walks the holidays beside rising dates.
class HolidayWalk {
 public:
  HolidayWalk(const std::set<Day>& holidays, Day first) : at_(holidays.lower_bound(first)), end_(holidays.end()) {}
  bool is_holiday(Day day) {
    while (at_ != end_ && *at_ < day) ++at_;
    return at_ != end_ && *at_ == day;
  }

 private:
  std::set<Day>::const_iterator at_, end_;
};

bool starts_on(const Shift& shift, std::size_t weekday, bool holiday) {
  return holiday ? shift.holidays : shift.weekdays[weekday];
}

std::vector<Shift> shifts_by_start(const Hours& hours) {
  if (hours.always) return {Shift{{true, true, true, true, true, true, true}, true, 0, 24 * 60}};
  std::vector<Shift> shifts = hours.shifts;
  std::sort(shifts.begin(), shifts.end(), [](const Shift& a, const Shift& b) { return a.from < b.from; });
  return shifts;
}

}  // namespace

std::vector<Range> open_ranges(const Hours& hours, const Zone& zone, const std::set<Day>& holidays,
                               const std::vector<std::pair<Day, Day>>& closed, Day first, Day last) {
  if (last < first) return {};
  std::vector<Range> ranges;
  const Day eve = first - 1;  // its night shift reaches into `first`
  const std::vector<Shift> shifts = shifts_by_start(hours);
  const std::vector<bool> shut = closed_dates(closed, eve, last - eve + 1);
  const std::vector<Offset> offsets = offsets_of(zone, eve, last);
  const Tick begin = zone.start_of(first).minutes, end = zone.start_of(last + 1).minutes;
  WallClock wall(offsets);
  HolidayWalk walk(holidays, eve);
  for (Day day = eve; day <= last; day = day + 1) {
    if (shut[static_cast<std::size_t>(day - eve)]) continue;
    const bool holiday = walk.is_holiday(day);
    const auto on = static_cast<std::size_t>(weekday(day));
    wall.turn_to(day);
    for (const Shift& shift : shifts) {
      if (!starts_on(shift, on, holiday)) continue;
      const int to = shift.to <= shift.from ? shift.to + 24 * 60 : shift.to;
      const Range range{std::max(begin, wall.at(shift.from)), std::min(end, wall.at(to))};
      if (range.from >= range.to) continue;  // cut away, or wholly skipped by the clocks
      if (!ranges.empty() && range.from <= ranges.back().to)
        ranges.back().to = std::max(ranges.back().to, range.to);
      else
        ranges.push_back(range);
    }
  }
  return ranges;
}

std::vector<bool> open_dates(const Hours& hours, const std::set<Day>& holidays,
                             const std::vector<std::pair<Day, Day>>& closed, Day first, Day last) {
  if (last < first) return {};
  const std::vector<Shift> shifts = shifts_by_start(hours);
  std::array<bool, 7> weekly{};
  bool on_holidays = false;
  for (const Shift& shift : shifts) {
    on_holidays |= shift.holidays;
    std::transform(weekly.begin(), weekly.end(), shift.weekdays.begin(), weekly.begin(), std::logical_or<>());
  }
  std::vector<bool> open = closed_dates(closed, first, last - first + 1);
  HolidayWalk walk(holidays, first);
  for (Day day = first; day <= last; day = day + 1) {
    const auto i = static_cast<std::size_t>(day - first);
    open[i] = !open[i] && (walk.is_holiday(day) ? on_holidays : weekly[static_cast<std::size_t>(weekday(day))]);
  }
  return open;
}

network::DayMap months_map(int months, Day first, Day last) {
  std::vector<std::int32_t> to;
  to.reserve(static_cast<std::size_t>(std::max(0, last - first + 1)));
  for (Day day = first; day <= last; day = day + 1) to.push_back(add_months(day, months).n);
  return {first.n, std::move(to)};
}

network::DayMap working_days_map(std::int64_t n, const std::vector<bool>& open, Day first) {
  std::vector<std::int32_t> working;  // the open dates
  for (std::size_t i = 0; i < open.size(); ++i)
    if (open[i]) working.push_back(first.n + static_cast<std::int32_t>(i));
  const auto count = static_cast<std::int64_t>(working.size());
  std::vector<std::int32_t> to(open.size());
  std::int64_t before = 0;  // open dates before date i
  for (std::size_t i = 0; i < open.size(); ++i) {
    // Forwards a closed date counts from the next open one, backwards from the previous.
    const std::int64_t k = (n < 0 && !open[i] ? before - 1 : before) + n;
    if (k < 0)
      to[i] = first.n - 1;
    else if (k >= count)
      to[i] = first.n + static_cast<std::int32_t>(open.size());
    else
      to[i] = working[static_cast<std::size_t>(k)];
    before += open[i] ? 1 : 0;
  }
  return {first.n, std::move(to)};
}

network::Dates dates_of(const Zone& zone, Day first, Day last) {
  assert(first <= last);
  std::vector<Offset> offsets = offsets_of(zone, first, last);
  std::vector<Tick> edges;
  edges.reserve(static_cast<std::size_t>(last - first) + 2);
  WallClock wall(offsets);
  for (Day day = first; day <= last + 1; day = day + 1) {
    wall.turn_to(day);
    edges.push_back(wall.at(0));
  }
  return {first.n, std::move(edges), std::move(offsets)};
}

}  // namespace v2v::calendar
