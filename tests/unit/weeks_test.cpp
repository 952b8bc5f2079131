// What is told of the weeks in which clocks change, of a leap day and of the ends of years, in every language: the
// sheet, its week on paper, and the calendar file. A golden for each, in tests/unit/view/weeks/.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "drawn.h"
#include "shelf.h"
#include "tell/sheet.h"
#include "view/ical.h"

using namespace v2v;
using namespace v2v::tests;
using timeline::Item;
using timeline::Reader;

namespace {

constexpr const char* workflow = R"(workflow: weeks
status: draft
day-zero: infusion
sources: {made-up: {title: A case made for this test, checked: memory}}
stages:
  admission: {phase: conditioning, takes: 1h, at: ward, cite: made-up}
  hospital-stay: {phase: treatment, kind: stay, from: admission, until: discharge, at: ward, cite: made-up}
  consent: {phase: assessment, takes: 1h, at: ward, cite: made-up}
  restaging: {phase: assessment, takes: 30min, at: ward, cite: made-up}
  premedication: {phase: treatment, takes: 4h, at: ward, cite: made-up}
  infusion: {phase: treatment, takes: 2h, at: ward, after: {admission: any}, cite: made-up}
  discharge: {phase: recovery, takes: 30min, at: ward, after: {infusion: 1d}, cite: made-up}
  daily-visits: {phase: recovery, takes: 1h, at: clinic, falls-on: [day 2, day 3], cite: made-up}
  no-driving: {phase: recovery, kind: restriction, from: infusion, until: 1w after infusion, cite: made-up}
  month-visits: {phase: follow-up, takes: 1h, at: clinic, falls-on: [month 1, year 1], cite: made-up}
)";

std::string centre(const std::string& zone) {
  return "centre: everywhere\ntitle: A hospital that never shuts\nzone: " + zone +
         "\nurgent-phone: \"01632 960 000\"\nplaces:\n  ward: {hours: always, address: Ward 1}\n  clinic: {hours: "
         "always, address: Clinic 2}\n";
}

struct Week {
  const char *name, *zone, *today, *booked;
};

// The hour that comes twice is told by its offset; what lasts four hours lasts them though the clock says three or
// five.
const Week weeks[] = {
    {"london-spring", "Europe/London", "2027-03-26",
     "admission: 2027-03-27 18:00, consent: 2027-03-28 00:15, restaging: 2027-03-28 02:30, premedication: 2027-03-28 "
     "23:00, infusion: 2027-03-29 09:00, discharge: 2027-03-30 11:00"},
    {"london-autumn", "Europe/London", "2026-10-23",
     "admission: 2026-10-24 18:00, consent: 2026-10-25 00:15, restaging: 2026-10-25 01:30 +01:00, premedication: "
     "2026-10-25 01:15 +00:00, infusion: 2026-10-26 09:00, discharge: 2026-10-27 11:00"},
    {"new-york-spring", "America/New_York", "2027-03-12",
     "admission: 2027-03-13 18:00, consent: 2027-03-14 01:15, restaging: 2027-03-14 03:30, premedication: 2027-03-14 "
     "22:00, infusion: 2027-03-15 09:00, discharge: 2027-03-16 11:00"},
    {"new-york-autumn", "America/New_York", "2026-10-30",
     "admission: 2026-10-31 18:00, consent: 2026-10-31 23:30, restaging: 2026-11-01 01:30 -04:00, premedication: "
     "2026-11-01 01:15 -05:00, infusion: 2026-11-02 09:00, discharge: 2026-11-03 11:00"},
    {"leap-day", "Europe/London", "2028-02-27",
     "admission: 2028-02-28 18:00, consent: 2028-02-28 22:00, restaging: 2028-02-29 08:00, premedication: 2028-02-29 "
     "00:30, infusion: 2028-02-29 09:00, discharge: 2028-03-01 11:00"},
    {"year-end", "Europe/London", "2026-12-29",
     "admission: 2026-12-30 18:00, consent: 2026-12-30 20:00, restaging: 2026-12-31 08:00, premedication: 2026-12-31 "
     "22:00, infusion: 2026-12-31 09:00, discharge: 2027-01-01 11:00"},
    {"persian-year-end", "Asia/Tehran", "2027-03-19",
     "admission: 2027-03-20 18:00, consent: 2027-03-20 20:00, restaging: 2027-03-21 08:00, premedication: 2027-03-21 "
     "22:00, infusion: 2027-03-21 12:00, discharge: 2027-03-22 13:00"},
};

struct Told {
  source::Sources sources;
  model::Case what;
  plan::Settings settings;
  timeline::Timeline plan;
};

void tell_of(const Week& week, Told& out) {
  const text::Library library{
      made_disk({{"w/weeks.yaml", workflow}, {"w/everywhere.yaml", centre(week.zone)}}), {"w"}, {}};
  const std::string patient =
      std::string("patient: P-0001\nworkflow: weeks\ncentre: everywhere\nbooked: {") + week.booked + "}\n";
  auto read = text::read_case(out.sources, {{"P-0001.yaml", patient}}, library, {});
  for (const auto& one : read.diagnostics) MESSAGE(source::render(one));
  REQUIRE(read);
  out.what = std::move(*read.value);
  out.settings.today = *calendar::parse_day(week.today);
  auto plan = plan::plan(out.what, out.settings);
  for (const auto& one : plan.diagnostics) MESSAGE(source::render(one));
  REQUIRE(plan);
  if (plan.value->conflict) FAIL(plan.value->conflict->headline);
  out.plan = std::move(*plan.value);
}

std::string text_of(const Told& told) {
  std::string out;
  for (const std::string& code : words::Language::codes()) {
    const auto sheet = tell::sheet(told.what, told.settings, told.plan, {Reader::patient, code, nullptr});
    REQUIRE(sheet);
    out += "== " + code + "\n";
    for (const Item& item : sheet.value->items) {
      out += fmt::format("{} .. {}  {} | {}\n", calendar::to_string(item.from), calendar::to_string(item.to),
                         item.title.text, item.when.text);
      if (!item.when.english.empty()) out += "    " + item.when.english + "\n";
    }
    const auto paper = drawn::paper_of(*sheet.value, {false, false, told.settings.today + 7});
    for (std::size_t page = 1; page < 3; ++page) out += fmt::format("-- week\n{}", drawn::words_of(paper, page));
    if (code != "en") continue;
    std::string file = view::ical(*sheet.value, {true, {}});
    std::erase(file, '\r');
    out += "-- calendar file\n" + file;
  }
  return out;
}

}  // namespace

TEST_CASE("weeks of clock changes and leap days and ends of years are told as they were") {
  for (const Week& week : weeks) {
    CAPTURE(week.name);
    Told told;
    tell_of(week, told);
    golden::same(std::string("weeks/") + week.name + ".txt", text_of(told));
  }
}

TEST_CASE("what lasts four hours ends an hour later by the clock in spring and an hour earlier in autumn") {
  const auto end = [](const Week& week) {
    Told told;
    tell_of(week, told);
    for (const auto& entry : told.plan.entries)
      if (entry.id == (std::string(week.name).ends_with("spring") ? "consent" : "premedication"))
        return calendar::rfc3339(*entry.end, told.what.centre->zone);
    return std::string();
  };
  CHECK(end(weeks[0]) == "2027-03-28T02:15:00+01:00");  // one hour from 00:15
  CHECK(end(weeks[1]) == "2026-10-25T05:15:00+00:00");  // four from the second 01:15
  CHECK(end(weeks[2]) == "2027-03-14T03:15:00-04:00");  // one from 01:15
  CHECK(end(weeks[3]) == "2026-11-01T05:15:00-05:00");
}

TEST_CASE("an hour that comes twice is told apart and is read again from the telephone's calendar as it was") {
  for (const Week& week : {weeks[1], weeks[3]}) {
    Told told;
    tell_of(week, told);
    const auto sheet = tell::sheet(told.what, told.settings, told.plan, {Reader::patient, "en", nullptr});
    REQUIRE(sheet);
    const std::string file = view::ical(*sheet.value);
    const auto copy = view::copy_of_ical(file, "P-0001", Reader::patient);
    REQUIRE(copy);
    int twice = 0;
    for (const Item& item : sheet.value->items)
      for (const auto& one : copy->items) {
        if (one.uid != item.uid || !item.start) continue;
        CAPTURE(item.uid);
        CHECK(one.start == item.start);
        CHECK(one.from == item.from);
        CHECK(one.to == item.to);
        twice += golden::holds(item.when.text, "the clocks go back");
      }
    CHECK(twice >= 2);
    const auto again = tell::sheet(told.what, told.settings, told.plan, {Reader::patient, "en", &*copy});
    CHECK(again.value->changes->lines.front().text.starts_with("Nothing changed"));
  }
}
