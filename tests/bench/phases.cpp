// Where the time of one plan goes, with the files in memory: yaml-cpp, the rest of reading, planning, checking, the
// table.
#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>

#include "bench.h"
#include "plan/verify.h"
#include "process.h"
#include "v2v.h"

namespace v2v::bench {

namespace {

namespace fs = std::filesystem;

/// A disk that is asked once and then remembered.
class Memory {
 public:
  text::Disk disk() {
    return {[this](const std::string& folder) { return list(folder, true); },
            [this](const std::string& path) {
              const auto known = texts_.find(path);
              return known != texts_.end() ? known->second : texts_[path] = slurp(path);
            },
            [this](const std::string& folder) { return list(folder, false); }};
  }

 private:
  std::vector<std::string> list(const std::string& folder, bool deep) {
    const auto [at, fresh] = lists_.try_emplace({folder, deep});
    if (fresh && fs::is_directory(folder)) {
      std::vector<std::string>& found = at->second;
      const auto keep = [&](const fs::directory_entry& e) {
        if (e.is_regular_file() && e.path().extension() == ".yaml") found.push_back(e.path().string());
      };
      if (deep)
        for (const auto& e : fs::recursive_directory_iterator(folder)) keep(e);
      else
        for (const auto& e : fs::directory_iterator(folder)) keep(e);
      std::sort(found.begin(), found.end());
    }
    return at->second;
  }

  std::map<std::string, std::string> texts_;
  std::map<std::pair<std::string, bool>, std::vector<std::string>> lists_;
};

/// Hears everything and does nothing: yaml-cpp alone.
struct Deaf final : YAML::EventHandler {
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

struct Phase {
  std::string name;
  std::function<void()> work;
  std::vector<double> ms;
};

int run_phases(const Given& given) {
  using Clock = std::chrono::steady_clock;
  const auto today = calendar::parse_day(given.at("today"));
  if (!today) throw std::runtime_error("--today takes a date such as 2026-10-05");
  Memory memory;
  const text::Library library{memory.disk(), {}, {given.at("library")}};
  const std::vector<text::Input> inputs{{given.at("FILE"), slurp(given.at("FILE"))}};
  text::Ask ask;
  ask.today = today;
  plan::Settings settings;
  settings.explain = false;  // as the command does for a table
  settings.today = *today;

  std::unique_ptr<source::Sources> sources;
  source::Checked<model::Case> read;
  source::Checked<timeline::Timeline> planned;
  std::string shown;
  std::vector<std::string> texts;
  std::vector<Phase> phases{
      {"read_case",
       [&] {
         sources = std::make_unique<source::Sources>();
         read = text::read_case(*sources, inputs, library, ask);
         if (!read || source::has_errors(read.diagnostics)) throw std::runtime_error("the files have errors");
       },
       {}},
      {"of it yaml-cpp",
       [&] {
         if (texts.empty())
           for (const auto& file : sources->files())
             if (file.name.ends_with(".yaml")) texts.push_back(file.text + "\n#");
         for (const std::string& t : texts) {
           std::istringstream stream(t);
           Deaf deaf;
           YAML::Parser(stream).HandleNextDocument(deaf);
         }
       },
       {}},
      {"plan",
       [&] {
         planned = plan::plan(*read.value, settings);
         if (!planned || planned.value->conflict) throw std::runtime_error("there is no plan");
       },
       {}},
      {"verify", [&] { plan::must_hold(*read.value, settings, *planned.value); }, {}},
      {"table", [&] { shown = view::table(*planned.value); }, {}},
  };
  const int runs = std::max(1, std::atoi(given.at("runs").c_str()));
  for (int i = 0; i < runs; ++i)
    for (Phase& phase : phases) {
      const auto begun = Clock::now();
      phase.work();
      phase.ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
    }

  std::vector<std::vector<std::string>> rows{{"phase", "first_ms", "median_ms"}};
  const auto add = [&](const std::string& name, double first, double middle) {
    rows.push_back({name, fmt::format("{:.2f}", first), fmt::format("{:.2f}", middle)});
  };
  double first = 0, middle = 0;
  for (const Phase& phase : phases) {
    const double sign = phase.name == "of it yaml-cpp" ? -1 : 1;
    first += sign * phase.ms.front();
    middle += sign * median(phase.ms);
    add(phase.name, phase.ms.front(), median(phase.ms));
  }
  add("ours (without yaml-cpp)", first, middle);
  show(rows, given.at("as"));
  return 0;
}

}  // namespace

Subcommand phases() {
  return {"phases",
          "one plan through the library, files in memory: reading (and yaml-cpp's part of it), planning, checking, the "
          "table",
          {{"FILE", "patient file", "examples/patients/P-0042.yaml"},
           {"--library", "folder of workflows and centres", "workflows"},
           {"--today", "the date planned on", "2026-10-05"},
           {"--runs", "times each phase is run", "101"}},
          run_phases};
}

}  // namespace v2v::bench
