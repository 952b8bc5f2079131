#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "view/conflict.h"
#include "view/csv.h"
#include "view/head.h"
#include "view/json.h"
#include "view/say.h"
#include "view/table.h"
#include "view/why.h"
#include "view/width.h"
#include "view_sample.h"

using namespace v2v;
using namespace v2v::view;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

int count(const std::string& text, std::string_view part) {
  int n = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

bool is_ascii(const std::string& text) {
  return text.find_first_not_of("\n") == text.npos ||
         std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); });
}

timeline::Timeline without_centre() {
  auto t = sample::plan();
  t.centre = t.centre_title = t.zone = "";
  for (auto& e : t.entries) e.zone = "";
  return t;
}

/// Exit code of tests/cli/schema_check.py for this document.
int schema_check(const std::string& document) {
  const std::string root = V2V_ROOT;
  const std::string command =
      "python3 '" + root + "/tests/cli/schema_check.py' '" + root + "/lib/view/timeline.schema.json' 2> /dev/null";
  FILE* pipe = popen(command.c_str(), "w");
  REQUIRE(pipe);
  const auto written = std::fwrite(document.data(), 1, document.size(), pipe);
  const int status = pclose(pipe);
  REQUIRE(written == document.size());
  return status < 0 ? -1 : status >> 8;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("every moment of the table and of why is in the zone that the head names") {
  auto t = sample::plan();
  const auto before = table(t);
  timeline::Why one;
  one.entry = t.entries.back();
  const auto said = why(one);
  for (auto& e : t.entries) e.zone = "America/Los_Angeles";
  CHECK(table(t) == before);
  one.entry.zone = "America/Los_Angeles";
  CHECK(why(one) != said);
  CHECK(why(one, {.zone = t.zone}) == said);
}

TEST_CASE("a length is said exactly and its brief form never promises more") {
  CHECK(duration(3720) == "2 d 14 h");
  CHECK(duration(3725) == "2 d 14 h 5 min");
  CHECK(duration(0) == "0 min");
  CHECK(duration(-90) == "-1 h 30 min");
  CHECK(duration(INT64_MIN).front() == '-');
  CHECK(brief(3779) == "2 d 14 h");
  CHECK(brief(119) == "1 h 59 min");
  CHECK(working(3000) == "50 h");
  CHECK(working(630) == "10 h 30 min");
}

TEST_CASE("dates are said as people read them") {
  const auto d = sample::day("2026-10-14");
  CHECK(date(d) == "Wed 14 Oct 2026");
  CHECK(dates(d, d, d) == "14 Oct");
  CHECK(dates(d, d + 7, d) == "14 - 21 Oct");
  CHECK(dates(d, d + 30, d) == "14 Oct - 13 Nov");
  CHECK(dates(d, d + 90, d) == "14 Oct - 12 Jan 2027");
  CHECK(dates(d, d + 7) == "14 - 21 Oct 2026");
  CHECK(day_number(7) == "+7");
  CHECK(day_number(0) == "0");
  CHECK(day_number(-5) == "-5");
  CHECK(moment(sample::at("2026-10-26 09:00"), "Europe/London") == "Mon 26 Oct 2026 09:00");
  CHECK(moment(sample::at("2026-10-26 09:00"), "America/New_York") == "Mon 26 Oct 2026 05:00");
  CHECK(moment(sample::at("2026-10-26 09:00"), "") == "Mon 26 Oct 2026");
}

TEST_CASE("width counts columns and cutting never splits a letter") {
  CHECK(width("e\u0301") == 1);
  CHECK(width("治療") == 4);
  CHECK(cut("治療計画", 5) == "治療…");
  CHECK(cut("治療計画", 4) == "治…");
  CHECK(cut("Leukapheresis", 8, true) == "Leuka...");
  CHECK(cut("short", 5) == "short");
  CHECK(pad_left("治", 4) == "  治");
  for (int n = 0; n < 12; ++n) CHECK(width(cut("ae\u0301治b計cd", n)) <= n);
  const auto parts = wrap("one two threeandmuchmore", 7);
  CHECK(parts == std::vector<std::string>{"one two", "threean", "dmuchmo", "re"});
}

TEST_CASE("words from a file cannot steer the terminal") {
  CHECK(plain("a\x1b[31mb") == "a?[31mb");
  CHECK(plain("a\nb\tc") == "a b c");
  CHECK(plain("a\u202eb") == "a?b");
  CHECK(plain("a\xff") == "a?");
  CHECK(plain("a\u2013b caf\u00e9", true) == "a-b caf?");
  auto t = sample::plan();
  t.entries[0].title = "x\x1b]0;owned\x07";
  t.patient = "\x1b[2J";
  CHECK_FALSE(holds(table(t), "\x1b"));
  CHECK_FALSE(holds(json(t, "1"), "\x1b"));
}

TEST_CASE("a table keeps to its width in every terminal") {
  auto t = sample::plan();
  t.entries[5].title = "細胞を製造所へ送るとても長い名前の段階であるから切られる";
  t.entries[6].title = std::string(300, 'e');
  for (const bool ascii : {false, true})
    for (int columns = 60; columns <= 170; ++columns) {
      const auto text = table(t, {.width = columns, .ascii = ascii});
      for (const auto& line : lines_of(text)) {
        CAPTURE(line);
        REQUIRE(width(line) <= columns);
      }
      REQUIRE(is_ascii(text) == ascii);
      REQUIRE(holds(text, "1/7"));  // the visit survives the cut
    }
  CHECK(holds(table(t, {.width = 0}), std::string(300, 'e')));
}

TEST_CASE("a table says what a plan is before its dates") {
  auto t = sample::plan();
  auto lines = lines_of(table(t));
  CHECK(lines[0] == "P-0042: Example autologous CAR-T (car-t/example), edition eu-2024");
  CHECK(lines[1] == "status   draft: not approved for use");
  const auto text = table(t);
  CHECK(text.find("\nOverdue\n") < text.find("\nReferral\n"));
  CHECK(holds(text, "Restaging scan"));
  CHECK(holds(text, "Gates still shut\n  · lymphodepletion waits until product-on-site has happened"));
  CHECK_FALSE(holds(text, "leukapheresis waits until"));  // an open gate is no news
  CHECK(holds(text, "Decision to infusion: 51 days"));
  CHECK(holds(text, "Door to door: not known"));
  CHECK(holds(text, "last steroid dose not stated"));
  CHECK(holds(text, "by 1 h 30 min"));
  CHECK(text.find("Departures from") > text.find("Warnings"));
  CHECK(count(text, "\x1b") == 0);
  CHECK(count(table(t, {.colour = true}), "\x1b[") > 10);

  SUBCASE("without a centre the first line says what was not considered") {
    CHECK(lines_of(table(without_centre()))[0] == "dates only: weekends and holidays were not considered");
    CHECK_FALSE(holds(table(without_centre()), "09:00"));
  }
  SUBCASE("a closed patient is said to be closed and has no next appointment") {
    t.closed = model::Closed{sample::day("2026-10-11"), "withdrew", {}};
    CHECK(holds(table(t), "closed on Sun 11 Oct 2026: withdrew. Nothing more is planned"));
    CHECK_FALSE(holds(table(t), "\nnext "));
  }
  SUBCASE("an approved workflow is not called a draft") {
    t.status = "approved by A. Pharmacist, 2026-09-01";
    CHECK_FALSE(holds(table(t), "not approved"));
  }
  SUBCASE("of a booking that is over it says whether it is planned as not done or taken as done") {
    CHECK(holds(table(t), "planned as not done"));
    for (auto& e : t.entries)
      if (e.state == timeline::State::overdue) e.earliest.reset(), e.latest.reset();
    CHECK_FALSE(holds(table(t), "planned as not done"));
    CHECK(holds(table(t, {.width = 200}), "taken as done, its date unknown"));
  }
  SUBCASE("what happened has no slack") {
    for (const auto& line : lines_of(table(t)))
      if (holds(line, "National panel"))
        CHECK(line.substr(line.find("panel ")).find_first_of("0123456789-") == line.npos);
  }
  SUBCASE("under day one the counted day is called Day 1") {
    t.counts_from_one = true;
    CHECK(holds(table(t), "Day 1    Thu 29 Oct 2026"));
  }
}

TEST_CASE("late follow-up folds into one line only when asked") {
  const auto t = sample::plan();
  CHECK(holds(table(t), "29 Oct 2041"));
  const auto folded = table(t, {.fold_late_follow_up = true});
  CHECK(holds(folded, "and 3 later visits, Sat 28 Oct 2028 to Tue 29 Oct 2041"));
  CHECK(holds(folded, "Fri 29 Oct 2027"));
  const auto until = table(t, {.until = sample::day("2026-12-31")});
  CHECK(holds(until, "and 7 later visits, Sat 6 Feb 2027 to Tue 29 Oct 2041"));
}

TEST_CASE("a likely range gets dates where there is room and days where there is not") {
  CHECK(holds(table(sample::plan(), {.width = 160}), "Likely range"));
  CHECK(holds(table(sample::plan(), {.width = 160}), "15 - 22 Oct"));
  CHECK(holds(table(sample::plan(), {.width = 70}), " -4 +3"));
  CHECK(holds(table(sample::plan(), {.width = 60}), " -4 +3"));
}

TEST_CASE("a spreadsheet takes no cell of text for a formula") {
  auto t = sample::plan();
  t.entries[0].title = "=HYPERLINK(\"http://x\")";
  t.entries[1].title = "  +1";
  t.entries[2].title = "a, \"b\"\nc";
  t.entries[3].place = "@SUM(A1)";
  t.entries[4].title = "-2+3";
  const auto text = csv(t);
  CHECK(holds(text, "\"'=HYPERLINK(\"\"http://x\"\")\""));
  CHECK(holds(text, ",'  +1,"));
  CHECK(holds(text, "\"a, \"\"b\"\"\nc\""));
  CHECK(holds(text, ",'@SUM(A1),"));
  CHECK(holds(text, ",'-2+3,"));
  CHECK(holds(text, ",-58,"));  // a Day number stays a number
  CHECK_FALSE(holds(text, "'-58"));
  CHECK(count(text, "\r\n") == static_cast<int>(t.entries.size()) + 1);
  CHECK(holds(text, "2026-10-29 10:00"));
  CHECK_FALSE(holds(csv(without_centre()), "10:00"));
}

TEST_CASE("every JSON keeps to the published schema and bad ones are refused") {
  if (std::system("python3 --version > /dev/null 2>&1") != 0) {
    std::puts("SKIPPED: python3 is missing, the JSON was not held to its schema");
    return;
  }
  const auto good = json(sample::plan(), "0.1.0");
  CHECK(schema_check(good) == 0);
  CHECK(schema_check(json(sample::clash(), "0.1.0")) == 0);
  CHECK(schema_check(json(without_centre(), "0.1.0")) == 0);
  CHECK(schema_check(json(timeline::Timeline{}, "0.1.0")) == 0);

  CHECK(schema_check(replaced(good, "\"zone\": \"Europe/London\",", "")) == 1);
  CHECK(schema_check(replaced(good, "\"schema\": 1", "\"schema\": 2")) == 1);
  CHECK(schema_check(replaced(good, "\"schema\": 1", "\"schema\": true")) == 1);
  CHECK(schema_check(replaced(good, "\"schema\": 1", "\"schema\": 1, \"more\": 1")) == 1);
  CHECK(schema_check(replaced(good, "\"state\": \"booked\"", "\"state\": \"hoped\"")) == 1);
  CHECK(schema_check(replaced(good, "\"visit\": 1", "\"visit\": 0")) == 1);
  CHECK(schema_check(replaced(good, "\"day\": 0", "\"day\": \"0\"")) == 1);
  CHECK(schema_check(replaced(good, "2026-10-29T10:00:00+00:00", "2026-10-29 10:00")) == 1);
  CHECK(schema_check(replaced(good, "\"schema\": 1", "\"schema\": 1, \"schema\": 1")) == 2);
  CHECK(schema_check(good.substr(0, 100)) == 2);
}

TEST_CASE("JSON says what it knows with offsets and null for what it does not") {
  const auto text = json(sample::plan(), "0.1.0");
  CHECK(text.rfind("{\n  \"schema\": 1,\n  \"v2v\": \"0.1.0\",\n  \"status\": \"planned\",\n", 0) == 0);
  CHECK(holds(text, "\"start\": \"2026-10-22T09:00:00+01:00\""));  // summer time
  CHECK(holds(text, "\"start\": \"2026-10-29T10:00:00+00:00\""));
  CHECK(holds(text, "\"warning: a booking of infusion"));
  CHECK(holds(text, "\"conflict\": null\n}\n"));
  CHECK(holds(text, "\"days\": null"));
  const auto bare = json(without_centre(), "0.1.0");
  CHECK(holds(bare, "\"zone\": null"));
  CHECK_FALSE(holds(bare, "T09:00"));
  const auto clash = json(sample::clash(), "0.1.0");
  CHECK(holds(clash, "\"status\": \"clash\""));
  CHECK(holds(clash,
              "\"line\": 6,\n        \"column\": 11,\n        \"ours\": true,\n        \"missed_by_minutes\": 1440"));
  auto broken = sample::plan();
  broken.patient = "P\xff";
  CHECK(holds(json(broken, "1"), "P\xEF\xBF\xBD"));
}

TEST_CASE("a clash prints like a compile error in the clinician's own file") {
  CHECK(
      conflict(sample::clash()) ==
      "workflows/car-t/example.yaml:6:11: error: infusion cannot follow release this soon [clash]\n"
      "    6 |     wait: at most 48h\n"
      "      |           ^^^^^^^^^^^\n"
      "workflows/car-t/example.yaml:4:5: note: sterility testing holds the product for 3 days; missed by 1 d; rule of "
      "uspi 3.2, not ours to relax\n"
      "    4 |     takes: 3d\n"
      "      |     ^^^^^^^^^\n"
      "workflows/car-t/example.yaml:6:11: note: infusion at most 48 hours after release; missed by 1 d; a booking\n"
      "    6 |     wait: at most 48h\n"
      "      |           ^^^^^^^^^^^\n"
      "  mend: confirm release 24 h earlier (workflows/car-t/example.yaml:3)\n"
      "  mend: book the infusion from 14 Oct (workflows/car-t/example.yaml:6)\n");
  CHECK(conflict(sample::plan()).empty());
  CHECK(clash(sample::plan()).empty());
  const auto list = clash(sample::clash());
  REQUIRE(list.size() == 1);
  CHECK(list[0].code == "clash");
  CHECK(list[0].notes.size() == 2);
  CHECK(list[0].hint ==
        "confirm release 24 h earlier (workflows/car-t/example.yaml:3); or book the infusion from 14 Oct "
        "(workflows/car-t/example.yaml:6)");
  auto hopeless = sample::clash();
  hopeless.conflict->mends.clear();
  CHECK(holds(conflict(hopeless), "  hint: none of these rules is ours to mend\n"));
  CHECK_FALSE(holds(table(sample::clash()), "Stage"));
}

TEST_CASE("why adds up to the minute and names every place and citation") {
  const auto answer = sample::why();
  std::int64_t sum = 0;
  for (const auto& r : answer.not_earlier) sum += r.minutes;
  CHECK(sum == answer.not_earlier.back().to.minutes - answer.not_earlier.front().from.minutes);
  const auto text = why(answer, {.width = 140, .colour = false, .ascii = false, .zone = {}});
  CHECK(holds(text, "Product received and checked: Mon 19 Oct 2026 08:30\n"));
  CHECK(holds(text, "+2 d 20 h 30 min  Mon 19 Oct 2026 08:30  closed Sat to Mon\n"));
  CHECK(holds(text, "workflows/car-t/example.yaml:4  uspi 3.2 (read), Prescribing information"));
  CHECK(holds(text, "replaces 2d by the centre, because: local testing"));
  CHECK(holds(text, "= " + duration(sum) + "  from Fri 9 Oct 2026 17:00 to Mon 19 Oct 2026 08:30"));
  CHECK(text.find("Why not earlier") < text.find("Why not later"));
  CHECK(holds(text, "latest Fri 23 Oct 2026 09:00, slack 4 d 30 min"));
  for (int columns = 80; columns < 120; ++columns)
    for (const auto& line : lines_of(why(answer, {.width = columns, .colour = false, .ascii = false, .zone = {}})))
      REQUIRE(width(line) <= columns);
  CHECK(is_ascii(why(answer, {.width = 100, .colour = false, .ascii = true, .zone = {}})));
  timeline::Why bare;
  CHECK(holds(why(bare), "nothing holds it from below"));
}

TEST_CASE("a plan that is read again is the plan that was written") {
  source::Sources sources;
  const auto once = sample::plan();
  const std::string text = json(once, "0.1.0");
  const auto again = read_plan(sources.add("plan.json", text));
  REQUIRE(again);
  const auto& plan = *again.value;
  CHECK(plan.patient == once.patient);
  CHECK(plan.today == once.today);
  CHECK(plan.zone == once.zone);
  REQUIRE(plan.entries.size() == once.entries.size());
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const auto &a = plan.entries[i], &b = once.entries[i];
    CAPTURE(b.id);
    CHECK(a.id == b.id);
    CHECK(a.instance == b.instance);
    CHECK(a.start == b.start);
    CHECK(a.end == b.end);
    CHECK(a.range_from == b.range_from);
    CHECK(a.range_to == b.range_to);
    CHECK(a.day == b.day);
    CHECK(a.state == b.state);
    CHECK(a.firmness == b.firmness);
    CHECK(a.kind == b.kind);
    CHECK(a.phase == b.phase);
    CHECK(a.who == b.who);
  }
  // Keys of a later version are passed over.
  std::string more = text;
  more.insert(1, "\n  \"later\": [{\"a\": 1}],");
  CHECK(read_plan(sources.add("more.json", more)));
}

TEST_CASE("no plan that is damaged is read by halves") {
  source::Sources sources;
  const std::string text = json(sample::plan(), "0.1.0");
  int refused = 0;
  for (std::size_t end = 0; end + 3 < text.size(); end += 97) {
    const auto torn = read_plan(sources.add("torn.json", text.substr(0, end)));
    CHECK(!torn);
    refused += torn.diagnostics.front().code == "bad-plan";
  }
  CHECK(refused > 10);
  const auto told = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    const auto at = other.find(from);
    REQUIRE(at != std::string::npos);
    other.replace(at, from.size(), to);
    const auto read = read_plan(sources.add("other.json", other));
    REQUIRE(!read);
    return read.diagnostics.front().code;
  };
  CHECK(told("\"schema\": 1", "\"schema\": 2") == "bad-plan");
  CHECK(told("\"status\": \"planned\"", "\"status\": \"clash\"") == "bad-plan");
  CHECK(told("\"zone\": \"Europe/London\"", "\"zone\": \"Europe/Nowhere\"") == "unknown-zone");
  CHECK(told("\"visit\": 1", "\"visit\": 99999999") == "bad-plan");
  CHECK(told("\"date_only\": false", "\"date_only\": \"no\"") == "wrong-type");
  CHECK(told("\"running\":", "\"ran\":") == "missing-key");
}
