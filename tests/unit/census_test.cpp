#include "roster/census.h"

#include <doctest/doctest.h>

#include <chrono>

#include "roster_sample.h"

using namespace v2v;
using sample::london;
using sample::on;
using timeline::percent;

namespace {

enum { machine, maker, bed };

const timeline::DayUse& day(const timeline::Census& census, int resource, std::string_view date) {
  return census.resources[static_cast<std::size_t>(resource)]
      .days[static_cast<std::size_t>(on(date) - on("2027-03-22"))];
}

const timeline::WeekUse& week(const timeline::Census& census, int resource, std::size_t w) {
  return census.resources[static_cast<std::size_t>(resource)].weeks[w];
}

}  // namespace

TEST_CASE("a bed is counted at the midnight with which a date begins") {
  const auto census = roster::census(sample::roster());
  REQUIRE(census.resources[bed].days.size() == 28);
  CHECK(day(census, bed, "2027-03-26").census == 0);  // came at 10:00
  CHECK(day(census, bed, "2027-03-26").peak == 1);
  CHECK(day(census, bed, "2027-03-27").census == 1);
  // One leaves at noon as the other comes: never two at once.
  CHECK(day(census, bed, "2027-04-02").census == 1);
  CHECK(day(census, bed, "2027-04-02").peak == 1);
  CHECK(day(census, bed, "2027-04-03").census == 1);
  CHECK(day(census, bed, "2027-04-09").census == 1);
  CHECK(day(census, bed, "2027-04-10").census == 0);
  SUBCASE("and who leaves at midnight is not counted, who comes at midnight is") {
    auto r = sample::roster();
    r.holds = {sample::hold(bed, 0, "s", "S", "2027-04-05 00:00", "2027-04-07 00:00")};
    const auto one = roster::census(r);
    CHECK(day(one, bed, "2027-04-04").census == 0);
    CHECK(day(one, bed, "2027-04-04").peak == 0);
    CHECK(day(one, bed, "2027-04-05").census == 1);
    CHECK(day(one, bed, "2027-04-06").census == 1);
    CHECK(day(one, bed, "2027-04-07").census == 0);
    CHECK(day(one, bed, "2027-04-07").peak == 0);
  }
}

TEST_CASE("a day has as many minutes as the clocks of its zone give it") {
  const auto census = roster::census(sample::roster());
  CHECK(day(census, bed, "2027-03-27").open == 24 * 60);
  CHECK(day(census, bed, "2027-03-28").open == 23 * 60);
  CHECK(day(census, bed, "2027-03-28").used == 23 * 60);
  CHECK(day(census, bed, "2027-03-28").least == 1);
  CHECK(week(census, bed, 0).open == (7 * 24 - 1) * 60);
  CHECK(week(census, bed, 0).used == (2 * 24 + 14 - 1) * 60);
  CHECK(day(census, bed, "2027-04-12").most == 2);
  CHECK(week(census, bed, 3).open == 2 * 7 * 24 * 60);
}

TEST_CASE("making ready keeps a machine, but only while there are machines") {
  auto r = sample::roster();
  auto census = roster::census(r);
  CHECK(day(census, machine, "2027-03-22").least == 0);
  CHECK(day(census, machine, "2027-03-22").most == 2);
  CHECK(day(census, machine, "2027-03-22").used == 5 * 60);
  CHECK(day(census, machine, "2027-03-22").open == 2 * 9 * 60);
  r.holds[0].to = london("2027-03-22 16:30");
  census = roster::census(r);
  CHECK(day(census, machine, "2027-03-22").used == 8 * 60);
  CHECK(day(census, machine, "2027-03-22").over == 0);
  SUBCASE("and two on one machine within the hour are too many") {
    r.resources[machine].amounts = {{london("2027-03-22 00:00"), 1}};
    r.holds[1] = sample::hold(machine, 1, "l", "L", "2027-03-22 17:00", "2027-03-22 18:00");
    census = roster::census(r);
    CHECK(day(census, machine, "2027-03-22").over == 1);
    r.holds[1].from = london("2027-03-22 17:30");
    CHECK(day(roster::census(r), machine, "2027-03-22").over == 0);
  }
}

TEST_CASE("more than there is shows as what it is") {
  const auto census = roster::census(sample::roster());
  const auto& d = day(census, bed, "2027-04-05");
  CHECK(d.peak == 2);
  CHECK(d.most == 1);
  CHECK(d.over == 1);
  CHECK(d.used == (24 + 14) * 60);
  CHECK(percent(d.used, d.open) == 159);
  CHECK(day(census, bed, "2027-04-06").census == 2);
  CHECK(day(census, bed, "2027-04-07").over == 0);
  CHECK(week(census, bed, 2).over == 1);
}

TEST_CASE("a quota counts starts in its own period and in its own zone") {
  auto r = sample::roster();
  auto census = roster::census(r);
  REQUIRE(census.resources[maker].periods.size() == 4);
  CHECK(census.resources[maker].periods[1] == timeline::PeriodUse{on("2027-03-29"), on("2027-04-04"), 1, 1});
  CHECK(day(census, maker, "2027-03-31").used == 1);
  CHECK(day(census, maker, "2027-03-31").peak == 0);
  CHECK(day(census, maker, "2027-03-29").peak == 1);
  // Monday 02:00 in London is Sunday in New York.
  r.holds[3].from = london("2027-03-29 02:00");
  census = roster::census(r);
  CHECK(week(census, maker, 0).starts == 2);
  CHECK(week(census, maker, 0).over == 1);
  CHECK(week(census, maker, 1).used == 0);
  SUBCASE("a month that begins before the roster is counted whole") {
    r.resources[maker].period = timeline::Resource::month;
    r.resources[maker].amounts = {{london("2027-01-01 00:00"), 4}, {london("2027-04-01 05:00"), 6}};
    r.holds.insert(r.holds.begin() + 2, sample::hold(maker, 2, "l", "L", "2027-03-03 09:00", "2027-03-03 10:00"));
    census = roster::census(r);
    REQUIRE(census.resources[maker].periods.size() == 2);
    CHECK(census.resources[maker].periods[0] == timeline::PeriodUse{on("2027-03-01"), on("2027-03-31"), 4, 3});
    CHECK(census.resources[maker].periods[1] == timeline::PeriodUse{on("2027-04-01"), on("2027-04-30"), 6, 0});
    CHECK(week(census, maker, 1).used == 3);  // as the week begins, in March
    CHECK(week(census, maker, 2).open == 6);
    CHECK(census.quotas.back().weeks[0].amount == doctest::Approx(4.0 * 7 / 31));
  }
}

TEST_CASE("the week's binding resource is the one most waited for") {
  auto r = sample::roster();
  auto census = roster::census(r);
  REQUIRE(census.weeks.size() == 4);
  CHECK(census.weeks[0].first == on("2027-03-22"));
  CHECK(census.weeks[0].last == on("2027-03-28"));
  CHECK(census.weeks[0].binding == maker);
  CHECK(week(census, maker, 0).waited == 5 * 1440 + 19 * 60);  // to Monday 00:00 in New York
  CHECK(census.weeks[1].binding == bed);
  CHECK(census.weeks[1].near == std::vector<int>{maker});
  CHECK(census.weeks[2].binding == machine);
  CHECK_FALSE(census.weeks[3].binding);
  CHECK(census.weeks[3].near.empty());
  SUBCASE("where nobody waits, the fullest from 85 % on") {
    for (auto& p : r.patients) p.blocked.clear();
    census = roster::census(r);
    CHECK(census.weeks[0].binding == maker);
    CHECK(census.weeks[1].binding == maker);  // both are full: the first
    CHECK(census.weeks[1].near == std::vector<int>{bed});
  }
  SUBCASE("a patient who waits twice at once waits once") {
    const auto once = week(census, bed, 1).waited;
    r.patients[1].blocked.push_back(r.patients[1].blocked[1]);
    CHECK(week(roster::census(r), bed, 1).waited == once);
  }
}

TEST_CASE("quotas are summed by manufacturer and together") {
  auto r = sample::roster();
  auto other = r.resources[maker];
  other.place = "maker-b";
  other.title = "maker-b.slot";
  other.amounts[0].amount = 3;
  r.resources.push_back(other);
  r.holds.push_back(sample::hold(3, 2, "l", "L", "2027-04-13 09:00", "2027-04-13 10:00"));
  const auto census = roster::census(r);
  REQUIRE(census.quotas.size() == 3);
  CHECK(census.quotas[0].place == "maker");
  CHECK(census.quotas[1].place == "maker-b");
  CHECK(census.quotas[2].place.empty());
  CHECK(census.quotas[2].resources == std::vector<int>{maker, 3});
  CHECK(census.quotas[2].weeks[3].starts == 1);
  CHECK(census.quotas[2].weeks[3].amount == doctest::Approx(4));
  CHECK(census.quotas[2].total.starts == 3);
  CHECK(census.quotas[2].total.amount == doctest::Approx(16));
}

TEST_CASE("a percentage never says full of what is not") {
  CHECK(percent(0, 100) == 0);
  CHECK(percent(1, 1000) == 1);
  CHECK(percent(999, 1000) == 99);
  CHECK(percent(1000, 1000) == 100);
  CHECK(percent(1001, 1000) == 101);
  CHECK_FALSE(percent(1, 0));
}

TEST_CASE("a roster that names what it does not have is counted all the same") {
  auto r = sample::roster();
  r.holds[0].resource = 99;
  r.holds[1].resource = -1;
  r.patients[1].blocked[0].resource = "moon.bed";
  r.resources[machine].zone = "Moon/Base";
  r.resources[bed].amounts.clear();
  const auto census = roster::census(r);
  CHECK(day(census, machine, "2027-03-22").used == 0);
  CHECK(day(census, bed, "2027-03-27").over == 1);
  CHECK_FALSE(percent(week(census, bed, 0).used, week(census, bed, 0).open));
  std::swap(r.first, r.last);
  CHECK(roster::census(r).weeks.empty());
}

TEST_CASE("five thousand patients in two years are counted within a second") {
  auto r = sample::roster();
  r.last = on("2029-03-21");
  const auto few = r.resources;
  for (int k = 3; k < 10; ++k) r.resources.push_back(few[static_cast<std::size_t>(k % 3)]);
  r.holds.clear();
  for (int k = 0; k < 10; ++k)
    for (int p = 0; p < 5000; ++p) {
      timeline::Hold h;
      h.resource = k;
      h.patient = p;
      h.from = london("2027-03-22 09:00");
      h.from.minutes += (p * 7919 % 730) * 1440;
      h.to = {h.from.minutes + 10 * 1440};
      r.holds.push_back(h);
    }
  const auto begun = std::chrono::steady_clock::now();
  const auto census = roster::census(r);
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  MESSAGE("census of 5,000 patients, two years, ten resources: " << took * 1000 << " ms");
  CHECK(took < 1);
  CHECK(census.weeks.size() == 105);
}
