// view: why a stage is on its date, as text: the chain that pushes it there and the one that holds it.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

struct WhyStyle {
  int width = 100;  // 0: not wrapped
  bool colour = false;
  bool ascii = false;
  std::string zone;  // in which every moment is printed: the centre's; empty: the entry's
};

/// One visit. Each link with its length, the date reached so far, where it stands and its citation, and what an
/// override replaced. The last line of a chain is the sum of its links to the minute.
std::string why(const timeline::Why& answer, const WhyStyle& style = {});

/// What stands under every answer: what it assumes, departures for this patient, and whether the workflow is approved.
std::string rests_on(const timeline::Timeline& answer, const WhyStyle& style = {});

}  // namespace v2v::view
