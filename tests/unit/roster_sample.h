// Three patients of an imagined programme on three resources, made by hand, for the tests of rosters. Four weeks from
// Mon 22 Mar 2027; the clocks of London go forward on Sun 28 Mar.
#pragma once
#include <string>
#include <string_view>

#include "timeline/roster.h"
#include "timeline/slots.h"

namespace sample {

using namespace v2v;  // NOLINT: a fixture for tests

inline calendar::Day on(std::string_view text) {
  return calendar::parse_day(text).value();
}

/// `2027-03-22 09:00` in London.
inline calendar::Instant london(std::string_view text) {
  return calendar::Zone::load("Europe/London")
      ->instant({on(text.substr(0, 10)), *calendar::parse_clock(text.substr(11))});
}

inline timeline::Hold hold(int resource, int patient, std::string_view stage, std::string_view title,
                           std::string_view from, std::string_view to,
                           timeline::Hold::State state = timeline::Hold::planned) {
  timeline::Hold h;
  h.resource = resource;
  h.patient = patient;
  h.stage = stage;
  h.title = title;
  h.from = london(from);
  h.to = london(to);
  h.state = state;
  return h;
}

inline timeline::Slot slot(std::string_view stage, std::string_view title, std::string_view place,
                           std::string_view start, std::string_view end, std::vector<std::string> uses,
                           timeline::Hold::State state = timeline::Hold::planned) {
  timeline::Slot s;
  s.stage = stage;
  s.title = title;
  s.place = place;
  s.start = london(start);
  s.end = london(end);
  s.uses = std::move(uses);
  s.state = state;
  return s;
}

inline timeline::Resource named(std::string place, std::string resource) {
  timeline::Resource one;
  one.title = place + "." + resource;
  one.place = std::move(place);
  one.resource = std::move(resource);
  return one;
}

/// Machines in the day only, with an hour to make ready; one slot a week; two beds.
inline std::vector<timeline::Resource> resources() {
  timeline::Resource machine = named("apheresis-unit", "machine");
  machine.zone = "Europe/London";
  machine.make_ready = 60;
  for (auto d = on("2027-03-22"); d <= on("2027-04-18"); d = d + 1) {
    const auto at = calendar::to_string(d);
    machine.amounts.push_back({london(at + " 08:00"), 2});
    machine.amounts.push_back({london(at + " 17:00"), 0});
  }
  machine.amounts.insert(machine.amounts.begin(), {london("2027-03-22 00:00"), 0});
  timeline::Resource maker = named("maker", "slot");
  maker.quota = true;
  maker.zone = "America/New_York";
  maker.amounts = {{london("2027-03-01 00:00"), 1}};
  timeline::Resource bed = named("ward", "bed");
  bed.zone = "Europe/London";
  bed.amounts = {{london("2027-03-01 00:00"), 1}, {london("2027-04-12 00:00"), 2}};
  return {machine, maker, bed};
}

inline timeline::Roster roster() {
  using timeline::Hold;
  using timeline::Rostered;
  timeline::Roster r;
  r.programme = "riverside-2027";
  r.title = "Riverside CAR-T programme";
  r.centre = "riverside";
  r.centre_title = "Example Riverside Hospital";
  r.zone = "Europe/London";
  r.tzdata = "2025b";
  r.first = on("2027-03-22");
  r.last = on("2027-04-18");
  r.today = on("2027-03-22");
  r.assumed = "p80";
  r.waits_before = "leukapheresis";
  r.resources = resources();

  Rostered a;
  a.id = "P-0201";
  a.workflow = "axicabtagene-ciloleucel";
  a.workflow_title = "Axicabtagene ciloleucel";
  a.priority = "urgent";
  a.weight = 3;
  a.due = on("2027-03-27");
  a.due_from = Rostered::by_target;
  a.day_zero = on("2027-03-27");
  a.alone = on("2027-03-27");
  a.queued_for = on("2027-03-22");
  a.place_in_list = 1;
  a.slots = {slot("leukapheresis", "Leukapheresis", "apheresis-unit", "2027-03-22 09:00", "2027-03-22 13:00",
                  {"apheresis-unit.machine", "maker.slot"}, Hold::booked),
             slot("hospital-stay", "Hospital stay", "ward", "2027-03-26 10:00", "2027-04-02 12:00", {"ward.bed"})};
  a.assumptions = {"last steroid dose not stated: washout not checked"};

  Rostered b = a;
  b.id = "P-0202";
  b.priority = "routine";
  b.weight = 1;
  b.due = on("2027-03-30");
  b.due_from = Rostered::by_itself;
  b.day_zero = on("2027-04-03");
  b.alone = on("2027-03-30");
  b.queued_for = on("2027-03-29");
  b.days_late = 4;
  b.place_in_list = 2;
  b.slots = {
      slot("leukapheresis", "Leukapheresis", "apheresis-unit", "2027-03-29 09:00", "2027-03-29 13:00",
           {"apheresis-unit.machine", "maker.slot"}),
      slot("hospital-stay", "Hospital stay", "ward", "2027-04-02 12:00", "2027-04-09 12:00", {"ward.bed"}, Hold::held)};
  b.slots[1].held_for = london("2027-03-30 12:00");
  b.blocked = {{"leukapheresis",
                "Leukapheresis",
                "maker.slot",
                london("2027-03-23 09:00"),
                london("2027-03-29 09:00"),
                {"P-0201"},
                false,
                ""},
               {"hospital-stay",
                "Hospital stay",
                "ward.bed",
                london("2027-03-29 12:00"),
                london("2027-04-02 12:00"),
                {"P-0201"},
                false,
                ""}};
  b.lost = 0.125;

  Rostered c;
  c.id = "P-0203";
  c.workflow = "axicabtagene-ciloleucel";
  c.workflow_title = "Axicabtagene ciloleucel";
  c.priority = "routine";
  c.kind = Rostered::not_placed;
  c.why_not = "ward.bed never has room for Hospital stay";
  c.place_in_list = 3;
  c.slots = {slot("bridging-stay", "Bridging in hospital", "ward", "2027-04-05 10:00", "2027-04-06 10:00", {"ward.bed"},
                  Hold::booked)};
  c.blocked = {{"leukapheresis",
                "Leukapheresis",
                "apheresis-unit.machine",
                london("2027-04-05 09:00"),
                london("2027-04-06 09:00"),
                {},
                true,
                "urgent"}};
  r.patients = {a, b, c};

  r.holds = {hold(0, 0, "leukapheresis", "Leukapheresis", "2027-03-22 09:00", "2027-03-22 13:00", Hold::booked),
             hold(0, 1, "leukapheresis", "Leukapheresis", "2027-03-29 09:00", "2027-03-29 13:00"),
             hold(1, 0, "leukapheresis", "Leukapheresis", "2027-03-22 09:00", "2027-03-22 13:00", Hold::booked),
             hold(1, 1, "leukapheresis", "Leukapheresis", "2027-03-29 09:00", "2027-03-29 13:00"),
             hold(2, 0, "hospital-stay", "Hospital stay", "2027-03-26 10:00", "2027-04-02 12:00"),
             hold(2, 1, "hospital-stay", "Hospital stay", "2027-04-02 12:00", "2027-04-09 12:00", Hold::held),
             hold(2, 2, "bridging-stay", "Bridging in hospital", "2027-04-05 10:00", "2027-04-06 10:00", Hold::booked)};
  r.over = {{2, london("2027-04-05 10:00"), london("2027-04-06 10:00"), 2, 1, {"P-0202", "P-0203"}}};
  r.freed = {{"P-0209",
              "withdrew on 2027-03-20",
              "ward.bed",
              "hospital-stay",
              "Hospital stay",
              london("2027-03-29 12:00"),
              london("2027-04-05 12:00"),
              {{"P-0202", 2, false, "less than 5wd ahead"}, {"P-0203", 3, true, ""}}}};
  r.objective = {1, 4, 1, 4};
  r.bound = {0, 0, 0, 0};
  r.iterations = 2000;
  r.warnings = {"P-0203: no target is stated"};
  return r;
}

/// The same with two beds all the time: nobody waits for one, and all three are placed.
inline timeline::Roster more_beds() {
  auto r = roster();
  r.resources[2].amounts = {{london("2027-03-01 00:00"), 2}};
  auto& b = r.patients[1];
  b.day_zero = on("2027-03-30");
  b.days_late = 0;
  b.blocked.pop_back();
  b.slots[1].start = r.holds[5].from = london("2027-03-29 12:00");
  b.slots[1].end = r.holds[5].to = london("2027-04-05 12:00");
  auto& c = r.patients[2];
  c.kind = timeline::Rostered::placed;
  c.why_not.clear();
  c.day_zero = on("2027-04-13");
  c.days_late = 2;
  r.over.clear();
  r.objective = {0, 2, 1, 2};
  return r;
}

/// Three sets for P-0202: as in the roster, a week later, and in another ward without a slot for collection.
inline timeline::SlotSets slot_sets() {
  const auto r = roster();
  timeline::SlotSets s;
  s.programme = r.programme;
  s.programme_title = r.title;
  s.patient = "P-0202";
  s.workflow = r.patients[1].workflow;
  s.workflow_title = r.patients[1].workflow_title;
  s.zone = r.zone;
  s.today = r.today;
  s.due = on("2027-03-30");
  s.centre = r.centre;
  s.priority = "routine";
  s.tzdata = r.tzdata;
  s.assumed = r.assumed;
  timeline::SlotSet one{1, on("2027-04-03"), 4, r.patients[1].slots, r.patients[1].blocked};
  one.slots[1].held_for.reset();
  timeline::SlotSet later = one;
  later.rank = 2;
  later.day_zero = on("2027-04-10");
  later.days_late = 11;
  later.slots[1].start.minutes += 7 * 1440;
  later.slots[1].end.minutes += 7 * 1440;
  later.blocked[1].given.minutes += 7 * 1440;
  later.blocked[1].by = {"P-0201", "P-0203"};
  timeline::SlotSet elsewhere = one;
  elsewhere.rank = 3;
  elsewhere.slots[1].place = "ward-b";
  elsewhere.slots[1].uses = {"ward-b.bed"};
  elsewhere.slots[0].visit = 2;
  elsewhere.slots[0].visits = 2;
  elsewhere.blocked.clear();
  s.sets = {one, later, elsewhere};
  s.assumptions = {"last steroid dose not stated: washout not checked"};
  return s;
}

}  // namespace sample
