// network: the two look-ups of the inner loop, written once and inline: which date a tick is in, which start is
// allowed. For .cpp files of this room only.
#pragma once
#include <algorithm>

#include "network/tables.h"

namespace v2v::network {

inline constexpr Tick ticks_a_day = 24 * 60;

/// Index into `edges` of the date that holds t; ticks outside clamp. O(1): a date is within an hour or two of its
/// place.
inline std::int64_t date_index(const Tick* edges, std::int64_t dates, Tick t) {
  std::int64_t i = (t - edges[0]) / ticks_a_day;
  i = std::clamp<std::int64_t>(i, 0, dates - 1);
  while (i > 0 && t < edges[i]) --i;
  while (i + 1 < dates && t >= edges[i + 1]) ++i;
  return i;
}

/// First range that ends after t, as an index; ranges().size() when none does.
inline std::size_t range_after(const Openings& open, Tick t) {
  const auto& ranges = open.ranges();
  if (ranges.empty() || t >= ranges.back().to) return ranges.size();
  const Tick since = t - open.origin();
  std::size_t i =
      since < 0 ? 0 : static_cast<std::size_t>(open.by_day()[static_cast<std::size_t>(since / ticks_a_day)]);
  while (ranges[i].to <= t) ++i;
  return i;
}

}  // namespace v2v::network
