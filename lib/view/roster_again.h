// view: a roster made again from its inputs, beside the one that was made: the same, or what is different and which
// inputs are.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "view/roster.h"

namespace v2v::view {

/// What of the inputs and what of the decision is not as it was; all empty: it came out the same.
struct Again {
  std::vector<std::string> changed, added, removed;  // files
  std::vector<std::string> otherwise;                // patients whose slots, or place in the list, are others
  std::vector<std::string> lines;                    // how, a line each
  bool same_inputs() const { return changed.empty() && added.empty() && removed.empty(); }
  bool same() const { return otherwise.empty(); }
};
Again again(const timeline::Roster& before, const timeline::Roster& now);

/// What it was made with, whether the files are as they were, whether the roster is the same.
std::string roster_again(const timeline::Roster& before, const timeline::Roster& now, const RosterStyle& style = {});
/// The same for other programs.
std::string json_again(const timeline::Roster& before, const timeline::Roster& now, std::string_view version);

}  // namespace v2v::view
