// calendar: wall time and instants. The only room that knows the IANA zones (through Abseil, hidden in the .cpp).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/day.h"

namespace v2v::calendar {

/// Minutes since 1970-01-01 00:00 UTC.
struct Instant {
  std::int64_t minutes = 0;
  auto operator<=>(const Instant&) const = default;
};

/// Wall time in some zone.
struct Wall {
  Day day;
  int minute = 0;  // of the day, 0 to 1439
  auto operator<=>(const Wall&) const = default;
};

/// What a wall time means in a zone: one instant, none (clocks go forward) or two (clocks go back).
/// For `skipped`, `first` and `second` are the two neighbours that a person might have meant, the earlier first
/// (01:30 in London on 29 Mar 2026: 00:30 GMT, or 02:30 BST). For `unique` both are the same.
struct Reading {
  enum Kind { unique, skipped, repeated } kind = unique;
  Instant first;
  Instant second;
};

/// The machine's own zone data could not be read: a failure of the world, not of whoever wrote a zone's name.
struct ZonesFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Offsets are whole minutes, rounded down (Liberia to 1972, mean times to about 1940), and within a minute of such a
/// change `read` may take a time for skipped or repeated that is not. All members may be called from several threads.
class Zone {
 public:
  /// nullopt when tzdata has no such zone. "UTC" is always there. Names that depend on the machine or are paths
  /// ("localtime", "/etc/localtime", "Fixed/...", "right/...") are refused. Throws ZonesFailed where tzdata has the
  /// zone and it cannot be read.
  static std::optional<Zone> load(std::string_view name);
  static Zone utc();

  const std::string& name() const;
  Reading read(Wall wall) const;
  /// The first instant at which the wall has come to this time: a repeated time is taken the first time, a skipped one
  /// moves forward to the end of the gap (01:30 above becomes 02:00 BST). Rising in `wall`.
  Instant instant(Wall wall) const;
  Wall wall(Instant instant) const;
  int offset_minutes(Instant instant) const;
  /// First instant of the date (00:00, or later where midnight is skipped).
  Instant start_of(Day day) const;
  /// Instants in [from, to) at which the offset changes, ascending; complete to the year 2400.
  std::vector<Instant> changes(Instant from, Instant to) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

/// "2025b", or "unknown" where tzdata does not say. Throws ZonesFailed where that cannot be read.
std::string tzdata_version();
/// `2026-10-14T09:00:00+01:00`
std::string rfc3339(Instant instant, const Zone& zone);
std::optional<int> parse_clock(std::string_view text);  // `09:30` -> 570; `24:00` -> 1440
std::string clock(int minute);                          // 570 -> 09:30

}  // namespace v2v::calendar
