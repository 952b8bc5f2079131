// plan: one plan on an almanac that others share: many patients of one centre.
#pragma once
#include <memory>

#include "plan/almanac.h"
#include "plan/plan.h"

namespace v2v::plan {

/// An almanac for these days: the one at hand where it holds them, else a wider one in its place. `what` is whose
/// centre it is of, and outlives it; workflow and patient may be another's, since an almanac knows neither.
Almanac& almanac_for(std::unique_ptr<Almanac>& at_hand, const model::Case& what, Day first, Day last);

/// As plan(); `of_centre` has the same centre as `what`, or neither has one, and outlives the almanac.
source::Checked<timeline::Timeline> plan_with(const model::Case& what, const Settings& settings,
                                              const model::Case& of_centre, std::unique_ptr<Almanac>& almanac);

}  // namespace v2v::plan
