// view: lengths, dates and places in files as people say them. English; the one place that every view takes them from.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/zone.h"
#include "source/span.h"
#include "timeline/timeline.h"

namespace v2v::view {

using calendar::Day;
using calendar::Instant;

/// Elapsed minutes, exactly: 3720 -> `2 d 14 h`, 45 -> `45 min`, 0 -> `0 min`, -90 -> `-1 h 30 min`. A day is 24 hours.
std::string duration(std::int64_t minutes);
/// The two largest units, cut towards zero, so that no more slack is promised than there is: 3725 -> `2 d 14 h`.
std::string brief(std::int64_t minutes);
/// Working minutes: hours and minutes only, since a working day has no one length. 630 -> `10 h 30 min`.
std::string working(std::int64_t minutes);

std::string date(Day day);               // Wed 14 Oct 2026
std::string short_date(Day day);         // 14 Oct
std::string_view month_name(int month);  // 1 -> Jan
std::string day_number(int day);         // -5, 0, +7

/// UTC for no name and for one that tzdata does not know.
calendar::Zone zone_of(const std::string& name);
Day day_in(Instant instant, const std::string& zone);
/// `Wed 14 Oct 2026 09:00`; the date alone where `date_only` or where there is no zone.
std::string moment(Instant instant, const std::string& zone, bool date_only = false);
/// `2 Oct - 9 Oct 2026`, `14 - 21 Oct 2026`, one date where both are the same; the year of `near` is left out.
std::string dates(Day from, Day to, std::optional<Day> near = {});

/// `file:line`, empty where the span stands nowhere.
std::string place_of(const source::Span& span);
/// `uspi 2.2 (read)`, as far as it is said.
std::string cited(const timeline::Cited& cite);
/// Title with `visit n/N` where there are several and `attempt n` where it is not the first.
std::string titled(const timeline::Entry& entry);
/// `booked`, `planned, likely`, ...: state, and firmness where the state does not say it.
std::string standing(const timeline::Entry& entry);
/// Whether someone could still move it: an appointment or work that is not over. What is lived through (a stay, a
/// restriction, an event) follows others, so that its slack says nothing to whoever reads a chart.
bool movable(const timeline::Entry& entry);
/// Workflow status as it is printed: `draft: not approved for use`.
std::string status(const timeline::Timeline& answer);

}  // namespace v2v::view
