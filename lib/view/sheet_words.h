// view: what a page and a sheet of paper say of an item in the same way.
#pragma once
#include <string>

#include "timeline/sheet.h"

namespace v2v::view {

/// Whether a visit or a stay stands in the field of that day, as the plan has it.
bool on_day(const timeline::Item& item, timeline::Day day);
/// The hour in the zone of the visit.
std::string clock_of(const timeline::Item& item, timeline::Instant at, const words::Language& language);
/// Done, booked, likely, ...
timeline::Said standing_of(const timeline::Item& item, const words::Language& language);

}  // namespace v2v::view
