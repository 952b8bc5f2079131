// How many runs of the policy one core follows in a second: a 40-stage workflow in which four lengths are not ours.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "bench.h"
#include "forecast/replicate.h"
#include "pathway.h"

using namespace v2v::network;

namespace v2v::bench {

namespace {

double seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The travel, making, release and delivery of a product, and a week's notice before Day 0 and what leads to it.
forecast::Pathway pathway(const Workflow& w, const Calendar& c) {
  using forecast::Distribution;
  forecast::Pathway way;
  way.net = &w.net;
  const auto uncertain = [&](std::size_t stage, const Distribution& d, const Dates* dates) {
    forecast::Table table(d);
    std::vector<Step> steps;
    for (auto n = table.least(); dates && n <= table.most() + 1; ++n) steps.push_back(Step::of_wall(n, *dates));
    way.lengths.push_back({w.starts[stage], w.ends[stage], w.lengths[stage], std::move(table), std::move(steps), -1});
  };
  uncertain(8, Distribution::pert(60, 90, 400), nullptr);
  uncertain(12, Distribution::pert(5, 8, 30), &c.dates);
  uncertain(14, Distribution::lognormal(0.5, 120, 0.9, 400), nullptr);
  uncertain(18, Distribution::triangular(30, 60, 240), nullptr);
  for (std::size_t s = 0; s < w.starts.size(); ++s) way.told.push_back({w.starts[s], s >= 20 ? days(7) : 0, {}});
  return way;
}

int run_policy(const Given& given) {
  const Calendar c = calendar();
  const Workflow w = workflow(c, 40);
  const forecast::Pathway way = pathway(w, c);
  forecast::Policy policy(way);
  forecast::Run run;
  const double budget = std::atof(given.at("seconds").c_str());
  long runs = 0, broken = 0, moved = 0;
  std::vector<double> u(way.lengths.size());
  const auto one = [&] {
    for (std::size_t k = 0; k < u.size(); ++k)
      u[k] = forecast::uniform({1, 0}, {0, static_cast<std::uint32_t>(runs), static_cast<std::uint32_t>(k), 0});
    policy.follow(u, run);
    ++runs;
    broken += run.broken;
    moved += std::any_of(run.moved.begin(), run.moved.end(), [](int n) { return n > 0; });
  };
  std::vector<double> rates;
  for (int batch = 0; batch < 9; ++batch) {
    const double start = seconds();
    const long before = runs;
    while (seconds() - start < budget / 9)
      for (int k = 0; k < 64; ++k) one();
    rates.push_back(static_cast<double>(runs - before) / (seconds() - start));
  }
  std::sort(rates.begin(), rates.end());
  const double rate = rates[rates.size() / 2];
  show({{"stages", "uncertain", "runs_per_second", "us_each", "runs", "with_a_told_date_moved", "broken"},
        {std::to_string(w.starts.size()), std::to_string(way.lengths.size()), fmt::format("{:.0f}", rate),
         fmt::format("{:.2f}", 1e6 / rate), std::to_string(runs),
         fmt::format("{:.1f}%", 100.0 * static_cast<double>(moved) / static_cast<double>(runs)),
         std::to_string(broken)}},
       given.at("as"));
  return 0;
}

}  // namespace

Subcommand policy() {
  return {"policy",
          "runs of the policy a second on one core: a 40-stage workflow, four lengths that are not ours",
          {{"--seconds", "time to measure", "1"}},
          run_policy};
}

}  // namespace v2v::bench
