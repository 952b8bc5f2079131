// roster: the book of one resource: how much there is at every minute, how much of it is taken, and when something
// fits. What is asked is always the same: given that a use ends no sooner than this, when can it begin at the soonest?
#pragma once
#include <utility>
#include <vector>

#include "network/tables.h"

namespace v2v::roster {

using network::never;
using network::Tick;

/// A quota that changes within a period is, for each start in it, what it is then: there are no more starts in the
/// period than that. Uses lie in [from, to); their making ready follows them, and nobody else has what is made ready.
class Book {
 public:
  /// Amounts from each tick on, the first from the beginning. `periods`: of a quota, the first tick of each of its
  /// periods, rising; none: it counts who is there at once.
  Book(const std::vector<std::pair<Tick, int>>& amounts, Tick make_ready, std::vector<Tick> periods = {});

  bool quota() const { return !periods_.empty(); }
  Tick make_ready() const { return make_ready_; }

  /// `s` where [s, e) has n. Else the least start that is not ruled out: every use that begins before it and ends no
  /// sooner than `e` meets a minute in which less than n is free. `never` where nothing comes. O(log n + segments met).
  Tick not_before(Tick s, Tick e, int n) const;
  /// The greatest start at or before s, not before `least`, of a use of that length that fits; `least - 1`: none.
  Tick not_after(Tick s, Tick least, Tick length, int n) const;
  bool fits(Tick s, Tick e, int n) const { return not_before(s, e, n) == s; }

  /// The first minute of a use, or of its making ready, at which there is too little; `never`: it fits.
  Tick first_lack(Tick s, Tick e, int n) const;
  /// The next minute at which what there is or what is used changes; `never`: none.
  Tick next_change(Tick t) const;

  void take(Tick from, Tick to, int n) { add(from, to, n); }
  void give(Tick from, Tick to, int n) { add(from, to, -n); }

  /// Of a quota, the period that holds t.
  std::pair<Tick, Tick> period(Tick t) const;
  int amount(Tick t) const;
  int used(Tick t) const;  // of a quota in the period of t

  /// Where more is used than there is, as ranges with use and amount.
  struct Excess {
    Tick from, to;
    int used, amount;
  };
  std::vector<Excess> excesses() const;

 private:
  struct Segment {
    Tick from;
    int amount, used;
  };
  std::size_t at(Tick t) const;  // the segment that holds t
  std::size_t split(Tick t);     // the segment that begins at t, made if need be
  std::size_t period_of(Tick t) const;
  bool has_room(std::size_t period, int n) const;
  void add(Tick from, Tick to, int n);

  std::vector<Segment> segments_;  // of a quota, `used` is 0 throughout
  std::vector<Tick> periods_;
  std::vector<std::vector<Tick>> starts_;  // by period, rising; of a use of several each
  Tick make_ready_ = 0;
};

}  // namespace v2v::roster
