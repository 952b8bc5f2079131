#include "capacity/distances.h"

#include <algorithm>

namespace v2v::capacity {

namespace {
constexpr std::size_t most_work = 500'000'000;
std::size_t tasks_squared(const Distances& distances) {
  return distances.tasks() * distances.tasks();
}
}  // namespace

std::optional<Distances> Distances::of(const Project& project) {
  Distances d;
  const std::size_t n = project.tasks.size();
  d.tasks_ = n;
  d.far_.assign(n * n, no_path);
  for (std::size_t i = 0; i < n; ++i) d.far_[i * n + i] = 0;
  for (const Lag& lag : project.lags) {
    Time& far = d.far_[static_cast<std::size_t>(lag.from) * n + static_cast<std::size_t>(lag.to)];
    far = std::max(far, lag.least);
  }
  for (std::size_t k = 0; k < n; ++k) {
    const Time* through = &d.far_[k * n];
    for (std::size_t i = 0; i < n; ++i) {
      const Time first = d.far_[i * n + k];
      if (first == no_path) continue;
      Time* row = &d.far_[i * n];
      for (std::size_t j = 0; j < n; ++j) {
        if (through[j] != no_path) row[j] = std::max(row[j], first + through[j]);
      }
      if (row[i] > 0) return {};
    }
  }
  return d;
}

bool Distances::add(std::size_t from, std::size_t to, Time least) {
  if (least <= at(from, to)) return true;
  if (at(to, from) != no_path && at(to, from) + least > 0) return false;
  for (std::size_t i = 0; i < tasks_; ++i) {
    const Time first = at(i, from);
    if (first == no_path) continue;
    Time* row = &far_[i * tasks_];
    const Time* through = &far_[to * tasks_];
    for (std::size_t j = 0; j < tasks_; ++j) {
      if (through[j] != no_path) row[j] = std::max(row[j], first + least + through[j]);
    }
  }
  return true;
}

std::vector<std::pair<std::int32_t, std::int32_t>> exclusive_pairs(const Project& project) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (std::size_t i = 0; i < project.tasks.size(); ++i) {
    const Task& a = project.tasks[i];
    if (a.duration == 0) continue;
    for (std::size_t j = i + 1; j < project.tasks.size(); ++j) {
      const Task& b = project.tasks[j];
      if (b.duration == 0) continue;
      for (std::size_t r = 0; r < project.capacities.size(); ++r) {
        if (a.demands[r] > 0 && b.demands[r] > 0 && std::int64_t{a.demands[r]} + b.demands[r] > project.capacities[r]) {
          pairs.emplace_back(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j));
          break;
        }
      }
    }
  }
  return pairs;
}

bool force_orders(const Project& project, const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs,
                  Distances& distances) {
  const auto cannot_precede = [&](std::size_t first, std::size_t second) {
    // first before second asks start(second) - start(first) >= duration: does the way back forbid it?
    const Time back = distances.at(second, first);
    return back != no_path && back + project.tasks[first].duration > 0;
  };
  // Orders that are not forced here are found by search: what this may cost has a limit.
  std::size_t left = most_work / (tasks_squared(distances) + 1);
  for (bool changed = true; changed && left > 0;) {
    changed = false;
    for (const auto& [a, b] : pairs) {
      auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
      const bool forward = !cannot_precede(i, j), backward = !cannot_precede(j, i);
      if (!forward && !backward) return false;
      if (forward == backward) continue;
      if (!forward) std::swap(i, j);
      if (distances.at(i, j) >= project.tasks[i].duration) continue;
      if (!distances.add(i, j, project.tasks[i].duration)) return false;
      changed = true;
      if (--left == 0) break;
    }
  }
  return true;
}

std::vector<Time> heads(const Project& project, const Distances& distances) {
  std::vector<Time> out(project.tasks.size(), 0);
  for (std::size_t j = 0; j < out.size(); ++j) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (distances.at(i, j) != no_path) out[j] = std::max(out[j], project.tasks[i].earliest + distances.at(i, j));
    }
  }
  return out;
}

std::vector<Time> tails(const Project& project, const Distances& distances) {
  std::vector<Time> out(project.tasks.size(), 0);
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t j = 0; j < out.size(); ++j) {
      if (distances.at(i, j) != no_path) out[i] = std::max(out[i], distances.at(i, j) + project.tasks[j].duration);
    }
  }
  return out;
}

}  // namespace v2v::capacity
