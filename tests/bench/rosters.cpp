// How long the first roster of a programme takes, and how that grows: three products, three manufacturers, ten
// resources, two years; a patient more each seventh of a day or so, and as much more of everything as there are more
// patients.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "bench.h"
#include "roster/roster.h"
#include "roster/slots.h"
#include "roster/verify.h"
#include "text/read_programme.h"

namespace v2v::bench {

namespace {

namespace fs = std::filesystem;

/// The shipped workflows, and beside them files that stand in memory alone.
struct Shelf {
  std::map<std::string, std::string> made;

  text::Library library() {
    const auto list = [this](const std::string& folder) {
      std::vector<std::string> all;
      for (const auto& [path, content] : made)
        if (path.starts_with(folder + "/") || folder == ".") all.push_back(path);
      if (fs::is_directory(folder))
        for (const auto& entry : fs::recursive_directory_iterator(folder))
          if (entry.path().extension() == ".yaml") all.push_back(entry.path().string());
      std::sort(all.begin(), all.end());
      return all;
    };
    text::Library out;
    out.disk.list = list;
    out.disk.read = [this](const std::string& path) {
      const auto at = made.find(path);
      return at == made.end() ? slurp(path) : at->second;
    };
    out.disk.is_file = [this](const std::string& path) { return made.count(path) > 0 || fs::is_regular_file(path); };
    out.libraries = {"workflows"};
    return out;
  }
};

std::string centre(int scale) {
  const auto times = [scale](int n) { return n * scale; };
  std::string maker;
  for (const char* product : {"axicabtagene-ciloleucel", "tisagenlecleucel", "ciltacabtagene-autoleucel"})
    maker += fmt::format(
        "  maker-{}:\n    kind: manufacturer\n    makes: [{}]\n    zone: Europe/Amsterdam\n    holidays: "
        "[netherlands]\n"
        "    hours: mon-fri 07:00-17:00\n    has: {{manufacturing-slot: {} a week}}\n",
        product, product, times(3));
  return fmt::format(
      "centre: bench\nzone: Europe/London\nregion: eu\nurgent-phone: \"01632 960 000\"\nholidays: [england-and-wales]\n"
      "places:\n"
      "  clinic: {{hours: mon-fri 08:30-17:00}}\n"
      "  panel: {{hours: tue 10:00-12:00}}\n"
      "  apheresis-unit:\n    hours: mon-fri 08:00-18:00\n"
      "    has: {{apheresis-machine: {}, apheresis-nurse: {}}}\n    between: {{apheresis-machine: 45min}}\n"
      "  cell-lab: {{hours: mon-fri 08:00-17:00, has: {{thaw-bath: {}}}}}\n"
      "  day-unit:\n    hours: [mon-fri 08:00-18:00, sat sun holidays 09:00-13:00]\n"
      "    has: {{chemo-chair: {}, chemo-nurse: {}}}\n"
      "  ward: {{hours: always, has: {{bed: {}, infusion-nurse: {}}}}}\n"
      "  icu: {{hours: always, has: {{icu-bed: {}}}}}\n"
      "  courier: {{hours: always}}\n  home: {{hours: always}}\n{}",
      times(2), times(2), times(1), times(6), times(3), times(22), times(2), times(4), maker);
}

void make(Shelf& shelf, int patients) {
  const int scale = std::max(1, (patients + 250) / 500);
  shelf.made["bench/centre.yaml"] = centre(scale);
  shelf.made["bench/programme.yaml"] =
      "programme: bench\ncentre: bench\nperiod: 2027-01-04 to 2028-12-31\n"
      "workflows: [axicabtagene-ciloleucel, tisagenlecleucel, ciltacabtagene-autoleucel]\npatients: [people]\n"
      "priorities: {emergency: 8, urgent: 4, routine: 1}\n"
      "waiting-list: {order: [priority, target, referral], waits-before: leukapheresis}\n";
  const auto first = *calendar::parse_day("2027-01-04");
  const char* products[] = {"axicabtagene-ciloleucel", "tisagenlecleucel", "ciltacabtagene-autoleucel"};
  for (int k = 0; k < patients; ++k)
    // Those to come are told by when they may first be decided on: two years, evenly.
    shelf.made[fmt::format("bench/people/P-{:05}.yaml", k)] = fmt::format(
        "patient: P-{:05}\nworkflow: {}\ncentre: bench\npriority: {}\nhappened: {{referral: 2026-12-28}}\n"
        "windows: {{decision: from {}}}\n",
        k, products[k % 3], k % 11 == 0 ? "urgent" : "routine",
        calendar::to_string(first + static_cast<int>(static_cast<std::int64_t>(k) * 700 / patients)));
}

int run_rosters(const Given& given) {
  std::vector<std::vector<std::string>> rows{{"patients", "read_s", "first_s", "whole_s", "checked_s", "slots_ms",
                                              "iterations", "tried_a_second", "not_placed", "late_first", "late",
                                              "holds"}};
  bool sound = true;
  const auto now = [&given] { return bench::now(given.at("clock")); };
  const std::string& own = given.at("programme");
  std::istringstream sizes(own.empty() ? given.at("patients") : "0");
  for (std::string word; std::getline(sizes, word, ',');) {
    Shelf shelf;
    if (own.empty()) make(shelf, std::atoi(word.c_str()));
    const text::Input programme = own.empty()
                                      ? text::Input{"bench/programme.yaml", shelf.made.at("bench/programme.yaml")}
                                      : text::Input{own, slurp(own)};
    const auto library = shelf.library();
    source::Sources sources;
    text::Ask ask;
    ask.today = calendar::parse_day(given.at("today"));
    if (!ask.today) throw std::runtime_error("--today is a date");
    const double begun = now();
    const auto read = text::read_programme(sources, programme, library, ask);
    if (!read) {
      for (const auto& d : read.diagnostics) fmt::print(stderr, "v2v-bench: {}\n", d.text);
      return 1;
    }
    const double read_at = now();
    roster::Settings settings;
    settings.today = *ask.today;
    settings.lost = false;
    settings.iterations = std::atol(given.at("iterations").c_str());
    double first = 0, improved = 0;
    std::int64_t late_first = 0;
    settings.progress = [&](long iterations, const timeline::Objective& at, const timeline::Objective&) {
      if (first == 0) first = now(), late_first = at.weighted_late;
      if (iterations > 0 || settings.iterations == 0) improved = now();
    };
    const auto answer = roster::roster(*read.value, settings);
    const double made = now();
    if (!answer) return 1;
    const auto verdict = roster::verify(*read.value, settings, *answer.value);
    const double checked = now();
    if (!verdict.broken.empty()) {
      fmt::print(stderr, "v2v-bench: {}: {}\n", verdict.broken.front().text, verdict.broken.front().how);
      sound = false;
    }
    const auto& roster = answer.value->roster;
    const std::string who = roster.patients[roster.patients.size() / 2].id;
    const auto theirs = roster::rostered_to_others(roster, who);
    const double asked = now();
    const auto sets = roster::slots(*read.value, settings, who, theirs, 5);
    const double found = now();
    sound = sound && sets && sets.value->sets.size() == 5;
    const double seconds = improved - first;
    rows.push_back({std::to_string(roster.patients.size()), fmt::format("{:.3f}", read_at - begun),
                    fmt::format("{:.3f}", first - read_at), fmt::format("{:.3f}", made - read_at - seconds),
                    fmt::format("{:.3f}", checked - made), fmt::format("{:.0f}", (found - asked) * 1e3),
                    std::to_string(roster.iterations),
                    seconds > 0 && roster.iterations > 0
                        ? fmt::format("{:.0f}", static_cast<double>(roster.iterations) / seconds)
                        : "",
                    std::to_string(roster.objective.not_placed), std::to_string(late_first),
                    std::to_string(roster.objective.weighted_late), std::to_string(roster.holds.size())});
  }
  show(rows, given.at("as"));
  return sound ? 0 : 1;
}

}  // namespace

Subcommand rosters() {
  return {"rosters",
          "the first roster of a programme, and how its time grows with patients; each checked",
          {{"--patients", "how many, separated by commas", "125,250,500,1000"},
           {"--programme", "this one instead", ""},
           {"--today", "to plan from", "2027-01-04"},
           {"--clock", "what seconds are of: wall, or cpu for time on the processor", "wall"},
           {"--iterations", "of improving", "0"}},
          run_rosters};
}

}  // namespace v2v::bench
