// laws: small random networks over random calendars, as plain rules.
#pragma once
#include <vector>

#include "network_world.h"

namespace v2v::laws {

using network::Event;
using network::Tag;

/// Tag of a tagged pin; rules have 0, 1, ...
inline constexpr Tag pin_tag = 1000;

/// Link u to v; or bound or opening of u.
struct Rule {
  enum { link, not_before, not_after, open } kind = link;
  int u = 0, v = 0;
  network::Wait wait;
  Tick t = 0;  // the bound, or the length that must be open
  std::vector<const network::Openings*> any_of;
  Tag tag = network::untagged;
  int rank = 0;
};

struct Case {
  int events = 0;
  Tick end = 0;
  bool capped = false;  // no event past the horizon, so that each has a latest
  std::vector<Rule> rules;
  network::Question question;

  /// Is a rule of this tag in force under the question?
  bool counts(Tag tag) const;
};

/// `scale`: about how many ticks a wait has.
Case random_case(Random& random, const World& world, int events, Tick scale);

/// `shuffle`: the rules added in another order.
network::Network network_of(const Case& c, Random* shuffle = nullptr);

}  // namespace v2v::laws
