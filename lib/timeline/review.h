// timeline: what a change of a workflow's file means: which stages, rules and figures, by how much, on whose word, and
// which patients' dates move. A plain value.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "timeline/compare.h"

namespace v2v::timeline {

/// One side of a change.
struct Side {
  std::string text;  // as written: 14d; empty: it is not there
  std::optional<Cited> cite;
  Span where;
};

/// One thing that a file says otherwise.
struct Difference {
  enum Kind {
    added,    // only `now`
    removed,  // only `before`
    changed,
    cited,  // the same, on another word
  } kind = changed;
  std::string stage, title;        // id; empty: of the workflow as a whole
  std::string rule;                // id; empty: it stands at its stage
  std::string what;                // least wait from leukapheresis to lymphodepletion
  std::vector<std::string> shown;  // of a rule: what else it decides, in the same words
  std::string under;               // edition eu-2024 or ch; empty: always
  Side before, now;
  std::string by;  // 7 days longer; empty: not to be said in a length
};

/// One of the file's own checks that asks something else now.
struct CheckDifference {
  struct Line {
    std::string what, before, now;  // "given booked infusion"; empty: not there
  };
  Difference::Kind kind = Difference::changed;  // never `cited`
  std::string note;                             // as the new file calls it; empty: it has none
  std::vector<Line> lines;                      // what is different; of one that is new or gone all of it
  Span before, now;
};

/// The plans of one patient with the old file and the new.
struct Tried {
  std::string patient, file;
  std::optional<Comparison> compared;  // where both could be planned
  std::string before, now;             // why there is no plan, else empty
};

struct Review {
  struct File {
    std::string id, title, hash, file, status;
  } before, now;
  std::vector<std::pair<std::string, std::string>> stages_added, stages_removed;  // id, title
  std::vector<std::string> rules_added, rules_removed;
  std::vector<Difference> differences;  // of the workflow, then rules, then stages in the order of the new file
  std::vector<CheckDifference> checks;  // in the order of the new file, then those that are gone
  std::vector<Tried> tried;             // by patient
  Day today;
};

}  // namespace v2v::timeline
