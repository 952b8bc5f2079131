// view: a timeline as one sheet of A4, landscape, for the wall of a ward or a patient's file.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

/// Bars and visits on a scale of dates and Day numbers up to Day 100, windows as brackets, likely ranges as pale bands;
/// hatches and shapes say what colours say. Beside it milestones, shut gates and later visits as lists; under it what
/// the plan rests on. Longer plans are drawn smaller, on one sheet always. Whole numbers only, so the same plan gives
/// the same bytes. A clash gives a sheet that names its rules.
std::string svg(const timeline::Timeline& answer);

}  // namespace v2v::view
