// roster: which slots work for one patient, beside those that others have?
#pragma once
#include <string>
#include <vector>

#include "roster/roster.h"
#include "timeline/slots.h"

namespace v2v::roster {

/// What others have, however it was worked out: by the ids of place and resource, since it may come from a file.
struct Theirs {
  std::string patient, priority, resource;  // "ward.bed"
  calendar::Instant from, to;
  int n = 1;
};

/// What all but one hold by what happened, is booked or held: each at the earliest that is left.
std::vector<Theirs> booked_by_others(const model::Programme& programme, const Settings& settings,
                                     const std::string& but);
/// What all but one have in a roster.
std::vector<Theirs> rostered_to_others(const timeline::Roster& roster, const std::string& but);

/// The first `n` sets that differ in the date of some slot, by Day 0, then the sooner slots. `who` is a patient of the
/// programme. Each set is a plan of plan/ with its slots booked, beside all of `theirs`. Diagnostics: those of the
/// patient's own plan. O(n * stages) placements and 2 n plans.
source::Checked<timeline::SlotSets> slots(const model::Programme& programme, const Settings& settings,
                                          const std::string& who, const std::vector<Theirs>& theirs, std::size_t n);

}  // namespace v2v::roster
