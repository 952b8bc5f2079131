// Schedules every project of a folder (PSPLIB `.sm`, ProGen/max `.sch`) and says what was found and what was proved.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "bench.h"
#include "capacity/psplib.h"
#include "capacity/solve.h"
#include "capacity/verify.h"

using namespace v2v::capacity;

namespace v2v::bench {

namespace {

constexpr std::int64_t endless = std::int64_t{1} << 60;

/// What was asked for; nothing where the word was not given.
struct Asked {
  std::optional<std::int64_t> schedules, conflicts;
  std::optional<double> seconds;
  std::uint64_t seed = 1;
  std::string clock;  // what seconds are of
};

/// What the files of one kind are given unless told otherwise.
struct Kind {
  const char* ending;
  Read (*read)(std::string_view);
  std::int64_t schedules;
  double seconds;  // 0: no limit
  /// Conflicts of exact search for each schedule allowed, up to `schedules`; half of one for each beyond.
  std::int64_t conflicts_each;
};
constexpr Kind kinds[] = {{".sm", read_sm, 5'000, 0, 4}, {".sch", read_sch, 2'000, 10, 100}};

template <class Number>
std::optional<Number> number(const Given& given, const char* name, Number least) {
  const std::string& word = given.at(name);
  if (word.empty()) return {};
  Number v{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), v);
  if (error != std::errc{} || end != word.data() + word.size() || !(v >= least)) return {};
  return v;
}

const Kind* kind_of(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  for (char& c : ending) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  const auto found =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return ending == k.ending; });
  return found == std::end(kinds) ? nullptr : found;
}

Effort effort_of(const Kind& kind, const Asked& asked, double begin) {
  Effort effort;
  effort.seed = asked.seed;
  const bool only_seconds = asked.seconds && !asked.schedules;
  effort.schedules = only_seconds ? endless : asked.schedules.value_or(kind.schedules);
  const std::int64_t usual = std::min(effort.schedules, kind.schedules);
  effort.conflicts = only_seconds ? endless : usual * kind.conflicts_each + (effort.schedules - usual) / 2;
  if (asked.conflicts) effort.conflicts = *asked.conflicts;
  const double seconds = asked.seconds ? *asked.seconds : asked.schedules ? 0 : kind.seconds;
  if (seconds > 0) effort.stop = [until = begin + seconds, clock = asked.clock] { return now(clock) >= until; };
  return effort;
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return text;
}

std::vector<std::string> row_of(const std::string& name, const Answer& answer, double seconds) {
  static constexpr const char* words[] = {"feasible", "optimal", "infeasible", "unknown"};
  return {name,
          words[static_cast<std::size_t>(answer.status)],
          answer.schedule ? std::to_string(answer.end) : "",
          answer.status == Status::infeasible ? "" : std::to_string(answer.lower_bound),
          std::to_string(answer.schedules),
          fmt::format("{:.3f}", seconds)};
}

int run_rcpsp(const Given& given) {
  Asked asked;
  asked.schedules = number<std::int64_t>(given, "schedules", 1);
  asked.seconds = number<double>(given, "seconds", 0.001);
  asked.conflicts = number<std::int64_t>(given, "conflicts", 0);
  const auto seed = number<std::uint64_t>(given, "seed", 0);
  const auto misused = [&](const char* name, bool read) { return !given.at(name).empty() && !read; };
  if (misused("schedules", asked.schedules.has_value()) || misused("seconds", asked.seconds.has_value()) ||
      misused("conflicts", asked.conflicts.has_value()) || !seed || asked.seconds.value_or(0) > 1e6 ||
      asked.schedules.value_or(0) > endless / 1'000 || asked.conflicts.value_or(0) > endless) {
    fmt::print(
        stderr,
        "v2v-bench: --schedules and --seconds are numbers above 0, --conflicts and --seed whole numbers from 0\n");
    return 3;
  }
  asked.seed = *seed;
  asked.clock = given.at("clock");
  const std::filesystem::path root = given.at("DIR");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.is_regular_file() && kind_of(entry.path())) files.push_back(entry.path());
  }
  if (files.empty()) throw std::runtime_error("no .sm or .sch file in " + root.string());
  std::sort(files.begin(), files.end());
  // As csv each row is shown as it comes: a large folder may take hours.
  const bool at_once = given.at("as") == "csv";
  std::vector<std::vector<std::string>> rows;
  const auto put = [&](std::vector<std::string> row) {
    rows.push_back(std::move(row));
    if (!at_once) return;
    show(rows, "csv");
    std::fflush(stdout);
    rows.clear();
  };
  put({"instance", "status", "makespan", "lower_bound", "schedules", "seconds"});
  int code = 0;
  for (const auto& file : files) {
    const std::string name = file.filename().string();
    const Kind& kind = *kind_of(file);
    const double begin = now(asked.clock);
    const Read read = kind.read(read_whole(file));
    if (const auto* bad = std::get_if<Unreadable>(&read)) {
      fmt::print(stderr, "v2v-bench: {}:{}: {}\n", name, bad->line, bad->what);
      code = std::max(code, 2);
      continue;
    }
    const Project& project = std::get<Project>(read);
    Answer answer = solve(project, effort_of(kind, asked, begin));
    const double took = now(asked.clock) - begin;
    if (answer.schedule &&
        (!verify(project, *answer.schedule).empty() || makespan(project, *answer.schedule) != answer.end)) {
      fmt::print(stderr, "v2v-bench: {}: the schedule found breaks a rule of the project\n", name);
      answer = {Status::unknown, {}, 0, answer.lower_bound, answer.schedules, answer.conflicts};
      code = 5;
    }
    put(row_of(name, answer, took));
  }
  if (!at_once) show(rows, given.at("as"));
  return code;
}

}  // namespace

Subcommand rcpsp() {
  return {"rcpsp",
          "schedules of every project (.sm, .sch) in DIR under finite resources",
          {{"DIR", "folder of .sm or .sch files", ""},
           {"--schedules", "schedules for each project: 5,000 for .sm, 2,000 for .sch", ""},
           {"--seconds", "seconds for each project; alone, schedules are not counted out", ""},
           {"--conflicts",
            "from which exact search may learn, for each project: 4 a schedule for .sm, 100 for .sch; 0: none", ""},
           {"--clock", "what seconds are of: wall, or cpu for time on the processor", "wall"},
           {"--seed", "of all chance", "1"}},
          run_rcpsp};
}

}  // namespace v2v::bench
