// view: what a page and a sheet of paper say of an item in the same way.
#pragma once
#include <string>

#include "timeline/sheet.h"

namespace v2v::view {

/// Whether a visit or a stay stands in the field of that day, as the plan has it.
bool on_day(const timeline::Item& item, timeline::Day day);
/// The hour in the zone of the visit.
std::string clock_of(const timeline::Item& item, timeline::Instant at, const words::Language& language);
/// What stands before the title in the field of that day: `14:00 `, or `14:00 to 16:00 ` where it is to be `whole`; on
/// the day after a night `– 03:00 `. Empty: the hour is not known.
std::string hours_on(const timeline::Item& item, timeline::Day day, const words::Language& language, bool whole);
/// Done, booked, likely, ...
timeline::Said standing_of(const timeline::Item& item, const words::Language& language);

}  // namespace v2v::view
