// timeline: several ways to give one patient all that is needed, the best first, beside the others of a programme. A
// plain value; what makes each different is seen by comparing them, and said by the view.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/roster.h"

namespace v2v::timeline {

struct SlotSet {
  int rank = 1;                           // 1 is the best
  std::optional<calendar::Day> day_zero;  // nothing: the workflow has none
  int days_late = 0;                      // over what is due
  std::vector<Slot> slots;                // by start
  std::vector<Blocked> blocked;           // why not sooner; empty: as soon as if nobody else were there
  bool operator==(const SlotSet&) const = default;
};

struct SlotSets {
  std::string programme, programme_title, patient, workflow, workflow_title, status, zone;
  calendar::Day today;
  std::optional<calendar::Day> due;
  std::vector<SlotSet> sets;  // by rank; empty: there is none
  std::string why_not;        // then, in words
  std::string centre, priority, tzdata, assumed;
  std::vector<std::string> warnings, assumptions;
  bool operator==(const SlotSets&) const = default;
};

}  // namespace v2v::timeline
