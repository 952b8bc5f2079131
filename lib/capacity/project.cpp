#include "capacity/project.h"

#include <algorithm>
#include <cstdlib>

namespace v2v::capacity {

namespace {

std::optional<std::string> fault_of(const Task& task, std::size_t resources) {
  if (task.duration < 0) return "a negative duration";
  if (task.demands.size() != resources) return "a task with more or fewer demands than there are resources";
  if (std::any_of(task.demands.begin(), task.demands.end(), [](std::int32_t d) { return d < 0; }))
    return "a negative demand";
  if (task.earliest < 0 || task.earliest > most_time) return "an earliest start out of range";
  return {};
}

}  // namespace

std::optional<std::string> fault(const Project& project) {
  std::int64_t sum = 0;
  for (const Task& task : project.tasks) {
    if (auto what = fault_of(task, project.capacities.size())) return what;
    sum += task.duration + task.earliest;
  }
  if (std::any_of(project.capacities.begin(), project.capacities.end(), [](std::int32_t c) { return c < 0; }))
    return "a negative capacity";
  const auto tasks = static_cast<std::int32_t>(project.tasks.size());
  for (const Lag& lag : project.lags) {
    if (lag.from < 0 || lag.from >= tasks || lag.to < 0 || lag.to >= tasks) return "a lag to a task that is not there";
    sum += std::abs(static_cast<std::int64_t>(lag.least));
  }
  if (sum > most_time) return "durations and lags above " + std::to_string(most_time) + " in all";
  return {};
}

Time makespan(const Project& project, const Schedule& starts) {
  Time last = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) last = std::max(last, starts[i] + project.tasks[i].duration);
  return last;
}

}  // namespace v2v::capacity
