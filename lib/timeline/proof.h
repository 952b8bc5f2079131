// timeline: whether a plan holds whatever others take within their ranges, and what to wait for. A plain value.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::timeline {

/// A length that is not ours, and its range.
struct Unsure {
  std::string id;  // of the stage
  int visit = 1;
  bool begins = false;  // else: how long it lasts
  std::string text;     // "Manufacturing lasts 14d to 35d"
  calendar::Length least, most;
  bool step_by_step = true;  // each value by itself; else: nothing is learnt of it before it has ended
  std::optional<std::pair<calendar::Length, calendar::Length>> safe;  // of a plan that fails: what it would stand
};

/// What a visit waits for.
struct Waits {
  Entry entry;                        // of the plan
  std::string behind;                 // the stage whose end it waits for; empty: it waits for nothing that is open
  Instant first, last;                // its date in all that may happen
  int days_least = 0, days_most = 0;  // from that end on
};

/// What comes of the plan where one thing turns out otherwise than it assumes.
struct IfOtherwise {
  std::string text;                 // "Quality release ends as: No usable product"
  std::optional<Day> first, last;   // Day 0 in all that may happen then; nothing: there is none
  bool ends = false;                // the pathway ends with it
  std::vector<std::string> fallen;  // bookings that fall, once it shows
};

struct Proof {
  Timeline plan;  // with a conflict: nothing else
  enum Verdict { holds, fails, undecided } verdict = undecided;
  std::vector<Unsure> unsure;
  std::vector<std::string> turns;       // what may turn out otherwise: "Quality release ends as: released / failed"
  std::vector<std::string> no_matter;   // what may, and nothing hangs on it
  std::vector<std::string> left_as_is;  // what stays as assumed, and why
  long ways = 0;                        // in how many ways all but the lengths may turn out
  long histories = 0;                   // and with the lengths
  std::string because;                  // of undecided: what stood in the way

  // holds
  bool as_planned = false;    // with the plan's dates for what comes before the first of these lengths has ended
  bool never_retold = false;  // and no date moves once its notice has begun
  std::vector<Waits> waits;   // by date, where all turns out as the plan assumes but the lengths
  std::vector<IfOtherwise> otherwise;  // beside that

  // fails
  std::vector<std::string> story;    // "Manufacturing lasts 27d"
  std::optional<Conflict> conflict;  // of that story
  // Each story by itself could be planned, but what is to be done early differs: the rules that then clash.
  std::vector<ClashRule> too_soon;
  std::vector<std::string> changes;  // with one of these it would hold
};

}  // namespace v2v::timeline
