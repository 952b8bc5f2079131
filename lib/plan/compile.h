// plan: model -> network. Every visit gets a start and an end; every sentence becomes links that carry its voice as
// tag.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "network/network.h"
#include "plan/almanac.h"
#include "plan/plan.h"
#include "plan/story.h"
#include "timeline/timeline.h"

namespace v2v::plan {

/// Whose word a link, bound or opening is. Its index is the tag in the network.
struct Voice {
  enum Kind {
    today,
    actual,
    booking,
    held,
    window,
    absence,
    last_dose,  // facts of the patient; ours but for today and actual
    therapy,
    gate,
    length,
    assumption,  // the therapy's; never ours
    centre_rule,
    patient_rule,
    hours,
    stock,
    travel,  // overrides and the centre's: ours, but for travel
    order,   // one body, visits in their order
  } kind = therapy;
  std::string text;
  source::Span where;
  std::optional<model::Cite> cite;
  const model::Origin* origin = nullptr;
  int visit = -1;        // the visit that it binds, where it is one
  int before = -1;       // order: the visit that goes before it
  int retry_stage = -1;  // `or again`: the stage done again, and the link that asked
  int stage = -1, attempt = 0, link = 0;
  int row = -1;  // the stage whose visits it keeps apart or gives their length, each by the hours of its place
  const model::Place* place = nullptr;
  bool ours() const;
};

/// One visit of one attempt of one stage.
struct Visit {
  int stage = 0;
  int attempt = 1;
  int number = 1;            // through all attempts and rounds of the whole
  int in_row = 1, row = 1;   // place in its own row, and how long that row is
  std::optional<int> named;  // the day number by which its rule knows it: see day_names
  int whole = -1;            // the visit of the whole that it is part of
  network::Event s, e;
  bool present = true;
  enum Record { ahead, running, happened, unrecorded } record = ahead;
  bool date_only = false;               // the record or booking gives the day alone
  std::optional<Tick> from, from_last;  // of the record: the start lies in [from, from_last]
  std::optional<Tick> to, to_last;
  bool over = false;                     // its end is not recorded, but what came after it is
  const model::Fact* fact = nullptr;     // happened
  const model::Fact* booking = nullptr;  // booked or held
  const model::Fact* let_go = nullptr;   // a hold that had to give way, least so
  network::Tag booking_tag = network::untagged;
  bool held = false, overdue = false;
  bool lapsed = false;  // its named day is over and nothing is recorded
  std::vector<const model::Place*> places;
  std::vector<const network::Openings*> open;  // where its start may lie, beside `places`
  Tick length = 0;                             // that must fit into one opening
  bool uncertain = false;                      // its length or start is assumed and still open
  bool only_if = false;                        // an event, or hangs on one: not an appointment
  const model::Place* place() const { return places.empty() ? nullptr : places.front(); }
};

/// How one event leans on another, for reachability and for breaches.
struct Lean {
  int from = -1, to = -1;  // visits
  bool path = false;       // an `after` or `ends-after` link
  bool over = false;       // from its end
  bool counted = false;    // only because what is recorded, or a span, counts from it
};

/// What is fixed before compiling and may change between rounds of solving.
struct Choices {
  std::vector<Retry> retries;
  std::map<int, std::string> place;           // visit: the place it was given
  std::vector<const model::Fact*> released;   // holds that had to give way
  std::vector<std::pair<int, int>> in_order;  // visits of one person: the first before the second
  std::vector<std::pair<int, int>> doses;     // a visit that gives a drug, and one before which it is washed out
  std::map<int, Day> counted;                 // stage: the day from which its mixed named days are put in order
  std::map<int, int> begins_with, ends_with;  // visit of a whole of several first or last parts: the one that is it
};

struct Compiled {
  explicit Compiled(network::Network n) : net(std::move(n)) {}
  network::Network net;
  Story story;
  std::vector<Voice> voices;
  std::vector<Visit> visits;  // by stage in order of id, attempt, number
  std::vector<Lean> leans;
  std::vector<std::vector<int>> visits_of;  // stage: its visits in order
  int day_zero = -1;                        // the visit
  Tick now = 0;
  std::vector<std::string> assumptions;
  std::vector<std::string> warnings;
  std::vector<timeline::Breach> breaches;
  source::Diagnostics diagnostics;
  struct Tolerant {
    int visit;
    network::Event anchor;
    Moves moves;
  };
  std::vector<std::pair<int, network::Event>>
      mixed;                           // stages whose named days change their order, and what they count from
  std::vector<network::Tag> patterns;  // of named days: what is planned, and binds until it has happened
  std::vector<Tolerant> tolerant;      // visits with give-or-take, and the day that they aim at
  struct Wish {
    int visit;
    network::Event event;
    Tick by;
    std::string text;
    bool upper;
    source::Span where;
  };
  std::vector<Wish> wishes;  // targets with a date of their own
  struct Dose {
    int giver, visit;
    network::Step washout;
  };
  struct Gate {
    int visit, gate;  // that waits, and what must have happened
  };
  std::vector<Gate> gates;
  struct Open {
    int visit;
    network::Event from, to;      // what is not ours to choose lies between them
    network::Tag tag;             // of the links and bounds that assume it
    const model::Spread* spread;  // of the case
  };
  std::vector<Open> open;   // lengths and beginnings that are still open
  std::vector<Dose> doses;  // planned ones that no link puts before a visit which wants them washed out

  const Voice* voice(network::Tag tag) const { return tag < 0 ? nullptr : &voices[static_cast<std::size_t>(tag)]; }
};

Compiled compile(const model::Case& what, const Settings& settings, const Choices& choices, Almanac& almanac);

/// "Infusion", "Daily visits 3 of 7", "Cell collection (attempt 2)".
std::string name_of(const model::Workflow& workflow, const Visit& visit, int attempts);
std::string title_of(const model::Stage& stage);
/// First and last date that a case can speak of: a year before its first fact, far enough for its last rule.
std::pair<Day, Day> horizon_of(const model::Case& what, const Settings& settings);

}  // namespace v2v::plan
