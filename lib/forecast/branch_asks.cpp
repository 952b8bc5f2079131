// forecast: of a branch, what may turn out otherwise: how stages end, and whether they happen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecast/known.h"
#include "model/say.h"
#include "plan/otherwise.h"

namespace v2v::forecast {

using model::Outcome;

namespace {

std::string percent(double share) {
  const double of_hundred = share * 100;
  return std::abs(of_hundred - std::round(of_hundred)) < 1e-6 ? fmt::format("{:.0f}%", of_hundred)
                                                              : fmt::format("{:.1f}%", of_hundred);
}

}  // namespace

void CaseBranches::take_asks(Known& known, const plan::Settings& settings, bool tell) {
  int said = -1, without_shares = -1;  // a stage
  for (const plan::Otherwise& one : plan::otherwise(what_, settings, known.found.c)) {
    if (one.visit == 0) {
      ask_whether(known, one, tell);
    } else if (one.shared && without_shares != one.stage) {
      ask_how(known, one, tell && said != one.stage);
      said = one.stage;
    } else {
      if (tell && said != one.stage && without_shares != one.stage)
        left_as_is.push_back(
            fmt::format("how {} ends, for which no chances are given: as assumed", plan::title_of(stage(one.stage))));
      without_shares = one.stage;
    }
  }
  // What shows first may make what follows never happen.
  std::stable_sort(known.way.asks.begin(), known.way.asks.end(),
                   [&](const Ask& a, const Ask& b) { return known.found.shown[a.at] < known.found.shown[b.at]; });
}

void CaseBranches::ask_whether(Known& known, const plan::Otherwise& one, bool tell) {
  const int s = one.stage;
  const model::Stage& of = stage(s);
  Ask ask;
  ask.at = one.at;
  ask.id = id(comes_kind, s, 0, 0);
  if (static_cast<std::size_t>(ask.id) == asked_.size()) asked_.push_back({s, 1, 0, {}});
  ask.variable = variable(comes_kind, s, 0, 0);
  ask.up_to = {one.shares[0], 1};
  ask.as_assumed = one.as_assumed;
  if (known.found.c.story.stages[static_cast<std::size_t>(s)].present) {
    for (auto& l : known.way.lengths)
      if (l.to == one.at) l.only_if = ask.id;
  } else if (of.begins) {
    ask.begins = id(begins_kind, s, 0, 1);
  }
  if (tell) drawn.push_back(fmt::format("{} happens: {}", plan::title_of(of), percent(*of.chance)));
  known.way.asks.push_back(std::move(ask));
}

void CaseBranches::ask_how(Known& known, const plan::Otherwise& one, bool tell) {
  const model::Stage& of = stage(one.stage);
  Ask ask;
  double up_to = 0;
  for (const double share : one.shares) ask.up_to.push_back(up_to += share);
  ask.up_to.back() = 1;
  ask.as_assumed = one.as_assumed;
  ask.at = one.at;
  ask.id = id(ends_kind, one.stage, one.attempt, one.visit);
  ask.variable = variable(ends_kind, one.stage, one.attempt, one.visit);
  if (static_cast<std::size_t>(ask.id) == asked_.size())
    asked_.push_back({one.stage, one.attempt, one.visit, one.outcomes});
  known.way.asks.push_back(std::move(ask));
  if (!tell) return;
  const auto chance = plan::chances(of, one.visit);
  std::string text = fmt::format("{} ends as", plan::title_of(of));
  for (std::size_t k = 0; k < chance.size(); ++k)
    text += fmt::format("{} {} {}", k == 0 ? ":" : ",", called(of.outcomes[k]), percent(chance[k]));
  drawn.push_back(text);
  for (const Outcome& o : of.outcomes)
    if (o.adds && !(o.adds->least == o.adds->most))
      left_as_is.push_back(fmt::format("how much is added where {} ends as {} ({}): as assumed", plan::title_of(of),
                                       called(o), to_string(*o.adds)));
}

}  // namespace v2v::forecast
