// plan: bookings that change nothing, since their stage has happened or is no part of the plan; ends assumed of
// attempts that there are not. Passed over in silence they would look like an answer.
#include <fmt/format.h>

#include <algorithm>

#include "plan/entries.h"
#include "plan/story.h"

namespace v2v::plan {

void note_unheeded(const model::Case& what, const Settings& settings, const Found& found, timeline::Timeline& out) {
  if (out.closed) return;
  for (const auto& [of, end] : settings.ends_as) {
    const int i = index_of(what.workflow, of.stage);
    if (i < 0) continue;
    const Told& told = found.c.story.stages[static_cast<std::size_t>(i)];
    const auto attempts = told.present && told.happens ? std::ssize(told.attempts) : 0;
    if (of.attempt > attempts)
      out.warnings.push_back(fmt::format("attempt {} of {} is assumed to end as {}, but {}: that changes nothing",
                                         of.attempt, title_of(what.workflow.stages[static_cast<std::size_t>(i)]), end,
                                         attempts == 0   ? "it is no part of this plan"
                                         : attempts == 1 ? std::string("there is one attempt")
                                                         : fmt::format("there are {} attempts", attempts)));
  }
  const auto& released = found.choices.released;
  for (const auto* facts : {&what.patient.booked, &what.patient.held})
    for (const model::Fact& fact : *facts) {
      // A booking that was kept stays in the file; only one that speaks of days to come was meant to move something.
      if (fact.layer != model::Layer::command_line && fact.from.day < out.today) continue;
      const int i = index_of(what.workflow, fact.point.stage);
      if (i < 0 || std::find(released.begin(), released.end(), &fact) != released.end()) continue;
      const Told& told = found.c.story.stages[static_cast<std::size_t>(i)];
      bool heeded = false, past = false;
      for (const int v : found.c.visits_of[static_cast<std::size_t>(i)]) {
        const Visit& visit = found.c.visits[static_cast<std::size_t>(v)];
        heeded = heeded || visit.booking == &fact;
        past = past || visit.record != Visit::ahead;
      }
      if (heeded) continue;
      out.warnings.push_back(fmt::format(
          "{} is {} {}, but it {}: that changes nothing", title_of(what.workflow.stages[static_cast<std::size_t>(i)]),
          fact.layer == model::Layer::command_line ? "asked for on" : "booked for", calendar::to_string(fact.from.day),
          !told.not_again.empty() ? "is not done again where the pathway ends"
          : told.kept             ? "is not to come where the pathway has ended"
          : past                  ? "has happened"
                                  : "is no part of this plan"));
    }
}

}  // namespace v2v::plan
