#include "forecast/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "command.h"
#include "console.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "view/conflict.h"
#include "view/data.h"
#include "view/forecast.h"

namespace v2v::cli {
namespace {

constexpr int weeks_ahead = 26;

/// A whole number from 1 on; nothing, with what is wrong, otherwise.
std::optional<long> number(const Words& words, const std::string& option, long otherwise, long most,
                           const source::File& line, source::Diagnostics& wrong) {
  if (!words.has(option)) return otherwise;
  const std::string& said = words.one(option);
  long value = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), value);
  if (error == std::errc{} && end == said.data() + said.size() && value >= 1 && value <= most) return value;
  wrong.push_back(misuse(span_of(line, said), "bad-value",
                         fmt::format("{} takes a whole number from 1 to {}, not '{}'", option, most, said)));
  return std::nullopt;
}

/// STAGE>LENGTH: it has lasted longer than that, and is not over.
std::vector<forecast::Chance::Given> read_given(const Words& words, const source::File& line,
                                                source::Diagnostics& wrong) {
  std::vector<forecast::Chance::Given> all;
  for (const std::string& word : words.all("--given")) {
    const auto at = word.find('>');
    const auto length = at == std::string::npos ? std::nullopt : calendar::parse_length(word.substr(at + 1));
    if (length && at > 0)
      all.push_back({word.substr(0, at), *length});
    else
      wrong.push_back(misuse(span_of(line, word), "bad-value",
                             fmt::format("--given takes STAGE>LENGTH, such as 'manufacturing>12d', not '{}'", word)));
  }
  return all;
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, words.positional, sources);
  if (!question) return console.refuse(question.diagnostics);
  source::Diagnostics wrong;
  const source::File& line = sources->files().front();
  const auto runs = number(words, "--runs", 2'000, 1'000'000, line, wrong);
  const auto seed = number(words, "--seed", 1, 4'000'000'000, line, wrong);
  const long cores = std::clamp(static_cast<long>(std::thread::hardware_concurrency()), 1L, 16L);
  const auto threads = number(words, "--threads", cores, 64, line, wrong);
  const auto given = read_given(words, line, wrong);
  if (!wrong.empty()) return console.refuse(wrong);
  const auto settings = question.value->settings;
  const forecast::Chance chance{static_cast<unsigned>(*seed), *runs, static_cast<int>(*threads), given};
  auto answer = forecast::forecast(question.value->what, settings, chance);
  for (auto& d : answer.diagnostics)
    if (!d.where) d.where = span_of(line, words.one("--given"));
  if (!answer) return console.refuse(answer.diagnostics);
  plan::must_hold(question.value->what, settings, answer.value->plan);
  console.warn(question.diagnostics);
  if (answer.value->plan.conflict) {
    console.say(view::conflict(answer.value->plan, colour(2)));
    if (console.json()) console.answer(view::json(*answer.value, V2V_VERSION));
    return refused;
  }
  if (console.json())
    console.answer(view::json(*answer.value, V2V_VERSION));
  else if (words.one("--as") == "csv")
    console.answer(view::csv(*answer.value));
  else
    console.answer(view::forecast(
        *answer.value,
        {.width = width(), .colour = console.colour_answer(), .until = settings.today + 7 * weeks_ahead}));
  return done;
}

}  // namespace

Command forecast_command() {
  auto rows = case_options();
  std::erase_if(rows, [](const Option& o) { return o.name == "--slack-to"; });
  rows.insert(
      rows.begin(),
      {{"--as", "FORM", "how to show it", false, {"table", "json", "csv"}, false},
       {"--runs", "N", "how often the plan is followed (default: 2000)", false, {}, false},
       {"--given", "STAGE>LENGTH", "it has lasted longer than that, and is not over", true, {}, false},
       {"--seed", "N", "another seed, other chance (default: 1)", false, {}, false},
       {"--threads", "N", "on how many threads; the answer is the same (default: one a core)", false, {}, false}});
  return {"forecast",
          "FILE...",
          "say where dates will likely fall when the plan is followed",
          "Lengths that are not ours are drawn from their ranges; how stages end, whether they happen and who leaves, "
          "by their\nchances. Each run follows the plan, learns these only as they show, and plans again: what failed "
          "is done again, what\ngrew too old too. A booking, or a date within its stage's `notice`, moves only when it "
          "must.",
          1,
          1'000,
          {},
          rows,
          run};
}

}  // namespace v2v::cli
