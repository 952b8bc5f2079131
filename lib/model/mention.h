// model: whether anything of a workflow speaks of a stage.
#pragma once
#include <string_view>

#include "model/workflow.h"

namespace v2v::model {

/// A link, gate, span, window, named day, `when` or rule of another stage names it, whichever value is chosen; or it is
/// the one from which days are counted. O(the workflow).
bool mentioned(const Workflow& workflow, std::string_view stage);

}  // namespace v2v::model
