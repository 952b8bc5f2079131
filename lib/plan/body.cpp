#include "plan/body.h"

#include <algorithm>

namespace v2v::plan {

// What is not ours to choose holds a person as long as it is assumed to last.
static bool lasts_by_clock(const model::Stage& stage, const Facts& facts, const std::string& ends_as) {
  const auto by_clock = [](const model::Spread& spread) {
    return calendar::family(spread.most.unit) == calendar::Family::elapsed;
  };
  if (!stage.lasts || stage.from) return false;
  const auto* lasts = model::chosen(*stage.lasts, facts);
  return lasts && by_clock(lasts->value) &&
         std::none_of(stage.outcomes.begin(), stage.outcomes.end(), [&](const model::Outcome& end) {
           return end.id == ends_as && end.adds && end.then != model::Outcome::again && !by_clock(*end.adds);
         });
}

std::map<std::string, std::vector<int>> held_by_person(const model::Case& what, const Compiled& c) {
  std::map<std::string, std::vector<int>> of;
  for (int v = 0; v < static_cast<int>(c.visits.size()); ++v) {
    const Visit& it = c.visits[static_cast<std::size_t>(v)];
    const model::Stage& stage = what.workflow.stages[static_cast<std::size_t>(it.stage)];
    const bool happened = it.record == Visit::happened || it.record == Visit::running;
    const bool today = happened && (!it.date_only || it.to == it.to_last) && it.to && *it.to > c.now;
    const auto& attempt =
        c.story.stages[static_cast<std::size_t>(it.stage)].attempts[static_cast<std::size_t>(it.attempt - 1)];
    const bool by_clock = lasts_by_clock(stage, Facts{what, c.story}, attempt.outcome);
    // What was to take no time holds as long as the record says that it took.
    const auto* takes = stage.takes ? model::chosen(*stage.takes, Facts{what, c.story}) : nullptr;
    const bool took = today && it.length == 0 && takes && it.from < it.to &&
                      calendar::family(takes->value.most.unit) == calendar::Family::elapsed;
    const bool running = it.record == Visit::running && by_clock;
    if (!it.present || (it.record != Visit::ahead && !today && !running) || it.only_if ||
        (it.length == 0 && !by_clock && !took) || stage.kind != model::Kind::appointment)
      continue;
    for (const std::string& who : stage.who) of[who].push_back(v);
  }
  return of;
}

bool apart(const Compiled& c, const network::Labels& shown, const Almanac& almanac, int a, int b) {
  const Visit &x = c.visits[static_cast<std::size_t>(a)], &y = c.visits[static_cast<std::size_t>(b)];
  const model::Travel* t = almanac.travel(x.place(), y.place());
  const Tick way = t ? minutes_of(t->length) : 0;
  return shown[y.s] >= shown[x.e] + way || shown[y.e] + way <= shown[x.s];
}

}  // namespace v2v::plan
