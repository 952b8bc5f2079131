// laws: what must hold of one case's plan, whatever the case; each throws Failure, of which the words before the first
// colon say the kind. For the laws of random files and for the corpus of those that once failed.
#pragma once
#include <functional>
#include <string>

#include "generate.h"
#include "plan/plan.h"

namespace v2v::laws {

/// Files, and what the engine makes of them. `answer` is empty where the reader or the plan refuses them.
struct Planned {
  const Files& files;
  ReadFiles opened;
  plan::Settings settings;
  std::optional<timeline::Timeline> answer;
  double seconds = 0;  // of CPU, for reading and planning
};
/// Throws where this takes more CPU seconds than a small case may (`slow`).
void plan_files(Planned& planned, bool explain, double most_seconds);

struct Counts {
  long planned = 0, clashes = 0, refused = 0, chains = 0, dropped = 0, mends = 0;
  std::string text() const;
};

/// Dates lie inside their windows, nothing to come before today, ends behind starts.
void check_dates(const Planned& planned);
/// The checker accepts the plan; the number of rules that it read.
long long check_accepted(const Planned& planned);
/// Every Entry::because, and both directions of `why` for up to `most` visits, join and add up to the minute.
void check_why(const Planned& planned, Random& random, int most, Counts& counts);
/// The clash is smallest and its mends mend, by changing the files and reading them anew.
void check_clash(const Planned& planned, Counts& counts);

/// Makes the files of case `number`, holds them to `check`; where that fails, the smallest files that fail in the same
/// way are left in a folder below `words.keep`, and the failure names it.
void hold(const std::string& law, Random& random, long number, const Words& words, const Knobs& knobs,
          const std::function<void(const Files&)>& check);

/// Tiny and small in turn, every `each`-th large.
Knobs sized(long number, long each);
/// The same of what the engine makes of the files: counts what became of them, and calls `check` for a plan or a clash.
void hold_answer(const std::string& law, Random& random, long number, const Words& words, const Knobs& knobs,
                 bool explain, Counts& counts, const std::function<void(const Planned&)>& check);

}  // namespace v2v::laws
