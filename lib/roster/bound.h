// roster: what no roster can be better than.
#pragma once
#include <functional>

#include "roster/ward.h"

namespace v2v::roster {

/// Each patient's earliest beside what stands for good (what has begun and what is booked) and nobody else. `together`:
/// and then, what they cannot all have at once, of the things that say most: everybody needs one of it in some window
/// of time, each window has room for so many, and the later the window the later Day 0 (an assignment, each use cut
/// down to one minute). Called once everybody is placed; leaves the ward as it was. O(people * ways) placements, and
/// together 40,000 questions to networks at most, or until `stop`.
timeline::Objective bound_of(Ward& ward, bool together, const std::function<bool()>& stop);

}  // namespace v2v::roster
