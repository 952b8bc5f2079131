// timeline: whose printed plan is out of date, since rules have changed or a source wants reading again. Plain values.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/compare.h"

namespace v2v::timeline {

/// A source past its review date, and what rests on it.
struct OldSource {
  std::string id, title;
  Day review_by;
  std::vector<Entry> rests;  // the first visit of each stage that lies ahead and cites it; of a workflow none
};

/// What one workflow says of itself, and whether that is still so.
struct Rules {
  std::string workflow, title, status;     // status as a plan prints it
  std::string hash;                        // of base and workflow: what an approval names
  std::string approved_by, approved_hash;  // empty: nobody has approved it
  std::optional<Day> approved_on;
  std::vector<OldSource> sources;
};

/// One patient's printed plan beside what the files say today.
struct Stale {
  enum Kind {
    current,        // nothing printed is wrong
    unknown,        // nothing says which rules it was made with, or what was printed
    moved,          // the rules are the same; something else has moved dates
    rules_changed,  // with or without a date that moves
    no_plan,        // the rules of today allow none
  } kind = current;
  /// Sentences of one stage that are worded otherwise now.
  struct Reworded {
    Entry now;  // the first visit ahead
    std::string before, after;
    bool title = false;  // it is the title; else what is said to whoever attends
  };
  std::string patient, workflow, zone;
  std::string file;  // of the patient; whoever has read it fills it in
  std::string hash_then, hash_now;
  std::optional<Day> printed_on;   // the day of the plan that people have; nothing: it was not kept
  bool noted_since = false;        // facts and bookings are new since then, and move dates too
  Comparison differs;              // of what lies ahead: moved, ends, elsewhere, added, removed
  std::vector<Reworded> reworded;  // by date
  std::vector<OldSource> sources;  // past their review
  std::optional<Conflict> conflict;

  bool wrong() const { return kind == no_plan || !differs.changes.empty() || !reworded.empty(); }
};

struct Staleness {
  Day today;
  std::vector<Rules> rules;     // by id
  std::vector<Stale> patients;  // by pseudonym
};

}  // namespace v2v::timeline
