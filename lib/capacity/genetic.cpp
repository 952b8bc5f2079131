#include "capacity/genetic.h"

#include <algorithm>

namespace v2v::capacity {

namespace {
constexpr std::size_t at(std::int32_t i) {
  return static_cast<std::size_t>(i);
}
}  // namespace

Genetic::Genetic(const Project& project, Generator& generator, std::uint64_t seed, std::int64_t schedules)
    : project_(project), generator_(generator), chance_(seed), mark_(project.tasks.size(), 0) {
  // Found by trial: with more time more of them, and moved further.
  const bool many = schedules >= 20'000;
  size_ = schedules < 2'000 ? 30 : many ? 250 : 60;
  moved_ = many ? 10 : 5;
  latest_.assign(project.tasks.size(), 0);
  const std::vector<std::int32_t>& order = generator.topological();
  std::vector<std::vector<std::pair<std::int32_t, Time>>> after(project.tasks.size());
  for (const Lag& lag : project.lags) after[at(lag.from)].emplace_back(lag.to, lag.least);
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    Time tail = project.tasks[at(*it)].duration;
    for (const auto& [to, least] : after[at(*it)]) tail = std::max(tail, least - latest_[at(to)]);
    latest_[at(*it)] = -tail;
  }
}

/// A list biased by latest starts: regret-based random sampling (Drexl 1991), which keeps every order possible.
std::vector<std::int32_t> Genetic::sampled() {
  const std::size_t n = project_.tasks.size();
  std::vector<std::int32_t> missing(n, 0), out, ready;
  std::vector<std::vector<std::int32_t>> after(n);
  for (const Lag& lag : project_.lags) {
    ++missing[at(lag.to)];
    after[at(lag.from)].push_back(lag.to);
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (missing[i] == 0) ready.push_back(static_cast<std::int32_t>(i));
  }
  while (!ready.empty()) {
    Time worst = latest_[at(ready.front())];
    for (const std::int32_t i : ready) worst = std::max(worst, latest_[at(i)]);
    std::uint64_t sum = 0;
    const auto weight = [&](std::int32_t i) {
      const auto regret = static_cast<std::uint64_t>(worst - latest_[at(i)] + 1);
      return regret * regret;
    };
    for (const std::int32_t i : ready) sum += weight(i);
    std::uint64_t drawn = chance_.next() % sum;
    std::size_t k = 0;
    for (; drawn >= weight(ready[k]); ++k) drawn -= weight(ready[k]);
    const std::int32_t chosen = ready[k];
    ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(k));
    out.push_back(chosen);
    for (const std::int32_t j : after[at(chosen)]) {
      if (--missing[at(j)] == 0) ready.push_back(j);
    }
  }
  return out;
}

Genetic::One Genetic::finish(const std::vector<std::int32_t>& list) {
  One one;
  one.end = generator_.forward(list, one.starts);
  if (generator_.schedules() + 2 <= limit_) {
    Schedule moved = one.starts;
    generator_.right(moved);
    const Time end = generator_.left(moved);
    if (end <= one.end) {
      one.end = end;
      one.starts.swap(moved);
    }
  }
  one.list = generator_.by_start(one.starts);
  for (const Time t : one.starts) one.sum += t;
  return one;
}

/// Of the mother the part between two points, of the father the rest in his order.
std::vector<std::int32_t> Genetic::crossed(const One& mother, const One& father) {
  const std::size_t n = mother.list.size();
  std::size_t first = chance_.below(n), second = chance_.below(n);
  if (first > second) std::swap(first, second);
  ++stamp_;
  std::vector<std::int32_t> out;
  out.reserve(n);
  // The outer parts come from the mother, the middle of the father: both keep the order of what must follow.
  const auto take = [&](std::int32_t i) {
    out.push_back(i);
    mark_[at(i)] = stamp_;
  };
  for (std::size_t k = 0; k < first; ++k) take(mother.list[k]);
  for (std::size_t k = 0; k < n && out.size() < second; ++k) {
    if (mark_[at(father.list[k])] != stamp_) take(father.list[k]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (mark_[at(mother.list[k])] != stamp_) take(mother.list[k]);
  }
  return out;
}

/// The mother's busiest stretch is handed on whole: what runs in it stays together, before it and behind it the
/// father's order holds.
std::vector<std::int32_t> Genetic::peak_crossed(const One& mother, const One& father) {
  const std::size_t n = mother.list.size();
  const auto length = static_cast<std::size_t>(std::max<Time>(1, mother.end));
  std::vector<double> busy(length + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Task& task = project_.tasks[i];
    double share = 0;
    for (std::size_t r = 0; r < task.demands.size(); ++r) {
      if (task.demands[r] > 0) share += static_cast<double>(task.demands[r]) / project_.capacities[r];
    }
    for (Time t = mother.starts[i]; t < mother.starts[i] + task.duration; ++t)
      busy[static_cast<std::size_t>(t)] += share;
  }
  const std::size_t window = std::max<std::size_t>(1, length * (25 + chance_.below(51)) / 100);
  double sum = 0, most = -1;
  std::size_t from = 0;
  for (std::size_t t = 0; t < length; ++t) {
    sum += busy[t];
    if (t + 1 < window) continue;
    if (sum > most) {
      most = sum;
      from = t + 1 - window;
    }
    sum -= busy[t + 1 - window];
  }
  const auto begin = static_cast<Time>(from), end = static_cast<Time>(from + window);
  // Keys: the father's places outside, the mother's inside, laid between those of the father before and behind.
  std::vector<std::pair<std::int64_t, std::int32_t>> keys;
  const auto big = static_cast<std::int64_t>(n) * 4;
  std::vector<std::int64_t> of_father(n), of_mother(n);
  for (std::size_t k = 0; k < n; ++k) {
    of_father[at(father.list[k])] = static_cast<std::int64_t>(k);
    of_mother[at(mother.list[k])] = static_cast<std::int64_t>(k);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Time start = mother.starts[i], stop = start + project_.tasks[i].duration;
    const std::int64_t key = stop <= begin && start < begin ? of_father[i] - big
                             : start >= end                 ? of_father[i] + big
                                                            : of_mother[i];
    keys.emplace_back(key, static_cast<std::int32_t>(i));
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::int32_t> out;
  for (const auto& [key, i] : keys) out.push_back(i);
  return out;
}

void Genetic::mutate(std::vector<std::int32_t>& list) {
  for (std::size_t k = 0; k + 1 < list.size(); ++k) {
    if (!chance_.percent(moved_)) continue;
    const std::size_t other = std::min(list.size() - 1, k + 1 + chance_.below(6));
    std::swap(list[k], list[other]);  // what must follow is put right as the list is read
  }
}

const Genetic::One& Genetic::tournament() {
  const One& a = population_[chance_.below(population_.size())];
  const One& b = population_[chance_.below(population_.size())];
  return a.end != b.end ? (a.end < b.end ? a : b) : (a.sum < b.sum ? a : b);
}

void Genetic::keep(One one) {
  if (best_.starts.empty() || one.end < best_.end) best_ = one;
  for (const One& other : population_) {
    if (other.end == one.end && other.sum == one.sum && other.starts == one.starts) return;
  }
  if (population_.size() < size_) {
    population_.push_back(std::move(one));
    return;
  }
  // The worst of a few gives way.
  std::size_t worst = chance_.below(size_);
  for (int k = 0; k < 4; ++k) {
    const std::size_t other = chance_.below(size_);
    const One &a = population_[other], &b = population_[worst];
    if (a.end > b.end || (a.end == b.end && a.sum > b.sum)) worst = other;
  }
  if (population_[worst].end >= one.end) population_[worst] = std::move(one);
}

void Genetic::join(const Schedule& starts) {
  One one;
  one.starts = starts;
  one.end = makespan(project_, starts);
  one.list = generator_.by_start(starts);
  for (const Time t : starts) one.sum += t;
  keep(std::move(one));
}

void Genetic::run(std::int64_t schedules, Time good_enough, const std::function<bool()>& stop) {
  limit_ = schedules;
  const auto done = [&] {
    return generator_.schedules() >= schedules || (any() && best_.end <= good_enough) || stop();
  };
  while (population_.size() < size_ && !done()) {
    const std::size_t before = population_.size();
    keep(finish(sampled()));
    if (population_.size() == before && chance_.percent(10)) break;  // so small a project has few schedules
  }
  while (!done() && population_.size() > 1) {
    const One &mother = tournament(), &father = tournament();
    std::vector<std::int32_t> list = chance_.percent(20) ? peak_crossed(mother, father) : crossed(mother, father);
    mutate(list);
    keep(finish(list));
  }
}

}  // namespace v2v::capacity
