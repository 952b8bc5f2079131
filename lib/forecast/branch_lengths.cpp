// forecast: of a branch, the lengths that are not ours to choose.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "forecast/known.h"
#include "model/say.h"

namespace v2v::forecast {

using calendar::Unit;
using plan::Compiled;
using plan::Visit;

namespace {

/// A length as a number of a unit in which each value stands for itself.
std::optional<double> in_units(const calendar::Length& l, Unit unit) {
  const auto n = static_cast<double>(l.n);
  if (l.unit == unit) return n;
  if (unit == Unit::minutes && l.unit == Unit::hours) return 60 * n;
  if (unit == Unit::days && l.unit == Unit::weeks) return 7 * n;
  if (unit == Unit::months && l.unit == Unit::years) return 12 * n;
  return std::nullopt;
}

template <class In>
std::optional<Distribution> distribution_of(const model::Spread& spread, In in) {
  const std::optional<double> a = in(spread.least), b = in(spread.most);
  if (!a || !b) return std::nullopt;
  if (!spread.one_of.empty()) {
    std::vector<double> values;
    for (const auto& length : spread.one_of) {
      const std::optional<double> n = in(length);
      if (!n) return std::nullopt;
      values.push_back(*n);
    }
    return Distribution::empirical(std::move(values));
  }
  if (!spread.shares.empty()) {
    const auto &first = spread.shares.front(), &second = spread.shares.back();
    const std::optional<double> x = in(first.by), y = in(second.by);
    if (!x || !y || *a >= *x || *x >= *y) return std::nullopt;
    const auto beyond = Distribution::lognormal(first.percent / 100.0, *x - *a, second.percent / 100.0, *y - *a);
    return Distribution::at_most(*b, Distribution::shifted(*a, beyond));
  }
  const auto& middle = spread.likely ? spread.likely : spread.median ? spread.median : spread.peak;
  if (!middle) return Distribution::uniform(*a, *b);
  const std::optional<double> m = in(*middle);
  if (!m) return std::nullopt;
  if (spread.peak) return Distribution::triangular(*a, *m, *b);
  return spread.likely ? Distribution::pert(*a, *m, *b) : Distribution::about_median(*a, *m, *b);
}

}  // namespace

void CaseBranches::take_lengths(Known& known, bool tell) {
  const Compiled& c = known.found.c;
  for (const auto& open : c.open) {
    const Visit& v = c.visits[static_cast<std::size_t>(open.visit)];
    if (!v.present) continue;
    const bool begins = open.to == v.s;
    const model::Place* place = begins ? nullptr : v.place();
    const std::string text =
        fmt::format("{} {}: {}",
                    plan::name_of(what_.workflow, v,
                                  static_cast<int>(c.story.stages[static_cast<std::size_t>(v.stage)].attempts.size())),
                    begins ? "begins after" : "lasts", to_string(*open.spread));
    Unit unit = Unit::minutes;
    std::optional<Distribution> distribution;
    for (const Unit u : {Unit::minutes, Unit::days, Unit::work_days, Unit::work_hours, Unit::months})
      if (!distribution)
        if ((distribution = distribution_of(*open.spread, [&](const calendar::Length& l) { return in_units(l, u); })))
          unit = u;
    if (!distribution) {  // weeks and months: as many days as they are on the date of the plan
      unit = Unit::days;
      const network::Tick from = known.found.shown[open.from];
      distribution = distribution_of(*open.spread, [&](const calendar::Length& l) {
        return std::optional(
            std::round(static_cast<double>(almanac_.span(l, place).least(from) - from) / (24.0 * 60.0)));
      });
    }
    if (known.way.lengths.size() == 64) {
      if (tell) left_as_is.push_back(text + ", which is not drawn: there are 64 such lengths before it");
      continue;
    }
    if (tell) drawn.push_back(text);
    const Kind kind = begins ? begins_kind : length_kind;
    Length l{open.from, open.to, open.tag, Table(*distribution), {}, -1};
    l.id = id(kind, v.stage, 0, v.number);
    l.variable = variable(kind, v.stage, 0, v.number);
    std::int64_t had = -1;
    if (v.record == Visit::running && v.from) {  // so long it has lasted already
      if (unit == Unit::minutes) {
        had = std::max<std::int64_t>(had, c.now - *v.from);
      } else {
        had = l.table.least() - 1;
        while (almanac_.span({had + 1, unit}, place).least(*v.from) <= c.now) ++had;
        if (had < l.table.least()) had = -1;
      }
    }
    if (const auto given = longer_.find(l.id); given != longer_.end()) had = std::max(had, given->second);
    l.longer_than = had;
    if (unit != Unit::minutes)
      for (auto n = l.table.least(); n <= std::max(l.table.most(), had + 1) + 1; ++n)
        l.steps.push_back(almanac_.span({n, unit}, place));
    known.way.lengths.push_back(std::move(l));
  }
}

CaseBranches::Given CaseBranches::longer_than(const std::string& name, const calendar::Length& length) {
  Known& known = *known_.at({});
  Given answer = Given::not_open;
  for (Length& l : known.way.lengths) {
    const Visit* of = nullptr;
    const Compiled::Open* open = nullptr;
    for (const auto& one : known.found.c.open)
      if (one.to == l.to) open = &one, of = &known.found.c.visits[static_cast<std::size_t>(one.visit)];
    if (!of || stage(of->stage).id != name || l.to == of->s) continue;
    // In units of its own; of another kind only where its range is written so.
    std::optional<double> n;
    if (l.steps.empty()) {
      n = in_units(length, Unit::minutes);
    } else {
      for (const Unit u : {Unit::days, Unit::work_days, Unit::work_hours, Unit::months})
        if (in_units(open->spread->least, u) && in_units(open->spread->most, u)) n = in_units(length, u);
    }
    if (!n) continue;
    if (*n >= static_cast<double>(l.table.most())) return Given::past_its_end;
    l.longer_than = std::max(l.longer_than, static_cast<std::int64_t>(*n));
    longer_[l.id] = l.longer_than;
    answer = Given::taken;
  }
  return answer;
}

}  // namespace v2v::forecast
