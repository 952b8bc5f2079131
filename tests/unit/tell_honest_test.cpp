// tell: what would mislead a reader: a date surer than it is, another's visits, one centre's number for another's
// patient, English that is not English.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "told.h"
#include "view/ical.h"
#include "view/sheet_html.h"
#include "view/sheet_words.h"

using namespace told;  // NOLINT

namespace {

ShelfCase case_on(source::Sources& sources, const std::string& patient, const std::string& today) {
  auto one = example(sources, patient);
  one.settings.today = *calendar::parse_day(today);
  return one;
}

int count(const std::string& text, std::string_view part) {
  int n = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// What stands under a translation is what the English sheet says.
void check_english(const timeline::Said& other, const timeline::Said& english) {
  CAPTURE(english.text);
  if (other.english.empty())
    CHECK((other.text == english.text || other.text.find(english.text) != std::string::npos));  // words of a file
  else
    CHECK(other.english == english.text);
}

void check_english(const std::vector<timeline::Said>& other, const std::vector<timeline::Said>& english) {
  REQUIRE(other.size() == english.size());
  for (std::size_t i = 0; i < other.size(); ++i) check_english(other[i], english[i]);
}

}  // namespace

TEST_CASE(
    "a visit whose booking is over and unrecorded is not told as booked on the day on which the plan laid it anew") {
  source::Sources sources;
  const auto one = case_on(sources, "P-0101", "2026-11-15");  // bridging was booked for 1 October
  for (const Reader reader : {Reader::patient, Reader::carer, Reader::team}) {
    const auto sheet = sheet_of(one, reader);
    const Item* bridging = find(sheet.items, "bridging");
    REQUIRE(bridging);
    CHECK(bridging->standing == Item::likely);
    CHECK(!bridging->start);
    CHECK(bridging->when.text.starts_with("Likely "));
    if (reader != Reader::team) CHECK(says(*bridging, "It is set once your team has booked it."));
    CHECK(!view::ical(sheet).empty());
  }
}

TEST_CASE("one likely day that nobody has booked is told with the days to which it may move") {
  source::Sources sources;
  const auto sheet = sheet_of(case_on(sources, "P-0057", "2026-11-15"), Reader::patient);
  const Item* scan = find(sheet.items, "restaging");
  REQUIRE(scan);
  CHECK(scan->when.text == "Likely on Tuesday 17 November 2026.");
  CHECK(says(*scan, "It may move to another day from Monday 16 November 2026 to Wednesday 18 November 2026."));
  for (const Item& item : sheet.items)
    if (item.standing == Item::booked || item.standing == Item::done) CHECK(!says(item, "It may move"));
}

TEST_CASE("of visits whose dates nobody knows yet each field says between which days its own visit likely is") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  const auto english = *words::Language::of("en");
  const auto likely_on = [&](const char* date) {
    for (const auto& note : view::notes_of(sheet, *calendar::parse_day(date), false, english))
      if (note.item->stage == "weekly-visits") return note.likely.text;
    return std::string("none");
  };
  CHECK(likely_on("2026-11-09") == "Likely 9 Nov – 11 Nov");
  CHECK(likely_on("2026-11-16") == "Likely 16 Nov – 18 Nov");
  CHECK(likely_on("2026-11-10") == "none");
  // The list tells both in one row, so with all their days.
  const Item* weekly = find(sheet.items, "weekly-visits");
  REQUIRE(weekly);
  CHECK(weekly->visits == 2);
  CHECK(weekly->when.text.find("9 November") != std::string::npos);
  CHECK(weekly->when.text.find("18 November") != std::string::npos);
  // Between them there is none: a week's page may say so.
  CHECK(view::may_hold(sheet, *calendar::parse_day("2026-11-10")));
  CHECK(!view::may_hold(sheet, *calendar::parse_day("2026-11-13")));
  CHECK(view::may_hold(sheet, *calendar::parse_day("2026-11-17")));
}

TEST_CASE("work that has begun is told to the team with the days between which it likely ends") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::team);
  const Item* making = find(sheet.items, "manufacturing");
  REQUIRE(making);
  CHECK(making->begun);
  CHECK(making->when.text == "It likely ends between Wednesday 14 October 2026 and Wednesday 21 October 2026.");
  CHECK(!making->start);
  CHECK(making->to == *calendar::parse_day("2026-10-21"));
  CHECK(view::standing_of(*making, *words::Language::of("en")).text == "Begun");
}

TEST_CASE("the week's meeting hears between which days Day 0 likely is and one day only where it is certain") {
  source::Sources sources;
  auto one = waiting(sources);
  CHECK(sheet_of(one, Reader::team).huddle.front().day_zero.text ==
        "likely between Monday 26 October 2026 and Wednesday 28 October 2026");
  auto after = case_on(sources, "P-0057", "2026-10-05");
  const auto day_zero = sheet_of(after, Reader::team).huddle.front().day_zero.text;
  CHECK(day_zero.starts_with("likely "));
}

TEST_CASE("a team's sheet of several centres says each centre's number and no centre's for another") {
  source::Sources sources;
  std::vector<Sheet> sheets;
  for (const char* patient : {"P-0042", "P-0063", "P-0088"})
    sheets.push_back(sheet_of(case_on(sources, patient, "2026-10-05"), Reader::team));
  REQUIRE(sheets[0].centre_title != sheets[1].centre_title);
  const auto numbers = std::pair{sheets[0].urgent->text, sheets[1].urgent->text};
  const auto titles = std::pair{sheets[0].centre_title, sheets[1].centre_title};
  const auto all = tell::together(std::move(sheets));
  REQUIRE(all.urgent);
  CHECK(all.urgent->text == titles.first + ": " + numbers.first + "\n" + titles.second + ": " + numbers.second);
  CHECK(all.centre_title == titles.first + " · " + titles.second);
}

TEST_CASE("what changed for a team is said of each patient by name") {
  source::Sources sources;
  std::vector<Sheet> sheets;
  for (const char* patient : {"P-0042", "P-0057"}) {
    auto one = case_on(sources, patient, "2026-10-05");
    const auto copy = tell::copy_of(sheet_of(one, Reader::team));
    one.settings.today = one.settings.today + 1;
    sheets.push_back(sheet_of(one, Reader::team, "en", &copy));
  }
  const auto all = tell::together(std::move(sheets));
  REQUIRE(all.changes);
  for (const auto& line : all.changes->lines)
    CHECK((line.text.starts_with("P-0042: ") || line.text.starts_with("P-0057: ")));
  CHECK(says(*all.changes, "P-0042: "));
  CHECK(says(*all.changes, "P-0057: "));
}

TEST_CASE("a first night that may move is told with its days and the last day to cancel with the night it is for") {
  source::Sources sources;
  const auto box = sheet_of(waiting(sources), Reader::patient).boxes.front();
  CHECK(says(box, "The first night may be any from Monday 26 October 2026 to Wednesday 28 October 2026."));
  CHECK(says(box,
             "If you book from Monday 26 October 2026, the last day to cancel without a charge is Saturday 24 October "
             "2026."));
}

TEST_CASE("the English under a translation is what the English sheet says, with its dates") {
  source::Sources sources;
  auto one = waiting(sources);
  const auto copy = tell::copy_of(sheet_of(one, Reader::carer));
  one.what.patient.booked.clear();
  book(one, "restaging", "2026-10-20", 9);
  book(one, "fitness-check", "2026-10-20", 11);
  one.settings.today = one.settings.today + 1;
  const auto english = sheet_of(one, Reader::carer, "en", &copy);
  CHECK(says(*english.changes, "It is now Tuesday 20 October 2026, 09:00."));
  for (const std::string& code : words::Language::codes()) {
    if (code == "en") continue;
    CAPTURE(code);
    const auto other = sheet_of(one, Reader::carer, code, &copy);
    REQUIRE(!words::Language::of(code)->reviewed());
    auto lines = other.changes->lines;  // the copy's titles are English
    check_english(lines, english.changes->lines);
    REQUIRE(other.items.size() == english.items.size());
    for (std::size_t i = 0; i < other.items.size(); ++i) {
      check_english(other.items[i].title, english.items[i].title);
      check_english(other.items[i].when, english.items[i].when);
      check_english(other.items[i].lines, english.items[i].lines);
      CHECK(!other.items[i].when.english.empty());
    }
    for (std::size_t i = 0; i < other.boxes.size(); ++i) check_english(other.boxes[i].lines, english.boxes[i].lines);
  }
}

TEST_CASE("a date and an hour have the comma of their language between them") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient, "fa");
  const Item* scan = find(sheet.items, "restaging");
  REQUIRE(scan);
  CHECK(scan->when.text.find("، ۱۴:۰۰") != std::string::npos);
  CHECK(scan->when.text.find(", ") == std::string::npos);
}

TEST_CASE("another patient's calendar or another reader's is no earlier copy and gives no event") {
  source::Sources sources;
  const auto own = sheet_of(waiting(sources), Reader::patient), carers = sheet_of(waiting(sources), Reader::carer);
  const auto other = sheet_of(case_on(sources, "P-0057", "2026-10-05"), Reader::patient);
  const std::string alone = view::ical(own);
  for (const Sheet& sheet : {carers, other}) {
    const std::string strange = view::ical(sheet);
    CHECK(view::ical(own, {false, strange}) == alone);
    CHECK(view::copy_of_ical(strange, "P-0042", Reader::patient)->of_others);
  }
  CHECK(!view::copy_of_ical(alone, "P-0042", Reader::patient)->of_others);
}

TEST_CASE("a team's calendar made of some of its patients cancels nothing of the others") {
  source::Sources sources;
  std::vector<Sheet> both;
  for (const char* patient : {"P-0042", "P-0057"})
    both.push_back(sheet_of(case_on(sources, patient, "2026-10-05"), Reader::team));
  const auto one = tell::together({both[0]});
  const std::string before = view::ical(tell::together(std::move(both)));
  const std::string after = view::ical(one, {false, before});
  CHECK(count(after, "BEGIN:VEVENT") == count(before, "BEGIN:VEVENT"));
  CHECK(count(after, "STATUS:CANCELLED") == 0);
  // Of its own patient what is gone is cancelled.
  auto less = one;
  std::erase_if(less.items, [](const Item& item) { return item.stage == "restaging"; });
  CHECK(count(view::ical(less, {false, before}), "STATUS:CANCELLED") == 1);
}

TEST_CASE("nothing of an earlier file comes back but what we write") {
  source::Sources sources;
  const auto sheet = sheet_of(waiting(sources), Reader::patient);
  std::string earlier = view::ical(sheet);
  const auto at = earlier.find("UID:P-0042.restaging@");
  earlier.insert(at,
                 "ATTACH:http://example.org/x\r\nURL:http://example.org\r\nRRULE:FREQ=DAILY\r\nORGANIZER:mailto:a@b\r\n"
                 "X-OTHER:y\r\nCATEGORIES:z\r\n");
  auto without = sheet;
  std::erase_if(without.items, [](const Item& item) { return item.stage == "restaging"; });
  const std::string after = view::ical(without, {false, earlier});
  CHECK(count(after, "STATUS:CANCELLED") == 1);
  for (const char* strange :
       {"ATTACH", "URL:", "RRULE:FREQ=DAILY", "ORGANIZER", "X-OTHER", "CATEGORIES", "example.org"})
    CHECK(count(after, strange) == 0);
}

TEST_CASE("a page has the week below each other, marks today, and calls no date a time that may still move") {
  source::Sources sources;
  auto one = waiting(sources);
  one.settings.today = *calendar::parse_day("2026-10-19");
  const auto sheet = sheet_of(one, Reader::patient);
  const std::string page = view::html(sheet, *calendar::parse_day("2026-11-30"));
  CHECK(count(page, "aria-current=\"date\"") == 1);
  CHECK(page.find("<td aria-current=\"date\"><span class=\"no\">19</span>") != page.npos);
  const auto from = page.find("<ol class=\"week\">");
  REQUIRE(from != page.npos);
  const std::string week = page.substr(from, page.find("</ol>", from) - from);
  CHECK(count(week, "<h3>") == 7);
  CHECK(week.find("14:00 to 16:00 Scan or marrow test") != week.npos);
  CHECK(week.find("Where: Outpatients, level 1") != week.npos);
  for (auto at = page.find("<time"); at != page.npos; at = page.find("<time", at + 1))
    CHECK(page.substr(at, page.find("</time>", at) - at).find("ikely") == std::string::npos);
}

TEST_CASE("the rules of a zone name each change of the clocks by itself in the time that it ends") {
  source::Sources sources;
  auto sheet = sheet_of(waiting(sources), Reader::patient);
  const Item* scan = find(sheet.items, "restaging");
  REQUIRE(scan);
  Item later = *scan;
  later.uid += ".later";
  for (std::optional<calendar::Instant>* at : {&later.start, &later.end}) (*at)->minutes += 365 * 24 * 60;
  sheet.items.push_back(later);
  for (const auto& [zone, changes] :
       {std::pair<std::string, std::vector<std::string>>{
            "Europe/London", {"20260329T010000", "20261025T020000", "20270328T010000", "20271031T020000"}},
        {"America/New_York", {"20260308T020000", "20261101T020000", "20270314T020000", "20271107T020000"}}}) {
    for (Item& item : sheet.items) item.zone = zone;
    const std::string file = view::ical(sheet);
    const std::string rules = file.substr(0, file.find("END:VTIMEZONE"));
    CAPTURE(rules);
    CHECK(count(rules, "RDATE") == 0);
    for (const std::string& change : changes) CHECK(count(rules, "DTSTART:" + change + "\r\n") == 1);
    CHECK(count(rules, "BEGIN:DAYLIGHT") == 2);
  }
}

TEST_CASE("an hour elsewhere says whose it is and has the date of that place") {
  source::Sources sources;
  auto one = case_on(sources, "P-0057", "2026-10-05");
  const auto released = [&](const Sheet& sheet) {
    const Item* out = nullptr;
    for (const Item& item : sheet.items)
      if (item.stage == "release" && item.shown >= sheet.today) out = &item;
    return out;
  };
  const auto sheet = sheet_of(one, Reader::team);
  const Item* release = released(sheet);
  REQUIRE(release);
  CHECK(release->zone == "Europe/Amsterdam");
  CHECK(release->when.text == "Monday 5 October 2026, 10:00 (time in Amsterdam)");  // 09:00 in London
  CHECK(view::hours_on(*release, release->shown, *words::Language::of("en"), true) == "10:00 (time in Amsterdam) ");
  for (const Item& item : sheet_of(one, Reader::patient).items) CHECK(item.elsewhere.empty());

  // Where a day has begun there and not here, its date is that of the place, on paper and on the telephone.
  for (auto& place : one.what.centre->places)
    if (place.zone.name() == "Europe/Amsterdam") place.zone = *calendar::Zone::load("Asia/Tokyo");
  for (auto& fact : one.what.patient.happened)
    if (fact.point.stage == "release" && fact.from.day == one.settings.today) {
      fact.from.minute = 17 * 60;
      fact.from.instant = one.what.centre->zone.instant({fact.from.day, 17 * 60});
    }
  one.settings.today = one.settings.today + 1;
  const auto later = sheet_of(one, Reader::team);
  const Item* tokyo = released(later);
  REQUIRE(tokyo);
  CHECK(tokyo->when.text == "Tuesday 6 October 2026, 01:00 (time in Tokyo)");
  CHECK(tokyo->shown == *calendar::parse_day("2026-10-06"));
  CHECK(count(view::ical(later), "DTSTART;TZID=Asia/Tokyo:20261006T010000") == 1);
}
