// text: what a coordinator notes about a patient -> the patient's file with it. Nothing else in the file moves.
#pragma once
#include <string>
#include <vector>

#include "calendar/day.h"
#include "source/diagnostic.h"

namespace v2v::text {

struct Noting {
  enum Verb { happened, ended, booked, held, cancelled, undone, closed } verb = happened;
  std::string point;           // infusion, daily-visits visit 3, leukapheresis attempt 2; of `closed` nothing
  std::string when;            // as the file takes it; of `cancelled` and `undone` nothing
  std::string outcome, place;  // empty: not said
  std::string because;         // a word such as patient-unwell; of `closed` how it ended (died, withdrew)
  calendar::Day today;         // dates the change of what was already noted
};

struct Noted {
  std::string text;                // of the file
  std::vector<std::string> lines;  // what was written, taken away or changed, each as `section: key: value`
};

/// What happened is never changed or taken back without a reason, and then the file keeps what it said before: beside
/// what it says now, or as a remark in its place. Whether other records stand on it is for others to ask
/// (follow/depends.h). A booking that is moved or falls goes to `cancelled` with its reason; one that has happened
/// goes. A note that the file already holds changes nothing: no lines. `file` must be a patient's, and read without
/// errors. Diagnostics (without a place where they speak of the note): needs-reason, nothing-booked, nothing-noted,
/// not-begun, bad-point, bad-id.
source::Checked<Noted> note(const source::File& file, const Noting& what);

}  // namespace v2v::text
