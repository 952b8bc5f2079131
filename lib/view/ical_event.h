// view: libical with its edges filed off. For ical.cpp, ical_read.cpp and ical_closed.cpp alone.
#pragma once
#include <libical/ical.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "timeline/sheet.h"

namespace v2v::view {

struct FreeComponent {
  void operator()(icalcomponent* one) const { icalcomponent_free(one); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

/// Where an event's times stand in UTC: the zone in which they are told.
inline constexpr const char* zone_of_utc = "X-V2V-ZONE";

/// Without the control characters that could begin a new line of the file and without blanks at the ends; a line break
/// of any kind becomes one \n, a tab a blank.
std::string clean(std::string_view text);
/// The same on one line.
std::string clean_line(std::string_view text);

/// A VCALENDAR of the text; nullptr where it is none.
Component parse_calendar(std::string_view text);
/// UID and event, as they stand in the calendar.
std::map<std::string, icalcomponent*> events_of(icalcomponent* calendar);
/// Whether an event of that name is this reader's, and of this patient; an empty patient: of anyone's.
bool is_of(std::string_view uid, timeline::Reader reader, std::string_view patient);
/// A property's value as it is written; empty: it is not there.
std::string value_of(icalcomponent* event, icalproperty_kind kind);

}  // namespace v2v::view
