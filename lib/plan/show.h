// plan: the plan that is shown of what was found: the earliest, but what is to be late late, and what is named for a
// day near it.
#pragma once
#include "plan/search.h"

namespace v2v::plan {

/// Lays found.shown anew, with the pins that make it of the earliest, and says which late visits the rest holds.
void show(Found& found, const model::Case& what, Almanac& almanac);

}  // namespace v2v::plan
