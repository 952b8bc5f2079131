// timeline: which therapies stand on a shelf, and how far each figure of theirs was followed back. A plain value.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/workflow.h"

namespace v2v::timeline {

/// One workflow. The counts are of its figures (waits, lengths, days, chances: what a source is asked for), what it is
/// based on among them; a figure that several stages share through a rule counts once.
struct Shelved {
  std::string id, title, indication, based_on;
  model::Status status;
  std::vector<std::string> editions;
  std::optional<calendar::Day> review_by;  // the first at which a source that it cites is due for review
  bool past_review = false;
  int read = 0, digest = 0, memory = 0, uncited = 0;
  std::string hash;
  std::string file;
};

}  // namespace v2v::timeline
