// roster: how full each resource of a roster is, counted from its holds. The second look at a roster, after the engine.
#pragma once
#include "timeline/census.h"
#include "timeline/roster.h"

namespace v2v::roster {

/// O(holds log holds + days * resources). Holds and blocked rows of a resource that the roster does not have are left
/// out; a zone that tzdata does not know is UTC. What takes no time keeps a resource from nobody, and counts only in a
/// quota. A quota has in a period the most that it has at any moment of it, as the engine takes it.
timeline::Census census(const timeline::Roster& roster);

}  // namespace v2v::roster
