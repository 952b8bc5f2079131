#include "plan/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/say.h"
#include "plan/entries.h"
#include "plan/explain.h"
#include "plan/plan_with.h"
#include "source/suggest.h"

namespace v2v::plan {
namespace {

using timeline::Entry;
using timeline::State;

std::string shown_as(const Found& found, const Entry& entry, int visit) {
  switch (entry.state) {
    case State::happened:
      return "it happened then";
    case State::booked:
      return "booked";
    case State::held:
      return "held";
    default:
      break;
  }
  for (const auto& [v, pins] : found.late)
    if (v == visit) return "the latest that the rest allows";
  if (found.c.visits[static_cast<std::size_t>(visit)].let_go) return "as near to its hold as the rules allow";
  return "the earliest that the rules allow";
}

std::optional<source::Diagnostic> unknown_stage(const model::Case& what, const std::string& id, source::Span where) {
  if (what.workflow.stage(id)) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& stage : what.workflow.stages) known.push_back(stage.id);
  const std::string near = source::nearest(id, known);
  return source::Diagnostic{"unknown-stage",
                            source::Severity::error,
                            where,
                            fmt::format("{} is not a stage of {}", id, what.workflow.id),
                            {},
                            near.empty() ? "" : fmt::format("did you mean {}?", near)};
}

/// A stage that is to be held for slack has to be there.
std::optional<source::Diagnostic> nothing_to_hold(const model::Case& what, const Settings& settings,
                                                  const Found& found) {
  if (settings.slack_to.empty() || found.clash || found.held_visit >= 0 || what.patient.closed) return std::nullopt;
  return source::Diagnostic{
      "absent-stage",
      source::Severity::error,
      {},
      fmt::format("{} is not part of this plan: slack cannot be reckoned to it", settings.slack_to),
      {},
      ""};
}

}  // namespace

struct Planner::Impl {
  const model::Case& what;
  std::unique_ptr<Almanac> almanac;
};

Planner::Planner(const model::Case& what) : impl_(new Impl{what, nullptr}) {}
Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;

Almanac& almanac_for(std::unique_ptr<Almanac>& at_hand, const model::Case& what, Day first, Day last) {
  if (at_hand && first >= at_hand->first() && last <= at_hand->last()) return *at_hand;
  if (at_hand) first = std::min(first, at_hand->first()), last = std::max(last, at_hand->last());
  at_hand = std::make_unique<Almanac>(what, first, last);
  return *at_hand;
}

source::Checked<timeline::Timeline> plan_with(const model::Case& what, const Settings& settings,
                                              const model::Case& of_centre, std::unique_ptr<Almanac>& at_hand) {
  if (!settings.slack_to.empty())
    if (auto wrong = unknown_stage(what, settings.slack_to, {})) return {std::nullopt, {std::move(*wrong)}};
  const auto [first, last] = horizon_of(what, settings);
  Almanac& almanac = almanac_for(at_hand, of_centre, first, last);
  const Found found = search(what, settings, almanac);
  if (source::has_errors(found.c.diagnostics)) return {std::nullopt, found.c.diagnostics};
  if (auto wrong = nothing_to_hold(what, settings, found)) return {std::nullopt, {std::move(*wrong)}};
  return {timeline_of(what, settings, found, almanac), found.c.diagnostics};
}

source::Checked<timeline::Timeline> Planner::plan(const Settings& settings) {
  return plan_with(impl_->what, settings, impl_->what, impl_->almanac);
}

source::Checked<timeline::Timeline> plan(const model::Case& what, const Settings& settings) {
  return Planner(what).plan(settings);
}

source::Checked<Explained> why(const model::Case& what, const Settings& settings, const model::Point& stage) {
  if (auto wrong = unknown_stage(what, stage.stage, {})) return {std::nullopt, {std::move(*wrong)}};
  const auto [first, last] = horizon_of(what, settings);
  Almanac almanac(what, first, last);
  Settings plain = settings;
  plain.explain = false;
  const Found found = search(what, plain, almanac);
  if (source::has_errors(found.c.diagnostics)) return {std::nullopt, found.c.diagnostics};
  if (auto wrong = nothing_to_hold(what, settings, found)) return {std::nullopt, {std::move(*wrong)}};
  Explained out;
  out.timeline = timeline_of(what, plain, found, almanac);
  if (out.timeline.conflict) return {std::move(out), {}};

  std::vector<const Entry*> asked;
  for (const Entry& entry : out.timeline.entries) {
    if (entry.id != stage.stage || entry.state == State::cancelled) continue;
    if (stage.which.attempt && entry.attempt != *stage.which.attempt) continue;
    if (stage.which.visit == model::Which::nth && entry.visit != stage.which.n) continue;
    asked.push_back(&entry);
  }
  if (stage.which.visit == model::Which::last && !asked.empty()) asked = {asked.back()};
  if (stage.which.visit != model::Which::last && asked.size() > 1) {  // the first visit of the last attempt
    const int attempt = (*std::max_element(asked.begin(), asked.end(), [](auto* a, auto* b) {
                          return a->attempt < b->attempt;
                        }))->attempt;
    std::erase_if(asked, [&](const Entry* e) { return e->attempt != attempt; });
    asked.resize(1);
  }
  if (asked.empty()) {
    const bool numbered = stage.which.visit == model::Which::nth || stage.which.attempt;
    source::Diagnostic none{numbered ? "unknown-visit" : "absent-stage",
                            source::Severity::error,
                            {},
                            fmt::format("{} is not part of this plan", to_string(stage)),
                            {},
                            ""};
    return {std::nullopt, {std::move(none)}};
  }
  for (const Entry* entry : asked) {
    timeline::Why why;
    why.entry = *entry;
    const Visit* visit = visit_of(found, what.workflow, *entry);
    const int id = static_cast<int>(visit - found.c.visits.data());
    why.shown = shown_as(found, *entry, id);
    if (visit->record != Visit::unrecorded) {
      why.not_earlier = reasons(what, found, almanac,
                                found.solver->why_not_earlier(visit->s, asked_of(found, visit->s)), pinned_text);
      network::Question held;
      if (found.held_visit >= 0) {
        const auto s = found.c.visits[static_cast<std::size_t>(found.held_visit)].s;
        held.pins.push_back({s, network::always_before, found.shown[s], network::untagged});
      }
      if (found.latest[visit->s] < network::never)
        why.not_later = reasons(what, found, almanac, found.solver->why_not_later(visit->s, held),
                                fmt::format("{} is held", out.timeline.held));
    }
    for (const auto& gate : out.timeline.gates)
      if (gate.stage == entry->id)
        why.gates.push_back(
            fmt::format("{} must have happened first: {}", gate.gate, gate.open ? "it has" : "not yet"));
    if (entry->range_from && entry->range_to)
      why.notes.push_back(fmt::format("from {} to {}, when what is not ours to choose takes its least or its most",
                                      calendar::to_string(almanac.day_of(*entry->range_from)),
                                      calendar::to_string(almanac.day_of(*entry->range_to))));
    out.whys.push_back(std::move(why));
  }
  return {std::move(out), {}};
}

}  // namespace v2v::plan
