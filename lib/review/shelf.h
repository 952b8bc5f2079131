// review: one workflow -> its line on the shelf.
#pragma once
#include "model/workflow.h"
#include "timeline/shelf.h"

namespace v2v::review {

/// `based_on` is the id that its file names. Sources are past their review on `today`. O(figures).
timeline::Shelved shelved(const model::Workflow& workflow, const std::string& based_on, calendar::Day today);

}  // namespace v2v::review
