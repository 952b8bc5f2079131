// plan: one case -> its timeline. Compiles the model to a network, solves it, and says why. No clock, no file.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "model/patient.h"
#include "source/diagnostic.h"
#include "timeline/timeline.h"

namespace v2v::plan {

/// What a plan assumes of lengths that are not ours to choose.
enum class Assume { least, likely, most, p80 };

/// A length that is not ours: how long a visit lasts, or how long after what leads to it it begins.
struct OpenLength {
  std::string stage;
  int visit = 1;  // through all attempts
  bool begins = false;
  auto operator<=>(const OpenLength&) const = default;
};

/// How an attempt of a stage ends; of a series that goes on until an outcome, how one of its visits does.
struct Ending {
  std::string stage;
  int attempt = 1;
  int visit = 1;  // in its attempt
  auto operator<=>(const Ending&) const = default;
};

/// One visit of one attempt of a stage; `visit` counts through all attempts.
struct Turn {
  std::string stage;
  int attempt = 1, visit = 1;
  auto operator<=>(const Turn&) const = default;
};

/// What others leave to a visit.
struct Taken {
  std::optional<calendar::Instant> until;  // it cannot begin before
  std::string by;                          // in words: "ward.bed is taken until then"
  std::string place;                       // of several fitting places this one; empty: any
};

struct Settings {
  calendar::Day today;  // in the centre's zone; nothing that has not happened lies before it
  Assume assume = Assume::likely;
  std::string slack_to;  // the stage held for slack; empty: Day 0, else the last stage before follow-up
  std::map<OpenLength, calendar::Length> as_if;  // taken for known, whatever is assumed; so are
  std::map<Ending, std::string> ends_as;         // outcomes, and
  std::map<std::string, bool> comes;             // whether a stage that has a `chance` happens
  std::map<Turn, Taken> taken;                   // by others, who need the same machines, chairs and beds
  bool explain = true;                           // fill Entry::because
  bool details = true;  // the likely ranges of dates, two more plans, and what would mend a clash, a plan for each try
};

/// The writer's mistakes that only show when a case is put together (an unknown visit, `happened` after today, two
/// actuals out of order, a time that does not exist): the diagnostics. Else a timeline, which may be a conflict.
source::Checked<timeline::Timeline> plan(const model::Case& what, const Settings& settings);

/// The same again and again for one case whose facts change between two plans: what its workflow and its centre ask for
/// of the calendar, half of the work, is compiled once. The case outlives it, and only its patient may change.
class Planner {
 public:
  explicit Planner(const model::Case& what);
  ~Planner();
  Planner(Planner&&) noexcept;
  source::Checked<timeline::Timeline> plan(const Settings& settings);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Why the stage (or `STAGE visit N`, `STAGE attempt N`) is on its date: both directions. Diagnostics as above;
/// `unknown-stage` (with the nearest) where there is no such stage; a conflict stays in `timeline`.
struct Explained {
  timeline::Timeline timeline;
  std::vector<timeline::Why> whys;  // one for each visit asked for
};
source::Checked<Explained> why(const model::Case& what, const Settings& settings, const model::Point& stage);

/// What stands out in the files though it is no error: unreachable stages, rules without a citation, waits that can
/// never bind, sources past their review date, stages without words for the patient.
source::Diagnostics lint(const model::Case& what, calendar::Day today);

/// The workflow's own `checks:`; one diagnostic (`check-failed`) for each expectation that is not met.
source::Diagnostics run_checks(const std::vector<model::Case>& checks);

}  // namespace v2v::plan
