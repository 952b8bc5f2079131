// What the kernel does at the edges: of tables, of the horizon, of a search.
#include <doctest/doctest.h>

#include "network/network.h"

using namespace v2v::network;

namespace {

Dates plain_dates(int from_day, int to_day) {
  std::vector<Tick> edges;
  for (int day = from_day; day <= to_day; ++day) edges.push_back(days(day));
  return Dates(from_day, std::move(edges), {{always_before, 0}});
}

}  // namespace

TEST_CASE("a time before the table of dates counts as on its first date, read forwards and backwards") {
  const Dates dates = plain_dates(1, 9);
  Network net(0, days(8));
  const auto dose = net.event(), check = net.event();
  net.link(dose, check, exactly(Step::of_days(0, dates)));
  Labels labels;
  REQUIRE(Solver(net).earliest_into(labels));
  CHECK(labels[check] == days(1));
  CHECK(labels[dose] == 0);

  SUBCASE("and one after the table as on its last") {
    const Dates few = plain_dates(0, 4);
    Network late(0, days(8));
    const auto visit = late.event(), report = late.event();
    late.link(visit, report, at_least(Step::of_days(0, few)));
    late.not_after(report, days(4) - 1);
    late.not_after(visit, days(7));
    REQUIRE(Solver(late).latest_into(labels));
    CHECK(labels[visit] == days(7));
  }
}

TEST_CASE("a cycle that found its place is not blamed for what passes the horizon after it") {
  const Openings lab({{hours(8), hours(18)}, {days(1) + hours(8), days(1) + hours(18)}});
  Network net(0, days(2) + hours(12));
  const auto draw = net.event(), test = net.event(), report = net.event();
  enum { transport, freshness, reading };
  net.not_before(draw, hours(8));
  net.link(draw, test, at_least(61), transport);
  net.link(draw, test, at_most(Step::of_work(60, lab)), freshness);  // from 17:01, over the closing hour
  net.link(test, report, at_least(days(2)), reading);
  const auto clash = std::get<Clash>(Solver(net).earliest());
  CHECK(clash.tags == std::vector<Tag>{transport, freshness, reading});
  CHECK(clash.excess == hours(6) + 2);
}
