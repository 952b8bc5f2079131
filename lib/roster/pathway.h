// roster: one patient's network and what its visits hold, and the one question of a roster: where does this patient fit
// into what the others leave? The answer is exact: no start of any visit can be sooner (files.md, "What compiles to
// what": all links rise, and so does "not while others have it"), but for visits that wish to be late.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/search.h"
#include "roster/stock.h"

namespace v2v::roster {

/// One need of one visit.
struct Use {
  int visit = 0;               // in Found::c.visits
  std::vector<int> resources;  // any one of these, in order of place and resource
  int n = 1;
  std::optional<network::Step> held_for;  // nothing: to its end
  bool bound = false;                     // it has happened, runs, or its file books it for an hour: it stands
  bool booked = false;                    // its file books it, perhaps by its date alone
  bool late = false;                      // as late as the rest allows
  bool from_late = false;                 // a span that begins with a late visit
  bool expected = false;                  // an event, or hangs on one

  bool stands() const { return bound || booked; }
  /// As whom it asks the stock: what is booked stands where it is, whatever is kept free for heavier ones.
  std::size_t asks_as(std::size_t rank) const { return booked ? 0 : rank; }
};

/// Where everything is, and what that holds.
struct Placement {
  network::Labels at;
  std::vector<Held> held;  // beside Pathway::uses()
  std::optional<Tick> day_zero;
  std::size_t way = 0;  // Person::ways
};

/// What kept a visit from beginning when the rest allowed it.
struct Push {
  int use = 0;
  int resource = 0;
  Tick wanted = 0, given = 0;  // of its start
  Tick until = 0;              // of its end, had it begun when it wanted
  bool stuck = false;          // it cannot begin when it would be given room
};

class Pathway {
 public:
  /// `what` and the almanac outlive it. `start`: what is done again in any case. `file`: who the patient was before
  /// slots were written into `what` as bookings.
  Pathway(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, const Stock& stock,
          const plan::Choices& start = {}, const model::Patient* file = nullptr);

  bool ok() const { return !found_.clash; }  // a plan of its own is possible
  /// Something of it may grow too old, and is done again then.
  bool may_be_done_again() const;
  const plan::Found& found() const& { return found_; }
  plan::Found found() && { return std::move(found_); }
  const std::vector<Use>& uses() const { return uses_; }
  const model::Case& what() const { return what_; }

  struct Ask {
    std::size_t rank = 0;
    /// Pins from below: an event cannot be sooner.
    std::vector<network::Question::Pin> pins;
    /// By use: it cannot begin sooner, as where others have what it needs. What only happens waits by what it hangs on.
    std::map<int, Tick> from;
    std::map<int, int> prefer;  // by use: of its resources this one, where it has room as soon as any
    /// So long ahead the visit `queued` is offered, reckoned at its place; its pin says so for the place of this way.
    std::optional<calendar::Length> offer;
    int queued = -1;
    std::vector<Push>* pushes = nullptr;  // told what was in the way, in the order in which it was found
    bool force = false;  // where nothing fits, take it although others have it: for what follows from bookings alone
  };
  /// Nothing where it fits nowhere. The stock is as it was afterwards. O(pushes * network).
  std::optional<Placement> place(Stock& stock, const Ask& ask) const;

  /// Of its resources the one that has it soonest, and from which start on; the preferred one, if that has it at once.
  std::pair<int, Tick> soonest(const Stock& stock, const Use& use, const network::Labels& labels, std::size_t rank,
                               int preferred = -1) const;
  /// The first use that only this patient's own others leave no room for; -1: none. The stock is as it was afterwards.
  int in_own_way(Stock& stock, std::size_t rank, const Placement& placement) const;
  /// The visits on which one hangs that only happens: where that has no room, one of them must be later.
  std::vector<int> hung_on(const Use& use) const;
  /// What the visits hold where they are, of what has room for them where anything has; beside uses().
  std::vector<Held> hold_all(const Stock& stock, const network::Labels& labels, std::size_t rank,
                             const std::map<int, int>& prefer = {}) const;

  /// The visit of the stage, the first of its last attempt; -1: none that is there.
  int visit_of(const std::string& stage) const;
  /// The visit that is Day 0, where it is part of the plan and has a date; else the last before follow-up; -1: none.
  int day_zero() const { return found_.held_visit; }
  const plan::Visit& visit(int v) const { return found_.c.visits[static_cast<std::size_t>(v)]; }
  const plan::Visit& visit(const Use& use) const { return visit(use.visit); }
  const model::Stage& stage(const plan::Visit& v) const {
    return what_.workflow.stages[static_cast<std::size_t>(v.stage)];
  }

 private:
  void list_uses(const Stock& stock, plan::Almanac& almanac, const model::Patient& file);
  void list_anchors();
  std::optional<network::Question::Pin> anchor(const Use& use, const network::Labels& labels, Tick until) const;
  Held hold(const Use& use, const network::Labels& labels, int resource) const;
  void show_late(const Stock& stock, const Ask& ask, const network::Question& given, network::Labels& labels) const;
  Tick late_start(const Stock& stock, std::size_t rank, int visit, const network::Labels& labels, Tick most) const;

  const model::Case& what_;
  plan::Found found_;
  std::vector<Use> uses_;
  std::vector<int> late_;  // late visits to be settled, as far as uses hang on them
  /// Waits that lead to each event on the way back from what only happens; empty where nothing of it needs something.
  std::vector<std::vector<const network::Network::Arrow*>> into_;
  std::vector<int> visit_at_;  // by event, for these
  std::vector<int> placed_;    // visits that stand by themselves: those a late one is settled beside
};

/// The fact of the file that speaks of the visit, of those given; what is booked for it keeps its place in the file.
const model::Fact* said_by(const std::vector<model::Fact>& facts, const plan::Visit& v);

}  // namespace v2v::roster
