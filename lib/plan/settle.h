// plan: visits that stand near a day: holds that gave way, and those with give or take. The first and the last part of
// showing a plan.
#pragma once
#include "plan/search.h"

namespace v2v::plan {

/// Moves found.shown, and the pins that make it, so that each hold that gave way stands as near to its day as the rest
/// allows. What is to be late is late given that, and what is give or take may count from it.
void settle_holds(Found& found, Almanac& almanac);
/// The same for each visit give or take.
void settle(Found& found, Almanac& almanac);

}  // namespace v2v::plan
