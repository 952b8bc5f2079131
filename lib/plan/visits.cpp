// plan: which visits there are: attempts, rounds of a whole, series, and visits on named days.
#include <algorithm>
#include <numeric>

#include "plan/builder.h"

namespace v2v::plan {
namespace {

constexpr std::size_t most_visits = 4'000;  // a person's lifetime of monthly visits is a quarter of it

}  // namespace

std::vector<Aim> Builder::aims_of(const model::Stage& s, int i) {
  const auto* days = pick(s.falls_on);
  if (!days) return {};
  bool unsure = false;
  const auto counted = choices_.counted.find(i);
  auto aims = plan::aims_of(what_.workflow, days->value, unsure,
                            counted == choices_.counted.end() ? reference_day : counted->second);
  if (unsure)
    complain(
        "pattern-anchors", days->origin.where,
        "the two ends of a pattern of visits count from different stages, or from the start and the end of one, so "
        "nobody can say how many visits it has",
        "count both ends from Day 0, or from the start or the end of the same stage");
  return aims;
}

int Builder::count_of(const model::Stage& s, const Attempt& attempt) {
  const auto* series = pick(s.repeat);
  return series ? visits_of(series->value, attempt.visits) : 1;
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
    const auto aims = told.present ? aims_of(s, i) : std::vector<Aim>{};
    const auto* series = pick(s.repeat);
    const auto* apart = pick(s.apart);
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
        const int all = !told.present ? 1 : s.falls_on ? static_cast<int>(aims.size()) : count_of(s, told.attempts[a]);
        const int n = told.kept && a + 1 == told.attempts.size() ? std::min(all, *told.kept) : all;
        if (c_.visits.size() + static_cast<std::size_t>(std::max(n, 0)) > most_visits)
          return complain("too-many-visits", s.origin.where,
                          fmt::format("a plan holds at most {} visits; with {} it would be more", most_visits, s.id),
                          "count the days of its pattern, or how often it is repeated");
        const auto names = !aims.empty() ? day_names(aims)
                           : series      ? day_names(series->value, apart ? &apart->value : nullptr, all)
                                         : std::vector<int>{};
        for (int k = 1; k <= n; ++k) {
          Visit v;
          v.stage = i;
          v.attempt = static_cast<int>(a) + 1;
          v.number = ++number;
          v.in_row = k;
          v.row = n;
          if (!names.empty()) v.named = names[static_cast<std::size_t>(k - 1)];
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
  if (wanted.empty() && !settings_.taken.empty())
    if (const auto left = settings_.taken.find({stage(v).id, v.attempt, v.number}); left != settings_.taken.end())
      wanted = left->second.place;
  for (const model::Place& place : what_.centre->places) {
    const bool makes = place.makes.empty() ||
                       std::find(place.makes.begin(), place.makes.end(), what_.workflow.id) != place.makes.end();
    if (place.kind == kind->value && makes && (wanted.empty() || wanted == place.id)) v.places.push_back(&place);
  }
  std::sort(v.places.begin(), v.places.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  // What happened or is booked at an hour is where somebody is at that hour, if hours bind it at all.
  const bool by_hours = !stage(v).lasts && !stage(v).from && stage(v).parts.empty();
  const model::Fact* known = v.fact ? v.fact : v.overdue ? nullptr : v.booking;
  if (by_hours && known && known->from.minute && known->point.side != model::Point::end) {
    const Tick at = known->from.instant.minutes;
    std::vector<const model::Place*> open;
    for (const auto* place : v.places)
      if (almanac_.open(*place, nullptr).next(at, 0) == at) open.push_back(place);
    if (!open.empty()) v.places = std::move(open);
  }
  if (v.places.empty())
    complain("no-such-place", said ? said->where : kind->origin.where,
             wanted.empty()
                 ? fmt::format("{} has no place of the kind {} for {}", what_.centre->id, kind->value, stage(v).id)
                 : fmt::format("{} is not a place of the kind {} at {}", wanted, kind->value, what_.centre->id));
}

}  // namespace v2v::plan
