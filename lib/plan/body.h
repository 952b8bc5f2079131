// plan: one body: the appointments that a person cannot attend two of at a time, and the way between them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "plan/compile.h"

namespace v2v::plan {

/// For each person the visits that hold them by the clock and that a plan may still put in order: what lies ahead, what
/// runs, and what has happened today.
std::map<std::string, std::vector<int>> held_by_person(const model::Case& what, const Compiled& c);

/// Whether the one is over, and the way gone, before the other begins.
bool apart(const Compiled& c, const network::Labels& shown, const Almanac& almanac, int a, int b);

}  // namespace v2v::plan
