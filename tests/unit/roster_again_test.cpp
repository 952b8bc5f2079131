// A roster made again: what is told of its inputs and of what came out.
#include "view/roster_again.h"

#include <doctest/doctest.h>

using namespace v2v;
using timeline::Roster;
using timeline::Rostered;

namespace {

Roster made() {
  Roster r;
  r.programme = "riverside-2027";
  r.title = "Riverside";
  r.zone = "Europe/London";
  r.today = *calendar::parse_day("2027-01-04");
  r.assumed = "p80";
  r.inputs = {{"a.yaml", "1"}, {"b.yaml", "2"}, {"b.yaml", "3"}};
  for (const char* id : {"P-0201", "P-0202"}) {
    Rostered one;
    one.id = id;
    one.kind = Rostered::placed;
    one.place_in_list = 1;
    timeline::Slot slot;
    slot.stage = slot.title = "collection";
    slot.start = {29'975'040};  // 2026-12-29 00:00 UTC
    slot.end = {29'975'300};
    slot.place = "unit";
    one.slots.push_back(slot);
    r.patients.push_back(one);
  }
  return r;
}

}  // namespace

TEST_CASE("the same inputs and slots are the same") {
  const auto found = view::again(made(), made());
  CHECK(found.same());
  CHECK(found.same_inputs());
  CHECK(view::roster_again(made(), made()).find("the same for 2 patients") != std::string::npos);
}

TEST_CASE("of files with one name the one that changed is told") {
  auto now = made();
  now.inputs = {{"a.yaml", "1"}, {"b.yaml", "3"}, {"b.yaml", "4"}, {"c.yaml", "5"}};
  auto found = view::again(made(), now);
  CHECK(found.changed == std::vector<std::string>{"b.yaml"});
  CHECK(found.added == std::vector<std::string>{"c.yaml"});
  CHECK(found.removed.empty());
  CHECK(found.same());
  now.inputs = {{"b.yaml", "2"}};
  found = view::again(made(), now);
  CHECK(found.removed == std::vector<std::string>{"a.yaml", "b.yaml"});
}

TEST_CASE("another slot, another place in the list and another patient are told, each of its own patient") {
  auto now = made();
  now.patients[0].slots[0].start.minutes += 1440;
  now.patients[1].place_in_list = 2;
  Rostered third;
  third.id = "P-0203";
  now.patients.push_back(third);
  const auto found = view::again(made(), now);
  CHECK(found.otherwise == std::vector<std::string>{"P-0201", "P-0202", "P-0203"});
  REQUIRE(found.lines.size() == 3);
  CHECK(found.lines[0] == "P-0201: collection: Tue 29 Dec 2026 00:00 at unit, now Wed 30 Dec 2026 00:00 at unit");
  CHECK(found.lines[1] == "P-0202: place in the list: 1, now 2");
  CHECK(found.lines[2] == "P-0203: patient: not there, now there");
}

TEST_CASE("a slot that is there no more is told") {
  auto now = made();
  now.patients[0].slots.clear();
  const auto found = view::again(made(), now);
  REQUIRE(found.lines.size() == 1);
  CHECK(found.lines[0] == "P-0201: collection: Tue 29 Dec 2026 00:00 at unit, now none");
}
