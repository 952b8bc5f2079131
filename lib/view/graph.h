// view: a workflow as a graph of stages, for Graphviz and for Mermaid.
#pragma once
#include <map>
#include <string>

#include "model/workflow.h"

namespace v2v::view {

/// What a value that varies is read by. An option that is not named takes its default; what hangs on an outcome is read
/// as if the outcome were not known (`otherwise`).
struct GraphFacts {
  std::string edition;
  std::map<std::string, std::string> options;
};

/// Phases are clusters, stages with parts clusters in these; waits stand on the edges as written. Gates are dashed,
/// stretched stages (`from`, `until`, `falls-on`) dotted. Appointments are rounded boxes, work plain boxes, stays
/// components, restrictions notes, events ellipses, Day 0 has a double border. A condition stands under the title.
std::string dot(const model::Workflow& workflow, const GraphFacts& facts = {});
/// The same as a Mermaid flowchart.
std::string mermaid(const model::Workflow& workflow, const GraphFacts& facts = {});

}  // namespace v2v::view
