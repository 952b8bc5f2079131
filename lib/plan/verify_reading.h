// plan: a finished plan laid beside its case: each visit with its stage, its record and its booking, points as
// moments, values as the facts choose them. Serves `verify` alone.
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/say.h"
#include "plan/verify.h"
#include "plan/verify_diary.h"

namespace v2v::plan {

/// Of each model::Period.
inline constexpr calendar::Unit unit_of[] = {calendar::Unit::days, calendar::Unit::weeks, calendar::Unit::months,
                                             calendar::Unit::years};

/// A moment, or all those that a date alone leaves open.
struct Moments {
  Instant first, last;
};

struct Shown {  // one visit as shown
  const timeline::Entry* entry = nullptr;
  int stage = 0, attempt = 1, number = 1;
  const model::Fact *happened = nullptr, *booked = nullptr;
  bool over = false;               // its end is recorded too, or
  std::optional<Instant> over_by;  // what came after it is
  Moments start, end;              // sensible where it is dated
  bool lapsed = false;             // booked for a day that is over, and taken as done: only the booking has a date
  bool dated() const { return entry->start && !lapsed; }
};
using Attempts = std::vector<std::vector<Shown*>>;  // of one stage: attempt, then visits in order

/// The dates on which one visit of `falls-on` may lie, and the one it is named for.
struct Slot {
  Day from, to;
  std::optional<Day> day;  // nothing: anywhere in a block of `n a week`
};

/// An outcome after which all is done again.
struct Again {
  const Shown* visit;
  const model::Outcome* outcome;
  int of, from;  // the stage that ended so, the stage from which
  bool recorded = false;
};

/// Pairs of stages, the first before the second, at first * stages + second. Closed over paths: of any point, of links
/// alone, of what waits for an end, of all that leads on, of links, gates and what begins after. Not closed, `opens`:
/// what starts only then.
struct Order {
  std::vector<bool> before, links, paths, leads, opens, waits;
};

class Reading {
 public:
  Reading(const model::Case& what, const Settings& settings, const timeline::Timeline& plan, Verdict& out);

  /// Counts the rule as read; where it is not kept says so, in words made only then: what is asked, what the plan has.
  template <class Text>
  void rule(bool kept, Rule kind, source::Span where, const Text& text) {
    ++out.read[static_cast<std::size_t>(kind)];
    if (kept) return;
    auto [said, how] = text();
    out.broken.push_back({kind, std::move(said), where, std::move(how)});
  }

  /// A rule missed by so many minutes (0: kept). Between two recorded moments it is no fault of the plan, as long as
  /// the plan tells of the breach. `also`: where else the breach may be said to stand.
  template <class Text>
  void told(std::int64_t by, bool recorded, Rule kind, source::Span where, source::Span also, const Text& text) {
    if (by <= 0 || !recorded) return rule(by <= 0, kind, where, text);
    for (const auto& span : {where, also}) broken_by_record.push_back(span);
    bool said = false;
    for (const auto& breach : plan.breaches) said = said || breach.where == where || breach.where == also;
    rule(said, Rule::breach, where, text);
  }

  int index(const std::string& stage) const;  // -1: none
  const model::Stage& stage(int s) const { return what.workflow.stages[static_cast<std::size_t>(s)]; }
  bool present(int s) const { return !attempts[static_cast<std::size_t>(s)].empty(); }
  Shown* last(int s) const { return attempts[static_cast<std::size_t>(s)].back().back(); }
  std::string fact(const std::string& by) const;  // what rules choose by
  double chance_of(const model::Stage& stage, const std::string& outcome, std::size_t visit) const;
  template <class T>
  const T* chosen(const model::Boxed<model::Varied<T>>& varied) const {
    return varied ? chosen(*varied) : nullptr;
  }
  template <class T>
  const T* chosen(const model::Varied<T>& varied) const {
    const auto* found = model::chosen(varied, [&](const std::string& by) { return fact(by); });
    return found ? &found->value : nullptr;
  }

  template <class T>
  source::Span where(const model::Varied<T>& varied) const {  // of the chosen value
    const auto* found = model::chosen(varied, [&](const std::string& by) { return fact(by); });
    return found ? found->origin.where : source::Span{};
  }

  /// The visit that a point names, of the attempt `of` where it names none (0: the last); nullptr: none, or its stage
  /// is absent. `end`: which side the point means behind a wait or `after`.
  Shown* visit_at(const model::Point& point, bool end, int of = 0) const;
  /// Visits of one attempt, for a part those of each round of its whole; of a closed file some may be empty.
  std::vector<std::vector<Shown*>> groups(int s, std::size_t attempt) const;
  /// The attempts of `p` (from 1) of which this visit speaks: one where that is sure, else all.
  std::vector<int> attempts_meant(int p, const Shown& visit) const;
  /// The attempts that a point may mean: 0, the one of the asking visit; where nobody can say, each from the last on.
  /// What was done again because it was stale was so for one link alone: others may still mean the attempt before.
  std::vector<int> attempts_of(const model::Point& point) const;
  /// Which visit of its attempt it is by its number, or of a part of its whole, from 0; nullopt where attempts may
  /// differ in length.
  std::optional<int> place_in_row(const Shown& visit, bool in_whole = false) const;
  bool opens_row(const Shown& visit) const;        // the first of its attempt, of a part in its whole's
  std::size_t round_of(const Shown& whole) const;  // where among `groups` its parts are
  /// A closed file shows what is recorded: visits that it leaves out may have been, nobody wrote down when.
  bool left_out(int s) const;
  static bool means_end(const model::Point& point, bool behind_a_wait);
  /// The moments of a point; nullopt where it has none. `whole_day`: it is a date.
  std::optional<Moments> at(const model::Point& point, bool& whole_day, const Shown& asks, int of = 0) const;
  std::optional<Day> numbered(model::Period period, int number, int of = 0) const;
  /// Of what is not ours to choose: the least and the most that it may be taken for, unequal only by rounding.
  std::pair<Length, Length> assumed(const model::Spread& spread) const;
  /// The same of one visit: of what is taken for known that length.
  std::pair<Length, Length> assumed(const Shown& visit, bool begins, const model::Spread& spread) const;
  /// In the order of their dates; nullopt where an anchor has no date. `of`: a visit of the attempt that asks; none:
  /// the last, or this attempt of what they count from.
  std::optional<std::vector<Slot>> slots(const model::Stage& stage, const Shown* of = nullptr, int attempt = 0) const;

  const model::Place* place_of(const Shown& visit) const;
  Doors doors_of(const Shown& visit) const;  // of its place, else Monday to Friday
  /// Dates that end on the same date (31 and 30 January and a month), and the night of 25 hours, have no order of their
  /// own: the end may be taken later on that date, so that who begins later never ends earlier.
  bool rounds_up(Instant start, Length length, const Doors& doors, Instant end, Instant wanted) const;
  const model::Spread* lengthened(const Shown& visit) const;   // by what its outcome adds
  Instant moved_end(const Shown& visit, Instant start) const;  // the end, did it start then
  bool doors_open(const Shown& visit, Instant start, Instant end) const;
  bool nobody_away(const Shown& visit, Instant start, Instant end) const;
  bool has_what_it_needs(const Shown& visit, Instant start, Instant end) const;
  std::vector<std::pair<const model::Place*, const model::Amount*>> sources(const Shown& visit,
                                                                            const model::Need& need) const;
  const model::Quantity* quantity(const model::Amount& amount, const model::Place& place, Instant t) const;
  std::int64_t travel(const Shown& from, const Shown& to) const;
  std::string name(const Shown& visit) const;
  std::string wall(Instant t) const;

  const model::Case& what;
  const Settings& settings;
  const timeline::Timeline& plan;
  Verdict& out;
  Diary diary;
  std::vector<Shown> visits;
  std::vector<Attempts> attempts;  // beside Workflow::stages
  std::vector<std::vector<int>>
      rounds;  // of each attempt the number of the Again that opened it (0: none); empty: unsure
  std::vector<std::vector<int>> asked_rounds;  // and of those that the end of the pathway leaves out
  std::vector<Again> agains;
  Order order;
  std::vector<source::Span> broken_by_record;  // rules that the record itself breaks
  std::function<bool(Shown&, Day)> would_fit;  // could the visit stand on that day with the rest as it is
  bool ended_on_record = false;                // it is written down that the pathway ended
  bool in_doubt_kept = true;                   // where nobody can say from which attempt a wait counts: is any enough?
  Instant now;                                 // the first minute of today
  std::optional<Day> day_zero;

 private:
  Shown* shown_at(const Attempts& rows, const model::Which& which, bool end, int of) const;
  void lay(const model::Fact& fact, bool happened);
  void lay_wholes();

  calendar::Zone utc_ = calendar::Zone::utc();
  model::Hours weekdays_;
};

void read_over(Reading& r);                // what is over unrecorded; before all others
void read_story(Reading& r);               // stages, attempts, what is taken as done
void read_numbers(Reading& r, int stage);  // visits and outcomes of one that is there, for read_story
void read_times(Reading& r);               // waits, series, windows
void read_days(Reading& r);                // named days
void read_lengths(Reading& r);             // takes, lasts, begins, spans, parts
void read_rooms(Reading& r);               // hours, places, needs, one body, stays, absences, washouts

}  // namespace v2v::plan
