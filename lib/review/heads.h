// review: what stands at the head of two workflows beside each other: editions, options, sources, people. Inside this
// room only.
#pragma once
#include <vector>

#include "model/workflow.h"
#include "timeline/review.h"

namespace v2v::review {

/// In the order of the page. A source's new title, revision, review or standing is told here once, not at each figure
/// that cites it.
std::vector<timeline::Difference> heads(const model::Workflow& before, const model::Workflow& now);

}  // namespace v2v::review
