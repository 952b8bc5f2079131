#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "parse.h"
#include "text/draft.h"
#include "text/reader.h"
#include "text/shelf.h"

namespace v2v::cli {
namespace {

/// A draft that changes `base`, which is named by id: the draft finds it as any file would.
source::Checked<std::string> draft(const std::string& id, const std::string& base, const source::File& line,
                                   const text::Library& shelves, source::Sources& sources) {
  if (base.empty()) return {text::draft_of(id), {}};
  const auto file = text::find_workflow(sources, base, span_of(line, base), shelves);
  if (!file) return {std::nullopt, file.diagnostics};
  const auto read = text::read_shelf(sources, {*file.value}, shelves);
  if (read.value->empty() || source::has_errors(read.diagnostics)) return {std::nullopt, read.diagnostics};
  const model::Workflow& under = read.value->front().workflow;
  std::vector<std::string> stages, rules;
  for (const auto& stage : under.stages) stages.push_back(stage.id);
  for (const auto& rule : under.rules) rules.push_back(rule.id);
  return {text::draft_based_on(id, base, under.day_zero, stages, rules), {}};
}

int run(const Words& words, Console& console) {
  source::Sources sources;
  const source::File& line = command_line(sources, words.typed);
  const std::string &id = words.positional.front(), &out = words.one("--out");
  const auto shelves = library(words.all("--library"));
  source::Diagnostics wrong;
  if (!text::is_slashed_id(id))
    wrong.push_back(
        misuse(span_of(line, id), "bad-id",
               fmt::format("'{}' is not an id: small letters, digits and hyphens, with / between several", id)));
  else if (const auto known = text::find_workflow(sources, id, span_of(line, id), shelves))
    wrong.push_back(misuse(span_of(line, id), "id-used-twice",
                           fmt::format("there is a workflow '{}' already, in {}", id, known.value->path),
                           "take another id, or base yours on it: --based-on " + id));
  if (!out.empty() && (is_file(out) || is_folder(out)))
    wrong.push_back(misuse(span_of(line, out), "bad-value",
                           fmt::format("'{}' is there already, and nothing is written over it", out)));
  if (!wrong.empty()) return console.refuse(wrong);
  const auto text = draft(id, words.one("--based-on"), line, shelves, sources);
  if (!text) return console.refuse(text.diagnostics);
  console.answer(*text.value);
  return done;
}

}  // namespace

Command workflows_new_command() {
  return {
      "workflows new",
      "ID",
      "write the first draft of a workflow's file",
      "The draft passes v2v check, and says in comments what to put where. With --based-on it changes what is there "
      "already: one\n"
      "product of a family. Nothing is ever written over a file.",
      1,
      1,
      {},
      {{"--based-on", "ID", "the workflow that it changes", false, {}}, library_option(), out_option()},
      run};
}

}  // namespace v2v::cli
