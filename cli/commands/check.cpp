#include "text/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "elsewhere.h"
#include "plan/plan.h"
#include "question.h"

namespace v2v::cli {
namespace {

struct Tally {
  source::Sources sources;
  source::Diagnostics found;
  std::size_t files = 0, expectations = 0;

  /// What a programme's reading has told of a patient's file is not told again for that file.
  void take(source::Diagnostics more) {
    for (auto& d : more) {
      const auto& [file, begin, end] = d.where;
      if (!file || told_.emplace(file, begin, end, d.code, d.text).second) found.push_back(std::move(d));
    }
  }

 private:
  std::set<std::tuple<const source::File*, std::uint32_t, std::uint32_t, std::string, std::string>> told_;
};

std::size_t count(const source::Diagnostics& list, source::Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(list.begin(), list.end(), [&](const source::Diagnostic& d) { return d.severity == severity; }));
}

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

void add(source::Diagnostics& to, const source::Diagnostics& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Reading, then lint, then the workflow's own checks; each only where the one before found no error.
void check(const text::Input& input, const text::Library& shelves, calendar::Day today, Tally& tally) {
  ++tally.files;
  text::ToCheck more;
  auto found = text::check_file(tally.sources, input, shelves, more);
  if (more.alone) {
    add(found, plan::lint(*more.alone, today));
    for (const auto& c : more.checks)
      for (const auto& k : c.checks) tally.expectations += k.expect.size();
    add(found, plan::run_checks(more.checks));
  }
  source::sort_by_place(found, tally.sources);
  tally.take(std::move(found));
}

int exit_code(const source::Diagnostics& found) {
  if (!source::has_errors(found)) return done;
  const bool only_refused = std::all_of(found.begin(), found.end(), [](const source::Diagnostic& d) {
    return d.severity != source::Severity::error || d.code == "check-failed";
  });
  return only_refused ? refused : wrong_content;
}

std::vector<std::string> files_of(const Words& words) {
  std::vector<std::string> paths;
  for (const std::string& word : words.positional) {
    const auto inside = is_folder(word) ? list_files(word) : std::vector{word};
    if (inside.empty()) throw WorldFailed(fmt::format("'{}' holds no YAML file", word));
    paths.insert(paths.end(), inside.begin(), inside.end());
  }
  return paths;
}

int run(const Words& words, Console& console) {
  if (words.has("--reading")) return reading_elsewhere(words, console);
  Tally tally;
  const auto today = read_today(words, tally.sources);
  if (!today) return console.refuse(today.diagnostics);
  const auto shelves = library(words.all("--library"));
  for (const std::string& path : files_of(words)) check({path, read_file(path)}, shelves, *today.value, tally);
  if (console.json()) {
    console.diagnostics_as_json(tally.found);
    return exit_code(tally.found);
  }
  console.warn(tally.found);
  console.answer(fmt::format("{}, {}: {}, {}\n", counted(tally.files, "file"),
                             counted(tally.expectations, "expectation"),
                             counted(count(tally.found, source::Severity::error), "error"),
                             counted(count(tally.found, source::Severity::warning), "warning")));
  return exit_code(tally.found);
}

}  // namespace

Command check_command() {
  return {
      "check",
      "FILE|FOLDER...",
      "read files, look for slips, and run each workflow's own checks",
      "A folder stands for all YAML files in it. Exit 2 when a file is wrong, 1 when only a workflow's own `checks` "
      "fail.",
      1,
      10'000,
      {},
      {{"--as", "FORM", "text for people, json for editors", false, {"text", "json"}, false},
       {"--reading", "", "grade the sentences that patients read instead; exit 1 above grade 8", false, {}, false},
       {"--today", "DATE", "the date by which sources are past their review (default: the clock's)", false, {}, false},
       library_option()},
      run};
}

}  // namespace v2v::cli
