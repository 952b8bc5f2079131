// view: two rosters of the same programme side by side, as it is and as it would be: what one more bed buys.
#pragma once
#include <string>
#include <vector>

#include "view/capacity.h"

namespace v2v::view {

/// What is different for patients. Days late and Day 0 are of those who are placed in both, so that nobody who is
/// placed at last makes the others look late.
struct Bought {
  std::vector<std::string> placed, lost;         // pseudonyms: placed only after, only before
  int placed_before = 0, placed_after = 0;       // patients
  int open = 0;                                  // patients of the second who are not closed
  std::int64_t late_before = 0, late_after = 0;  // days
  std::int64_t weighted_before = 0, weighted_after = 0;
  std::int64_t sooner_sum = 0;  // days of Day 0, less is negative
  int compared = 0;             // patients with a Day 0 in both
  struct Moved {
    std::string patient;
    Day before, after;
  };
  std::vector<Moved> moved;  // by how much sooner, then by pseudonym
};
Bought bought(const timeline::Roster& before, const timeline::Roster& after);
/// `placed: 41 of 45, before 38: P-0203`, ..., a line each.
std::vector<std::string> bought_lines(const Bought& bought);

/// A resource in the weeks of both; no use: one of them has no such resource or week.
struct Beside {
  std::string resource, place, name;  // title, and its two parts
  bool quota = false;
  struct Half {
    const timeline::WeekUse* use = nullptr;
    bool binding = false;
  };
  std::vector<Half> before, after;  // beside the weeks of `after`
};
/// Those that are used in either, in the order of `after`; weeks are found by their Monday.
std::vector<Beside> beside(const Counted& before, const Counted& after);
/// Whether nothing is used in either, for each week.
std::vector<bool> idle_weeks(const std::vector<Beside>& rows, std::size_t weeks);

/// What it buys, then use by week as `before > after`, then what holds the others up.
std::string versus(const Counted& before, const Counted& after, const CapacityStyle& style = {});

}  // namespace v2v::view
