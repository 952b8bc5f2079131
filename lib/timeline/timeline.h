// timeline: the answer to "one patient, one plan", as plain values that every view can draw and every test can write.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/patient.h"

namespace v2v::timeline {

using calendar::Day;
using calendar::Instant;
using source::Span;

enum class State { planned, held, booked, happened, unrecorded, overdue, cancelled };
enum class Firmness { firm, likely, unknown };
std::string_view word(State state);
std::string_view word(Firmness firmness);

/// A citation as it is printed.
struct Cited {
  std::string source;  // id
  std::string title;   // of the source
  std::string section;
  std::string checked;  // read, digest, memory; empty when nothing is said
};

/// One step of why a date is that date. Minutes of all steps add up to the date exactly.
struct Reason {
  std::string text;
  std::int64_t minutes = 0;
  Span where;
  std::optional<Cited> cite;
  Instant from, to;
  std::string note;  // what an override replaced, and because of what
};

/// One visit of one attempt of one stage.
struct Entry {
  std::string id;
  int visit = 1, visits = 1;  // of this stage, counted through all attempts; visits: how many there are
  int attempt = 1, attempts = 1;
  // What tells this visit from the others of its stage for as long as the rules stay, wherever Day 0 comes to lie: the
  // day number by which its rule knows it, its round and its attempt ("day-3", "attempt-2-day-3"); empty: the only one.
  std::string instance;
  std::string title;
  model::Phase phase = model::Phase::referral;
  model::Kind kind = model::Kind::appointment;
  std::vector<std::string> who;
  std::string place;                  // id of the place, empty: none
  std::string zone;                   // in which it is printed; empty: dates only
  std::optional<Instant> start, end;  // the shown plan; nothing: not known (or unrecorded)
  bool date_only = false;             // the day is fixed, not the hour
  bool milestone = false;
  bool running = false;    // it has begun, and its end is only assumed
  std::optional<int> day;  // Day number of the start: 0 is Day 0 (or 1, under day-one, is Day 1; never 0)
  std::optional<Instant> earliest, latest;      // of the start
  std::optional<Instant> range_from, range_to;  // where the start falls when what is not ours is at its least and most
  std::optional<Instant> ends_from, ends_to;    // the same of its end; of what has begun, too
  std::optional<std::int64_t> slack_minutes, slack_working_minutes;
  bool critical = false;
  State state = State::planned;
  Firmness firmness = Firmness::likely;
  std::vector<Reason> because;  // why not earlier: from the first cause to the start
  std::vector<Cited> cites;
  std::string outcome;  // recorded, or assumed
  bool outcome_assumed = false;
  std::string say;  // plain words for whoever attends
  Span where;
};

struct Breach {
  std::string text;
  Span where;
  std::int64_t by_minutes = 0;
};

/// One rule of a clash.
struct ClashRule {
  std::string text;
  Span where;
  bool ours = false;  // a pin, booking, choice, absence, opening hour or override: ours to mend
  std::optional<std::int64_t> missed_by_minutes;  // nothing: no easing of this rule alone would do
  std::string standing;   // "rule of uspi 2.2, not ours to relax", "rule of this workflow", "it happened", "a booking"
  bool by_order = false;  // one after the other, as the plan put them: no rule says that it must be that way round
};
struct Mend {
  std::string text;
  Span where;
};
struct Conflict {
  std::string headline;  // in a clinician's words: which stage cannot follow which
  Span where;
  std::vector<ClashRule> rules;  // smallest set: dropping any one makes the rest feasible
  std::vector<Mend> mends;       // in the order in which they are offered
};

struct Milestone {
  std::string id;  // vein-to-vein, door-to-door, decision-to-infusion
  std::string title;
  std::optional<std::int64_t> days;
  std::optional<Day> from, to;
};

struct Gate {  // what must have happened before what
  std::string stage, gate;
  bool open = false;
};

/// The whole answer. With a conflict, `entries` is empty.
struct Timeline {
  std::string workflow, workflow_title, status, edition, hash;
  std::string patient, centre, centre_title;
  std::string zone;  // the centre's; empty: dates only
  std::string tzdata;
  Day today;
  std::optional<Day> day_zero;
  bool counts_from_one = false;
  std::string assumed;  // least, likely, most, p80
  std::string held;     // what was held for slack: "Day 0 (infusion) on 2026-10-14"
  std::vector<std::string> assumptions;
  std::vector<std::string> warnings;  // bookings that would break at most, targets missed, edition not in force, ...
  std::vector<Entry> entries;         // by shown start, then phase, then id, then visit
  std::vector<Milestone> milestones;
  std::vector<Breach> breaches;
  std::vector<std::string> stale_sources;
  std::vector<Gate> gates;
  std::vector<std::array<std::pair<std::string, int>, 2>> joined;  // stage and visit: of one visit list, at one place
  std::optional<Conflict> conflict;
  std::optional<model::Closed> closed;
};

/// Why a stage is on its date, both ways.
struct Why {
  Entry entry;
  std::vector<Reason> not_earlier;  // from the first cause to the start
  std::vector<Reason> not_later;    // from what holds it from above down to the start; empty: nothing does
  std::string shown;                // "earliest", "latest given the rest (prefer: late)", "booked", "happened", ...
  std::vector<std::string> gates;   // in words, open or not
  std::vector<std::string> notes;
};

}  // namespace v2v::timeline
