#include "view/todo.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "follow/todo.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "view/conflict.h"
#include "view/data.h"

namespace v2v::cli {
namespace {

constexpr int weeks_ahead = 12;

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, words.positional, sources);
  if (!question) return console.refuse(question.diagnostics);
  auto settings = question.value->settings;
  settings.explain = false;
  calendar::Day until = settings.today + 7 * weeks_ahead;
  if (words.has("--until")) {
    const auto day = calendar::parse_day(words.one("--until"));
    if (!day)
      return console.refuse(
          {misuse(span_of(sources->files().front(), words.one("--until")), "bad-value",
                  fmt::format("--until takes a date such as 2026-12-24, not '{}'", words.one("--until")))});
    until = *day;
  }
  const auto answer = plan::plan(question.value->what, settings);
  if (!answer) return console.refuse(answer.diagnostics);
  plan::must_hold(question.value->what, settings, *answer.value);
  console.warn(question.diagnostics);
  if (answer.value->conflict) {
    console.say(view::conflict(*answer.value, colour(2)) + "the plan does not hold: v2v replan shows what must move\n");
    return refused;
  }
  const auto list = follow::todo(question.value->what, settings, *answer.value);
  if (!list) return console.refuse(list.diagnostics);
  if (console.json())
    console.answer(view::json(*list.value, V2V_VERSION));
  else if (words.one("--as") == "csv")
    console.answer(view::csv(*list.value));
  else
    console.answer(view::todo(*list.value, {.width = width(), .colour = console.colour_answer(), .until = until}));
  return done;
}

}  // namespace

Command todo_command() {
  auto rows = case_options();
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it; json and csv list every task", false, {"text", "json", "csv"}, false},
       {"--until", "DATE", "list what is to be decided up to this date (default: 12 weeks ahead)", false, {}, false}});
  return {
      "todo",
      "FILE...",
      "list what is to be decided about a patient, and by when",
      "What is overdue comes first, then each appointment by the last day on which it can be booked, or moved, without "
      "touching\nDay 0 or any other booking: its latest date less the stage's `notice`.",
      1,
      1'000,
      {},
      rows,
      run};
}

}  // namespace v2v::cli
