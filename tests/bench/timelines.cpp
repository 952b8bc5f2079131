// How many timelines (earliest and latest plan) the kernel works out in a second, and how the time grows with stages.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "bench.h"
#include "pathway.h"

using namespace v2v::network;

namespace v2v::bench {

namespace {

/// Processor time, so that other work on the machine does not count.
double seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Result {
  std::size_t events, arrows;
  double per_second;  // median of the runs
  bool sound;         // every question had a plan
};

/// Each timeline starts on another date: earliest from the origin, then latest with Day 0 held where it came to lie.
Result measure(const Workflow& w, int spread, double budget) {
  const Solver solver(w.net);
  Labels early, late;
  Question from, held;
  from.pins.push_back({w.origin, 0, never, untagged});
  held.pins = {from.pins.front(), {w.day_zero, always_before, never, untagged}};
  long feasible = 0, round = 0;
  const auto one = [&] {
    const Tick day = days(30 + (round++ * 97) % spread) + hours(9);
    from.pins[0].from = held.pins[0].from = day;
    if (!solver.earliest_into(early, from)) return;
    held.pins[1].to = early[w.day_zero];
    if (solver.latest_into(late, held)) ++feasible;
    benchmark::DoNotOptimize(late.at.data());
  };
  const double warm = seconds();
  long batch = 0;
  while (seconds() - warm < budget / 10) one(), ++batch;
  batch = std::max(1L, batch);
  std::vector<double> rates;
  for (int run = 0; run < 9; ++run) {
    const double start = seconds();
    for (long i = 0; i < batch; ++i) one();
    rates.push_back(static_cast<double>(batch) / (seconds() - start));
  }
  std::sort(rates.begin(), rates.end());
  return {early.at.size(), w.net.arrows().size(), rates[rates.size() / 2], feasible == round};
}

int run_timelines(const Given& given) {
  const Calendar c = calendar();
  std::vector<std::vector<std::string>> rows{
      {"stages", "events", "links", "timelines_per_second", "us_each", "ns_a_stage"}};
  bool sound = true;
  for (const int stages : {40, 50, 200, 1000, 5000}) {
    const Workflow w = workflow(c, stages);
    const Result r = measure(w, 1500, std::atof(given.at("seconds").c_str()));
    if (!r.sound) fmt::print(stderr, "v2v-bench: some timelines of {} stages have no plan\n", stages);
    sound = sound && r.sound;
    rows.push_back({std::to_string(stages), std::to_string(r.events), std::to_string(r.arrows),
                    fmt::format("{:.0f}", r.per_second), fmt::format("{:.2f}", 1e6 / r.per_second),
                    fmt::format("{:.0f}", 1e9 / r.per_second / stages)});
  }
  show(rows, given.at("as"));
  return sound ? 0 : 1;
}

}  // namespace

Subcommand timelines() {
  return {"timelines",
          "timelines a second on one core: earliest and latest plan of a 40-stage workflow, and growth to 5,000 stages",
          {{"--seconds", "time for each size", "1"}},
          run_timelines};
}

}  // namespace v2v::bench
