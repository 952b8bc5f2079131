#include "capacity/psplib.h"

#include <algorithm>
#include <charconv>

namespace v2v::capacity {

namespace {

constexpr std::int64_t most_tasks = 2'000, most_resources = 1'000;

struct Refused {
  Unreadable why;
};

/// A text by lines, each by words; a number that is not there refuses the file.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// The next line that is not empty; false at the end.
  bool next() {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      line_ = text_.substr(0, end);
      text_.remove_prefix(std::min(end + 1, text_.size()));
      ++number_;
      if (skip_blanks(); !line_.empty()) return true;
    }
    return false;
  }
  void need_next(const char* what) {
    if (!next()) refuse(std::string("the file ends before ") + what);
  }
  bool starts_with(std::string_view words) const { return line_.substr(0, words.size()) == words; }
  std::string_view rest() const { return line_; }
  void skip(std::size_t letters) { line_.remove_prefix(letters); }

  bool more() {
    skip_blanks();
    return !line_.empty();
  }
  std::int64_t number(const char* what, std::int64_t least, std::int64_t most) {
    skip_blanks();
    std::int64_t v = 0;
    const auto [end, error] = std::from_chars(line_.data(), line_.data() + line_.size(), v);
    if (error != std::errc{} || (end != line_.data() + line_.size() && !blank(*end)))
      refuse(std::string(what) + " is not a whole number");
    if (v < least || v > most)
      refuse(std::string(what) + " is " + std::to_string(v) + ", not " + std::to_string(least) + " to " +
             std::to_string(most));
    line_.remove_prefix(static_cast<std::size_t>(end - line_.data()));
    return v;
  }
  void need_end() {
    if (more()) refuse("more on this line than belongs there: " + std::string(line_.substr(0, 20)));
  }
  [[noreturn]] void refuse(const std::string& what) const { throw Refused{{number_, what}}; }

 private:
  // The brackets of lags separate as blanks do.
  static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '[' || c == ']'; }
  void skip_blanks() {
    while (!line_.empty() && blank(line_.front())) line_.remove_prefix(1);
  }
  std::string_view text_, line_;
  std::int32_t number_ = 0;
};

void find(Lines& lines, std::string_view head) {
  const std::string what = "`" + std::string(head) + "`";
  do lines.need_next(what.c_str());
  while (!lines.starts_with(head));
}

/// The number behind the colon of a line that begins with `head`.
std::int64_t headed(Lines& lines, std::string_view head, std::int64_t least, std::int64_t most) {
  find(lines, head);
  const std::size_t colon = lines.rest().find(':');
  if (colon == std::string_view::npos) lines.refuse("no colon behind " + std::string(head));
  lines.skip(colon + 1);
  return lines.number(std::string(head).c_str(), least, most);
}

void check(const Lines& lines, const Project& project) {
  if (const auto what = fault(project)) lines.refuse(*what);
}

Project sm(Lines& lines) {
  const std::int64_t tasks = headed(lines, "jobs (incl. supersource/sink )", 1, most_tasks);
  const std::int64_t resources = headed(lines, "- renewable", 0, most_resources);
  headed(lines, "- nonrenewable", 0, 0);
  headed(lines, "- doubly constrained", 0, 0);
  Project project;
  project.tasks.resize(static_cast<std::size_t>(tasks));
  find(lines, "PRECEDENCE RELATIONS:");
  lines.need_next("the head of the precedence relations");
  std::vector<std::vector<std::int32_t>> successors(project.tasks.size());
  for (std::int64_t i = 1; i <= tasks; ++i) {
    lines.need_next("the successors of every job");
    lines.number("job", i, i);
    lines.number("#modes", 1, 1);
    const std::int64_t count = lines.number("#successors", 0, tasks);
    for (std::int64_t k = 0; k < count; ++k)
      successors[static_cast<std::size_t>(i - 1)].push_back(
          static_cast<std::int32_t>(lines.number("successor", 1, tasks) - 1));
    lines.need_end();
  }
  find(lines, "REQUESTS/DURATIONS:");
  lines.need_next("the head of the requests");
  lines.need_next("the requests of every job");
  if (!lines.starts_with("---")) lines.refuse("no line of dashes below the head of the requests");
  for (std::int64_t i = 1; i <= tasks; ++i) {
    Task& task = project.tasks[static_cast<std::size_t>(i - 1)];
    lines.need_next("the requests of every job");
    lines.number("job", i, i);
    lines.number("mode", 1, 1);
    task.duration = static_cast<Time>(lines.number("duration", 0, most_time));
    for (std::int64_t r = 0; r < resources; ++r)
      task.demands.push_back(static_cast<std::int32_t>(lines.number("request", 0, 1'000'000'000)));
    lines.need_end();
    for (const std::int32_t to : successors[static_cast<std::size_t>(i - 1)])
      project.lags.push_back({static_cast<std::int32_t>(i - 1), to, task.duration});
  }
  find(lines, "RESOURCEAVAILABILITIES:");
  lines.need_next("the names of the resources");
  lines.need_next("the availabilities");
  for (std::int64_t r = 0; r < resources; ++r)
    project.capacities.push_back(static_cast<std::int32_t>(lines.number("availability", 0, 1'000'000'000)));
  lines.need_end();
  check(lines, project);
  return project;
}

Project sch(Lines& lines) {
  lines.need_next("the numbers of activities and resources");
  const std::int64_t tasks = lines.number("number of activities", 0, most_tasks) + 2;
  const std::int64_t resources = lines.number("number of resources", 0, most_resources);
  if (lines.more()) lines.number("number of nonrenewable resources", 0, 0);
  if (lines.more()) lines.number("number of doubly constrained resources", 0, 0);
  lines.need_end();
  Project project;
  project.tasks.resize(static_cast<std::size_t>(tasks));
  for (std::int64_t i = 0; i < tasks; ++i) {
    lines.need_next("the successors of every activity");
    lines.number("activity", i, i);
    lines.number("modes", 1, 1);
    const std::int64_t count = lines.number("number of successors", 0, tasks);
    const std::size_t first = project.lags.size();
    for (std::int64_t k = 0; k < count; ++k)
      project.lags.push_back(
          {static_cast<std::int32_t>(i), static_cast<std::int32_t>(lines.number("successor", 0, tasks - 1)), 0});
    for (std::size_t k = first; k < project.lags.size(); ++k)
      project.lags[k].least = static_cast<Time>(lines.number("lag", -most_time, most_time));
    lines.need_end();
  }
  for (std::int64_t i = 0; i < tasks; ++i) {
    Task& task = project.tasks[static_cast<std::size_t>(i)];
    lines.need_next("the duration of every activity");
    lines.number("activity", i, i);
    lines.number("mode", 1, 1);
    task.duration = static_cast<Time>(lines.number("duration", 0, most_time));
    for (std::int64_t r = 0; r < resources; ++r)
      task.demands.push_back(static_cast<std::int32_t>(lines.number("demand", 0, 1'000'000'000)));
    lines.need_end();
  }
  if (resources > 0) lines.need_next("the capacities");
  for (std::int64_t r = 0; r < resources; ++r)
    project.capacities.push_back(static_cast<std::int32_t>(lines.number("capacity", 0, 1'000'000'000)));
  lines.need_end();
  check(lines, project);
  return project;
}

Read read(std::string_view text, Project (*as)(Lines&)) {
  Lines lines(text);
  try {
    return as(lines);
  } catch (const Refused& refused) {
    return refused.why;
  }
}

}  // namespace

Read read_sm(std::string_view text) {
  return read(text, sm);
}
Read read_sch(std::string_view text) {
  return read(text, sch);
}

}  // namespace v2v::capacity
