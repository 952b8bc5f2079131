// prove: the ways in which what is not ours may turn out: each one says how every stage ends that may end otherwise,
// and of every stage that has a chance whether it happens. Inside this room only.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/search.h"
#include "prove/certificate.h"

namespace v2v::prove {

/// A plan that was searched, and the case it is of where bookings had to be given up.
struct Searched {
  std::shared_ptr<model::Case> own;  // without `fallen`; nullptr: the case as it is
  std::vector<source::Span> fallen;  // bookings and holds, by where they stand
  plan::Found found;
  const model::Case& of(const model::Case& what) const { return own ? *own : what; }
};
/// With the choices of `like`, and without what has fallen there, where there is such a plan; the choices may be what
/// clashes: then it is searched without. A booking that clashes is given up where `gives_up`.
std::unique_ptr<Searched> searched(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                                   const Searched* like, bool gives_up);

struct Way {
  std::vector<Said> answers;                                // sorted; the first way has what the plan assumes
  std::vector<std::string> otherwise;                       // than the plan assumes, in words, as it shows
  plan::Settings settings;                                  // in which all of it is known
  std::unique_ptr<Searched> plan;                           // with lengths as assumed; a clash: it has none
  std::vector<plan::Ending> by;                             // beside `otherwise`
  const std::string* answer(const plan::Ending& of) const;  // nullptr: it is not asked here
};
struct Ways {
  std::vector<Way> all;
  std::vector<std::string> turns;    // what may turn out, in words
  std::vector<std::string> nothing;  // what nothing hangs on, in words
  std::string lost;                  // what cannot be told apart, in words: then they are no ways to play out
};
/// Depth first by when it shows; O(ways) searches. Nothing where there are more than `most`.
std::optional<Ways> ways_of(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                            std::size_t most);

/// Whether the plan has nothing that may turn out otherwise and of which the way says nothing: something more that is
/// done again because it was too old.
bool all_answered(const model::Case& what, const Way& way, const plan::Found& found);
/// Whether this may ever make a date, or a rule, another: an event of which nothing speaks does not.
bool matters(const model::Case& what, const model::Stage& stage);

}  // namespace v2v::prove
