// view: a census, two of them side by side, and sets of slots, for other programs. These are not read again.
#pragma once
#include <string>
#include <string_view>

#include "timeline/slots.h"
#include "view/capacity_versus.h"

namespace v2v::view {

/// As view/json.h: keys in one order and never absent, what is not known null; each says its `kind`, and `schema` 1.
/// Resources by week and by day, the weeks with what binds, quotas by manufacturer (`place` null: all together).
std::string json(const Counted& answer, std::string_view version);
/// What it buys, and both.
std::string json(const Counted& before, const Counted& after, std::string_view version);
std::string json(const timeline::SlotSets& answer, std::string_view version);

}  // namespace v2v::view
