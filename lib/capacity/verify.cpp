#include "capacity/verify.h"

#include <map>

namespace v2v::capacity {

namespace {

/// What of one resource is held from each instant on, by the ends of all tasks: sums of rises and falls.
void check_resource(const Project& project, const Schedule& starts, std::size_t resource, std::vector<Breach>& out) {
  std::map<std::int64_t, std::int64_t> change;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const Task& task = project.tasks[i];
    if (task.duration == 0) continue;
    change[starts[i]] += task.demands[resource];
    change[std::int64_t{starts[i]} + task.duration] -= task.demands[resource];
  }
  std::int64_t held = 0;
  for (const auto& [at, by] : change) {
    held += by;
    if (held > project.capacities[resource]) {
      out.push_back({Breach::Kind::resource, static_cast<std::int32_t>(resource), static_cast<Time>(at),
                     held - project.capacities[resource]});
      return;
    }
  }
}

}  // namespace

std::vector<Breach> verify(const Project& project, const Schedule& starts) {
  std::vector<Breach> out;
  if (starts.size() != project.tasks.size()) return {{Breach::Kind::shape, 0, 0, 0}};
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const Task& task = project.tasks[i];
    const auto which = static_cast<std::int32_t>(i);
    if (starts[i] < task.earliest)
      out.push_back({Breach::Kind::window, which, starts[i], std::int64_t{task.earliest} - starts[i]});
    if (starts[i] > task.latest)
      out.push_back({Breach::Kind::window, which, starts[i], std::int64_t{starts[i]} - task.latest});
  }
  for (std::size_t i = 0; i < project.lags.size(); ++i) {
    const Lag& lag = project.lags[i];
    const std::int64_t from = starts[static_cast<std::size_t>(lag.from)], to = starts[static_cast<std::size_t>(lag.to)];
    if (to - from < lag.least)
      out.push_back({Breach::Kind::lag, static_cast<std::int32_t>(i), static_cast<Time>(to), lag.least - (to - from)});
  }
  for (std::size_t r = 0; r < project.capacities.size(); ++r) check_resource(project, starts, r, out);
  return out;
}

}  // namespace v2v::capacity
