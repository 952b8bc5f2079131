#include "plan/named_days.h"

#include <algorithm>

namespace v2v::plan {
namespace {

// Further on from the same day: months are added to months before they clamp, so 29 February has its fourth
// anniversary.
Moves further(Moves moves, const Moves& by) {
  for (const Move& m : by) {
    if (!moves.empty() && moves.back().days == 0 && m.months != 0)
      moves.back().months += m.months, moves.back().days = m.days;
    else
      moves.push_back(m);
  }
  return moves;
}

bool from_end(const model::Point& p) {
  return p.side == model::Point::unsaid ? p.offset && !p.before : p.side == model::Point::end;
}

// Whether both ends of a pattern count from one day: from one stage, and from its start and end only where these share
// a day.
bool same_anchor(const model::Workflow& workflow, const model::Point& a, const model::Point& b) {
  if (a.stage != b.stage || a.which != b.which) return false;
  const model::Stage* s = workflow.stage(a.stage);
  if (!s || from_end(a) == from_end(b)) return true;
  const bool hours =
      s->takes && s->takes->plain && calendar::family(s->takes->plain->value.most.unit) == calendar::Family::elapsed;
  return !s->repeat && !s->falls_on && s->parts.empty() && !s->lasts && !s->from && (!s->takes || hours);
}

Moves aim_moves(const model::Workflow& workflow, const model::Point& p) {
  Moves moves = p.stage.empty() ? number_moves(workflow, p) : Moves{};
  if (p.offset)
    for (const Move& m : moves_of(*p.offset, p.before ? -1 : 1)) moves.push_back(m);
  return moves;
}

}  // namespace

Moves number_moves(const model::Workflow& workflow, const model::Point& p) {
  switch (p.period) {
    case model::Period::day:
      return {{0, workflow.counts_from_one && p.number > 0 ? p.number - 1 : p.number}};
    case model::Period::week:
      return {{0, 7 * p.number}};
    case model::Period::month:
      return {{p.number, 0}};
    case model::Period::year:
      return {{12 * p.number, 0}};
  }
  return {};
}

bool mixed(const std::vector<Aim>& aims) {
  const auto in_months = [](const Aim& aim) {
    return std::any_of(aim.moves.begin(), aim.moves.end(), [](const Move& m) { return m.months != 0; });
  };
  const auto months = std::count_if(aims.begin(), aims.end(), in_months);
  if (months == 0 || months == std::ssize(aims)) return false;
  for (int month = 1; month <= 12; ++month)
    for (std::size_t k = 1; k < aims.size(); ++k) {
      const Day from = *calendar::day_of(2023, month, 1);
      if (aims[k].point.stage == aims[k - 1].point.stage && moved(from, aims[k].moves) < moved(from, aims[k - 1].moves))
        return true;
    }
  return false;
}

std::vector<Aim> aims_of(const model::Workflow& workflow, const model::Placements& days, bool& unsure, Day from) {
  std::vector<Aim> aims;
  for (const model::Placed& placed : days) {
    if (placed.kind == model::Placed::once) {
      aims.push_back({placed.from, aim_moves(workflow, placed.from), {}});
      continue;
    }
    if (!same_anchor(workflow, placed.from, placed.to)) {
      unsure = true;
      continue;
    }
    const Moves begin = aim_moves(workflow, placed.from);
    const Day last = moved(reference_day, aim_moves(workflow, placed.to));
    Length every = placed.every_length;
    if (placed.kind == model::Placed::times_a)
      every = {1, placed.period == model::Period::day     ? calendar::Unit::days
                  : placed.period == model::Period::week  ? calendar::Unit::weeks
                  : placed.period == model::Period::month ? calendar::Unit::months
                                                          : calendar::Unit::years};
    for (int k = 0; k < 10'000; ++k) {
      const Moves at = further(begin, moves_of({every.n * k, every.unit}, 1));
      if (moved(reference_day, at) > last) break;
      if (placed.kind == model::Placed::every) {
        aims.push_back({placed.from, at, {}});
        continue;
      }
      Moves block = further(begin, moves_of({every.n * (k + 1), every.unit}, 1));
      block.push_back({0, -1});
      const bool cut = moved(reference_day, block) > last;
      for (int n = 0; n < placed.times; ++n)
        aims.push_back({placed.from, at, cut ? aim_moves(workflow, placed.to) : block});
    }
  }
  std::stable_sort(aims.begin(), aims.end(),
                   [from](const Aim& a, const Aim& b) { return moved(from, a.moves) < moved(from, b.moves); });
  return aims;
}

int visits_of(const model::Series& series, int until) {
  switch (series.kind) {
    case model::Series::times:
      return series.least;
    case model::Series::until:
      return until;
    case model::Series::rate:
      break;
  }
  const Length over = series.over;
  const Length period{1, series.period == model::Period::day    ? calendar::Unit::days
                         : series.period == model::Period::week ? calendar::Unit::weeks
                                                                : calendar::Unit::months};
  const Day end = moved(reference_day, moves_of(over, 1));
  int periods = 0;
  while (moved(reference_day, moves_of({period.n * (periods + 1), period.unit}, 1)) <= end) ++periods;
  return series.least * std::max(periods, 1);
}

namespace {

std::vector<int> told_apart(std::vector<int> days) {
  for (std::size_t k = 1; k < days.size(); ++k) days[k] = std::max(days[k], days[k - 1] + 1);
  return days;
}

}  // namespace

std::vector<int> day_names(const std::vector<Aim>& aims) {
  std::vector<int> days;
  for (const Aim& aim : aims) days.push_back(moved(reference_day, aim.moves) - reference_day);
  return told_apart(std::move(days));
}

std::vector<int> day_names(const model::Series& series, const model::Wait* apart, int visits) {
  const auto days_in = [](const Length& length) {
    const Moves moves = moves_of(length, 1);
    return moves.empty() ? 1 : std::max(1, moved(reference_day, moves) - reference_day);
  };
  std::vector<int> days;
  if (series.kind == model::Series::rate) {
    const int period = series.period == model::Period::day     ? 1
                       : series.period == model::Period::week  ? 7
                       : series.period == model::Period::month ? 30
                                                               : 365;
    for (int k = 0; k < visits; ++k)
      days.push_back(1 + period * (k / series.least) + k % series.least * period / series.least);
  } else {
    const int step = apart && apart->least ? days_in(*apart->least) : 1;
    for (int k = 0; k < visits; ++k) days.push_back(1 + step * k);
  }
  return told_apart(std::move(days));
}

}  // namespace v2v::plan
