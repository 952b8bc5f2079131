// view: the sets of slots that one patient could have, side by side.
#pragma once
#include <string>
#include <vector>

#include "timeline/slots.h"

namespace v2v::view {

struct SlotsStyle {
  int width = 100;
  bool colour = false;  // meaning never hangs on it
  bool ascii = false;
};

/// A row each visit, a column each set, as many beside each other as `width` (60 at least) takes; what is not as in the
/// first set has a `*`. Then of each set what is different and why it is not sooner.
std::string slots(const timeline::SlotSets& answer, const SlotsStyle& style = {});

/// What is different from `first`, a line each: `Day 0: 4 days later`, `Hospital stay: Fri 2 Apr 12:00 and not Tue 30
/// Mar 12:00`, `..., at day-unit and not ward`, `..., not in the first set`. By start.
std::vector<std::string> differences(const timeline::SlotSet& first, const timeline::SlotSet& other,
                                     const std::string& zone, calendar::Day near);

}  // namespace v2v::view
