#include "view/why.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "parse.h"
#include "plan/plan.h"
#include "plan/verify.h"
#include "question.h"
#include "text/read.h"
#include "view/conflict.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  const std::string& stage = words.positional.front();
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, {words.positional.begin() + 1, words.positional.end()}, sources);
  if (!question) return console.refuse(question.diagnostics);
  const source::Span where = span_of(sources->files().front(), stage);
  std::string reason;
  const auto point = text::parse_point(stage, reason);
  if (!point)
    return console.refuse({misuse(where, "bad-value", fmt::format("'{}' names no stage: {}", stage, reason))});
  auto answer = plan::why(question.value->what, question.value->settings, *point);
  for (auto& d : answer.diagnostics)
    if (!d.where) d.where = where;
  if (!answer) return console.refuse(answer.diagnostics);
  plan::must_hold(question.value->what, question.value->settings, answer.value->timeline);
  console.warn(question.diagnostics);
  console.warn(answer.diagnostics);
  if (answer.value->timeline.conflict) {
    console.say(view::conflict(answer.value->timeline, colour(2)));
    return refused;
  }
  std::string text;
  for (const auto& w : answer.value->whys)
    text += (text.empty() ? "" : "\n") +
            view::why(w, {.width = width(), .colour = console.colour_answer(), .zone = answer.value->timeline.zone});
  text += "\n" + view::rests_on(answer.value->timeline,
                                {.width = width(), .colour = console.colour_answer(), .ascii = false, .zone = {}});
  console.answer(text);
  return done;
}

}  // namespace

Command why_command() {
  return {"why",
          "STAGE WORKFLOW|FILE...",
          "say what puts a stage on its date, and what holds it from later",
          "STAGE may name a visit or an attempt, in quotes: v2v why 'daily-visits visit 3' "
          "P-0042.yaml. Each step names the rule,\n"
          "its file and line, and its source; the steps add up to the date.",
          2,
          1'000,
          {},
          case_options(),
          run};
}

}  // namespace v2v::cli
