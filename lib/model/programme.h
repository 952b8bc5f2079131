// model: one centre's patients together: who waits first, what is kept free, and the cases as each file says them.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/patient.h"

namespace v2v::model {

/// A word of `priorities` and what a day late weighs.
struct Priority {
  std::string word;
  int weight = 1;
};

/// One key by which people queue; what is earlier goes first, what is not known last.
struct QueueKey {
  enum Kind { priority, target, stage } kind = priority;
  std::string of;  // stage: when it happened, else when it is booked
  Span where;
};

/// What stays free of a resource for the priorities that are at least as heavy as its word.
struct KeepFree {
  std::string place;  // empty: each place that has the resource keeps so much
  std::string resource;
  Quantity amount;  // `priority` is set
  Span where;
};

struct WaitingList {
  std::vector<QueueKey> order;  // {priority, target} where the file says nothing
  std::string waits_before;     // the stage for which people queue; empty: the first that needs something
  std::optional<Length> offer;  // a slot is offered at least so long ahead
  std::vector<KeepFree> keep_free;
  Span where;
};

/// The files of a programme, read. Every case has the programme's centre and nobody stands in it twice.
struct Programme {
  std::string id, title;
  std::string centre;
  Day first, last;                     // `period`, both included
  std::vector<std::string> workflows;  // in file order
  std::vector<Priority> priorities;    // the heaviest first; {routine: 1} where the file says nothing
  WaitingList waiting_list;
  std::vector<Case> cases;  // by pseudonym
  Span where;

  /// Place in `priorities`; a word that the file does not have, or none, is the last. 0 is the heaviest.
  std::size_t rank(const std::string& priority) const {
    for (std::size_t k = 0; k < priorities.size(); ++k)
      if (priorities[k].word == priority) return k;
    return priorities.empty() ? 0 : priorities.size() - 1;
  }
};

}  // namespace v2v::model
