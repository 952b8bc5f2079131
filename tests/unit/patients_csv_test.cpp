// A spreadsheet of patients: read as patients' files are, and written so that reading it gives the same patients.
// Wrong spreadsheets: tests/errors/programme-csv-*.yaml.
#include "text/patients_csv.h"

#include <doctest/doctest.h>

#include "disk.h"
#include "plan/plan.h"
#include "source/csv.h"
#include "source/render.h"
#include "text/read_programme.h"
#include "view/json.h"

using namespace v2v;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows cells(const std::string& text) {
  source::Sources sources;
  source::Diagnostics found;
  Rows rows;
  for (const auto& row : source::read_csv(sources.add("x.csv", text), found)) {
    rows.emplace_back();
    for (const auto& cell : row) rows.back().push_back(cell.text);
  }
  CHECK(found.empty());
  return rows;
}

const char* const workflow = R"(workflow: product
status: draft
day-zero: infusion
people: [patient, donor]
editions: {old: {effective: 2020-01-01, until: 2026-01-01}, new: {effective: 2026-01-01}}
sources: {label: {title: The label, checked: read}}
options: {setting: [ward, day-unit]}
rules: {place: {by: setting, ward: ward, otherwise: day-unit}}
stages:
  referral: {phase: referral, kind: work}
  collection: {phase: collection, takes: 4h, at: ward, after: referral, washout: {steroid: 3d, lenalidomide: 7d}}
  bridging: {phase: bridging, takes: 1h, at: ward, repeat: 3 times, apart: 1d, after: {collection: any}}
  infusion: {phase: treatment, takes: 30min, at: place, after: {bridging: 3d}, outcomes: {given: {chance: 90%}, not-given: {then: stop}}}
)";
const char* const centre = R"(centre: hill
zone: Europe/London
places: {ward: {hours: always}, day-unit: {hours: mon-fri 08:00-18:00}}
)";
const std::string head =
    "programme: hill-2027\ncentre: hill\nperiod: 2027-01-01 to 2027-12-31\nworkflows: [product]\n"
    "priorities: {urgent: 4, routine: 1}\n";

struct Run {
  std::map<std::string, std::string> files{{"w/workflows/product.yaml", workflow}, {"w/centres/hill.yaml", centre}};
  source::Sources sources{};

  /// A programme of one file of patients.
  model::Programme of(const std::string& name, const std::string& text) {
    files["w/p/" + name] = text;
    text::Library library;
    library.disk = tests::made_disk(files);
    const auto checked =
        text::read_programme(sources, {"w/p/" + name + ".p.yaml", head + "patients: [" + name + "]\n"}, library, {});
    std::string shown;
    for (const auto& d : checked.diagnostics) shown += source::render(d);
    INFO(shown);
    REQUIRE(checked.value.has_value());
    return *checked.value;
  }
};

/// Two patients are the same when the same columns say the same of them.
std::string columns_of(const model::Programme& programme) {
  return text::patients_csv(programme).text;
}

std::string left_out(const text::PatientsCsv& csv) {
  std::string all;
  for (const auto& note : csv.left_out) all += note.text + "\n";
  return all;
}

}  // namespace

TEST_CASE("cells are read as spreadsheets write them") {
  CHECK(cells("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(cells("\xEF\xBB\xBF"
              "a;b\n1;\"x, y\"\n") == Rows{{"a", "b"}, {"1", "x, y"}});
  CHECK(cells("sep=;\r\na;b\r\n") == Rows{{"a", "b"}});
  CHECK(cells("sep=x\na,b\n") == Rows{{"sep=x"}, {"a", "b"}});
  CHECK(cells("a, b ,\" c \"\n") == Rows{{"a", "b", " c "}});
  CHECK(cells("a\n\"two\r\nlines\"\n") == Rows{{"a"}, {"two\nlines"}});
  CHECK(cells("a\n\"she said \"\"no\"\"\"") == Rows{{"a"}, {"she said \"no\""}});
  CHECK(cells("a,b\n,\n\n;;\n1,\n") == Rows{{"a", "b"}, {";;"}, {"1", ""}});
  CHECK(cells("").empty());
}

TEST_CASE("a cell knows its place, quoted or not") {
  source::Sources sources;
  source::Diagnostics found;
  const auto rows = source::read_csv(sources.add("x.csv",
                                                 "\xEF\xBB\xBF"
                                                 "a,b\r\nx, \"y\"\"z\"\r\n"),
                                     found);
  CHECK(source::position(rows[0][0].where) == source::Position{1, 1});
  CHECK(source::position(rows[1][1].where) == source::Position{2, 5});
  CHECK(source::text_of(rows[1][1].where) == "y\"\"z");
  CHECK(rows[1][1].text == "y\"z");
}

TEST_CASE("a cell that looks like a formula is written so that no spreadsheet runs it, and read back") {
  for (const char* text : {"=1+1", "+44", "-5", "@x", "\tx", "\nx", "  =1", "'=1", "''  +", "'plain", "plain", "",
                           " x ", "a,b", "a;b", "\"", "'"}) {
    CAPTURE(text);
    const auto written = source::csv_cell(text);
    CHECK(std::string("=+-@\t\n").find(written[0]) == std::string::npos);
    if (*text != '\0') CHECK(cells("head\n" + written + "\n").at(1) == std::vector<std::string>{text});
  }
  CHECK(source::csv_cell("=1+1") == "'=1+1");
}

TEST_CASE("a row says what a patient's file would say") {
  const std::string row =
      "workflow;patient;edition;priority;language;option.setting;target.infusion;happened.referral;"
      "booked.collection;held.bridging visit 2;last-dose.steroid;last-dose.lenalidomide;closed;closed-reason;"
      "not-available\r\n"
      "product;P-1;new;urgent;pl;day-unit;by 2027-03-01;2027-01-04;2027-01-12 09:00 to 13:00;2027-01-20;never;"
      "2026-12-01;2027-01-05;withdrew;\"2027-02-01; 2027-02-03 09:00 to 12:00\"\r\n";
  const std::string file = R"(patient: P-1
workflow: product
edition: new
priority: urgent
language: pl
options: {setting: day-unit}
targets: {infusion: by 2027-03-01}
happened: {referral: 2027-01-04}
booked: {collection: 2027-01-12 09:00 to 13:00}
held: {bridging visit 2: 2027-01-20}
last-dose: {steroid: never, lenalidomide: 2026-12-01}
closed: {date: 2027-01-05, reason: withdrew}
not-available: [2027-02-01, 2027-02-03 09:00 to 12:00]
)";
  Run run;
  const auto by_row = run.of("x.csv", row), by_file = run.of("x.yaml", file);
  CHECK(columns_of(by_row) == columns_of(by_file));
  CHECK(text::patients_csv(by_file).left_out.empty());
  REQUIRE(by_row.cases.size() == 1);
  const auto& patient = by_row.cases[0].patient;
  CHECK(patient.id == "P-1");
  CHECK(patient.centre == "hill");
  CHECK(patient.options.at("setting") == "day-unit");
  CHECK(patient.people.front().absences.size() == 2);
  CHECK(patient.held.front().point.which.n == 2);
  CHECK(patient.closed->reason == "withdrew");
  CHECK(source::position(patient.booked.front().where) == source::Position{2, 61});
  CHECK(by_row.cases[0].edition == "new");
}

TEST_CASE("patients written as a spreadsheet are read back as the same patients") {
  const std::string file = R"(patient: "=P-1"
workflow: product
priority: routine
options: {setting: ward}
targets: {infusion: 2027-03-01 to 2027-03-05, collection: from 2027-01-10}
last-dose: {steroid: ongoing}
not-available: [2027-01-05 to 2027-01-08, 2027-10-31 01:30 +01:00 to 2027-10-31 01:30 +00:00]
happened:
  referral: 2027-01-04 08:00 Europe/Amsterdam to 2027-01-04 12:30 Europe/London
  collection: 2027-01-12 22:00 to 2027-01-13 02:00
booked:
  bridging: [2027-01-20 09:00, 2027-01-21 09:00 to 10:00, 2027-10-31 01:30 +00:00]
held:
  infusion: 2027-11-15
)";
  Run run;
  const auto first = run.of("x.yaml", file);
  const auto written = text::patients_csv(first);
  CHECK(written.left_out.empty());
  const auto second = run.of("x.csv", written.text);
  CHECK(columns_of(second) == written.text);
  REQUIRE(second.cases.size() == 1);
  const auto &a = first.cases[0].patient, &b = second.cases[0].patient;
  CHECK(b.id == "=P-1");
  REQUIRE(b.booked.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(a.booked[k].point == b.booked[k].point);
    CHECK(a.booked[k].from.instant == b.booked[k].from.instant);
    CHECK(a.booked[k].to.has_value() == b.booked[k].to.has_value());
  }
  CHECK(a.happened[0].from.instant == b.happened[0].from.instant);
  CHECK(b.happened[0].from.zone == "Europe/Amsterdam");
  CHECK(a.happened[1].to->instant == b.happened[1].to->instant);
  REQUIRE(b.people.front().absences.size() == 2);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(a.people.front().absences[k].from == b.people.front().absences[k].from);
    CHECK(a.people.front().absences[k].to == b.people.front().absences[k].to);
  }
}

TEST_CASE("what no column can say is told, not lost in silence") {
  const std::string file = R"(patient: P-1
workflow: product
people: {donor: {language: fr}}
carers: [2027-01-01 to 2027-02-01]
windows: {infusion: from 2027-03-01}
assume: {infusion: given}
happened: {referral: 2027-01-04}
booked: {collection: {at: 2027-01-12 09:00, place: ward}}
cancelled: {collection: {at: 2027-01-11 09:00, because: unwell}}
overrides: {infusion: {takes: 1h, because: small veins, by: a doctor, date: 2027-01-04}}
)";
  CHECK(left_out(text::patients_csv(Run().of("x.yaml", file))) ==
        "P-1: the place ward of `booked.collection` has no column\n"
        "P-1: the window from 2027-03-01 of infusion has no column\n"
        "P-1: the cancelled collection has no column\n"
        "P-1: the override `infusion takes: 1h` has no column\n"
        "P-1: the assumption `infusion: given` has no column\n"
        "P-1: a carer from 2027-01-01 to 2027-02-01 has no column\n"
        "P-1: what is said of the donor has no column\n");
}

TEST_CASE("the columns stand in the order of the pathway, whoever comes first") {
  const std::string rows =
      "patient,workflow,booked.infusion,happened.referral,option.setting,closed,closed-reason\n"
      "P-2,product,2027-02-01,2027-01-04,,,\nP-1,product,,2027-01-04,ward,2027-01-05,died\n";
  CHECK(columns_of(Run().of("x.csv", rows)) ==
        "patient,workflow,edition,priority,language,option.setting,happened.referral,booked.infusion,closed,"
        "closed-reason\r\n"
        "P-1,product,,,,ward,2027-01-04,,2027-01-05,died\r\n"
        "P-2,product,,,,,2027-01-04,2027-02-01,,\r\n");
}
