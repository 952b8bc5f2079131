#include "plan/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "plan/verify_reading.h"

namespace v2v::plan {
namespace {

using timeline::Entry;
using timeline::Firmness;
using timeline::State;

class RecordRules {
 public:
  explicit RecordRules(Reading& reading) : r(reading) {}

  /// What must hold of the dates alone, wherever a visit may stand.
  void run_dates() {
    for (const auto& visit : r.visits) {
      read_today(visit);
      read_gates(visit);
    }
  }

  void run() {
    read_facts();
    for (const auto& visit : r.visits) {
      read_state(visit);
      read_day_number(visit);
      read_slack(visit);
    }
    read_day_zero();
    read_told();
  }

 private:
  template <class Text>
  void rule(bool kept, Rule kind, source::Span where, const Shown& visit, const Text& asked) {
    r.rule(kept, kind, where, [&] {
      const auto& e = *visit.entry;
      return std::pair{fmt::format("{} {}", r.name(visit), asked),
                       fmt::format("{} to {}, {}", e.start ? r.wall(*e.start) : "-", e.end ? r.wall(*e.end) : "-",
                                   timeline::word(e.state))};
    });
  }

  bool fits(const model::Moment& moment, const std::optional<Instant>& t) const {
    return t && (moment.minute ? *t == moment.instant : r.diary.date(*t) == moment.day);
  }

  void read_facts() {
    for (const auto& visit : r.visits) {
      const auto& e = *visit.entry;
      if (const auto* fact = visit.happened) {
        const bool place = fact->place.empty() || fact->place == e.place || !r.what.centre || !r.stage(visit.stage).at;
        const auto within = [](const Moments& m, const std::optional<Instant>& t) {
          return t && m.first <= *t && *t <= m.last;
        };
        rule(e.state == State::happened && place && within(visit.start, e.start) &&
                 (fact->from.minute && !fact->to ? e.end && *e.start <= *e.end : within(visit.end, e.end)),
             Rule::happened, fact->where, visit, "is where it happened");
      } else if (const auto* booked = visit.booked) {
        const bool ahead = r.settings.today <= booked->from.day;
        if (!ahead)
          rule(e.state == State::overdue, Rule::booked, booked->where, visit, "is overdue");
        else if (e.state != State::unrecorded)
          rule(e.state == State::booked && fits(booked->from, e.start), Rule::booked, booked->where, visit,
               "is where it is booked");
      }
    }
    for (const auto& fact : r.what.patient.held) {
      const int s = r.index(fact.point.stage);
      const Shown* visit = s < 0 || !r.present(s) ? nullptr : r.visit_at(fact.point, false);
      if (visit && visit->entry->state == State::held)
        rule(fits(fact.from, visit->entry->start), Rule::booked, fact.where, *visit, "is where it is held");
    }
  }

  void read_state(const Shown& visit) {
    const auto& stage = r.stage(visit.stage);
    const State state = visit.entry->state;
    const bool of_record = visit.happened || !stage.parts.empty() || stage.from;
    rule(state != State::happened || of_record, Rule::happened, stage.origin.where, visit, "has not happened");
    rule(state != State::booked || visit.booked, Rule::booked, stage.origin.where, visit, "is not booked");
    if (r.what.patient.closed)
      rule(state == State::happened, Rule::closed, r.what.patient.closed->where, visit,
           "is not planned, the file is closed");
  }

  /// Nothing without an actual lies before today. What is stretched between other dates follows them.
  void read_today(const Shown& visit) {
    const auto& stage = r.stage(visit.stage);
    if (visit.happened || !visit.dated() || stage.from || !stage.parts.empty()) return;
    rule(r.now <= *visit.entry->start, Rule::today, stage.origin.where, visit, "lies not before today");
  }

  void read_gates(const Shown& visit) {
    const auto& stage = r.stage(visit.stage);
    for (const auto& id : stage.gates) {
      const int g = r.index(id);
      if (g < 0 || !r.present(g) || !visit.dated() || r.left_out(g)) continue;
      const Shown* first = nullptr;
      bool may_be_open = false, may_be_shut = false;  // where it cannot be said which attempt it waits for
      for (const int of : r.attempts_meant(g, visit)) {
        const Shown* last = r.attempts[static_cast<std::size_t>(g)][static_cast<std::size_t>(of) - 1].back();
        if (!first || (last->dated() && last->end.first < first->end.first)) first = last;
        (last->happened && last->over ? may_be_open : may_be_shut) = true;
      }
      const Shown& gate = *first;
      const bool open = gate.happened && gate.over;
      const bool began_later = gate.happened && visit.start.last < gate.start.first;
      if (gate.dated())
        r.told(gate.end.first.minutes - visit.start.last.minutes, (open || began_later) && visit.happened, Rule::gate,
               stage.gate_origin.where, {}, [&] {
                 return std::pair{fmt::format("{} waits for {}", r.name(visit), id),
                                  fmt::format("it starts at {}", r.wall(visit.start.first))};
               });
      if (visit.happened) continue;
      rule(open || visit.entry->firmness != Firmness::firm, Rule::gate, stage.gate_origin.where, visit,
           fmt::format("is at most likely until {} has happened", id));
      if (visit.attempt != r.last(visit.stage)->attempt) continue;  // what is told is of the last
      const auto& told = r.plan.gates;
      rule(std::any_of(told.begin(), told.end(),
                       [&](const auto& t) {
                         return t.stage == stage.id && t.gate == id && (t.open ? may_be_open : may_be_shut);
                       }),
           Rule::gate, stage.gate_origin.where, visit, fmt::format("is told to wait for {}", id));
    }
  }

  void read_day_number(const Shown& visit) {
    const Entry& entry = *visit.entry;
    if (!visit.dated() || !r.day_zero) return;
    int day = r.diary.date(*entry.start) - *r.day_zero;
    if (r.what.workflow.counts_from_one && day >= 0) ++day;
    r.rule(entry.day == day, Rule::day_number, entry.where, [&] {
      return std::pair{fmt::format("{} is on day {}", entry.id, day),
                       entry.day ? fmt::format("day {}", *entry.day) : "no day"};
    });
  }

  void read_day_zero() {
    r.rule(r.plan.day_zero == r.day_zero, Rule::day_number, r.what.workflow.where, [&] {
      return std::pair{fmt::format("Day 0 is the date of {}", r.what.workflow.day_zero),
                       r.plan.day_zero ? to_string(*r.plan.day_zero) : "none"};
    });
  }

  void read_slack(const Shown& visit) {
    const auto& e = *visit.entry;
    const auto where = r.stage(visit.stage).origin.where;
    if (!visit.dated()) return;
    rule((!e.earliest || *e.earliest <= *e.start) && (!e.latest || *e.start <= *e.latest), Rule::slack, where, visit,
         "lies between its earliest and its latest");
    if (visit.happened) return;
    const bool dates_only = !r.what.centre;  // slack in whole days then
    if (e.slack_minutes)
      rule(e.earliest && e.latest &&
               *e.slack_minutes == (dates_only ? 1440 * (r.diary.date(*e.latest) - r.diary.date(*e.earliest))
                                               : e.latest->minutes - e.earliest->minutes) &&
               *e.slack_minutes >= 0,
           Rule::slack, where, visit, "has the slack from its earliest to its latest");
    if (e.slack_working_minutes)
      rule(*e.slack_working_minutes >= 0 && *e.slack_working_minutes <= e.slack_minutes.value_or(0) &&
               e.critical == (*e.slack_working_minutes == 0),
           Rule::slack, where, visit, "is critical without working time to spare");
    // The window's own ends are starts that the doors, the file and today allow.
    for (const auto& t : {e.earliest, e.latest}) {
      if (!t || t == e.start) continue;
      const Instant end = r.moved_end(visit, *t);
      rule(r.doors_open(visit, *t, end) && r.nobody_away(visit, *t, end) && r.has_what_it_needs(visit, *t, end) &&
               (r.now <= *t || r.stage(visit.stage).from || !r.stage(visit.stage).parts.empty()),
           Rule::slack, where, visit, fmt::format("may start at {}, the end of its window", r.wall(*t)));
    }
  }

  /// A breach that is told is one.
  void read_told() {
    for (const auto& breach : r.plan.breaches) {
      const auto& all = r.broken_by_record;
      const bool real = std::find(all.begin(), all.end(), breach.where) != all.end();
      r.rule(real, Rule::breach, breach.where, [&] {
        return std::pair{fmt::format("a rule that the record breaks: {}", breach.text), std::string("it is kept")};
      });
    }
  }

  Reading& r;
};

void read_all(const model::Case& what, const Settings& settings, const timeline::Timeline& plan, Verdict& verdict,
              bool moved);

/// A dose that the plan shows before a visit which wants it washed out stays before it, whichever of the two is moved.
bool past_a_dose(const Reading& r, const Shown& visit, Instant start, Instant end) {
  const auto washes = [&](const Shown& one, const Shown& giver) {
    const auto& gives = r.stage(giver.stage).gives;
    const auto& washouts = r.stage(one.stage).washouts;
    return std::any_of(washouts.begin(), washouts.end(), [&](const auto& washout) {
      return std::find(gives.begin(), gives.end(), washout.drug) != gives.end();
    });
  };
  return std::any_of(r.visits.begin(), r.visits.end(), [&](const Shown& other) {
    return other.dated() &&
           ((other.end.first <= visit.start.first && start < other.end.first && washes(visit, other)) ||
            (visit.end.first <= other.start.first && other.start.first < end && washes(other, visit)));
  });
}

/// Would the plan still keep every rule with the visit on that day, at an hour at which the doors open or somebody is
/// free?
bool would_fit(const Reading& r, const Shown& visit, Day day) {
  const auto zone = r.what.centre ? r.what.centre->zone : calendar::Zone::utc();
  std::vector<Instant> hours{r.diary.first_minute(day),
                             Diary::first_minute(day, zone, zone.wall(*visit.entry->start).minute)};
  for (const auto& [from, to] : r.diary.openings(day - 1, day, r.doors_of(visit))) hours.push_back(from);
  if (const auto* own = r.chosen(r.stage(visit.stage).hours)) {
    Doors doors = r.doors_of(visit);
    doors.hours = own;
    for (const auto& [from, to] : r.diary.openings(day - 1, day, doors)) hours.push_back(from);
  }
  for (const auto& other : r.visits)
    if (other.dated() && r.diary.date(*other.entry->end) == day)
      hours.push_back({other.entry->end->minutes + r.travel(other, visit)});
  std::sort(hours.begin(), hours.end());
  for (const Instant start : hours) {
    const Instant end = r.moved_end(visit, start);
    if (r.diary.date(start) != day || start < r.now || past_a_dose(r, visit, start, end) ||
        !r.doors_open(visit, start, end) || !r.nobody_away(visit, start, end) ||
        !r.has_what_it_needs(visit, start, end))
      continue;
    timeline::Timeline other = r.plan;
    auto& entry = other.entries[static_cast<std::size_t>(visit.entry - r.plan.entries.data())];
    entry.start = start;
    entry.end = end;
    Verdict verdict;
    read_all(r.what, r.settings, other, verdict, true);
    if (verdict.broken.empty()) return true;
  }
  return false;
}

void read_all(const model::Case& what, const Settings& settings, const timeline::Timeline& plan, Verdict& verdict,
              bool moved) {
  Reading r(what, settings, plan, verdict);
  r.in_doubt_kept = !moved;  // another day was open only if it was so whatever is meant
  if (!moved) r.would_fit = [&](Shown& visit, Day day) { return would_fit(r, visit, day); };
  read_over(r);
  read_story(r);
  read_times(r);
  read_days(r);
  read_lengths(r);
  read_rooms(r);
  RecordRules record(r);
  record.run_dates();
  if (!moved) record.run();
}

}  // namespace

Verdict verify(const model::Case& what, const Settings& settings, const timeline::Timeline& plan) {
  Verdict verdict;
  if (!plan.conflict) read_all(what, settings, plan, verdict, false);
  return verdict;
}

Rejected::Rejected(const Verdict& verdict)
    : std::logic_error([&] {
        const Broken& first = verdict.broken.front();
        const auto at = source::position(first.where);
        return fmt::format("the plan found does not keep the rule `{}`: {}, but {}{}", word(first.rule), first.text,
                           first.how,
                           first.where ? fmt::format(" ({}:{})", first.where.file->name, at.line) : std::string());
      }()) {}

void must_hold(const model::Case& what, const Settings& settings, const timeline::Timeline& plan) {
  const Verdict verdict = verify(what, settings, plan);
  if (!verdict.broken.empty()) throw Rejected(verdict);
}

std::string_view word(Rule rule) {
  constexpr std::string_view words[] = {
      "stages",    "attempts", "visits",   "length", "begins", "span",   "parts",      "wait",     "apart", "rate",
      "named day", "nearest",  "window",   "hours",  "place",  "needs",  "travel",     "one body", "stay",  "absence",
      "washout",   "booked",   "happened", "today",  "gate",   "closed", "day number", "slack",    "breach"};
  static_assert(std::size(words) == rules);
  return words[static_cast<std::size_t>(rule)];
}

}  // namespace v2v::plan
