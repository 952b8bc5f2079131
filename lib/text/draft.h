// text: the first draft of a workflow's file, for whoever writes a new one: it reads without an error, and says in
// comments what to put where.
#pragma once
#include <string>
#include <vector>

namespace v2v::text {

/// A therapy from referral to follow-up that stands on nothing.
std::string draft_of(const std::string& id);
/// One that changes what it is based on; `stages` and `rules` are those that may be changed.
std::string draft_based_on(const std::string& id, const std::string& base, const std::string& day_zero,
                           const std::vector<std::string>& stages, const std::vector<std::string>& rules);

}  // namespace v2v::text
