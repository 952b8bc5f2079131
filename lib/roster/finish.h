// roster: from where a patient fits to the finished plan: the slots written into the case as bookings, planned by
// plan/ like any other, and what its visits hold then.
#pragma once
#include <optional>
#include <vector>

#include "roster/pathway.h"
#include "timeline/timeline.h"

namespace v2v::roster {

struct Finished {
  timeline::Timeline plan;
  std::vector<timeline::Hold> holds;  // of everything that the visits need; `patient` is left to the caller
  std::vector<Held> held;             // beside holds
  std::vector<timeline::Slot> slots;  // by start
  std::optional<Tick> day_zero;
  bool fits = false;           // beside what others have
  std::optional<double> lost;  // how often a slot comes too soon, where that was asked
};

/// The case with a booking for each visit of the pathway that needs something, or that this hangs on, and is not fixed
/// already.
model::Case booked(const model::Case& what, const Pathway& pathway, const network::Labels& at, const Pathway::Ask& ask,
                   const plan::Almanac& almanac);

/// Nothing where the plan with these bookings clashes. `draws`: for Finished::lost. O(plan::search).
std::optional<Finished> finish(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                               Stock& stock, const Pathway& pathway, const Placement& placement,
                               const Pathway::Ask& ask, int draws = 0);

/// The same by other means, where the quick way finds nothing: the whole search for a plan again and again, each time
/// with what others have, so that what grows too old is done again and holds give way. `why`: where there is none, what
/// cannot be. `again`: what had to be done again, and which holds had to give way. O(pushes * plan::search).
std::optional<Finished> finish_slowly(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                                      Stock& stock, const Pathway::Ask& ask, std::string& why,
                                      plan::Choices* again = nullptr);

}  // namespace v2v::roster
