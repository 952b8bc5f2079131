// capacity: large neighbourhood search: most of a good schedule keeps its order, the rest is searched exactly (Shaw
// 1998; Godard, Laborie & Nuijten 2005).
#pragma once
#include <functional>
#include <vector>

#include "capacity/chance.h"
#include "capacity/exact.h"

namespace v2v::capacity {

class Improve {
 public:
  Improve(const Project& project, std::uint64_t seed) : project_(project), chance_(seed), free_(12) {}

  /// One neighbourhood of `starts`, which ends at `end`: a schedule that ends earlier, or nothing. At most so many
  /// `conflicts` and `dives`.
  std::optional<Schedule> step(const Schedule& starts, Time end, std::int64_t conflicts, std::int64_t dives,
                               const std::function<bool()>& stop);

  std::int64_t conflicts() const { return conflicts_; }
  std::int64_t schedules() const { return schedules_; }  // dives of the searches

 private:
  std::vector<bool> freed(const Schedule& starts, Time end);

  const Project& project_;
  Chance chance_;
  std::size_t free_;  // tasks that are freed: more where that is found to be easy, fewer where not
  std::int64_t conflicts_ = 0, schedules_ = 0;
};

}  // namespace v2v::capacity
