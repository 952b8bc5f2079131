#include "plan/choose.h"

#include <algorithm>

namespace v2v::plan {

// Whether working time is counted at its place, so that which it is moves more than itself.
static bool counts_there(const Found& found, const model::Case& what, const model::Stage& s) {
  const Facts facts{what, found.c.story};
  const auto working = [](const std::optional<calendar::Length>& length) {
    return length && calendar::family(length->unit) == calendar::Family::working;
  };
  const auto waits = [&](const model::Sourced<model::Wait>* wait) {
    return wait && (working(wait->value.least) || working(wait->value.greatest));
  };
  for (const auto* spread : {&s.takes, &s.lasts})
    if (const auto* chosen = *spread ? model::chosen(**spread, facts) : nullptr; chosen && working(chosen->value.most))
      return true;
  for (const auto* links : {&s.after, &s.ends_after})
    for (const model::Link& link : *links)
      if (waits(model::chosen(link.wait, facts))) return true;
  return s.apart && waits(model::chosen(*s.apart, facts));
}

// Whether the way to some other place is longer from one of its places than from another.
static bool ways_differ(const Visit& visit, const model::Case& what, const Almanac& almanac) {
  const auto way = [&](const model::Place* from, const model::Place& to) {
    const model::Travel* t = almanac.travel(from, &to);
    return t ? minutes_of(t->length) : 0;
  };
  return std::any_of(what.centre->places.begin(), what.centre->places.end(), [&](const model::Place& to) {
    return std::any_of(visit.places.begin(), visit.places.end(),
                       [&](const model::Place* from) { return way(from, to) != way(visit.place(), to); });
  });
}

// The one that is open when the visit is shown, by id.
static const model::Place& open_at(const Visit& visit, Tick at) {
  std::size_t best = 0;
  for (std::size_t p = visit.open.size(); p-- > 0;)
    if (visit.open[p]->next(at, 0) == at) best = p;
  return *visit.places[best];
}

bool choose_places(Found& found, const model::Case& what, const Almanac& almanac, Chosen which) {
  const auto stage = [&](const Visit& v) -> const model::Stage& {
    return what.workflow.stages[static_cast<std::size_t>(v.stage)];
  };
  bool chose = false;
  int first = -1;
  Tick from = network::never;
  for (const Visit& visit : found.c.visits)
    if (visit.places.size() > 1 && found.shown[visit.s] < from && counts_there(found, what, stage(visit)))
      first = visit.stage, from = found.shown[visit.s];
  for (std::size_t v = 0; v < found.c.visits.size(); ++v) {
    const Visit& visit = found.c.visits[v];
    if (visit.places.size() < 2 || (first >= 0 && visit.stage != first)) continue;
    if (first < 0 && which == Chosen::that_move_others && !ways_differ(visit, what, almanac)) continue;
    found.choices.place[static_cast<int>(v)] = open_at(visit, found.shown[visit.s]).id;
    chose = true;
  }
  return chose;
}

bool bound_wholes(Found& found, std::map<int, std::vector<int>>& left) {
  bool bound = false;
  std::map<int, std::vector<int>> parts;
  for (std::size_t v = 0; v < found.c.visits.size(); ++v)
    if (const Visit& visit = found.c.visits[v]; visit.whole >= 0 && visit.present)
      parts[visit.whole].push_back(static_cast<int>(v));
  auto& choices = found.choices;
  for (auto& [w, all] : parts) {
    const Visit& whole = found.c.visits[static_cast<std::size_t>(w)];
    const auto at = [&](int v) -> const Visit& { return found.c.visits[static_cast<std::size_t>(v)]; };
    if (!whole.present || whole.record == Visit::happened || whole.record == Visit::unrecorded ||
        std::any_of(all.begin(), all.end(), [&](int v) { return at(v).record == Visit::unrecorded; }))
      continue;
    const auto start = [&](int v) { return found.shown[at(v).s]; };
    const auto end = [&](int v) { return found.shown[at(v).e]; };
    const int first = *std::min_element(all.begin(), all.end(), [&](int a, int b) { return start(a) < start(b); });
    if (whole.record == Visit::ahead && start(w) < start(first) && choices.begins_with.emplace(w, first).second)
      bound = true;
    const auto sooner = [&](int a, int b) { return end(a) < end(b); };
    const Tick last = end(*std::max_element(all.begin(), all.end(), sooner));  // which may have happened
    std::erase_if(all, [&](int v) { return at(v).record == Visit::happened; });
    std::stable_sort(all.begin(), all.end(), sooner);
    if (all.empty() || end(w) <= last || !choices.ends_with.emplace(w, all.back()).second) continue;
    all.pop_back();
    left[w] = all;
    bound = true;
  }
  return bound;
}

}  // namespace v2v::plan
