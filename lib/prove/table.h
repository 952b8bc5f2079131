// prove: all histories of a case side by side: a plan for each way in which stages may end and lengths turn out, and
// the strategy over them. Inside this room only.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "network/strategy.h"
#include "plan/search.h"
#include "prove/ways.h"

namespace v2v::prove {

using network::Tick;

/// A length that is not ours, in parts from a least to a most number of units; a part of one number is that length.
struct Open {
  plan::OpenLength what;
  calendar::Unit unit = calendar::Unit::days;
  std::vector<std::pair<std::int64_t, std::int64_t>> parts;
  std::string text;                                // "Manufacturing lasts 14d to 35d"
  const model::Spread* spread = nullptr;           // by which it is told from that of another way
  std::vector<bool> of_way = std::vector<bool>();  // in which ways it is a length

  calendar::Length least(int part) const { return length(parts[static_cast<std::size_t>(part)].first); }
  calendar::Length most(int part) const { return length(parts[static_cast<std::size_t>(part)].second); }
  calendar::Length length(std::int64_t n) const {  // in hours where they are whole
    if (unit == calendar::Unit::minutes && n % 60 == 0) return {n / 60, calendar::Unit::hours};
    return {n, unit};
  }
};
using Parts = std::vector<int>;  // beside the open lengths; -1: it is no length of this way

struct History {
  int way = 0;
  Parts parts;
  auto operator<=>(const History&) const = default;
};

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
  int turn = -1;  // nor this: where it shows how this turns out
  auto operator<=>(const Thing&) const = default;
};

struct Played {
  std::vector<History> histories;  // sorted
  std::vector<Thing> things;
  network::Strategy strategy;             // by history and thing
  std::vector<std::vector<Tick>> labels;  // by history: of every event of its plan
};
/// One story has no plan, whatever is known.
struct Alone {
  History history;
};
/// Each has one, but not one that can be begun before it is known which: the rules that clash in this history, with
/// what cannot be done yet.
struct Together {
  History history;
  std::vector<timeline::ClashRule> rules;
  Tick last = network::never;  // until when something is held back: far away where dates crept on
};
struct Unknown {
  std::string because;
};
using Outcome = std::variant<Played, Alone, Together, Unknown>;

class Table {
 public:
  /// All of these outlive it. The plan of the first way is the one that is shown; each history begins with the choices
  /// of its way.
  Table(const model::Case& what, plan::Almanac& almanac, const std::vector<Way>& ways);

  Outcome play(const std::vector<Open>& open, const Rules& rules);
  /// The settings and the plan of one history; as it was searched, or with the labels of what was played last.
  plan::Settings settings_of(const std::vector<Open>& open, const History& history) const;
  Searched& found(const std::vector<Open>& open, const History& history);
  std::vector<History> histories(const std::vector<Open>& open) const;
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
  std::vector<Put> in_the_way(const Side& side, const network::Labels& labels) const;
  std::optional<Tick> shown_at(const plan::Visit& v) const;
  bool fill(Side& side, const History& history, const std::vector<Open>& open);
  void part(const std::vector<Open>& open, const Rules& rules, const std::vector<Side>& sides, const Played& out,
            network::Histories& into);
  Tick first_to_show(const std::vector<Open>& open) const;

  const model::Case& what_;
  plan::Almanac& almanac_;
  const std::vector<Way>& ways_;
  const plan::Found& base_;
  std::vector<plan::Ending> turns_;  // all that may turn out otherwise, sorted
  bool chose_ = false;
  std::map<std::pair<int, std::vector<std::int64_t>>, std::unique_ptr<Searched>> found_;  // by the units of each length
};

}  // namespace v2v::prove
