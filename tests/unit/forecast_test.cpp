// forecast: chance that anyone can repeat, lengths as distributions, and what comes of following a plan.
#include <doctest/doctest.h>

#include <cmath>

#include "forecast/replicate.h"

using namespace v2v::forecast;
using namespace v2v::network;

TEST_CASE("chance is Philox4x32-10, as published") {
  CHECK(bits({0, 0}, {}) == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t all = 0xffffffff;
  CHECK(bits({all, all}, {all, all, all, all}) ==
        std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(uniform({1, 2}, {3, 4, 5, 6}) == uniform({1, 2}, {3, 4, 5, 6}));
  CHECK(uniform({1, 2}, {3, 4, 5, 6}) != uniform({1, 2}, {3, 5, 5, 6}));
}

TEST_CASE("a distribution's quantiles and its chances are one another's inverse") {
  for (const Distribution& d :
       {Distribution::uniform(3, 9), Distribution::pert(13, 17, 35), Distribution::triangular(2, 2, 10),
        Distribution::triangular(2, 10, 10), Distribution::about_median(1, 2, 12),
        Distribution::lognormal(0.1, 15, 0.9, 40), Distribution::shifted(7, Distribution::lognormal(0.5, 3, 0.9, 9))})
    for (const double p : {0.001, 0.1, 0.25, 0.5, 0.8, 0.99}) CHECK(d.cdf(d.quantile(p)) == doctest::Approx(p));
  CHECK(Distribution::lognormal(0.1, 15, 0.9, 40).quantile(0.1) == doctest::Approx(15));
  CHECK(Distribution::lognormal(0.1, 15, 0.9, 40).quantile(0.9) == doctest::Approx(40));
  CHECK(Distribution::triangular(0, 5, 10).quantile(0.5) == doctest::Approx(5));
  CHECK(Distribution::uniform(4, 4).quantile(0.3) == 4);
  // What would be longer counts as the most: half by day 17, nine in ten by day 26, from day 12 on, to day 40.
  const Distribution made =
      Distribution::at_most(40, Distribution::shifted(12, Distribution::lognormal(0.5, 5, 0.9, 14)));
  CHECK(made.quantile(0.5) == doctest::Approx(17));
  CHECK(made.quantile(0.9) == doctest::Approx(26));
  CHECK(made.quantile(0.9999) == 40);
  CHECK(made.cdf(39.9) < 1);
  CHECK(made.cdf(40) == 1);
  CHECK(made.most() == 40);
  CHECK(Table(made).most() == 40);
  const Distribution list = Distribution::empirical({30, 10, 20, 20});
  CHECK(list.quantile(0.25) == 10);
  CHECK(list.quantile(0.26) == 20);
  CHECK(list.quantile(0.99) == 30);
  CHECK(list.cdf(20) == 0.75);
}

TEST_CASE("a table draws the whole numbers of a distribution as often as it says") {
  const Table manufacturing(Distribution::pert(13, 17, 35));
  CHECK(manufacturing.least() == 13);
  CHECK(manufacturing.most() == 35);
  CHECK(manufacturing.draw(1e-9) == 13);
  CHECK(manufacturing.draw(1 - 1e-9) == 35);
  CHECK(manufacturing.up_to(manufacturing.draw(0.5)) >= 0.5);
  CHECK(manufacturing.up_to(manufacturing.draw(0.5) - 1) < 0.5);
  SUBCASE("once it has lasted so long, half of what is longer is longer than the median of the rest") {
    CHECK(manufacturing.median_beyond(12) == manufacturing.draw(0.5));
    CHECK(manufacturing.median_beyond(20) > manufacturing.median_beyond(12));
    CHECK(manufacturing.median_beyond(34) == 35);
    CHECK(manufacturing.median_beyond(35) == 36);
  }
}

TEST_CASE("cells are made, and the infusion is told a week ahead") {
  Network net(0, days(400));
  enum : Tag { making };
  const auto begun = net.event(), made = net.event(), infusion = net.event();
  net.not_before(begun, 0);
  net.not_after(begun, 0);
  net.link(begun, made, exactly(days(20)), making);
  net.link(made, infusion, at_least(days(2)));
  Pathway way;
  way.net = &net;
  way.lengths.push_back({begun, made, making, Table(Distribution::uniform(days(10), days(30))), {}, -1});
  way.told = {{begun, 0, {}}, {infusion, days(7), {}}};
  Policy policy(way);
  Run run;
  const auto follow = [&](Tick length) {
    policy.follow({static_cast<double>(length - days(10)) / static_cast<double>(days(20))}, run);
    return run.at[2];
  };
  SUBCASE("as long as expected: on its day, and it never moves") {
    CHECK(follow(days(20)) == doctest::Approx(days(22)).epsilon(0.001));
    CHECK(run.moved[1] == 0);
  }
  SUBCASE("early, before anyone was told: it comes earlier") {
    CHECK(follow(days(12)) == doctest::Approx(days(14)).epsilon(0.001));
    CHECK(run.moved[1] == 0);
  }
  SUBCASE("early, but the date was told: it stays") {
    CHECK(follow(days(18)) == days(22));
    CHECK(run.moved[1] == 0);
  }
  SUBCASE("late: the date that was told moves, and each time it must") {
    CHECK(follow(days(28)) >= days(30));
    CHECK(run.moved[1] >= 1);
  }
  SUBCASE("who knows the length beforehand loses no day: a bound, not a plan") {
    for (const double u : {0.1, 0.4, 0.6, 0.9}) {
      policy.follow({u}, run);
      const Tick followed = run.at[2];
      policy.foresee({u}, run);
      CHECK(run.at[2] == way.lengths[0].table.draw(u) + days(2));
      CHECK(run.at[2] <= followed);
    }
  }
}

TEST_CASE("what has been cannot move: a rule that only the truth breaks is told as broken") {
  Network net(0, days(400));
  enum : Tag { making };
  const auto begun = net.event(), made = net.event(), chemotherapy = net.event(), infusion = net.event();
  net.not_before(begun, 0);
  net.not_after(begun, 0);
  net.link(begun, made, exactly(days(20)), making);
  net.link(made, infusion, at_least(hours(1)));
  net.link(chemotherapy, infusion, between(days(3), days(5)));  // no gate: it may be given before the product is there
  Pathway way;
  way.net = &net;
  way.lengths.push_back({begun, made, making, Table(Distribution::uniform(days(10), days(30))), {}, -1});
  way.told = {{begun, 0, {}}, {chemotherapy, 0, {}}, {infusion, 0, {}}};
  Policy policy(way);
  Run run;
  policy.follow({0.99}, run);
  CHECK(run.broken);
  policy.follow({0.5}, run);
  CHECK(!run.broken);
  SUBCASE("behind a gate it is never given too early") {
    net.link(made, chemotherapy, at_least(hours(0)));
    Policy gated(way);
    gated.follow({0.99}, run);
    CHECK(!run.broken);
  }
}

TEST_CASE("a quantile comes with the values that hold it in 95 of 100 samples") {
  std::vector<Tick> values;
  for (Tick v = 1; v <= 10'000; ++v) values.push_back(v);
  const Quantile median = quantile(values, 0.5), late = quantile(values, 0.9);
  CHECK(median.value == 5000);
  CHECK(median.low == 4902);
  CHECK(median.high == 5099);
  CHECK(late.value == 9000);
  CHECK(late.high - late.low < 125);
  CHECK(quantile({7}, 0.1).high == 7);
}
