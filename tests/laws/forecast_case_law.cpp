// Forecasts of random whole files: a plan that holds has one; its quantiles are in order and not before today, what
// knows everything beforehand is no later, and the answer is the same on any number of threads.
#include <fmt/format.h>

#include "forecast/forecast.h"
#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v;
  using namespace v2v::laws;
  long made = 0, drawn = 0, broken = 0, clash = 0;
  Words words;
  words.cases = 600;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words&) {
    const Files files = generate(random, sized(number, 40));
    ReadFiles opened;
    read(files, opened);
    if (!opened.answer) return;
    plan::Settings settings;
    settings.today = opened.today;
    settings.explain = false;
    const auto plan = plan::plan(*opened.answer.value, settings);
    forecast::Chance chance;
    chance.seed = static_cast<unsigned>(number + 1);
    chance.runs = 40;
    const auto answer = forecast::forecast(*opened.answer.value, settings, chance);
    demand(answer.value.has_value() == plan.value.has_value(), "refused: one of plan and forecast alone");
    if (!answer) return;
    demand(answer.value->plan.conflict.has_value() == plan.value->conflict.has_value(),
           "clash: one of plan and forecast alone");
    if (answer.value->plan.conflict) {
      ++clash;
      return;
    }
    ++made;
    drawn += !answer.value->drawn.empty();
    broken += answer.value->broken > 0;
    chance.threads = 3;
    const auto again = forecast::forecast(*opened.answer.value, settings, chance);
    demand(again.value && again.value->likely.size() == answer.value->likely.size(), "threads: another answer");
    for (std::size_t k = 0; k < answer.value->likely.size(); ++k) {
      const auto &l = answer.value->likely[k], &m = again.value->likely[k];
      demand(l.p50.has_value() == m.p50.has_value() && l.told_moves == m.told_moves, "threads: another answer");
      if (!l.p50) continue;
      demand(l.p10->at <= l.p50->at && l.p50->at <= l.p90->at, "order: of quantiles");
      demand(l.p50->low <= l.p50->at && l.p50->at <= l.p50->high, "order: of an interval");
      demand(l.p10->at == m.p10->at && l.p50->at == m.p50->at && l.p90->at == m.p90->at, "threads: another answer");
    }
  };
  return run_law(argc, argv, "forecast_case_law", words, one, [&] {
    return fmt::format("{} forecasts, {} with something drawn, {} in which a rule may break; {} clash", made, drawn,
                       broken, clash);
  });
}
