// view: how full a centre is, for a terminal: by week in numbers, by day as a heat map of letters.
#pragma once
#include <string>

#include "view/capacity_words.h"

namespace v2v::view {

struct CapacityStyle {
  int width = 100;      // columns, 60 at least; 0: everything side by side
  bool colour = false;  // meaning never hangs on it
  bool ascii = false;
};

/// What binds, then a row a week and a column a resource: use, the most at midnight / the peak, `*` what binds, `!`
/// more than there is. Resources that have no room stand in a table of their own under it. Then the days.
std::string capacity(const Counted& answer, const CapacityStyle& style = {});
/// The days alone, of the weeks in which anything is used.
std::string heat_map(const Counted& answer, const CapacityStyle& style = {});

}  // namespace v2v::view
