// Reads simple temporal networks with uncertainty (JSON, as HEATlab publishes them) and says of each whether it holds.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>

#include "bench.h"
#include "network/controllability.h"

using namespace v2v::network;

namespace v2v::bench {

namespace {

using nlohmann::json;

struct Row {
  bool ours;  // a wait, else a length that is not ours
  std::int32_t from, to;
  double least;
  std::optional<double> greatest;
};

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error(what);
}

/// A number; nothing where it is absent, null or an infinity in words.
std::optional<double> number(const json& in, const char* key) {
  const auto found = in.find(key);
  if (found == in.end() || found->is_null()) return {};
  if (found->is_number()) {
    const double v = found->get<double>();
    if (std::isfinite(v)) return v;
    return {};
  }
  if (found->is_string()) {
    const std::string word = found->get<std::string>();
    for (const char* infinite : {"inf", "-inf", "Infinity", "-Infinity", "+inf"}) {
      if (word == infinite) return {};
    }
  }
  refuse(fmt::format("{} is not a number", key));
}

/// Durations are decimals of any unit, some with the noise of binary fractions: kept to the millionth.
Tick millionths(double v) {
  if (std::abs(v) > 1e9) refuse("a duration above 1,000,000,000");
  return static_cast<Tick>(std::llround(v * 1e6));
}

Uncertain read(const std::filesystem::path& file) {
  std::ifstream in(file);
  const json text = json::parse(in);
  std::map<json, std::int32_t> number_of;
  for (const json& node : text.at("nodes"))
    number_of.emplace(node.at("node_id"), static_cast<std::int32_t>(number_of.size()));
  const auto node = [&](const json& row, const char* key) {
    // Some files do not list the node that stands for the beginning.
    return number_of.emplace(row.at(key), static_cast<std::int32_t>(number_of.size())).first->second;
  };
  std::vector<Row> rows;
  std::set<std::int32_t> ended;
  for (const json& row : text.at("constraints")) {
    const std::string type = row.at("type").get<std::string>();
    if (type != "stc" && type != "stcu") refuse("a constraint of type " + type);
    const auto least = number(row, "min_duration"), greatest = number(row, "max_duration");
    Row r{type == "stc", node(row, "first_node"), node(row, "second_node"), 0, greatest};
    if (r.ours && !least) {  // nothing from below: the wait is read from the other end
      if (greatest) rows.push_back({true, r.to, r.from, -*greatest, {}});
      continue;
    }
    r.least = least.value_or(0);
    if (!r.ours) {
      if (!greatest) refuse("a length without a longest");
      if (r.least > *greatest || r.from == r.to) refuse("a length that cannot be");
      if (!ended.insert(r.to).second) refuse("two lengths end in one node");
    }
    rows.push_back(r);
  }
  Uncertain net;
  net.events = static_cast<std::int32_t>(number_of.size());
  for (const Row& r : rows) {
    if (r.ours)
      net.waits.push_back(
          {r.from, r.to, millionths(r.least), r.greatest ? std::optional(millionths(*r.greatest)) : std::nullopt});
    else
      net.lengths.push_back({r.from, r.to, millionths(r.least), millionths(*r.greatest)});
  }
  return net;
}

int run_stnu(const Given& given) {
  const std::filesystem::path root = given.at("DIR");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::vector<std::string>> rows{{"file", "verdict", "milliseconds"}};
  int code = 0;
  for (const auto& file : files) {
    const std::string name = std::filesystem::relative(file, root).generic_string();
    const auto begin = std::chrono::steady_clock::now();
    std::string verdict = "undecided";
    try {
      verdict = controllable(read(file)) ? "holds" : "fails";
    } catch (const std::exception& e) {
      fmt::print(stderr, "v2v-bench: {}: {}\n", name, e.what());
      code = 2;
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    rows.push_back({name, verdict, fmt::format("{:.3f}", took.count())});
  }
  show(rows, given.at("as"));
  return code;
}

}  // namespace

Subcommand stnu() {
  return {"stnu",
          "whether each network with uncertain lengths (.json) under DIR holds whatever the lengths are",
          {{"DIR", "folder of .json files", ""}},
          run_stnu};
}

}  // namespace v2v::bench
