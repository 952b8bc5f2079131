// Files to a case: finding, merging, rules, editions, the command line, hashes. Wrong files: errors_test.cpp.
#include <doctest/doctest.h>

#include <chrono>
#include <iostream>
#include <set>

#include "disk.h"
#include "model/say.h"
#include "source/render.h"
#include "text/keys.h"
#include "text/library.h"

using namespace v2v;
using model::Layer;

namespace {

std::string rendered(const source::Diagnostics& list) {
  std::string all;
  for (const auto& d : list) all += source::render(d);
  return all;
}

std::vector<std::string> codes(const source::Diagnostics& list) {
  std::vector<std::string> all;
  for (const auto& d : list) all.push_back(d.code);
  return all;
}

/// A run over hand-made files; the first `given` of them are named on the command line.
struct Run {
  std::map<std::string, std::string> files;
  std::vector<std::string> given;
  text::Ask ask;
  source::Sources sources;
  std::vector<std::string> libraries{};

  source::Checked<model::Case> read() {
    text::Library library;
    library.disk = tests::made_disk(files);
    library.libraries = libraries;
    std::vector<text::Input> inputs;
    for (const auto& path : given) inputs.push_back({path, files.at(path)});
    return text::read_case(sources, inputs, library, ask);
  }
  model::Case good() {
    auto checked = read();
    INFO(rendered(checked.diagnostics));
    REQUIRE(checked.value.has_value());
    return *checked.value;
  }
};

const char* const base = R"(workflow: shared
status: base
day-zero: infusion
sources: {tissue: {title: Tissue rules, checked: digest}}
options: {setting: [ward, day-unit]}
rules: {place: {by: setting, ward: ward, otherwise: day-unit}}
stages:
  referral: {phase: referral, kind: work}
  test: {phase: assessment, takes: 30min, after: referral, cite: tissue III}
  infusion: {phase: treatment, takes: 30min, at: place, after: [test, referral]}
  stay: {phase: recovery, kind: restriction, from: infusion, until: 4w after infusion}
)";
const char* const product = R"(workflow: product
based-on: shared
status: draft
editions:
  old: {region: us, effective: 2020-01-01, until: 2025-01-01}
  new: {region: us, effective: 2025-01-01}
  eu: {region: eu, effective: 2024-01-01}
sources: {label: {title: The label, checked: read}}
rules:
  rest: {eu: 3d to 14d, otherwise: exactly 3d, cite: label 2}
  stay-time: {new: 2w, otherwise: 4w, cite: label 5}
stages:
  infusion: {after: {test: {is: rest, cite: label 2.2}}}
  stay: {until: stay-time after infusion}
)";
const char* const centre = R"(centre: hill
zone: Europe/London
region: eu
places:
  ward: {site: north, hours: mon-fri 08:00-18:00}
  day-unit: {site: south, hours: mon-fri 08:00-18:00}
overrides:
  every-workflow:
    infusion: {starts: mon-thu 09:00-14:00, because: two doctors}
    nowhere: {starts: mon-thu, because: passed over}
  product:
    rest: {is: 4d to 7d, because: our laboratory}
)";
const char* const patient = "patient: P-1\nworkflow: product\ncentre: hill\nhappened: {referral: 2026-09-01}\n";

Run plain_run(std::string patient_text = patient) {
  return {{{"w/workflows/base.yaml", base},
           {"w/workflows/deep/product.yaml", product},
           {"w/centres/hill.yaml", centre},
           {"w/patients/p.yaml", std::move(patient_text)}},
          {"w/patients/p.yaml"},
          {},
          {}};
}

const model::Link& link(const model::Stage& stage, std::string_view from) {
  for (const auto& l : stage.after)
    if (l.from.stage == from) return l;
  FAIL("no such link");
  return stage.after.front();
}

template <class T>
const model::Sourced<T>* under(const model::Varied<T>& varied, const std::string& edition) {
  return model::chosen(varied, [&](const std::string& by) { return by == "edition" ? edition : std::string(); });
}

}  // namespace

TEST_CASE("a patient file alone finds its workflow, base and centre in the folders above") {
  const auto answer = plain_run().good();
  CHECK(answer.workflow.id == "product");
  CHECK(answer.workflow.title == "product");
  CHECK(answer.centre->id == "hill");
  CHECK(answer.patient.id == "P-1");
  REQUIRE(answer.workflow.stages.size() == 4);
  CHECK(answer.workflow.stages[0].id == "referral");
  CHECK(answer.workflow.day_zero == "infusion");
  CHECK(answer.patient.options.at("setting") == "ward");
  CHECK(answer.patient.options_said.empty());
}

TEST_CASE("the nearest place that has an id wins and two in one place are an error") {
  auto run = plain_run();
  run.libraries = {"lib"};
  const std::string other =
      "centre: hill\nzone: Europe/Paris\nregion: us\nplaces: {ward: {hours: always}, day-unit: {hours: always}}\n";
  SUBCASE("a library is looked at last") {
    run.files["lib/hill.yaml"] = other;
    CHECK(run.good().centre->region == "eu");
  }
  SUBCASE("beside the patient comes first") {
    run.files["w/patients/hill.yaml"] = other;
    CHECK(run.good().centre->region == "us");
  }
  SUBCASE("a file given by hand comes before all") {
    run.files["elsewhere/x.yaml"] = other;
    run.given.push_back("elsewhere/x.yaml");
    CHECK(run.good().centre->region == "us");
  }
  SUBCASE("two in one place") {
    run.files["w/workflows/hill.yaml"] = other;
    const auto found = run.read().diagnostics;
    INFO(rendered(found));
    CHECK(codes(found) == std::vector<std::string>{"two-of-one-id"});
  }
}

TEST_CASE("the kind of a file is seen at a glance") {
  CHECK(text::glance("# words\n\n---\ncentre: hill  # the hill\nworkflow: x\n")->id == "hill");
  CHECK(text::glance("\"workflow\": 'a/b'\n")->id == "a/b");
  CHECK(text::glance("workflow: a\n")->kind == text::FileKind::workflow);
  CHECK_FALSE(text::glance("title: a\nworkflow: b\n"));
  CHECK_FALSE(text::glance(""));
  CHECK(text::folders_above("a/b/c.yaml")[0] == "a/b");
  CHECK(text::folders_above("a/b/c.yaml")[2] == ".");
  CHECK(text::folders_above("a/b/c.yaml")[4] == "../..");
  CHECK(text::folders_above("/a/b.yaml") == std::vector<std::string>{"/a", "/"});
}

TEST_CASE("links merge by their points and text is replaced whole") {
  const auto answer = plain_run().good();
  const auto& infusion = *answer.workflow.stage("infusion");
  REQUIRE(infusion.after.size() == 2);
  CHECK(model::to_string(infusion.after[1].wait.plain->value) == "any");
  CHECK(infusion.after[1].origin.layer == Layer::base);
  CHECK(model::to_string(infusion.takes->plain->value) == "30min");
  REQUIRE(infusion.starts);
  CHECK(infusion.starts->plain->origin.layer == Layer::centre);
  CHECK(infusion.starts->plain->origin.because == "two doctors");
  CHECK(infusion.takes->plain->origin.because.empty());
}

TEST_CASE("a citation speaks for what stands in its own file and a wrapper for its own value") {
  const auto answer = plain_run().good();
  CHECK(answer.workflow.stage("test")->takes->plain->origin.cite->section == "III");
  auto run = plain_run();
  run.files["w/workflows/deep/product.yaml"] +=
      "  test: {say: A test, cite: label 9, after: {referral: {is: 1d, cite: label 1}}}\n";
  const auto changed = run.good();
  const auto& test = *changed.workflow.stage("test");
  CHECK_FALSE(test.takes->plain->origin.cite);
  CHECK(test.after[0].wait.plain->origin.cite->section == "1");
  CHECK(test.origin.cite->section == "9");
}

TEST_CASE("a rule varies by edition and a sentence may hold its id for a length") {
  auto run = plain_run();
  run.files["w/centres/hill.yaml"] = std::string(centre).substr(0, std::string(centre).find("overrides"));
  const auto answer = run.good();
  const auto& wait = link(*answer.workflow.stage("infusion"), "test").wait;
  CHECK(wait.rule == "rest");
  CHECK(wait.by == "edition");
  CHECK(model::to_string(under(wait, "eu")->value) == "3d to 14d");
  CHECK(model::to_string(under(wait, "new")->value) == "exactly 3d");
  CHECK(under(wait, "eu")->origin.cite->section == "2");
  CHECK(wait.origin.cite->section == "2.2");
  const auto& until = *answer.workflow.stage("stay")->until;
  CHECK(until.rule == "stay-time");
  CHECK(model::to_string(under(until, "new")->value) == "2w after infusion");
  CHECK(model::to_string(under(until, "old")->value) == "4w after infusion");
  CHECK(source::text_of(under(until, "new")->origin.where) == "2w");
  for (const auto& rule : answer.workflow.rules) CHECK(rule.used);
}

TEST_CASE("a centre tightens a rule and the old value stays known") {
  const auto answer = plain_run().good();
  const auto& wait = link(*answer.workflow.stage("infusion"), "test").wait;
  REQUIRE(wait.plain);
  CHECK(model::to_string(wait.plain->value) == "4d to 7d");
  CHECK(wait.plain->origin.layer == Layer::centre);
  CHECK(wait.plain->origin.because == "our laboratory");
  CHECK(wait.plain->origin.replaced_text.find("exactly 3d") != std::string::npos);
}

TEST_CASE("what a centre sets must lie inside the rule under every edition that it may replace") {
  auto run = plain_run();
  auto& hill = run.files["w/centres/hill.yaml"];
  SUBCASE("a case of the rule is loosened") {
    hill.replace(hill.find("rest: {is: 4d to 7d"), 19, "rest: {eu: 2d to 7d");
    const auto found = run.read().diagnostics;
    REQUIRE(codes(found) == std::vector<std::string>{"loosens-rule"});
    CHECK(source::text_of(found[0].where) == "2d to 7d");
    CHECK(source::text_of(found[0].notes.at(0).where) == "3d to 14d");
  }
  SUBCASE("a case of the rule is tightened") {
    hill.replace(hill.find("rest: {is: 4d to 7d"), 19, "rest: {eu: 5d to 7d");
    CHECK(run.read().value.has_value());
  }
  SUBCASE("a patient may loosen") {
    run.files["w/patients/p.yaml"] +=
        "overrides: {rest: {is: 1d to 30d, because: kidneys, by: Dr A, date: 2026-09-30}}\n";
    const auto answer = run.good();
    const auto& wait = link(*answer.workflow.stage("infusion"), "test").wait;
    CHECK(wait.plain->origin.layer == Layer::patient);
    CHECK(wait.plain->origin.by == "Dr A");
    CHECK(wait.plain->origin.date == "2026-09-30");
    CHECK(wait.plain->origin.replaced_text == "4d to 7d");
  }
}

TEST_CASE("the edition is the only one in force at the referral in the centre's region") {
  auto run = plain_run();
  SUBCASE("by region") {
    CHECK(run.good().edition == "eu");
  }
  SUBCASE("by date") {
    auto& hill = run.files["w/centres/hill.yaml"];
    hill.replace(hill.find("region: eu"), 10, "region: us");
    hill = hill.substr(0, hill.find("overrides"));
    CHECK(run.good().edition == "new");
    run.files["w/patients/p.yaml"] =
        "patient: P-1\nworkflow: product\ncentre: hill\nhappened: {referral: 2024-12-31}\n";
    CHECK(run.good().edition == "old");
  }
  SUBCASE("named though it is not in force") {
    auto& hill = run.files["w/centres/hill.yaml"];
    hill = hill.substr(0, hill.find("overrides"));
    run.files["w/patients/p.yaml"] += "edition: old\n";
    const auto answer = run.good();
    CHECK(answer.edition == "old");
    CHECK(answer.edition_not_in_force);
  }
  SUBCASE("a workflow alone asks for one where several are in force today") {
    run.given = {"w/workflows/deep/product.yaml"};
    run.ask.today = calendar::day_of(2026, 11, 23);
    const auto asked = run.read();
    CHECK(codes(asked.diagnostics) == std::vector<std::string>{"edition-needed"});
    run.ask.today = calendar::day_of(2023, 1, 1);
    CHECK(run.good().edition == "old");
    run.ask.edition = "eu";
    CHECK(run.good().edition == "eu");
  }
}

TEST_CASE("pins options and assumptions of the command line are read as a file's") {
  auto run =
      plain_run(std::string(patient) + "booked: {infusion: 2026-10-13, test: 2026-10-01}\noptions: {setting: ward}\n");
  run.ask.at = {{"infusion", "2026-10-14 10:00"}};
  run.ask.options = {{"setting", "day-unit"}};
  run.ask.assume = {{"test", "absent"}};
  const auto answer = run.good();
  REQUIRE(answer.patient.booked.size() == 2);
  CHECK(answer.patient.booked[0].point.stage == "test");
  const auto& pin = answer.patient.booked[1];
  CHECK(pin.layer == Layer::command_line);
  CHECK(pin.from.minute == 600);
  CHECK(pin.where.file->name == "<command line>");
  CHECK(source::text_of(pin.where) == "2026-10-14 10:00");
  CHECK(std::string(source::line_of(pin.where)) == "--at infusion=2026-10-14 10:00");
  CHECK(answer.patient.options.at("setting") == "day-unit");
  CHECK(answer.patient.assume.at("test") == "absent");

  run.ask.at = {{"infuson", "2026-10-14"}, {"infusion", "soon"}};
  const auto wrong = run.read().diagnostics;
  REQUIRE(codes(wrong) == std::vector<std::string>{"unknown-stage", "bad-moment"});
  CHECK(wrong[0].hint == "did you mean `infusion`?");
}

TEST_CASE("moments are wall time of the centre or of the zone written behind them") {
  auto run = plain_run(std::string(patient) +
                       "booked:\n  infusion: 2026-10-25 01:30 +00:00\n  test: 2026-09-22 12:00 Europe/Amsterdam\n"
                       "not-available: [2026-10-03 to 2026-10-05, 2026-11-12 13:00 to 17:00]\n");
  const auto answer = run.good();
  const auto london = calendar::Zone::load("Europe/London");
  CHECK(answer.patient.booked[0].from.instant.minutes == calendar::day_of(2026, 10, 25)->n * 1440LL + 90);
  CHECK(answer.patient.booked[1].from.instant.minutes == calendar::day_of(2026, 9, 22)->n * 1440LL + 600);
  const auto& absent = answer.patient.people[0].absences;
  REQUIRE(absent.size() == 2);
  CHECK(absent[0].from == london->start_of(*calendar::day_of(2026, 10, 3)));
  CHECK(absent[0].to == london->start_of(*calendar::day_of(2026, 10, 6)));
  CHECK(absent[1].to.minutes - absent[1].from.minutes == 240);
}

TEST_CASE("a list of facts gives visits in order") {
  auto run = plain_run(std::string(patient) + "booked: {stay: [2026-10-14, {at: 2026-10-15 09:00, place: ward}]}\n");
  const auto booked = run.good().patient.booked;
  REQUIRE(booked.size() == 2);
  CHECK(booked[0].point.which.n == 1);
  CHECK(booked[1].point.which.n == 2);
  CHECK(booked[1].place == "ward");
}

TEST_CASE("gate product is what the centre says and remove takes away") {
  const std::string gated = R"(workflow: product
status: draft
day-zero: infusion
stages:
  release: {phase: manufacturing, kind: work, lasts: 10d}
  product-on-site: {phase: manufacturing, kind: work, takes: 1h, after: release}
  chemotherapy: {phase: conditioning, takes: 1h, gate: product, after: product-on-site}
  infusion: {phase: treatment, takes: 1h, after: chemotherapy}
)";
  auto run = plain_run("patient: P-1\nworkflow: product\ncentre: hill\n");
  run.files["w/workflows/deep/product.yaml"] = gated;
  auto& hill = run.files["w/centres/hill.yaml"];
  hill = hill.substr(0, hill.find("overrides"));
  CHECK(run.good().workflow.stage("chemotherapy")->gates == std::vector<std::string>{"product-on-site"});
  hill += "gate-on: release\n";
  CHECK(run.good().workflow.stage("chemotherapy")->gates == std::vector<std::string>{"release"});
  run.files["w/patients/p.yaml"] +=
      "overrides: {infusion: {after: {chemotherapy: remove}, because: trial, by: Dr A, date: 2026-09-30}}\n";
  CHECK(run.good().workflow.stage("infusion")->after.empty());
}

TEST_CASE("the hash tells rules apart and not the way they are written") {
  const auto hash = [](const std::string& text) {
    Run run{{{"w.yaml", text}}, {"w.yaml"}, {}, {}};
    return run.good().workflow.hash;
  };
  const auto first = hash(
      "workflow: w\nstatus: draft\nday-zero: b\nstages:\n  a: {phase: referral, kind: work}\n  b: {phase: treatment, "
      "takes: 1h, after: a}\n");
  CHECK(first.size() == 16);
  CHECK(first == hash("# words\nworkflow: w\nstatus: retired\nday-zero: b\nstages:\n  b:\n    after: {a end: {is: any, "
                      "note: why}}\n    phase: treatment\n    takes: 1h\n  a: {kind: work, phase: referral}\n"));
  CHECK(first != hash("workflow: w\nstatus: draft\nday-zero: b\nstages:\n  a: {phase: referral, kind: work}\n  b: "
                      "{phase: treatment, takes: 2h, after: a}\n"));
  CHECK(first != hash("workflow: w\nstatus: draft\nday-zero: b\nstages:\n  a: {phase: referral, kind: work}\n  b: "
                      "{phase: treatment, takes: 1h, after: {a: 1d}}\n"));
  auto run = plain_run();
  const auto answer = run.good();
  CHECK(answer.workflow.hash != answer.workflow.own_hash);
}

TEST_CASE("an approval of other rules reads as changed") {
  Run run{{{"w.yaml",
            "workflow: w\nstatus: {approved: {by: Dr A, date: 2026-01-02, hash: 0123456789abcdef}}\nday-zero: "
            "b\nstages: {b: {phase: treatment}}\n"}},
          {"w.yaml"},
          {},
          {}};
  const auto other = run.good();
  CHECK(other.workflow.status.changed_since_approval);
  auto& text = run.files["w.yaml"];
  text.replace(text.find("0123456789abcdef"), 16, other.workflow.own_hash);
  CHECK_FALSE(run.good().workflow.status.changed_since_approval);
}

TEST_CASE("an approval of what was not read itself reads as a draft") {
  const std::string text =
      "workflow: w\nstatus: {approved: {by: Dr A, date: 2026-01-02, hash: 0123456789abcdef}}\nday-zero: b\n"
      "sources: {label: {title: The label, checked: digest}}\n"
      "stages: {b: {phase: treatment, takes: {is: 1h, cite: label 2}, cite: label}}\n";
  Run run{{{"w.yaml", text}}, {"w.yaml"}, {}, {}};
  const auto approve = [&] {
    const auto hash = run.good().workflow.own_hash;
    auto& now = run.files["w.yaml"];
    now.replace(now.find("hash: ") + 6, 16, hash);
    return run.good().workflow.status;
  };
  const auto status = approve();
  CHECK(status.unread == 2);
  CHECK(model::word(status) == "draft (approved, but not all of it was read)");
  SUBCASE("until its source is read") {
    auto& now = run.files["w.yaml"];
    now.replace(now.find("digest"), 6, "read");
    CHECK(model::word(approve()) == "approved");
  }
  SUBCASE("or the value itself says that it was") {
    auto& now = run.files["w.yaml"];
    now.replace(now.find("cite: label 2"), 13, "cite: label 2, checked: read");
    CHECK(approve().unread == 1);
  }
}

TEST_CASE("rules within rules are bounded and a huge workflow is refused at once") {
  std::string text = "workflow: w\nstatus: draft\nday-zero: b\noptions: {o: [x, y]}\nrules:\n  r0: 1d\n";
  for (int i = 1; i < 40; ++i) {
    const auto below = "r" + std::to_string(i - 1);
    text += "  r" + std::to_string(i) + ": {by: o, x: " + below + ", y: " + below + "}\n";
  }
  text += "stages:\n  a: {phase: referral}\n  b: {phase: treatment, after: {a: r39}}\n";
  Run run{{{"w.yaml", text}}, {"w.yaml"}, {}, {}};
  const auto begun = std::chrono::steady_clock::now();
  const auto found = run.read().diagnostics;
  INFO(rendered(found));
  CHECK(codes(found) == std::vector<std::string>{"too-many-cases"});
  std::string many = "workflow: w\nstatus: draft\nday-zero: s0\nstages:\n";
  for (int i = 0; i < 10'001; ++i) many += "  s" + std::to_string(i) + ": {phase: referral}\n";
  run.files["w.yaml"] = many;
  CHECK(codes(run.read().diagnostics) == std::vector<std::string>{"too-many-stages"});
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
}

TEST_CASE("each key of each mapping has a type and a meaning and no two are alike") {
  for (int m = 0; m < text::mappings; ++m) {
    const auto mapping = static_cast<text::Mapping>(m);
    std::set<std::string_view> seen;
    for (const auto& key : text::keys_of(mapping)) {
      CAPTURE(key.name);
      CHECK(seen.insert(key.name).second);
      CHECK_FALSE(key.type.empty());
      CHECK_FALSE(key.meaning.empty());
      CHECK(text::meaning_of(mapping, key.name) == key.meaning);
    }
    CHECK_FALSE(text::meaning_of(mapping, "note").empty());
  }
}

namespace {

void reads_clean(const std::string& path, const text::Library& library) {
  CAPTURE(path);
  source::Sources sources;
  const auto found = text::check_file(sources, {path, tests::text_at(path)}, library);
  for (const auto& d : found)
    if (d.severity == source::Severity::error) FAIL_CHECK(source::render(d));
}

}  // namespace

TEST_CASE("every file of the design sketches reads without errors") {
  const std::string folder = V2V_ROOT "/../shared/design/sketches";
  const auto files = tests::yaml_under(folder);
  if (files.empty()) {
    std::cout << "SKIPPED: the design sketches are not here\n";
    return;
  }
  auto disk = tests::real_disk();
  disk.list = [](const std::string& at) {
    auto paths = tests::yaml_under(at);
    if (at == "made") paths = {"made/england.yaml", "made/netherlands.yaml"};
    return paths;
  };
  disk.read = [](const std::string& path) -> std::string {
    if (path == "made/england.yaml") return "holidays: england-and-wales\ndates: [2026-12-25]\n";
    if (path == "made/netherlands.yaml") return "holidays: netherlands\ndates: [2026-12-25]\n";
    return tests::text_at(path);
  };
  const text::Library library{disk, {"made"}, {}};
  CHECK(files.size() == 12);
  for (const auto& path : files) reads_clean(path, library);
  source::Sources sources;
  const auto path = folder + "/workflows/car-t/axicabtagene-ciloleucel.yaml";
  const auto checks = text::read_checks(sources, {path, tests::text_at(path)}, library);
  REQUIRE(checks.value);
  REQUIRE(checks.value->size() == 3);
  CHECK((*checks.value)[0].edition == "us-2025-06");
  REQUIRE((*checks.value)[0].checks.size() == 1);
  CHECK((*checks.value)[0].checks[0].expect.size() == 6);
  CHECK((*checks.value)[0].checks[0].today == *calendar::day_of(2026, 10, 14) - 182);
  CHECK((*checks.value)[2].checks[0].today == calendar::day_of(2026, 9, 1));
}

TEST_CASE("every file that is shipped reads without errors") {
  const std::string root = V2V_ROOT;
  const text::Library library{tests::real_disk(), {}, {root + "/workflows"}};
  int files = 0;
  for (const auto* folder : {"/workflows", "/examples"})
    for (const auto& path : tests::yaml_under(root + folder)) {
      reads_clean(path, library);
      ++files;
    }
  if (files == 0) std::cout << "SKIPPED: no workflows are shipped yet\n";
}
