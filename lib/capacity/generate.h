// capacity: schedules from lists: the serial scheme (Kelley 1963; Kolisch 1996), forward and backward, and
// justification (Valls, Ballestin & Quintanilla 2005). For projects of least lags only.
#pragma once
#include <vector>

#include "capacity/profile.h"
#include "capacity/project.h"

namespace v2v::capacity {

class Generator {
 public:
  /// Whether a project is one for lists: no greatest lag, no latest start, no cycle, nothing that needs more than there
  /// is.
  static bool suits(const Project& project);
  explicit Generator(const Project& project);

  /// Each task in turn as early as it may; where a task stands before one it must follow, that one comes first.
  Time forward(const std::vector<std::int32_t>& list, Schedule& starts);
  /// Each task in turn, last end first, as late as it may below the end of the schedule. Windows of tasks do not bind
  /// here.
  void right(Schedule& starts);
  /// Each task in turn, first start first, as early as it may.
  Time left(Schedule& starts);

  /// Tasks by start, then by end, then by number.
  std::vector<std::int32_t> by_start(const Schedule& starts) const;
  std::int64_t schedules() const { return schedules_; }
  const std::vector<std::int32_t>& topological() const { return order_; }

 private:
  struct Arc {
    std::int32_t task;
    Time least;
  };
  const Project& project_;
  Profile profile_;
  Time horizon_ = 0;
  std::vector<std::vector<Arc>> before_, after_;
  std::vector<std::int32_t> order_, rank_;
  std::vector<std::int32_t> list_, missing_;
  std::int64_t schedules_ = 0;
};

}  // namespace v2v::capacity
