// view: a roster as a table for a terminal or a text file: a line a patient, and under it what that patient waits for.
#pragma once
#include <string>

#include "timeline/roster.h"

namespace v2v::view {

struct RosterStyle {
  int width = 100;      // columns; 0: as wide as it needs to be
  bool colour = false;  // meaning never hangs on it
  bool ascii = false;
};

/// First what the roster is and how good, then the patients as they are served (place in the list, first slot, Day 0,
/// due, days late, and under each what was not free and who had it), then what it rests on. No line is wider than
/// `width` (60 at least): titles are cut, then due, priority and workflow are left out, in this order.
std::string roster(const timeline::Roster& answer, const RosterStyle& style = {});

}  // namespace v2v::view
