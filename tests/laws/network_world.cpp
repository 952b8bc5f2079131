#include "network_world.h"

#include <algorithm>

namespace v2v::laws {

using network::always_before;
using network::never;
using network::Openings;
using network::Range;
using network::Step;

namespace {

constexpr Tick minutes_of_day = 1440;

std::vector<Range> random_ranges(Random& random, Tick end, Tick day) {
  std::vector<Range> ranges;
  if (random.chance(4)) return ranges;                                // never open
  const Tick until = random.chance(20) ? random(0, end) : end + day;  // open to the end, or not
  const bool rare = random.chance(15);                                // shut for days on end
  for (Tick t = random(-day, day / 2); t < until;) {
    const Tick length = random(day / 5 + 1, day);
    ranges.push_back({t, t + length});
    t += length + random(1, rare ? 3 * day : day);
  }
  return ranges;
}

/// Dates from two before the horizon to some after it; now and then the table begins or ends inside.
void add_calendar(World& w, Random& random, std::int32_t first_day) {
  const Tick day = w.day, change = day == minutes_of_day ? 60 : 1;
  const Tick begin = random.chance(8) ? random(0, day) : -2 * day;
  const Tick until = random.chance(8) ? random(day, w.end + 1) : w.end + 3 * day;
  Calendar c;
  c.first_day = first_day;
  std::vector<network::Dates::Offset> offsets;
  Tick t = begin, midnight = -5 * minutes_of_day, running = 0;
  const auto wall = [&](Tick from, Tick offset) {
    if (!offsets.empty() && offsets.back().from == from) offsets.pop_back();
    if (offsets.empty() || offsets.back().minutes != offset) offsets.push_back({from, offset});
  };
  do {
    c.edges.push_back(t);
    Tick length = day == minutes_of_day ? day : random(std::max<Tick>(2, day - 2), day + 1);
    wall(t, midnight - t);
    Tick since = length, moved = 0;  // by how much clocks move on this date, and when
    if (random.chance(15)) {
      moved = running > 0 ? -change : running < 0 || random.chance(70) ? change : -change;
      running += moved;
      since = random(0, std::max<Tick>(1, day / 2));
      if (day == minutes_of_day) length -= moved;
      (moved > 0 ? c.forward : c.back) = true;
      wall(t + since, midnight - t + moved);
    }
    Tick furthest = 0;
    for (Tick k = 0; k < length; ++k) {
      furthest = std::clamp(k + (k >= since ? moved : 0), furthest, minutes_of_day - 1);
      c.minute.push_back(furthest);
    }
    t += length;
    midnight += minutes_of_day;
  } while (t < until);
  c.edges.push_back(t);
  offsets.front().from = always_before;
  w.dates.emplace_back(first_day, c.edges, std::move(offsets));
  w.calendars.push_back(std::move(c));
}

/// Forwards as working days and months go, or backwards; some images stand still, some leave the table.
void add_map(World& w, Random& random, const Calendar& c, bool backwards) {
  Map m;
  m.first_day = c.first_day + static_cast<std::int32_t>(random.chance(15) ? random(0, 2) : 0);
  const std::int32_t last = c.last_day() - static_cast<std::int32_t>(random.chance(15) ? random(0, 1) : 0);
  std::int32_t image = m.first_day - 3;
  for (std::int32_t d = m.first_day; d <= std::max(last, m.first_day); ++d) {
    const auto by = static_cast<std::int32_t>(random(0, 2));
    image = std::max(image, backwards ? d - 2 + by : d + by);
    m.to.push_back(image);
  }
  w.tables.emplace_back(m.first_day, m.to);
  w.maps.push_back(std::move(m));
}

/// By counting: when `work` open ticks from s on are done.
Tick work_done(const Openings& open, Tick s, Tick work) {
  if (work <= 0) return s;
  for (const Range& r : open.ranges()) {
    const Tick from = std::max(s, r.from);
    if (from >= r.to) continue;
    if (work <= r.to - from) return from + work;
    work -= r.to - from;
  }
  return never;
}

}  // namespace

std::int32_t Calendar::date(Tick t) const {
  const auto after = std::upper_bound(edges.begin(), edges.end(), t) - edges.begin();
  return std::clamp(first_day + static_cast<std::int32_t>(after) - 1, first_day, last_day());
}

Tick Calendar::first(std::int64_t date) const {
  if (date < first_day) return always_before;
  return date > last_day() ? never : edges[static_cast<std::size_t>(date - first_day)];
}

Tick Calendar::last(std::int64_t date) const {
  if (date < first_day) return always_before;
  return date > last_day() ? never : edges[static_cast<std::size_t>(date - first_day) + 1] - 1;
}

Tick Calendar::at(std::int64_t date, Tick on_wall) const {
  if (date < first_day) return always_before;
  if (date > last_day()) return never;
  const auto begin = minute.begin() + (first(date) - edges.front()),
             end = minute.begin() + (last(date) - edges.front());
  return edges.front() + (std::lower_bound(begin, end, on_wall) - minute.begin());
}

Tick Calendar::minute_of(Tick t) const {
  return minute[static_cast<std::size_t>(std::clamp(t, edges.front(), edges.back() - 1) - edges.front())];
}

std::int32_t Map::operator()(std::int32_t date) const {
  return to[static_cast<std::size_t>(
      std::clamp<std::int64_t>(std::int64_t{date} - first_day, 0, static_cast<std::int64_t>(to.size()) - 1))];
}

Tick World::value(const Step& step, Tick t, bool greatest) const {
  if (step.kind == Step::elapsed) return t + step.n;
  if (step.kind == Step::worked) return work_done(*step.openings, t, step.n);
  const Calendar& c = calendars[static_cast<std::size_t>(step.dates - dates.data())];
  const std::int32_t date = c.date(t);
  std::int64_t image = std::int64_t{date} + step.n;
  Tick minute = c.minute_of(t);
  if (step.map) {
    const Map& map = maps[static_cast<std::size_t>(step.map - tables.data())];
    image = map(date);
    if (step.kind == Step::waiting_wall) {
      if (date < c.last_day() && map(date + 1) == image) minute = 0;
    } else if (date > c.first_day && map(date - 1) == image) {
      minute = minutes_of_day - 1;
    }
  }
  if (step.kind == Step::wall || step.kind == Step::mapped_wall || step.kind == Step::waiting_wall)
    return c.at(image, minute);
  return greatest ? c.last(image) : c.first(image);
}

World random_world(Random& random, Tick end, Tick day) {
  World w;
  w.end = end;
  w.day = day;
  w.calendars.reserve(2);
  w.dates.reserve(2);
  for (int k = 0; k < 3; ++k) w.openings.emplace_back(random_ranges(random, end, day));
  for (int k = 0; k < 2; ++k) add_calendar(w, random, 10 * k);
  for (int k = 0; k < 4; ++k) add_map(w, random, w.calendars[static_cast<std::size_t>(k / 2)], k % 2 == 1);
  return w;
}

}  // namespace v2v::laws
