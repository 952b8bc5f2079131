// capacity: the whole kernel: lists and justification for a good schedule, exact search for proof, large neighbourhoods
// between them. A function of the project and the effort alone, but for `stop`.
#pragma once
#include <functional>
#include <optional>

#include "capacity/project.h"

namespace v2v::capacity {

struct Effort {
  /// At most so many passes of a schedule generation scheme, forward or backward, and dives of exact search: each
  /// call, each restart.
  std::int64_t schedules = 5'000;
  /// Conflicts from which exact search may learn, in all.
  std::int64_t conflicts = 20'000;
  std::uint64_t seed = 1;
  std::function<bool()> stop = [] { return false; };
};

enum class Status { feasible, optimal, infeasible, unknown };

struct Answer {
  Status status = Status::unknown;
  std::optional<Schedule> schedule;
  Time end = 0;          // of the schedule
  Time lower_bound = 0;  // no schedule ends before; 0 where there is none at all
  std::int64_t schedules = 0, conflicts = 0;
};

/// `project` has no `fault`.
Answer solve(const Project& project, const Effort& effort);

}  // namespace v2v::capacity
