// What calendars do at the edges: of months and years, of tables, of texts that are nearly right.
#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "calendar/day.h"
#include "calendar/hours.h"

using namespace v2v::calendar;

namespace {

Day on(std::string_view text) {
  return parse_day(text).value();
}

std::string fault(std::string_view text) {
  std::string why;
  CHECK_MESSAGE(!parse_hours(text, why).has_value(), "was taken: " << std::string(text));
  return why;
}

Hours hours(std::string_view text) {
  std::string why;
  return parse_hours(text, why).value();
}

HolidayRule rule_of(HolidayRule::Kind kind) {
  HolidayRule rule;
  rule.kind = kind;
  return rule;
}

}  // namespace

TEST_CASE("days follow each other one by one from before year 0 to the year 9999") {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Day day = add_months(on("1400-01-01"), -12 * 2200);
  int year = -800, month = 1, of_month = 1, weekday_number = static_cast<int>(weekday(day));
  bool same = true;
  for (; year < 10000 && same; day = day + 1) {
    const YearMonthDay date = split(day);
    same = date.year == year && date.month == month && date.day == of_month;
    same = same && static_cast<int>(weekday(day)) == weekday_number;
    if (year >= 1400) same = same && day_of(year, month, of_month) == day;
    weekday_number = (weekday_number + 1) % 7;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const int length = lengths[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
    if (year >= 1400 && of_month == 1) same = same && !day_of(year, month, 0) && !day_of(year, month, length + 1);
    if (++of_month > length) of_month = 1, ++month;
    if (month > 12) month = 1, ++year;
    if (!same) FAIL("differs on " << year << " " << month << " " << of_month);
  }
  CHECK(weekday(on("1970-01-01")) == Weekday::thu);
  CHECK(weekday(on("1969-12-31")) == Weekday::wed);
}

TEST_CASE("no year before 1400 or after 9999 and no thirteenth month") {
  CHECK_FALSE(day_of(1399, 12, 31));
  CHECK(day_of(1400, 1, 1));
  CHECK(day_of(9999, 12, 31));
  CHECK_FALSE(day_of(10000, 1, 1));
  CHECK_FALSE(day_of(2026, 0, 1));
  CHECK_FALSE(day_of(2026, 13, 1));
}

TEST_CASE("months are counted on and back from every day as a calendar on the wall is turned") {
  for (Day day = on("2023-11-01"); day < on("2028-04-01"); day = day + 1) {
    const YearMonthDay from = split(day);
    for (int months = -60; months <= 60; ++months) {
      int year = from.year, month = from.month;
      for (int k = 0; k < months; ++k) month == 12 ? (month = 1, ++year) : ++month;
      for (int k = 0; k > months; --k) month == 1 ? (month = 12, --year) : --month;
      int of_month = from.day;
      while (!day_of(year, month, of_month)) --of_month;
      if (add_months(day, months) != *day_of(year, month, of_month)) FAIL(months << " months from " << to_string(day));
    }
  }
}

TEST_CASE("a date with a mark in the place of a digit is no date") {
  const std::string good = "2026-09-21";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char mark : {'/', ':', ' ', '-', 'a'}) {
      std::string text = good;
      text[i] = mark;
      CHECK_MESSAGE((text == good || !parse_day(text)), text);
    }
  }
  CHECK(parse_day("1999-09-09") == day_of(1999, 9, 9));
  CHECK(parse_day("2000-01-01") == day_of(2000, 1, 1));
  CHECK(parse_day("2010-10-10") == day_of(2010, 10, 10));
}

TEST_CASE("each weekday has its name") {
  std::string names;
  for (Day day = on("2026-09-21"); day < on("2026-09-28"); day = day + 1) names.append(name(weekday(day))).append(" ");
  CHECK(names == "Mon Tue Wed Thu Fri Sat Sun ");
}

TEST_CASE("each unit of length has its family, its words and its rough size") {
  struct Row {
    const char* text;
    Family family;
    const char* words;
    std::int64_t rough;
  };
  for (const Row& row :
       {Row{"3min", Family::elapsed, "3 minutes", 3}, Row{"3h", Family::elapsed, "3 hours", 180},
        Row{"3wh", Family::working, "3 working hours", 180}, Row{"3d", Family::calendar, "3 days", 4320},
        Row{"3wd", Family::working, "3 working days", 4320}, Row{"3w", Family::calendar, "3 weeks", 30240},
        Row{"3mo", Family::calendar, "3 months", 131328}, Row{"3y", Family::calendar, "3 years", 1575936}}) {
    const Length length = parse_length(row.text).value();
    CHECK(to_string(length) == row.text);
    CHECK(family(length.unit) == row.family);
    CHECK(in_words(length) == row.words);
    CHECK(rough_minutes(length) == row.rough);
  }
  for (const auto* one :
       {"1 minute", "1 hour", "1 working hour", "1 day", "1 working day", "1 week", "1 month", "1 year"}) {
    bool said = false;
    for (const Unit unit : {Unit::minutes, Unit::hours, Unit::work_hours, Unit::days, Unit::work_days, Unit::weeks,
                            Unit::months, Unit::years})
      said |= in_words({1, unit}) == one;
    CHECK_MESSAGE(said, one);
  }
}

TEST_CASE("a length ends where its text ends, and a mark beside the digits is no digit") {
  CHECK_FALSE(parse_length(std::string_view("12d").substr(0, 2)));
  CHECK_FALSE(parse_length(std::string_view("12d").substr(0, 1)));
  CHECK(parse_length(std::string_view("12d5").substr(0, 3)) == Length{12, Unit::days});
  CHECK(parse_length("909d") == Length{909, Unit::days});
  CHECK(parse_length("0d") == Length{0, Unit::days});
  CHECK(parse_length("10d") == Length{10, Unit::days});
  for (const auto* wrong : {"1/d", "1:d", "/d", ":d", "01d", "1000001d", "9999999999999999999999999d"})
    CHECK_MESSAGE(!parse_length(wrong), wrong);
}

TEST_CASE("holidays by rule reach to the first and the last year that dates have") {
  HolidayRule last_monday = rule_of(HolidayRule::nth_weekday);
  last_monday.nth = -1;
  last_monday.month = 12;
  const Holidays rules{"x", "", {last_monday, rule_of(HolidayRule::fixed)}, {}, {}};
  CHECK(days_of(rules, on("1400-01-01"), on("1400-12-31")).size() == 2);
  CHECK(days_of(rules, on("9999-01-01"), on("9999-12-31")).size() == 2);
}

TEST_CASE("the nth weekday of a month is the nth, whatever the weekday") {
  for (int nth = 1; nth <= 4; ++nth) {
    for (int weekday_number = 0; weekday_number < 7; ++weekday_number) {
      HolidayRule rule = rule_of(HolidayRule::nth_weekday);
      rule.nth = nth;
      rule.on = static_cast<Weekday>(weekday_number);
      rule.month = 9;
      const auto found = days_of(Holidays{"x", "", {rule}, {}, {}}, on("2026-01-01"), on("2026-12-31"));
      REQUIRE(found.size() == 1);
      CHECK(weekday(*found.begin()) == rule.on);
      CHECK(split(*found.begin()).month == 9);
      CHECK((split(*found.begin()).day - 1) / 7 == nth - 1);
    }
  }
}

TEST_CASE("an Easter holiday far from Easter is found from the year that it belongs to") {
  HolidayRule rule = rule_of(HolidayRule::easter);
  rule.offset = 300;  // of Easter 2025, 20 April
  CHECK(days_of(Holidays{"x", "", {rule}, {}, {}}, on("2026-01-01"), on("2026-01-31")).empty());
  CHECK(days_of(Holidays{"x", "", {rule}, {}, {}}, on("2026-02-01"), on("2026-02-28")) == std::set{on("2026-02-14")});
  rule.offset = -120;  // of Easter 2027, 28 March
  CHECK(days_of(Holidays{"x", "", {rule}, {}, {}}, on("2026-11-01"), on("2026-11-30")) == std::set{on("2026-11-28")});
}

TEST_CASE("what is nearly a time says what is wrong with it") {
  CHECK(fault("mon-fri 8:00-17:00") == "'8:00' is not a time; write two digits each, 08:00");
  CHECK(fault("mon-fri 08:0-17:00") == "'08:0' is not a time; write two digits each, 08:00");
  const std::string general = " is not a time; write hours and minutes, as in 08:30";
  for (const auto* wrong : {"108:00", "08:000", "0a:00", "08:0a", "1:000", "08:", ":30"})
    CHECK(fault(std::string("mon ") + wrong + "-17:00") == "'" + std::string(wrong) + "'" + general);
  CHECK(fault("mon 9-17:00") == "'9'" + general);
  CHECK(fault("mon 0-17:00") == "'0'" + general);
  CHECK(fault("mon 09:59-10:60") == "'10:60' is not a time; minutes end at 59");
  CHECK(fault("mon 09:00-24:59") == "'24:59' is not a time; the day ends at 24:00");
  CHECK(fault("mon 0800-1700") == "'0800'" + general);
  CHECK(fault("mon 0x") == "'0x'" + general);
  CHECK(fault("mon 09:00-24:01") == "'24:01' is not a time; the day ends at 24:00");
  CHECK(
      fault("mon 09:00") ==
      "'09:00' is not a pair of times; opening and closing are joined by one hyphen without spaces, as in 08:00-17:00");
  CHECK(
      fault("mon 09:00-10:00-11:00") ==
      "'09:00-10:00-11:00' is not a pair of times; opening and closing are joined by one hyphen without spaces, as in "
      "08:00-17:00");
  CHECK(hours("mon 09:59-10:00").shifts[0].from == 599);
}

TEST_CASE("what is nearly a day says how it is written") {
  CHECK(fault("weekday") == "'weekday' is written mon-fri");
  CHECK(fault("WEEKENDS") == "'WEEKENDS' is written sat sun");
  CHECK(fault("weekend") == "'weekend' is written sat sun");
  CHECK(fault("daily") == "'daily' is written mon-sun");
  CHECK(fault("Everyday") == "'Everyday' is written mon-sun");
  CHECK(fault("Always") == "'Always' is written always, alone");
  CHECK(fault("Mon") == "'Mon' is written mon");
  CHECK(fault("sunday") == "'sunday' is written sun");
  CHECK(fault("ZZZ") == "unknown weekday 'ZZZ'; the days are mon tue wed thu fri sat sun and holidays");
  CHECK(fault("mon-tue-wed") == "'mon-tue-wed' has too many hyphens; days are written mon-fri");
  CHECK(fault("-fri") == "a hyphen joins two days without spaces, as in mon-fri");
  CHECK(fault("holidays holidays") == "holidays is named twice");
  CHECK(fault("mon; tue") == "days are set apart by spaces, as in mon wed fri; more hours are more items of a list");
  CHECK(fault("mon\xE2\x80\x94"
              "fri") == "write a plain hyphen, as in mon-fri 08:00-17:00, not a dash");
}

TEST_CASE("spaces beside words say nothing") {
  CHECK(hours("  mon   08:00-12:00 ") == hours("mon 08:00-12:00"));
  CHECK(fault("   ") == "hours are empty; write always, or days and times as in mon-fri 08:00-17:00");
}

TEST_CASE("every run of weekdays prints as it is written") {
  CHECK(to_string(hours("mon tue")) == "mon tue");
  CHECK(to_string(hours("mon-wed")) == "mon-wed");
  CHECK(to_string(hours("fri-sun")) == "fri-sun");
  CHECK(to_string(hours("sat sun")) == "sat sun");
  CHECK(to_string(hours("mon wed-fri sun")) == "mon wed-fri sun");
  CHECK(to_string(hours("sun")) == "sun");
  CHECK(to_string(hours("mon 00:00-12:00")) == "mon 00:00-12:00");
  CHECK(to_string(hours("mon 12:00-24:00")) == "mon 12:00-24:00");
  CHECK(to_string(Hours{}) == "never");
  CHECK(to_string(hours("sat-mon 08:00-12:00")) == "mon sat sun 08:00-12:00");  // and no holidays
  CHECK(hours("sun-tue").shifts[0].weekdays == std::array<bool, 7>{true, true, false, false, false, false, true});
}

TEST_CASE("a shift that ends when it begins is open for a day") {
  Shift shift;
  shift.weekdays[0] = true;
  shift.from = shift.to = 8 * 60;
  const auto open = open_ranges(Hours{false, {shift}}, Zone::utc(), {}, {}, on("2026-09-21"), on("2026-09-22"));
  REQUIRE(open.size() == 1);
  CHECK(open[0].to - open[0].from == 24 * 60);
}

TEST_CASE("only the night before the first day reaches into it") {
  Hours night = hours("mon-sun 20:00-08:00");
  const auto open =
      open_ranges(night, Zone::utc(), {}, {{on("2026-09-20"), on("2026-09-20")}}, on("2026-09-21"), on("2026-09-21"));
  REQUIRE(open.size() == 1);
  CHECK(open[0].from == Zone::utc().start_of(on("2026-09-21")).minutes + 20 * 60);
  CHECK(open_ranges(night, Zone::utc(), {}, {}, on("2026-09-21"), on("2026-09-21")).size() == 2);
}

TEST_CASE("of one date alone it is known whether it is open") {
  CHECK(open_dates(hours("mon"), {}, {}, on("2026-09-21"), on("2026-09-21")) == std::vector{true});
  CHECK(open_dates(hours("tue"), {}, {}, on("2026-09-21"), on("2026-09-21")) == std::vector{false});
  CHECK(open_ranges(hours("mon"), Zone::utc(), {}, {}, on("2026-09-21"), on("2026-09-21")).size() == 1);
}

// By another rule than the one that `easter` follows: Oudin (1940), as in Tondering's calendar FAQ.
TEST_CASE("Easter of each year from 1583 to 9999 is that of another rule") {
  for (int year = 1583; year <= 9999; ++year) {
    const int golden = year % 19, century = year / 100;
    const int shifted = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    const int moon = shifted - shifted / 28 * (1 - shifted / 28 * (29 / (shifted + 1)) * ((21 - golden) / 11));
    const int weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    CHECK(easter(year) == *day_of(year, 3, 1) + (moon - weekday + 27));
  }
}

TEST_CASE("maps of months and of working days hold for their first and their last date") {
  const Day first = on("2026-01-31"), last = on("2026-03-31");
  const auto month = months_map(1, first, last), back = months_map(-1, first, last);
  CHECK(Day{month(first.n)} == on("2026-02-28"));
  CHECK(Day{month(last.n)} == on("2026-04-30"));
  CHECK(Day{back(last.n)} == on("2026-02-28"));
  CHECK(Day{months_map(1, first, on("2026-03-15"))(on("2026-03-15").n)} == on("2026-04-15"));
  // Every pattern of seven dates, counted on the fingers.
  for (int pattern = 0; pattern < 128; ++pattern) {
    std::vector<bool> open;
    for (int i = 0; i < 7; ++i) open.push_back((pattern >> i) % 2 == 1);
    const auto is_open = [&](int i) { return open[static_cast<std::size_t>(i)]; };
    for (int n = -8; n <= 8; ++n) {
      const auto map = working_days_map(n, open, first);
      for (int i = 0; i < 7; ++i) {
        int at = i, left = n;
        while (n >= 0 && at < 7 && !is_open(at)) ++at;
        while (n < 0 && at >= 0 && !is_open(at)) --at;
        for (; left > 0 && at < 7; --left) do
            ++at;
          while (at < 7 && !is_open(at));
        for (; left < 0 && at >= 0; ++left) do
            --at;
          while (at >= 0 && !is_open(at));
        if (map(first.n + i) != first.n + at) FAIL(n << " working days from date " << i << " of pattern " << pattern);
      }
    }
  }
}

TEST_CASE("offsets of part minutes are rounded down and print with hours and minutes") {
  const Zone manila = Zone::load("Asia/Manila").value(), monrovia = Zone::load("Africa/Monrovia").value();
  CHECK(rfc3339(Zone::utc().instant({on("1840-01-01"), 0}), manila) == "1839-12-31T08:03:00-15:57");
  CHECK(monrovia.offset_minutes(Zone::utc().instant({on("1960-01-01"), 0})) == -45);
  CHECK(Zone::load("Asia/Kolkata")->offset_minutes({0}) == 330);
}

TEST_CASE("a name that no zone can have is refused even where a file has it") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "v2v-zones-of-a-test";
  const std::string longest(64, 'a');
  fs::create_directories(folder / "posix");
  fs::create_directories(folder / "right");
  fs::create_directories(folder / "Fixed");
  const auto put = [&](const std::string& name) {
    fs::copy_file("/usr/share/zoneinfo/Asia/Tokyo", folder / name, fs::copy_options::overwrite_existing);
  };
  for (const auto& name : {std::string("azAZ09_-+"), longest}) put(name);
  const std::vector<std::string> wrong{"a`b",     "a{b",         "A@b",         "A[b",         "0:9",
                                       "0.9",     "0 9",         "a~b",         "localtime",   "posixrules",
                                       "Factory", "Fixed/Tokyo", "posix/Tokyo", "right/Tokyo", longest + "a"};
  for (const auto& name : wrong) put(name);
  const char* before = std::getenv("TZDIR");
  const std::string kept = before ? before : "";
  setenv("TZDIR", folder.c_str(), 1);
  CHECK(Zone::load("azAZ09_-+").has_value());
  CHECK(Zone::load(longest).has_value());
  for (const auto& name : wrong) CHECK_MESSAGE(!Zone::load(name), name);
  CHECK_FALSE(Zone::load((folder / "azAZ09_-+").string()));
  before ? setenv("TZDIR", kept.c_str(), 1) : unsetenv("TZDIR");
  fs::remove_all(folder);
}
