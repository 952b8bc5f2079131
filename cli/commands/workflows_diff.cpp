#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "parse.h"
#include "question.h"
#include "review/review.h"
#include "text/shelf.h"
#include "view/review.h"

namespace v2v::cli {
namespace {

/// One of the two files, by path or id, and what it says.
struct Version {
  text::Input input;
  model::Workflow workflow;
  std::vector<model::Asked> checks;
};

source::Checked<Version> read(const std::string& word, const source::File& line, const text::Library& shelves,
                              source::Sources& sources) {
  source::Checked<text::Input> found;
  if (looks_like_path(word))
    found.value = {word, read_file(word)};
  else
    found = text::find_workflow(sources, word, span_of(line, word), shelves);
  if (!found) return {std::nullopt, found.diagnostics};
  auto shelf = text::read_shelf(sources, {*found.value}, shelves);
  if (shelf.value->empty() || source::has_errors(shelf.diagnostics)) return {std::nullopt, shelf.diagnostics};
  return {Version{std::move(*found.value), std::move(shelf.value->front().workflow),
                  std::move(shelf.value->front().checks)},
          shelf.diagnostics};
}

std::vector<std::string> patients(const Words& words) {
  std::vector<std::string> folders = words.all("--patients"), paths;
  if (folders.empty())
    if (auto shipped = example_patients(); !shipped.empty()) folders.push_back(std::move(shipped));
  for (const std::string& word : folders) {
    const auto inside = is_folder(word) ? list_files(word) : std::vector{word};
    if (inside.empty()) throw WorldFailed(fmt::format("'{}' holds no YAML file", word));
    paths.insert(paths.end(), inside.begin(), inside.end());
  }
  return paths;
}

/// One patient with both files in place of the one that is named; nothing where it is of another therapy.
std::optional<timeline::Tried> try_on(const text::Input& patient, const Version& before, const Version& now,
                                      const text::Library& shelves, calendar::Day today, source::Sources& sources) {
  const auto named = text::workflow_of_patient(patient);
  if (!named) return std::nullopt;
  const bool bases = now.workflow.status.kind == model::Status::base;
  if (!bases && *named != before.workflow.id && *named != now.workflow.id) return std::nullopt;
  const auto read_with = [&](const Version& version) {
    text::Ask ask;
    ask.today = today;
    if (!bases) ask.workflow = version.workflow.id;
    return text::read_case(sources, {patient, version.input}, shelves, ask);
  };
  const auto old = read_with(before), fresh = read_with(now);
  const auto unused = [](const source::Diagnostic& d) { return d.code == "unused-file"; };
  if (bases && std::any_of(fresh.diagnostics.begin(), fresh.diagnostics.end(), unused)) return std::nullopt;
  plan::Settings settings;
  settings.today = today;
  return review::tried(old, fresh, settings, patient.path);
}

int run(const Words& words, Console& console) {
  source::Sources sources;
  const source::File& line = command_line(sources, words.typed);
  const auto today = read_today(words, sources);
  if (!today) return console.refuse(today.diagnostics);
  source::Diagnostics wrong;
  check_out(words, words.positional, line, wrong);
  if (!wrong.empty()) return console.refuse(wrong);
  const auto shelves = library(words.all("--library"));
  const auto before = read(words.positional.front(), line, shelves, sources);
  if (!before) return console.refuse(before.diagnostics);
  const auto now = read(words.positional.back(), line, shelves, sources);
  if (!now) return console.refuse(now.diagnostics);
  const auto base = [](const Version& v) { return v.workflow.status.kind == model::Status::base; };
  if (base(*before.value) != base(*now.value))
    return console.refuse({misuse(span_of(line, words.positional.back()), "bad-value",
                                  fmt::format("of '{}' and '{}' one is a base, which no patient is given: two bases or "
                                              "two therapies are laid beside each other",
                                              words.positional.front(), words.positional.back()))});
  auto review = review::review(before.value->workflow, now.value->workflow);
  review.checks = review::checks(before.value->checks, now.value->checks);
  review.today = *today.value;
  for (const std::string& path : patients(words))
    if (auto one = try_on({path, read_file(path)}, *before.value, *now.value, shelves, *today.value, sources))
      review.tried.push_back(std::move(*one));
  console.answer(console.json() ? view::json(review, V2V_VERSION) : view::markdown(review));
  return done;
}

}  // namespace

Command workflows_diff_command() {
  return {"workflows diff",
          "OLD NEW",
          "say what a change of a workflow means, and whose dates it moves",
          "OLD and NEW are files or ids. The answer is in Markdown, to be pasted where the change is discussed: which "
          "stages, rules\n"
          "and values are new, gone or different and by how much, on whose word, and which patients' dates move when "
          "each is planned\n"
          "with both; and which of the file's own checks ask something else. Of a base, the patients of all therapies "
          "that are based on it are tried.",
          2,
          2,
          {},
          {{"--as", "FORM", "how to show it", false, {"markdown", "json"}},
           {"--patients", "FILE|FOLDER", "try it on these patients (default: the shipped examples)", true, {}, true},
           today_option(),
           library_option(),
           out_option()},
          run};
}

}  // namespace v2v::cli
