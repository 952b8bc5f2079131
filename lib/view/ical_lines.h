// view: the events of a calendar file as lines with their places (RFC 5545, 3.1), read by ourselves: libical tells no
// line and takes what it should refuse. For ical_*.cpp alone.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "source/diagnostic.h"

namespace v2v::view {

/// `DTSTART;VALUE=DATE:20261224`. Names are in capitals.
struct IcalLine {
  std::string name;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string value;
  source::Span where;  // the first line of the file that it stands on

  std::string parameter(std::string_view name) const;
};

struct IcalEvent {
  std::vector<IcalLine> lines;  // its own, without those of what stands inside it
  source::Span where;           // BEGIN:VEVENT
};

/// All events of all calendars of the file. Told: what is no calendar, is torn or cut off, holds characters that cannot
/// be seen, is of another calendar than the Gregorian, or holds no event; `bad-calendar` but for `control-character`
/// and `too-large` (more than a megabyte). O(bytes).
std::vector<IcalEvent> ical_events(const source::File& file, source::Diagnostics& wrong);

/// One `bad-calendar`; of a damaged file the first fifty are enough.
void ical_wrong(source::Diagnostics& wrong, source::Span where, std::string text, std::string hint = {});

}  // namespace v2v::view
