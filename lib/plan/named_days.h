// plan: how many visits a `falls-on` or a `repeat` stands for, and the day at which each aims.
#pragma once
#include <optional>
#include <vector>

#include "model/workflow.h"
#include "plan/almanac.h"

namespace v2v::plan {

/// The day that a visit of `falls-on` is planned for: a point, and moves of its date.
struct Aim {
  model::Point point;
  Moves moves;
  std::optional<Moves> until;  // `n a week`: the block's last day
};

/// Day 1 is the date itself where days count from one, and -1 the day before it.
Moves number_moves(const model::Workflow& workflow, const model::Point& point);
/// A first of January in a leap year: no move clamps on it.
inline const Day reference_day = *calendar::day_of(2024, 1, 1);

/// In the order of their days, counted from `from`. Of a pattern whose ends count from different stages nobody can say
/// how many visits it has: it gives none, and `unsure` is set.
std::vector<Aim> aims_of(const model::Workflow& workflow, const model::Placements& days, bool& unsure,
                         Day from = reference_day);
/// Whether these days change their order with the day that they count from: day 29 and month 1 do, in February.
bool mixed(const std::vector<Aim>& aims);
/// The day number by which the rule knows each of its visits, whatever became of them: from the day it counts from (as
/// if that were a first of January), of a series from its first visit as day 1. No two are the same.
std::vector<int> day_names(const std::vector<Aim>& aims);
std::vector<int> day_names(const model::Series& series, const model::Wait* apart, int visits);
/// Visits of a series; `until`: how many one `until OUTCOME` is taken to need.
int visits_of(const model::Series& series, int until);

}  // namespace v2v::plan
