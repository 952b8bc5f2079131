// plan: from hops and tags to words: why a date is that date, and why a plan cannot be.
#pragma once
#include <vector>

#include "plan/search.h"
#include "timeline/timeline.h"

namespace v2v::plan {

timeline::Cited cited(const model::Workflow& workflow, const model::Cite& cite);
/// Cites of everything a stage says of itself, without repeats, in the order of the file.
std::vector<timeline::Cited> cites_of(const model::Stage& stage, const Facts& facts);

/// The steps from the first cause to the event; minutes add up exactly.
std::vector<timeline::Reason> reasons(const model::Case& what, const Found& found, Almanac& almanac,
                                      const std::vector<network::Hop>& hops, const std::string& pin_text);
/// The pins that matter to an event: none where it is shown at its earliest.
network::Question asked_of(const Found& found, network::Event e);
inline constexpr const char* pinned_text = "shown as late as the rest allows, or on its named day";
/// What makes the shown start of a visit: from below, or from above for a late one.
std::vector<timeline::Reason> because(const model::Case& what, const Found& found, Almanac& almanac, int visit);

/// The smallest clash in words, with the mends that are ours to make, each tried before it is offered.
timeline::Conflict conflict(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac);

}  // namespace v2v::plan
