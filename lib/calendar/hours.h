// calendar: opening hours and holidays, and their compilation to the network's tables of open ticks.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/zone.h"
#include "network/tables.h"

namespace v2v::calendar {

/// Open on these weekdays, and on holidays if said, from a minute to a minute of the day.
/// to <= from means that it ends the next morning; the shift belongs to its first day. 0 to 1440 is the whole day.
struct Shift {
  std::array<bool, 7> weekdays{};
  bool holidays = false;
  int from = 0;
  int to = 24 * 60;
  bool operator==(const Shift&) const = default;
};

/// Weekly opening. `always` includes holidays; other hours are shut on holidays unless a shift says `holidays`.
struct Hours {
  bool always = false;
  std::vector<Shift> shifts;
  bool operator==(const Hours&) const = default;
  static Hours all_days() { return {true, {}}; }
};

/// One item of `hours`: `always`, `mon-fri 08:30-17:00`, `tue thu 09:00-16:00`, `sat sun holidays 09:00-13:00`,
/// `mon-thu` (whole days), `sat-mon` (wraps). nullopt, with `why` in words, when it is none of these.
std::optional<Hours> parse_hours(std::string_view text, std::string& why);
/// As a writer would put it, items joined by a comma and a space: `mon-fri 08:30-17:00, sat 09:00-13:00`.
std::string to_string(const Hours& hours);

/// A holiday worked out by rule.
struct HolidayRule {
  std::string id;
  enum Kind { fixed, easter, nth_weekday } kind = fixed;
  int month = 1;
  int day = 1;     // fixed
  int offset = 0;  // easter: days after Easter Sunday
  int nth = 1;     // 1 to 4, or -1 for last
  Weekday on = Weekday::mon;
  /// What `if-weekend` says. next-weekday: on past other holidays of the set. nearest-weekday: Saturday to Friday,
  /// Sunday to Monday, even onto another holiday (United States). sunday-before: only a Sunday moves, to the Saturday
  /// before (the Dutch King's Day).
  enum Weekend { stays, next_weekday, nearest_weekday, sunday_before } if_weekend = stays;
  std::optional<int> from, until;  // first and last year in force
};

/// Holidays by rule, and single ones. `except` removes a rule's holiday that falls on the date or is observed on it;
/// `dates` are holidays whatever else is said (a holiday moved for one year: its old date in `except`, its new in
/// `dates`).
struct Holidays {
  std::string id;
  std::string title;
  std::vector<HolidayRule> rules;
  std::vector<Day> dates;
  std::vector<Day> except;
};

/// All holidays from `first` to `last`, both included. `next_weekday` moves on past other holidays of the same set
/// (Christmas on a Saturday and Boxing Day on a Sunday give Monday and Tuesday). A year whose observed day falls into
/// the year before (1 January on a Saturday, nearest weekday) counts there. A holiday that moves leaves its own date
/// an ordinary day, as the official lists do. `from` and `until` speak of the year before moving.
std::set<Day> days_of(const Holidays& holidays, Day first, Day last);
/// The same of several sets together, each moved by itself.
std::set<Day> days_of(std::span<const Holidays> holidays, Day first, Day last);

/// Compiles hours to half-open ranges of ticks from `first` to `last` (both dates included), merged where they touch.
/// `holidays` shut every shift that does not name them; `closed` shuts everything, a shift that began the evening
/// before runs on to its end. `closed` holds first and last dates, both included. On days when clocks change the range
/// follows the wall. The shift that began the day before `first` counts; all is cut to the dates. O(days * shifts).
std::vector<network::Range> open_ranges(const Hours& hours, const Zone& zone, const std::set<Day>& holidays,
                                        const std::vector<std::pair<Day, Day>>& closed, Day first, Day last);

/// For each date from `first` to `last`: does some shift start on it, and is it not closed? What `wd` counts.
std::vector<bool> open_dates(const Hours& hours, const std::set<Day>& holidays,
                             const std::vector<std::pair<Day, Day>>& closed, Day first, Day last);

/// date -> the date `months` later (or earlier), clamped to the month's end, for the dates from `first` to `last`.
network::DayMap months_map(int months, Day first, Day last);

/// date -> the date `n` working days later (n < 0: earlier), for the dates first, first + 1, ... of `open`. From a
/// closed date counting starts at the next open one (n < 0: the previous open one), so Saturday + 1 wd = Tuesday and
/// Tuesday - 1 wd = Monday; 0 wd from a Saturday is Monday. What lies past the table is the date after its last, or
/// before its first.
network::DayMap working_days_map(std::int64_t n, const std::vector<bool>& open, Day first);

/// The dates and clock of a zone as the network needs them, from `first` to `last`.
network::Dates dates_of(const Zone& zone, Day first, Day last);

}  // namespace v2v::calendar
