#include <doctest/doctest.h>

#include "model/patient.h"
#include "model/say.h"
#include "model/workflow.h"

using namespace v2v;
using namespace v2v::model;
using calendar::Unit;

namespace {

constexpr Length days(std::int64_t n) {
  return {n, Unit::days};
}
constexpr Length hours(std::int64_t n) {
  return {n, Unit::hours};
}

Point at(std::string stage) {
  Point point;
  point.stage = std::move(stage);
  return point;
}

Point day(int n) {
  Point point;
  point.number = n;
  return point;
}

}  // namespace

TEST_CASE("each thing has one word") {
  CHECK(word(Phase::referral) == "referral");
  CHECK(word(Phase::follow_up) == "follow-up");
  CHECK(title(Phase::follow_up) == "Follow-up");
  CHECK(title(Phase::conditioning) == "Conditioning");
  CHECK(word(Kind::restriction) == "restriction");
  CHECK(word(Checked::memory) == "memory");
  CHECK(word(Checked::unsaid).empty());
  CHECK(word(Layer::command_line) == "command line");
  CHECK(word(Period::month) == "month");
}

TEST_CASE("a phase's title is its word with a capital") {
  for (int i = 0; i <= static_cast<int>(Phase::follow_up); ++i) {
    const auto phase = static_cast<Phase>(i);
    REQUIRE(!word(phase).empty());
    CHECK(title(phase).substr(1) == word(phase).substr(1));
    CHECK(title(phase)[0] == word(phase)[0] - 'a' + 'A');
  }
}

TEST_CASE("things are found by their id and absent ones are nothing") {
  Workflow workflow;
  workflow.stages.resize(2);
  workflow.stages[0].id = "leukapheresis";
  workflow.stages[1].id = "infusion";
  workflow.options.push_back({"setting", {"inpatient", "outpatient"}, "", {}});
  workflow.sources.resize(1);
  workflow.sources[0].id = "uspi";
  workflow.editions.resize(1);
  workflow.editions[0].id = "us-2025-06";
  CHECK(workflow.stage("infusion") == &workflow.stages[1]);
  CHECK(workflow.stage("Infusion") == nullptr);
  CHECK(workflow.option("setting") == &workflow.options[0]);
  CHECK(workflow.option("") == nullptr);
  CHECK(workflow.source("uspi") == &workflow.sources[0]);
  CHECK(workflow.source("smpc") == nullptr);
  CHECK(workflow.edition("us-2025-06") == &workflow.editions[0]);
  CHECK(workflow.edition("us") == nullptr);

  Patient patient;
  patient.people.resize(2);
  patient.people[0].id = "patient";
  patient.people[1].id = "donor";
  CHECK(patient.person("donor") == &patient.people[1]);
  CHECK(patient.person("carer") == nullptr);

  Centre centre;
  centre.places.resize(1);
  centre.places[0].id = "day-unit";
  CHECK(centre.place("day-unit") == &centre.places[0]);
  CHECK(centre.place("ward") == nullptr);
}

TEST_CASE("points are written as the files write them") {
  auto point = at("infusion");
  CHECK(to_string(point) == "infusion");
  point.offset = days(7);
  CHECK(to_string(point) == "7d after infusion");
  point.before = true;
  point.which = {2, Which::nth, 3};
  point.side = Point::start;
  CHECK(to_string(point) == "7d before infusion attempt 2 visit 3 start");
  CHECK(to_string(day(-5)) == "day -5");
}

TEST_CASE("waits are written as the files write them") {
  CHECK(to_string(Wait{}) == "any");
  CHECK(to_string(Wait{days(2), {}, false}) == "2d");
  CHECK(to_string(Wait{{}, hours(48), false}) == "at most 48h");
  CHECK(to_string(Wait{days(2), days(7), true}) == "2d to 7d or again");
  CHECK(to_string(Wait{days(2), days(2), false}) == "exactly 2d");
}

TEST_CASE("spreads and windows are written as the files write them") {
  CHECK(to_string(Spread{days(3), days(3), {}, {}}) == "3d");
  CHECK(to_string(Spread{days(13), days(35), days(17), {}}) == "13d to 35d likely 17d");
  CHECK(to_string(Spread{days(1), days(30), {}, days(7)}) == "1d to 30d median 7d");
  CHECK(to_string(Window{day(3), day(7)}) == "day 3 to day 7");
  CHECK(to_string(Window{day(3), {}}) == "from day 3");
  CHECK(to_string(Window{{}, at("release")}) == "by release");
}

TEST_CASE("placed visits and series are written as the files write them") {
  CHECK(to_string(Placed{Placed::once, day(8), {}, {}, 1, Period::day}) == "day 8");
  CHECK(to_string(Placed{Placed::every, day(14), day(28), {1, Unit::weeks}, 1, Period::day}) ==
        "every week from day 14 to day 28");
  CHECK(to_string(Placed{Placed::every, day(1), day(9), days(2), 1, Period::day}) == "every 2d from day 1 to day 9");
  CHECK(to_string(Placed{Placed::times_a, day(-5), day(-2), {}, 2, Period::day}) == "2 a day from day -5 to day -2");
  CHECK(to_string(Series{Series::times, 3, 3, "", Period::week, {}}) == "3 times");
  CHECK(to_string(Series{Series::until, 1, 4, "enough", Period::week, {}}) == "1 to 4 times until enough");
  CHECK(to_string(Series{Series::rate, 2, 2, "", Period::week, {4, Unit::weeks}}) == "2 a week for 4w");
}

TEST_CASE("conditions and quantities are written as the files write them") {
  const Atom setting{"setting", Atom::is, {"inpatient", "ward"}, {}};
  const Atom crs{"crs", Atom::did_not_happen, {}, {}};
  CHECK(to_string(When{}) == "");
  CHECK(to_string(When{When::any, {setting, crs}}) == "setting is inpatient or ward or crs did not happen");
  CHECK(to_string(When{When::all, {{"bridge-with", Atom::is_not, {"none"}, {}}, {"crs", Atom::happened, {}, {}}}}) ==
        "bridge-with is not none and crs happened");
  CHECK(to_string(Quantity{2, {}, ""}) == "2");
  CHECK(to_string(Quantity{1, Period::week, "urgent"}) == "1 a week for urgent");
}
