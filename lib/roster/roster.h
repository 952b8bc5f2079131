// roster: all patients of a programme on what one centre has: who is first served, each at the earliest that the others
// leave, then improved. No clock, no file: a function of the programme, the settings and `stop`.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "model/programme.h"
#include "plan/plan.h"
#include "timeline/roster.h"

namespace v2v::roster {

struct Settings {
  calendar::Day today;
  plan::Assume assume = plan::Assume::p80;  // what is reserved behind a length that is not ours
  long iterations = 2'000;                  // of improving; a schedule of one or several patients each
  std::optional<long> nodes;  // of the exact search for few patients; else as many as there were iterations
  std::uint64_t seed = 1;
  /// A roster to begin with, of the same patients or others: who stands in it keeps the slots where they fit, or takes
  /// better ones.
  const timeline::Roster* from = nullptr;
  std::function<bool()> stop = [] { return false; };  // asked between iterations; then the best so far is the answer
  /// Told now and then: iterations so far, the objective and the bound.
  std::function<void(long, const timeline::Objective&, const timeline::Objective&)> progress;
  bool lost = true;  // reckon how often what is reserved comes too soon
};

std::string_view word(plan::Assume assume);

struct Answer {
  timeline::Roster roster;
  /// The whole plan of each patient, in the order of roster.patients, with the slots that the roster gives it as
  /// bookings would be; a conflict or no entries for who is not placed.
  std::vector<timeline::Timeline> plans;
};

/// Every open patient gets all that it needs or nothing new: nobody is collected without a place to be infused. What
/// happened and what is booked stays; where that alone is more than there is, `over` says so. Diagnostics: those of a
/// patient whose plan cannot even be asked for (plan::plan).
source::Checked<Answer> roster(const model::Programme& programme, const Settings& settings);

}  // namespace v2v::roster
