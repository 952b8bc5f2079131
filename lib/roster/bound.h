// roster: what no roster can be better than.
#pragma once
#include "roster/ward.h"

namespace v2v::roster {

/// Each patient's earliest beside what stands for good (what has begun and what is booked) and nobody else. Called once
/// everybody is placed; leaves the ward as it was.
timeline::Objective bound_of(Ward& ward);

}  // namespace v2v::roster
