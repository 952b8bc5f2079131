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

/// Lengths that are not ours are drawn; how stages end, and whether they happen, is as the plan assumes. Bookings, and
/// dates within their notice, stay until they must move. Places and the order of one person's appointments are those of
/// the plan. Visits with give or take and stages that are to be late are left out: they follow the others. Diagnostics
/// as plan::plan.
source::Checked<timeline::Forecast> forecast(const model::Case& what, const plan::Settings& settings,
                                             const Chance& chance);

}  // namespace v2v::forecast
