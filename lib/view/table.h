// view: a timeline as a table for a terminal or a text file: one line a visit, under phase headings.
#pragma once
#include <optional>
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

struct TableStyle {
  int width = 100;                   // columns; 0: as wide as it needs to be, nothing is cut (for files and pipes)
  bool colour = false;               // ANSI escapes; meaning never hangs on them
  bool ascii = false;                // nothing beyond ASCII is written
  bool fold_late_follow_up = false;  // one line for follow-up visits more than a year after Day 0
  std::optional<calendar::Day> until = {};  // one line for everything that starts after this date
};

/// First what the plan is (a plan without a centre says first that it knows no weekends), then the visits, overdue ones
/// before all others, then what it rests on. `Work` is slack in opening hours. No line is wider than `width` (60 at
/// least): the likely range is said in days before and after, titles and places are cut with an ellipsis (never the
/// visit's number), then working slack, window, place, slack and time are left out, in this order.
std::string table(const timeline::Timeline& answer, const TableStyle& style = {});

}  // namespace v2v::view
