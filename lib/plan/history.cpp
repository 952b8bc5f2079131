#include "plan/history.h"

#include <algorithm>

#include "plan/paths.h"

namespace v2v::plan {

History history_of(const model::Case& what) {
  History all;
  for (const model::Fact& fact : what.patient.happened) {
    const int i = index_of(what.workflow, fact.point.stage);
    if (i < 0) continue;
    const int attempt = fact.point.which.attempt.value_or(1);
    all.happened[i] = std::max(all.happened[i], attempt);
    if (!fact.outcome.empty()) all.outcome[{i, attempt}] = fact.outcome;
    const bool nth = fact.point.which.visit == model::Which::nth;
    const int visit = nth ? fact.point.which.n : 1;
    if (nth && !fact.point.which.attempt) all.numbered[i] = std::max(all.numbered[i], visit);
    auto& seen = all.visits[{i, attempt}];
    seen.resize(std::max(seen.size(), static_cast<std::size_t>(visit)));
    seen[static_cast<std::size_t>(visit - 1)] = fact.outcome;
    all.whole[{i, attempt}] =
        fact.point.which.visit == model::Which::unsaid && (fact.to.has_value() || !fact.from.minute);
  }
  for (const auto* facts : {&what.patient.booked, &what.patient.held})
    for (const model::Fact& fact : *facts)
      if (const int i = index_of(what.workflow, fact.point.stage); i >= 0 && fact.point.which.attempt)
        all.mentioned[i] = std::max(all.mentioned[i], *fact.point.which.attempt);
  return all;
}

std::string History::end(const Attempt& attempt, const model::Series* series, int of_visits) const {
  const auto recorded = outcome.find(attempt);
  if (recorded == outcome.end()) return {};
  if (!series || series->kind != model::Series::until || whole.at(attempt)) return recorded->second;
  const auto& seen = visits.at(attempt);
  if (std::find(seen.begin(), seen.end(), series->outcome) != seen.end()) return series->outcome;
  return seen.size() < static_cast<std::size_t>(of_visits) ? std::string() : seen.back();
}

}  // namespace v2v::plan
