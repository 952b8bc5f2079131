#include "capacity/timetable.h"

#include <algorithm>

namespace v2v::capacity {

Timetable::Timetable(std::vector<Use> uses, std::int32_t capacity) : uses_(std::move(uses)), capacity_(capacity) {
  std::stable_sort(uses_.begin(), uses_.end(), [](const Use& a, const Use& b) { return a.demand > b.demand; });
}

std::vector<std::int32_t> Timetable::variables() const {
  std::vector<std::int32_t> out;
  for (const Use& use : uses_) out.push_back(use.start);
  return out;
}

void Timetable::draw(const Engine& engine) {
  std::vector<std::pair<Time, Time>> sure(uses_.size());
  for (std::size_t i = 0; i < uses_.size(); ++i)
    sure[i] = {engine.greatest(uses_[i].start), engine.least(uses_[i].start) + uses_[i].duration};
  sure_.swap(sure);
  changes_.clear();
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    const auto [from, to] = sure_[i];
    if (from >= to) continue;
    changes_.emplace_back(from, uses_[i].demand);
    changes_.emplace_back(to, -uses_[i].demand);
  }
  std::sort(changes_.begin(), changes_.end());
  parts_.clear();
  std::int64_t held = 0;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    held += changes_[i].second;
    if (i + 1 == changes_.size() || changes_[i + 1].first == changes_[i].first) continue;
    if (held > 0) parts_.push_back({changes_[i].first, changes_[i + 1].first, held});
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
  for (const Part& part : parts_) {
    if (part.held <= capacity_) continue;
    reasons(engine, part.from + (part.to - part.from) / 2, capacity_, uses_.size());
    return engine.clash(because_);
  }
  if (parts_.empty()) return true;
  for (std::size_t i = 0; i < uses_.size(); ++i) {
    if (engine.least(uses_[i].start) == engine.greatest(uses_[i].start)) continue;
    if (!push_later(engine, i) || !push_earlier(engine, i)) return false;
  }
  return true;
}

}  // namespace v2v::capacity
