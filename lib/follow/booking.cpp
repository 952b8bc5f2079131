#include "follow/booking.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::follow {

using timeline::Entry;

const Entry* entry_of(const timeline::Timeline& plan, const model::Point& point) {
  int attempt = point.which.attempt.value_or(0);
  for (const Entry& e : plan.entries)
    if (e.id == point.stage && !point.which.attempt && e.state != timeline::State::cancelled)
      attempt = std::max(attempt, e.attempt);
  const Entry* found = nullptr;
  for (const Entry& e : plan.entries) {
    if (e.id != point.stage || e.state == timeline::State::cancelled) continue;
    const bool counted = point.which.visit == model::Which::nth && !point.which.attempt;
    if (!counted && e.attempt != attempt) continue;
    if (point.which.visit == model::Which::nth && e.visit != point.which.n && !point.which.attempt) continue;
    if (!found || (point.which.visit == model::Which::last ? e.visit > found->visit : e.visit < found->visit))
      found = &e;
  }
  if (found && point.which.visit == model::Which::nth && point.which.attempt) {
    for (const Entry& e : plan.entries)
      if (e.id == point.stage && e.attempt == attempt && e.state != timeline::State::cancelled &&
          e.visit == found->visit + point.which.n - 1)
        return &e;
    return nullptr;
  }
  return found;
}

std::string key_of(const model::Point& point) {
  std::string key = point.stage;
  if (point.which.attempt) key += fmt::format(" attempt {}", *point.which.attempt);
  if (point.which.visit == model::Which::first) key += " first";
  if (point.which.visit == model::Which::last) key += " last";
  if (point.which.visit == model::Which::nth) key += fmt::format(" visit {}", point.which.n);
  return key;
}

std::string when_of(const model::Fact& fact) {
  const auto said = [](const model::Moment& m) {
    std::string text = calendar::to_string(m.day);
    if (m.minute) text += " " + calendar::clock(*m.minute);
    return m.zone.empty() ? text : text + " " + m.zone;
  };
  return said(fact.from) + (fact.to ? " to " + said(*fact.to) : "");
}

}  // namespace v2v::follow
