// laws: which kinds of rule, calendar and question random networks have reached, so that none is left out unseen.
#pragma once
#include <array>
#include <bitset>
#include <string>

#include "network_case.h"

namespace v2v::laws {

enum Kind {
  elapsed_least,
  elapsed_greatest,
  dated_least,
  dated_greatest,
  mapped_least,
  mapped_greatest,
  wall_least,
  wall_greatest,
  mapped_wall_least,
  mapped_wall_greatest,
  waiting_wall_least,
  waiting_wall_greatest,
  worked_least,
  worked_greatest,
  backwards,    // a negative wait
  tolerance,    // a date, give or take
  own_link,     // an event linked to itself
  map_past,     // a map that leads to an earlier date
  map_stands,   // a map with one image for two dates
  map_leaves,   // a map with images outside the table of dates
  dates_end,    // a table of dates that does not cover the horizon
  clocks_move,  // forward or back
  not_before,
  not_after,
  start_only,  // an opening of no length
  open_length,
  any_of_several,
  too_long,       // for every range of its tables
  never_open,     // a table without ranges
  shut_for_days,  // a gap longer than a date
  opening_ends,   // a table that is shut before the horizon ends
  opened_twice,   // two openings that must both hold
  rigid_pair,
  rigid_group,     // of three or more
  opened_rigid,    // an opening on a rigid pair
  rigid_conflict,  // two rigid waits between the same events that differ
  ring,            // waits that go round, not all rigid
  untagged_rule,
  pin_exact,
  pin_window,
  pin_open_end,
  pin_untagged,
  left_out,  // a tag without force
  turned,    // a chain with a cycle that creeps
  kinds
};
using Kinds = std::bitset<kinds>;

Kinds kinds_of(const World& world, const Rule& rule);
/// Of all rules in force together, and of the question.
Kinds kinds_of(const World& world, const Case& c);
/// Of the rules that a clash names, and of the question.
Kinds kinds_of(const World& world, const Case& c, const network::Clash& clash);

/// In how many cases each kind was part of a plan, and in how many a clash named it.
struct Reached {
  std::array<long, kinds> plans{}, clashes{};
  void add(const Kinds& seen, bool plan);
  /// `elapsed_least 512/99, ...`: plans/clashes.
  std::string said() const;
  /// Kinds that lack a plan or a clash, of those that can have one; empty when none is left out.
  std::string missed() const;
};

}  // namespace v2v::laws
