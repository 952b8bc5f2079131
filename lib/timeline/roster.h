// timeline: all patients of a programme together, as plain values: who is where when, what each resource is used for,
// who waits and for what. A view can be written and tested from a roster made by hand.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/zone.h"
#include "source/span.h"

namespace v2v::timeline {

/// What a place has: machines, chairs, beds, nurses; or starts a week or a month.
struct Resource {
  std::string place, resource;  // ids; "ward", "bed"
  std::string title;            // "ward.bed"
  bool quota = false;           // counts starts in a period, and not who is there at once
  enum Period { day, week, month, year } period = week;
  std::string zone;
  std::int64_t make_ready = 0;  // minutes after each use in which nobody else has it
  /// How many there are from then on; for a quota, of the period that holds it. Sorted, the first at or before the
  /// roster's first date.
  struct Step {
    calendar::Instant from;
    int amount = 0;
    bool operator==(const Step&) const = default;
  };
  std::vector<Step> amounts;
  bool operator==(const Resource&) const = default;
};

/// One use of one resource by one visit.
struct Hold {
  int resource = 0;  // in Roster::resources
  int patient = 0;   // in Roster::patients
  std::string stage, title;
  int visit = 1, attempt = 1;
  calendar::Instant from, to;  // half-open; without the making ready. A quota counts at `from`
  int n = 1;
  enum State { planned, held, booked, happened } state = planned;
  bool expected = false;  // a forecast event (a stay on intensive care), not an appointment
  bool likely = false;    // its length or its beginning is assumed, and reserved at what the roster assumes
  bool operator==(const Hold&) const = default;
};
std::string_view word(Hold::State state);

/// One appointment that the roster gives a patient: what a coordinator books.
struct Slot {
  std::string stage, title;
  int visit = 1, visits = 1, attempt = 1;
  std::string place;
  calendar::Instant start, end;
  Hold::State state = Hold::planned;
  std::vector<std::string> uses;              // "ward.bed"
  std::optional<calendar::Instant> held_for;  // the hold that had to move: where it stood
  bool operator==(const Slot&) const = default;
};

/// Why somebody is later than they would be alone: one thing that was not free, when, and who had it.
struct Blocked {
  std::string stage, title;         // that could not begin
  std::string resource;             // "ward.bed"; of several, the one that was free last
  calendar::Instant wanted, given;  // of its start
  std::vector<std::string> by;      // pseudonyms who had it then, sorted
  bool kept_free = false;           // for a heavier priority, not taken by anybody
  std::string kept_for;             // that priority
  // The longest time in between in which there was less of it than is needed, whoever has it: a room that is being
  // rebuilt. Told from four days on: nights and weekends are of every week.
  std::optional<std::pair<calendar::Instant, calendar::Instant>> not_there;
  bool operator==(const Blocked&) const = default;
};

struct Rostered {
  std::string id, workflow, workflow_title, priority;
  int weight = 1;
  source::Span where;  // of the file
  enum Kind { placed, not_placed, closed } kind = placed;
  std::string why_not;               // not_placed: what cannot be, in words
  std::optional<calendar::Day> due;  // by when Day 0, or what its target names, is wanted
  enum Due {
    no_due,
    by_target,
    by_itself
  } due_from = no_due;                      // by_itself: the day it would be if nobody else were there
  std::optional<calendar::Day> day_zero;    // the roster's
  std::optional<calendar::Day> alone;       // Day 0 if nobody else were there
  std::optional<calendar::Day> queued_for;  // of the stage for which people queue; nothing: it is behind the patient
  int days_late = 0;                        // over `due`, never negative
  int place_in_list = 0;                    // 1 is served first; 0: does not queue
  std::vector<Slot> slots;                  // by start; what needs something, and what that hangs on
  std::vector<Blocked> blocked;             // by `wanted`; empty where nothing else was in the way
  std::optional<double> lost;               // how often a slot behind an open length comes too soon, 0 to 1
  std::vector<std::string> assumptions;
  std::string status;  // of the workflow, as Timeline::status: "draft", "approved by ... on ..."
  bool operator==(const Rostered&) const = default;
};

/// A slot that came free, and who has it now.
struct Freed {
  std::string patient, reason;  // who gave it up: "withdrew on 2027-01-05"
  std::string resource, stage, title;
  calendar::Instant from, to;
  struct Offer {
    std::string patient;
    int place_in_list = 0;
    bool takes = false;
    std::string why_not;  // "would be on its Day 0 no sooner", "less than 5wd ahead"
    bool operator==(const Offer&) const = default;
  };
  std::vector<Offer> offers;  // down the list, to the first that takes it
  bool operator==(const Freed&) const = default;
};

/// More is used than there is, by what happened, is booked, or follows from these alone.
struct Over {
  int resource = 0;
  calendar::Instant from, to;
  int used = 0, amount = 0;
  std::vector<std::string> by;  // pseudonyms, sorted
  bool operator==(const Over&) const = default;
};

/// What is minimised, the first first.
struct Objective {
  std::int64_t not_placed = 0;     // patients, by weight
  std::int64_t weighted_late = 0;  // days late by weight
  std::int64_t moved = 0;          // holds that stand elsewhere now
  std::int64_t waiting = 0;  // days from each patient's own earliest Day 0 to the roster's: what idles for nothing
  auto operator<=>(const Objective&) const = default;
};

struct Roster {
  std::string programme, title, centre, centre_title, zone, tzdata;
  calendar::Day first, last, today;  // first and last of the period
  std::string assumed;               // p80
  std::string waits_before;          // stage
  /// What it was made from, so that it can be made again: files by name, without their folders, and what each held.
  struct Input {
    std::string file, digest;
    auto operator<=>(const Input&) const = default;
  };
  std::vector<Input> inputs;
  std::vector<std::pair<std::string, int>> set;  // as if there were so many: "ward.bed", 9
  std::vector<Resource> resources;               // by place, then resource
  std::vector<Rostered> patients;                // by pseudonym
  std::vector<Hold> holds;                       // by resource, from, patient
  std::vector<Over> over;                        // by resource, from
  std::vector<Freed> freed;
  Objective objective, bound;              // no roster is better than `bound`
  bool proved = false;                     // nothing better there can be
  std::int64_t iterations = 0, nodes = 0;  // of improving and of the exact search
  std::uint64_t seed = 1;
  std::vector<std::string> warnings;
  bool operator==(const Roster&) const = default;
};

}  // namespace v2v::timeline
