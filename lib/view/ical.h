// view: a sheet as a calendar file for telephones (RFC 5545), and such a file as an earlier copy. libical is met in
// ical.cpp, ical_read.cpp and ical_closed.cpp and nowhere else; it has global state, so that only one thread at a time
// may be here.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "calendar/hours.h"
#include "source/diagnostic.h"
#include "timeline/sheet.h"

namespace v2v::view {

struct IcalStyle {
  bool plain_titles = false;      // full titles; else such as say nothing to a stranger who sees the telephone
  std::string_view earlier = {};  // the calendar file that the reader has; empty: none
};

/// One VEVENT for each item, and for what the earlier file had and this sheet lacks: cancelled, for 90 days from the
/// day on which that was first said. Of the earlier file only this reader's events count; those of patients who are not
/// on a team's sheet stay as they are. SEQUENCE rises where the event differs from the earlier file's in anything but
/// the day as of which it is correct. Times stand in their zone, with its rules cut to the years of the plan; dates
/// alone are all-day. Text is written as it is but for control characters. Same input, same bytes. Throws
/// calendar::ZonesFailed where the rules of a zone cannot be read. O(items log items).
std::string ical(const timeline::Sheet& sheet, const IcalStyle& style = {});

/// The events of a calendar file that `ical` wrote of this patient for this reader; nullopt where it is no calendar
/// file.
std::optional<timeline::Copy> copy_of_ical(std::string_view text, std::string_view patient, timeline::Reader reader);

/// A list of holidays or closures: each day of each all-day event, one day or several, once or by a yearly rule (to
/// 2100), less those taken out (EXDATE) and events that were cancelled. Refused, each at its line (`bad-calendar`):
/// what is no calendar, is torn, has hours, comes again by another rule. The list has the file's name.
source::Checked<calendar::Holidays> closed_days(const source::File& file);

}  // namespace v2v::view
