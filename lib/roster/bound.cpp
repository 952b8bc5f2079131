#include "roster/bound.h"

#include <algorithm>

namespace v2v::roster {

using timeline::Objective;

Objective bound_of(Ward& ward) {
  std::vector<std::optional<Placement>> old(ward.people().size());
  // Only what is fixed stays: of who is bound, that which has begun or is booked itself.
  std::vector<std::pair<std::size_t, Held>> fixed;
  for (std::size_t k = 0; k < old.size(); ++k) {
    Person& person = ward.people()[k];
    if (!person.at) continue;
    old[k] = ward.lift(k);
    for (std::size_t u = 0; u < person.pathway().uses().size(); ++u)
      if (person.pathway().uses()[u].bound) fixed.emplace_back(k, old[k]->held[u]);
  }
  Objective bound;
  for (const auto& [k, held] : fixed) ward.stock().take(held, ward.people()[k].rank);
  for (std::size_t k = 0; k < old.size(); ++k) {
    Person& person = ward.people()[k];
    if (person.what->patient.closed || !person.open() || !person.stays.empty()) continue;
    for (const auto& [who, held] : fixed)
      if (who == k) ward.stock().give(held, person.rank);
    if (!person.plain().ok()) {
      bound.not_placed += person.weight;
    } else {
      // Of its ways the soonest; where none is found, nothing is said.
      std::optional<std::pair<int, int>> least;
      const std::size_t goes = person.goes;
      for (person.goes = 0; person.goes < person.ways.size(); ++person.goes) {
        const auto alone = person.pathway().place(ward.stock(), ward.ask_of(person));
        if (!alone) continue;
        const int waits =
            person.alone && alone->day_zero ? ward.date_of(*alone->day_zero) - ward.date_of(*person.alone) : 0;
        const std::pair found{ward.days_late(person, alone->at), std::max(0, waits)};
        least = least ? std::pair(std::min(least->first, found.first), std::min(least->second, found.second)) : found;
      }
      person.goes = goes;
      if (least) bound.weighted_late += static_cast<std::int64_t>(person.weight) * least->first;
      if (least) bound.waiting += least->second;
    }
    for (const auto& [who, held] : fixed)
      if (who == k) ward.stock().take(held, person.rank);
  }
  for (const auto& [k, held] : fixed) ward.stock().give(held, ward.people()[k].rank);
  for (std::size_t k = 0; k < old.size(); ++k)
    if (old[k]) ward.put(k, std::move(*old[k]));
  return bound;
}

}  // namespace v2v::roster
