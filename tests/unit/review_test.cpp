// review: what a change of a therapy's file means, and how far its figures were followed back.
#include "review/review.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "disk.h"
#include "review/figures.h"
#include "review/shelf.h"
#include "text/shelf.h"
#include "view/review.h"

using namespace v2v;

namespace {

const std::string file = R"(workflow: w
title: A therapy
status: draft
day-zero: infusion
editions:
  eu-1: {region: eu, until: 2026-01-01}
  eu-2: {region: eu, effective: 2026-01-01}
  us: {region: us}
sources:
  label: {title: The label, review-by: 2027-04-30, checked: digest}
  old: {title: What was recalled, checked: memory}
options:
  setting: [inpatient, outpatient]
rules:
  near-time: {us: 2w, otherwise: 4w, cite: label 5}
  rest: {eu-1: 3d to 14d, eu-2: 3d to 14d, otherwise: exactly 3d, cite: label 2}
stages:
  collection: {title: Collection, phase: collection, takes: 4h, cite: old}
  chemo:
    title: Chemotherapy
    phase: conditioning
    takes: 3h
    after: {collection: {is: 14d, cite: old washout}}
    cite: label 2
  infusion: {title: Infusion, phase: treatment, takes: 1h, after: {chemo: rest}, cite: label 2}
  daily: {title: Daily check, phase: recovery, takes: 1h, falls-on: every day from day 1 to day 10, cite: label 5}
  near: {title: Stay near, phase: recovery, kind: restriction, from: infusion, until: near-time after infusion, cite: label 5}
  no-driving: {title: No driving, phase: recovery, kind: restriction, when: setting is outpatient, from: infusion, until: near-time after infusion, cite: label 5}
  fever: {title: Fever, phase: recovery, kind: event, begins: 1d to 3d after infusion, lasts: 2d, chance: 94%, cite: label 6}
)";

struct Shelf {
  source::Sources sources;
  std::vector<text::Standing> all;

  explicit Shelf(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
      auto read = text::read_shelf(sources, {{"w" + std::to_string(all.size()) + ".yaml", text}},
                                   {tests::made_disk({}), {}, {}});
      for (const auto& d : read.diagnostics) FAIL_CHECK(d.text);
      REQUIRE(read.value->size() == 1);
      all.push_back(std::move(read.value->front()));
    }
  }
};

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  const auto at = text.find(old);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old.size(), fresh);
}

/// "what (under): before -> now (by)" of each difference.
std::vector<std::string> told(const timeline::Review& review) {
  std::vector<std::string> all;
  for (const auto& d : review.differences)
    all.push_back(d.what + (d.under.empty() ? "" : " (" + d.under + ")") + ": " + d.before.text + " -> " + d.now.text +
                  (d.by.empty() ? "" : " (" + d.by + ")"));
  return all;
}

std::vector<std::string> told(const std::string& now) {
  const Shelf shelf({file, now});
  return told(review::review(shelf.all[0].workflow, shelf.all[1].workflow));
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a wait that is longer is told with its name, both values and by how much") {
  CHECK(told(with(file, "{is: 14d, cite", "{is: 21d, cite")) ==
        Lines{"least wait from collection to chemo: 14d -> 21d (7 days longer)"});
  CHECK(told(with(file, "{is: 14d, cite", "{is: 14d to 6w, cite")) ==
        Lines{"greatest wait from collection to chemo:  -> 6w"});
  CHECK(told(with(file, "{is: 14d, cite", "{is: 336h, cite")) ==
        Lines{"least wait from collection to chemo: 14d -> 336h"});  // 24 hours are not a day
}

TEST_CASE("the same said in another way is no difference") {
  CHECK(told(file) == Lines{});
  CHECK(told(with(file, "{us: 2w, otherwise: 4w, cite", "{us: 2w, eu-1: 4w, eu-2: 4w, cite")) == Lines{});
  CHECK(told(with(file, "{chemo: rest}", "{chemo: {is: rest}}")) == Lines{});
}

TEST_CASE("a rule is told once, under the editions in which it is different, with all that it decides") {
  const Shelf shelf({file, with(file, "{us: 2w, otherwise: 4w, cite", "{us: 2w, eu-1: 4w, otherwise: 8w, cite")});
  const auto review = review::review(shelf.all[0].workflow, shelf.all[1].workflow);
  CHECK(told(review) == Lines{"end of near (edition eu-2): 4w after infusion -> 8w after infusion (28 days later)"});
  CHECK(review.differences.front().rule == "near-time");
  CHECK(review.differences.front().shown == Lines{"end of no-driving"});
}

TEST_CASE("an exact wait changes once, a range by its ends") {
  CHECK(told(with(file, "otherwise: exactly 3d", "otherwise: exactly 4d")) ==
        Lines{"wait from chemo to infusion (edition us): 3d -> 4d (1 day longer)"});
  CHECK(told(with(file, "otherwise: exactly 3d", "otherwise: 3d to 5d")) ==
        Lines{"greatest wait from chemo to infusion (edition us): 3d -> 5d (2 days longer)"});
}

TEST_CASE("days, chances, lengths and points are told by what they are") {
  CHECK(told(with(file, "to day 10", "to day 7")) == Lines{"last day of daily: day 10 -> day 7 (3 days earlier)"});
  CHECK(told(with(file, "94%", "90%")) == Lines{"chance of fever: 94% -> 90% (4 points less)"});
  CHECK(told(with(file, "takes: 4h", "takes: 3h to 4h")) ==
        Lines{"least length of collection: 4h -> 3h (1 hour shorter)"});
  CHECK(told(with(file, "lasts: 2d", "lasts: 2d to 58d median 7d")) ==
        Lines{"greatest length of fever: 2d -> 58d (56 days longer)", "median length of fever:  -> 7d"});
}

TEST_CASE("a new edition is laid beside the one that it follows") {
  auto now = with(file, "  us: {region: us}\n", "  us: {region: us}\n  eu-3: {region: eu, effective: 2027-01-01}\n");
  now = with(now, "{us: 2w, otherwise", "{us: 2w, eu-3: 6w, otherwise");
  const auto lines = told(now);
  CHECK(std::find(lines.begin(), lines.end(),
                  "end of near (edition eu-3, beside eu-2): 4w after infusion -> 6w after infusion (14 days later)") !=
        lines.end());
}

TEST_CASE("stages and rules that are new or gone are named, with what a source is asked for") {
  auto now = with(file, "  fever: {",
                  "  review-day: {title: Visit, phase: follow-up, takes: 1h, at: clinic, falls-on: day 90, cite: label "
                  "5}\n  fever: {");
  const Shelf shelf({file, now});
  const auto there = review::review(shelf.all[0].workflow, shelf.all[1].workflow);
  CHECK(there.stages_added == std::vector<std::pair<std::string, std::string>>{{"review-day", "Visit"}});
  CHECK(told(there) == Lines{"length of review-day:  -> 1h", "day of review-day:  -> day 90"});
  const auto back = review::review(shelf.all[1].workflow, shelf.all[0].workflow);
  CHECK(back.stages_removed.size() == 1);
  CHECK(back.differences.front().kind == timeline::Difference::removed);
}

TEST_CASE("a value on another word is told apart from one that is different") {
  const Shelf shelf({file, with(file, "cite: old washout", "cite: label 4")});
  const auto review = review::review(shelf.all[0].workflow, shelf.all[1].workflow);
  REQUIRE(review.differences.size() == 1);
  const auto& d = review.differences.front();
  CHECK(d.kind == timeline::Difference::cited);
  REQUIRE(d.before.cite);
  REQUIRE(d.now.cite);
  CHECK(d.before.cite->checked == "memory");
  CHECK(d.now.cite->checked == "digest");
  const auto text = view::markdown(review);
  CHECK(text.find("source: old washout (memory), `w0.yaml:23` -> label 4 (digest), `w1.yaml:23`") != std::string::npos);
}

TEST_CASE("a source that is read now is told once") {
  CHECK(told(with(file, "checked: digest", "checked: read")) == Lines{"source label, checked: digest -> read"});
}

TEST_CASE("a choice that decides is named beside the edition") {
  auto old = with(file, "{is: 14d, cite: old washout}", "gap");
  old = with(old, "  near-time:", "  gap: {by: setting, inpatient: 14d, outpatient: 14d, cite: old}\n  near-time:");
  const Shelf shelf({old, with(old, "outpatient: 14d", "outpatient: 10d")});
  CHECK(told(review::review(shelf.all[0].workflow, shelf.all[1].workflow)) ==
        Lines{"least wait from collection to chemo (setting outpatient): 14d -> 10d (4 days shorter)"});
}

TEST_CASE("no text of a file turns into a mark of Markdown") {
  const Shelf shelf({file, with(file, "title: A therapy", "title: \"*A* <b>`_ther_[apy](x)|\"")});
  const auto text = view::markdown(review::review(shelf.all[0].workflow, shelf.all[1].workflow));
  CHECK(text.starts_with("## \\*A\\* \\<b>\\`\\_ther\\_\\[apy](x)\\|\n"));
}

TEST_CASE("figures are counted by how their citation was checked, what a rule gives several stages once") {
  const Shelf shelf({file});
  const auto line = review::shelved(shelf.all[0].workflow, "", *calendar::parse_day("2026-11-28"));
  // collection's length and the 14 days are recalled; all else is of the label: lengths of chemo, infusion, daily and
  // fever, when fever begins, its chance, three waits of one rule, days of daily, begin of two restrictions, two values
  // of the rule for their end.
  CHECK(line.memory == 2);
  CHECK(line.digest == 14);
  CHECK(line.read == 0);
  CHECK(line.uncited == 0);
  CHECK(line.review_by == calendar::parse_day("2027-04-30"));
  CHECK_FALSE(line.past_review);
  CHECK(review::shelved(shelf.all[0].workflow, "", *calendar::parse_day("2027-05-01")).past_review);
}

namespace {

/// "kind note: what: before -> now; ..." of each check that asks something else.
std::vector<std::string> told_checks(const std::string& before, const std::string& now) {
  const Shelf shelf({file + "checks:\n" + before, file + "checks:\n" + now});
  std::vector<std::string> all;
  for (const auto& d : review::checks(shelf.all[0].checks, shelf.all[1].checks)) {
    constexpr const char* kinds[] = {"added", "removed", "changed"};
    std::string line = std::string(kinds[d.kind]) + " " + d.note + ":";
    for (const auto& l : d.lines) line += " " + l.what + ": " + l.before + " -> " + l.now + ";";
    all.push_back(line);
  }
  return all;
}

const std::string last_day =
    "  - note: the last day\n    given: {edition: us, happened: {chemo: [2026-03-01, 2026-03-02]}, booked: {infusion: "
    "2026-03-05}}\n    expect: {infusion: 2026-03-05}\n";

}  // namespace

TEST_CASE("a check that expects another date is told with both, one that is given another by its note") {
  CHECK(told_checks(last_day, with(last_day, "expect: {infusion: 2026-03-05", "expect: {infusion: 2026-03-06")) ==
        Lines{"changed the last day: expects infusion: 2026-03-05 -> 2026-03-06;"});
  CHECK(told_checks(last_day, with(last_day, "2026-03-02]", "2026-03-03]")) ==
        Lines{"changed the last day: given happened chemo: 2026-03-01, 2026-03-02 -> 2026-03-01, 2026-03-03;"});
  CHECK(told_checks(last_day, with(last_day, "{infusion: 2026-03-05}\n", "clash\n")) ==
        Lines{"changed the last day: expects:  -> clash; expects infusion: 2026-03-05 -> ;"});
}

TEST_CASE("a check is new or gone where none is given the same, and what is only worded otherwise is none") {
  const std::string other = "  - given: {booked: {infusion: 2026-04-05}}\n    expect: {infusion: 2026-04-05}\n";
  CHECK(told_checks(last_day, last_day + other) ==
        Lines{"added : given booked infusion:  -> 2026-04-05; expects infusion:  -> 2026-04-05;"});
  CHECK(told_checks(other + last_day, last_day) ==
        Lines{"removed : given booked infusion: 2026-04-05 -> ; expects infusion: 2026-04-05 -> ;"});
  CHECK(told_checks(other + last_day, last_day + other) == Lines{});
  CHECK(told_checks(last_day, with(last_day, "the last day", "the very last")) == Lines{});
  CHECK(told_checks(last_day + last_day, last_day) ==
        Lines{"removed the last day: given booked infusion: 2026-03-05 -> ; given edition: us -> ; given happened "
              "chemo: 2026-03-01, 2026-03-02 -> ; expects infusion: 2026-03-05 -> ;"});
}
