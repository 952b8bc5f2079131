// laws: what an answer says, without the places in the files that it points to.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::laws {

/// The JSON of a plan whose files, lines and columns are taken out: what must stay when only the writing changes.
std::string without_places(timeline::Timeline answer);

}  // namespace v2v::laws
