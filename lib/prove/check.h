// prove: the small checker of proofs. It reads the files and a certificate and says what is wrong with it: no network,
// no solver; the rules of each history are read by the independent checker of plans (plan/verify.h).
#pragma once
#include <string>
#include <vector>

#include "prove/certificate.h"

namespace v2v::prove {

/// What is wrong, in words; empty: the certificate proves that the case holds. It asks that
/// - the parts of each length cover its range, less what has passed of it, and every way of putting them together is
///   there once;
/// - each history keeps every rule, with each length at the most of its part, at the least, and any two crosswise;
/// - two histories do the same until the first length that tells them apart has ended, and the same where it was to be
///   decided before then.
/// O(histories^2) comparisons of dates.
std::vector<std::string> check(const model::Case& what, const plan::Settings& settings, const Certificate& of);

}  // namespace v2v::prove
