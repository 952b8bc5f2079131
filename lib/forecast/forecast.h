// forecast: one case -> where its dates will likely fall when the plan is followed.
#pragma once
#include <string>
#include <vector>

#include "plan/plan.h"
#include "timeline/forecast.h"

namespace v2v::forecast {

struct Chance {
  unsigned seed = 1;
  long runs = 2'000;
  int threads = 1;  // the answer does not hang on it
  struct Given {
    std::string stage;
    calendar::Length longer_than;
  };
  std::vector<Given> given;  // what is known of a length beside the file: it is still not over
};

/// Lengths that are not ours, how stages end, whether they happen and who leaves are drawn, each by its own chance and
/// whatever else is drawn; a plan assumes them until they show (branches.h). Bookings, and dates within their notice,
/// stay until they must move; what is to be late is, given the rest, and what may stray from its day is as near to it
/// as the rest allows. The order of one person's appointments and their places are those of the plan of each branch.
/// Diagnostics as plan::plan.
source::Checked<timeline::Forecast> forecast(const model::Case& what, const plan::Settings& settings,
                                             const Chance& chance);

}  // namespace v2v::forecast
