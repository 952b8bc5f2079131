// prove: all histories of a case side by side: a plan for each way in which lengths may turn out, and the strategy over
// them. Inside this room only.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "network/strategy.h"
#include "plan/search.h"

namespace v2v::prove {

using network::Tick;

/// A length that is not ours, in parts from a least to a most number of units; a part of one number is that length.
struct Open {
  plan::OpenLength what;
  calendar::Unit unit = calendar::Unit::days;
  std::vector<std::pair<std::int64_t, std::int64_t>> parts;
  std::string text;  // "Manufacturing lasts 14d to 35d"

  calendar::Length least(int part) const { return length(parts[static_cast<std::size_t>(part)].first); }
  calendar::Length most(int part) const { return length(parts[static_cast<std::size_t>(part)].second); }
  calendar::Length length(std::int64_t n) const {  // in hours where they are whole
    if (unit == calendar::Unit::minutes && n % 60 == 0) return {n / 60, calendar::Unit::hours};
    return {n, unit};
  }
};
using Parts = std::vector<int>;  // beside the open lengths

struct Rules {
  bool notice = true;      // what has a notice is decided so long before
  bool as_planned = true;  // what comes before anything is learnt is on the plan's date
};

/// A visit in all histories. The same place is part of what it is: to go elsewhere is another decision.
struct Thing {
  int stage = 0, attempt = 1, number = 1;
  bool end = false;  // its end, else its start
  std::string place;
  int open = -1;  // not a visit: where this length ends
  auto operator<=>(const Thing&) const = default;
};

struct Played {
  std::vector<Parts> histories;
  std::vector<Thing> things;
  network::Strategy strategy;             // by history and thing
  std::vector<std::vector<Tick>> labels;  // by history: of every event of its plan
};
/// One story has no plan, whatever is known.
struct Alone {
  Parts history;
};
/// Each has one, but not one that can be begun before it is known which: the rules that clash in this history, with
/// what cannot be done yet.
struct Together {
  Parts history;
  std::vector<timeline::ClashRule> rules;
  Tick last = network::never;  // until when something is held back: far away where dates crept on
};
struct Unknown {
  std::string because;
};
using Outcome = std::variant<Played, Alone, Together, Unknown>;

class Table {
 public:
  /// `what` outlives it. `base`: the plan as it is shown, whose choices all histories begin with.
  Table(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, const plan::Found& base);

  Outcome play(const std::vector<Open>& open, const Rules& rules);
  /// The settings and the plan of one history; as it was searched, or with the labels of what was played last.
  plan::Settings settings_of(const std::vector<Open>& open, const Parts& history) const;
  plan::Found& found(const std::vector<Open>& open, const Parts& history);
  /// Whether places, orders or attempts were chosen that might be chosen otherwise.
  bool chose() const { return chose_; }

 private:
  struct Side;
  std::vector<timeline::ClashRule> rules_of(const network::Network& net, network::Question known, const Side& side,
                                            const std::vector<Open>& open) const;
  /// What is to be put behind what, so long: two visits of one person, or a dose and a visit that wants it washed out.
  struct Put {
    network::Event first, then;
    network::Step wait;
  };
  std::vector<Put> in_the_way(const plan::Found& found, const network::Labels& labels) const;

  const model::Case& what_;
  plan::Settings settings_;
  plan::Almanac& almanac_;
  const plan::Found& base_;
  bool chose_ = false;
  std::map<std::vector<std::int64_t>, std::unique_ptr<plan::Found>> found_;  // by the units of each length
};

}  // namespace v2v::prove
