// roster: the independent checker of rosters. It reads every patient's plan again with the checker of plans, reckons
// from these plans alone who must hold what, counts every minute of every resource, and reckons anew what the roster
// says of itself. Written from the format's pages; it shares no code with what makes a roster, and asks the planner for
// one thing alone: on which day a patient would be if nobody else were there.
//
// It says that a roster is right, not that it is the best one. Where the pages leave room it reads them so:
// - What was over before today may be left out of the holds. It counts all the same where it still binds: in the week
// of
//   a quota that is not over, or while what was used is made ready.
// - Making ready counts where somebody else has the resource, or would; while there is none at all nothing is made
// ready.
// - A start counts as one against a quota, and against what is in force at the start: with 2 a week to Tuesday and 3 a
//   week from Wednesday on the third may start on Wednesday.
// - What is kept free is kept of all that the centre has of it, wherever it stands. By the minute it is what nobody
//   lighter has; for each week it is one more use in that week, as long as the shortest of the lighter ones there.
//   Who has something that happened or is booked goes on, whatever is kept: it binds who is free to come later.
// - An offer is of the stage for which people queue: who has begun it, or has it booked or held, is past the offer.
// - Who queues has a plan, and has neither begun nor booked nor held what the list waits before: place 0 is wrong. Who
//   is past all of it, or closed, does not queue. Between the two a place may be told or not. Where the list names no
//   stage it is the first that needs something if nobody else is there.
// - The bookings of who is not placed stay; the minutes of one that says a date alone are taken from the roster.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "roster/roster.h"

namespace v2v::roster {

/// Every kind of rule that is read.
enum class Rule {
  patients,   // each once, by pseudonym; open, closed, what a day weighs
  plan,       // keeps every rule of the case as its own file says it
  booked,     // what happened and what is booked stays, whoever is not placed too
  needs,      // what a visit needs is held, all of it and nothing else
  place,      // where a visit may have it
  slot,       // what is told of an appointment is what the plan says
  closed,     // nothing is held after a closing
  amount,     // never more than there is
  ready,      // nobody has what is being made ready
  quota,      // starts in a day, week, month or year
  keep_free,  // for who is heavier
  over,       // what is called over is so
  offer,
  days,       // Day 0, what is due, days late
  objective,  // and its bound
  queue,      // place in the waiting list
};
inline constexpr std::size_t rules = static_cast<std::size_t>(Rule::queue) + 1;
std::string_view word(Rule rule);  // "keep free"

struct Broken {
  Rule rule;
  std::string text;    // the rule in words
  source::Span where;  // in the reader's own file
  std::string how;     // what the roster has instead
};

struct Verdict {
  std::array<int, rules> read{};  // how many of each kind were read
  std::vector<Broken> broken;     // empty: all are kept
};

Verdict verify(const model::Programme& programme, const Settings& settings, const Answer& answer);

}  // namespace v2v::roster
