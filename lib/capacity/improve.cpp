#include "capacity/improve.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace v2v::capacity {

namespace {

bool share(const Task& a, const Task& b) {
  for (std::size_t r = 0; r < a.demands.size(); ++r) {
    if (a.demands[r] > 0 && b.demands[r] > 0) return true;
  }
  return false;
}

}  // namespace

/// Tasks around one instant, or around it and by chance.
std::vector<bool> Improve::freed(const Schedule& starts, Time end) {
  const std::size_t n = starts.size();
  std::vector<std::size_t> by(n);
  std::iota(by.begin(), by.end(), std::size_t{0});
  const auto middle = static_cast<Time>(chance_.below(static_cast<std::size_t>(std::max<Time>(1, end))));
  std::vector<Time> away(n);
  const bool scattered = chance_.percent(20);
  for (std::size_t i = 0; i < n; ++i) {
    const Time stop = starts[i] + project_.tasks[i].duration;
    away[i] = middle < starts[i] ? starts[i] - middle : middle >= stop ? middle - stop + 1 : 0;
    if (scattered) away[i] = static_cast<Time>(chance_.below(static_cast<std::size_t>(end) + 1));
  }
  std::sort(by.begin(), by.end(),
            [&](std::size_t a, std::size_t b) { return away[a] != away[b] ? away[a] < away[b] : a < b; });
  std::vector<bool> out(n, false);
  for (std::size_t k = 0; k < std::min(free_, n); ++k) out[by[k]] = true;
  return out;
}

std::optional<Schedule> Improve::step(const Schedule& starts, Time end, std::int64_t conflicts, std::int64_t dives,
                                      const std::function<bool()>& stop) {
  const std::vector<bool> open = freed(starts, end);
  Project bound = project_;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const Time stops = starts[i] + project_.tasks[i].duration;
    for (std::size_t j = 0; j < starts.size() && !open[i]; ++j) {
      if (i == j || open[j] || stops > starts[j] || !share(project_.tasks[i], project_.tasks[j])) continue;
      bound.lags.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), project_.tasks[i].duration});
    }
  }
  const auto pairs = exclusive_pairs(bound);
  auto distances = Distances::of(bound);
  ++schedules_;
  if (!distances || !force_orders(bound, pairs, *distances)) return {};
  Exact exact(bound, *distances, pairs, end - 1);
  exact.prefer(starts);
  const Found found = exact.look(end - 1, {}, conflicts, [&] { return exact.dives() >= dives || stop(); });
  conflicts_ += exact.conflicts();
  schedules_ += std::max<std::int64_t>(1, exact.dives()) - 1;
  const std::size_t most = starts.size();
  if (found == Found::none || found == Found::none_here) free_ = std::min(most, free_ + 1);
  if (found == Found::stopped) free_ = std::max<std::size_t>(6, free_ - 1);
  if (found != Found::schedule) return {};
  return exact.schedule();
}

}  // namespace v2v::capacity
