// view: a timeline as CSV for spreadsheets, one row a visit (RFC 4180, UTF-8, CRLF).
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

/// A header row, then one row for each entry. A cell of text that a spreadsheet would take for a formula (it begins
/// with = + - @, a tab or a carriage return) gets an apostrophe before it; numbers, negative ones too, stay numbers.
/// Moments are local wall time of the entry's zone, which has its own column.
std::string csv(const timeline::Timeline& answer);

}  // namespace v2v::view
