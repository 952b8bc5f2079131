// plan: the independent checker accepts what the solver makes of every file at hand, and refuses what is spoiled. More
// of both in laws/accept_law and laws/fault_law.
#include "plan/verify.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "shelf.h"

using namespace v2v;
using namespace v2v::tests;

namespace {

std::string told(const plan::Verdict& verdict) {
  std::string text;
  for (const auto& b : verdict.broken)
    text += fmt::format("  {}: {} ({}), line {}\n", plan::word(b.rule), b.text, b.how, source::position(b.where).line);
  return text;
}

/// How many plans were looked at: with each assumption, as many days after the case's own today as are said.
int accept(const ShelfCase& one, const std::vector<int>& days_on, plan::Verdict* all = nullptr) {
  int plans = 0;
  for (const auto assume : {plan::Assume::likely, plan::Assume::least, plan::Assume::most, plan::Assume::p80})
    for (const int days : days_on) {
      auto settings = one.settings;
      settings.assume = assume;
      settings.today = settings.today + days;
      settings.explain = false;
      const auto answer = plan::plan(one.what, settings);
      if (!answer || answer.value->conflict) continue;
      ++plans;
      const auto verdict = plan::verify(one.what, settings, *answer.value);
      CHECK_MESSAGE(verdict.broken.empty(), one.name << " on " << to_string(settings.today) << ", assume "
                                                     << answer.value->assumed << "\n"
                                                     << told(verdict));
      if (all)
        for (std::size_t k = 0; k < plan::rules; ++k) all->read[k] += verdict.read[k];
    }
  return plans;
}

ShelfCase given(source::Sources& sources, const std::string& workflow, const std::string& patient) {
  auto read = text::read_case(sources, {{"w.yaml", workflow}, {"p.yaml", patient}}, {made_disk({}), {}, {}}, {});
  REQUIRE(read.value);
  ShelfCase one;
  one.what = std::move(*read.value);
  one.settings.today = *calendar::parse_day("2026-09-01");
  return one;
}

}  // namespace

TEST_CASE("the checker accepts every plan of the shelf and of the shipped checks, and reads every kind of rule there") {
  source::Sources sources;
  plan::Verdict all;
  int plans = 0;
  for (const auto& one : whole_shelf(sources)) plans += accept(one, {0}, &all);
  CHECK(plans > 900);
  for (std::size_t k = 0; k < plan::rules; ++k)
    if (static_cast<plan::Rule>(k) != plan::Rule::closed)
      CHECK_MESSAGE(all.read[k] > 0, plan::word(static_cast<plan::Rule>(k)) << " was never read");
  MESSAGE(plans << " plans");
}

TEST_CASE("the checker accepts the plans of every example, day after day") {
  source::Sources sources;
  int plans = 0;
  for (const char* patient : {"P-0042", "P-0057", "P-0063", "P-0070"})
    plans += accept(example(sources, patient), {0, 1, 6, 13, 27, 90, 400});
  CHECK(plans > 60);
}

TEST_CASE("the checker accepts a day at Christmas and one on which the clocks change") {
  source::Sources sources;
  const auto one = given(sources, R"(workflow: w
status: draft
day-zero: infusion
stages:
  scan: {phase: assessment, takes: 2h, falls-on: day -3}
  infusion: {phase: treatment, takes: 1d}
)",
                         "patient: P-1\nworkflow: w\n");
  CHECK(accept(one, {0, 24, 54, 55, 115, 120, 208}) == 28);
}

TEST_CASE("a plan that is spoiled is rejected by name") {
  source::Sources sources;
  const auto one = given(sources, R"(workflow: w
status: draft
day-zero: infusion
stages:
  chemotherapy: {phase: conditioning, kind: work, repeat: 2 times, apart: exactly 1d}
  infusion: {phase: treatment, kind: work, after: {chemotherapy: 2d to 5d}}
)",
                         "patient: P-1\nworkflow: w\n");
  auto answer = plan::plan(one.what, one.settings);
  REQUIRE(answer);
  auto& plan = *answer.value;
  CHECK_NOTHROW(plan::must_hold(one.what, one.settings, plan));
  auto& infusion = plan.entries.back();
  REQUIRE(infusion.id == "infusion");
  const auto says = [&](const char* rule, const char* words) {
    try {
      plan::must_hold(one.what, one.settings, plan);
      FAIL("it was accepted");
    } catch (const plan::Rejected& rejected) {
      const std::string what = rejected.what();
      CHECK_MESSAGE(what.find(rule) != std::string::npos, what);
      CHECK_MESSAGE(what.find(words) != std::string::npos, what);
    }
  };
  SUBCASE("a day too soon") {
    infusion.start = infusion.end = calendar::Instant{infusion.start->minutes - 1440};
    says("`wait`", "infusion after chemotherapy: 2d to 5d");
  }
  SUBCASE("a visit missing") {
    plan.entries.erase(plan.entries.begin());
    says("`visits`", "w.yaml:5");
  }
  SUBCASE("a day miscounted") {
    infusion.day = 1;
    says("`day number`", "infusion is on day 0");
  }
}

TEST_CASE("the checker refuses a second attempt of what follows the end of the pathway") {
  source::Sources sources;
  const auto ends_as = [&](const std::string& outcome) {
    return given(sources, R"(workflow: w
status: draft
day-zero: infusion
stages:
  consent: {phase: assessment, kind: work, outcomes: {signed: {}, declined: {chance: 5%, then: stop}}}
  premedication: {phase: treatment, kind: work, after: {consent: 1d}}
  infusion:
    phase: treatment
    kind: work
    after: {premedication: 1d}
    outcomes: {given: {}, put-off: {chance: 10%, then: again from consent}}
)",
                 R"(patient: P-1
workflow: w
happened:
  consent: {at: 2026-08-01, outcome: signed}
  premedication: 2026-08-03
  infusion: {at: 2026-08-04, outcome: put-off}
  consent attempt 2: {at: 2026-08-30, outcome: )" +
                     outcome + "}\n");
  };
  const auto signed_again = ends_as("signed"), declined = ends_as("declined");
  auto answer = plan::plan(signed_again.what, signed_again.settings);
  REQUIRE(answer);
  for (auto& entry : answer.value->entries)
    if (entry.id == "consent" && entry.attempt == 2) entry.outcome = "declined";
  const auto text = told(plan::verify(declined.what, declined.settings, *answer.value));
  CHECK_MESSAGE(
      text.find("attempts: consent ends the pathway (premedication is planned again, attempt 2)") != std::string::npos,
      text);
  CHECK_MESSAGE(text.find("infusion is planned again, attempt 2") != std::string::npos, text);
}

TEST_CASE(
    "the checker accepts what was done again for each attempt of a stage that the end of the pathway leaves out") {
  source::Sources sources;
  auto one = given(sources, R"(workflow: w
status: draft
day-zero: follow-up
stages:
  bridging: {phase: bridging, outcomes: {good: {}, poor: {chance: 75%, then: again from bridging}}}
  restaging:
    phase: bridging
    outcomes: {poor: {then: again from restaging, times: 2, adds: 1d}}
    after: {bridging: at most 0d or again}
  follow-up: {phase: follow-up}
)",
                   "patient: P-1\nworkflow: w\n");
  one.settings.ends_as = {{{"bridging", 1, 1}, "good"}, {{"bridging", 2, 1}, "good"}};
  const auto answer = plan::plan(one.what, one.settings);
  REQUIRE(answer);
  CHECK(std::count_if(answer.value->entries.begin(), answer.value->entries.end(),
                      [](const auto& entry) { return entry.id == "bridging"; }) == 4);
  CHECK_MESSAGE(plan::verify(one.what, one.settings, *answer.value).broken.empty(),
                told(plan::verify(one.what, one.settings, *answer.value)));
}

TEST_CASE("the checker refuses visits that are still to come where it is written down that the pathway ended") {
  source::Sources sources;
  const auto ends_as = [&](const std::string& outcome) {
    return given(sources, R"(workflow: w
status: draft
day-zero: infusion
stages:
  consent: {phase: assessment, kind: work}
  bloods: {phase: bridging, kind: work, repeat: 3 times, apart: exactly 1w, after: {consent: 1d}}
  manufacturing: {phase: manufacturing, kind: work, after: {consent: 2d}, outcomes: {good: {}, bad: {chance: 5%, then: stop}}}
  infusion: {phase: treatment, kind: work, after: {manufacturing: 1w}}
)",
                 R"(patient: P-1
workflow: w
happened:
  consent: 2026-08-20
  bloods visit 1: 2026-08-27
  manufacturing: {at: 2026-08-30, outcome: )" +
                     outcome + "}\n");
  };
  const auto good = ends_as("good"), bad = ends_as("bad");
  auto answer = plan::plan(good.what, good.settings);
  REQUIRE(answer);
  std::erase_if(answer.value->entries, [](const auto& entry) { return entry.id == "infusion"; });
  for (auto& entry : answer.value->entries)
    if (entry.id == "manufacturing") entry.outcome = "bad";
  const auto text = told(plan::verify(bad.what, bad.settings, *answer.value));
  CHECK_MESSAGE(text.find("the pathway has ended (bloods visit 3 is still to come)") != std::string::npos, text);
  answer = plan::plan(bad.what, bad.settings);
  REQUIRE(answer);
  CHECK_MESSAGE(plan::verify(bad.what, bad.settings, *answer.value).broken.empty(),
                told(plan::verify(bad.what, bad.settings, *answer.value)));
}

TEST_CASE("the checker refuses what is done again for a stage that was never there") {
  source::Sources sources;
  const auto twice = [&](const std::string& workflow, const std::string& patient) {
    const auto one = given(sources, "workflow: w\nstatus: draft\nday-zero: infusion\n" + workflow, patient);
    auto answer = plan::plan(one.what, one.settings);
    REQUIRE(answer);
    auto& all = answer.value->entries;
    const auto scan = std::find_if(all.begin(), all.end(), [](const auto& entry) { return entry.id == "scan"; });
    REQUIRE(scan != all.end());
    REQUIRE(scan->attempts == 1);
    scan->attempts = scan->visits = 2;
    auto again = *scan;
    again.attempt = again.visit = 2;
    all.insert(scan + 1, again);
    return told(plan::verify(one.what, one.settings, *answer.value));
  };
  SUBCASE("which an option leaves out, whoever ends the pathway") {
    const auto text = twice(R"(options: {arm: [short, long]}
stages:
  scan: {phase: assessment, kind: work}
  screen: {phase: assessment, kind: work, after: {scan: 1d}, outcomes: {fit: {}, unfit: {chance: 5%, then: stop}}}
  infusion: {phase: treatment, kind: work, after: {screen: 1d}}
  bridging: {phase: bridging, kind: work, when: arm is long, after: {scan: at most 2d or again}}
)",
                            "patient: P-1\nworkflow: w\nassume: {screen: unfit}\n");
    CHECK_MESSAGE(text.find("attempts: scan is done 1 times") != std::string::npos, text);
  }
  SUBCASE("which is there for what does not begin") {
    const auto text = twice(R"(stages:
  scan: {phase: assessment, kind: work}
  fever: {phase: bridging, kind: event, chance: 20%, begins: 0d to 3d after scan, lasts: 1d to 2d}
  infusion: {phase: treatment, kind: work, after: {scan: 1d}}
  bridging: {phase: bridging, kind: work, when: fever happened, after: {scan: at most 2d or again}}
)",
                            "patient: P-1\nworkflow: w\n");
    CHECK_MESSAGE(text.find("attempts: scan is done 1 times") != std::string::npos, text);
  }
}
