// roster: the same programme with more, or fewer, of something.
#pragma once
#include <string>
#include <vector>

#include "model/programme.h"

namespace v2v::roster {

/// What can be set: "ward.bed" and the like, sorted.
std::vector<std::string> resources_of(const model::Programme& programme);

/// From now on, and at all hours at which there is any, there are n of it; of a quota n in each period. False where the
/// centre has no such thing.
bool set_amount(model::Programme& programme, const std::string& resource, int n);

}  // namespace v2v::roster
