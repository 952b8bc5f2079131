// plan: from a case to the shown plan, by rounds of compiling and solving: attempts, holds, places, one body, late,
// near.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/compile.h"

namespace v2v::plan {

/// What was found: the network as it stands in the last round, and the labels laid over it.
struct Found {
  Compiled c;
  Choices choices;
  std::optional<network::Solver> solver;
  std::optional<network::Clash> clash;  // not measured; then no labels
  network::Labels earliest, shown, latest;
  network::Question shown_by;   // pins that make the shown plan of the earliest (late, near a named day)
  std::vector<int> to_be_late;  // visits to be as late as the rest allows, in the order of settling
  std::vector<std::pair<int, std::size_t>> late;  // late visits in the order in which they were settled, and
  network::Question late_given;                   // how many of these pins gave each its date
  std::vector<int> unheld;                        // late visits that nothing holds: they are at their earliest
  int held_visit = -1;                            // held for slack
  std::vector<std::pair<int, int>> joined;        // visits of one visit list
  std::vector<std::string> notes;                 // what gave way, what was done again, what was put in order
  std::vector<std::string> again;                 // beside Choices::retries, in words; empty: not of this search
  std::vector<std::string> gave_way;              // beside the holds that this search released, in words
  Found() : c(network::Network(0, 0)) {}
};

/// Rounds end because each one fixes a choice for good: an attempt a link, a hold, a place a visit, an order a pair.
/// `start` gives choices that were made before, as those of the likely plan for the least and the most one.
/// Each new attempt of what is too old is left out once again, to see whether it is needed.
Found search(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start = {});
/// One such search, where `again` says whether something may be done again because it is too old.
Found search_once(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start,
                  bool again);

}  // namespace v2v::plan
