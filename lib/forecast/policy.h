// forecast: what comes of a plan when it is followed: decide with what is known, learn each length as it ends and each
// outcome as it shows, plan again.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "forecast/distribution.h"
#include "network/network.h"

namespace v2v::forecast {

using network::Event;
using network::Tick;

/// What a number in (0, 1) is drawn for. `of` is the same wherever the same thing is asked.
struct Variable {
  std::uint32_t of = 0, draw = 0;
};
using Draws = std::function<double(Variable)>;

/// A length that is not ours to choose. The network assumes one, by a link from `from` to `to` that carries `tag`
/// alone.
struct Length {
  Event from, to;
  network::Tag tag = network::untagged;
  Table table;                            // in minutes, or in units of `steps`
  std::vector<network::Step> steps = {};  // how long each number of units from table.least() on is; empty: minutes
  std::int64_t longer_than = -1;          // what is known of it already, in units; below the table's least: nothing
  int id = -1;  // the same in every branch; -1: its place in the pathway, which it is drawn by
  Variable variable = {};
  int only_if = -1;  // an Ask: where its answer is no, this goes on to its most, and then it is known
};

/// A stage whose date is fixed and told so long before it: from then on it moves only when it must.
struct Told {
  Event start;
  Tick notice = 0;
  std::optional<Tick> booked = {};  // it is fixed from the beginning
  int id = -1;                      // as of a length
};

/// A visit that is to be as late as the rest allows.
struct Late {
  Event start, end;
  std::optional<std::size_t> told = {};  // which of Pathway::told it is; a span is none, and goes with its edges
};

/// A visit that is to be on the date that `aim` makes of its anchor's, or as near to it as the rest allows; of no
/// anchor: a hold that gave way, which is to be near that date, at this minute of the wall if it may be.
struct Near {
  Event start, anchor;
  network::Step aim;     // of the centre's dates
  std::size_t told = 0;  // which of Pathway::told it is
  int date = 0, minute = 0;
};

/// Something else that shows only on the way: how a stage ends, whether it happens (0 no, 1 yes).
struct Ask {
  Event at;  // when it is known, as this pathway assumes it
  int id = 0;
  Variable variable = {};
  std::vector<double> up_to;     // by answer: the chance of this one or one before it; the last is 1
  std::vector<bool> as_assumed;  // by answer: it changes nothing here
  int begins = -1;               // what is assumed not to come would begin so long after `at`: the id of a length
};

/// Who leaves, does so at any time between two dates.
struct Leave {
  Event from, until;
  double chance = 0;
  Variable variable = {};
};

/// A drug that has been given keeps off what is to come; where it is given afterwards nothing is asked.
struct Dose {
  Event given_from, given, start;
  network::Step washout;
  network::Tag tag = network::untagged;
};

/// What is ahead, as long as nobody knows otherwise. At most 64 lengths.
struct Pathway {
  const network::Network* net = nullptr;  // outlives the policy, as the pathway does
  std::vector<Length> lengths;
  std::vector<Told> told;
  std::vector<network::Tag> without;            // left out of the network: bookings, which stand in `told`
  std::vector<network::Tag> patterns;           // what is planned so, and binds until it has happened
  std::vector<Late> late;                       // in the order in which they are settled
  std::vector<Near> near;                       // settled behind these, the last date first
  std::vector<std::pair<Event, Event>> placed;  // starts and ends of all else that is planned: the rest
  std::vector<Ask> asks;                        // in the order in which they show, if all goes as assumed
  std::vector<std::pair<int, Event>> starts;  // by an id that is the same in every branch: nobody can begin in the past
  std::vector<std::pair<int, Event>> rows;    // the dates asked for, by such an id
  std::vector<std::pair<Event, Event>> orders;  // wishes: the first no later than the second; of no event: not kept
  std::vector<Leave> leaves;
  std::vector<Dose> doses;
  Tick now = network::always_before;
};

/// Which answers are known, in order of their Ask.
using Answers = std::vector<std::pair<int, int>>;

/// The pathways that answers lead to.
class Branches {
 public:
  virtual ~Branches() = default;
  /// Nothing: there is no plan any more. For several threads at once.
  virtual const Pathway* where(const Answers& answers) = 0;
  /// Where a rule that cannot be kept there lets what is too old be done again: the answer that says so.
  virtual std::optional<std::pair<int, int>> again(const Answers& answers, const std::vector<network::Tag>& clash) = 0;
};

struct Run {
  std::vector<Tick> at;                   // of each event of `way`, as it came about
  const Pathway* way = nullptr;           // the branch in which it ended
  std::vector<int> moved;                 // by the id of what was told: how often that date moved
  bool broken = false;                    // a rule could not be kept any more once the truth was known
  std::vector<std::pair<int, Tick>> had;  // rows that came about and then, in that branch, would not have
  bool again = false;                     // something had grown too old and was done again
  std::optional<Answers> lost;            // broken, since nothing can be planned once these are known
};

/// The plan of one moment, as it was made once something was learnt: for whoever wants to read it again.
struct Moment {
  Tick when = 0;
  const Pathway& way;
  const Answers& answers;
  const network::Labels& labels;  // by event of `way`
  struct Known {
    enum { open, passed, ended } state = open;
    Tick ends = 0;  // passed: not before; ended: then
  };
  std::vector<Known> lengths;  // beside those of `way`
  bool gave_way = false;       // what was told could not all stay
};
using Watch = std::function<void(const Moment&)>;

/// Follows one pathway again and again. Not for several threads at once: each takes a copy of its own.
class Policy {
 public:
  explicit Policy(const Pathway& pathway, Branches* branches = nullptr);

  /// Nothing is fixed before its notice; then it stands on the earliest date of the plan in which open lengths have the
  /// length that the network assumes, or, once that has passed, the median of what is longer, and all else is as its
  /// pathway assumes. Two solutions of the network for each thing that is learnt. `watch` sees each of these plans.
  void follow(const Draws& u, Run& out, const Watch& watch = {});
  /// The same with everything known beforehand: a bound that no policy reaches, to be shown as such.
  void foresee(const Draws& u, Run& out);
  /// With a number for each length and then for each ask, in their order.
  void follow(const std::vector<double>& u, Run& out);
  void foresee(const std::vector<double>& u, Run& out);

 private:
  struct Past {
    std::vector<Event> begun;  // when this branch was turned to
    // By the lengths that are no longer assumed, as bits: taking a link out of a network costs far more than solving
    // it.
    std::vector<std::pair<std::uint64_t, network::Solver>> solvers;
  };
  struct Branch {
    const Pathway* way = nullptr;
    std::deque<Past> pasts;
    std::vector<std::size_t> lengths, told;  // ids, beside those of the pathway
  };
  enum class State { open, passed, ended };
  struct Going {  // of a length
    State state = State::open;
    std::int64_t drawn = -1, known = 0;  // units; drawn: -1: not yet; known: it is longer than this
    Tick ends = 0;                       // passed: not before; ended: then
    int unit = -1;                       // in which it was drawn
    Tick not_before = network::always_before;
  };
  struct Stood {
    bool fixed = false, past = false;
    Tick at = 0;
  };

  void begin(const Draws& u, Run& out);
  void enter(Branch& branch, Tick when);
  void turn(Tick when);
  void keep(const Pathway& before, const network::Labels& labels, Tick when, Run& out) const;
  static Past& past_of(Branch& branch, std::vector<Event> begun);
  bool do_again();
  Going& going(std::size_t length) { return going_[branch_->lengths[length]]; }
  Stood& stood(std::size_t told) { return stood_[branch_->told[told]]; }
  int answer(const Ask& ask);
  bool differs(const Ask& ask, int said) const;
  void know(const Ask& ask);
  Branch& branch(const Answers& answers);
  Tick learnt(const Ask& ask);
  Tick end_of(const Length& l, Tick begin, std::int64_t n) const;
  Tick truth(std::size_t length);
  bool solve(Tick when);
  bool earliest(Tick when);
  const network::Solver& solver(std::uint64_t known);
  void fix(Tick until);
  bool give_way(Tick when, Run& out);
  void be_late();
  void be_near();
  std::vector<int> counted_from(const std::vector<const Near*>& strays) const;
  void on_their_days(const network::Solver& net, const std::vector<const Near*>& strays);
  void nearest(const network::Solver& net, const Near& one);
  void from_above();
  void near_its_hold(const network::Solver& net, const Near& one);
  void pin_lengths();
  void pin_all(bool past_too);
  Moment moment(Tick when, bool gave_way);

  Branches* branches_ = nullptr;
  std::map<Answers, Branch> known_branches_;
  Branch* branch_ = nullptr;
  Past* past_ = nullptr;
  const Pathway* way_ = nullptr;
  const Draws* draws_ = nullptr;
  Answers answers_;
  std::uint64_t known_bits_ = 0;
  network::Labels labels_;
  network::Question question_, rest_;
  network::Labels latest_, later_;
  std::optional<network::Labels> first_;  // the plan of the first day: the same in every run
  // By id:
  std::vector<Going> going_;
  std::vector<Stood> stood_;
  std::vector<int> said_;    // drawn answers; -1: not yet
  std::vector<char> heard_;  // answers that are known
  std::vector<char> begun_;
  std::vector<network::Question::Pin> floor_;  // what may not begin before the last turn
};

}  // namespace v2v::forecast
