#include "network/network.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <set>

using namespace v2v::network;

namespace {

using Tags = std::vector<Tag>;

/// Day 0 is a Monday, ticks are minutes of a wall clock that never changes.
std::vector<Range> weekdays(int last_day, Tick from, Tick to) {
  std::vector<Range> ranges;
  for (int day = 0; day < last_day; ++day) {
    if (day % 7 < 5) ranges.push_back({days(day) + from, days(day) + to});
  }
  return ranges;
}

Dates plain_dates(int last_day) {
  std::vector<Tick> edges;
  for (int day = 0; day <= last_day; ++day) edges.push_back(days(day));
  return Dates(0, std::move(edges), {{always_before, 0}});
}

/// Ten dates; on date 3 clocks go forward at 01:00 to 02:00 (23 h), on date 6 back at 02:00 to 01:00 (25 h).
Dates changing_dates() {
  std::vector<Tick> edges;
  for (int day = 0; day <= 10; ++day) edges.push_back(days(day) - (day > 3 && day <= 6 ? 60 : 0));
  return Dates(0, std::move(edges), {{always_before, 0}, {days(3) + hours(1), 60}, {days(6) + hours(1), 0}});
}

/// least(s) <= t exactly when s <= least_back(t); t <= greatest(s) exactly when greatest_back(t) <= s.
void check_pairs(const Step& step, Tick from, Tick to, Tick stride) {
  for (Tick s = from; s < to; s += stride) {
    const Tick least = step.least(s), greatest = step.greatest(s);
    REQUIRE(least <= step.least(s + 1));
    REQUIRE(greatest <= step.greatest(s + 1));
    for (const Tick t : {s, least - 1, least, least + 1, greatest - 1, greatest, greatest + 1, s + 700, s + 3000}) {
      if (t >= never || t <= always_before) continue;  // no such tick
      CAPTURE(s);
      CAPTURE(t);
      REQUIRE((least <= t) == (s <= step.least_back(t)));
      REQUIRE((t <= greatest) == (step.greatest_back(t) <= s));
    }
  }
}

bool joined(const std::vector<Hop>& hops) {
  for (std::size_t i = 1; i < hops.size(); ++i) {
    if (hops[i - 1].to != hops[i].from || hops[i - 1].to_at != hops[i].from_at) return false;
  }
  return true;
}

std::vector<Hop::Kind> kinds(const std::vector<Hop>& hops) {
  std::vector<Hop::Kind> out;
  for (const Hop& h : hops) out.push_back(h.kind);
  return out;
}

}  // namespace

TEST_CASE("cells thawed for infusion must be given before they warm") {
  Network net(0, days(365));
  const auto release = net.event(), thaw = net.event(), infusion = net.event();
  enum { quarantine, bench_life, ward_slot };
  net.link(release, thaw, at_least(days(3)), quarantine);
  net.link(thaw, infusion, between(hours(0), hours(2)), bench_life);

  SUBCASE("without a ward slot the earliest infusion follows quarantine at once") {
    const auto plan = std::get<Timeline>(solve(net));
    CHECK(plan.earliest[infusion] == days(3));
    CHECK(plan.latest[infusion] == never);
  }
  SUBCASE("a ward slot before quarantine ends clashes and by how much is said") {
    net.link(release, infusion, exactly(days(2)), ward_slot);
    const auto clash = std::get<Clash>(solve(net));
    CHECK(std::set<Tag>(clash.tags.begin(), clash.tags.end()) == std::set<Tag>{quarantine, bench_life, ward_slot});
    CHECK(clash.tags.size() == 3);
    CHECK(clash.missed_by == std::vector<Tick>{days(1), days(1), days(1)});
    CHECK(clash.excess == days(1));
  }
  SUBCASE("a ward slot two hours after quarantine moves the thaw") {
    net.link(release, infusion, exactly(days(3) + hours(5)), ward_slot);
    const auto plan = std::get<Timeline>(solve(net));
    CHECK(plan.earliest[thaw] == days(3) + hours(3));
    CHECK(plan.earliest[release] == 0);
  }
}

TEST_CASE("a start waits for the doors to open and the end may fall on the closing hour") {
  const Openings clinic(weekdays(100, hours(8), hours(18)));
  Network net(0, days(90));
  const auto referral = net.event(), start = net.event(), end = net.event();
  net.link(referral, start, at_least(0));
  net.link(start, end, exactly(hours(2)));
  net.open(start, {&clinic}, hours(2));
  Labels labels;
  const Solver solver(net);

  SUBCASE("ending at closing time is legal") {
    REQUIRE(solver.earliest_into(labels, {{{referral, hours(16)}}, {}}));
    CHECK(labels[start] == hours(16));
    CHECK(labels[end] == hours(18));
  }
  SUBCASE("a minute later it is the next morning") {
    REQUIRE(solver.earliest_into(labels, {{{referral, hours(16) + 1}}, {}}));
    CHECK(labels[start] == days(1) + hours(8));
  }
  SUBCASE("a Friday evening waits for Monday") {
    REQUIRE(solver.earliest_into(labels, {{{referral, days(4) + hours(17)}}, {}}));
    CHECK(labels[start] == days(7) + hours(8));
  }
  SUBCASE("a zero wait does not snap: the referral keeps its night hour") {
    REQUIRE(solver.earliest_into(labels, {{{referral, hours(3)}}, {}}));
    CHECK(labels[referral] == hours(3));
  }
  SUBCASE("starting at closing time is not legal even without a length") {
    CHECK(clinic.next(hours(18), 0) == days(1) + hours(8));
    CHECK(clinic.previous(hours(18), 0) == hours(18) - 1);
    CHECK(clinic.next(0, hours(11)) == never);
  }
}

TEST_CASE("latest is not earliest run backwards") {
  // From Friday noon two open days later is Tuesday; back from Tuesday noon the last start is still Friday, at closing.
  const Openings clinic(weekdays(100, hours(8), hours(18)));
  Network net(0, days(90));
  const auto sample = net.event(), result = net.event();
  net.open(sample, {&clinic}, hours(1));
  net.link(sample, result, at_least(hours(48)));
  const Question question{{{sample, days(4) + hours(17) + 30}, {result, always_before, days(9) + hours(9)}}, {}};
  Labels early, late;
  const Solver solver(net);
  REQUIRE(solver.earliest_into(early, question));
  REQUIRE(solver.latest_into(late, question));
  CHECK(early[sample] == days(7) + hours(8));
  CHECK(early[result] == days(9) + hours(8));
  CHECK(late[result] == days(9) + hours(9));
  CHECK(late[sample] == days(7) + hours(9));
  // An hour less and no start is left: the weekend is in the way.
  CHECK_FALSE(solver.earliest_into(early, {{question.pins[0], {result, always_before, days(9) + hours(7)}}, {}}));
  CHECK_FALSE(solver.latest_into(late, {{question.pins[0], {result, always_before, days(9) + hours(7)}}, {}}));
}

TEST_CASE("forward and backward rounding are two functions for every kind of step") {
  const Dates dates = changing_dates();
  const Openings open({{100, 200}, {260, 261}, {900, 2000}, {2600, 5000}});
  const DayMap map(0, {1, 1, 1, 4, 4, 6, 8, 8, 9, 9});
  SUBCASE("elapsed") {
    check_pairs(Step(90), -100, 5000, 1);
  }
  SUBCASE("dated") {
    check_pairs(Step::of_days(2, dates), -100, days(11), 7);
  }
  SUBCASE("dated backwards") {
    check_pairs(Step::of_days(-1, dates), -100, days(11), 7);
  }
  SUBCASE("mapped") {
    check_pairs(Step::of_map(map, dates), -100, days(11), 7);
  }
  SUBCASE("wall") {
    check_pairs(Step::of_wall(3, dates), -100, days(11), 1);
  }
  SUBCASE("wall backwards") {
    check_pairs(Step::of_wall(-2, dates), -100, days(11), 1);
  }
  SUBCASE("mapped wall") {
    check_pairs(Step::of_mapped_wall(map, dates), -100, days(11), 1);
  }
  SUBCASE("waiting wall") {
    check_pairs(Step::of_waiting_wall(map, dates), -100, days(11), 1);
  }
  SUBCASE("worked") {
    check_pairs(Step::of_work(150, open), -100, 5200, 1);
  }
}

TEST_CASE("days are dates and hours are hours when the clocks change") {
  const Dates dates = changing_dates();
  CHECK(Step(hours(24)).least(days(3)) == days(4));
  CHECK(Step::of_days(1, dates).least(days(3) + hours(5)) == days(4) - hours(1));
  CHECK(Step::of_days(1, dates).greatest(days(3) + hours(5)) == days(5) - hours(1) - 1);

  SUBCASE("nine on the wall stays nine on the wall") {
    const Tick nine_before = days(2) + hours(9);
    CHECK(Step::of_wall(2, dates).least(nine_before) == days(4) - hours(1) + hours(9));
  }
  SUBCASE("an hour that is skipped moves forward") {
    CHECK(Step::of_wall(1, dates).least(days(2) + 90) == days(3) + hours(1));
  }
  SUBCASE("an hour that comes twice is the first and the second pass stands still") {
    const Tick date6 = days(6) - hours(1);
    CHECK(Step::of_wall(1, dates).least(days(5) - hours(1) + 90) == date6 + 90);
    CHECK(dates.minute(date6 + hours(2)) == 119);
    CHECK(dates.minute(date6 + hours(2) + 30) == 119);
    CHECK(dates.minute(date6 + hours(3)) == 120);
  }
  SUBCASE("past the end of the table there is no date") {
    CHECK(Step::of_days(9, dates).least(days(5)) == never);
    CHECK(Step::of_days(-9, dates).least(days(5)) == always_before);
  }
}

TEST_CASE("work pauses when the place shuts") {
  const Openings lab(weekdays(30, hours(8), hours(18)));
  CHECK(lab.after_work(days(4) + hours(16), hours(4)) == days(7) + hours(10));
  CHECK(lab.before_work(days(7) + hours(10), hours(4)) == days(4) + hours(16));
  CHECK(lab.after_work(days(5), hours(10)) == days(7) + hours(18));
  CHECK(lab.worked(days(7)) == hours(50));
  CHECK(lab.after_work(days(5), 0) == days(5));
  CHECK(lab.after_work(0, days(400)) == never);
}

TEST_CASE("a cycle that gains on a Wednesday and not on a Thursday is no clash") {
  // A repeat exactly four dates on, both on weekdays: the weekend lifts the repeat, the repeat lifts the dose.
  const Openings clinic(weekdays(100, hours(8), hours(18)));
  const Dates dates = plain_dates(120);
  Network net(0, days(90));
  const auto dose = net.event(), repeat = net.event();
  net.open(dose, {&clinic}, 0);
  net.open(repeat, {&clinic}, 0);
  net.link(dose, repeat, exactly(Step::of_days(4, dates)));
  const Solver solver(net);
  Labels labels;
  REQUIRE(solver.earliest_into(labels, {{{dose, days(1) + hours(8)}}, {}}));
  CHECK(labels[dose] == days(3) + hours(8));  // Tuesday and Wednesday would repeat on a weekend
  CHECK(labels[repeat] == days(7) + hours(8));
}

TEST_CASE("a cycle that creeps a minute a turn ends in well under a millisecond") {
  constexpr int years = 20;
  const Openings clinic(weekdays(365 * years, hours(8), hours(18)));
  Network net(0, days(365 * years));
  const auto a = net.event(), b = net.event();
  enum { hours_of_clinic, wait, life };
  net.open(a, {&clinic}, hours(1), hours_of_clinic);
  net.link(a, b, at_least(61), wait);
  net.link(a, b, at_most(60), life);
  const Solver solver(net);
  Labels labels;
  auto best = std::chrono::nanoseconds::max();
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(solver.earliest_into(labels));
    best = std::min(best, std::chrono::nanoseconds(std::chrono::steady_clock::now() - start));
  }
#ifdef NDEBUG  // with sanitizers time says nothing
  CHECK(best < std::chrono::milliseconds(1));
#endif

  const auto clash = std::get<Clash>(solver.earliest());
  CHECK(clash.tags.size() == 2);  // the opening is innocent
  CHECK(clash.missed_by == std::vector<Tick>{1, 1});
  CHECK(clash.excess == 1);
}

TEST_CASE("a creeping cycle that finds its place is told in turns") {
  // 61 minutes on the clock, but at most 60 minutes of open time: only across the closing hour do both hold.
  const Openings lab(weekdays(30, hours(8), hours(18)));
  Network net(0, days(20));
  const auto draw = net.event(), test = net.event();
  net.not_before(draw, hours(8));
  net.link(draw, test, at_least(61));
  net.link(draw, test, at_most(Step::of_work(60, lab)));
  const Solver solver(net);
  Labels labels;
  REQUIRE(solver.earliest_into(labels));
  CHECK(labels[draw] == hours(17) + 1);
  CHECK(labels[test] == hours(18) + 2);

  const auto hops = solver.why_not_earlier(draw);
  CHECK(joined(hops));
  CHECK(hops.back().to_at == hours(17) + 1);
  // The bound, the first turn in full, and all the others in one hop.
  CHECK(kinds(hops) == std::vector<Hop::Kind>{Hop::bound, Hop::arrow, Hop::arrow, Hop::turns});
}

TEST_CASE("a smallest clash need not be one cycle") {
  // Visits two, four and five dates after the first, all on weekdays: any two of them find a day, all three find none.
  const Dates dates = plain_dates(120);
  const Openings clinic(weekdays(110, hours(8), hours(18)));
  Network net(0, days(90));
  const auto first = net.event();
  net.open(first, {&clinic}, 0, 0);
  Tag tag = 0;
  for (const int n : {2, 4, 5}) {
    const auto visit = net.event();
    net.open(visit, {&clinic}, 0, ++tag);
    net.link(first, visit, exactly(Step::of_days(n, dates)), ++tag);
  }
  const auto clash = std::get<Clash>(Solver(net).earliest());
  Tags sorted = clash.tags;
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted == Tags{0, 1, 2, 3, 4, 5, 6});
  for (const Tag dropped : sorted) {
    Labels labels;
    CHECK(Solver(net).earliest_into(labels, {{}, {dropped}}));
  }
}

TEST_CASE("of two rules that could go the lower rank stays in the clash") {
  Network net(0, days(90));
  const auto start = net.event(), end = net.event();
  enum { label_rule, centre_rule, deadline };
  SUBCASE("whichever is added first") {
    net.link(start, end, at_least(days(5)), label_rule, 1);
    net.link(start, end, at_least(days(5)), centre_rule, 2);
  }
  SUBCASE("or last") {
    net.link(start, end, at_least(days(5)), centre_rule, 2);
    net.link(start, end, at_least(days(5)), label_rule, 1);
  }
  const Question question{{{start, days(2)}, {end, always_before, days(6), deadline}}, {}};
  const auto clash = std::get<Clash>(Solver(net).earliest(question));
  CHECK(clash.tags == Tags{label_rule, deadline});
  CHECK(clash.excess == days(1));
  CHECK(clash.missed_by == std::vector<Tick>{days(1), days(1)});
  // The same rank decides which of two causes is named.
  const auto why = Solver(net).why_not_earlier(end);
  REQUIRE(why.size() == 1);
  CHECK(net.arrows()[static_cast<std::size_t>(why[0].index)].tag == label_rule);
}

TEST_CASE("the chain of a date adds up, closed days included") {
  const Openings clinic(weekdays(100, hours(8), hours(18)));
  Network net(0, days(90));
  const auto referral = net.event(), visit = net.event(), result = net.event();
  net.not_before(referral, days(4) + hours(15));
  net.link(referral, visit, at_least(hours(5)));
  net.open(visit, {&clinic}, hours(1));
  net.link(visit, result, at_least(days(1)));
  const Solver solver(net);
  const auto hops = solver.why_not_earlier(result);
  CHECK(kinds(hops) == std::vector<Hop::Kind>{Hop::bound, Hop::arrow, Hop::opening, Hop::arrow});
  REQUIRE(joined(hops));
  CHECK(hops[2].to_at - hops[2].from_at == days(2) + hours(12));  // Friday 20:00 to Monday 08:00
  Tick sum = hops.front().from_at;
  for (const Hop& h : hops) sum += h.to_at - h.from_at;
  CHECK(sum == days(8) + hours(8));

  SUBCASE("why an event is no later is told from what comes after") {
    const Question question{{{result, always_before, days(12) + hours(10)}}, {}};
    const auto later = solver.why_not_later(referral, question);
    CHECK(kinds(later) == std::vector<Hop::Kind>{Hop::pin, Hop::arrow, Hop::arrow});
    CHECK(joined(later));
    CHECK(later.back().to_at == days(11) + hours(5));
  }
  SUBCASE("nothing binds an event without a rule above") {
    CHECK(solver.why_not_later(result).empty());
  }
}

TEST_CASE("a delay can raise another slack when there are greatest waits") {
  Network net(0, days(90));
  const auto collection = net.event(), infusion = net.event(), conditioning = net.event();
  net.link(conditioning, infusion, between(days(3), days(5)));
  net.link(collection, infusion, at_least(days(10)));
  const Solver solver(net);
  const auto slack = [&](Tick collected) {
    Labels early, late;
    Question q{{{collection, collected}}, {}};
    REQUIRE(solver.earliest_into(early, q));
    q.pins.push_back({infusion, always_before, days(30)});
    REQUIRE(solver.latest_into(late, q));
    return early[infusion] - early[conditioning];
  };
  CHECK(slack(0) == days(5));
  Labels early;
  REQUIRE(solver.earliest_into(early, {{{collection, days(4)}}, {}}));
  CHECK(early[conditioning] == days(9));  // the delay of the collection moved it
}

TEST_CASE("of several places that will do the first open one is taken") {
  const Openings monday({{hours(8), hours(10)}, {days(7) + hours(8), days(7) + hours(10)}});
  const Openings tuesday({{days(1) + hours(8), days(1) + hours(9)}});
  Network net(0, days(9));
  const auto visit = net.event();
  net.open(visit, {&monday, &tuesday}, hours(1));
  Labels labels;
  const Solver solver(net);
  REQUIRE(solver.earliest_into(labels, {{{visit, hours(10)}}, {}}));
  CHECK(labels[visit] == days(1) + hours(8));
  REQUIRE(solver.latest_into(labels, {{{visit, always_before, days(7)}}, {}}));
  CHECK(labels[visit] == days(1) + hours(8));

  SUBCASE("several openings must all hold") {
    const Openings carer({{hours(9), days(1)}, {days(7) + hours(9), days(8)}});
    net.open(visit, {&carer}, 0);
    const Solver both(net);
    REQUIRE(both.earliest_into(labels));
    CHECK(labels[visit] == hours(9));
    REQUIRE(both.earliest_into(labels, {{{visit, hours(9) + 1}}, {}}));
    CHECK(labels[visit] == days(7) + hours(9));
  }
}

TEST_CASE("a question lays pins over the network and leaves rules out") {
  Network net(0, days(90));
  const auto a = net.event(), b = net.event();
  enum { rule, booking };
  net.link(a, b, exactly(days(2)), rule);
  const Solver solver(net);
  const Question booked{{{a, days(1), days(1)}, {b, days(4), days(4), booking}}, {}};
  CHECK(std::get<Clash>(solver.latest(booked)).tags == Tags{booking, rule});
  const Question freed{booked.pins, {rule}};
  CHECK(std::get<Labels>(solver.earliest(freed))[b] == days(4));
  CHECK(std::get<Labels>(solver.latest(freed))[a] == days(1));
}

TEST_CASE("a clash of what cannot be dropped has no tags") {
  Network net(0, days(9));
  const auto a = net.event();
  net.not_before(a, days(3));
  net.not_after(a, days(2));
  const auto clash = std::get<Clash>(solve(net));
  CHECK(clash.tags.empty());
  CHECK(clash.excess == days(1));
}

TEST_CASE("nothing may lie past the horizon") {
  Network net(0, days(9));
  const auto a = net.event(), b = net.event();
  net.link(a, b, at_least(days(10)), 5);
  const auto clash = std::get<Clash>(solve(net));
  CHECK(clash.tags == Tags{5});
  CHECK(clash.excess == days(1));
  CHECK(std::holds_alternative<Clash>(Solver(net).latest()));
}

TEST_CASE("parts come in the order of the arrows") {
  Network net(0, days(9));
  const auto c = net.event(), b = net.event(), a = net.event();
  net.link(a, b, between(1, 2));
  net.link(b, c, at_least(1));
  const auto part = parts_in_order(net);
  CHECK(part[static_cast<std::size_t>(a.i)] == part[static_cast<std::size_t>(b.i)]);
  CHECK(part[static_cast<std::size_t>(b.i)] < part[static_cast<std::size_t>(c.i)]);
}

TEST_CASE("a reused answer is the same as a fresh one") {
  const Openings clinic(weekdays(100, hours(8), hours(18)));
  Network net(0, days(90));
  const auto a = net.event(), b = net.event();
  net.open(a, {&clinic}, hours(1));
  net.link(a, b, between(hours(20), hours(30)));
  net.open(b, {&clinic}, hours(1));
  const Solver solver(net);
  Labels reused;
  for (Tick t = 0; t < days(14); t += 613) {
    const Question q{{{a, t}}, {}};
    Labels fresh;
    REQUIRE(solver.earliest_into(fresh, q));
    REQUIRE(solver.earliest_into(reused, q));
    CHECK(fresh.at == reused.at);
  }
}
