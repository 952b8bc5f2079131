// plan: the dates that a plan may need, from what its files say alone; every day of a calendar is made from them.
#include <algorithm>

#include "plan/compile.h"
#include "plan/paths.h"

namespace v2v::plan {
namespace {

/// How far after Day 0 each stage may lie by its named days, and what it stands behind: what is done again begins after
/// the stage that asks for it, and counts its own days from there.
class Named {
 public:
  explicit Named(const model::Workflow& workflow)
      : workflow_(workflow), far_(workflow.stages.size()), asks_(workflow.stages.size()) {}

  void see(std::size_t stage, const model::Point& point, std::int64_t days) {
    if (!point.before && point.number >= 0) far_[stage] = std::max(far_[stage], days);
    if (const int other = index_of(workflow_, point.stage); other >= 0) asks_[stage].push_back(other);
  }

  /// How many attempts there may be, and by how many days the last of them may count later than the first.
  std::pair<int, std::int64_t> again() const {
    int attempts = 1;
    std::int64_t days = 0;
    std::vector<std::vector<int>> next;
    for (std::size_t s = 0; s < far_.size(); ++s)
      for (const model::Outcome& outcome : workflow_.stages[s].outcomes) {
        if (outcome.then != model::Outcome::again) continue;
        if (next.empty()) next = with_points();
        attempts += outcome.times;
        days += outcome.times * farthest_before(next, s);
      }
    return {attempts, days};
  }

 private:
  std::vector<std::vector<int>> with_points() const {
    auto next = followers(workflow_);
    for (std::size_t s = 0; s < asks_.size(); ++s)
      for (const int u : asks_[s]) next[static_cast<std::size_t>(u)].push_back(static_cast<int>(s));
    return next;
  }
  std::int64_t farthest_before(const std::vector<std::vector<int>>& next, std::size_t stage) const {
    std::int64_t most = 0;
    for (std::size_t u = 0; u < far_.size(); ++u)
      if (far_[u] > most && reached(next, static_cast<int>(u))[stage]) most = far_[u];
    return most;
  }

  const model::Workflow& workflow_;
  std::vector<std::int64_t> far_;
  std::vector<std::vector<int>> asks_;  // by stage, those that its named days count from
};

}  // namespace

std::pair<Day, Day> horizon_of(const model::Case& what, const Settings& settings) {
  Day first = settings.today, last = settings.today;
  const auto see = [&](Day day) { first = std::min(first, day), last = std::max(last, day); };
  for (const auto* facts : {&what.patient.happened, &what.patient.booked, &what.patient.held})
    for (const model::Fact& fact : *facts) {
      // What is said to have happened after today is refused: a slip in its year makes no calendar of that many years.
      const auto at_most = [&](Day day) {
        return facts == &what.patient.happened ? std::min(day, settings.today) : day;
      };
      see(at_most(fact.from.day));
      if (fact.to) see(at_most(fact.to->day));
    }
  for (const model::DateWindow& window : what.patient.windows) {
    if (window.from) see(*window.from);
    if (window.by) see(*window.by);
  }
  for (const model::Person& person : what.patient.people)
    for (const model::LastDose& dose : person.last_doses)
      if (dose.kind == model::LastDose::on) see(dose.day);
  // The farthest named day and the longest sentence of its kind, and for everything before it three years, or more
  // where the waits and lengths of the workflow add up to more.
  const auto days_of = [](const Length& length) { return calendar::rough_minutes(length) / 1440 + 1; };
  std::int64_t far = 0, back = 0, sum = 0;
  Named named(what.workflow);
  std::size_t at = 0;  // the stage that is read
  const auto see_point = [&](const model::Point& p) {
    const std::int64_t unit = p.period == model::Period::year    ? 366
                              : p.period == model::Period::month ? 31
                              : p.period == model::Period::week  ? 7
                                                                 : 1;
    std::int64_t days = std::abs(p.number) * unit;
    if (p.offset) days += days_of(*p.offset);
    far = std::max(far, days);
    if (p.before || p.number < 0) back = std::max(back, days);
    named.see(at, p, days);
  };
  const auto each = [](const auto& self, const auto& varied, const auto& see_value) -> void {
    if (varied.plain) see_value(varied.plain->value);
    for (const auto& c : varied.cases) self(self, c.then, see_value);
    if (varied.otherwise) self(self, *varied.otherwise, see_value);
  };
  const auto longest = [&](const auto& varied, const auto& days) {
    std::int64_t most = 0;
    if (varied) each(each, *varied, [&](const auto& value) { most = std::max(most, days(value)); });
    return most;
  };
  const auto wait_days = [&](const model::Wait& wait) { return wait.least ? days_of(*wait.least) : 0; };
  const auto spread_days = [&](const model::Spread& spread) { return days_of(spread.most); };
  for (const model::Stage& s : what.workflow.stages) {
    at = static_cast<std::size_t>(&s - what.workflow.stages.data());
    if (s.falls_on)
      each(each, *s.falls_on, [&](const auto& all) {
        for (const model::Placed& placed : all) see_point(placed.from), see_point(placed.to);
      });
    for (const auto* edge : {&s.from, &s.until})
      if (*edge) each(each, **edge, see_point);
    if (s.window)
      each(each, *s.window, [&](const model::Window& window) {
        for (const auto* p : {&window.from, &window.by})
          if (*p) see_point(**p);
      });
    for (const auto* links : {&s.after, &s.ends_after})
      for (const model::Link& link : *links) sum += longest(std::optional(link.wait), wait_days);
    std::int64_t times = 1;
    if (s.repeat)
      each(each, *s.repeat, [&](const model::Series& series) {
        times = std::max<std::int64_t>(times, series.most);
        if (series.kind == model::Series::rate) sum += days_of(series.over);
      });
    sum += times * (longest(s.takes, spread_days) + longest(s.lasts, spread_days) + longest(s.apart, wait_days));
    for (const model::Outcome& outcome : s.outcomes)
      if (outcome.adds) sum += outcome.times * spread_days(*outcome.adds);
    for (const model::Washout& washout : s.washouts)
      each(each, washout.length, [&](const Length& length) { far = std::max(far, days_of(length)); });
  }
  const auto [attempts, again] = named.again();
  const std::int64_t ahead = std::max<std::int64_t>(3 * 366, std::max(2, attempts) * sum) + far + again;
  return {first - static_cast<int>(400 + std::min<std::int64_t>(back, 80 * 366)),
          last + static_cast<int>(std::min<std::int64_t>(ahead, 80 * 366))};
}

}  // namespace v2v::plan
