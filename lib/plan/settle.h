// plan: visits that stand near a day: holds that gave way, and those with give or take. The last part of showing a
// plan.
#pragma once
#include "plan/search.h"

namespace v2v::plan {

/// Moves found.shown, and the pins that make it, so that each stands as near to its day as the rest allows.
void settle(Found& found, Almanac& almanac);

}  // namespace v2v::plan
