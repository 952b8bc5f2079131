// plan: the one length that a plan assumes of a spread.
#pragma once
#include "model/sentence.h"
#include "plan/plan.h"

namespace v2v::plan {

/// least, most, likely (the middle where none is given, rounded up to a whole unit) or the 80th percentile of the
/// spread's distribution: PERT for `likely` (Malcolm et al. 1959), half a triangle on each side of `median`, uniform
/// for two numbers. In the spread's smallest unit, rounded up.
calendar::Length assumed(const model::Spread& spread, Assume assume);

}  // namespace v2v::plan
