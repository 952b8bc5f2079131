#include "plan/plan.h"

#include "accept.h"
#include "command.h"
#include "console.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "view/conflict.h"
#include "view/csv.h"
#include "view/gantt.h"
#include "view/json.h"
#include "view/svg.h"
#include "view/table.h"

namespace v2v::cli {
namespace {

std::string draw(const timeline::Timeline& answer, const std::string& as, bool colour) {
  if (as == "json") return view::json(answer, V2V_VERSION);
  if (as == "csv") return view::csv(answer);
  if (as == "svg") return view::svg(answer);
  if (as == "gantt") return view::gantt(answer, {.width = width(), .colour = colour});
  return view::table(answer, {.width = width(), .colour = colour});
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, words.positional, sources);
  if (!question) return console.refuse(question.diagnostics);
  const source::File& line = sources->files().front();
  if (words.has("--accept")) {
    auto wrong = only_asked(words, line);
    if (question.value->what.patient.id.empty())
      wrong.push_back(misuse(span_of(line, "--accept"), "bad-value",
                             "--accept keeps a patient's plan, and no patient's file is given"));
    if (!wrong.empty()) return console.refuse(wrong);
  }
  auto settings = question.value->settings;
  settings.explain = console.json();  // no other form prints the reasons of every date
  auto answer = plan::plan(question.value->what, settings);
  for (auto& d : answer.diagnostics)
    if (!d.where) d.where = span_of(line, settings.slack_to);
  if (!answer) return console.refuse(answer.diagnostics);
  plan::must_hold(question.value->what, settings, *answer.value);
  console.warn(question.diagnostics);
  console.warn(answer.diagnostics);
  const timeline::Timeline& shown = *answer.value;
  if (shown.conflict) console.say(view::conflict(shown, colour(2)));
  // Kept before it is shown: what people are given is never a plan that nobody kept.
  if (words.has("--accept") && !shown.conflict) console.say(keep_plan(words, *question.value, shown));
  if (!shown.conflict || console.json()) console.answer(draw(shown, words.one("--as"), console.colour_answer()));
  return shown.conflict ? refused : done;
}

std::vector<Option> options() {
  auto rows = case_options();
  rows.insert(rows.begin(),
              {{"--as", "FORM", "how to show it", false, {"table", "gantt", "json", "svg", "csv"}, false},
               {"--accept", "", "keep it as the plan that people are given, for v2v stale", false, {}, false}});
  return rows;
}

}  // namespace

Command plan_command() {
  return {
      "plan",
      "WORKFLOW|FILE...",
      "work out every date of one patient's therapy",
      "Give a patient's file; what it names (workflow, centre, holidays) is found beside it, in --library folders and "
      "among\n"
      "what is installed. Or give a workflow, by file or id, and a date to hang it on: --at infusion=2026-10-14. Files "
      "may\n"
      "stand in any order. Without a centre there are dates only, and weekends and holidays are not considered. "
      "--accept\nkeeps the plan in a file beside the patient's, and says so there under `planned-with`.",
      1,
      1'000,
      {},
      options(),
      run};
}

}  // namespace v2v::cli
