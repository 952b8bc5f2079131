// timeline: how one plan of a patient differs from an earlier one, and who must hear of it. A plain value.
#pragma once
#include <string>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::timeline {

/// One difference, of one visit or of several in a row that differ alike.
struct Change {
  enum Kind {
    happened,    // it is recorded now, and was not
    corrected,   // what was recorded is recorded otherwise
    moved,       // its start
    ends,        // its end alone
    elsewhere,   // its place alone
    booked,      // it was not; its date stays
    not_booked,  // it was; its date stays
    added,
    removed,
  } kind = moved;
  Entry before, now;            // of the first visit; of `added` no before, of `removed` no now
  Entry last_before, last_now;  // of the last visit
  // Start (of `ends`: end) against before, by dates in the centre's zone, later above 0: of the visit that moved least
  // and of the one that moved most; of one visit the same.
  int days = 0, days_most = 0;
  int first_visit = 1, last_visit = 1;
  bool place_too = false;  // moved, and to another place
};

/// Whoever has an old copy of what changed: a person, the carer, a place, a lodging.
struct Told {
  std::string whom;                  // id: patient, carer, day-unit, lodging
  std::string title;                 // of the place, else empty
  std::vector<std::size_t> changes;  // into Comparison::changes, of what lies ahead in either plan
};

struct Comparison {
  std::string patient, zone;
  Day before_today, today;
  std::optional<Day> day_zero_before, day_zero;
  bool counts_from_one = false;
  std::vector<Change> changes;          // by kind as above, then by date
  std::vector<Told> told;               // persons, the carer, places by id, the lodging
  std::vector<Breach> breaches;         // of now, that were not there before
  std::optional<model::Closed> closed;  // now, and not before
};

}  // namespace v2v::timeline
