#include "capacity/generate.h"

#include <algorithm>
#include <numeric>

namespace v2v::capacity {

namespace {

constexpr std::int64_t most_room = 64'000'000;  // instants times resources that a profile may have

constexpr std::size_t at(std::int32_t i) {
  return static_cast<std::size_t>(i);
}

/// By then even tasks one behind the other have ended.
std::int64_t horizon(const Project& project) {
  std::int64_t sum = 1;
  for (const Task& task : project.tasks) sum += task.duration + task.earliest;
  for (const Lag& lag : project.lags) sum += std::max<Time>(0, lag.least - project.tasks[at(lag.from)].duration);
  return sum;
}

/// Every task behind all it must follow; shorter than the project where lags run in a circle.
std::vector<std::int32_t> topological_order(const Project& project) {
  std::vector<std::int32_t> out, missing(project.tasks.size(), 0);
  std::vector<std::vector<std::int32_t>> after(project.tasks.size());
  for (const Lag& lag : project.lags) {
    ++missing[at(lag.to)];
    after[at(lag.from)].push_back(lag.to);
  }
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (missing[i] == 0) out.push_back(static_cast<std::int32_t>(i));
  }
  for (std::size_t k = 0; k < out.size(); ++k) {
    for (const std::int32_t j : after[at(out[k])]) {
      if (--missing[at(j)] == 0) out.push_back(j);
    }
  }
  return out;
}

}  // namespace

bool Generator::suits(const Project& project) {
  for (const Lag& lag : project.lags) {
    if (lag.least < 0) return false;
  }
  for (const Task& task : project.tasks) {
    if (task.latest != unbounded) return false;
    for (std::size_t r = 0; task.duration > 0 && r < project.capacities.size(); ++r) {
      if (task.demands[r] > project.capacities[r]) return false;
    }
  }
  const auto resources = static_cast<std::int64_t>(project.capacities.size()) + 1;
  return horizon(project) * resources <= most_room && topological_order(project).size() == project.tasks.size();
}

Generator::Generator(const Project& project)
    : project_(project), profile_(project), before_(project.tasks.size()), after_(project.tasks.size()) {
  for (const Lag& lag : project.lags) {
    before_[at(lag.to)].push_back({lag.from, lag.least});
    after_[at(lag.from)].push_back({lag.to, lag.least});
  }
  horizon_ = static_cast<Time>(horizon(project));
  order_ = topological_order(project);
  rank_.resize(order_.size());
  for (std::size_t k = 0; k < order_.size(); ++k) rank_[at(order_[k])] = static_cast<std::int32_t>(k);
}

Time Generator::forward(const std::vector<std::int32_t>& list, Schedule& starts) {
  ++schedules_;
  profile_.clear(horizon_);
  starts.assign(project_.tasks.size(), -1);
  Time end = 0;
  list_.assign(list.rbegin(), list.rend());  // a stack
  while (!list_.empty()) {
    const std::size_t i = at(list_.back());
    if (starts[i] >= 0) {
      list_.pop_back();
      continue;
    }
    Time from = project_.tasks[i].earliest;
    bool ready = true;
    for (const Arc& arc : before_[i]) {
      if (starts[at(arc.task)] < 0) {
        list_.push_back(arc.task);
        ready = false;
      } else {
        from = std::max(from, starts[at(arc.task)] + arc.least);
      }
    }
    if (!ready) continue;
    list_.pop_back();
    starts[i] = profile_.earliest(i, from);
    profile_.take(i, starts[i]);
    end = std::max(end, starts[i] + project_.tasks[i].duration);
  }
  return end;
}

void Generator::right(Schedule& starts) {
  ++schedules_;
  const Time end = makespan(project_, starts);
  list_ = order_;
  std::sort(list_.begin(), list_.end(), [&](std::int32_t a, std::int32_t b) {
    const Time x = starts[at(a)] + project_.tasks[at(a)].duration, y = starts[at(b)] + project_.tasks[at(b)].duration;
    return x != y ? x > y : rank_[at(a)] > rank_[at(b)];
  });
  profile_.clear(end);
  for (const std::int32_t task : list_) {
    const std::size_t i = at(task);
    Time from = end - project_.tasks[i].duration;
    for (const Arc& arc : after_[i]) from = std::min(from, starts[at(arc.task)] - arc.least);
    starts[i] = profile_.latest(i, from);
    profile_.take(i, starts[i]);
  }
}

std::vector<std::int32_t> Generator::by_start(const Schedule& starts) const {
  std::vector<std::int32_t> out(order_);
  std::sort(out.begin(), out.end(), [&](std::int32_t a, std::int32_t b) {
    return starts[at(a)] != starts[at(b)] ? starts[at(a)] < starts[at(b)] : rank_[at(a)] < rank_[at(b)];
  });
  return out;
}

Time Generator::left(Schedule& starts) {
  const std::vector<std::int32_t> list = by_start(starts);
  return forward(list, starts);
}

}  // namespace v2v::capacity
