// prove: the small checker of proofs. It reads the files and a certificate and says what is wrong with it: no network,
// no solver; the rules of each history are read by the independent checker of plans (plan/verify.h).
#pragma once
#include <string>
#include <vector>

#include "prove/certificate.h"

namespace v2v::prove {

/// What is wrong, in words; empty: the certificate proves that the case holds. It asks that
/// - the first way is as the plan assumes it; and of each way, what else each end or chance in its plans may be
///   leads to a way that says the same of all that both say: so every way that there is stands here;
/// - the parts of each length cover its range, less what has passed of it, and every way of putting those of a way
///   together is there once;
/// - each history keeps every rule, as it ends and with each length at the most of its part, at the least, and any two
///   crosswise. Bookings may have fallen, though none of the first way;
/// - two histories do the same until the first length that tells them apart has ended, or the first outcome shows in
///   one of them, and the same where it was to be decided before then: after a length by the notice of what is decided;
///   after an outcome so too, unless it is in the plan, and falls or moves. Whether a stage happens shows as it begins.
///   What ends otherwise begins alike: to wait with it is no sign of how it ends.
/// O(histories^2) comparisons of dates.
std::vector<std::string> check(const model::Case& what, const plan::Settings& settings, const Certificate& of);

}  // namespace v2v::prove
