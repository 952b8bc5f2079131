// model: one person's facts, one centre, and what is asked about them.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/workflow.h"

namespace v2v::model {

/// A date, or a moment of wall time in the centre's zone, already read into an instant.
struct Moment {
  Day day;
  std::optional<int> minute;  // of the day; nothing: the date alone
  std::string zone;           // in which it was written; empty: the centre's
  calendar::Instant instant;  // of the moment, or of the date's first minute
};

/// What happened or is booked at a point: `moment to moment`, `moment to hh:mm`, or one alone.
struct Fact {
  Point point;
  Moment from;
  std::optional<Moment> to;
  std::string outcome, place;
  std::string because;  // cancelled
  Span where;           // of the value
  Layer layer = Layer::patient;
};

/// A half-open time during which a person cannot come.
struct Absence {
  calendar::Instant from, to;
  Span where;
};

struct LastDose {
  std::string drug;
  enum Kind { on, never, ongoing } kind = on;
  Day day;
  Span where;
};

struct Person {
  std::string id, pseudonym, language;
  std::vector<Absence> absences;
  std::vector<LastDose> last_doses;
};

/// A required or wished window of dates for a stage, as the patient file (`windows`, `targets`) says.
struct DateWindow {
  std::string stage;
  std::optional<Day> from, by;
  Span where;
};

struct Closed {
  Day date;
  std::string reason;
  Span where;
};

/// The plan that people were given: the hash of its rules, and the file that keeps it. Empty: not said.
struct Planned {
  std::string hash, plan;
  Span where, plan_where;
};

struct Patient {
  std::string id, workflow, centre, edition, language, priority;
  Planned planned_with;
  std::map<std::string, std::string> options;  // every option, defaults filled in
  std::vector<std::string> options_said;       // those the file states
  std::map<std::string, Span> option_where;
  std::vector<Person> people;  // the one treated first
  std::vector<std::pair<Day, Day>> carers;
  bool carers_said = false;
  std::optional<Closed> closed;
  std::vector<DateWindow> windows, targets;
  std::vector<Fact> happened, booked, held, cancelled;
  std::map<std::string, std::string> assume;  // stage: outcome, `happens`, `absent`
  Span where;

  const Person* person(std::string_view id) const;
};

struct Place {
  std::string id, kind, site, title;
  calendar::Zone zone = calendar::Zone::utc();
  Hours hours;
  Span hours_where;
  std::vector<calendar::Holidays> holidays;
  std::vector<std::pair<Day, Day>> closed;
  std::vector<Span> closed_where;
  std::map<std::string, Amount> has;
  std::map<std::string, Length> between;
  std::vector<std::string> makes;
  std::string address, phone, bring;
  std::optional<Length> arrive_early;
  Span where;
};

struct Travel {
  std::string from, to;  // sites, either way
  Length length;
  Span where;
};

struct Centre {
  std::string id, title, region, language;
  calendar::Zone zone = calendar::Zone::utc();
  bool gate_on_release = false;
  std::string urgent_phone, lodging;
  std::optional<Length> free_cancel;
  std::vector<calendar::Holidays> holidays;
  std::vector<Place> places;
  std::vector<Travel> travel;
  Span where;

  const Place* place(std::string_view id) const;
};

/// `checks:` of a workflow: given facts, expected dates.
struct Expectation {
  Point point;
  bool is_end = false;          // the point named an end
  std::optional<Day> from, to;  // one date: equal; a range: the window, earliest to latest
  std::optional<int> minute;
  bool absent = false, clash = false;
  std::string text;  // as written
  Span where;
};
struct Check {
  Patient given;
  std::optional<Day> today;
  std::vector<Expectation> expect;
  Span where;
};

/// One value that the patient's own overrides lay over the workflow, or take away.
struct Departure {
  std::string text;  // "infusion after chemo: 1d"
  std::string because;
  Span where;  // of the value
};

/// Everything one plan is made from: the merged workflow, who, where, and the edition in force.
struct Case {
  Workflow workflow;
  std::optional<Centre> centre;
  Patient patient;      // an empty one (id "") where no file was given
  std::string edition;  // id, empty where the workflow has none
  bool edition_not_in_force = false;
  std::vector<Check> checks;
  std::vector<Departure> departures;  // in file order
};

}  // namespace v2v::model
