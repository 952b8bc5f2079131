// plan: visits with give or take once more, when all else stands: none is left farther from its day than it must be.
#pragma once
#include <map>

#include "plan/search.h"

namespace v2v::plan {

/// Moves in found.shown what can come nearer to its day with the rest where it is; true where an order of one person's
/// visits had to be turned for it, so that the plan is to be made again. `tried`: visits for which that was done,
/// and how often.
bool bring_nearer(Found& found, const model::Case& what, const Settings& settings, Almanac& almanac,
                  std::map<int, int>& tried);

}  // namespace v2v::plan
