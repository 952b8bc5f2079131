// What the kernel does at the edges: of tables, of the horizon, of a search.
#include <doctest/doctest.h>

#include "network/network.h"
#include "network/side.h"

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

TEST_CASE("a part of many events settles as the sum of its waits") {
  constexpr int events = 200, opened = 150;
  const Openings room({{5000, 6000}});
  Network net(0, 30000);
  std::vector<Event> e;
  for (int i = 0; i < events; ++i) e.push_back(net.event());
  for (std::size_t i = 0; i + 1 < e.size(); ++i) net.link(e[i], e[i + 1], between(10, 15));
  net.open(e[opened], {&room}, 60);
  net.not_after(e[opened], 20000);
  const Solver solver(net);
  Labels early, late;
  REQUIRE(solver.earliest_into(early));
  REQUIRE(solver.latest_into(late));
  for (int i = 0; i < events; ++i) {
    const int by = i - opened;
    CHECK(early[e[static_cast<std::size_t>(i)]] == 5000 + (by < 0 ? 15 * by : 10 * by));
    CHECK(late[e[static_cast<std::size_t>(i)]] == 5940 + (by < 0 ? 10 * by : 15 * by));
  }
  const auto why = solver.why_not_earlier(e.front());
  CHECK(why.size() >= opened);
  CHECK(why.back().to_at == early[e.front()]);
}

TEST_CASE("of a bound and a wait that come to the same time the smaller rank is named") {
  for (const int wait_rank : {1, 3}) {
    Network net(0, days(9));
    const auto a = net.event(), b = net.event();
    net.not_before(a, hours(1), 0, 0);
    net.not_before(b, hours(3), 1, 2);
    net.link(a, b, at_least(hours(2)), 2, wait_rank);
    const auto why = Solver(net).why_not_earlier(b);
    REQUIRE_FALSE(why.empty());
    CHECK(why.back().kind == (wait_rank < 2 ? Hop::arrow : Hop::bound));
  }
  Network net(0, days(9));
  const auto a = net.event(), b = net.event();
  net.link(a, b, at_least(hours(2)), 2, 1);
  const Question pinned{{{b, hours(2)}}, {}};
  CHECK(Solver(net).why_not_earlier(b, pinned).back().kind == Hop::pin);
}

TEST_CASE("inside a part events stand along their least waits, and where these go round the lowest opens the circle") {
  const auto positions = [](std::int32_t events, const std::vector<Arc>& arcs) {
    return order_of(events, arcs).position;
  };
  using Places = std::vector<std::int32_t>;
  CHECK(positions(3, {{2, 1, true}, {1, 0, true}, {0, 2, false}}) == Places{2, 1, 0});
  CHECK(positions(3, {{0, 1, true}, {1, 2, true}, {2, 0, true}}) == Places{0, 1, 2});
  CHECK(positions(3, {{0, 0, true}, {2, 1, true}, {1, 0, true}, {0, 2, false}}) == Places{2, 1, 0});
  CHECK(positions(4, {{0, 3, true}, {3, 0, false}, {2, 0, true}, {1, 2, true}, {2, 1, false}}) == Places{2, 0, 1, 3});
  CHECK(positions(4, {{3, 1, true}, {1, 3, true}, {3, 0, true}, {0, 2, false}, {2, 3, true}, {0, 3, false}}).size() ==
        4);
  CHECK(positions(0, {}).empty());
  const Order parts = order_of(4, {{3, 2, true}, {2, 3, false}, {2, 0, true}, {0, 1, true}});
  CHECK(parts.part == Places{1, 2, 0, 0});
  CHECK(parts.position == Places{2, 3, 1, 0});
}

TEST_CASE("the tags of a clash come in the order of what happens, a cycle's too") {
  Network net(0, days(400));
  const auto start = net.event(), a = net.event(), b = net.event();
  enum { life, wait, begin };
  net.not_before(start, days(2), begin);
  net.link(start, a, at_least(0));
  net.link(a, b, at_least(61), wait);
  net.link(a, b, at_most(60), life);
  const auto clash = std::get<Clash>(Solver(net).earliest());
  CHECK(clash.tags == std::vector<Tag>{wait, life});
  CHECK(clash.excess == 1);

  SUBCASE("through events that lie after one another") {
    Network line(0, days(9));
    const auto x = line.event(), y = line.event(), z = line.event();
    line.not_before(x, days(3), 5);
    line.link(x, y, at_least(days(1)), 3);
    line.link(y, z, at_least(days(1)), 4);
    line.not_after(z, days(4), 1);
    const auto found = std::get<Clash>(Solver(line).earliest());
    CHECK(found.tags == std::vector<Tag>{5, 3, 4, 1});
    CHECK(found.missed_by == std::vector<Tick>(4, days(1)));
  }
}

TEST_CASE("an hour of a date beyond the table is that hour of its first or its last date") {
  const Dates dates = plain_dates(2, 5);
  CHECK(dates.at(0, hours(10)) == days(2) + hours(10));
  CHECK(dates.at(3, hours(10)) == days(3) + hours(10));
  CHECK(dates.at(9, hours(10)) == days(4) + hours(10));
}

TEST_CASE("by the wall the later date has the same hour; else it has its first and its last tick") {
  const Dates dates = plain_dates(2, 6);
  const DayMap month(2, {3, 4, 4, 5});
  const Step wall = Step::of_mapped_wall(month, dates), date = Step::of_map(month, dates);
  const Tick t = days(2) + hours(10);
  CHECK(wall.least(t) == days(3) + hours(10));
  CHECK(wall.greatest(t) == days(3) + hours(10));
  CHECK(wall.least_back(days(3) + hours(10)) == t);
  CHECK(date.least(t) == days(3));
  CHECK(date.greatest(t) == days(4) - 1);
}
