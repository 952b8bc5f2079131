#include "plan/ways.h"

#include "plan/paths.h"

namespace v2v::plan {

using model::Stage;

Ways::Ways(const model::Case& what, const Story& story, const std::vector<std::vector<int>>& next)
    : what_(what), story_(story), next_(next), behind_(next), wide_(leading()) {
  for (std::size_t v = 0; v < behind_.size(); ++v)
    for (const std::string& gate : what_.workflow.stages[v].gates)
      if (const int u = index_of(what_.workflow, gate); u >= 0 && story_.stages[v].present)
        behind_[static_cast<std::size_t>(u)].push_back(static_cast<int>(v));
}

bool Ways::left_out_by(int end, int v) const {
  const auto& stages = what_.workflow.stages;
  return v != end && stages[static_cast<std::size_t>(end)].whole != stages[static_cast<std::size_t>(v)].id &&
         (reached(next_, end)[static_cast<std::size_t>(v)] || !reached(wide_, v)[static_cast<std::size_t>(end)]);
}

bool Ways::leads_on(int v) const {
  const auto after = reached(wide_, v);
  for (std::size_t u = 0; u < after.size(); ++u)
    if (after[u] && static_cast<int>(u) != v && story_.stages[u].present) return true;
  return false;
}

// What leads to the end of a pathway is planned: by a link, by a gate, because something begins after it, is
// stretched from it, may not come before a day counted from it or falls on one, or is there for how it ends.
std::vector<std::vector<int>> Ways::leading() const {
  const model::Workflow& workflow = what_.workflow;
  const Facts facts{what_, story_};
  auto wide = next_;
  for (std::size_t v = 0; v < wide.size(); ++v) {
    const Stage& s = workflow.stages[v];
    const auto lead = [&](const std::string& from) {
      if (const int u = index_of(workflow, from); u >= 0)
        wide[static_cast<std::size_t>(u)].push_back(static_cast<int>(v));
    };
    for (const std::string& gate : s.gates) lead(gate);
    for (const model::Atom& atom : s.when.atoms) lead(atom.subject);
    if (const auto* begins = s.begins ? model::chosen(*s.begins, facts) : nullptr) lead(begins->value.after.stage);
    // What is counted back to comes after it, and of what falls on Day 0 itself nobody says which is first.
    const auto lead_to = [&](const model::Point& day) {
      if (!day.stage.empty() ? !day.before : day.number > (workflow.counts_from_one ? 1 : 0))
        lead(day.stage.empty() ? workflow.day_zero : day.stage);
    };
    for (const auto* edge : {&s.from, &s.until})
      if (const auto* point = *edge ? model::chosen(**edge, facts) : nullptr) lead_to(point->value);
    if (const auto* window = s.window ? model::chosen(*s.window, facts) : nullptr; window && window->value.from)
      lead_to(*window->value.from);
    if (const auto* days = s.falls_on ? model::chosen(*s.falls_on, facts) : nullptr)
      for (const model::Placed& placed : days->value)
        lead_to(placed.kind == model::Placed::once ? placed.from : placed.to);
  }
  return wide;
}

}  // namespace v2v::plan
