// roster: the checker on a roster made by hand: kept as it stands, and each rule broken in turn. More of both, by
// chance, in laws/roster_law.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "disk.h"
#include "roster/verify.h"
#include "text/read_programme.h"

using namespace v2v;
using namespace v2v::tests;
using calendar::Day;
using calendar::Instant;
using roster::Rule;
using timeline::Hold;
using timeline::Rostered;

namespace {

const std::map<std::string, std::string> files{
    {"/royal/programme.yaml", R"(programme: small
centre: royal
period: 2027-01-01 to 2027-12-31
workflows: [therapy]
patients: [.]
priorities: {urgent: 4, routine: 1}
waiting-list:
  order: [priority, referral]
  waits-before: collection
  offer: 2d
  keep-free: {bed: 1 for urgent}
)"},
    {"/royal/centre.yaml", R"(centre: royal
zone: Europe/London
places:
  unit:
    hours: mon-fri 08:00-14:00
    has: {machine: 1, slot: 2 a week}
    between: {machine: 1h}
  other-unit: {hours: mon-fri 08:00-14:00, has: {machine: 1, nurse: 1}}
  ward: {hours: mon-sun 09:00-17:00, has: {bed: 2}}
)"},
    {"/royal/therapy.yaml", R"(workflow: therapy
status: draft
day-zero: infusion
stages:
  referral: {phase: referral}
  collection:
    phase: collection
    takes: 4h
    at: unit
    after: {referral: 1d}
    needs: {machine: 1, slot: 1, nurse: 1 for 2h}
  infusion:
    phase: treatment
    takes: 2h
    at: ward
    after: {collection: exactly 7d}
    needs: {bed: 1}
)"},
    {"/royal/P-0201.yaml",
     "patient: P-0201\nworkflow: therapy\ncentre: royal\npriority: urgent\n"
     "happened: {referral: 2027-01-08}\n"},
    {"/royal/P-0202.yaml",
     "patient: P-0202\nworkflow: therapy\ncentre: royal\npriority: routine\n"
     "happened: {referral: 2027-01-07}\nheld: {collection: 2027-01-15}\n"},
    {"/royal/P-0203.yaml",
     "patient: P-0203\nworkflow: therapy\ncentre: royal\npriority: routine\n"
     "happened: {referral: 2027-01-04, collection: 2027-01-08 08:00 to 12:00}\n"
     "closed: {date: 2027-01-11, reason: withdrew}\n"},
    {"/royal/P-0204.yaml",
     "patient: P-0204\nworkflow: therapy\ncentre: royal\npriority: routine\n"
     "happened: {referral: 2027-01-07}\nwindows: {collection: by 2027-01-08}\n"}};

/// Two on the days after today, one closed, one for whom there is no day.
struct Made {
  source::Sources sources;
  model::Programme programme;
  roster::Settings settings;
  roster::Answer answer;
  std::vector<Day> collected;

  explicit Made(std::vector<Day> days, const std::map<std::string, std::string>& other = {}) : collected(days) {
    auto all = files;
    for (const auto& [path, text] : other) all[path] = text;
    settings.today = *calendar::parse_day("2027-01-11");
    auto read = text::read_programme(sources, {"/royal/programme.yaml", all.at("/royal/programme.yaml")},
                                     {made_disk(all), {}, {}}, {});
    REQUIRE(read.value);
    programme = std::move(*read.value);
    auto& r = answer.roster;
    for (const char* name : {"machine", "slot"}) r.resources.push_back(resource("unit", name));
    r.resources.push_back(resource("other-unit", "machine"));
    r.resources.push_back(resource("other-unit", "nurse"));
    r.resources.push_back(resource("ward", "bed"));
    for (std::size_t k = 0; k < programme.cases.size(); ++k) add(k);
    r.objective = {1, 0, 0, 0};
    for (std::size_t k = 0; k < days.size(); ++k) {
      const auto& one = r.patients[k];
      r.objective.weighted_late += one.days_late * one.weight;
      r.objective.waiting += one.days_late;
    }
    r.objective.moved = days.size() > 1 && days[1] != *calendar::parse_day("2027-01-15");
  }

  static timeline::Resource resource(const std::string& place, const std::string& name) {
    timeline::Resource out;
    out.place = place;
    out.resource = name;
    out.title = place + "." + name;
    return out;
  }

  Instant at(Day day, int hour) const { return programme.cases.front().centre->zone.instant({day, hour * 60}); }

  void add(std::size_t k) {
    auto what = programme.cases[k];
    Rostered one;
    one.id = what.patient.id;
    one.priority = what.patient.priority;
    one.weight = one.priority == "urgent" ? 4 : 1;
    one.kind = what.patient.closed ? Rostered::closed : k < collected.size() ? Rostered::placed : Rostered::not_placed;
    if (one.kind == Rostered::placed) {
      model::Fact slot;
      slot.point.stage = "collection";
      slot.from = {collected[k], 8 * 60, "", at(collected[k], 8)};
      what.patient.booked = {slot};
      what.patient.held.clear();
      one.place_in_list = static_cast<int>(k) + 1;
      one.day_zero = collected[k] + 7;
      one.alone = *calendar::parse_day(programme.cases[k].patient.held.empty() ? "2027-01-18" : "2027-01-22");
      one.due = one.alone;
      one.due_from = Rostered::by_itself;
      one.days_late = std::max(0, *one.day_zero - *one.alone);
      const int p = static_cast<int>(k);
      const Instant start = at(collected[k], 8), end = at(collected[k], 12), there = at(collected[k] + 7, 9);
      for (const int r : {0, 1}) hold(r, p, "collection", start, end);
      hold(3, p, "collection", start, at(collected[k], 10));
      hold(4, p, "infusion", there, {there.minutes + 120});
      one.slots = {slot_of("collection", "unit", start, end, {"unit.machine", "unit.slot", "other-unit.nurse"}),
                   slot_of("infusion", "ward", there, {there.minutes + 120}, {"ward.bed"})};
    }
    if (one.kind == Rostered::not_placed) one.place_in_list = static_cast<int>(collected.size()) + 1;
    plan::Settings how;
    how.today = settings.today;
    how.assume = settings.assume;
    auto plan = plan::plan(what, how);
    REQUIRE(plan.value);
    answer.plans.push_back(std::move(*plan.value));
    answer.roster.patients.push_back(std::move(one));
  }

  void hold(int resource, int patient, const std::string& stage, Instant from, Instant to) {
    answer.roster.holds.push_back({resource, patient, stage, "", 1, 1, from, to, 1, Hold::planned, false, false});
  }
  static timeline::Slot slot_of(const std::string& stage, const std::string& place, Instant from, Instant to,
                                std::vector<std::string> uses) {
    timeline::Slot slot;
    slot.stage = stage;
    slot.place = place;
    slot.start = from;
    slot.end = to;
    slot.uses = std::move(uses);
    return slot;
  }

  roster::Verdict verdict() const { return roster::verify(programme, settings, answer); }
};

std::string told(const roster::Verdict& verdict) {
  std::string text;
  for (const auto& b : verdict.broken)
    text += fmt::format("\n  {}: {}; it is: {}", roster::word(b.rule), b.text, b.how);
  return text;
}

/// The first that breaks this rule, with the line on which it stands.
int line_of(const roster::Verdict& verdict, Rule rule) {
  for (const auto& b : verdict.broken)
    if (b.rule == rule) return source::position(b.where).line;
  return -1;
}

void refuses(const Made& made, Rule rule) {
  const auto verdict = made.verdict();
  CHECK_MESSAGE(line_of(verdict, rule) >= 0, "it must break " << roster::word(rule) << ", it breaks" << told(verdict));
}

Day on(const char* date) {
  return *calendar::parse_day(date);
}

std::vector<Day> good_days() {
  return {on("2027-01-13"), on("2027-01-15")};
}

}  // namespace

TEST_CASE("a roster made by hand is accepted, and every rule that it meets was read") {
  const Made made(good_days());
  const auto verdict = made.verdict();
  CHECK_MESSAGE(verdict.broken.empty(), told(verdict));
  for (const Rule rule : {Rule::patients, Rule::plan, Rule::booked, Rule::needs, Rule::place, Rule::slot, Rule::amount,
                          Rule::quota, Rule::keep_free, Rule::offer, Rule::days, Rule::objective, Rule::queue})
    CHECK_MESSAGE(verdict.read[static_cast<std::size_t>(rule)] > 0, roster::word(rule) << " was never read");
}

TEST_CASE("a hold that moved counts, and so does every day late by what it weighs") {
  Made made({on("2027-01-15"), on("2027-01-18")});
  CHECK(made.answer.roster.objective == timeline::Objective{1, 4 * 4 + 3, 1, 4 + 3});
  CHECK_MESSAGE(made.verdict().broken.empty(), told(made.verdict()));
  made.answer.roster.objective.moved = 0;
  refuses(made, Rule::objective);
}

TEST_CASE("a roster that breaks a rule is refused, and the rule is named") {
  Made made(good_days());
  auto& r = made.answer.roster;
  SUBCASE("a patient is missing") {
    r.patients.pop_back();
    refuses(made, Rule::patients);
  }
  SUBCASE("a day weighs more than the programme says") {
    r.patients[0].weight = 8;
    refuses(made, Rule::patients);
  }
  SUBCASE("a plan breaks a wait of the file") {
    auto& entry = made.answer.plans[0].entries.back();
    REQUIRE(entry.id == "infusion");
    entry.start->minutes += 1440, entry.end->minutes += 1440;
    refuses(made, Rule::plan);
  }
  SUBCASE("a hold is lost") {
    r.holds.pop_back();
    refuses(made, Rule::needs);
    CHECK(line_of(made.verdict(), Rule::needs) == 17);
  }
  SUBCASE("a hold ends early") {
    r.holds[0].to.minutes -= 1;
    refuses(made, Rule::needs);
  }
  SUBCASE("the nurse is held longer than said") {
    r.holds[2].to = r.holds[0].to;
    refuses(made, Rule::needs);
  }
  SUBCASE("something is held that nothing needs") {
    made.hold(4, 0, "referral", r.holds[0].from, r.holds[0].to);
    refuses(made, Rule::needs);
  }
  SUBCASE("a machine elsewhere, though the unit has its own") {
    r.holds[0].resource = 2;
    refuses(made, Rule::place);
  }
  SUBCASE("a planned visit is told as booked") {
    r.holds[3].state = Hold::booked;
    refuses(made, Rule::booked);
  }
  SUBCASE("who is not placed holds a bed") {
    made.hold(4, 3, "infusion", r.holds[3].from, r.holds[3].to);
    refuses(made, Rule::booked);
  }
  SUBCASE("a slot at another hour than the plan's") {
    r.patients[1].slots[0].start.minutes += 60;
    refuses(made, Rule::slot);
  }
  SUBCASE("an appointment without a slot") {
    r.patients[1].slots.pop_back();
    refuses(made, Rule::slot);
  }
  SUBCASE("who withdrew holds a machine still") {
    const auto& past = made.answer.plans[2].entries.back();
    REQUIRE(past.id == "collection");
    made.hold(0, 2, "collection", *past.start, {past.end->minutes + 10 * 1440});
    r.holds.back().state = Hold::happened;
    refuses(made, Rule::closed);
    CHECK(line_of(made.verdict(), Rule::closed) == 6);
  }
  SUBCASE("it is called over, and is not") {
    r.over.push_back({0, r.holds[0].from, r.holds[0].to, 2, 1, {"P-0201"}});
    refuses(made, Rule::over);
  }
  SUBCASE("days late that are not so") {
    r.patients[0].days_late = 0;
    refuses(made, Rule::days);
  }
  SUBCASE("an objective that is not so") {
    r.objective.waiting = 0;
    refuses(made, Rule::objective);
  }
  SUBCASE("a bound above what was found") {
    r.bound = r.objective;
    r.bound.weighted_late += 1;
    refuses(made, Rule::objective);
  }
  SUBCASE("the list in another order") {
    std::swap(r.patients[0].place_in_list, r.patients[1].place_in_list);
    refuses(made, Rule::queue);
  }
  SUBCASE("who withdrew stands in the list") {
    r.patients[2].place_in_list = 4;
    refuses(made, Rule::queue);
  }
}

TEST_CASE("two at one machine are one too many, and so is who comes before it is ready") {
  Made made({on("2027-01-15"), on("2027-01-15")});
  refuses(made, Rule::amount);
  CHECK(line_of(made.verdict(), Rule::amount) == 4);

  const std::map<std::string, std::string> slow{{"/royal/centre.yaml", R"(centre: royal
zone: Europe/London
places:
  unit: {hours: mon-fri 08:00-14:00, has: {machine: 1, slot: 2 a week}, between: {machine: 50h}}
  other-unit: {hours: mon-fri 08:00-14:00, has: {machine: 1, nurse: 1}}
  ward: {hours: mon-sun 09:00-17:00, has: {bed: 2}}
)"}};
  refuses(Made(good_days(), slow), Rule::ready);
}

TEST_CASE("while there is none of it nothing is made ready") {
  const std::map<std::string, std::string> at_night{{"/royal/centre.yaml", R"(centre: royal
zone: Europe/London
places:
  unit:
    hours: mon-fri 08:00-14:00
    has: {machine: {mon-fri 08:00-14:00: 1, otherwise: 0}, slot: 2 a week}
    between: {machine: 12h}
  other-unit: {hours: mon-fri 08:00-14:00, has: {machine: 1, nurse: 1}}
  ward: {hours: mon-sun 09:00-17:00, has: {bed: 2}}
)"}};
  const Made made(good_days(), at_night);
  CHECK_MESSAGE(made.verdict().broken.empty(), told(made.verdict()));
}

TEST_CASE("a quota counts the starts of a week, those that are over too") {
  const std::map<std::string, std::string> one_a_week{{"/royal/centre.yaml", R"(centre: royal
zone: Europe/London
places:
  unit: {hours: mon-fri 08:00-14:00, has: {machine: 1, slot: 1 a week}}
  other-unit: {hours: mon-fri 08:00-14:00, has: {nurse: 1}}
  ward: {hours: mon-sun 09:00-17:00, has: {bed: 2}}
)"}};
  refuses(Made(good_days(), one_a_week), Rule::quota);
  const Made made({on("2027-01-15"), on("2027-01-18")}, one_a_week);
  for (const auto& broken : made.verdict().broken) CHECK(broken.rule != Rule::quota);
}

TEST_CASE("a slot is offered so long ahead") {
  const Made made({on("2027-01-12"), on("2027-01-15")});
  refuses(made, Rule::offer);
  CHECK(line_of(made.verdict(), Rule::offer) == 8);
}

TEST_CASE("a bed that is kept for the urgent is not for the routine") {
  auto programme = files.at("/royal/programme.yaml");
  programme.replace(programme.find("bed: 1"), 6, "bed: 2");
  const Made made(good_days(), {{"/royal/programme.yaml", programme}});
  refuses(made, Rule::keep_free);
  CHECK(line_of(made.verdict(), Rule::keep_free) == 11);
}

TEST_CASE("two bookings of one machine stay, where the roster says that they are too many") {
  const auto booked = [](const char* id) {
    return fmt::format(
        "patient: {}\nworkflow: therapy\ncentre: royal\npriority: {}\nhappened: {{referral: 2027-01-04}}\n"
        "booked: {{collection: 2027-01-13 08:00}}\n",
        id, std::string(id) == "P-0201" ? "urgent" : "routine");
  };
  Made made({on("2027-01-13"), on("2027-01-13")},
            {{"/royal/P-0201.yaml", booked("P-0201")}, {"/royal/P-0202.yaml", booked("P-0202")}});
  auto& r = made.answer.roster;
  for (auto& hold : r.holds)
    if (hold.stage == "collection") hold.state = Hold::booked;
  for (std::size_t k = 0; k < 2; ++k) {
    r.patients[k].days_late = 0;
    r.patients[k].alone = r.patients[k].due = on("2027-01-20");
    r.patients[k].place_in_list = 0;
  }
  r.patients[3].place_in_list = 1;
  r.objective = {1, 0, 0, 0};
  refuses(made, Rule::amount);
  for (const int resource : {0, 3}) {
    const auto& hold = r.holds[resource == 0 ? 0 : 2];
    r.over.push_back({resource, hold.from, {hold.to.minutes + (resource == 0 ? 60 : 0)}, 2, 1, {"P-0201", "P-0202"}});
  }
  r.over[0].to = r.holds[0].to;
  CHECK_MESSAGE(made.verdict().broken.empty(), told(made.verdict()));
  SUBCASE("but a booking is not moved to make room") {
    for (auto& entry : made.answer.plans[1].entries)
      if (entry.id != "referral") entry.start->minutes += 1440, entry.end->minutes += 1440;
    refuses(made, Rule::booked);
  }
}
