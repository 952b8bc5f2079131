// text: one sentence of a file -> its value (files.md, Sentences). Words in, values out: no tree, no spans, no ids
// looked up.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/patient.h"

namespace v2v::text {

// Every parser takes the whole text of one scalar. On failure it gives nothing (or false), and `why` is a short
// sentence in words, which says what was meant where that can be guessed; on success `why` is empty. O(length of the
// text).

std::optional<model::Point> parse_point(std::string_view text, std::string& why);
std::optional<model::Wait> parse_wait(std::string_view text, std::string& why);
std::optional<model::Spread> parse_spread(std::string_view text, std::string& why);
std::optional<model::Window> parse_window(std::string_view text, std::string& why);
std::optional<model::Placed> parse_placed(std::string_view text, std::string& why);
std::optional<model::Series> parse_series(std::string_view text, std::string& why);
/// Atoms come without `where`.
std::optional<model::When> parse_when(std::string_view text, std::string& why);
/// `first`, `attempt 2 visit 1`, ... for a text that holds nothing else.
std::optional<model::Which> parse_which(std::string_view text, std::string& why);
/// SPREAD after POINT
std::optional<model::Begins> parse_begins(std::string_view text, std::string& why);

/// calendar::parse_length with a reason: `7` lacks its unit, `2 d` has a space, `1.5h` a decimal.
std::optional<model::Length> parse_length(std::string_view text, std::string& why);
/// `9%`: 0.09. Whole percents from 0% to 100%.
std::optional<double> parse_percent(std::string_view text, std::string& why);
/// n [a (day | week | month | year)] [for PRIORITY]; n may be 0.
std::optional<model::Quantity> parse_quantity(std::string_view text, std::string& why);
/// One row of an amount written as a mapping: `when` is DATE, DATE to DATE, hours or `otherwise`. False where either is
/// wrong, said before, or a DATE to DATE that shares a day with an earlier one.
bool read_amount_row(model::Amount& amount, std::string_view when, std::string_view quantity, std::string& why);
/// A row of `needs`: the key is `resource [or resource]`, the value `n [for length]`.
std::optional<model::Need> parse_need(std::string_view key, std::string_view value, std::string& why);
/// `carry on`, `stop`, `again from STAGE` (the second is the stage).
std::optional<std::pair<model::Outcome::Then, std::string>> parse_then(std::string_view text, std::string& why);
/// SITE to SITE
std::optional<std::pair<std::string, std::string>> parse_route(std::string_view text, std::string& why);

/// `near-centre-time after infusion`, where the id of a rule stands for the length: the word before `before` or
/// `after`, and what it counts from. Nothing where the first word reads as a length or no such word follows it.
struct RuledPoint {
  std::string rule;
  bool before = false;
  model::Point from;  // without an offset
};
std::optional<RuledPoint> parse_ruled_point(std::string_view text);

/// DATE, or DATE to DATE (both included).
struct Days {
  calendar::Day first, last;
  bool range = false;  // written as DATE to DATE
};
std::optional<Days> parse_days(std::string_view text, std::string& why);
std::optional<calendar::Day> parse_day(std::string_view text, std::string& why);
/// from DATE | by DATE | DATE to DATE; `stage` and `where` are left empty.
std::optional<model::DateWindow> parse_date_window(std::string_view text, std::string& why);

/// DATE [hh:mm [ZONE] [+hh:mm]]. A wall time that its zone skips, or has twice without saying which, is refused with
/// both choices named; an offset that is not the zone's is refused.
std::optional<model::Moment> parse_moment(std::string_view text, const calendar::Zone& zone, std::string& why);
/// moment to moment | moment to hh:mm (of the same day) | one alone. Dates with dates, moments with moments.
struct Times {
  model::Moment from;
  std::optional<model::Moment> to;  // a date includes its whole day
};
std::optional<Times> parse_times(std::string_view text, const calendar::Zone& zone, std::string& why);
/// DATE | DATE to DATE | moment to moment, as half-open instants.
std::optional<model::Absence> parse_absence(std::string_view text, const calendar::Zone& zone, std::string& why);

/// Small letters, digits, hyphens; begins with a letter or a digit.
bool is_id(std::string_view text);
/// Words that points and conditions are made of (`day`, `first`, `to`, `is`, ...), and what reads as a length or a
/// number
/// (`2d`): no stage may be called so.
bool is_reserved(std::string_view id);

}  // namespace v2v::text
