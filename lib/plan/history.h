// plan: what a patient's file says of each stage, attempt by attempt, before anything is assumed.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/patient.h"

namespace v2v::plan {

struct History {
  using Attempt = std::pair<int, int>;  // of which stage, and which, from 1
  std::map<int, int> happened;          // stage: its highest attempt of which something is recorded
  std::map<int, int> mentioned;         // the same of what is booked or held
  std::map<int, int> numbered;          // stage: its highest recorded visit, counted through all attempts
  std::map<Attempt, std::string> outcome;
  std::map<Attempt, std::vector<std::string>> visits;  // how each ended; empty where nobody said
  std::map<Attempt, bool> whole;                       // recorded in one sentence, not visit by visit

  /// How an attempt ended, as far as it is recorded. A visit that was not enough is not the end of a series (null:
  /// none) of so many visits.
  std::string end(const Attempt& attempt, const model::Series* series, int of_visits) const;
};

History history_of(const model::Case& what);

}  // namespace v2v::plan
