// How many visits each attempt has, and how it is shown to end.
#include <fmt/format.h>

#include <algorithm>

#include "plan/verify_reading.h"

namespace v2v::plan {
namespace {

class NumberRules {
 public:
  explicit NumberRules(Reading& reading) : r(reading) {}

  void run(int s) {
    read_numbers(s);
    read_outcomes(s);
  }

 private:
  const Attempts& rows(int s) const { return r.attempts[static_cast<std::size_t>(s)]; }

  static bool known(const model::Stage& stage, const std::string& outcome) {
    return std::any_of(stage.outcomes.begin(), stage.outcomes.end(),
                       [&](const auto& one) { return one.id == outcome; });
  }

  /// Visits of one attempt (of one round of its whole).
  std::optional<int> expected(int s, std::size_t attempt) const {
    const auto& stage = r.stage(s);
    int count = 1;
    if (const auto* series = r.chosen(stage.repeat)) {
      count = series->most;
      if (series->kind == model::Series::until) count = until(s, *series, attempt);
      if (series->kind == model::Series::rate) {
        int blocks = 0;
        const Day first{0};
        const calendar::Unit units[] = {calendar::Unit::days, calendar::Unit::weeks, calendar::Unit::months,
                                        calendar::Unit::years};
        while (Diary::shifted(first, {blocks, units[static_cast<int>(series->period)]}) <
               Diary::shifted(first, series->over))
          ++blocks;
        count = series->least * blocks;
      }
    } else if (stage.falls_on) {
      const auto slots = r.slots(stage);
      if (!slots) return std::nullopt;
      count = static_cast<int>(slots->size());
    }
    if (const int whole = r.index(stage.whole); whole >= 0) {
      if (rows(whole).size() <= attempt) return std::nullopt;
      count *= static_cast<int>(rows(whole)[attempt].size());
    }
    return count;
  }

  /// `n to m times until OUTCOME`: visits until it is recorded, else until it is likelier than not.
  int until(int s, const model::Series& series, std::size_t attempt) const {
    double without = 1;
    int k = 0;
    const model::Fact* before = nullptr;  // a row recorded in one sentence is as long as it is planned
    for (const Shown* visit : rows(s)[attempt]) {
      if (!visit->happened || visit->happened == before) break;
      before = visit->happened;
      ++k;
      if (visit->happened->outcome == series.outcome) return std::max(k, series.least);
    }
    for (int later = k + 1; later <= series.most; ++later)
      if (const auto known = r.settings.ends_as.find({r.stage(s).id, static_cast<int>(attempt) + 1, later});
          known != r.settings.ends_as.end()) {
        k = later;
        if (known->second == series.outcome) return std::max(k, series.least);
      }
    for (; k < series.most; ++k) {
      if (k >= series.least && without < 0.5) break;
      without *= 1 - r.chance_of(r.stage(s), series.outcome, static_cast<std::size_t>(k));
    }
    return k;
  }

  void read_numbers(int s) {
    int number = 0;
    int total = 0;
    for (const auto& row : rows(s)) total += static_cast<int>(row.size());
    for (std::size_t a = 0; a < rows(s).size(); ++a) {
      const auto& row = rows(s)[a];
      const auto wanted = r.what.patient.closed ? std::nullopt : expected(s, a);
      bool numbered = true;
      for (const Shown* visit : row)
        numbered = numbered && (r.what.patient.closed || (visit->number == ++number && visit->entry->visits == total));
      const bool recorded_more = wanted && row.back()->happened && static_cast<int>(row.size()) >= *wanted;
      const bool begun_last = begun_where_it_ended(s, a);
      const bool ended = begun_last && row.back()->happened && static_cast<int>(row.size()) <= wanted.value_or(0);
      const bool good = !wanted || recorded_more || ended || static_cast<int>(row.size()) == *wanted;
      r.rule(numbered && good, Rule::visits, r.stage(s).origin.where, [&] {
        return std::pair{fmt::format("{} has {} visits", r.stage(s).id, wanted.value_or(0)),
                         fmt::format("{} visits{}", row.size(), numbered ? "" : ", wrongly numbered")};
      });
      r.rule(!begun_last || !to_come(s, row), Rule::visits, r.stage(s).origin.where, [&] {
        return std::pair{std::string("the pathway has ended"), fmt::format("{} is still to come", r.name(*row.back()))};
      });
    }
  }

  /// The last attempt, and some visit of it has been, where it is written down that the pathway ended.
  bool begun_where_it_ended(int s, std::size_t attempt) const {
    const auto& row = rows(s)[attempt];
    return r.ended_on_record && !r.what.patient.closed && attempt + 1 == rows(s).size() && r.stage(s).parts.empty() &&
           r.stage(s).whole.empty() &&
           std::any_of(row.begin(), row.end(), [](const Shown* one) { return one->happened; });
  }

  /// Is it planned to go on, and nothing that comes after all of it has been?
  bool to_come(int s, const std::vector<Shown*>& row) const {
    const auto n = r.what.workflow.stages.size();
    return row.back()->entry->state != timeline::State::unrecorded && !row.back()->happened &&
           std::none_of(r.visits.begin(), r.visits.end(), [&](const Shown& later) {
             return later.happened && later.stage != s &&
                    r.order.paths[static_cast<std::size_t>(s) * n + static_cast<std::size_t>(later.stage)];
           });
  }

  void read_outcomes(int s) {
    const auto& stage = r.stage(s);
    if (stage.outcomes.empty()) return;
    const auto* series = r.chosen(stage.repeat);
    if (series && series->kind == model::Series::until) return read_last(s, *series);
    double best = -1;
    for (const auto& outcome : stage.outcomes) best = std::max(best, r.chance_of(stage, outcome.id, 0));
    const auto assumed = r.what.patient.assume.find(stage.id);
    for (const auto& row : rows(s)) {
      const auto supposed = r.settings.ends_as.find({stage.id, row.front()->attempt, 1});
      const Shown& visit = *row.back();
      const std::string& shown = visit.entry->outcome;
      const model::Fact* told = nullptr;
      for (const Shown* one : row)
        if (one->happened && !one->happened->outcome.empty()) told = one->happened;
      const bool said = told != nullptr;
      const bool good = said ? shown == told->outcome && !visit.entry->outcome_assumed
                        : supposed != r.settings.ends_as.end()
                            ? shown == supposed->second
                            : (known(stage, shown) && r.chance_of(stage, shown, 0) > best - 1e-9) ||
                                  (assumed != r.what.patient.assume.end() && shown == assumed->second);
      r.rule(good, Rule::stages, stage.origin.where, [&] {
        return std::pair{fmt::format("{} ends as {}", r.name(visit), said ? told->outcome : "is likeliest"),
                         fmt::format("it ends as {}", shown.empty() ? "nothing" : shown)};
      });
    }
  }

  /// A series goes on until its outcome: what came before it is not how it ends.
  void read_last(int s, const model::Series& series) {
    if (r.what.patient.closed) return;  // its last visits are not planned
    const auto assumed = r.what.patient.assume.find(r.stage(s).id);
    for (const auto& row : rows(s)) {
      const Shown& last = *row.back();
      const auto known = r.settings.ends_as.find({r.stage(s).id, last.attempt, static_cast<int>(row.size())});
      const bool had_enough = std::any_of(row.begin(), row.end(), [&](const Shown* visit) {
        return visit->happened && visit->happened->outcome == series.outcome;
      });
      const bool said = last.happened && !last.happened->outcome.empty();
      const std::string& wanted = had_enough                          ? series.outcome
                                  : said                              ? last.happened->outcome
                                  : known != r.settings.ends_as.end() ? known->second
                                                                      : series.outcome;
      const std::string& shown = last.entry->outcome;
      const bool good = shown == wanted ||
                        (!had_enough && !said && assumed != r.what.patient.assume.end() && shown == assumed->second);
      r.rule(good, Rule::stages, r.stage(s).origin.where, [&] {
        return std::pair{fmt::format("{} ends as {}", r.name(last), wanted),
                         fmt::format("it ends as {}", shown.empty() ? "nothing" : shown)};
      });
    }
  }

  Reading& r;
};

}  // namespace

void read_numbers(Reading& r, int s) {
  NumberRules(r).run(s);
}

}  // namespace v2v::plan
