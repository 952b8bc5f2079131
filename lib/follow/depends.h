// follow: what is recorded of a patient and would hang in the air, were one record taken back.
#pragma once
#include <vector>

#include "model/patient.h"

namespace v2v::follow {

/// The records that stand on this one, the last first: of what comes after it by links, gates, a beginning or a `when`,
/// and of later visits and attempts of its own stage. Sooner dates do not stand on it. O(stages + links + records).
std::vector<const model::Fact*> stands_on(const model::Case& what, const model::Fact& record);

}  // namespace v2v::follow
