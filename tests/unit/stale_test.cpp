// The plan that people have, kept and read again; and what of it is wrong once rules have changed.
#include "follow/stale.h"

#include <doctest/doctest.h>

#include "disk.h"
#include "follow/compare.h"
#include "source/render.h"
#include "text/planned.h"
#include "text/tree.h"
#include "view/json.h"
#include "view/stale.h"

using namespace v2v;
using timeline::Stale;

namespace {

const std::string workflow = R"(workflow: w
status: draft
day-zero: infusion
sources: {label: {title: The label, checked: read, review-by: 2026-12-31}}
rules: {ban: 8w}
stages:
  chemotherapy: {phase: conditioning, takes: 1h, say: You get a medicine., cite: label 2}
  infusion: {phase: treatment, takes: 1h, after: {chemotherapy: 3d}, cite: label 2}
  no-driving: {phase: recovery, kind: restriction, from: infusion, until: ban after infusion, say: Do not drive.}
)";
const std::string person =
    "patient: P-1\nworkflow: w\nplanned-with: HASH\nhappened: {chemotherapy: 2026-10-05}\nbooked: {infusion: "
    "2026-10-09}\n";

std::string with(std::string text, const std::string& old, const std::string& now) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), now);
}

struct Planned {
  source::Sources sources;
  model::Case what;
  timeline::Timeline plan;
};

std::unique_ptr<Planned> planned(const std::string& rules, const std::string& who, int days_later = 0) {
  auto out = std::make_unique<Planned>();
  text::Library library;
  library.disk = tests::made_disk({{"w.yaml", rules}});
  auto read = text::read_case(out->sources, {{"p.yaml", who}, {"w.yaml", rules}}, library, {});
  for (const auto& d : read.diagnostics) INFO(source::render(d));
  REQUIRE(read);
  out->what = std::move(*read.value);
  plan::Settings settings;
  settings.today = *calendar::parse_day("2026-10-06") + days_later;
  settings.explain = false;
  auto answer = plan::plan(out->what, settings);
  REQUIRE(answer);
  out->plan = std::move(*answer.value);
  return out;
}

timeline::Timeline again(const timeline::Timeline& plan) {
  source::Sources sources;
  auto read = view::read_plan(sources.add("p.plan.json", view::json(plan, "0")));
  for (const auto& d : read.diagnostics) FAIL_CHECK(source::render(d));
  REQUIRE(read);
  return std::move(*read.value);
}

}  // namespace

TEST_CASE("a plan as JSON is what people were given when it is read again") {
  const auto made = planned(workflow, person);
  const auto kept = again(made->plan);
  CHECK(kept.hash == made->plan.hash);
  CHECK(kept.today == made->plan.today);
  CHECK(kept.entries.size() == made->plan.entries.size());
  const auto differs = follow::compare(made->what, kept, made->what, made->plan);
  CHECK(differs.changes.empty());
  for (std::size_t k = 0; k < kept.entries.size(); ++k) {
    CHECK(kept.entries[k].say == made->plan.entries[k].say);
    const auto day = [](const auto& at) {
      return calendar::Zone::utc().wall(*at).day;
    };  // without a centre: dates only
    CHECK(day(kept.entries[k].start) == day(made->plan.entries[k].start));
    CHECK(day(kept.entries[k].end) == day(made->plan.entries[k].end));
  }
}

TEST_CASE("what is no plan is refused, and a file with a byte changed is refused or read") {
  const auto code = [](const std::string& text) {
    source::Sources sources;
    const auto read = view::read_plan(sources.add("x.json", text));
    return read ? std::string("read") : read.diagnostics.front().code;
  };
  const std::string good = view::json(planned(workflow, person)->plan, "0");
  CHECK(code(good) == "read");
  CHECK(code("") == "bad-plan");
  CHECK(code("[]") == "bad-plan");
  CHECK(code("{\"schema\": 1, \"kind\": \"comparison\", \"stages\": []}") == "bad-plan");
  CHECK(code(with(good, "\"schema\": 1", "\"schema\": 2")) == "bad-plan");
  CHECK(code(with(good, "\"status\": \"planned\"", "\"status\": \"clash\"")) == "bad-plan");
  CHECK(code(with(good, "\"today\": \"2026-10-06\"", "\"today\": \"2026-13-06\"")) == "bad-date");
  CHECK(code(with(good, "\"visit\": 1", "\"visit\": 0")) == "bad-plan");
  CHECK(code(with(good, "\"restriction\"", "\"restricted\"")) == "unknown-word");
  CHECK(code(with(good, "\"id\": \"infusion\"", "\"id\": 5")) == "wrong-type");
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string damaged = good;
    damaged[at] = damaged[at] == '0' ? '9' : '0';
    CHECK_NOTHROW((void)code(damaged));
    CHECK_NOTHROW((void)code(good.substr(0, at)));
  }
}

TEST_CASE("a patient's file says what it was planned with, and nothing else in it moves") {
  const auto kept = [](const std::string& text) {
    source::Sources sources;
    return text::with_plan(sources.add("p.yaml", text), "89ab", "p.plan.json");
  };
  CHECK(kept("patient: P-1  # who\nworkflow: w\n\n# facts\nhappened: {a: 2026-10-05}\n") ==
        "patient: P-1  # who\nworkflow: w\nplanned-with: {hash: 89ab, plan: p.plan.json}\n\n# facts\nhappened: {a: "
        "2026-10-05}\n");
  CHECK(kept("patient: P-1\nworkflow: w\nplanned-with: 0123  # in May\noptions: {}") ==
        "patient: P-1\nworkflow: w\nplanned-with: {hash: 89ab, plan: p.plan.json}  # in May\noptions: {}");
  CHECK(kept("patient: P-1\r\nworkflow: w\r\nplanned-with:\r\n  hash: 0123 # in May\r\n") ==
        "patient: P-1\r\nworkflow: w\r\nplanned-with:\r\n  hash: 89ab # in May\r\n  plan: p.plan.json\r\n");
  CHECK(kept("{patient: P-1, workflow: w}") ==
        "{patient: P-1, workflow: w, planned-with: {hash: 89ab, plan: p.plan.json}}");
}

TEST_CASE("what people hold is wrong where rules have moved or worded it otherwise") {
  const auto before = planned(workflow, person);
  const auto kept = again(before->plan);
  const std::string accepted = with(person, "HASH", before->plan.hash);

  SUBCASE("the same rules: nothing is wrong") {
    const auto now = planned(workflow, accepted, 1);
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.kind == Stale::current);
    CHECK_FALSE(answer.wrong());
  }
  SUBCASE("another length of a ban ends it on another day, and the patient is told") {
    const auto now = planned(with(workflow, "ban: 8w", "ban: 2w"), accepted);
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.kind == Stale::rules_changed);
    REQUIRE(answer.differs.changes.size() == 1);
    CHECK(answer.differs.changes[0].kind == timeline::Change::ends);
    CHECK(answer.differs.changes[0].days == -42);
    REQUIRE(answer.differs.told.size() == 1);
    CHECK(answer.differs.told[0].whom == "patient");
    CHECK(answer.hash_then != answer.hash_now);
    CHECK_FALSE(answer.noted_since);
  }
  SUBCASE("other words for what lies ahead, and not for what is over") {
    const auto other = with(with(workflow, "Do not drive.", "No car."), "You get a medicine.", "A drip.");
    const auto now = planned(other, accepted);
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.wrong());
    REQUIRE(answer.reworded.size() == 1);
    CHECK(answer.reworded[0].before == "Do not drive.");
    CHECK(answer.reworded[0].after == "No car.");
  }
  SUBCASE("rules that change nothing that is printed") {
    const auto now = planned(with(workflow, "review-by: 2026-12-31", "review-by: 2027-12-31"), accepted);
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.kind == Stale::rules_changed);
    CHECK_FALSE(answer.wrong());
  }
  SUBCASE("another booking moves dates under the same rules") {
    const auto now = planned(workflow, with(accepted, "2026-10-09", "2026-10-12"));
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.kind == Stale::moved);
    CHECK(answer.differs.changes.size() == 2);
  }
  SUBCASE("rules that allow no plan") {
    const auto now = planned(with(workflow, "{chemotherapy: 3d}", "{chemotherapy: 5d}"), accepted);
    const auto answer = follow::stale(now->what, &kept, now->plan);
    CHECK(answer.kind == Stale::no_plan);
    CHECK(answer.wrong());
    CHECK(answer.conflict);
  }
  SUBCASE("a hash alone tells that rules have changed, and not which dates") {
    const auto now = planned(with(workflow, "ban: 8w", "ban: 2w"), accepted);
    CHECK(follow::stale(now->what, nullptr, now->plan).kind == Stale::unknown);
    const auto never = planned(workflow, with(person, "planned-with: HASH\n", ""));
    CHECK(follow::stale(never->what, nullptr, never->plan).kind == Stale::unknown);
  }
  SUBCASE("a source past its review, with what lies ahead and rests on it") {
    const auto old = with(workflow, "review-by: 2026-12-31", "review-by: 2026-10");
    const auto month = planned(old, accepted);
    CHECK(follow::stale(month->what, &kept, month->plan).sources.empty());  // a month is over with its last day
    const auto soon = planned(with(workflow, "review-by: 2026-12-31", "review-by: 2026-10-05"), accepted);
    const auto reading = follow::stale(soon->what, &kept, soon->plan);
    REQUIRE(reading.sources.size() == 1);
    REQUIRE(reading.sources[0].rests.size() == 1);
    CHECK(reading.sources[0].rests[0].id == "infusion");
  }
}
