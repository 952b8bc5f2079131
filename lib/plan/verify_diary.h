// plan: dates, waits and opening hours as a person with a calendar on the wall reads them. Serves the checkers alone
// and shares nothing with what the solver stands on: of calendar/ it takes the Day type, its weekday and its split, and
// asks a Zone only what a clock shows (`wall`) and what a person means by it (`read`).
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "model/patient.h"

namespace v2v::plan {

using calendar::Day;
using calendar::Instant;
using calendar::Length;

/// Somewhere with hours: a place, a stage's own hours at its place, or Monday to Friday where there is no place.
struct Doors {
  const model::Hours* hours = nullptr;
  const calendar::Zone* zone = nullptr;
  const std::vector<calendar::Holidays>* holidays = nullptr;
  const std::vector<std::pair<Day, Day>>* closed = nullptr;  // nullptr: never closed
  auto operator<=>(const Doors&) const = default;            // the same doors, not like ones
};

using Spell = std::pair<Instant, Instant>;  // half-open

class Diary {
 public:
  explicit Diary(const calendar::Zone& zone) : zone_(zone) {}

  const calendar::Zone& zone() const { return zone_; }     // the centre's
  Day date(Instant t) const { return zone_.wall(t).day; }  // in it
  Instant first_minute(Day day) const { return first_minute(day, zone_); }
  Instant last_minute(Day day) const { return {first_minute(day + 1).minutes - 1}; }
  static Instant first_minute(Day day, const calendar::Zone& zone, int minute = 0);

  /// Days, weeks, months (which clamp to their end) and years; `sign` -1 for before.
  static Day shifted(Day day, Length by, int sign = 1);
  /// No earlier than `t` and a least wait; no later than `t` and a greatest one. `doors` are those of the later stage.
  Instant least(Instant t, Length wait, const Doors& doors) const;
  Instant greatest(Instant t, Length wait, const Doors& doors) const;
  /// The end of what begins at `t` and goes on so long: by the clock, by dates at the same time of the wall, by the
  /// hours and days on which the doors are open.
  Instant end_of(Instant t, Length length, const Doors& doors) const;

  bool open_on(Day day, const Doors& doors) const;                        // some opening begins on it
  bool open_from_to(Instant from, Instant to, const Doors& doors) const;  // without a break; from == to: that minute
  std::vector<Spell> openings(Day first, Day last, const Doors& doors) const;  // that begin on these dates; merged
  /// From a closed date counting starts at the next open one (`sign` -1: at the one before).
  Day working_day(Day day, std::int64_t n, const Doors& doors, int sign = 1) const;
  bool holiday(Day day, const std::vector<calendar::Holidays>& sets) const;

 private:
  Instant worked(Instant t, std::int64_t minutes, const Doors& doors, bool as_late) const;
  const std::vector<Spell>& openings_on(Day day, const Doors& doors) const;  // that begin on it

  calendar::Zone zone_;
  mutable std::map<std::pair<const calendar::Holidays*, int>, std::vector<Day>> years_;  // holidays by year
  mutable std::map<std::pair<Doors, Day>, std::vector<Spell>> days_;                     // asked for again and again
};

}  // namespace v2v::plan
