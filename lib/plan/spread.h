// plan: the one length that a plan assumes of a spread.
#pragma once
#include "model/sentence.h"
#include "plan/plan.h"

namespace v2v::plan {

/// least, most, likely (the middle where none is given, rounded up to a whole unit) or the 80th percentile of the
/// spread's distribution: PERT for `likely` (Malcolm et al. 1959), half a triangle on each side of `median`, a triangle
/// for `peak`, lognormal from the least on for two shares, what was seen for `one of`, uniform for two numbers. Of
/// shares and of what was seen the likely one is the median. In the spread's smallest unit, rounded up.
calendar::Length assumed(const model::Spread& spread, Assume assume);

}  // namespace v2v::plan
