// plan: what makes a stage of a story absent, beyond its own `when` and chance. Serves `tell` alone.
#pragma once
#include "plan/story.h"

namespace v2v::plan {

/// What might have begun, and now can no longer: its longest wait after a recorded stage is over.
bool time_has_passed(const model::Case& what, const Story& story, const model::Stage& stage, Day today);
/// A start, a span or named days reckoned from stages that are absent: nobody can say when, so it is absent too.
bool hangs_on_nothing(const model::Case& what, const Story& story, const model::Stage& stage);

/// How many visits an attempt of it has; of a part, in each of its whole's.
int visits_in(const model::Case& what, const Story& story, const model::Stage& stage, const Attempt& attempt);

}  // namespace v2v::plan
