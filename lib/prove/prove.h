// prove: does a plan hold however stages end, and whatever the manufacturer and other helpers take, within their
// ranges? Each is learnt only as it shows, and every rule, opening hour and booking counts.
#pragma once
#include "plan/plan.h"
#include "prove/certificate.h"
#include "timeline/proof.h"

namespace v2v::prove {

struct Answer {
  timeline::Proof proof;
  std::optional<Certificate> certificate;  // of a plan that holds
};

/// Plays out every way in which stages that are not ours to choose may turn out: how each attempt ends that may end in
/// several ways (each visit of a series that goes on until an outcome), whether each stage happens that has a chance,
/// and the lengths, day by day where a range is written in days and the plan has it too (network/strategy.h). An end
/// shows when its visit ends; whether a stage happens, when it would begin; a length, when it ends. Ends with a chance
/// of 0% are none, unless they are assumed; ends after which nothing is otherwise are one.
///
/// Each way is a case of its own in which its ends are known: what an outcome does again, leaves out or ends is so
/// there. Between two ways everything is the same until it shows in which of them one is. What both have is where and
/// in which order the plan has it. Where all is not as the plan assumes, bookings that cannot be kept fall; what was
/// planned falls or moves when that shows, and what is new is told with its notice. A pathway that has ended asks for
/// nothing more of what it would have come to.
///
/// Holds: a strategy was found, it is in the certificate, and the checker accepts it (check.h). Fails: a story breaks
/// the rules whatever one does, or no strategy keeps them though each story by itself could be planned. Undecided:
/// there are more than `most` stories (or 60 ways but for the lengths), or another choice of places or orders than the
/// plan's might still hold, or finer parts of a length of which anything between is possible. What is done before an
/// attempt fails waits for the last attempt of what it comes after, as in the plan of that way: so a "holds" may ask
/// for a later date than is needed, and never for an earlier one. How long what the body does takes, and what an
/// outcome adds, stays as the plan assumes, and is told in `left_as_is`. A plan a story, O(stories) memory,
/// O(stories^2) comparisons.
source::Checked<Answer> prove(const model::Case& what, const plan::Settings& settings, long most = 600);

}  // namespace v2v::prove
