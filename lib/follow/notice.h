// follow: the day by which a date is to be decided: so long before as its stage asks for.
#pragma once
#include "plan/almanac.h"
#include "timeline/timeline.h"

namespace v2v::follow {

/// `last` less the stage's `notice`, in working days of the place where the visit is; `last` where it asks for none.
calendar::Day told_by(const model::Case& what, const timeline::Timeline& plan, const timeline::Entry& entry,
                      calendar::Day last, plan::Almanac& almanac);

}  // namespace v2v::follow
