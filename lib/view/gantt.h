// view: a timeline as a bar chart of letters, for a terminal of any width from 60 columns on.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

struct GanttStyle {
  int width = 100;      // columns, exactly: the axis fills them and no line is wider; 60 at least
  bool colour = false;  // never the only sign of anything
  bool ascii = false;   // nothing beyond ASCII is written
};

/// A row for each attempt of a stage under phase headings, visits as marks, critical ones by a glyph of their own, Day
/// 0 and today as vertical lines. The axis ends at Day 100; what comes later has an arrow in its row and is listed
/// under the chart, so that fifteen years of follow-up do not flatten the month that matters.
std::string gantt(const timeline::Timeline& answer, const GanttStyle& style = {});

}  // namespace v2v::view
