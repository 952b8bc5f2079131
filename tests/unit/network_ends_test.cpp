// The kernel at the ends of its tables and of its horizon, where a clinic never plans and a search may still look.
#include <doctest/doctest.h>

#include <algorithm>

#include "network/network.h"

using namespace v2v::network;

namespace {

/// Dates 0 to `count` - 1, without a change of clocks.
Dates plain_dates(int count) {
  std::vector<Tick> edges;
  for (int day = 0; day <= count; ++day) edges.push_back(days(day));
  return Dates(0, std::move(edges), {{always_before, 0}});
}

/// Ten dates; on date 3 clocks go forward at 01:00 to 02:00 (23 h), on date 6 back at 02:00 to 01:00 (25 h).
Dates changing_dates() {
  std::vector<Tick> edges;
  for (int day = 0; day <= 10; ++day) edges.push_back(days(day) - (day > 3 && day <= 6 ? 60 : 0));
  return Dates(0, std::move(edges), {{always_before, 0}, {days(3) + hours(1), 60}, {days(6) + hours(1), 0}});
}

/// The two pairs of a step, for ticks well outside its table, at its ends, and at the ends of time.
/// `last`: the furthest of those; work has no tick from which it would be done by `never`.
void check_to_the_ends(const Step& step, Tick begin, Tick end, Tick last = never) {
  std::vector<Tick> some, limits{always_before, last};
  for (const Tick at : {begin, end})
    for (const Tick off : {-days(3), -days(1), Tick{-61}, Tick{-1}, Tick{0}, Tick{1}, Tick{61}, days(1), days(3)})
      some.push_back(at + off);
  for (Tick t = begin; t < end; t += 97) some.push_back(t);
  limits.insert(limits.end(), some.begin(), some.end());
  for (const Tick s : some) {
    CAPTURE(s);
    for (Tick t : limits) {
      CAPTURE(t);
      REQUIRE((step.least(s) <= t) == (s <= step.least_back(t)));
      REQUIRE((t <= step.greatest(s)) == (step.greatest_back(t) <= s));
    }
  }
}

}  // namespace

TEST_CASE("the pairs of every step hold beyond the ends of its tables and to the ends of time") {
  const Openings open({{100, 200}, {260, 261}, {900, 2000}, {2600, 5000}});
  const DayMap clamped(0, {1, 1, 1, 4, 4, 6, 8, 8, 9, 9}), beyond(0, {2, 3, 4, 5, 6, 7, 8, 9, 12, 13});
  const DayMap before(0, {-3, -2, -1, 0, 1, 2, 2, 3, 4, 5}), flat(0, {3, 3, 3, 3, 3, 3, 3, 3, 3, 3});
  check_to_the_ends(Step(90), 0, days(10));
  for (const Dates& dates : {plain_dates(10), changing_dates()}) {
    for (const int n : {-12, -9, -1, 0, 1, 4, 9, 12}) {
      CAPTURE(n);
      check_to_the_ends(Step::of_days(n, dates), 0, days(10));
      check_to_the_ends(Step::of_wall(n, dates), 0, days(10));
    }
    for (const DayMap* map : {&clamped, &beyond, &before, &flat}) {
      check_to_the_ends(Step::of_map(*map, dates), 0, days(10));
      check_to_the_ends(Step::of_mapped_wall(*map, dates), 0, days(10));
    }
  }
  for (const Tick work : {Tick{0}, Tick{1}, Tick{150}, hours(90)})
    check_to_the_ends(Step::of_work(work, open), 0, 5000, days(9999));
}

TEST_CASE("a network of nothing has a plan of nothing") {
  const Network net(0, days(1));
  CHECK(std::get<Timeline>(solve(net)).earliest.at.empty());
  CHECK(parts_in_order(net).empty());
}

TEST_CASE("a place that never opens lets nothing start") {
  const Openings shut({});
  CHECK(shut.next(0, 0) == never);
  CHECK(shut.previous(0, 0) == always_before);
  CHECK(shut.holding(0) == nullptr);
  CHECK(shut.worked(days(1)) == 0);
  CHECK(shut.after_work(0, 1) == never);
  Network net(0, days(30));
  const auto visit = net.event();
  net.open(visit, {&shut}, hours(1), 7);
  CHECK(std::get<Clash>(solve(net)).tags == std::vector<Tag>{7});
}

TEST_CASE("of a question that cannot be there is no chain") {
  Network net(0, days(30));
  const auto a = net.event(), b = net.event();
  net.link(a, b, at_least(hours(2)), 1);
  net.not_after(b, hours(1), 2);
  const Solver solver(net);
  CHECK(solver.why_not_earlier(b).empty());
  CHECK(solver.why_not_later(a).empty());
  CHECK_FALSE(solver.why_not_earlier(b, {{}, {2}}).empty());
}

TEST_CASE("a rule that is left out binds nothing, and a pin of its tag still does") {
  Network net(0, days(30));
  const auto a = net.event(), b = net.event();
  net.link(a, b, at_least(hours(2)), 1);
  net.link(a, b, at_least(hours(9)), 2);
  const Solver solver(net);
  const Question question{{{a, hours(1), never, 2}, {b, always_before, hours(2), 3}}, {2}};
  const auto clash = std::get<Clash>(solver.earliest(question));
  CHECK(clash.tags == std::vector<Tag>{2, 1, 3});
  CHECK(clash.missed_by == std::vector<Tick>{hours(1), hours(1), hours(1)});
}

TEST_CASE("a solver that is given another network answers for that one") {
  Network early(0, days(30)), late(0, days(30));
  const auto event = early.event();
  early.not_before(event, hours(1));
  late.not_before(late.event(), hours(5));
  Solver solver(early), other(late);
  CHECK(std::get<Labels>(solver.earliest())[event] == hours(1));
  solver = std::move(other);
  CHECK(std::get<Labels>(solver.earliest())[event] == hours(5));
}

TEST_CASE("a table whose first offset begins after its first tick reads that offset before it too") {
  const std::vector<Tick> edges{-hours(1), days(1) - hours(1), days(2) - hours(1)};
  const Dates known(0, edges, {{hours(5), 60}}), always(0, edges, {{always_before, 60}});
  for (Tick t = edges.front(); t < edges.back(); t += 7) CHECK(known.minute(t) == always.minute(t));
  CHECK(known.at(0, hours(9)) == hours(8));
}

TEST_CASE("a date that begins past midnight is read on its own wall") {
  // Midnight is skipped: clocks go from 00:00 to 01:00, and the date is the shorter for it.
  const Dates dates(0, {0, days(1), days(2) - 60}, {{always_before, 0}, {days(1), 60}});
  CHECK(dates.minute(days(1)) == 60);
  CHECK(dates.at(1, 0) == days(1));
  CHECK(dates.at(1, hours(9)) == days(1) + hours(8));
  CHECK_FALSE(dates.plain(1));
}
