// plan: the independent checker. It reads every rule of a case again and says of a finished plan which are kept: a
// direct yes or no on the dates as they stand. Written from the format's pages and not from the solver, with which it
// shares no code: no network, no almanac, no date arithmetic (verify_diary.h says what it takes of calendar/).
// It says that a plan is right, not that it is the earliest one.
#pragma once
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace v2v::plan {

/// Every kind of rule that is read.
enum class Rule {
  stages,    // what is there, what is absent, how it ends
  attempts,  // how often a stage is done, and why again
  visits,    // of each attempt, each once; what is taken as done unrecorded
  length,    // takes, lasts, milestones
  begins,
  span,  // from, until
  parts,
  wait,       // after, ends-after, what an outcome adds
  apart,      // and visits in their order
  rate,       // n a week
  named_day,  // falls-on and how far it may stray
  nearest,    // the nearest allowed day is shown
  window,     // the workflow's and the patient's
  hours,      // of the place, of the stage, starts, holidays, closures
  place,
  needs,
  travel,
  one_body,
  stay,  // appointments there lie inside it
  absence,
  washout,
  booked,  // and held, where the plan says so
  happened,
  today,  // nothing unrecorded before it
  gate,
  closed,      // a closed file plans nothing
  day_number,  // and Day 0
  slack,       // earliest <= shown <= latest, and the slack that follows
  breach,      // what the record breaks is told, and nothing else is called so
};
inline constexpr std::size_t rules = static_cast<std::size_t>(Rule::breach) + 1;
std::string_view word(Rule rule);  // "named day"

struct Broken {
  Rule rule;
  std::string text;    // the rule in words
  source::Span where;  // in the reader's own file
  std::string how;     // what the plan has instead
};

struct Verdict {
  std::array<int, rules> read{};  // how many of each kind were read
  std::vector<Broken> broken;     // empty: all are kept
};

/// A plan with a conflict has no dates and breaks nothing.
Verdict verify(const model::Case& what, const Settings& settings, const timeline::Timeline& plan);

/// A plan that breaks a rule is a fault of ours; what() names the first rule broken and where it stands.
struct Rejected : std::logic_error {
  explicit Rejected(const Verdict& verdict);
};
/// Throws Rejected where the plan breaks a rule: for whoever shows a plan to a person.
void must_hold(const model::Case& what, const Settings& settings, const timeline::Timeline& plan);

}  // namespace v2v::plan
