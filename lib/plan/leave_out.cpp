// plan: what was done again before all was known may not have been needed: each new attempt is left out once.
#include <algorithm>

#include "plan/search.h"

namespace v2v::plan {

Found search(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start) {
  Found found = search_once(what, settings, almanac, start, true);
  const auto good = [](const Found& one) { return !one.clash && !source::has_errors(one.c.diagnostics); };
  for (std::size_t k = start.retries.size(); good(found) && k < found.choices.retries.size();) {
    Choices fewer;
    fewer.retries = found.choices.retries;
    const auto serves = [k](const Retry& retry) { return retry.served_by == static_cast<int>(k); };
    if (fewer.retries[k].served_by >= 0 || std::any_of(fewer.retries.begin(), fewer.retries.end(), serves)) {
      ++k;
      continue;
    }
    fewer.retries.erase(fewer.retries.begin() + static_cast<std::ptrdiff_t>(k));
    for (Retry& retry : fewer.retries) {
      retry.served_by -= retry.served_by > static_cast<int>(k);
      const auto& attempts = found.c.story.stages[static_cast<std::size_t>(retry.of)].attempts;
      const auto gone = std::find_if(attempts.begin(), attempts.end(),
                                     [k](const Attempt& attempt) { return attempt.retry == static_cast<int>(k); });
      retry.of_attempt -= gone != attempts.end() && retry.of_attempt > gone - attempts.begin() + 1;
    }
    fewer.released = found.choices.released;
    fewer.counted = found.choices.counted;
    const Compiled without = compile(what, settings, fewer, almanac);
    for (std::size_t v = 0; v < without.visits.size(); ++v)
      for (const auto& [u, place] : found.choices.place) {
        const Visit &x = without.visits[v], &y = found.c.visits[static_cast<std::size_t>(u)];
        if (x.stage == y.stage && x.attempt == y.attempt && x.number == y.number)
          fewer.place[static_cast<int>(v)] = place;
      }
    Found other = search_once(what, settings, almanac, fewer, false);
    if (!good(other)) {
      ++k;
      continue;
    }
    other.again = std::move(found.again);
    other.again.erase(other.again.begin() + static_cast<std::ptrdiff_t>(k));
    other.gave_way.insert(other.gave_way.begin(), found.gave_way.begin(), found.gave_way.end());
    found = std::move(other);
    k = start.retries.size();  // one that was needed may have been for the sake of this one
  }
  found.notes.insert(found.notes.begin(), found.gave_way.begin(), found.gave_way.end());
  std::copy_if(found.again.begin(), found.again.end(), std::back_inserter(found.notes),
               [](const std::string& note) { return !note.empty(); });
  return found;
}

}  // namespace v2v::plan
