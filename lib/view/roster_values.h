// view: parts of a roster as JSON, which writing, reading and other answers share. Inside this room only, and heavy.
#pragma once
#include <array>
#include <string_view>

#include "timeline/roster.h"
#include "view/json_values.h"

namespace v2v::view {

inline constexpr std::array<std::string_view, 4> periods{"day", "week", "month", "year"};
inline constexpr std::array<std::string_view, 3> kinds{"placed", "not-placed", "closed"};
inline constexpr std::array<std::string_view, 3> dues{"no-due", "by-target", "by-itself"};

Json slot_json(const timeline::Slot& slot, const calendar::Zone& zone);
Json blocked_json(const timeline::Blocked& blocked, const calendar::Zone& zone);
Json objective_json(const timeline::Objective& objective);

}  // namespace v2v::view
