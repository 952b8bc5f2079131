#include "capacity/timetable.h"

#include <algorithm>

namespace v2v::capacity {

namespace {
constexpr std::pair<Time, Time> nothing{1, 0};

void insertion_sort(std::vector<std::pair<Time, std::int32_t>>& list) {
  for (std::size_t i = 1; i < list.size(); ++i) {
    const auto moved = list[i];
    std::size_t k = i;
    for (; k > 0 && list[k - 1].first > moved.first; --k) list[k] = list[k - 1];
    list[k] = moved;
  }
}
}  // namespace

Timetable::Timetable(std::vector<Use> uses, std::int32_t capacity) : uses_(std::move(uses)), capacity_(capacity) {
  sure_.assign(uses_.size(), {0, 0});
  passed_.assign(uses_.size(), nothing);
  std::stable_sort(uses_.begin(), uses_.end(), [](const Use& a, const Use& b) { return a.demand > b.demand; });
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(uses_.size()); ++i) {
    begins_.emplace_back(0, i);
    ends_.emplace_back(0, i);
  }
}

std::vector<std::int32_t> Timetable::variables() const {
  std::vector<std::int32_t> out;
  for (const Use& use : uses_) out.push_back(use.start);
  return out;
}

void Timetable::draw(const Engine& engine) {
  bool moved = false;
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    std::pair<Time, Time> sure{engine.greatest(uses_[i].start), engine.least(uses_[i].start) + uses_[i].duration};
    if (sure.first >= sure.second) sure = {0, 0};
    if (sure == sure_[i]) continue;
    sure_[i] = sure;
    moved = true;
  }
  if (!moved) return;
  std::fill(passed_.begin(), passed_.end(), nothing);
  for (auto& [at, use] : begins_) at = sure_[static_cast<std::size_t>(use)].first;
  for (auto& [at, use] : ends_) at = sure_[static_cast<std::size_t>(use)].second;
  insertion_sort(begins_);
  insertion_sort(ends_);
  parts_.clear();
  most_ = 0;
  std::int64_t held = 0;
  const std::int64_t harmless = capacity_ - uses_.front().demand;
  // Uses without a sure part begin and end at 0 alike.
  for (std::size_t b = 0, e = 0; e < ends_.size();) {
    const Time at = b < begins_.size() ? std::min(begins_[b].first, ends_[e].first) : ends_[e].first;
    for (; b < begins_.size() && begins_[b].first == at; ++b) held += demand(begins_[b].second);
    for (; e < ends_.size() && ends_[e].first == at; ++e) held -= demand(ends_[e].second);
    if (held <= harmless) continue;
    const Time to = b < begins_.size() ? std::min(begins_[b].first, ends_[e].first) : ends_[e].first;
    parts_.push_back({at, to, held});
    most_ = std::max(most_, held);
  }
}

void Timetable::reasons(const Engine& engine, Time at, std::int64_t more_than, std::size_t but) {
  because_.clear();
  there_.clear();
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    if (i == but || at < sure_[i].first || at >= sure_[i].second) continue;
    there_.push_back(i);
    sum += uses_[i].demand;
  }
  const auto facts = [&](std::size_t i) {
    return std::pair(at_least(uses_[i].start, at - uses_[i].duration + 1), at_most(uses_[i].start, at));
  };
  // What is not needed is left out, small demands first, but never what costs nothing.
  for (std::size_t k = there_.size(); k-- > 0;) {
    const auto [least, most] = facts(there_[k]);
    if (engine.always(least) && engine.always(most)) continue;
    if (sum - uses_[there_[k]].demand > more_than) {
      sum -= uses_[there_[k]].demand;
      continue;
    }
    if (!engine.always(least)) because_.push_back(least);
    if (!engine.always(most)) because_.push_back(most);
  }
}

bool Timetable::push_later(Engine& engine, std::size_t use) {
  const Use& u = uses_[use];
  Time start = engine.least(u.start);
  auto part = std::lower_bound(parts_.begin(), parts_.end(), start, [](const Part& p, Time t) { return p.to <= t; });
  while (part != parts_.end() && part->from < start + u.duration) {
    if (part->held + u.demand <= capacity_ || (part->from >= sure_[use].first && part->to <= sure_[use].second)) {
      ++part;
      continue;
    }
    const Time at = std::min(part->to, start + u.duration) - 1;
    reasons(engine, at, capacity_ - u.demand, use);
    const Fact mine = at_least(u.start, at - u.duration + 1);
    if (!engine.always(mine)) because_.push_back(mine);
    if (!engine.set(at_least(u.start, at + 1), because_)) return false;
    start = at + 1;
    if (part->to <= start) ++part;
  }
  return true;
}

bool Timetable::push_earlier(Engine& engine, std::size_t use) {
  const Use& u = uses_[use];
  Time end = engine.greatest(u.start) + u.duration;
  auto part = std::lower_bound(parts_.begin(), parts_.end(), end, [](const Part& p, Time t) { return p.from < t; });
  while (part != parts_.begin() && (part - 1)->to > end - u.duration) {
    const Part& p = *(part - 1);
    if (p.held + u.demand <= capacity_ || (p.from >= sure_[use].first && p.to <= sure_[use].second)) {
      --part;
      continue;
    }
    const Time at = std::max(p.from, end - u.duration);
    reasons(engine, at, capacity_ - u.demand, use);
    const Fact mine = at_most(u.start, at);
    if (!engine.always(mine)) because_.push_back(mine);
    if (!engine.set(at_most(u.start, at - u.duration), because_)) return false;
    end = at;
    if (p.from >= end) --part;
  }
  return true;
}

bool Timetable::propagate(Engine& engine) {
  draw(engine);
  if (most_ > capacity_) {
    const auto over = std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) { return p.held > capacity_; });
    reasons(engine, over->from + (over->to - over->from) / 2, capacity_, uses_.size());
    return engine.clash(because_);
  }
  // The greatest demands stand first: what is small enough fits everywhere.
  for (std::size_t i = 0; i < uses_.size() && most_ + uses_[i].demand > capacity_; ++i) {
    const std::pair now{engine.least(uses_[i].start), engine.greatest(uses_[i].start)};
    if (now.first == now.second || now == passed_[i]) continue;
    if (!push_later(engine, i) || !push_earlier(engine, i)) return false;
    passed_[i] = {engine.least(uses_[i].start), engine.greatest(uses_[i].start)};
  }
  return true;
}

}  // namespace v2v::capacity
