// A programme's file and everything it names: who is read, in which order, and that each case is the one that the
// patient's own file gives. Wrong programmes: tests/errors/programme-*.yaml.
#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <iostream>

#include "disk.h"
#include "model/say.h"
#include "plan/plan.h"
#include "source/render.h"
#include "text/patients_csv.h"
#include "text/read_programme.h"
#include "view/conflict.h"
#include "view/json.h"

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

std::string told(const std::vector<model::Fact>& facts) {
  std::string all;
  for (const auto& f : facts)
    all += model::to_string(f.point) + " " + std::to_string(f.from.instant.minutes) + " " +
           std::to_string(f.to ? f.to->instant.minutes : 0) + " " + f.outcome + " " + f.place + " " + f.because + "\n";
  return all;
}

auto planned(const model::Case& one) {
  plan::Settings settings;
  settings.today = *calendar::parse_day("2027-01-04");
  return plan::plan(one, settings);
}

/// Everything that a plan is made from, and the plan.
std::string told(const model::Case& one) {
  const auto& p = one.patient;
  std::string all = p.id + " " + p.workflow + " " + p.centre + " " + p.edition + " " + p.language + " " + p.priority +
                    " " + one.edition + " " + (one.edition_not_in_force ? "not in force " : "") + one.workflow.hash +
                    " " + one.workflow.own_hash + "\n";
  for (const auto& [option, value] : p.options) all += option + "=" + value + " ";
  for (const auto& option : p.options_said) all += option + " ";
  for (const auto& [stage, outcome] : p.assume) all += stage + "=" + outcome + " ";
  for (const auto& d : one.departures) all += d.text + " because " + d.because + "\n";
  all += told(p.happened) + told(p.booked) + told(p.held) + told(p.cancelled);
  const auto answer = planned(one);
  return all + (answer ? view::json(*answer.value, "") : "no plan");
}

/// The programme of the examples, and its patients as often over as asked.
struct Northern {
  std::string folder = std::string(V2V_ROOT) + "/examples/programmes/";
  std::string path = folder + "northern-2027.yaml";
  source::Sources sources{};
  text::Library library{tests::real_disk(), {}, {}};

  model::Programme read() {
    auto checked = text::read_programme(sources, {path, tests::text_at(path)}, library, {});
    std::string shown;
    for (const auto& d : checked.diagnostics) shown += source::render(d);
    INFO(shown);
    REQUIRE(checked.value.has_value());
    return *checked.value;
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

TEST_CASE("each case of a programme is the one that the patient's own file gives") {
  Northern northern;
  const auto programme = northern.read();
  CHECK(programme.cases.size() >= 18);
  std::map<std::string, std::string> files;
  for (const auto& path : tests::yaml_under(northern.folder + "northern")) {
    const auto alone = text::read_case(northern.sources, {{path, tests::text_at(path)}}, northern.library, {});
    REQUIRE(alone.value.has_value());
    const auto& id = alone.value->patient.id;
    CAPTURE(id);
    const auto found = std::find_if(programme.cases.begin(), programme.cases.end(),
                                    [&](const auto& one) { return one.patient.id == id; });
    REQUIRE(found != programme.cases.end());
    CHECK(told(*found) == told(*alone.value));
    files[id] = path;
  }
  CHECK(files.size() >= 5);
}

TEST_CASE("every patient of the example has a plan") {
  for (const auto& one : Northern().read().cases) {
    CAPTURE(one.patient.id);
    const auto answer = planned(one);
    REQUIRE(answer.value.has_value());
    const auto clash = view::clash(*answer.value);
    for (const auto& d : clash) FAIL_CHECK(source::render(d));
  }
}

TEST_CASE("an override, an option and an edition of one patient do not reach the next") {
  Run run;
  const std::string plain = "workflow: product\ncentre: hill\nhappened: {referral: 2026-12-01}\n";
  const std::string folder = "w/programmes/people/";
  run.files[folder + "c.yaml"] = "patient: P-4\n" + plain + "options: {setting: day-unit}\n";
  run.files[folder + "d.yaml"] =
      "patient: P-5\n" + plain +
      "overrides: {rest: {is: exactly 4d, because: frail, by: a doctor, date: 2026-12-02}}\n";
  run.files[folder + "e.yaml"] = "patient: P-6\n" + plain + "edition: old\n";
  run.files[folder + "f.yaml"] = "patient: P-7\n" + plain;
  const auto programme = run.good();
  int seen = 0;
  for (const auto& [path, text] : run.files) {
    if (!path.starts_with(folder)) continue;
    source::Sources sources;
    const auto alone = text::read_case(sources, {{path, text}}, run.library(), {});
    REQUIRE(alone.value.has_value());
    for (const auto& one : programme.cases)
      if (one.patient.id == alone.value->patient.id && ++seen) CHECK(told(one) == told(*alone.value));
  }
  CHECK(seen == 6);
}

TEST_CASE("the example's patients as one spreadsheet are the same patients, but for what no column says") {
  Northern northern;
  const auto programme = northern.read();
  const auto csv = text::patients_csv(programme);
  for (const auto& note : csv.left_out) {
    const bool outcome = note.text.find(": the outcome approved of ") != std::string::npos;
    CHECK_MESSAGE((outcome || note.text.find(": a carer from ") != std::string::npos), note.text);
  }
  const std::string there = northern.folder + "as-one.csv";
  northern.library.disk.read = [&](const std::string& path) { return path == there ? csv.text : tests::text_at(path); };
  northern.library.disk.is_file = [&](const std::string&) { return true; };
  std::string text = tests::text_at(northern.path);
  const std::string list = "patients: [northern/, northern/waiting.csv]";
  REQUIRE(text.find(list) != std::string::npos);
  text.replace(text.find(list), list.size(), "patients: [as-one.csv]");
  const auto again = text::read_programme(northern.sources, {northern.path, text}, northern.library, {});
  REQUIRE(again.value.has_value());
  CHECK(again.value->cases.size() == programme.cases.size());
  CHECK(text::patients_csv(*again.value).text == csv.text);
}

TEST_CASE("five hundred patients are read within a second") {
  Northern northern;
  std::vector<std::string> originals;
  for (const auto& path : tests::yaml_under(northern.folder + "northern")) originals.push_back(tests::text_at(path));
  std::map<std::string, std::string> made;
  for (std::size_t k = 0; k < 500; ++k) {
    const std::string id = "P-" + std::to_string(1000 + k);
    std::string text = originals[k % originals.size()];
    made[northern.folder + "many/" + id + ".yaml"] = text.replace(text.find("P-"), 6, id);
  }
  auto& disk = northern.library.disk;
  disk.list = [&](const std::string& folder) {
    if (folder != northern.folder + "many") return tests::yaml_under(folder);
    std::vector<std::string> paths;
    for (const auto& [path, _] : made) paths.push_back(path);
    return paths;
  };
  disk.read = [&](const std::string& path) { return made.contains(path) ? made[path] : tests::text_at(path); };
  std::string text = tests::text_at(northern.path);
  const std::string list = "patients: [northern/, northern/waiting.csv]";
  text.replace(text.find(list), list.size(), "patients: [many/]");
  const auto begun = std::clock();  // of the processor: a busy machine makes nobody wait longer
  const auto programme = text::read_programme(northern.sources, {northern.path, text}, northern.library, {});
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  REQUIRE(programme.value.has_value());
  CHECK(programme.value->cases.size() == 500);
  std::cout << "500 patients read in " << seconds << " s\n";
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(seconds < 1);
#endif
}
