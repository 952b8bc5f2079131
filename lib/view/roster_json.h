// view: a roster as a file that other programs, and this one, read again.
#pragma once
#include <string>
#include <string_view>

#include "source/diagnostic.h"
#include "timeline/roster.h"

namespace v2v::view {

/// `"format": "vein2vein-roster", "version": 1`. Keys stand in one order and are never absent; what is not known is
/// null; each item of a list has a line. Moments are RFC 3339 in the roster's zone, resources and patients are named
/// and not numbered. Bytes that are no UTF-8 become U+FFFD.
std::string json(const timeline::Roster& answer, std::string_view version);

/// What `json` has written, without loss; where a patient's file stands is found again when `sources` holds that file.
/// Diagnostics, each with its place in the text: all that do not fit, unless the text is no JSON or of another format
/// or version. Any bytes may come.
source::Checked<timeline::Roster> read_roster(source::Sources& sources, std::string name, std::string text);

}  // namespace v2v::view
