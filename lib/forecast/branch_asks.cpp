// forecast: of a branch, what may turn out otherwise: how stages end, and whether they happen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecast/known.h"
#include "model/say.h"
#include "plan/paths.h"
#include "plan/presence.h"

namespace v2v::forecast {

using model::Outcome;
using plan::Compiled;
using plan::Visit;

namespace {

/// Nothing but its name follows from it.
bool plain(const Outcome& o) {
  return o.then == Outcome::carry_on && !o.adds;
}

std::string percent(double share) {
  const double of_hundred = share * 100;
  return std::abs(of_hundred - std::round(of_hundred)) < 1e-6 ? fmt::format("{:.0f}%", of_hundred)
                                                              : fmt::format("{:.1f}%", of_hundred);
}

}  // namespace

/// Whether anything hangs on how a stage ends.
bool CaseBranches::matters(const model::Stage& s) const {
  const auto& w = what_.workflow;
  const auto asks = [&](const model::Stage& other) {
    return std::any_of(other.when.atoms.begin(), other.when.atoms.end(), [&](const model::Atom& atom) {
      return atom.subject == s.id && atom.kind != model::Atom::happened && atom.kind != model::Atom::did_not_happen;
    });
  };
  return std::any_of(w.stages.begin(), w.stages.end(), asks) ||
         std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& rule) { return rule.by == s.id; });
}

void CaseBranches::take_asks(Known& known, const plan::Settings& settings, bool tell) {
  for (const int s : plan::order_of_stages(what_.workflow)) {
    if (known.found.c.visits_of[static_cast<std::size_t>(s)].empty()) continue;
    ask_whether(known, settings, s, tell);
    ask_outcomes(known, settings, s, tell);
  }
  // What shows first may make what follows never happen.
  std::stable_sort(known.way.asks.begin(), known.way.asks.end(),
                   [&](const Ask& a, const Ask& b) { return known.found.shown[a.at] < known.found.shown[b.at]; });
}

void CaseBranches::ask_whether(Known& known, const plan::Settings& settings, int s, bool tell) {
  const Compiled& c = known.found.c;
  const model::Stage& of = stage(s);
  if (!of.chance || *of.chance <= 0 || *of.chance >= 1) return;
  const Visit& v = c.visits[static_cast<std::size_t>(c.visits_of[static_cast<std::size_t>(s)].front())];
  const auto& told = c.story.stages[static_cast<std::size_t>(s)];
  if (v.record == Visit::happened || v.record == Visit::running || v.record == Visit::unrecorded) return;
  if (plan::time_has_passed(what_, c.story, of, settings.today)) return;
  Ask ask;
  ask.at = v.s;
  ask.id = id(comes_kind, s, 0, 0);
  if (static_cast<std::size_t>(ask.id) == asked_.size()) asked_.push_back({s, 1, 0, {}});
  ask.variable = variable(comes_kind, s, 0, 0);
  ask.up_to = {1 - *of.chance, 1};
  ask.as_assumed = {!told.happens, told.happens};
  if (told.present) {
    for (auto& l : known.way.lengths)
      if (l.to == v.s) l.only_if = ask.id;
  } else if (of.begins) {
    ask.begins = id(begins_kind, s, 0, 1);
  }
  if (tell) drawn.push_back(fmt::format("{} happens: {}", plan::title_of(of), percent(*of.chance)));
  known.way.asks.push_back(std::move(ask));
}

void CaseBranches::ask_outcomes(Known& known, const plan::Settings& settings, int s, bool tell) {
  const Compiled& c = known.found.c;
  const model::Stage& of = stage(s);
  const auto& told = c.story.stages[static_cast<std::size_t>(s)];
  if (of.outcomes.size() < 2 || !told.present) return;
  const model::Series* until = nullptr;
  if (of.repeat)
    if (const auto* series = model::chosen(*of.repeat, plan::Facts{what_, c.story});
        series && series->value.kind == model::Series::until)
      until = &series->value;
  const bool named = matters(of);
  if (!named && !until && std::all_of(of.outcomes.begin(), of.outcomes.end(), plain)) return;
  bool said = false;
  int had_enough = 0;  // an attempt
  for (const int index : c.visits_of[static_cast<std::size_t>(s)]) {
    const Visit& v = c.visits[static_cast<std::size_t>(index)];
    const plan::Attempt& attempt = told.attempts[static_cast<std::size_t>(v.attempt - 1)];
    const bool last = v.in_row == v.row;
    const int visit = until ? v.in_row : 1;
    const bool enough_before = until && had_enough == v.attempt;
    if (until) {
      const auto known_end = settings.ends_as.find({of.id, v.attempt, visit});
      if ((v.fact && v.fact->outcome == until->outcome) ||
          (known_end != settings.ends_as.end() && known_end->second == until->outcome))
        had_enough = v.attempt;
    }
    if ((v.fact && !v.fact->outcome.empty()) || enough_before || (!until && (attempt.recorded || !last))) continue;
    const auto chance = plan::chances(of, visit);
    double sum = 0;
    for (const double one : chance) sum += one;
    if (std::abs(sum - 1) > 1e-6) {
      if (tell && !said)
        left_as_is.push_back(
            fmt::format("how {} ends, for which no chances are given: as assumed", plan::title_of(of)));
      return;
    }
    Ask ask;
    Asked asked{s, v.attempt, visit, {}};
    double up_to = 0;
    const auto put = [&](const std::string& outcome, double share, bool as_assumed) {
      asked.outcomes.push_back(outcome);
      ask.up_to.push_back(up_to += share);
      ask.as_assumed.push_back(as_assumed);
    };
    if (until && v.in_row < until->most) {  // it goes on or it does not
      double enough = 0;
      std::string other;
      for (std::size_t k = 0; k < chance.size(); ++k) {
        if (of.outcomes[k].id == until->outcome)
          enough = chance[k];
        else if (other.empty())
          other = of.outcomes[k].id;
      }
      put(other, 1 - enough, !last);
      put(until->outcome, enough, last);
    } else {
      const auto assumed = std::find_if(of.outcomes.begin(), of.outcomes.end(),
                                        [&](const Outcome& o) { return o.id == attempt.outcome; });
      for (std::size_t k = 0; k < chance.size(); ++k) {
        const Outcome& o = of.outcomes[k];
        const bool same = assumed != of.outcomes.end() && !named && plain(o) && plain(*assumed);
        put(o.id, chance[k], o.id == attempt.outcome || same);
      }
    }
    ask.up_to.back() = 1;
    ask.at = v.e;
    for (const auto& open : c.open)  // before what its outcome adds
      if (open.visit == index && open.from == v.s) ask.at = open.to;
    ask.id = id(ends_kind, s, v.attempt, visit);
    ask.variable = variable(ends_kind, s, v.attempt, visit);
    if (static_cast<std::size_t>(ask.id) == asked_.size()) asked_.push_back(std::move(asked));
    known.way.asks.push_back(std::move(ask));
    if (tell && !said) {
      std::string text = fmt::format("{} ends as", plan::title_of(of));
      for (std::size_t k = 0; k < chance.size(); ++k)
        text += fmt::format("{} {} {}", k == 0 ? ":" : ",", called(of.outcomes[k]), percent(chance[k]));
      drawn.push_back(text);
      for (const Outcome& o : of.outcomes)
        if (o.adds && !(o.adds->least == o.adds->most))
          left_as_is.push_back(fmt::format("how much is added where {} ends as {} ({}): as assumed", plan::title_of(of),
                                           called(o), to_string(*o.adds)));
      said = true;
    }
  }
}

}  // namespace v2v::forecast
