// timeline: what must move so that a plan holds again. A plain value.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::timeline {

/// One booking that moves. `was` and `now` are as the patient's file says them.
struct Moved {
  std::string id, title;
  int visit = 1, visits = 1, attempt = 1;
  model::Fact was, now;
  int days = 0;        // by dates; later is above 0
  bool falls = false;  // no date could be held for it: it falls, and `now` is where the plan would have it
};

struct Replan {
  std::vector<Moved> moved;  // by old date; empty: nothing has to move
  /// Sets of bookings of which each must lose one, with the rules that say so: why no fewer can move.
  struct Reason {
    std::vector<std::string> bookings;  // as the patient's file names them
    Conflict clash;
  };
  std::vector<Reason> reasons;
  int days = 0;             // moved in all
  bool fewest_days = true;  // no choice of dates moves them by less; false: not all choices were looked at
  std::vector<Moved>
      overdue;  // booked for a day that is over, and not recorded: say first what became of them; `now` is none
  std::optional<Conflict> stuck;  // no moving of bookings helps
};

}  // namespace v2v::timeline
