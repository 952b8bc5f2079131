// timeline: a sheet, which is what one reader is told of a plan, as finished sentences of a language. A plain value.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/timeline.h"
#include "words/words.h"

namespace v2v::timeline {

using words::Said;

enum class Reader { patient, carer, donor, team };
std::string_view word(Reader reader);

/// One visit of an item: its day as the plan has it, and the first and last on which it may lie (`on`, where that is
/// certain).
struct VisitDay {
  Day on, from, to;
};

/// Something on the sheet: a visit, or several of one stage whose dates nobody knows yet.
struct Item {
  std::string uid;  // P-0042.daily-visits.day-3: patient, stage, and Entry::instance of the first visit
  std::string patient, stage;
  enum Kind { visit, stay, rule, wait } kind = visit;  // rule: a restriction; wait: work that is being done for them
  enum Standing { done, booked, likely, unknown, cancelled } standing = likely;
  // Both days included. Of what is likely: from the first to the last day on which it may lie (a stay, a rule: on which
  // it may be in force).
  Day from, to;
  Day shown;                          // its first day as the plan has it
  Day shown_to;                       // its last day as the plan has it
  Day shown_by;                       // the latest day on which it may begin; `shown` where that is certain
  bool begun = false;                 // and not over
  std::optional<Instant> start, end;  // of what is done or booked, where the hour is known
  std::string zone;                   // of these, and of the days above where the hour is known
  std::string elsewhere;              // the place whose hour it is, where clocks there differ from the sheet's
  std::optional<int> day;             // Day number of `shown`
  int visits = 1;
  std::vector<VisitDay> days;  // of visits: one each, in order
  Said title;
  std::string neutral;      // says nothing to a stranger who sees it
  Said when;                // the date, the range, or that it is not known
  std::vector<Said> lines;  // when it is set, what it is, where, phone, what to bring
  std::string where;        // the address alone
  enum Mark { same, fresh, changed } mark = same;
};

struct Box {
  Said title;
  std::vector<Said> lines;
};

/// What an earlier copy said of one item.
struct Copied {
  std::string uid;
  Day from, to;
  std::optional<Instant> start;
  std::optional<std::string> title;  // in full, where the copy has it
  bool firm = false;
};
/// An earlier copy: a calendar or a plan.
struct Copy {
  Day as_of;
  std::vector<Copied> items;
  bool of_others = false;  // a calendar that has events, and none for this reader
};

/// One patient in the week's meeting.
struct Row {
  std::string patient;
  Said day_zero, next, waits, heed;
};

struct Sheet {
  Reader reader = Reader::patient;
  std::string patient, centre_title, language, zone;  // of a donor's sheet `patient` is their own pseudonym
  Day today;
  std::optional<Day> day_zero;
  bool day_zero_firm = false;  // else its day numbers are told to nobody
  bool counts_from_one = false;
  Said title, for_whom, as_of, confirm;
  std::optional<Said> urgent;  // whom to ring at any hour; of several centres a line each
  std::vector<Said> remarks;   // draft rules, a translation that nobody has checked
  std::optional<Box> changes;  // since the earlier copy
  std::vector<Box> boxes;      // of the carer: days, nights, driving
  std::vector<Item> items;     // by `shown`, then as the plan has them
  std::vector<Item> maybe;     // what nobody knows to happen at all
  std::vector<Row> huddle;     // of the team's
};

}  // namespace v2v::timeline
