// view: what a change of a workflow's file means, in Markdown for whoever has to agree to it, and for other programs.
#pragma once
#include <string>
#include <string_view>

#include "timeline/review.h"

namespace v2v::view {

/// Ready to be pasted where a change is discussed: a heading, one paragraph that sums up, then what is different by
/// rule and stage, what only stands on another word, and the dates that move; of one patient the first twelve.
std::string markdown(const timeline::Review& review);
/// As view/json.h; `kind` is `review`. Every date of every patient that is different.
std::string json(const timeline::Review& review, std::string_view version);

}  // namespace v2v::view
