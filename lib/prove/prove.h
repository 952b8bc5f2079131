// prove: does a plan hold whatever the manufacturer and other helpers take, within their ranges? Each length is learnt
// only as it ends, and every rule, opening hour and booking counts.
#pragma once
#include "plan/plan.h"
#include "prove/certificate.h"
#include "timeline/proof.h"

namespace v2v::prove {

struct Answer {
  timeline::Proof proof;
  std::optional<Certificate> certificate;  // of a plan that holds
};

/// Plays out every way in which the lengths that are not ours may turn out, day by day where a range is written in days
/// (network/strategy.h). Holds: a strategy was found, and it is in the certificate. Fails: a story breaks the rules
/// whatever one does, or no strategy keeps them though each story by itself could be planned. Undecided: there are more
/// than `most` stories, or another choice of places or orders than the plan's might still hold, or finer parts of a
/// length of which anything between is possible.
/// What the body does (events) and how stages end stays as the plan assumes. A plan a story, O(stories) memory.
source::Checked<Answer> prove(const model::Case& what, const plan::Settings& settings, long most = 600);

}  // namespace v2v::prove
