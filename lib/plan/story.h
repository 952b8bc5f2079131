// plan: what the plan takes for granted before any date: which stages are there, how they end, how often they are done.
#pragma once
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "model/patient.h"
#include "plan/paths.h"
#include "plan/plan.h"

namespace v2v::plan {

using calendar::Day;

/// A new attempt that an `or again` asked for: this link of this attempt starts from it, or from the one that another
/// asked for.
struct Retry {
  int stage = 0;  // the stage done again
  int of = 0;     // the stage whose link asked, its attempt, and which link (after, then ends-after)
  int of_attempt = 0;
  int link = 0;
  int served_by = -1;  // the Retry whose attempt is young enough for this one too; -1: its own
  bool asks_like(const Retry& other) const {
    return std::tie(stage, of, of_attempt, link) == std::tie(other.stage, other.of, other.of_attempt, other.link);
  }
};

/// One attempt of one stage.
struct Attempt {
  int round = 0;       // 0: the first; r: opened by the r-th `again`; -1: recorded in the file or an `or again`
  int retry = -1;      // index of the Retry that opened it
  int opened_by = -1;  // stage whose outcome opened the round, at its attempt `opened_by_attempt`
  int opened_by_attempt = 0;
  int visits = 1;       // where a series says `until`
  std::string outcome;  // recorded or assumed; empty where the stage has none
  bool recorded = false;
};

struct Told {
  bool present = true;         // absent stages pass their links on
  bool happens = true;         // for `S happened`
  bool stopped = false;        // the pathway ended before it
  std::vector<int> not_again;  // or before these rounds would have done it again
  std::optional<int> kept;     // or after so many visits of its last attempt: the others are not to come
  std::vector<Attempt> attempts = std::vector<Attempt>(1);
  const std::string& outcome() const { return attempts.back().outcome; }
};

struct Story {
  std::vector<Told> stages;  // beside Workflow::stages
  std::vector<int> order;    // of stages along the links: see order_of_stages
  std::vector<std::string> assumptions;
  std::string ended_by;  // the stage whose outcome stops the pathway
  int rounds = 0;
};

/// The facts that rules choose by: edition, options, outcomes.
struct Facts {
  const model::Case& what;
  const Story& story;
  std::string operator()(const std::string& by) const;
};

Story tell(const model::Case& what, const std::vector<Retry>& retries, const Settings& settings);

/// Chance of each outcome of a stage at a visit, from 1: stated, or the rest.
std::vector<double> chances(const model::Stage& stage, int visit);

}  // namespace v2v::plan
