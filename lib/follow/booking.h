// follow: a booking of the patient's file beside the visit it speaks of.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::follow {

/// The visit that a booking speaks of: of the last attempt, its first visit, unless the point says another. nullptr:
/// none.
const timeline::Entry* entry_of(const timeline::Timeline& plan, const model::Point& point);

/// The point as a file says it: `daily-visits visit 3`.
std::string key_of(const model::Point& point);

/// The time as a file says it: `2026-10-26 09:00`, `2026-09-28 to 2026-09-30`.
std::string when_of(const model::Fact& fact);

}  // namespace v2v::follow
