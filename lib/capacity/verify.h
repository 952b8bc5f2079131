// capacity: the independent checker. It reads every rule of a project again on finished starts, knows nothing of the
// solvers and shares no code with them.
#pragma once
#include <string>
#include <vector>

#include "capacity/project.h"

namespace v2v::capacity {

struct Breach {
  enum class Kind { shape, window, lag, resource } kind;
  std::int32_t which = 0;  // the task, the place of the lag in the project, or the resource
  Time at = 0;             // the start that broke it, or the first instant at which too much is held
  std::int64_t by = 0;     // by how much

  bool operator==(const Breach&) const = default;
};

/// Every broken rule; empty where the schedule keeps all. A resource is looked at in every instant at which a task
/// starts.
std::vector<Breach> verify(const Project& project, const Schedule& starts);

}  // namespace v2v::capacity
