// view: what a page and a sheet of paper say of an item in the same way.
#pragma once
#include <string>
#include <vector>

#include "timeline/sheet.h"

namespace v2v::view {

/// Whether a visit or a stay stands in the field of that day, as the plan has it.
bool on_day(const timeline::Item& item, timeline::Day day);
/// The visit of that day, as the plan has it; null: the item has none then.
const timeline::VisitDay* visit_on(const timeline::Item& item, timeline::Day day);
/// The hour in the zone of the visit.
std::string clock_of(const timeline::Item& item, timeline::Instant at, const words::Language& language);
/// What stands before the title in the field of that day: `14:00 `, or `14:00 to 16:00 ` where it is to be `whole`; on
/// the day after a night `– 03:00 `. Empty: the hour is not known.
std::string hours_on(const timeline::Item& item, timeline::Day day, const words::Language& language, bool whole);
/// The hours with the place whose they are, where clocks there differ from the sheet's.
std::string placed(const timeline::Item& item, const std::string& hours, const words::Language& language);
/// Done, begun, booked, likely, ...
timeline::Said standing_of(const timeline::Item& item, const words::Language& language);
/// Both, with the sign between them; English where either has some.
timeline::Said joined(const timeline::Said& one, std::string_view sign, const timeline::Said& other);
/// `Day 5`, as the sheet counts; nothing where it is not certain which day is Day 0.
timeline::Said day_number_of(const timeline::Sheet& sheet, timeline::Day day, const words::Language& language);

/// Whether something whose date is open may yet fall on the day: then it is not said that nothing is planned.
bool may_hold(const timeline::Sheet& sheet, timeline::Day day);

/// What one item says in the field of one day.
struct Note {
  const timeline::Item* item;
  timeline::Said text;
  timeline::Said likely;  // in which days it may lie; empty: its date is certain, or was told on its first day
};

/// The day's visits, then stays, then rules that end on it; nothing of what was cancelled. Hours are the first alone,
/// or `whole`.
std::vector<Note> notes_of(const timeline::Sheet& sheet, timeline::Day day, bool whole,
                           const words::Language& language);

}  // namespace v2v::view
