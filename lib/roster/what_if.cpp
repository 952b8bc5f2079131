#include "roster/what_if.h"

#include <algorithm>

namespace v2v::roster {
namespace {

/// Hours in which there is nothing stay so: another machine opens no door at night.
void set(model::Amount& amount, int n) {
  const auto put = [n](model::Quantity& q) {
    if (q.n > 0) q.n = n;
  };
  if (amount.plain) put(*amount.plain);
  if (amount.otherwise) put(*amount.otherwise);
  for (auto& [from, q] : amount.from) put(q);
  for (auto& [hours, q] : amount.in_hours) put(q);
  for (auto& [from, to, q] : amount.during) put(q);
}

}  // namespace

std::vector<std::string> resources_of(const model::Programme& programme) {
  std::vector<std::string> all;
  if (programme.cases.empty() || !programme.cases.front().centre) return all;
  for (const model::Place& place : programme.cases.front().centre->places)
    for (const auto& [id, amount] : place.has) all.push_back(place.id + "." + id);
  std::sort(all.begin(), all.end());
  return all;
}

bool set_amount(model::Programme& programme, const std::string& resource, int n) {
  bool found = false;
  for (model::Case& what : programme.cases)
    for (model::Place& place : what.centre->places)
      for (auto& [id, amount] : place.has)
        if (place.id + "." + id == resource) {
          set(amount, n);
          found = true;
        }
  return found;
}

}  // namespace v2v::roster
