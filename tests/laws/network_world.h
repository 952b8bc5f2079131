// laws: the calendars of a random network, twice: as the kernel's tables, and as plain lists from which dates, minutes
// and work are read by counting. The second reading shares nothing with the first.
#pragma once
#include <vector>

#include "law.h"
#include "network/network.h"

namespace v2v::laws {

using network::Tick;

/// Dates and the clock on the wall, written out tick by tick.
struct Calendar {
  std::int32_t first_day = 0;
  std::vector<Tick> edges;             // first tick of each date, and of the one after the last
  std::vector<Tick> minute;            // of each tick from edges.front() on: the furthest the wall has come on its date
  bool forward = false, back = false;  // do clocks go forward or back somewhere?

  std::int32_t last_day() const { return first_day + static_cast<std::int32_t>(edges.size()) - 2; }
  std::int32_t date(Tick t) const;  // ticks outside count as in the first or last date
  /// `always_before` before the first date, `never` behind the last.
  Tick first(std::int64_t date) const;
  Tick last(std::int64_t date) const;
  /// First tick of the date at which the wall has come to `minute`; its last tick when it does not.
  Tick at(std::int64_t date, Tick minute) const;
  Tick minute_of(Tick t) const;
};

/// date -> to[date - first_day]; dates outside clamp.
struct Map {
  std::int32_t first_day = 0;
  std::vector<std::int32_t> to;
  std::int32_t operator()(std::int32_t date) const;
};

/// Two calendars, three tables of open ticks and four maps of dates, under a horizon of 0 to `end`.
struct World {
  Tick end = 0, day = 0;
  std::vector<Calendar> calendars;
  std::vector<Map> maps;
  std::vector<network::Openings> openings;
  std::vector<network::Dates> dates;    // of `calendars`
  std::vector<network::DayMap> tables;  // of `maps`

  /// What `v >= step(t)` demands, or `v <= step(t)` allows, by counting.
  Tick value(const network::Step& step, Tick t, bool greatest) const;
};

/// Days of about `day` ticks: 1440 for real ones, or a few, of which the wall then shows as many minutes before it
/// springs to the next midnight.
World random_world(Random& random, Tick end, Tick day);

}  // namespace v2v::laws
