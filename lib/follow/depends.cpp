#include "follow/depends.h"

#include <algorithm>

#include "plan/paths.h"

namespace v2v::follow {

namespace {

std::vector<std::vector<int>> leads_to(const model::Workflow& workflow) {
  auto next = plan::followers(workflow);
  const auto edge = [&](const std::string& from, std::size_t to) {
    const int u = plan::index_of(workflow, from);
    if (u >= 0 && u != static_cast<int>(to)) next[static_cast<std::size_t>(u)].push_back(static_cast<int>(to));
  };
  for (std::size_t v = 0; v < workflow.stages.size(); ++v) {
    const model::Stage& stage = workflow.stages[v];
    for (const std::string& gate : stage.gates) edge(gate, v);
    for (const model::Atom& atom : stage.when.atoms) edge(atom.subject, v);
    if (stage.begins && stage.begins->plain) edge(stage.begins->plain->value.after.stage, v);
  }
  return next;
}

}  // namespace

std::vector<const model::Fact*> stands_on(const model::Case& what, const model::Fact& record) {
  std::vector<const model::Fact*> all;
  const int s = plan::index_of(what.workflow, record.point.stage);
  if (s < 0) return all;
  const auto after = plan::reached(leads_to(what.workflow), s);
  for (const model::Fact& fact : what.patient.happened) {
    const int of = plan::index_of(what.workflow, fact.point.stage);
    if (fact.where == record.where || of < 0 || !after[static_cast<std::size_t>(of)]) continue;
    if (fact.from.instant >= record.from.instant) all.push_back(&fact);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto* a, const auto* b) { return a->from.instant > b->from.instant; });
  return all;
}

}  // namespace v2v::follow
