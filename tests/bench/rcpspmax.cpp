// Reads RCPSP/max networks (ProGen/max, Schwindt 1998) with resources off: the earliest end is the network-based bound.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "bench.h"
#include "network/network.h"

using namespace v2v::network;

namespace v2v::bench {

namespace {

/// A `.sch` file: `n K 0 0`; n + 2 lines `id modes #successors successors... [lag]...`, lags from start to start,
/// negative ones greatest lags; durations and demands behind them do not matter here.
Network read(const std::filesystem::path& file) {
  std::ifstream in(file);
  int activities = 0, ignored = 0;
  std::string line;
  if (!std::getline(in, line) || !(std::istringstream(line) >> activities))
    throw std::runtime_error("not a .sch file: " + file.string());
  Network net(0, never / 8);
  std::vector<Event> start(static_cast<std::size_t>(activities) + 2);
  for (Event& e : start) e = net.event();
  for (std::size_t i = 0; i < start.size(); ++i) {
    std::getline(in, line);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '[' || c == ']'; }, ' ');
    std::istringstream words(line);
    std::size_t id = 0, successors = 0;
    words >> id >> ignored >> successors;
    std::vector<std::size_t> to(successors);
    for (std::size_t& t : to) words >> t;
    for (const std::size_t t : to) {
      Tick lag = 0;
      if (!(words >> lag) || id >= start.size() || t >= start.size())
        throw std::runtime_error("cut short: " + file.string());
      if (lag >= 0)
        net.link(start[id], start[t], at_least(lag));
      else
        net.link(start[t], start[id], at_most(-lag));
    }
  }
  return net;
}

int run_rcpspmax(const Given& given) {
  const std::filesystem::path root = given.at("DIR");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    std::string ending = entry.path().extension().string();
    for (char& c : ending) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    if (ending == ".sch") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::vector<std::string>> rows{{"file", "lower_bound"}};
  for (const auto& file : files) {
    const Network net = read(file);
    Labels labels;
    const bool holds = Solver(net).earliest_into(labels);
    rows.push_back({std::filesystem::relative(file, root).generic_string(),
                    holds ? std::to_string(labels.at.back()) : "infeasible"});
  }
  show(rows, given.at("as"));
  return 0;
}

}  // namespace

Subcommand rcpspmax() {
  return {"rcpspmax",
          "network-based lower bound of every .sch file under DIR, resources off",
          {{"DIR", "folder of .sch files", ""}},
          run_rcpspmax};
}

}  // namespace v2v::bench
