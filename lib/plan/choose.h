// plan: what the search chooses once it has seen a plan: of several places one, the parts with which a whole begins and
// ends. Each fixes Found::choices for good and says whether it did, so that the plan is made again.
#pragma once
#include <map>
#include <vector>

#include "plan/search.h"

namespace v2v::plan {

/// Of several fitting places: the one that is open first, then by id. Given once, kept; where working time is counted
/// there stage by stage, the earliest first, since what comes after is moved by it. Places that move no more than the
/// visit itself are chosen once all else is settled: what pushes the visit on may push it to where another is open.
enum class Chosen { that_move_others, all };
bool choose_places(Found& found, const model::Case& what, const Almanac& almanac, Chosen which);

/// A whole is no longer than its parts: what hangs on its edges moves one of these with it, the last or the first.
/// `left`: for each whole the parts with which it might end instead, the latest last.
bool bound_wholes(Found& found, std::map<int, std::vector<int>>& left);

}  // namespace v2v::plan
