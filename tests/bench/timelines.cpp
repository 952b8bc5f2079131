// How many timelines (earliest and latest plan) the kernel works out in a second, and how the time grows with stages.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "bench.h"
#include "network/network.h"

using namespace v2v::network;

namespace v2v::bench {

namespace {

constexpr int years = 80;  // room for the pathway of 5,000 stages, one after another

struct Calendar {
  Openings weekdays, daily, always;
  Dates dates;
};

/// Weekdays 08:00 to 18:00, every day 08:00 to 20:00, always; clocks changed twice a year.
Calendar calendar() {
  std::vector<Range> weekdays, daily;
  std::vector<Tick> edges;
  std::vector<Dates::Offset> offsets{{0, 0}};
  const int last = 365 * years;
  for (int day = 0; day <= last; ++day) {
    const Tick summer = day % 364 >= 84 && day % 364 < 301 ? 60 : 0;
    const Tick first = days(day) - (day % 364 > 84 && day % 364 <= 301 ? 60 : 0);
    edges.push_back(first);
    if (offsets.back().minutes != summer) offsets.push_back({days(day) + hours(1), summer});
    const Tick midnight = days(day) - summer;
    if (day % 7 < 5) weekdays.push_back({midnight + hours(8), midnight + hours(18)});
    daily.push_back({midnight + hours(8), midnight + hours(20)});
  }
  edges.push_back(edges.back() + days(1));
  return {Openings(std::move(weekdays)), Openings(std::move(daily)), Openings({{0, days(last)}}),
          Dates(0, std::move(edges), std::move(offsets))};
}

struct Workflow {
  Network net{0, days(365 * years) - 1};
  Event origin, day_zero;
};

/// A pathway of `stages` stages, in blocks of 40 like an autologous CAR-T workflow: 27 stages one after another
/// (working up, collection, making, conditioning), a Day 0, and 12 visits on named days about it.
Workflow workflow(const Calendar& c, int stages) {
  Workflow w;
  Network& net = w.net;
  Event before{}, block_zero{};
  Event last_start{};
  Tag tag = 0;
  for (int i = 0; i < stages; ++i) {
    const int k = i % 40;
    const Event start = net.event(), end = net.event();
    const Tick length = hours(1) + minutes(15 * (k % 7));
    net.link(start, end, exactly(length), ++tag);
    if (k < 28) {
      net.open(start, {k % 9 == 4 ? &c.daily : &c.weekdays}, length, ++tag);
      if (i == 0)
        w.origin = start;
      else if (k % 4 == 1)
        net.link(before, start, at_least(Step::of_days(1 + k % 3, c.dates)), ++tag);
      else if (k % 4 == 3)
        net.link(before, start, between(hours(2), days(5)), ++tag);
      else
        net.link(before, start, at_least(hours(k % 5)), ++tag);
      if (k % 6 == 5) net.link(last_start, start, at_most(Step::of_days(9, c.dates)), ++tag);
      if (k % 5 == 2) net.link(last_start, start, at_least(hours(1)), ++tag);
      if (k == 27) {
        block_zero = start;
        if (i == 27) w.day_zero = start;
      }
      last_start = start;
    } else {  // visits: days 1 to 6 where it is always open, later ones on the weekday of Day 0
      const int n = k - 27 <= 6 ? k - 27 : 7 * (k - 33) + 7;
      net.open(start, {n <= 6 ? &c.daily : &c.weekdays}, length, ++tag);
      net.link(block_zero, start, exactly(Step::of_days(n, c.dates)), ++tag);
      net.link(before, start, at_least(hours(0)), ++tag);
      if (k % 3 == 0) net.link(block_zero, end, at_least(hours(12)), ++tag);
    }
    before = end;
  }
  if (stages <= 27) w.day_zero = last_start;
  return w;
}

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
