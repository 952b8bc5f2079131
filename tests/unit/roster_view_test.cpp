#include <algorithm>

#include "golden.h"
#include "roster/census.h"
#include "roster_sample.h"
#include "view/capacity.h"
#include "view/capacity_html.h"
#include "view/capacity_svg.h"
#include "view/capacity_versus.h"
#include "view/roster.h"
#include "view/roster_csv.h"
#include "view/roster_head.h"
#include "view/slots.h"
#include "view/width.h"
#include "view/xlsx.h"

using namespace v2v;
using namespace v2v::view;
using golden::holds;
using golden::lines_of;
using sample::london;
using sample::on;

namespace {

timeline::Roster formulas() {
  auto r = sample::roster();
  r.patients[0].id = "=HYPERLINK(\"http://example.org\")";
  r.patients[1].slots[0].title = "  +1+1";
  r.patients[2].slots.clear();
  r.patients[2].id = "@SUM(A1)";
  r.resources[2].title = "-2+3|cmd";
  return r;
}

}  // namespace

TEST_CASE("a roster in a terminal says who waits, for what, and who has it") {
  const auto text = view::roster(sample::roster());
  golden::same("roster-100.txt", text);
  CHECK(holds(text, "waits: ward.bed taken 29 Mar to 2 Apr by P-0201 (Hospital stay)"));
  CHECK(holds(text, "apheresis-unit.machine kept free 5 to 6 Apr for urgent (Leukapheresis)"));
  CHECK(holds(text, "P-0203: ward.bed never has room for Hospital stay"));
  CHECK(holds(text, "an aid to planning"));
}

TEST_CASE("a roster in a terminal keeps to its width, and to ASCII when asked") {
  auto r = sample::roster();
  r.title = "Ein Verbund mit einem sehr langen Namen für die Zelltherapie";
  r.patients[0].id = "P-0201-\xE7\xA0\x94\xE7\xA9\xB6-with-a-long-tail";
  r.patients[1].blocked[0].by.assign(20, "P-0201");
  for (int columns = 60; columns <= 160; ++columns)
    for (const bool ascii : {false, true})
      for (const auto& line : lines_of(view::roster(r, {.width = columns, .ascii = ascii}))) {
        CAPTURE(line);
        REQUIRE(width(line) <= columns);
        if (ascii) REQUIRE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
      }
  CHECK(holds(view::roster(r, {.width = 0}), "and 12 more (Leukapheresis)"));
}

TEST_CASE("colour adds nothing but colour") {
  auto text = view::roster(sample::roster(), {.colour = true});
  for (auto at = text.find('\x1b'); at != text.npos; at = text.find('\x1b'))
    text.erase(at, text.find('m', at) - at + 1);
  CHECK(text == view::roster(sample::roster()));
}

TEST_CASE("an empty roster, and who is closed") {
  timeline::Roster r;
  CHECK(holds(view::roster(r), "nobody"));
  r = sample::roster();
  r.patients[2].kind = timeline::Rostered::closed;
  const auto text = view::roster(r);
  CHECK(holds(text, "Closed, and nothing more is planned"));
  CHECK(holds(text, "2 placed, 0 not placed, 1 closed"));
  CHECK_FALSE(holds(text, "Not placed"));
}

TEST_CASE("what is approved is not called a draft") {
  auto r = sample::roster();
  CHECK(status(r).rfind("not approved for use: axicabtagene-ciloleucel; an aid", 0) == 0);
  for (auto& p : r.patients) p.status = "approved by Dr. A. Example on 2026-10-01";
  CHECK(status(r).rfind("an aid to planning", 0) == 0);
}

TEST_CASE("dates of a wait are said as people say them") {
  const auto near = on("2027-01-01");
  const std::string zone = "Europe/London";
  CHECK(days_between(london("2027-05-04 09:00"), london("2027-05-18 09:00"), zone, near) == "4 to 18 May");
  CHECK(days_between(london("2027-04-29 09:00"), london("2027-05-18 09:00"), zone, near) == "29 Apr to 18 May");
  CHECK(days_between(london("2027-05-04 09:00"), london("2027-05-04 13:30"), zone, near) == "4 May 09:00 to 13:30");
  CHECK(days_between(london("2027-12-29 09:00"), london("2028-01-02 13:30"), zone, near) == "29 Dec to 2 Jan 2028");
  CHECK(days_between(london("2028-01-02 09:00"), london("2028-01-09 13:30"), zone, near) == "2 to 9 Jan 2028");
}

TEST_CASE("sets of slots stand side by side, and what is different is said") {
  const auto answer = sample::slot_sets();
  golden::same("slots-100.txt", slots(answer));
  const auto lines = differences(answer.sets[0], answer.sets[1], answer.zone, answer.today);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "Day 0: 7 days later");
  CHECK(lines[1] == "Hospital stay: Fri 9 Apr 12:00 and not Fri 2 Apr 12:00");
  const auto other = differences(answer.sets[0], answer.sets[2], answer.zone, answer.today);
  REQUIRE(other.size() == 3);
  CHECK(other[0] == "Leukapheresis, visit 2/2: Mon 29 Mar 09:00, not in the first set");
  CHECK(other[1] == "Hospital stay: at ward-b and not ward");
  CHECK(other[2] == "Leukapheresis: none, in the first set Mon 29 Mar 09:00");
}

TEST_CASE("sets of slots keep to the width, one under the other where they must") {
  auto answer = sample::slot_sets();
  for (int k = 4; k < 9; ++k) {
    answer.sets.push_back(answer.sets[1]);
    answer.sets.back().rank = k;
  }
  for (int columns = 60; columns <= 200; ++columns)
    for (const auto& line : lines_of(slots(answer, {.width = columns}))) {
      CAPTURE(line);
      REQUIRE(width(line) <= columns);
    }
  answer.sets.clear();
  answer.why_not = "ward.bed never has room for Hospital stay";
  CHECK(holds(slots(answer), "There is no set of slots\n  · ward.bed never has room"));
}

TEST_CASE("how full it is, by week in numbers and by day in letters") {
  const auto r = sample::roster();
  const auto census = v2v::roster::census(r);
  const auto text = capacity({r, census, ""});
  golden::same("capacity-100.txt", text);
  CHECK(holds(text, "5 - 11 Apr: apheresis-unit.machine, used 0%, 1 d waited"));
  CHECK(holds(heat_map({r, census, ""}), " !!##5.."));
}

TEST_CASE("a heat map keeps to its width, and colour adds nothing but colour") {
  auto r = sample::roster();
  r.first = on("2026-12-10");
  r.last = on("2028-02-08");
  r.resources[0].title = "a-place-with-a-name-beyond-all-measure.and-a-resource-with-another-one";
  r.resources[1].place = "a-manufacturer-with-a-long-name-indeed";
  const auto census = v2v::roster::census(r);
  for (int columns = 60; columns <= 160; ++columns)
    for (const bool ascii : {false, true})
      for (const auto& line : lines_of(capacity({r, census, ""}, {.width = columns, .ascii = ascii}))) {
        CAPTURE(line);
        REQUIRE(width(line) <= columns);
        if (ascii) REQUIRE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
      }
  auto text = capacity({r, census, ""}, {.colour = true});
  for (auto at = text.find('\x1b'); at != text.npos; at = text.find('\x1b'))
    text.erase(at, text.find('m', at) - at + 1);
  CHECK(text == capacity({r, census, ""}));
  r.holds.clear();
  for (auto& p : r.patients) p.blocked.clear();
  CHECK(holds(capacity({r, v2v::roster::census(r), ""}), "nothing is used in the period"));
  const timeline::Roster none;
  CHECK(holds(capacity({none, v2v::roster::census(none), ""}), "nothing is used"));
}

TEST_CASE("a roster and its capacity for spreadsheets") {
  const auto r = sample::roster();
  const auto census = v2v::roster::census(r);
  golden::same("roster.csv", csv(r));
  golden::same("capacity.csv", csv(Counted{r, census, ""}));
  const auto lines = lines_of(csv(r));
  REQUIRE(lines.size() == 6);
  CHECK(holds(lines[4],
              "P-0202,axicabtagene-ciloleucel,routine,placed,hospital-stay,Hospital stay,1,1,ward,ward.bed,"
              "2027-04-02 12:00,2027-04-09 12:00,Europe/London,held,2027-03-30 12:00,2027-04-03,4"));
}

TEST_CASE("what looks like a formula stays text") {
  const auto r = formulas();
  const auto text = csv(r);
  CHECK(holds(text, "\"'=HYPERLINK(\"\"http://example.org\"\")\","));
  CHECK(holds(text, ",'  +1+1,"));
  CHECK(holds(text, "\n'@SUM(A1),axicabtagene-ciloleucel,routine,not placed,,,,,,,,,,,,,\r\n"));
  CHECK(holds(csv(Counted{r, v2v::roster::census(r), ""}), ",'-2+3|cmd,"));
}

TEST_CASE("a workbook has the same bytes each time") {
  const auto r = sample::roster();
  const auto census = v2v::roster::census(r);
  const auto once = xlsx({r, census, ""});
  CHECK(once.substr(0, 2) == "PK");
  setenv("TZ", "Pacific/Kiritimati", 1);
  CHECK(once == xlsx({r, census, ""}));
  unsetenv("TZ");
  setenv("TMPDIR", "/no/such/folder", 1);  // then /tmp
  CHECK(once == xlsx({r, census, ""}));
  unsetenv("TMPDIR");
}

// Read by tests/unit/workbook.py, which names the file.
TEST_CASE("a workbook is written for others to read") {
  const char* path = std::getenv("V2V_WORKBOOK");
  if (!path) return;
  auto r = formulas();
  r.warnings.push_back("a letter \x01 that nobody sees, \xFF that is none, and é");
  std::ofstream(path, std::ios::binary) << xlsx({r, v2v::roster::census(r), ""});
}

TEST_CASE("two side by side are rows of one sheet, each with whose it is") {
  const auto before = sample::roster();
  const auto after = sample::more_beds();
  const auto was = v2v::roster::census(before), is = v2v::roster::census(after);
  const Counted a{before, was, "at present"}, b{after, is, "ward.bed=2"};
  const auto one = csv(a), other = csv(b), both = csv(a, b);
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  CHECK(lines(both) == lines(one) + lines(other) - 1);
  CHECK(both.starts_with("roster," + one.substr(0, one.find('\n'))));
  CHECK(holds(both, "\nat present,2027-03-22,"));
  CHECK(holds(both, "\nward.bed=2,2027-03-22,"));
  CHECK(xlsx(a, b).substr(0, 2) == "PK");
  CHECK(xlsx(a, b) == xlsx(a, b));
  CHECK(xlsx(a, b) != xlsx(a));
}

TEST_CASE("one more bed beside the present: what it buys") {
  const auto before = sample::roster();
  const auto after = sample::more_beds();
  const auto was = v2v::roster::census(before), is = v2v::roster::census(after);
  const Counted a{before, was, "at present"}, b{after, is, "ward.bed=2"};
  golden::same("versus-100.txt", versus(a, b));
  const auto gain = bought(before, after);
  CHECK(gain.placed == std::vector<std::string>{"P-0203"});
  CHECK(gain.late_before - gain.late_after == 4);
  CHECK(gain.sooner_sum == 4);
  const auto lines = bought_lines(gain);
  REQUIRE(lines.size() == 3);
  CHECK(lines[2] == "Day 0 of 2 patients: 2.0 days sooner on average; 1 sooner, 0 later, 1 the same");
  for (int columns = 60; columns <= 140; ++columns)
    for (const auto& line : lines_of(versus(a, b, {.width = columns}))) {
      CAPTURE(line);
      REQUIRE(width(line) <= columns);
    }
  const timeline::Roster none;
  const auto nothing = v2v::roster::census(none);
  CHECK(holds(versus({none, nothing, "a"}, b), "none > "));
  CHECK(holds(versus(b, {none, nothing, "a"}), "placed: 0 of 0, before 3"));
}

TEST_CASE("how full it is, as a sheet and as a page") {
  const auto r = sample::roster();
  const auto after = sample::more_beds();
  const auto census = v2v::roster::census(r), is = v2v::roster::census(after);
  golden::same("capacity.svg", capacity_svg({r, census, ""}));
  golden::same("capacity.html", capacity_html({r, census, ""}));
  golden::same("versus.html", capacity_html({r, census, "at present"}, {after, is, "ward.bed=2"}));
}

TEST_CASE("a page and a sheet hold no markup of others, for any roster") {
  auto r = formulas();
  r.title = "<script>alert(1)</script>";
  r.resources[0].title = "<b>\"a\"&'b'</b>";
  r.first = on("2026-12-10");
  r.last = on("2029-02-08");
  const auto census = v2v::roster::census(r);
  const Counted answer{r, census, "<i>"};
  for (const auto& text : {capacity_svg(answer), capacity_html(answer), capacity_html(answer, answer)}) {
    CHECK_FALSE(holds(text, "<script"));
    CHECK_FALSE(holds(text, "<b>"));
    CHECK_FALSE(holds(text, "<i>"));
  }
  const timeline::Roster none;
  const auto nothing = v2v::roster::census(none);
  CHECK(holds(capacity_svg({none, nothing, ""}), "</svg>"));
  CHECK(holds(capacity_html({none, nothing, ""}), "</html>"));
  CHECK(holds(capacity_html({none, nothing, ""}, answer), "none"));
}

TEST_CASE("weeks in which nothing is used stand in one row, and in no picture") {
  auto r = sample::roster();
  r.first = on("2027-01-11");
  r.last = on("2027-12-31");
  const auto census = v2v::roster::census(r);
  const Counted answer{r, census, ""};
  const auto text = capacity(answer);
  CHECK(holds(text, "\n11 Jan - 21 Mar  nothing is used\n"));
  CHECK(holds(text, "\n12 Apr - 31 Dec  nothing is used\n"));
  CHECK(busy_weeks(answer) == std::pair<std::size_t, std::size_t>{10, 13});
  const auto map = heat_map(answer);
  CHECK(holds(map, "2027                   22 Mar  29 Mar  5 Apr\n"));
  CHECK(holds(capacity_html(answer), "<td colspan=\"10\">nothing is used</td></tr>"));
  CHECK(holds(versus(answer, answer), "\n12 Apr - 31 Dec  nothing is used\n"));
  const auto runs = week_runs({true, false, true, true, false, true});
  REQUIRE(runs.size() == 5);
  CHECK_FALSE(runs[0].idle);
  CHECK(runs[2].idle);
  CHECK(runs[2].to == 4);
}
