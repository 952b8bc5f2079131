// roster: the first roster: what stands stands, then one patient after the other at the earliest that is left (the
// serial scheme, of whole patients). O(patients) placements, and as many again for each who has to be raised.
#pragma once
#include <functional>
#include <vector>

#include "roster/ward.h"

namespace v2v::roster {

/// Who has begun or is booked stands first, then who has something held, then the waiting list.
std::vector<std::size_t> serving_order(const Ward& ward);

/// `places`: who of them gets a place; of the others only what stands is taken.
void construct(
    Ward& ward, const std::function<bool(const Person&)>& places = [](const Person&) { return true; });

/// Everybody back to where they stand in the roster that is begun with, as far as that fits, then each as early as the
/// others leave. Kept where that is no worse than what was built anew.
void begin_with(Ward& ward, const timeline::Roster& from);

}  // namespace v2v::roster
