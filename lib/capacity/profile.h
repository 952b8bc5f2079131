// capacity: what is free of every resource at every instant, several resources to a machine word.
#pragma once
#include <span>
#include <vector>

#include "capacity/project.h"

namespace v2v::capacity {

/// Demands of a task as words, four resources in one where all capacities fit, else two: Lamport 1975 counts so.
class Profile {
 public:
  explicit Profile(const Project& project);

  /// All free again, in [0, end).
  void clear(Time end);
  /// The earliest start not before `from` at which the task fits; needs room up to the end that was cleared.
  Time earliest(std::size_t task, Time from) const;
  /// The latest start not after `from`; -1 where there is none.
  Time latest(std::size_t task, Time from) const;
  void take(std::size_t task, Time start);

 private:
  bool fits(const std::uint64_t* demand, Time at) const {
    const std::uint64_t* free = &free_[static_cast<std::size_t>(at) * words_];
    for (std::size_t w = 0; w < words_; ++w) {
      if ((((free[w] | guard_) - demand[w]) & guard_) != guard_) return false;
    }
    return true;
  }
  std::size_t words_ = 1;
  std::uint64_t guard_ = 0;
  std::vector<std::uint64_t> all_, free_, demands_;
  std::vector<Time> durations_;
};

}  // namespace v2v::capacity
