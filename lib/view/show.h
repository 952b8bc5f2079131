// view: a workflow's values as its files write them, each with the place it came from, for other programs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/workflow.h"
#include "model/written.h"

namespace v2v::view {

/// As view/json.h; `kind` is `workflow`. A value's `keys` lead to it from the top; `standing` is how its citation was
/// checked: what the source says, where the citation itself says nothing.
std::string json(const model::Workflow& workflow, const std::string& centre, const std::vector<model::Written>& values,
                 const std::vector<model::TakenAway>& gone, std::string_view version);

}  // namespace v2v::view
