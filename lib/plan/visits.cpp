// plan: which visits there are: attempts, rounds of a whole, series, and visits on named days.
#include <algorithm>
#include <numeric>

#include "plan/builder.h"

namespace v2v::plan {
namespace {

const Day reference = *calendar::day_of(2024, 1, 1);  // a first of January in a leap year: no move clamps on it

constexpr std::size_t most_visits = 4'000;  // a person's lifetime of monthly visits is a quarter of it

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

}  // namespace

// Day 1 is the date itself where days count from one, and -1 the day before it.
Moves Builder::number_moves(const model::Point& p) const {
  switch (p.period) {
    case model::Period::day:
      return {{0, what_.workflow.counts_from_one && p.number > 0 ? p.number - 1 : p.number}};
    case model::Period::week:
      return {{0, 7 * p.number}};
    case model::Period::month:
      return {{p.number, 0}};
    case model::Period::year:
      return {{12 * p.number, 0}};
  }
  return {};
}

Moves Builder::aim_moves(const model::Point& p) const {
  Moves moves = p.stage.empty() ? number_moves(p) : Moves{};
  if (p.offset)
    for (const Move& m : moves_of(*p.offset, p.before ? -1 : 1)) moves.push_back(m);
  return moves;
}

std::vector<Builder::Aim> Builder::aims_of(const model::Stage& s) {
  const auto* placements = pick(s.falls_on);
  if (!placements) return {};
  std::vector<Aim> aims;
  for (const model::Placed& placed : placements->value) {
    if (placed.kind == model::Placed::once) {
      aims.push_back({placed.from, aim_moves(placed.from), {}, {}});
      continue;
    }
    if (!same_anchor(what_.workflow, placed.from, placed.to)) {
      complain(
          "pattern-anchors", placements->origin.where,
          "the two ends of a pattern of visits count from different stages, or from the start and the end of one, so "
          "nobody can say how many visits it has",
          "count both ends from Day 0, or from the start or the end of the same stage");
      continue;
    }
    const Moves begin = aim_moves(placed.from);
    const Day last = moved(reference, aim_moves(placed.to));
    Length every = placed.every_length;
    if (placed.kind == model::Placed::times_a)
      every = {1, placed.period == model::Period::day     ? calendar::Unit::days
                  : placed.period == model::Period::week  ? calendar::Unit::weeks
                  : placed.period == model::Period::month ? calendar::Unit::months
                                                          : calendar::Unit::years};
    for (int k = 0; k < 10'000; ++k) {
      const Moves at = further(begin, moves_of({every.n * k, every.unit}, 1));
      if (moved(reference, at) > last) break;
      if (placed.kind == model::Placed::every) {
        aims.push_back({placed.from, at, {}, {}});
        continue;
      }
      Moves block = further(begin, moves_of({every.n * (k + 1), every.unit}, 1));
      block.push_back({0, -1});
      const bool cut = moved(reference, block) > last;
      for (int n = 0; n < placed.times; ++n) aims.push_back({placed.from, at, cut ? aim_moves(placed.to) : block, {}});
    }
  }
  std::stable_sort(aims.begin(), aims.end(),
                   [](const Aim& a, const Aim& b) { return moved(reference, a.moves) < moved(reference, b.moves); });
  return aims;
}

int Builder::count_of(const model::Stage& s, const Attempt& attempt) {
  const auto* series = pick(s.repeat);
  if (!series) return 1;
  switch (series->value.kind) {
    case model::Series::times:
      return series->value.least;
    case model::Series::until:
      return attempt.visits;
    case model::Series::rate:
      break;
  }
  const Length over = series->value.over;
  const Length period{1, series->value.period == model::Period::day    ? calendar::Unit::days
                         : series->value.period == model::Period::week ? calendar::Unit::weeks
                                                                       : calendar::Unit::months};
  const Day end = moved(reference, moves_of(over, 1));
  int periods = 0;
  while (moved(reference, moves_of({period.n * (periods + 1), period.unit}, 1)) <= end) ++periods;
  return series->value.least * std::max(periods, 1);
}

void Builder::expand() {
  const auto& stages = what_.workflow.stages;
  c_.visits_of.resize(stages.size());
  std::vector<int> order(stages.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto& x = stages[static_cast<std::size_t>(a)];
    const auto& y = stages[static_cast<std::size_t>(b)];
    return std::tuple(!x.whole.empty(), x.id) < std::tuple(!y.whole.empty(), y.id);  // wholes before their parts
  });
  for (int i : order) {
    const model::Stage& s = stages[static_cast<std::size_t>(i)];
    const Told& told = c_.story.stages[static_cast<std::size_t>(i)];
    if (told.stopped) continue;
    const auto aims = told.present ? aims_of(s) : std::vector<Aim>{};
    int number = 0;
    for (std::size_t a = 0; a < told.attempts.size(); ++a) {
      std::vector<int> wholes{-1};
      if (!s.whole.empty()) {
        wholes.clear();
        for (int w : c_.visits_of[static_cast<std::size_t>(index_of(what_.workflow, s.whole))])
          if (visit(w).attempt == static_cast<int>(a) + 1) wholes.push_back(w);
      }
      for (int whole : wholes) {
        Row row;
        const int n = !told.present ? 1 : s.falls_on ? static_cast<int>(aims.size()) : count_of(s, told.attempts[a]);
        if (c_.visits.size() + static_cast<std::size_t>(std::max(n, 0)) > most_visits)
          return complain("too-many-visits", s.origin.where,
                          fmt::format("a plan holds at most {} visits; with {} it would be more", most_visits, s.id),
                          "count the days of its pattern, or how often it is repeated");
        for (int k = 1; k <= n; ++k) {
          Visit v;
          v.stage = i;
          v.attempt = static_cast<int>(a) + 1;
          v.number = ++number;
          v.in_row = k;
          v.row = n;
          v.whole = whole;
          v.present = told.present;
          v.s = c_.net.event();
          v.e = c_.net.event();
          const int id = static_cast<int>(c_.visits.size());
          c_.visits.push_back(v);
          c_.visits_of[static_cast<std::size_t>(i)].push_back(id);
          row.push_back(id);
          row_of_.push_back(static_cast<int>(rows_.size()));
          if (!aims.empty()) aims_[id] = aims[static_cast<std::size_t>(k - 1)];
        }
        rows_.push_back(std::move(row));
      }
    }
  }
  if (const int zero = index_of(what_.workflow, what_.workflow.day_zero); zero >= 0) {
    const auto& all = c_.visits_of[static_cast<std::size_t>(zero)];
    for (int v : all)
      if (visit(v).in_row == 1 && visit(v).present) c_.day_zero = v;  // of the last attempt
  }
}

// Of several fitting places: the booked one, the one given in an earlier round, else all of them, by id.
void Builder::settle_places(int id) {
  Visit& v = visit(id);
  if (!what_.centre || !v.present) return;
  const auto* kind = pick(stage(v).at);
  if (!kind) return;
  const model::Fact* said = v.fact && !v.fact->place.empty()         ? v.fact
                            : v.booking && !v.booking->place.empty() ? v.booking
                                                                     : nullptr;
  std::string wanted = said ? said->place : std::string();
  if (const auto given = choices_.place.find(id); wanted.empty() && given != choices_.place.end())
    wanted = given->second;
  for (const model::Place& place : what_.centre->places) {
    const bool makes = place.makes.empty() ||
                       std::find(place.makes.begin(), place.makes.end(), what_.workflow.id) != place.makes.end();
    if (place.kind == kind->value && makes && (wanted.empty() || wanted == place.id)) v.places.push_back(&place);
  }
  std::sort(v.places.begin(), v.places.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  if (v.places.empty())
    complain("no-such-place", said ? said->where : kind->origin.where,
             wanted.empty()
                 ? fmt::format("{} has no place of the kind {} for {}", what_.centre->id, kind->value, stage(v).id)
                 : fmt::format("{} is not a place of the kind {} at {}", wanted, kind->value, what_.centre->id));
}

}  // namespace v2v::plan
