// timeline: what a coordinator has to decide, and by when. A plain value.
#pragma once
#include <optional>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::timeline {

struct Task {
  enum Kind {
    say,    // booked for a day that is over: what became of it?
    book,   // planned, and needs a date
    firm,   // held, and needs to be booked
    move,   // booked: until then it can move
    close,  // the pathway ends: the file is to be closed
  } kind = book;
  Day by;                          // the last day on which it can be decided
  Entry entry;                     // of `close` empty
  std::optional<model::Fact> was;  // of `say`: the booking
  std::optional<Day>
      can_be_until;      // the last date it may have, all other bookings and Day 0 staying; nothing: no limit
  bool touches = false;  // it cannot move at all without touching these
};

struct Todo {
  std::string patient, zone;
  Day today;
  std::optional<model::Closed> closed;  // then no tasks
  std::vector<Task> tasks;              // by date, then kind, then date of the visit
};

}  // namespace v2v::timeline
