// capacity: exact search over the starts of a project, which finds schedules, proves bounds and proves that there is
// none (Schutt, Feydy, Stuckey & Wallace 2011, 2013).
#pragma once
#include <memory>

#include "capacity/distances.h"
#include "capacity/timetable.h"

namespace v2v::capacity {

class Exact {
 public:
  /// Of schedules that end by `most`. `distances` are those of the project, orders forced or not; `pairs` are decided
  /// as orders where they are few enough.
  Exact(const Project& project, const Distances& distances,
        const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs, Time most);

  /// A schedule that ends by `most`, and of the given tasks starts by the given times.
  Found look(Time most, std::span<const Fact> assumptions, std::int64_t conflicts, const std::function<bool()>& stop);
  const Schedule& schedule() const { return schedule_; }

  /// Only schedules that end by `most` count from here on. False where there is none.
  bool end_by(Time most);
  /// No schedule ends before this; from the root's propagation.
  Time end_at_least() const { return engine_.least(end_); }
  bool end_not_before(Time least) { return engine_.require(at_least(end_, least)); }
  /// Starts that are tried first.
  void prefer(const Schedule& starts);

  std::int64_t conflicts() const { return engine_.conflicts(); }
  std::int64_t dives() const { return engine_.dives(); }

 private:
  std::size_t tasks_;
  Engine engine_;  // variable i is the start of task i
  std::int32_t end_ = 0;
  std::vector<std::unique_ptr<Timetable>> resources_;
  Schedule schedule_;
};

}  // namespace v2v::capacity
