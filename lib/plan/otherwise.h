// plan: what of a plan may turn out otherwise than it assumes: how stages end, and whether they happen. Who plays out
// other ways (forecast/, prove/) starts from these.
#pragma once
#include <string>
#include <vector>

#include "plan/compile.h"

namespace v2v::plan {

/// How one visit ends that may end in several ways, or whether a stage happens that has a chance.
struct Otherwise {
  int stage = 0, attempt = 1;
  int index = 0;      // of its visit among Compiled::visits; of whether a stage happens: its first
  int visit = 0;      // in its attempt, as `Settings::ends_as` counts; 0: whether the stage happens
  network::Event at;  // what must have been, for it to show: the end, before what an outcome adds; or the start
  std::vector<std::string> outcomes;  // of how it ends
  std::vector<double> shares;         // beside `outcomes`; of whether it happens: not, and so
  std::vector<bool> as_assumed;       // nothing of the plan is otherwise then
  bool shared = true;                 // the shares sum to 1
};

/// In the order of stages along the links, then of visits. Left out are ends of which nothing but a name follows, what
/// is recorded, and what can no longer be. `settings`: those with which `c` was compiled.
std::vector<Otherwise> otherwise(const model::Case& what, const Settings& settings, const Compiled& c);

/// Nothing but its name follows from such an end.
bool plain(const model::Outcome& end);
/// Whether what is there, or a value, hangs on how this stage ends.
bool asks_how_it_ends(const model::Workflow& workflow, const model::Stage& stage);

}  // namespace v2v::plan
