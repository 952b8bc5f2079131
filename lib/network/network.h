// network: the kernel. Events joined by rising links; earliest and latest plan as least and greatest fixpoint; clash.
// Knows ticks, tables and opaque tags; no date, no patient. Every link says "no earlier than a rising function of
// that".
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "network/tables.h"

namespace v2v::network {

struct Event {
  std::int32_t i = -1;
  bool operator==(const Event&) const = default;
};

/// Whose rule a link, bound or opening is. Many may share one; a clash is a set of tags. Opaque to the kernel.
using Tag = std::int32_t;
inline constexpr Tag untagged = -1;

/// A rising function of a tick. Tables are kept alive by the caller.
struct Step {
  enum Kind {
    elapsed,      // t + n
    dated,        // least: first tick of date(t) + n;     greatest: last tick of it
    mapped,       // least: first tick of map(date(t));    greatest: last tick of it
    wall,         // same minute of the wall on date(t) + n; least and greatest are the same tick
    mapped_wall,  // same minute of the wall on map(date(t)); made rising where the map clamps (month ends): a date that
                  // maps where the date before it maps gives that day's 23:59, the least rising function not below
    waiting_wall,  // the same for working days: of the dates that map to one day only the last is open; from the others
                   // counting starts there, so they give that day's 00:00
    worked,        // least: after_work(t, n) in `openings`;  greatest: the same
  } kind = elapsed;
  Tick n = 0;
  const Dates* dates = nullptr;
  const DayMap* map = nullptr;
  const Openings* openings = nullptr;

  Step() = default;
  Step(Tick ticks) : n(ticks) {}  // NOLINT: a plain number of ticks is elapsed time
  static Step of_days(std::int64_t n, const Dates& dates);
  static Step of_map(const DayMap& map, const Dates& dates);
  static Step of_wall(std::int64_t n, const Dates& dates);
  static Step of_mapped_wall(const DayMap& map, const Dates& dates);
  static Step of_waiting_wall(const DayMap& map, const Dates& dates);
  static Step of_work(Tick n, const Openings& openings);

  /// The least tick v that `v >= least` demands, and the greatest that `v <= greatest` allows.
  Tick least(Tick t) const;
  Tick greatest(Tick t) const;
  /// Their counterparts, each its own function: least(s) <= t exactly when s <= least_back(t);
  /// t <= greatest(s) exactly when greatest_back(t) <= s.
  Tick least_back(Tick t) const;
  Tick greatest_back(Tick t) const;
};

/// How long from one event to another: no less than, no more than, or both.
struct Wait {
  std::optional<Step> least;
  std::optional<Step> greatest;
};
Wait at_least(Step step);
Wait at_most(Step step);
Wait exactly(Step step);
Wait between(Step least, Step greatest);

/// Events, links, bounds and openings. Order of adding decides nothing but tie-breaks within equal rank.
/// `rank`: of two causes that raise an event to the same tick, the smaller rank is named; then the earlier added.
class Network {
 public:
  Network(Tick horizon_from, Tick horizon_to);
  Event event();
  void link(Event u, Event v, const Wait& wait, Tag tag = untagged, int rank = 0);
  void not_before(Event e, Tick t, Tag tag = untagged, int rank = 0);
  void not_after(Event e, Tick t, Tag tag = untagged, int rank = 0);
  /// e must be a start with `length` ticks inside one range of at least one of these. Several calls must all hold.
  void open(Event e, std::vector<const Openings*> any_of, Tick length, Tag tag = untagged, int rank = 0);

  struct Arrow {
    Event u, v;
    Step step;
    bool greatest;
    Tag tag;
    int rank;
  };  // greatest: v <= step(u)
  struct Bound {
    Event e;
    Tick t;
    bool upper;
    Tag tag;
    int rank;
  };
  struct Opening {
    Event e;
    std::vector<const Openings*> any_of;
    Tick length;
    Tag tag;
    int rank;
  };

  std::int32_t events() const { return events_; }
  const std::vector<Arrow>& arrows() const { return arrows_; }
  const std::vector<Bound>& bounds() const { return bounds_; }
  const std::vector<Opening>& openings() const { return openings_; }
  Range horizon() const { return horizon_; }

 private:
  std::int32_t events_ = 0;
  Range horizon_;
  std::vector<Arrow> arrows_;
  std::vector<Bound> bounds_;
  std::vector<Opening> openings_;
};

/// What is laid over a network for one question; the network itself stays as it is.
struct Question {
  struct Pin {
    Event e;
    Tick from = always_before;
    Tick to = never;
    Tag tag = untagged;
  };
  std::vector<Pin> pins;
  std::vector<Tag> without;  // links, bounds and openings with these tags do not count
};

/// A tick for each event. Earliest: the least that every rule allows. Latest: the greatest, `never` where nothing
/// above.
struct Labels {
  std::vector<Tick> at;
  std::vector<Tick> scratch, words;  // the solver's workspace, kept so that a reused Labels allocates nothing
  Tick operator[](Event e) const { return at[static_cast<std::size_t>(e.i)]; }
};

/// A set of tags that cannot hold together; dropping any one makes the rest of the set feasible (verified before it is
/// returned). `missed_by[k]`: with tags[k] left out and the rest of the set kept, the least by which tags[k] is missed.
/// Untagged constraints are part of the world and are always kept. In order of the derivation, first cause first.
struct Clash {
  std::vector<Tag> tags;
  std::vector<Tick> missed_by;
  Tick excess = 0;  // by how much the label passed its upper bound, or the gain of the cycle that has no end
};

/// One step of the derivation of a label. Ticks run from `from_at` to `to_at`; a chain's steps join and add up exactly.
struct Hop {
  enum Kind { bound, arrow, opening, pin, turns } kind = bound;  // turns: a cycle gone round again and again
  std::int32_t index = -1;  // into bounds(), arrows(), openings() or Question::pins
  Event from, to;           // the same event for bound, opening, pin
  Tick from_at = 0, to_at = 0;
};

/// Keeps a network in the form in which it is solved: ordered by strongly connected parts (Tarjan 1972, by
/// Boost.Graph), rigid pairs folded, links in one array. Build once, ask often; asking does not change it, so threads
/// may share it.
class Solver {
 public:
  explicit Solver(const Network& network);
  ~Solver();
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;

  /// Least fixpoint by label correction in the order of the parts. Near-linear in links where greatest waits are few.
  std::variant<Labels, Clash> earliest(const Question& question = {}) const;
  /// Greatest fixpoint, its own rounding (never earliest negated).
  std::variant<Labels, Clash> latest(const Question& question = {}) const;
  /// As `earliest`, but `missed_by` of a clash is left empty: enough to choose what gives way, for a part of the work.
  std::variant<Labels, Clash> earliest_unmeasured(const Question& question = {}) const;
  /// By how much each tag of a clash found under `question` is missed: what its `missed_by` says once it is measured.
  std::vector<Tick> missed_by(const Clash& clash, const Question& question = {}) const;
  /// The same without a clash worked out: false when infeasible. For inner loops; `out` is reused.
  bool earliest_into(Labels& out, const Question& question = {}) const;
  bool latest_into(Labels& out, const Question& question = {}) const;

  /// What is left without some tags, compiled once for many questions; the solver outlives it.
  class Rest {
   public:
    /// As that of the solver with these tags in Question::without, to which the question adds none.
    bool earliest_into(Labels& out, const Question& question) const;

   private:
    friend class Solver;
    struct Impl;
    explicit Rest(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
  };
  Rest without(const std::vector<Tag>& tags) const;

  /// Why `e` is no earlier (or no later) than its label: from the first cause to `e`. Empty when nothing binds it.
  /// Bound and pin hops start the chain with from_at == to_at. Exact: hops join end to end.
  std::vector<Hop> why_not_earlier(Event e, const Question& question = {}) const;
  std::vector<Hop> why_not_later(Event e, const Question& question = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Earliest and latest at once.
struct Timeline {
  Labels earliest, latest;
};
std::variant<Timeline, Clash> solve(const Network& network, const Question& question = {});

/// Numbers each event by strongly connected part, parts in topological order of the arrows (u before v). Boost.Graph.
std::vector<std::int32_t> parts_in_order(const Network& network);

}  // namespace v2v::network
