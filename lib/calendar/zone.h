// calendar: wall time and instants. The only room that knows the IANA zones (through Abseil, hidden in the .cpp).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
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
/// For `skipped`, `first` and `second` are the two neighbours that a person might have meant.
struct Reading {
  enum Kind { unique, skipped, repeated } kind = unique;
  Instant first;
  Instant second;
};

class Zone {
 public:
  /// nullopt when tzdata has no such zone. "UTC" is always there.
  static std::optional<Zone> load(std::string_view name);
  static Zone utc();

  const std::string& name() const;
  Reading read(Wall wall) const;
  /// The instant, a skipped time moved forward, a repeated one taken the first time.
  Instant instant(Wall wall) const;
  Wall wall(Instant instant) const;
  int offset_minutes(Instant instant) const;
  /// First instant of the date (00:00, or later where midnight is skipped).
  Instant start_of(Day day) const;
  /// Instants in [from, to) at which the offset changes, ascending.
  std::vector<Instant> changes(Instant from, Instant to) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

/// "2025b", or "unknown".
std::string tzdata_version();
/// `2026-10-14T09:00:00+01:00`
std::string rfc3339(Instant instant, const Zone& zone);
std::optional<int> parse_clock(std::string_view text);  // `09:30` -> 570; `24:00` -> 1440
std::string clock(int minute);                          // 570 -> 09:30

}  // namespace v2v::calendar
