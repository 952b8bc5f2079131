// network: tables that calendar/ compiles and links read: open ticks, edges of days, maps of days. No zones, no names.
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace v2v::network {

using Tick = std::int64_t;  // minutes
inline constexpr Tick never = std::numeric_limits<Tick>::max() / 4;
inline constexpr Tick always_before = -never;

constexpr Tick minutes(Tick n) {
  return n;
}
constexpr Tick hours(Tick n) {
  return n * 60;
}
constexpr Tick days(Tick n) {
  return n * 24 * 60;
}

/// Half-open range of ticks.
struct Range {
  Tick from = 0;
  Tick to = 0;
  bool operator==(const Range&) const = default;
};

/// Open ticks, as sorted disjoint ranges that do not touch. Outside the first and last range all is shut.
/// A start needs `length` ticks inside one range; length 0 needs only the start inside (ending at the close is legal,
/// starting there is not). Lookups are O(1) amortised by an index of days.
class Openings {
 public:
  explicit Openings(std::vector<Range> ranges);
  const std::vector<Range>& ranges() const { return ranges_; }
  const std::vector<std::int32_t>& by_day() const { return by_day_; }
  Tick origin() const { return origin_; }
  /// Least start >= t, or `never`.
  Tick next(Tick t, Tick length) const;
  /// Greatest start <= t, or `always_before`.
  Tick previous(Tick t, Tick length) const;
  /// Open ticks before t, counted from the first range.
  Tick worked(Tick t) const;
  /// Least t with worked(t) - worked(s) >= work, for work > 0; s itself for work <= 0. `never` past the table.
  Tick after_work(Tick s, Tick work) const;
  /// Greatest s with after_work(s, work) <= t. `always_before` before the table.
  Tick before_work(Tick t, Tick work) const;
  /// Least s with after_work(s, work) >= t. `always_before` where every s will do.
  Tick least_before_work(Tick t, Tick work) const;
  /// The range that holds t, or nullptr.
  const Range* holding(Tick t) const;

 private:
  std::size_t range_of_work(Tick done) const;  // the range whose done_ <= done < done_ + its length

  std::vector<Range> ranges_;
  std::vector<Tick> done_;             // open ticks before each range, and the total behind the last
  std::vector<std::int32_t> by_work_;  // first range that reaches past each block of work_block_ open ticks
  Tick work_block_ = 1;
  Tick longest_ = 0;
  std::vector<std::int32_t> by_day_;  // first range that ends after the start of each 1440-tick block
  Tick origin_ = 0;
};

/// Days as the network sees them: the first tick of each date, and the wall clock inside it.
/// Dates are plain numbers (first_day, first_day + 1, ...). Ticks outside clamp to the first or last date.
class Dates {
 public:
  struct Offset {
    Tick from;     // from this tick on
    Tick minutes;  // wall = tick + minutes
  };
  /// `edges[i]` is the first tick of date first_day + i; one more edge than dates. `offsets` ascending, never empty.
  Dates(std::int32_t first_day, std::vector<Tick> edges, std::vector<Offset> offsets);
  std::int32_t first_day() const { return first_day_; }
  std::int32_t last_day() const { return first_day_ + static_cast<std::int32_t>(edges_.size()) - 2; }
  const std::vector<Tick>& edges() const { return edges_; }
  std::int32_t date(Tick t) const;      // O(1)
  Tick first(std::int32_t date) const;  // first tick of the date
  Tick last(std::int32_t date) const;   // last tick of the date
  /// Minute on the wall, 0 to 1439, made rising within each date: while clocks go back it stands still.
  Tick minute(Tick t) const;
  /// The tick of that wall minute on that date; a skipped one moves forward, a repeated one is the first. Never past
  /// the last tick of the date, so that later dates stay later.
  Tick at(std::int32_t date, Tick minute) const;
  /// Whether the date has 1440 ticks and one offset throughout.
  bool plain(std::int32_t date) const { return plain_[static_cast<std::size_t>(date - first_day_)] != 0; }

 private:
  std::int32_t first_day_ = 0;
  std::vector<Tick> edges_;
  std::vector<Offset> offsets_;
  std::vector<char> plain_;
};

/// A rising map of dates: date -> later date (months, working days). Dates outside clamp.
class DayMap {
 public:
  DayMap(std::int32_t first_day, std::vector<std::int32_t> to);
  std::int32_t operator()(std::int32_t date) const;
  std::int32_t greatest_at_most(std::int32_t date) const;  // max d: map(d) <= date; no_date below, every_date if all
  std::int32_t least_at_least(std::int32_t date) const;    // min d: map(d) >= date; every_date if none, no_date if all
  static constexpr std::int32_t no_date = std::numeric_limits<std::int32_t>::min();
  static constexpr std::int32_t every_date = std::numeric_limits<std::int32_t>::max();

 private:
  std::int32_t first_day_ = 0;
  std::vector<std::int32_t> to_;
  std::vector<std::int32_t> up_to_;  // for each image from to_.front(): how many dates map to at most it
};

}  // namespace v2v::network
