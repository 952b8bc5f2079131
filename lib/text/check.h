// text: one file on its own, read once for all that `v2v check` asks of it.
#pragma once
#include <optional>
#include <vector>

#include "text/read.h"

namespace v2v::text {

/// What is looked at beyond reading, of a workflow.
struct ToCheck {
  std::optional<model::Case> alone;  // as read_case gives it, asked `alone`
  std::vector<model::Case> checks;   // as read_checks gives them
};

/// As check_file; `out` is filled where the file is a workflow without an error.
source::Diagnostics check_file(source::Sources& sources, const Input& input, const Library& library, ToCheck& out);

}  // namespace v2v::text
