// follow: two plans of one patient -> what is different, and who must be told.
#pragma once
#include "model/patient.h"
#include "timeline/compare.h"

namespace v2v::follow {

/// Visits are the same where stage, attempt and visit are. What may happen (events) is compared only where it is
/// recorded. Both plans must be without a conflict. O(entries log entries).
timeline::Comparison compare(const model::Case& old_case, const timeline::Timeline& before, const model::Case& new_case,
                             const timeline::Timeline& now);

}  // namespace v2v::follow
