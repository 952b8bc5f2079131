// capacity: integer bounds that learn from conflicts (lazy clause generation: Ohrimenko, Stuckey & Codish 2009; the
// facts are bounds alone, as Nieuwenhuis 2014 proposed). Differences live here; resources are propagators beside it.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "capacity/order.h"
#include "capacity/project.h"

namespace v2v::capacity {

/// The two sides of variable x: 2x is x itself, 2x + 1 is -x. Both can only rise.
using Side = std::int32_t;

/// That side is at least `least`.
struct Fact {
  Side side = 0;
  Time least = 0;
};
constexpr Fact operator!(Fact f) {
  return {f.side ^ 1, 1 - f.least};
}
constexpr Fact at_least(std::int32_t x, Time v) {
  return {2 * x, v};
}
constexpr Fact at_most(std::int32_t x, Time v) {
  return {2 * x + 1, -v};
}

class Engine;

struct Propagator {
  virtual ~Propagator() = default;
  /// Raises sides by `Engine::set`; false as soon as that was.
  virtual bool propagate(Engine& engine) = 0;
};

inline constexpr Time no_need = std::numeric_limits<Time>::min();

enum class Found { schedule, none_here, none, stopped };  // none_here: not with these assumptions

class Engine {
 public:
  /// `weighed`: each of its values may be asked about first, by its part in recent conflicts; that takes memory for
  /// each. Else it is only decided in its turn.
  std::int32_t variable(Time least, Time greatest, bool weighed = true);
  /// to >= from + least, and where `when` is given only once that fact holds. A fact that does not hold yet is
  /// excluded as soon as the difference cannot hold.
  void difference(std::int32_t from, std::int32_t to, Time least, std::optional<Fact> when = {});
  /// Called again whenever one of the variables moved.
  void add(Propagator& propagator, std::span<const std::int32_t> variables);

  Time least(std::int32_t x) const { return now_[static_cast<std::size_t>(2 * x)]; }
  Time greatest(std::int32_t x) const { return -now_[static_cast<std::size_t>(2 * x + 1)]; }
  bool holds(Fact f) const { return now_[static_cast<std::size_t>(f.side)] >= f.least; }
  bool excluded(Fact f) const { return holds(!f); }
  bool always(Fact f) const { return root_[static_cast<std::size_t>(f.side)] >= f.least; }

  /// For propagators: `because` hold now and together imply `fact`. False where it is excluded.
  bool set(Fact fact, std::span<const Fact> because);
  /// For propagators: `because` hold now and cannot hold together. Returns false.
  bool clash(std::span<const Fact> because);

  /// Before or between searches: true for good. False where nothing is left.
  bool require(Fact fact);
  /// The value that a search tries first for a variable.
  void prefer(std::int32_t x, Time value) { preferred_[static_cast<std::size_t>(x)] = value; }
  /// Variables that are decided, earliest first, when no conflict says what to ask; all others must follow from them.
  void decide(std::vector<std::int32_t> variables) { decided_ = std::move(variables); }

  /// Looks for values that keep everything, with at most `conflicts` more of them. Deterministic but for `stop`.
  Found search(std::span<const Fact> assumptions, std::int64_t conflicts, const std::function<bool()>& stop);
  /// After `Found::schedule`.
  Time value(std::int32_t x) const { return solution_[static_cast<std::size_t>(x)]; }

  std::int64_t conflicts() const { return conflicts_; }
  std::int64_t dives() const { return dives_; }  // searches begun from the root: calls and restarts
  std::size_t facts() const { return facts_; }

 private:
  struct Reason {
    enum Kind : std::int32_t { decision, edge, clause, listed } kind = decision;
    std::int32_t which = 0;
  };
  struct Step {
    Side side;
    Time old, now;
    std::int32_t previous;  // the step before on this side, -1 where there is none
    std::int32_t level;
    Reason reason;
  };
  struct Edge {
    Side from, to;
    Time least;
    Fact when;  // side -1: always
  };
  struct Watch {
    Time from;  // of the side that is watched: the literal is false at or above it
    std::int32_t clause;
    Fact other;  // where this holds there is nothing to do
  };
  struct Clause {
    std::int32_t begin, size;
    std::int32_t levels;  // distinct levels when it was learnt (Audemard & Simon 2009)
    std::int64_t used;    // conflict at which it last took part
  };

  std::int32_t level() const { return static_cast<std::int32_t>(begins_.size()); }
  void new_level();
  void back_to(std::int32_t level);
  bool raise(Fact fact, Reason reason);
  bool propagate();
  bool follow_edges(const Step& step);
  bool follow_edge(std::int32_t edge);
  bool follow_watches(const Step& step);
  void watch(std::int32_t clause);
  std::int32_t list(std::span<const Fact> facts);

  void explain(Reason reason, Fact fact, std::vector<Fact>& out) const;
  void demand(Fact fact);
  Time at_begin_of_level(Side side) const;
  std::int32_t made_by(Fact fact) const;
  void learn();
  bool follows(Fact fact, std::int32_t step);
  void keep_learnt();
  void forget();
  std::optional<Fact> choose();
  std::int32_t number(Fact fact) const;

  std::vector<Time> now_, root_;         // by side
  std::vector<std::int32_t> last_;       // by side: its last step
  std::vector<Time> first_, preferred_;  // by variable
  std::vector<std::int32_t> base_;       // by variable: number of its first fact
  std::vector<char> weighed_;            // by variable
  std::size_t facts_ = 0;
  std::vector<Step> steps_;
  std::size_t head_ = 0;
  std::vector<std::int32_t> begins_, listed_begins_;  // by level: first step, size of listed_
  std::vector<Fact> listed_;  // reasons written out: size in `least` of the first, then the facts
  std::vector<Edge> edges_;
  std::vector<std::vector<std::int32_t>> leaving_, enabled_;  // by side: edges from it, edges that wait for it
  std::vector<std::vector<Watch>> watches_;
  std::vector<Fact> literals_;
  std::vector<Clause> clauses_;
  std::vector<Propagator*> propagators_;
  std::vector<char> due_;
  std::vector<std::vector<std::int32_t>> wakes_;  // by variable
  std::vector<std::int32_t> decided_;
  Order order_;
  std::vector<std::pair<std::int32_t, std::int32_t>> popped_;  // level, fact
  std::vector<Time> solution_;

  std::vector<Fact> conflict_, learnt_, because_;
  std::vector<Time> needed_;  // by side while learning
  std::vector<Side> touched_;
  std::vector<std::int32_t> stamp_;
  std::int32_t open_ = 0;
  std::int64_t conflicts_ = 0, dives_ = 0;
  std::size_t kept_ = 3000;
  bool dead_ = false;
};

}  // namespace v2v::capacity
