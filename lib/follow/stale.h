// follow: a patient's printed plan and today's files -> which printed sentences are wrong now, and what rests on a
// source that wants reading again.
#pragma once
#include "plan/plan.h"
#include "timeline/stale.h"

namespace v2v::follow {

/// `printed` is the plan that people were given (nullptr: not kept), `now` the plan of `what` today, perhaps with a
/// conflict. What has happened, and what is merely booked on its printed date, makes no sentence wrong. Which of the
/// dates the rules moved, and which facts that were noted since, no file can tell: `noted_since` says that there are
/// some. O(entries log entries).
timeline::Stale stale(const model::Case& what, const timeline::Timeline* printed, const timeline::Timeline& now);

/// A workflow's approval, and its sources that are past their review on that day.
timeline::Rules rules_of(const model::Workflow& workflow, calendar::Day today);

}  // namespace v2v::follow
