// view: lists of closed days from calendar files, right ones and hostile ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "view/ical.h"

using namespace v2v;

namespace {

std::string calendar_of(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n";
}

source::Checked<calendar::Holidays> read(const std::string& text) {
  static source::Sources sources;
  return view::closed_days(sources.add("closed.ics", text));
}

std::string days(const std::string& text) {
  const auto list = read(text);
  if (!list) return list.diagnostics.front().text;
  std::string out;
  for (const auto day : list.value->dates) out += (out.empty() ? "" : " ") + calendar::to_string(day);
  return out;
}

/// The first days of one event.
std::string days_of(const std::string& lines, std::size_t n) {
  return days(calendar_of(event(lines))).substr(0, n * 11 - 1);
}

/// Line and code of what is wrong.
std::string told(const std::string& text) {
  const auto list = read(text);
  if (list) return "nothing";
  return std::to_string(source::position(list.diagnostics.front().where).line) + " " + list.diagnostics.front().code;
}

}  // namespace

TEST_CASE("an all-day event closes its days and not the one it ends on") {
  CHECK(days_of("DTSTART;VALUE=DATE:20261224\r\n", 9) == "2026-12-24");
  CHECK(days_of("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270103\r\n", 9) ==
        "2026-12-31 2027-01-01 2027-01-02");
  CHECK(days_of("DTSTART:20280228\r\nDURATION:P3D\r\n", 9) == "2028-02-28 2028-02-29 2028-03-01");
  CHECK(days_of("dtstart;value=date;X-A=\"b:c;d\":2026\r\n 1224\r\n", 9) == "2026-12-24");
}

TEST_CASE("a yearly rule falls on its days to the year 2100") {
  CHECK(days_of("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY\r\n", 3) == "2026-10-21 2027-10-21 2028-10-21");
  CHECK(days(calendar_of(event("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY\r\n"))).ends_with(" 2100-10-21"));
  CHECK(days_of("DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY\r\n", 3) == "2024-02-29 2028-02-29 2032-02-29");
  CHECK(days_of("DTSTART;VALUE=DATE:20260531\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1SU\r\nDURATION:P2D\r\n", 4) ==
        "2026-05-31 2026-06-01 2027-05-30 2027-05-31");
  CHECK(days_of("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n", 9) == "2026-10-21 2027-10-21");
  CHECK(days_of("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY;UNTIL=20281021T235959Z\r\n", 9) ==
        "2026-10-21 2027-10-21 2028-10-21");
  CHECK(days_of("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2\r\n", 9) ==
        "2026-10-21 2028-10-21");
  CHECK(days_of("DTSTART;VALUE=DATE:20261021\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20271021\r\n"
                "RDATE;VALUE=DATE:20271022,20271023\r\n",
                9) == "2026-10-21 2027-10-22 2027-10-23 2028-10-21");
}

TEST_CASE("what was cancelled closes nothing and what stands twice closes once") {
  const std::string eve = event("DTSTART;VALUE=DATE:20261224\r\n");
  CHECK(days(calendar_of(eve + eve + event("STATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261225\r\n"))) == "2026-12-24");
  CHECK(days(calendar_of(eve) + calendar_of(event("DTSTART;VALUE=DATE:20250101\r\n"))) == "2025-01-01 2026-12-24");
}

TEST_CASE("what is torn or hostile is told at its line") {
  CHECK(told("") == "1 bad-calendar");
  CHECK(told("hello") == "1 bad-calendar");
  CHECK(told(calendar_of("")) == "1 bad-calendar");
  CHECK(told(" BEGIN:VCALENDAR") == "1 bad-calendar");
  CHECK(told(calendar_of("BEGIN:VEVENT\r\nEND:VTODO\r\n")) == "4 bad-calendar");
  CHECK(told("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\n") == "2 bad-calendar");
  CHECK(told(calendar_of("CALSCALE:PERSIAN\r\n" + event("DTSTART:20261224\r\n"))) == "3 bad-calendar");
  CHECK(told(calendar_of(event("no colon\r\n"))) == "4 bad-calendar");
  CHECK(told(calendar_of(event("DTSTART:20261224\r\nDTSTART:20261225\r\n"))) == "5 bad-calendar");
  CHECK(told(calendar_of(event("DTSTART:20261224\r\nDTEND:20280101\r\n"))) == "5 bad-calendar");
  CHECK(told(calendar_of(event("SUMMARY:a\rb\r\nDTSTART:20261224\r\n"))) == "4 control-character");
  CHECK(told(calendar_of(event(std::string("SUMMARY:a\0b\r\n", 13) + "DTSTART:20261224\r\n"))) ==
        "4 control-character");
  CHECK(told(std::string(2'000'000, 'x')) == "1 too-large");
  std::string deep = "BEGIN:VCALENDAR\r\n";
  for (int n = 0; n < 1000; ++n) deep += "BEGIN:VEVENT\r\n";
  CHECK(told(deep) == "9 bad-calendar");
}

TEST_CASE("no rule of any kind is followed without end") {
  const std::string start = "DTSTART;VALUE=DATE:20260101\r\nRRULE:";
  const auto began = std::chrono::steady_clock::now();
  for (const char* rule :
       {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=100",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        "FREQ=YEARLY;BYSETPOS=-366;BYMONTHDAY=1", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYDAY=-53MO;BYMONTH=2",
        "FREQ=YEARLY;INTERVAL=99999", "FREQ=YEARLY;COUNT=0", "FREQ=DAILY", "FREQ=", "FREQ=YEARLY;UNTIL=99999999",
        "FREQ=YEARLY;FREQ=DAILY", "RSCALE=CHINESE;FREQ=YEARLY", "FREQ=YEARLY;;", "FREQ=YEARLY;BYDAY=9999999999MO",
        "FREQ=YEARLY;BYMONTHDAY=99999999999999999999", "FREQ=YEARLY;WKST=XX"}) {
    CAPTURE(rule);
    const auto list = read(calendar_of(event(start + rule + "\r\n")));
    if (list)
      CHECK(list.value->dates.size() <= 20'000);
    else
      CHECK(list.diagnostics.front().code == "bad-calendar");
  }
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
  std::string many;
  for (int n = 0; n < 3000; ++n)
    many += event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\nDURATION:P366D\r\n");
  CHECK(told(calendar_of(many)) == "3 bad-calendar");
}

TEST_CASE("a right file cut off or damaged anywhere is read or refused and never otherwise") {
  const std::string whole =
      calendar_of(event("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:a\r\n b\r\n") +
                  event("DTSTART;VALUE=DATE:20201021\r\nRRULE:FREQ=YEARLY;COUNT=9\r\n"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CHECK(!read(whole.substr(0, at == whole.size() - 1 || at == whole.size() - 2 ? 0 : at)));
    for (const char c : {'\0', '\n', ':', ';', '9', '-', '\xff'}) {
      std::string other = whole;
      other[at] = c;
      const auto list = read(other);
      for (const auto& one : list.diagnostics) CHECK(one.where.end <= other.size());
    }
  }
}
