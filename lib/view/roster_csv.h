// view: a roster and its census for spreadsheets, as CSV (RFC 4180, UTF-8, CRLF), safe from formulas.
#pragma once
#include <string>

#include "view/capacity_words.h"

namespace v2v::view {

/// A row a slot, as the patients are served; moments are wall time of the roster's zone, which has its own column. A
/// cell of text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv(const timeline::Roster& answer);
/// A row a day and resource: what there is, who is there at midnight, peak, use.
std::string csv(const Counted& answer);
/// The rows of both; the first column has the label of each.
std::string csv(const Counted& before, const Counted& after);

}  // namespace v2v::view
