#include "roster/queue.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace v2v::roster {
namespace {

constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::max();

/// When the stage first happened, else when it is first booked.
std::int64_t date_of(const model::Patient& patient, const std::string& stage) {
  for (const auto* facts : {&patient.happened, &patient.booked}) {
    std::int64_t first = unknown;
    for (const model::Fact& fact : *facts)
      if (fact.point.stage == stage) first = std::min<std::int64_t>(first, fact.from.instant.minutes);
    if (first != unknown) return first;
  }
  return unknown;
}

}  // namespace

std::optional<calendar::Day> target_of(const model::Patient& patient) {
  std::optional<calendar::Day> first;
  for (const model::DateWindow& target : patient.targets)
    if (target.by && (!first || *target.by < *first)) first = target.by;
  return first;
}

std::vector<std::size_t> in_order(const model::Programme& programme) {
  auto keys = programme.waiting_list.order;
  if (keys.empty()) keys = {{model::QueueKey::priority, {}, {}}, {model::QueueKey::target, {}, {}}};
  std::vector<std::vector<std::int64_t>> places;
  for (const model::Case& one : programme.cases) {
    std::vector<std::int64_t> place;
    for (const model::QueueKey& key : keys) {
      switch (key.kind) {
        case model::QueueKey::priority:
          place.push_back(static_cast<std::int64_t>(programme.rank(one.patient.priority)));
          break;
        case model::QueueKey::target: {
          const auto target = target_of(one.patient);
          place.push_back(target ? target->n : unknown);
          break;
        }
        case model::QueueKey::stage:
          place.push_back(date_of(one.patient, key.of));
          break;
      }
    }
    places.push_back(std::move(place));
  }
  std::vector<std::size_t> order(programme.cases.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(places[a], programme.cases[a].patient.id) < std::tie(places[b], programme.cases[b].patient.id);
  });
  return order;
}

}  // namespace v2v::roster
