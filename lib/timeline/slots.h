// timeline: the first sets of slots that work for one patient beside what others have, as plain values.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/roster.h"

namespace v2v::timeline {

struct SlotSet {
  int rank = 1;
  std::optional<calendar::Day> day_zero;
  std::vector<Slot> slots;  // by start
  std::string differs;      // from the first set, in words; empty for the first
};

struct SlotSets {
  std::string patient, workflow, workflow_title, priority, programme, centre, zone, tzdata;
  calendar::Day today;
  std::string assumed;           // p80
  std::vector<SlotSet> sets;     // by Day 0, then the earlier slots
  std::vector<Blocked> blocked;  // why the first is no sooner
  std::string why_none;          // where there is no set
  int before = 0;                // how many are before this patient on the waiting list, without slots yet
  std::vector<std::string> assumptions, warnings;
};

}  // namespace v2v::timeline
