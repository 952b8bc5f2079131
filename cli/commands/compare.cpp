#include "view/compare.h"

#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "follow/compare.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "view/conflict.h"
#include "view/data.h"
#include "view/head.h"
#include "view/json.h"

namespace v2v::cli {
namespace {

constexpr std::size_t largest_plan = std::size_t{16} << 20;  // bytes

struct Planned {
  std::shared_ptr<source::Sources> sources;
  model::Case what;
  timeline::Timeline timeline;
};

/// The plan that somebody was given, as `plan --as json` wrote it: what its files said then is not known, so the
/// present ones say whom each visit concerns.
std::optional<Planned> given(const Words& words, const Planned& now, Console& console, int& code) {
  Planned out{std::make_shared<source::Sources>(), now.what, {}};
  const source::File& line = command_line(*out.sources, words.typed);
  const std::string& path = words.positional.front();
  source::Checked<timeline::Timeline> plan;
  if (words.has("--since"))
    plan = {std::nullopt,
            {misuse(span_of(line, "--since"), "bad-value",
                    fmt::format("'{}' is a plan already, and says itself as of when", path))}};
  else
    plan = view::read_plan(out.sources->add(path, read_file(path, largest_plan)));
  if (!plan) {
    code = console.refuse(plan.diagnostics);
    return std::nullopt;
  }
  out.timeline = std::move(*plan.value);
  return out;
}

/// One of the two plans; nothing, with the exit code in `code`, where there is none.
std::optional<Planned> planned(const Words& words, const std::string& file, Console& console, int& code) {
  Planned out;
  const auto question = read_question(words, {file}, out.sources);
  if (!question) {
    code = console.refuse(question.diagnostics);
    return std::nullopt;
  }
  out.what = question.value->what;
  auto settings = question.value->settings;
  settings.explain = false;
  auto answer = plan::plan(out.what, settings);
  if (!answer) {
    code = console.refuse(answer.diagnostics);
    return std::nullopt;
  }
  plan::must_hold(out.what, settings, *answer.value);
  if (answer.value->conflict) {
    console.say(view::conflict(*answer.value, colour(2)));
    code = refused;
    return std::nullopt;
  }
  out.timeline = std::move(*answer.value);
  return out;
}

int run(const Words& words, Console& console) {
  int code = done;
  Words earlier = words;
  if (words.has("--since")) earlier.said["--today"] = words.all("--since");
  const std::string& old = words.positional.front();
  std::optional<Planned> before;
  if (!old.ends_with(".json")) before = planned(earlier, old, console, code);
  if (code != done) return code;
  const auto now = planned(words, words.positional.back(), console, code);
  if (!now) return code;
  if (!before) before = given(words, *now, console, code);
  if (!before) return code;
  if (before->timeline.patient != now->timeline.patient) {
    const source::File& line = command_line(*now->sources, words.typed);
    return console.refuse({misuse(
        span_of(line, words.positional.back()), "bad-value",
        fmt::format("'{}' is of {}, and '{}' of {}: two plans of one patient are compared", words.positional.front(),
                    before->timeline.patient, words.positional.back(), now->timeline.patient))});
  }
  const auto answer = follow::compare(before->what, before->timeline, now->what, now->timeline);
  if (console.json())
    console.answer(view::json(answer, V2V_VERSION));
  else if (words.one("--as") == "csv")
    console.answer(view::csv(answer));
  else
    console.answer(view::headline(now->timeline) + "\n" +
                   view::compare(answer, {.width = width(), .colour = console.colour_answer()}));
  return done;
}

}  // namespace

Command compare_command() {
  return {
      "compare",
      "OLD NEW",
      "say what is different between two plans of one patient, and who must be told",
      "OLD and NEW are patient files, as they were and as they are. Both are planned as of --today, the old one as of "
      "--since\nwhere that is said. OLD may be what v2v plan --as json wrote: the plan that people have.",
      2,
      2,
      {},
      {{"--as", "FORM", "how to show it", false, {"text", "json", "csv"}, false},
       today_option(),
       {"--since", "DATE", "the date as of which OLD is planned (default: --today)", false, {}, false},
       {"--centre", "FILE|ID", "the centre, where the patient file names none or another", false, {}, true},
       library_option(),
       out_option()},
      run};
}

}  // namespace v2v::cli
