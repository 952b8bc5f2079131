// forecast: what comes of a plan when it is followed: decide with what is known, learn each length as it ends, plan
// again.
#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "forecast/distribution.h"
#include "network/network.h"

namespace v2v::forecast {

using network::Event;
using network::Tick;

/// A length that is not ours to choose. The network assumes one, by a link from `from` to `to` that carries `tag`
/// alone.
struct Length {
  Event from, to;
  network::Tag tag = network::untagged;
  Table table;                            // in minutes, or in dates
  const network::Dates* dates = nullptr;  // given: the same minute of the wall so many dates later
  std::int64_t longer_than = -1;          // what is known of it already, in units; below the table's least: nothing
};

/// A stage whose date is fixed and told so long before it: from then on it moves only when it must.
struct Told {
  Event start;
  Tick notice = 0;
  std::optional<Tick> booked = {};  // it is fixed from the beginning
};

/// At most 64 lengths.
struct Pathway {
  const network::Network* net = nullptr;  // outlives the policy
  std::vector<Length> lengths;
  std::vector<Told> told;
  std::vector<network::Tag> without;  // left out of the network: bookings, which stand in `told`
};

struct Run {
  std::vector<Tick> at;    // of each event, as it came about
  std::vector<int> moved;  // beside Pathway::told: how often a date that had been told moved
  bool broken = false;     // a rule could not be kept any more once the truth was known
};

/// Follows one pathway again and again. Not for several threads at once: each takes a copy of its own.
class Policy {
 public:
  explicit Policy(const Pathway& pathway);

  /// `u`: for each length a number in (0, 1), as it is drawn. Nothing is fixed before its notice; then it stands on the
  /// earliest date of the plan in which open lengths have the length that the network assumes, or, once that has
  /// passed, the median of what is longer. Two solutions of the network for each thing that is learnt.
  void follow(const std::vector<double>& u, Run& out);
  /// The same with every length known beforehand: a bound that no policy reaches, to be shown as such.
  void foresee(const std::vector<double>& u, Run& out);

 private:
  Tick end_of(std::size_t length, Tick begin, std::int64_t n) const;
  std::int64_t drawn(std::size_t length, double u) const;
  bool solve();
  const network::Solver& solver(std::uint64_t known);
  void fix(Tick until);
  bool give_way(Run& out);

  Pathway way_;
  // By the lengths that are no longer assumed, as bits: taking a link out of a network costs far more than solving it.
  std::vector<std::pair<std::uint64_t, network::Solver>> solvers_;
  std::uint64_t known_bits_ = 0;
  network::Labels labels_;
  network::Question question_;
  enum class State { open, passed, ended };
  std::vector<State> state_;
  std::vector<std::int64_t> drawn_, known_;  // units; known: it is longer than this
  struct Stood {
    bool fixed = false, past = false;
    Tick at = 0;
  };
  std::vector<Stood> stood_;  // beside told
  std::vector<Tick> ends_;    // passed: not before; ended: then
};

}  // namespace v2v::forecast
