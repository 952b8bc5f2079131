// A programme's file and everything it names: who is read, in which order, and that each case is the one that the
// patient's own file gives. Wrong programmes: tests/errors/programme-*.yaml.
#include <doctest/doctest.h>

#include "disk.h"
#include "model/say.h"
#include "source/render.h"
#include "text/read_programme.h"

using namespace v2v;

namespace {

const char* const workflow = R"(workflow: product
status: draft
day-zero: infusion
editions:
  old: {region: eu, effective: 2020-01-01, until: 2026-10-01}
  new: {region: eu, effective: 2026-10-01}
sources: {label: {title: The label, checked: read}}
options: {setting: [ward, day-unit]}
rules:
  place: {by: setting, ward: ward, otherwise: day-unit}
  rest: {old: exactly 3d, otherwise: 3d to 5d, cite: label 2}
stages:
  referral: {phase: referral, kind: work}
  collection: {phase: collection, takes: 4h, at: ward, needs: {machine: 1}, after: referral, washout: {steroid: 3d}}
  infusion: {phase: treatment, takes: 30min, at: place, after: {collection: {is: rest, cite: label 2.2}}}
)";
const char* const other = R"(workflow: other
status: draft
day-zero: infusion
stages:
  referral: {phase: referral, kind: work}
  infusion: {phase: treatment, takes: 30min, at: ward, after: referral}
)";
const char* const centre = R"(centre: hill
zone: Europe/London
region: eu
places:
  ward: {hours: mon-fri 08:00-18:00, has: {machine: 2, bed: 4}}
  day-unit: {hours: mon-fri 08:00-18:00}
overrides:
  every-workflow: {infusion: {starts: mon-thu 09:00-14:00, because: two doctors}}
)";
const char* const programme = R"(programme: hill-2027
title: Hill in 2027
centre: hill
period: 2027-01-01 to 2027-12-31
workflows: [product, other]
patients: [people/, late.yaml]
priorities: {urgent: 4, emergency: 8, routine: 1}
waiting-list:
  order: [priority, collection, target]
  waits-before: collection
  offer: 5wd
  keep-free: {machine: 1 a week for urgent, bed: 1 for emergency}
)";

struct Run {
  std::map<std::string, std::string> files{
      {"w/workflows/product.yaml", workflow},
      {"w/workflows/other.yaml", other},
      {"w/centres/hill.yaml", centre},
      {"w/programmes/p.yaml", programme},
      {"w/programmes/late.yaml", "patient: P-1\nworkflow: other\nhappened: {referral: 2026-12-20}\n"},
      {"w/programmes/people/a.yaml",
       "patient: P-3\nworkflow: product\ncentre: hill\npriority: urgent\nhappened: {referral: 2026-09-01}\n"},
      {"w/programmes/people/more/b.yaml",
       "patient: P-2\nworkflow: product\ncentre: hill\noptions: {setting: day-unit}\n"
       "last-dose: {steroid: never}\nhappened: {referral: 2026-12-01}\n"},
  };
  source::Sources sources{};
  text::Ask ask{};

  text::Library library() const {
    text::Library all;
    all.disk = tests::made_disk(files);
    return all;
  }
  source::Checked<model::Programme> read() {
    return text::read_programme(sources, {"w/programmes/p.yaml", files.at("w/programmes/p.yaml")}, library(), ask);
  }
  model::Programme good() {
    auto checked = read();
    std::string shown;
    for (const auto& d : checked.diagnostics) shown += source::render(d);
    INFO(shown);
    REQUIRE(checked.value.has_value());
    return *checked.value;
  }
  /// "code file:line:column" of each mistake.
  std::vector<std::string> mistakes() {
    std::vector<std::string> all;
    for (const auto& d : read().diagnostics) {
      const auto at = source::position(d.where);
      all.push_back(d.code + " " + d.where.file->name + ":" + std::to_string(at.line) + ":" +
                    std::to_string(at.column));
    }
    return all;
  }
  void say(const std::string& old, const std::string& now) {
    auto& text = files["w/programmes/p.yaml"];
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    text.replace(at, old.size(), now);
  }
};

}  // namespace

TEST_CASE("a programme says who waits first and what is kept free for whom") {
  const auto all = Run().good();
  CHECK(all.id == "hill-2027");
  CHECK(all.title == "Hill in 2027");
  CHECK(all.centre == "hill");
  CHECK(all.first == calendar::parse_day("2027-01-01"));
  CHECK(all.last == calendar::parse_day("2027-12-31"));
  CHECK(all.workflows == std::vector<std::string>{"product", "other"});
  REQUIRE(all.priorities.size() == 3);
  CHECK(all.priorities[0].word == "emergency");  // the heaviest first, however they are written
  CHECK(all.priorities[0].weight == 8);
  CHECK(all.rank("routine") == 2);
  CHECK(all.rank("") == 2);
  const auto& list = all.waiting_list;
  REQUIRE(list.order.size() == 3);
  CHECK(list.order[0].kind == model::QueueKey::priority);
  CHECK(list.order[1].kind == model::QueueKey::stage);
  CHECK(list.order[1].of == "collection");
  CHECK(list.order[2].kind == model::QueueKey::target);
  CHECK(list.waits_before == "collection");
  CHECK(calendar::to_string(*list.offer) == "5wd");
  REQUIRE(list.keep_free.size() == 2);
  CHECK(list.keep_free[0].resource == "machine");
  CHECK(model::to_string(list.keep_free[0].amount) == "1 a week for urgent");
}

TEST_CASE("a programme that says little has one priority and queues by it, then by target") {
  Run run;
  auto& text = run.files["w/programmes/p.yaml"];
  text = text.substr(0, text.find("patients:"));
  const auto all = run.good();
  CHECK(all.cases.empty());
  REQUIRE(all.priorities.size() == 1);
  CHECK(all.priorities[0].word == "routine");
  CHECK(all.priorities[0].weight == 1);
  REQUIRE(all.waiting_list.order.size() == 2);
  CHECK(all.waiting_list.order[1].kind == model::QueueKey::target);
  CHECK_FALSE(all.waiting_list.offer);
}

TEST_CASE("patients come from files and from whole folders, in the order of their pseudonyms") {
  Run run;
  SUBCASE("") {}
  SUBCASE("a file named twice is read once") {
    run.say("late.yaml", "late.yaml, people/a.yaml");
  }
  SUBCASE("a folder may be written without its slash, and by a way round") {
    run.say("people/", "../programmes/people");
  }
  SUBCASE("another file in the folder is passed over") {
    run.files["w/programmes/people/c.yaml"] = centre;
  }
  const auto all = run.good();
  REQUIRE(all.cases.size() == 3);
  CHECK(all.cases[0].patient.id == "P-1");
  CHECK(all.cases[1].patient.id == "P-2");
  CHECK(all.cases[2].patient.id == "P-3");
  CHECK(all.cases[0].patient.centre == "hill");  // said by the programme alone
  CHECK(all.cases[1].patient.options.at("setting") == "day-unit");
  CHECK(all.cases[1].edition == "new");
  CHECK(all.cases[2].edition == "old");  // referred before the rules changed
}

TEST_CASE("a patient's own overrides change that patient alone") {
  Run run;
  run.files["w/programmes/people/a.yaml"] +=
      "overrides: {infusion: {takes: 1h, because: small veins, by: a doctor, date: 2026-09-02}}\n";
  const auto all = run.good();
  CHECK(all.cases[2].departures.size() == 1);
  CHECK(all.cases[1].departures.empty());
  CHECK(all.cases[2].workflow.hash != all.cases[1].workflow.hash);
  CHECK(all.cases[2].workflow.own_hash == all.cases[1].workflow.own_hash);
}

TEST_CASE("the mistakes of all files are told in one run, in the order of the files") {
  Run run;
  run.say("waits-before: collection", "waits-before: colection");
  run.files["w/programmes/people/a.yaml"] =
      "patient: P-3\nworkflow: product\npriority: urgnt\noptions: {seting: ward}\n";
  run.files["w/programmes/people/more/b.yaml"] = "patient: P-1\nworkflow: product\nhappened: {referral: soon}\n";
  CHECK(run.mistakes() == std::vector<std::string>{
                              "unknown-stage w/programmes/p.yaml:10:17",
                              "edition-needed w/programmes/people/a.yaml:1:1",
                              "unknown-priority w/programmes/people/a.yaml:3:11",
                              "unknown-option w/programmes/people/a.yaml:4:11",
                              "edition-needed w/programmes/people/more/b.yaml:1:1",
                              "bad-moment w/programmes/people/more/b.yaml:3:22",
                              "patient-twice w/programmes/late.yaml:1:10",
                          });
}

TEST_CASE("a patient of whom nothing is recorded has the edition of today") {
  Run run;
  run.files["w/programmes/people/a.yaml"] = "patient: P-3\nworkflow: product\n";
  CHECK(run.mistakes() == std::vector<std::string>{"edition-needed w/programmes/people/a.yaml:1:1"});
  run.ask.today = calendar::parse_day("2027-01-04");
  CHECK(run.good().cases[2].edition == "new");
}

TEST_CASE("a file whose first key is a slip does not vanish from its folder") {
  Run run;
  run.files["w/programmes/people/c.yaml"] = "patiënt: P-9\nworkflow: product\n";
  CHECK(run.mistakes() == std::vector<std::string>{"unknown-kind w/programmes/people/c.yaml:1:1"});
}

TEST_CASE("what is no programme is not read as one") {
  Run run;
  run.files["w/programmes/p.yaml"] = centre;
  CHECK(run.mistakes() == std::vector<std::string>{"wrong-kind w/programmes/p.yaml:1:1"});
}
