// view: how full a centre is, as a page without script that stands alone.
#pragma once
#include <string>

#include "view/capacity_versus.h"

namespace v2v::view {

/// What binds, use by week, then each resource as a calendar of its days. Every field says its number; colours differ
/// from their letters by 4.5 to 1 and more, and never stand alone. Tables have captions, heads and scopes.
std::string capacity_html(const Counted& answer);
/// Two side by side: what it buys, whose Day 0 moves, and use by week before and after.
std::string capacity_html(const Counted& before, const Counted& after);

}  // namespace v2v::view
