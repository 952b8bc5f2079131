// What it takes to plan one patient from nothing: a fresh process that starts, reads, plans and prints.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "bench.h"
#include "process.h"

namespace v2v::bench {

namespace {

struct Costs {
  std::vector<double> wall, cpu, rss;
};

void run_once(const std::vector<std::string>& words, Costs& costs) {
  const Cost cost = spawn(words);
  if (cost.code != 0) throw std::runtime_error(fmt::format("'{}' ended with {}", fmt::join(words, " "), cost.code));
  costs.wall.push_back(cost.wall_ms);
  costs.cpu.push_back(cost.cpu_ms);
  costs.rss.push_back(cost.rss_mb);
}

int run_cold(const Given& given) {
  const std::string v2v = given.at("v2v").empty() ? beside_us("v2v") : given.at("v2v");
  const std::vector<std::string> plan{v2v, "plan", given.at("FILE"), "--today", given.at("today")};
  const std::vector<std::string> start{v2v, "--version"};
  const int runs = std::max(1, std::atoi(given.at("runs").c_str()));
  Costs planned, started, thrown_away;
  run_once(plan, thrown_away);      // the disk's cache is filled
  for (int i = 0; i < runs; ++i) {  // interleaved, so that a busy machine tells on both
    run_once(plan, planned);
    run_once(start, started);
  }
  const auto row = [](const std::string& name, double wall, double cpu, double rss) {
    return std::vector<std::string>{name, fmt::format("{:.2f}", wall), fmt::format("{:.2f}", cpu),
                                    fmt::format("{:.1f}", rss)};
  };
  const double wall = median(planned.wall), cpu = median(planned.cpu), rss = median(planned.rss);
  const double start_wall = median(started.wall), start_cpu = median(started.cpu), start_rss = median(started.rss);
  show({{"process", "wall_ms", "cpu_ms", "rss_mb"},
        row("v2v plan", wall, cpu, rss),
        row("v2v --version", start_wall, start_cpu, start_rss),
        row("difference", wall - start_wall, cpu - start_cpu, rss - start_rss)},
       given.at("as"));
  return 0;
}

}  // namespace

Subcommand cold() {
  return {"cold",
          "a fresh `v2v plan` of one patient beside `v2v --version`: median time and memory of the process",
          {{"FILE", "patient file", "examples/patients/P-0042.yaml"},
           {"--today", "the date planned on", "2026-10-05"},
           {"--runs", "processes of either kind", "51"},
           {"--v2v", "the program; none: the one beside v2v-bench", ""}},
          run_cold};
}

}  // namespace v2v::bench
