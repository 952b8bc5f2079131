// capacity: what is to be scheduled when many tasks share finite resources, and what a schedule is. Plain values.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace v2v::capacity {

using Time = std::int32_t;  // whole units of any kind; a project begins at 0
inline constexpr Time unbounded = std::numeric_limits<Time>::max();

struct Task {
  Time duration = 0;
  std::vector<std::int32_t> demands;      // by resource, held from start to start + duration
  Time earliest = 0, latest = unbounded;  // of the start, both included
};

/// The start of `to` is at least the start of `from` plus `least`; a negative `least` is a greatest lag, read
/// backwards.
struct Lag {
  std::int32_t from = 0, to = 0;
  Time least = 0;
};

struct Project {
  std::vector<Task> tasks;
  std::vector<Lag> lags;
  std::vector<std::int32_t> capacities;  // by resource
};

/// Start of each task.
using Schedule = std::vector<Time>;

/// What keeps the project from being one that can be asked about at all: a task that is not there, a negative length, a
/// demand too few, sizes beyond `most_time`. That it has no schedule is an answer, not a fault.
std::optional<std::string> fault(const Project& project);

/// Sum of all durations and lags, above which a project is refused.
inline constexpr std::int64_t most_time = 10'000'000;

/// End of the last task.
Time makespan(const Project& project, const Schedule& starts);

}  // namespace v2v::capacity
