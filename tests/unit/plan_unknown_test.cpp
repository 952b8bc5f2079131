// plan: what nobody knows yet is not pretended to be known (engine.md, trap 8, as far as one plan goes): dates behind
// an open length are likely, carry their range, and never become firm by booking alone.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "plan/plan.h"
#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;
using timeline::Entry;
using timeline::Firmness;

namespace {

const Entry& entry(const timeline::Timeline& plan, const std::string& id) {
  const auto found = std::find_if(plan.entries.begin(), plan.entries.end(), [&](const Entry& e) { return e.id == id; });
  REQUIRE_MESSAGE(found != plan.entries.end(), id << " is not in the plan");
  return *found;
}

timeline::Timeline planned(const ShelfCase& one, plan::Assume assume) {
  auto settings = one.settings;
  settings.assume = assume;
  const auto answer = plan::plan(one.what, settings);
  REQUIRE(answer);
  REQUIRE(!answer.value->conflict);
  return *answer.value;
}

}  // namespace

TEST_CASE("while cells are being made nothing that waits for them is firm and each such date says its range") {
  source::Sources sources;
  const auto one = example(sources, "P-0042");
  const auto likely = planned(one, plan::Assume::likely);
  const auto least = planned(one, plan::Assume::least);
  const auto most = planned(one, plan::Assume::most);
  for (const char* id : {"release", "delivery", "product-on-site", "lymphodepletion", "infusion"}) {
    CAPTURE(id);
    const Entry& e = entry(likely, id);
    CHECK(e.firmness == Firmness::likely);
    REQUIRE(e.range_from.has_value());
    CHECK(*e.range_from <= *e.start);
    CHECK(*e.start <= *e.range_to);
    CHECK(*e.range_from == *entry(least, id).start);
    CHECK(*e.range_to == *entry(most, id).start);
    CHECK(*e.range_from < *e.range_to);
  }
  CHECK(entry(likely, "leukapheresis").firmness == Firmness::firm);
  // What has begun is a fact; when it will end is not.
  const Entry& making = entry(likely, "manufacturing");
  CHECK(making.state == timeline::State::happened);
  CHECK(making.running);
  CHECK(making.firmness == Firmness::likely);
}

TEST_CASE("what has lasted longer than its longest is warned of and planned as if it ended today") {
  source::Sources sources;
  auto one = example(sources, "P-0042");
  one.what.patient.booked.clear();
  one.settings.today = *calendar::day_of(2026, 12, 1);
  const auto late = planned(one, plan::Assume::likely);
  CHECK(one.what.centre->zone.wall(*entry(late, "manufacturing").end).day >= one.settings.today);
  CHECK(std::any_of(late.warnings.begin(), late.warnings.end(),
                    [](const std::string& text) { return text.find("longer than its longest") != std::string::npos; }));
}

TEST_CASE("an infusion that is booked before the product is there is kept but stays likely and the risk is said") {
  source::Sources sources;
  auto one = example(sources, "P-0042");
  const auto free = planned(one, plan::Assume::likely);
  const Entry& before = entry(free, "infusion");
  model::Fact booking;
  booking.point.stage = "infusion";
  booking.from.day = one.what.centre->zone.wall(*before.start).day;
  booking.from.instant = one.what.centre->zone.start_of(booking.from.day);
  one.what.patient.booked.push_back(booking);
  const auto booked = planned(one, plan::Assume::likely);
  CHECK(entry(booked, "infusion").state == timeline::State::booked);
  CHECK(entry(booked, "infusion").firmness == Firmness::likely);
  CHECK(std::any_of(booked.warnings.begin(), booked.warnings.end(), [](const std::string& text) {
    return text.find("if everything takes its most") != std::string::npos && text.find("booked") != std::string::npos;
  }));
}
