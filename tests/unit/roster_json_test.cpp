#include "view/roster_json.h"

#include <algorithm>
#include <cstdint>

#include "golden.h"
#include "roster/census.h"
#include "roster_sample.h"
#include "view/capacity_json.h"
#include "view/json_reader.h"

using namespace v2v;
using view::json;
using view::read_roster;

namespace {

source::Checked<timeline::Roster> read(std::string text) {
  static source::Sources sources;
  return read_roster(sources, "roster.json", std::move(text));
}

std::string replaced(std::string text, std::string_view old, std::string_view now) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), now);
}

struct Told {
  std::string code;
  source::Position at;
};
Told told(const std::string& text) {
  const auto answer = read(text);
  CHECK_FALSE(answer);
  if (answer.diagnostics.empty()) return {};
  const auto& first = answer.diagnostics.front();
  return {first.code, source::position(first.where)};
}

}  // namespace

TEST_CASE("a roster as JSON is the same when it is read again") {
  const auto r = sample::roster();
  const auto text = json(r, "0.1.0");
  golden::same("roster.json", text);
  const auto again = read(text);
  for (const auto& d : again.diagnostics) MESSAGE(d.text);
  REQUIRE(again);
  CHECK(*again.value == r);
  CHECK(json(*again.value, "0.1.0") == text);
  // What came later is missing in older files, and may be.
  auto rebuilt = r;
  rebuilt.patients[1].blocked[1].not_there = {{calendar::Instant{30'000'000}, calendar::Instant{30'010'000}}};
  const auto newer = json(rebuilt, "0.1.0");
  REQUIRE(read(newer));
  CHECK(*read(newer).value == rebuilt);
  auto older = text;
  for (const std::string_view late = ",\"not_there_from\":null,\"not_there_to\":null"; older.find(late) != older.npos;)
    older = replaced(older, late, "");
  REQUIRE(older.size() < text.size());
  REQUIRE(read(older));
  CHECK(*read(older).value == r);
  const auto empty = read(json(timeline::Roster{}, "0.1.0"));
  REQUIRE(empty);
  CHECK(*empty.value == timeline::Roster{});
}

TEST_CASE("all that can differ comes back: zones, hours that occur twice, shares, periods, signs") {
  auto r = sample::roster();
  r.zone = "America/New_York";
  r.holds[0].from = {30'000'000};
  r.holds[0].to = {31'000'001};
  r.patients[0].slots[0].start = {calendar::Zone::load("Europe/London")->read({sample::on("2027-10-31"), 90}).second};
  r.patients[1].lost = 0.1 + 0.2;
  r.patients[2].id = "=P\"\\\t\n\xC3\xA9\xE2\x80\xAE";
  r.resources[1].period = timeline::Resource::year;
  r.holds[2].expected = r.holds[3].likely = true;
  r.holds[2].n = 3;
  r.proved = true;
  r.iterations = INT64_MAX;
  r.nodes = 12;
  r.seed = 4'000'000'000;
  r.inputs = {{"riverside.yaml", "0123456789abcdef"}, {"waiting \"list\".csv", ""}};
  r.set = {{"ward.bed", 9}, {"unit.machine", 0}};
  r.objective.waiting = -3;
  const auto again = read(json(r, ""));
  REQUIRE(again);
  CHECK(*again.value == r);
}

TEST_CASE("where a patient stands is found again when the file is there") {
  source::Sources sources;
  const auto& file = sources.add("patients/P-0201.yaml", "patient: P-0201\nworkflow: x\n");
  auto r = sample::roster();
  r.patients[0].where = {&file, 16, 24};
  const auto text = json(r, "");
  const auto again = read_roster(sources, "roster.json", text);
  REQUIRE(again);
  CHECK(*again.value == r);
  CHECK(golden::holds(text, R"("where":{"file":"patients/P-0201.yaml","line":2,"column":1,"begin":16,"end":24})"));
  const auto without = read(text);
  REQUIRE(without);
  CHECK_FALSE(without.value->patients[0].where);
}

TEST_CASE("what does not fit is told at its line and column, and all of it") {
  const auto text = json(sample::roster(), "0.1.0");
  const auto line = [&](const std::string& all, std::string_view part) {
    return 1 +
           static_cast<int>(std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.find(part)), '\n'));
  };
  CHECK(told("").code == "bad-roster");
  CHECK(told("{").code == "bad-roster");
  CHECK(told("[1, 2]").code == "bad-roster");
  CHECK(told("{}").code == "bad-roster");
  CHECK(told(replaced(text, "\"vein2vein-roster\"", "\"other\"")).at == source::Position{2, 13});
  CHECK(told(replaced(text, "\"version\": 1", "\"version\": 2")).at == source::Position{3, 14});
  {
    const auto bad = replaced(text, "\"proved\": false", "\"proved\": 0");
    const auto first = told(bad);
    CHECK(first.code == "wrong-type");
    CHECK(first.at == source::Position{line(bad, "\"proved\""), 13});
  }
  CHECK(told(replaced(text, "\"first\": \"2027-03-22\"", "\"first\": \"2027-02-30\"")).code == "bad-date");
  CHECK(told(replaced(text, "\"last\": \"2027-04-18\"", "\"last\": \"2027-03-18\"")).code == "ends-before-it-begins");
  CHECK(told(replaced(text, "\"last\": \"2027-04-18\"", "\"last\": \"9027-03-18\"")).code == "bad-roster");
  CHECK(told(replaced(text, "\"waits_before\"", "\"waits_behind\"")).code == "missing-key");
  CHECK(told(replaced(text, "\"waits_before\": ", "\"zone\": ")).code == "duplicate-key");
  CHECK(told(replaced(text, "\"waits_before\": ", "\"x\": 1, \"waits_before\": ")).code == "unknown-key");
  CHECK(told(replaced(text, "{\"resource\":\"ward.bed\"", "{\"resource\":\"ward.sofa\"")).code == "unknown-resource");
  CHECK(told(replaced(text, "\"patient\":\"P-0203\"", "\"patient\":\"P-0202\"")).code == "patient-twice");
  CHECK(told(replaced(text, "\"state\":\"booked\"", "\"state\":\"hooked\"")).code == "unknown-word");
  CHECK(told(replaced(text, "\"period\":\"week\"", "\"period\":\"moon\"")).code == "unknown-word");
  CHECK(told(replaced(text, "\"zone\":\"America/New_York\"", "\"zone\":\"Moon/Base\"")).code == "unknown-zone");
  CHECK(told(replaced(text, "T09:00:00+00:00", "T09:00:01+00:00")).code == "bad-moment");
  CHECK(told(replaced(text, "\"n\":1", "\"n\":1e300")).code == "wrong-type");
  CHECK(told(replaced(text, "\"n\":1", "\"n\":99999999999999999999")).code == "wrong-type");
  CHECK(told(replaced(text, "\"n\":1", "\"n\":18446744073709551615")).code == "bad-roster");
  CHECK(told(replaced(text, "\"n\":1", "\"n\":-1")).code == "bad-roster");
  CHECK(told(std::string(100'000, '[')).code == "too-deep");
  const auto two = read(replaced(replaced(text, "\"n\":1", "\"n\":-1"), "\"proved\": false", "\"proved\": null"));
  CHECK(two.diagnostics.size() == 2);
}

TEST_CASE("a file cut short or with a byte changed is refused or read, and never more") {
  const auto text = json(sample::roster(), "0.1.0");
  for (std::size_t n = 0; n + 2 < text.size(); n += 7) REQUIRE_FALSE(read(text.substr(0, n)));
  std::uint32_t state = 1;
  for (int k = 0; k < 3000; ++k) {
    auto bad = text;
    for (int j = 0; j < 3; ++j) {
      state = state * 1664525 + 1013904223;
      bad[(state >> 8) % bad.size()] = static_cast<char>(state >> 24);
    }
    source::Sources sources;
    const auto answer = read_roster(sources, "roster.json", bad);
    CHECK((answer.value.has_value() || !answer.diagnostics.empty()));
    if (answer) (void)json(*answer.value, "");
  }
}

TEST_CASE("moments are read as they are written, and nothing else") {
  using view::parse_rfc3339;
  CHECK(parse_rfc3339("2027-03-22T09:00:00+00:00") == sample::london("2027-03-22 09:00"));
  CHECK(parse_rfc3339("2027-03-22T09:00:00Z") == sample::london("2027-03-22 09:00"));
  CHECK(parse_rfc3339("2027-03-22T04:00:00-05:00") == sample::london("2027-03-22 09:00"));
  for (const auto* bad :
       {"", "2027-03-22", "2027-03-22 09:00:00Z", "2027-03-22T24:00:00Z", "2027-03-22T09:00:30Z", "2027-03-22T09:00:00",
        "2027-03-22T09:00:00+1:00", "2027-03-22T09:00:00+00:00x", "2027-03-22T09:00:00.5Z", "0027-03-22T09:00:00Z"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_rfc3339(bad));
  }
}

TEST_CASE("a census, two side by side, and sets of slots are said to other programs") {
  const auto r = sample::roster(), more = sample::more_beds();
  const auto census = roster::census(r), other = roster::census(more);
  const auto text = json(view::Counted{r, census, ""}, "0.1.0");
  CHECK(golden::holds(text, "\"percent\": 159"));
  CHECK(golden::holds(text, "\"binding\": \"ward.bed\""));
  const auto both = json(view::Counted{r, census, "at present"}, view::Counted{more, other, "ward.bed=2"}, "0.1.0");
  CHECK(golden::holds(both, "\"day_zero_days_sooner\": 4"));
  golden::same("slots.json", json(sample::slot_sets(), "0.1.0"));
}
