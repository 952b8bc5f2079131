#include "question.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>

#include "disk.h"
#include "parse.h"
#include "source/suggest.h"
#include "text/read.h"

namespace v2v::cli {
namespace {

/// The one look at the clock.
calendar::Instant now() {
  using namespace std::chrono;
  return {floor<minutes>(system_clock::now()).time_since_epoch().count()};
}

source::Checked<calendar::Day> parse_today(const std::string& said, const source::File& line) {
  if (const auto day = calendar::parse_day(said)) return {day, {}};
  return {std::nullopt,
          {misuse(span_of(line, said), "bad-value",
                  fmt::format("--today takes a date such as 2026-09-21, not '{}'", said))}};
}

/// What the command line asks, before any file is read.
struct Asked {
  text::Ask ask;
  std::vector<std::string> paths;
  plan::Settings settings;
  source::Diagnostics wrong;
};

/// `POINT=WHEN` and its like, split at the first `=`.
std::pair<std::string, std::string> halves(const std::string& word, const std::string& option, const std::string& form,
                                           const source::File& line, source::Diagnostics& wrong) {
  const auto at = word.find('=');
  if (at == std::string::npos || at == 0 || at + 1 == word.size())
    wrong.push_back(misuse(span_of(line, word), "bad-value", fmt::format("{} takes {}, not '{}'", option, form, word)));
  if (at == std::string::npos) return {word, ""};
  return {word.substr(0, at), word.substr(at + 1)};
}

/// Of two answers to one question neither is taken.
void said_twice(const std::string& word, const std::string& what, const source::File& line,
                source::Diagnostics& wrong) {
  wrong.push_back(misuse(span_of(line, word), "repeated-option", fmt::format("{} is said twice", what)));
}

void read_files(const std::vector<std::string>& words, const source::File& line, Asked& asked) {
  for (const std::string& word : words) {
    if (looks_like_path(word))
      asked.paths.push_back(word);
    else if (asked.ask.workflow.empty())
      asked.ask.workflow = word;
    else
      asked.wrong.push_back(
          misuse(span_of(line, word), "too-many-words",
                 fmt::format("'{}' is no file, and the workflow is already '{}'", word, asked.ask.workflow)));
  }
}

/// "STAGE attempt N": a later attempt may end otherwise than the first whose end is not known.
std::optional<plan::Ending> attempt_of(const std::string& text) {
  constexpr std::string_view word = " attempt ";
  const auto at = text.find(word);
  if (at == std::string::npos) return std::nullopt;
  int n = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + at + word.size(), last, n);
  if (error != std::errc{} || end != last || n < 1) return std::nullopt;
  return plan::Ending{text.substr(0, at), n, 1};
}

void read_assumption(const std::string& word, const source::File& line, Asked& asked) {
  static const std::vector<std::string> lengths{"least", "likely", "most", "p80"};
  const auto at = std::find(lengths.begin(), lengths.end(), word);
  if (at != lengths.end()) {
    asked.settings.assume = static_cast<plan::Assume>(at - lengths.begin());
  } else if (word.find('=') == std::string::npos) {
    asked.wrong.push_back(
        misuse(span_of(line, word), "unknown-value",
               fmt::format("--assume takes least, likely, most, p80 or STAGE=OUTCOME, not '{}'", word),
               did_you_mean(word, lengths)));
  } else {
    const auto half = halves(word, "--assume", "STAGE=OUTCOME", line, asked.wrong);
    if (const auto attempt = attempt_of(half.first)) {
      if (!asked.settings.ends_as.emplace(*attempt, half.second).second)
        said_twice(word, "--assume " + half.first, line, asked.wrong);
      return;
    }
    if (!asked.ask.assume.insert(half).second) said_twice(word, "--assume " + half.first, line, asked.wrong);
  }
}

Asked read_words(const Words& words, const std::vector<std::string>& files, const source::File& line) {
  Asked asked;
  read_files(files, line, asked);
  if (const auto& patient = words.one("--patient"); !patient.empty()) asked.paths.push_back(patient);
  asked.ask.centre = words.one("--centre");
  asked.ask.edition = words.one("--edition");
  asked.ask.alone = words.command == "graph" && asked.ask.edition.empty();
  asked.settings.slack_to = words.one("--slack-to");
  for (const auto& word : words.all("--at")) {
    const auto half = halves(word, "--at", "POINT=WHEN", line, asked.wrong);
    if (std::any_of(asked.ask.at.begin(), asked.ask.at.end(), [&](const auto& at) { return at.first == half.first; }))
      said_twice(word, "--at " + half.first, line, asked.wrong);
    asked.ask.at.push_back(half);
  }
  for (const auto& word : words.all("--option")) {
    const auto half = halves(word, "--option", "OPTION=VALUE", line, asked.wrong);
    if (!asked.ask.options.insert(half).second) said_twice(word, "--option " + half.first, line, asked.wrong);
  }
  for (const auto& word : words.all("--assume")) read_assumption(word, line, asked);
  if (words.has("--today")) {
    auto today = parse_today(words.one("--today"), line);
    asked.ask.today = today.value;
    asked.wrong.insert(asked.wrong.end(), today.diagnostics.begin(), today.diagnostics.end());
  }
  return asked;
}

/// Stages named on the command line that the workflow does not have, and ends that a stage does not have.
void check_stages(const Words& words, const model::Workflow& workflow, const plan::Settings& settings,
                  const source::File& line, source::Diagnostics& wrong) {
  std::vector<std::string> known;
  for (const auto& stage : workflow.stages) known.push_back(stage.id);
  for (const auto& [attempt, end] : settings.ends_as) {
    const model::Stage* stage = workflow.stage(attempt.stage);
    std::vector<std::string> ends;
    for (std::size_t k = 0; stage && k < stage->outcomes.size(); ++k) ends.push_back(stage->outcomes[k].id);
    if (!stage)
      wrong.push_back(misuse(span_of(line, attempt.stage), "unknown-stage",
                             fmt::format("workflow '{}' has no stage '{}'", workflow.id, attempt.stage),
                             did_you_mean(attempt.stage, known)));
    else if (std::find(ends.begin(), ends.end(), end) == ends.end())
      wrong.push_back(misuse(span_of(line, end), "unknown-outcome",
                             fmt::format("{} has no outcome '{}'", attempt.stage, end), did_you_mean(end, ends)));
  }
  const std::string& held = words.one("--slack-to");
  if (!held.empty() && !workflow.stage(held))
    wrong.push_back(misuse(span_of(line, held), "unknown-stage",
                           fmt::format("workflow '{}' has no stage '{}'", workflow.id, held),
                           did_you_mean(held, known)));
}

/// What the words ask, and the files they name: of each path what is given `instead`, else what is on the disk.
struct Begun {
  const source::File& line;
  Asked asked;
  std::vector<text::Input> inputs;  // none where something is wrong
};

Begun begin(const Words& words, const std::vector<std::string>& files, std::shared_ptr<source::Sources>& sources,
            const std::map<std::string, std::string>& instead) {
  sources = std::make_shared<source::Sources>();
  const source::File& line = command_line(*sources, words.typed);
  Begun begun{line, read_words(words, files, line), {}};
  check_out(words, begun.asked.paths, line, begun.asked.wrong);
  if (!begun.asked.wrong.empty()) return begun;
  for (const std::string& path : begun.asked.paths) {
    const auto given = instead.find(path);
    begun.inputs.push_back({path, given == instead.end() ? read_file(path) : given->second});
  }
  return begun;
}

}  // namespace

void check_out(const Words& words, const std::vector<std::string>& paths, const source::File& line,
               source::Diagnostics& wrong) {
  const std::string& out = words.one("--out");
  for (const std::string& path : paths) {
    if (!out.empty() && is_same_file(out, path))
      wrong.push_back(
          misuse(span_of(line, out), "bad-value", fmt::format("--out would overwrite '{}', which is read", path)));
  }
}

source::Checked<calendar::Day> read_today(const Words& words, source::Sources& sources) {
  if (!words.has("--today")) return {calendar::Zone::utc().wall(now()).day, {}};
  return parse_today(words.one("--today"), command_line(sources, words.typed));
}

bool looks_like_path(const std::string& word) {
  return is_file(word) || word.ends_with(".yaml") || word.ends_with(".yml") || word.starts_with('.') ||
         word.starts_with('/') || word.ends_with('/') || (is_folder(word) && word.find('/') != std::string::npos);
}

source::Checked<text::Whole> read_whole(const Words& words, const std::vector<std::string>& files,
                                        std::shared_ptr<source::Sources>& sources) {
  auto [line, asked, inputs] = begin(words, files, sources, {});
  if (!asked.wrong.empty()) return {std::nullopt, asked.wrong};
  asked.ask.alone = true;
  return text::read_whole(*sources, inputs, library(words.all("--library")), asked.ask);
}

source::Checked<Question> read_question(const Words& words, const std::vector<std::string>& files,
                                        std::shared_ptr<source::Sources>& sources,
                                        const std::map<std::string, std::string>& instead) {
  auto [line, asked, inputs] = begin(words, files, sources, instead);
  if (!asked.wrong.empty()) return {std::nullopt, asked.wrong};
  const text::Library shelves = library(words.all("--library"));

  const bool by_clock = !asked.ask.today;
  const calendar::Instant moment = by_clock ? now() : calendar::Instant{};
  if (by_clock) asked.ask.today = calendar::Zone::utc().wall(moment).day;
  auto read = text::read_case(*sources, inputs, shelves, asked.ask);
  if (by_clock && read && read.value->centre) {
    const calendar::Day here = read.value->centre->zone.wall(moment).day;
    if (here != *asked.ask.today) {  // east or west of UTC another date may mean another edition
      asked.ask.today = here;
      read = text::read_case(*sources, inputs, shelves, asked.ask);
    }
  }
  if (read) check_stages(words, read.value->workflow, asked.settings, line, read.diagnostics);
  if (!read || source::has_errors(read.diagnostics)) return {std::nullopt, read.diagnostics};
  asked.settings.today = *asked.ask.today;
  return {Question{sources, std::move(*read.value), asked.settings}, read.diagnostics};
}

}  // namespace v2v::cli
