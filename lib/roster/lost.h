// roster: how often what is reserved comes too soon: lengths that are not ours drawn by their chances, on the plan's
// own network, in which the slots stand as they are booked.
#pragma once
#include <optional>

#include "plan/search.h"

namespace v2v::roster {

/// The share of draws in which some slot cannot be kept: a product that comes after the chemotherapy was to begin. Only
/// lengths that begin before Day 0 are drawn. `what` has its slots as bookings; the same case gives the same share.
/// `found` is its search. Nothing where no length is open. O(draws * lengths * network).
std::optional<double> lost(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                           plan::Found found, int draws);

}  // namespace v2v::roster
