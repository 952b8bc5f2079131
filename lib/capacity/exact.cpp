#include "capacity/exact.h"

#include <algorithm>
#include <numeric>

namespace v2v::capacity {

namespace {
constexpr std::size_t most_pairs = 30'000;
constexpr Time far = 4 * static_cast<Time>(most_time);
}  // namespace

Exact::Exact(const Project& project, const Distances& distances,
             const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs, Time most)
    : tasks_(project.tasks.size()) {
  const std::vector<Time> head = heads(project, distances), tail = tails(project, distances);
  Time first = 0;
  for (std::size_t i = 0; i < tasks_; ++i) {
    engine_.variable(head[i], std::min(project.tasks[i].latest, most - tail[i]));
    first = std::max(first, head[i] + tail[i]);
  }
  end_ = engine_.variable(first, std::max(first, most));
  std::vector<std::int32_t> starts(tasks_);
  std::iota(starts.begin(), starts.end(), 0);
  engine_.decide(starts);
  for (std::int32_t i : starts) engine_.difference(i, end_, project.tasks[static_cast<std::size_t>(i)].duration);
  for (const Lag& lag : project.lags) {
    if (lag.from != lag.to) engine_.difference(lag.from, lag.to, lag.least);
  }
  engine_.require(at_most(end_, most));
  for (const auto& [a, b] : pairs) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    const Time there = distances.at(i, j), back = distances.at(j, i);
    const Time first_long = project.tasks[i].duration, second_long = project.tasks[j].duration;
    if (there >= first_long || back >= second_long) {  // in order already, maybe by an order that was forced
      if (there >= first_long) engine_.difference(a, b, first_long);
      if (back >= second_long) engine_.difference(b, a, second_long);
      continue;
    }
    if (pairs.size() > most_pairs) continue;
    const std::int32_t order = engine_.variable(0, 1);
    engine_.difference(a, b, first_long, at_least(order, 1));
    engine_.difference(b, a, second_long, at_most(order, 0));
  }
  for (std::size_t r = 0; r < project.capacities.size(); ++r) {
    std::vector<Timetable::Use> uses;
    for (std::size_t i = 0; i < tasks_; ++i) {
      const Task& task = project.tasks[i];
      if (task.duration > 0 && task.demands[r] > 0)
        uses.push_back({static_cast<std::int32_t>(i), task.duration, task.demands[r]});
    }
    if (uses.empty()) continue;
    resources_.push_back(std::make_unique<Timetable>(std::move(uses), project.capacities[r]));
    engine_.add(*resources_.back(), resources_.back()->variables());
  }
}

Found Exact::look(Time most, std::span<const Fact> assumptions, std::int64_t conflicts,
                  const std::function<bool()>& stop) {
  std::vector<Fact> all{at_most(end_, most)};
  all.insert(all.end(), assumptions.begin(), assumptions.end());
  const Found found = engine_.search(all, conflicts, stop);
  if (found == Found::schedule) {
    schedule_.resize(tasks_);
    for (std::size_t i = 0; i < tasks_; ++i) schedule_[i] = engine_.value(static_cast<std::int32_t>(i));
  }
  return found;
}

bool Exact::end_by(Time most) {
  return engine_.require(at_most(end_, most));
}

void Exact::prefer(const Schedule& starts) {
  for (std::size_t i = 0; i < tasks_; ++i) engine_.prefer(static_cast<std::int32_t>(i), starts[i]);
}

}  // namespace v2v::capacity
