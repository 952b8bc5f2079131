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

/// Five dates of which the first lost its first hour: clocks went from 00:00 to 01:00 as the table begins.
Dates late_dates() {
  return Dates(0, {0, days(1) - 60, days(2) - 60, days(3) - 60, days(4) - 60, days(5) - 60}, {{always_before, 60}});
}

/// Five dates of which the third has its last hour twice: clocks go back from 24:00 to 23:00.
Dates dates_with_two_last_hours() {
  return Dates(0, {0, days(1), days(2), days(3) + 60, days(4) + 60, days(5) + 60},
               {{always_before, 0}, {days(3), -60}});
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
  const DayMap onto_third(0, {2, 2, 2, 2, 4});
  for (const Dates& dates : {late_dates(), dates_with_two_last_hours()}) {
    for (const int n : {-1, 0, 1}) check_to_the_ends(Step::of_wall(n, dates), 0, days(5));
    check_to_the_ends(Step::of_mapped_wall(onto_third, dates), 0, days(5));
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

TEST_CASE("where a date has had an hour more the next begins that much later") {
  const Dates dates = dates_with_two_last_hours();
  CHECK(dates.date(days(3) + 30) == 2);
  CHECK(dates.date(days(3) + 60) == 3);
  CHECK(dates.date(days(4) + 30) == 3);
}

TEST_CASE("a date that does not begin at midnight is not plain, however long it is") {
  const Dates dates(0, {60, days(1) + 60}, {{always_before, 0}});
  CHECK_FALSE(dates.plain(0));
}

TEST_CASE("labels that are raised again and again without a cycle come to rest, and why is told") {
  // Each of many visits, raised by one late event, holds the patients before it from being earlier.
  Network net(0, days(300));
  constexpr int patients = 8, visits = 40;
  const auto outside = net.event(), first = net.event();
  std::vector<Event> patient, visit;
  for (int i = 0; i < patients; ++i) patient.push_back(net.event());
  for (int i = 0; i < visits; ++i) visit.push_back(net.event());
  const auto last = net.event();
  net.not_before(outside, 10'000);
  net.link(outside, last, at_least(Tick{0}));
  net.link(first, last, between(Tick{0}, 100));
  net.link(visit.back(), last, at_least(-5'000));
  for (int i = 0; i < visits; ++i) {
    net.link(first, visit[i], at_least(10 * i));
    for (const Event p : patient) net.link(p, visit[i], between(-1'000, 5));
  }
  const Solver solver(net);
  Labels labels;
  REQUIRE(solver.earliest_into(labels));
  CHECK(labels[first] == 9'900);
  for (const Event p : patient) CHECK(labels[p] == 9'900 + 10 * (visits - 1) - 5);
  const auto hops = solver.why_not_earlier(patient.front());
  REQUIRE_FALSE(hops.empty());
  CHECK(hops.front().from == outside);
  CHECK(hops.back().to_at == labels[patient.front()]);
}

TEST_CASE("a ring of more events than a word has bits comes to rest") {
  constexpr int size = 130;
  Network net(0, days(300));
  std::vector<Event> ring;
  for (int i = 0; i < size; ++i) ring.push_back(net.event());
  for (int i = 1; i < size; ++i) net.link(ring[i - 1], ring[i], at_least(10));
  net.link(ring.front(), ring.back(), at_most(1'400));
  net.not_before(ring[100], 2'000);
  Labels labels;
  REQUIRE(Solver(net).earliest_into(labels));
  CHECK(labels[ring.front()] == 2'000 + 290 - 1'400);
  CHECK(labels[ring[99]] == 890 + 990);
  CHECK(labels[ring[100]] == 2'000);
}

TEST_CASE("a cycle of every kind of step that creeps is turned to the end of time, forwards and backwards") {
  const Dates plain = plain_dates(400), changing = changing_dates();
  std::vector<Range> ranges;
  for (int day = 0; day < 300; ++day) ranges.push_back({days(day) + hours(8), days(day) + hours(18)});
  const Openings clinic(ranges);
  const auto creeps = [&](const Step& least, const Step& greatest, bool opened) {
    Network net(0, days(290));
    const auto a = net.event(), b = net.event(), c = net.event();
    net.link(a, b, at_least(least));
    net.link(a, b, at_most(greatest));
    net.link(b, c, between(-90, 7));  // c hangs on the cycle and does not turn with it
    if (opened) net.open(a, {&clinic}, hours(1));
    net.not_after(a, days(280));
    const Solver solver(net);
    Labels labels;
    CHECK_FALSE(solver.earliest_into(labels));
    CHECK_FALSE(solver.latest_into(labels));
  };
  for (const bool opened : {false, true}) {
    CAPTURE(opened);
    creeps(Step(61), Step(60), opened);
    creeps(Step::of_wall(1, plain), Step(days(1) - 1), opened);
    creeps(Step::of_wall(1, changing), Step(days(1) - 61), opened);
    creeps(Step::of_work(61, clinic), Step(60), opened);
  }
}
