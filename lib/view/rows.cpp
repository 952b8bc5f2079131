#include "view/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "view/say.h"

namespace v2v::view {

using timeline::Entry;
using timeline::State;

std::vector<Row> rows_of(const timeline::Timeline& answer) {
  std::map<std::pair<std::string, int>, Row> by_stage;
  for (const auto& e : answer.entries) {
    if (!e.start || e.state == State::cancelled) continue;
    auto& row = by_stage[{e.id, e.attempt}];
    row.phase = e.phase;
    row.visits.push_back(&e);
  }
  std::vector<Row> rows;
  for (auto& [key, row] : by_stage) {
    std::sort(row.visits.begin(), row.visits.end(), [](const Entry* a, const Entry* b) { return a->visit < b->visit; });
    const auto& e = *row.visits.front();
    row.label = e.title.empty() ? e.id : e.title;
    if (e.attempt > 1) row.label += fmt::format(", attempt {}", e.attempt);
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    const auto key = [](const Row& r) {
      const auto& e = *r.visits.front();
      return std::tuple(r.phase, e.start->minutes, std::string_view(e.id), e.attempt);
    };
    return key(a) < key(b);
  });
  return rows;
}

Scale::Scale(const timeline::Timeline& answer) : zone_(zone_of(answer.zone)) {
  const Day cap_day = answer.day_zero.value_or(answer.today) + cap;
  std::optional<Day> from, to;
  for (const auto& e : answer.entries) {
    if (!e.start || e.state == State::cancelled) continue;
    const Day a = day(*e.start);
    from = from ? std::min(*from, a) : a;
    if (a > cap_day) continue;
    const Day b = std::min(day(e.end.value_or(*e.start)), cap_day);
    to = to ? std::max(*to, b) : b;
  }
  first = from.value_or(answer.today);
  last = std::max(to.value_or(first), first);
  // A week at the least, so that a plan of one day still has an axis.
  if (last - first < 7) last = first + 7;
}

std::int64_t Scale::minute(Instant instant) const {
  const auto wall = zone_.wall(instant);
  return std::int64_t{wall.day.n} * 1440 + wall.minute;
}

Day Scale::day(Instant instant) const {
  return zone_.wall(instant).day;
}

bool Scale::later(const Entry& entry) const {
  return entry.start && day(*entry.start) > last;
}

}  // namespace v2v::view
