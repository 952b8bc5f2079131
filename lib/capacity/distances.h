// capacity: the longest paths between tasks over their lags, and the orders that shared resources force on pairs.
#pragma once
#include <optional>
#include <vector>

#include "capacity/project.h"

namespace v2v::capacity {

inline constexpr Time no_path = std::numeric_limits<Time>::min() / 4;

/// `at(i, j)`: the start of j is at least that of i plus this; `no_path` where no lag leads from i to j.
class Distances {
 public:
  /// Nothing where a cycle of lags lifts itself. O(n^3), Floyd 1962.
  static std::optional<Distances> of(const Project& project);

  Time at(std::size_t from, std::size_t to) const { return far_[from * tasks_ + to]; }
  std::size_t tasks() const { return tasks_; }

  /// One lag more, O(n^2); false where it closes a cycle that lifts itself.
  bool add(std::size_t from, std::size_t to, Time least);

 private:
  std::size_t tasks_ = 0;
  std::vector<Time> far_;
};

/// Pairs that can never run side by side, since together they need more than there is of a resource.
std::vector<std::pair<std::int32_t, std::int32_t>> exclusive_pairs(const Project& project);

/// Adds to `distances` every order between exclusive pairs that the other order would break, until none is left.
/// False where a pair fits in neither order: the project has no schedule. Brucker, Knust, Schoo & Thiele 1998 call this
/// immediate selection.
bool force_orders(const Project& project, const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs,
                  Distances& distances);

/// Earliest start of each task by windows and distances alone.
std::vector<Time> heads(const Project& project, const Distances& distances);
/// From the start of each task to the end of the project at least.
std::vector<Time> tails(const Project& project, const Distances& distances);

}  // namespace v2v::capacity
