// follow: a plan -> what is to be decided about it, by when.
#pragma once
#include "plan/plan.h"
#include "timeline/todo.h"

namespace v2v::follow {

/// For each appointment that lies ahead the last day on which it can be booked or moved while Day 0 and all other
/// bookings stay: its latest date less its `notice`; what is booked, its own date less its notice, and how late it
/// could be instead (one plan for each booking, without it). The plan must be without a conflict. Diagnostics as
/// plan::plan.
source::Checked<timeline::Todo> todo(const model::Case& what, const plan::Settings& settings,
                                     const timeline::Timeline& plan);

}  // namespace v2v::follow
