#include "capacity/profile.h"

#include <algorithm>

namespace v2v::capacity {

Profile::Profile(const Project& project) {
  const std::size_t resources = project.capacities.size();
  const bool small =
      std::all_of(project.capacities.begin(), project.capacities.end(), [](std::int32_t c) { return c < (1 << 15); });
  const std::size_t lanes = small ? 4 : 2, bits = 64 / lanes;
  words_ = std::max<std::size_t>(1, (resources + lanes - 1) / lanes);
  for (std::size_t k = 1; k <= lanes; ++k) guard_ |= std::uint64_t{1} << (k * bits - 1);
  const auto pack = [&](const std::vector<std::int32_t>& amounts, std::vector<std::uint64_t>& out) {
    const std::size_t begin = out.size();
    out.resize(begin + words_, 0);
    for (std::size_t r = 0; r < resources; ++r)
      out[begin + r / lanes] |= static_cast<std::uint64_t>(amounts[r]) << (r % lanes * bits);
  };
  pack(project.capacities, all_);
  for (const Task& task : project.tasks) {
    durations_.push_back(task.duration);
    pack(task.demands, demands_);
  }
}

void Profile::clear(Time end) {
  free_.resize(static_cast<std::size_t>(end) * words_);
  if (words_ == 1) {
    std::fill(free_.begin(), free_.end(), all_[0]);
    return;
  }
  for (std::size_t i = 0; i < free_.size(); i += words_) std::copy(all_.begin(), all_.end(), &free_[i]);
}

Time Profile::earliest(std::size_t task, Time from) const {
  const std::uint64_t* demand = &demands_[task * words_];
  const Time duration = durations_[task];
  for (Time at = from + duration - 1, seen = from; at >= seen;) {
    if (fits(demand, at)) {
      --at;
      continue;
    }
    seen = from + duration;  // up to there all fits
    from = at + 1;
    at = from + duration - 1;
    seen = std::max(seen, from);
  }
  return from;
}

Time Profile::latest(std::size_t task, Time from) const {
  const std::uint64_t* demand = &demands_[task * words_];
  const Time duration = durations_[task];
  for (Time at = from, seen = from + duration - 1; from >= 0 && at <= seen;) {
    if (fits(demand, at)) {
      ++at;
      continue;
    }
    seen = from - 1;
    from = at - duration;
    at = from;
    seen = std::min(seen, from + duration - 1);
  }
  return from;
}

void Profile::take(std::size_t task, Time start) {
  const std::uint64_t* demand = &demands_[task * words_];
  const auto begin = static_cast<std::size_t>(start) * words_;
  const std::size_t end = begin + static_cast<std::size_t>(durations_[task]) * words_;
  if (words_ == 1) {
    for (std::size_t i = begin; i < end; ++i) free_[i] -= demand[0];
    return;
  }
  for (std::size_t i = begin; i < end; ++i) free_[i] -= demand[(i - begin) % words_];
}

}  // namespace v2v::capacity
