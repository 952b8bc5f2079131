// view: how full a centre is, as one sheet of A4, landscape, in SVG.
#pragma once
#include <string>

#include "view/capacity_words.h"

namespace v2v::view {

/// A row a resource and a field a week: its use in percent, a bar for each day, a thick frame where it binds, a hatch
/// and a `!` where more is used than there is; so that it can be read without colour. Long periods go on under each
/// other and are drawn smaller, on one sheet always. Whole numbers only.
std::string capacity_svg(const Counted& answer);

}  // namespace v2v::view
