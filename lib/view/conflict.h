// view: a clash as the diagnostics of a compiler: each rule at its own line, then what would mend it.
#pragma once
#include <string>

#include "source/diagnostic.h"
#include "timeline/timeline.h"

namespace v2v::view {

/// One error with the code `clash`, a note for each rule (how far it is missed, whose rule it is) and the mends,
/// joined, as the hint; for source::render_json and editors. Empty where the timeline has no conflict.
source::Diagnostics clash(const timeline::Timeline& answer);

/// The same through source::render, each mend on a line `  mend: TEXT (FILE:LINE)`. Empty without a conflict.
std::string conflict(const timeline::Timeline& answer, bool colour = false);

}  // namespace v2v::view
