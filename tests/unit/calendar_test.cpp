#include <doctest/doctest.h>

#include <algorithm>
#include <boost/date_time/gregorian/gregorian_types.hpp>

#include "calendar/day.h"
#include "calendar/hours.h"
#include "calendar/zone.h"

namespace v2v::calendar {

// What doctest prints when a check fails.
doctest::String toString(Day day) {
  return to_string(day).c_str();
}
doctest::String toString(Instant instant) {
  return rfc3339(instant, Zone::utc()).c_str();
}
doctest::String toString(Wall wall) {
  return (to_string(wall.day) + " " + clock(wall.minute)).c_str();
}
doctest::String toString(const Hours& hours) {
  return to_string(hours).c_str();
}

}  // namespace v2v::calendar

using namespace v2v::calendar;
using v2v::network::Range;

namespace {

Day on(std::string_view text) {
  return parse_day(text).value();
}

/// "2026-03-29 01:30"
Wall at(std::string_view text) {
  return {on(text.substr(0, 10)), parse_clock(text.substr(11)).value()};
}

Instant utc(std::string_view text) {
  return Zone::utc().instant(at(text));
}

Zone zone(std::string_view name) {
  auto found = Zone::load(name);
  REQUIRE_MESSAGE(found.has_value(), "tzdata lacks " << std::string(name));
  return *found;
}

Hours hours(std::initializer_list<std::string_view> items) {
  Hours all;
  for (const auto item : items) {
    std::string why;
    const auto one = parse_hours(item, why);
    REQUIRE_MESSAGE(one.has_value(), why);
    all.always |= one->always;
    all.shifts.insert(all.shifts.end(), one->shifts.begin(), one->shifts.end());
  }
  return all;
}

std::string fault(std::string_view text) {
  std::string why;
  CHECK_MESSAGE(!parse_hours(text, why).has_value(), "was taken: " << std::string(text));
  return why;
}

/// "2026-09-21 08:00 to 2026-09-21 17:00; ..." on the wall of the zone.
std::string shown(const std::vector<Range>& ranges, const Zone& in) {
  std::string text;
  for (const Range& range : ranges) {
    const Wall from = in.wall({range.from}), to = in.wall({range.to});
    text += (text.empty() ? "" : "; ") + to_string(from.day) + " " + clock(from.minute) + " to " + to_string(to.day) +
            " " + clock(to.minute);
  }
  return text;
}

v2v::network::Tick length(const std::vector<Range>& ranges) {
  v2v::network::Tick sum = 0;
  for (const Range& range : ranges) sum += range.to - range.from;
  return sum;
}

std::set<Day> days(std::initializer_list<std::string_view> texts) {
  std::set<Day> all;
  for (const auto text : texts) all.insert(on(text));
  return all;
}

HolidayRule fixed(int month, int day, HolidayRule::Weekend weekend) {
  HolidayRule rule;
  rule.month = month;
  rule.day = day;
  rule.if_weekend = weekend;
  return rule;
}

HolidayRule from_easter(int offset) {
  HolidayRule rule;
  rule.kind = HolidayRule::easter;
  rule.offset = offset;
  return rule;
}

HolidayRule nth(int n, Weekday weekday, int month) {
  HolidayRule rule;
  rule.kind = HolidayRule::nth_weekday;
  rule.nth = n;
  rule.on = weekday;
  rule.month = month;
  return rule;
}

Holidays england_and_wales() {
  const auto next = HolidayRule::next_weekday;
  return {"england-and-wales",
          "",
          {fixed(1, 1, next), from_easter(-2), from_easter(1), nth(1, Weekday::mon, 5), nth(-1, Weekday::mon, 5),
           nth(-1, Weekday::mon, 8), fixed(12, 25, next), fixed(12, 26, next)},
          {on("2020-05-08"), on("2022-06-02"), on("2022-06-03"), on("2022-09-19"), on("2023-05-08")},
          {on("2020-05-04"), on("2022-05-30")}};
}

Holidays us_federal() {
  const auto near = HolidayRule::nearest_weekday;
  HolidayRule juneteenth = fixed(6, 19, near);
  juneteenth.from = 2021;
  return {"us-federal",
          "",
          {fixed(1, 1, near), nth(3, Weekday::mon, 1), nth(3, Weekday::mon, 2), nth(-1, Weekday::mon, 5), juneteenth,
           fixed(7, 4, near), nth(1, Weekday::mon, 9), nth(2, Weekday::mon, 10), fixed(11, 11, near),
           nth(4, Weekday::thu, 11), fixed(12, 25, near)},
          {},
          {}};
}

Holidays netherlands() {
  const auto stays = HolidayRule::stays;
  return {"netherlands",
          "",
          {fixed(1, 1, stays), from_easter(0), from_easter(1), fixed(4, 27, HolidayRule::sunday_before),
           from_easter(39), from_easter(49), from_easter(50), fixed(12, 25, stays), fixed(12, 26, stays)},
          {on("2025-05-05"), on("2030-05-05")},
          {}};
}

std::set<Day> in_year(const Holidays& holidays, int year) {
  return days_of(holidays, *day_of(year, 1, 1), *day_of(year, 12, 31));
}

}  // namespace

// Days and months

TEST_CASE("every date from 1900 to 2199 is the one that Boost counts") {
  namespace greg = boost::gregorian;
  const greg::date epoch(1970, 1, 1);
  bool same = true;
  for (greg::date date(1900, 1, 1); date < greg::date(2200, 1, 1); date += greg::days(1)) {
    const Day day{static_cast<std::int32_t>((date - epoch).days())};
    const auto ymd = date.year_month_day();
    const YearMonthDay ours = split(day);
    same &= ours.year == ymd.year && ours.month == ymd.month && ours.day == ymd.day;
    same &= day_of(ymd.year, ymd.month, ymd.day) == day;
    same &= (static_cast<int>(weekday(day)) + 1) % 7 == date.day_of_week().as_number();
    if (!same) FAIL("differs on " << to_string(day));
  }
  CHECK(to_string(*day_of(1400, 1, 1)) == "1400-01-01");
  CHECK(to_string(*day_of(9999, 12, 31)) == "9999-12-31");
}

TEST_CASE("dates are read only as they are printed") {
  CHECK(parse_day("2026-09-21") == day_of(2026, 9, 21));
  CHECK(to_string(on("2028-02-29")) == "2028-02-29");
  for (const auto* wrong : {"2027-02-29", "2026-9-21", "2026-13-01", "2026-00-10", "2026-01-00", "21-09-2026",
                            "2026-09-21 ", " 2026-09-2", "2026/09/21", "202a-09-21", "1399-12-31", "2026-09--1", ""})
    CHECK_MESSAGE(!parse_day(wrong), wrong);
  CHECK_FALSE(day_of(2100, 2, 29));
  CHECK(day_of(2000, 2, 29));
  CHECK_FALSE(day_of(10000, 1, 1));
}

TEST_CASE("a month later clamps to the end of the month and never snaps to it") {
  CHECK(add_months(on("2026-01-31"), 1) == on("2026-02-28"));
  CHECK(add_months(on("2028-01-31"), 1) == on("2028-02-29"));
  CHECK(add_months(on("2026-02-28"), 1) == on("2026-03-28"));
  CHECK(add_months(on("2026-04-30"), 1) == on("2026-05-30"));
  CHECK(add_months(on("2026-10-31"), 4) == on("2027-02-28"));
  CHECK(add_months(on("2026-03-31"), -1) == on("2026-02-28"));
  CHECK(add_months(on("2026-01-15"), -13) == on("2024-12-15"));
  CHECK(add_months(on("2028-02-29"), 12) == on("2029-02-28"));
  CHECK(add_months(on("2026-09-21"), 180) == on("2041-09-21"));
  for (int months = 24000; months < 24600; ++months)  // back beyond year 0 and forth again
    CHECK(add_months(add_months(on("2026-09-15"), -months), months) == on("2026-09-15"));
  for (Day day = on("2027-12-01"); day < on("2028-04-01"); day = day + 1)
    for (int months = -14; months <= 14; ++months) CHECK(add_months(day, months) <= add_months(day + 1, months));
}

TEST_CASE("Easter is the Sunday that the church tables give") {
  for (const auto* sunday :
       {"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2020-04-12", "2021-04-04",
        "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
        "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22"})
    CHECK(easter(split(on(sunday)).year) == on(sunday));
  // Oudin's rule (1940), another road to the same table.
  for (int year = 1583; year < 4000; ++year) {
    const int c = year / 100, n = year % 19, k = (c - 17) / 25;
    int i = (c - c / 4 - (c - k) / 3 + 19 * n + 15) % 30;
    i -= (i / 28) * (1 - (i / 28) * (29 / (i + 1)) * ((21 - n) / 11));
    const int j = (year + year / 4 + i + 2 - c + c / 4) % 7;
    if (easter(year) != *day_of(year, 3, 1) + (i - j + 27)) FAIL("differs in " << year);
  }
}

// Lengths

TEST_CASE("a length is a number and a unit and nothing else") {
  CHECK(parse_length("30min") == Length{30, Unit::minutes});
  CHECK(parse_length("48h") == Length{48, Unit::hours});
  CHECK(parse_length("2d") == Length{2, Unit::days});
  CHECK(parse_length("3wd") == Length{3, Unit::work_days});
  CHECK(parse_length("4wh") == Length{4, Unit::work_hours});
  CHECK(parse_length("6w") == Length{6, Unit::weeks});
  CHECK(parse_length("6mo") == Length{6, Unit::months});
  CHECK(parse_length("15y") == Length{15, Unit::years});
  CHECK(parse_length("0min") == Length{0, Unit::minutes});
  CHECK(parse_length("1000000min") == Length{1'000'000, Unit::minutes});
  for (const auto* wrong : {"",     "2",    "d",     "2 d", " 2d", "2d ", "-2d", "+2d",        "1.5d",
                            "1,5h", "2D",   "2days", "2m",  "2M",  "05d", "00h", "1000001min", "99999999999999999999h",
                            "2dd",  "2d3h", "2wds"})
    CHECK_MESSAGE(!parse_length(wrong), wrong);
}

TEST_CASE("a length prints as written and reads aloud in its own unit") {
  for (const auto* text : {"48h", "2d", "1wd", "6mo", "15y", "90min", "3w", "8wh"})
    CHECK(to_string(*parse_length(text)) == text);
  CHECK(in_words({48, Unit::hours}) == "48 hours");
  CHECK(in_words({1, Unit::work_days}) == "1 working day");
  CHECK(in_words({2, Unit::work_hours}) == "2 working hours");
  CHECK(in_words({0, Unit::days}) == "0 days");
  CHECK(in_words({1, Unit::minutes}) == "1 minute");
}

TEST_CASE("hours and days are of different families and are only ordered roughly") {
  CHECK(family(Unit::hours) == Family::elapsed);
  CHECK(family(Unit::days) == Family::calendar);
  CHECK(family(Unit::years) == Family::calendar);
  CHECK(family(Unit::work_days) == Family::working);
  CHECK(family(Unit::work_hours) == Family::working);
  CHECK(rough_minutes({2, Unit::days}) == rough_minutes({48, Unit::hours}));
  CHECK(rough_minutes({1, Unit::months}) == 43776);
  CHECK(rough_minutes({1, Unit::years}) == rough_minutes({12, Unit::months}));
  CHECK(rough_minutes({4, Unit::weeks}) < rough_minutes({1, Unit::months}));
}

// Zones

TEST_CASE("clocks change where and when the law says in 2026 and in 2041 and in 2060") {
  struct Row {
    const char *zone, *from, *to;
    std::vector<const char*> changes;
  };
  for (const Row& row :
       {Row{"Europe/London", "2026-01-01", "2027-01-01", {"2026-03-29 01:00", "2026-10-25 01:00"}},
        Row{"Europe/London", "2041-01-01", "2042-01-01", {"2041-03-31 01:00", "2041-10-27 01:00"}},
        Row{"Europe/London", "2060-01-01", "2061-01-01", {"2060-03-28 01:00", "2060-10-31 01:00"}},
        Row{"America/New_York", "2026-01-01", "2027-01-01", {"2026-03-08 07:00", "2026-11-01 06:00"}},
        Row{"America/New_York", "2041-01-01", "2042-01-01", {"2041-03-10 07:00", "2041-11-03 06:00"}},
        Row{"America/New_York", "2060-01-01", "2061-01-01", {"2060-03-14 07:00", "2060-11-07 06:00"}},
        Row{"Asia/Tokyo", "2026-01-01", "2060-01-01", {}}, Row{"UTC", "2026-01-01", "2060-01-01", {}}}) {
    CAPTURE(row.zone);
    std::vector<Instant> expected;
    for (const auto* change : row.changes) expected.push_back(utc(change));
    const Zone in = zone(row.zone);
    CHECK(in.changes(in.start_of(on(row.from)), in.start_of(on(row.to))) == expected);
    for (const Instant change : expected)
      CHECK(std::abs(in.offset_minutes(change) - in.offset_minutes({change.minutes - 1})) == 60);
  }
}

TEST_CASE("the first instant asked for counts as a change and the last does not") {
  const Zone london = zone("Europe/London");
  const Instant spring = utc("2026-03-29 01:00");
  CHECK(london.changes(spring, {spring.minutes + 1}) == std::vector{spring});
  CHECK(london.changes({spring.minutes - 1000}, spring).empty());
  CHECK(london.changes({spring.minutes + 1}, {spring.minutes + 1000}).empty());
}

TEST_CASE("a change of name that moves no clock is no change") {
  // From 1968 to 1971 London kept summer time all the year; in October 1968 only the name of the time changed.
  const Zone london = zone("Europe/London");
  CHECK(london.changes(utc("1968-06-01 00:00"), utc("1971-06-01 00:00")).empty());
}

TEST_CASE("nine in the morning is an hour earlier in UTC in summer and in the far years too") {
  const Zone london = zone("Europe/London");
  for (const auto* year : {"2026", "2041", "2060"}) {
    CHECK(london.instant(at(std::string(year) + "-07-01 09:00")) == utc(std::string(year) + "-07-01 08:00"));
    CHECK(london.instant(at(std::string(year) + "-01-10 09:00")) == utc(std::string(year) + "-01-10 09:00"));
  }
  const Zone new_york = zone("America/New_York");
  CHECK(new_york.instant(at("2041-07-01 09:00")) == utc("2041-07-01 13:00"));
  CHECK(new_york.instant(at("2060-12-01 09:00")) == utc("2060-12-01 14:00"));
}

TEST_CASE("an hour that clocks skip has two neighbours and moves forward to the end of the gap") {
  const Zone london = zone("Europe/London");
  const Reading reading = london.read(at("2026-03-29 01:30"));
  CHECK(reading.kind == Reading::skipped);
  CHECK(rfc3339(reading.first, london) == "2026-03-29T00:30:00+00:00");
  CHECK(rfc3339(reading.second, london) == "2026-03-29T02:30:00+01:00");
  CHECK(rfc3339(london.instant(at("2026-03-29 01:30")), london) == "2026-03-29T02:00:00+01:00");
  CHECK(london.read(at("2026-03-29 02:00")).kind == Reading::unique);
  CHECK(london.read(at("2026-03-29 00:59")).kind == Reading::unique);
  CHECK(london.read(at("2060-03-28 01:00")).kind == Reading::skipped);
  CHECK(zone("America/New_York").read(at("2041-03-10 02:59")).kind == Reading::skipped);
}

TEST_CASE("an hour that comes twice has two readings and is taken the first time") {
  const Zone new_york = zone("America/New_York");
  for (const auto* time : {"2026-11-01 01:30", "2041-11-03 01:30", "2060-11-07 01:30"}) {
    const Reading reading = new_york.read(at(time));
    CHECK(reading.kind == Reading::repeated);
    CHECK(reading.second.minutes - reading.first.minutes == 60);
    CHECK(new_york.wall(reading.first) == at(time));
    CHECK(new_york.wall(reading.second) == at(time));
    CHECK(new_york.instant(at(time)) == reading.first);
  }
  CHECK(rfc3339(new_york.read(at("2026-11-01 01:30")).first, new_york) == "2026-11-01T01:30:00-04:00");
  CHECK(rfc3339(new_york.read(at("2026-11-01 01:30")).second, new_york) == "2026-11-01T01:30:00-05:00");
  const Reading plain = new_york.read(at("2026-11-01 02:00"));
  CHECK(plain.kind == Reading::unique);
  CHECK(plain.first == plain.second);
}

TEST_CASE("an offset of part minutes is rounded down and wall and instant still undo each other") {
  const Zone monrovia = zone("Africa/Monrovia");  // 44 minutes and 30 seconds behind until 7 January 1972
  CHECK(monrovia.offset_minutes(utc("1971-06-01 12:00")) == -45);
  CHECK(monrovia.wall(utc("1971-06-01 12:00")) == at("1971-06-01 11:15"));
  CHECK(monrovia.read(at("1971-06-01 11:15")).first == utc("1971-06-01 12:00"));
  const Instant change = utc("1972-01-07 00:45");  // half a minute after the clocks went forward
  CHECK(monrovia.changes(change, {change.minutes + 1}) == std::vector{change});
  CHECK(monrovia.start_of(on("1972-01-07")) == change);
}

TEST_CASE("where midnight is skipped the date starts later") {
  // Beirut's clocks go from 00:00 to 01:00 on the last Sunday of March, those of Havana on the second.
  const Zone beirut = zone("Asia/Beirut");
  CHECK(beirut.wall(beirut.start_of(on("2026-03-29"))) == at("2026-03-29 01:00"));
  CHECK(beirut.start_of(on("2026-03-29")) == utc("2026-03-28 22:00"));
  const Zone havana = zone("America/Havana");
  CHECK(havana.wall(havana.start_of(on("2026-03-08"))) == at("2026-03-08 01:00"));
}

TEST_CASE("wall and instant undo each other in every zone that a clinic may have") {
  for (const auto* name : {"Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu",
                           "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "UTC"}) {
    CAPTURE(name);
    const Zone in = zone(name);
    for (std::int64_t t = utc("2009-01-01 00:07").minutes; t < utc("2062-01-01 00:00").minutes; t += 4567) {
      const Wall wall = in.wall({t});
      const Reading reading = in.read(wall);
      if (reading.first.minutes != t && reading.second.minutes != t) FAIL("lost " << to_string(wall.day));
    }
  }
}

TEST_CASE("a zone is a name of the IANA list and never a path or the machine's own") {
  CHECK(Zone::load("Europe/Amsterdam")->name() == "Europe/Amsterdam");
  CHECK(Zone::load("Etc/GMT+5").has_value());
  CHECK(Zone::load("UTC")->name() == "UTC");
  for (const auto* wrong : {"", "Europe/Londn", "Europe", "localtime", "/etc/localtime", "../zoneinfo/UTC",
                            "Fixed/UTC+01:00:00", "right/Europe/London", "posixrules", "libc:UTC",
                            "file:/etc/localtime", "europe london", "tzdata.zi", "Europe/"})
    CHECK_MESSAGE(!Zone::load(wrong), wrong);
}

TEST_CASE("instants print with their offset as RFC 3339 asks") {
  CHECK(rfc3339(utc("2026-10-14 08:00"), zone("Europe/London")) == "2026-10-14T09:00:00+01:00");
  CHECK(rfc3339(utc("2026-10-14 08:00"), zone("America/St_Johns")) == "2026-10-14T05:30:00-02:30");
  CHECK(rfc3339(utc("1969-12-31 23:59"), Zone::utc()) == "1969-12-31T23:59:00+00:00");
  CHECK(tzdata_version() != "unknown");
}

TEST_CASE("clock times have two digits on each side and end at 24:00") {
  CHECK(parse_clock("00:00") == 0);
  CHECK(parse_clock("09:30") == 570);
  CHECK(parse_clock("24:00") == 1440);
  CHECK(clock(570) == "09:30");
  CHECK(clock(1440) == "24:00");
  for (const auto* wrong : {"9:30", "09:60", "24:01", "25:00", "09.30", "0930", "09:3", "", "-9:30", "09:300"})
    CHECK_MESSAGE(!parse_clock(wrong), wrong);
}

// Opening hours as text

TEST_CASE("hours are read as a clinic writes them and printed the same") {
  for (const auto* text :
       {"always", "mon-fri 08:30-17:00", "tue thu 09:00-16:00", "sat sun holidays 09:00-13:00", "mon-thu", "wed-sat",
        "mon-sun", "holidays 10:00-12:00", "mon-fri 19:00-07:00", "mon-wed fri 08:00-24:00", "mon-sun holidays"})
    CHECK(to_string(hours({text})) == text);
  CHECK(hours({"mon-fri 00:00-24:00"}) == hours({"mon-fri"}));
  CHECK(hours({"fri 19:00-00:00"}) == hours({"fri 19:00-24:00"}));
  CHECK(hours({"mon tue wed"}) == hours({"mon-wed"}));
  CHECK(to_string(hours({"mon-fri 08:00-12:00", "sat 09:00-11:00"})) == "mon-fri 08:00-12:00, sat 09:00-11:00");
  const Hours wrapped = hours({"sat-mon 08:00-12:00"});
  CHECK(wrapped.shifts[0].weekdays == std::array<bool, 7>{true, false, false, false, false, true, true});
  CHECK(hours({to_string(wrapped)}) == wrapped);
}

TEST_CASE("hours that cannot be read say what to write instead") {
  CHECK(fault("") == "hours are empty; write always, or days and times as in mon-fri 08:00-17:00");
  CHECK(fault("mon-frj 08:00-17:00") == "unknown weekday 'frj'; the days are mon tue wed thu fri sat sun and holidays");
  CHECK(fault("Monday 08:00-17:00") == "'Monday' is written mon");
  CHECK(fault("weekdays") == "'weekdays' is written mon-fri");
  CHECK(fault("holiday 09:00-12:00") == "'holiday' is written holidays");
  CHECK(fault("mon to fri") == "days from one to another are joined by a hyphen, as in mon-fri");
  CHECK(fault("mon, wed 08:00-12:00") ==
        "days are set apart by spaces, as in mon wed fri; more hours are more items of a list");
  CHECK(fault("mon-fri 08:00-25:00") == "'25:00' is not a time; the day ends at 24:00");
  CHECK(fault("mon-fri 08:60-17:00") == "'08:60' is not a time; minutes end at 59");
  CHECK(fault("mon-fri 8:00-17:00") == "'8:00' is not a time; write two digits each, 08:00");
  CHECK(fault("mon-fri 8.5-17.5") ==
        "'8.5' is not a time; hours and minutes stand apart by a colon, as in 08:30, without decimals");
  CHECK(fault("mon-fri 8-17") == "'8' is not a time; write hours and minutes, as in 08:30");
  CHECK(fault("mon-fri 08:00 17:00") ==
        "'08:00' is not a pair of times; opening and closing are joined by one hyphen "
        "without spaces, as in 08:00-17:00");
  CHECK(fault("mon-fri 08:00 - 17:00").find("hyphen") != std::string::npos);
  CHECK(fault("mon - fri") == "a hyphen stands without spaces, as in mon-fri 08:00-17:00");
  CHECK(fault("mon\xE2\x80\x93"
              "fri") == "write a plain hyphen, as in mon-fri 08:00-17:00, not a dash");
  CHECK(fault("mon-fri 08:00-") == "a time is missing beside the hyphen; hours are written 08:00-17:00");
  CHECK(fault("08:00-17:00") == "times need days before them, as in mon-fri 08:00-17:00");
  CHECK(fault("mon-fri 24:00-07:00") == "24:00 only closes; a shift from midnight opens at 00:00 of the next day");
  CHECK(fault("mon 09:00-09:00") == "'09:00-09:00' opens and closes at the same time; the whole day is 00:00-24:00");
  CHECK(fault("mon 08:00-12:00 13:00-17:00") ==
        "one item has one pair of times, joined by a hyphen; more are more items of a list");
  CHECK(fault("mon 08:00-12:00 tue") == "days come before their times, and more days are another item of the list");
  CHECK(fault("mon-fri fri") == "fri is named twice");
  CHECK(fault("mon-") == "a hyphen joins two days without spaces, as in mon-fri");
  CHECK(fault("always 08:00-17:00") == "'always' is written always, alone");
}

// Opening hours as ranges

TEST_CASE("weekly hours become one range a day and holidays are shut") {
  const Zone london = zone("Europe/London");
  const Hours clinic = hours({"mon-fri 08:00-17:00", "sat sun holidays 09:00-13:00"});
  // 28 August 2026 is a Friday, the 31st a bank holiday.
  CHECK(shown(open_ranges(clinic, london, days({"2026-08-31"}), {}, on("2026-08-28"), on("2026-09-01")), london) ==
        "2026-08-28 08:00 to 2026-08-28 17:00; 2026-08-29 09:00 to 2026-08-29 13:00; "
        "2026-08-30 09:00 to 2026-08-30 13:00; 2026-08-31 09:00 to 2026-08-31 13:00; "
        "2026-09-01 08:00 to 2026-09-01 17:00");
  CHECK(shown(open_ranges(hours({"mon-fri 08:00-17:00"}), london, days({"2026-08-31"}), {}, on("2026-08-29"),
                          on("2026-09-01")),
              london) == "2026-09-01 08:00 to 2026-09-01 17:00");
  CHECK(open_ranges(clinic, london, {}, {}, on("2026-09-01"), on("2026-08-31")).empty());
  CHECK(open_ranges(Hours{}, london, {}, {}, on("2026-08-31"), on("2026-09-01")).empty());
}

TEST_CASE("always is one long range that only closures cut") {
  const Zone london = zone("Europe/London");
  const auto holidays = days({"2026-12-25"});
  const auto open = open_ranges(Hours::all_days(), london, holidays, {}, on("2026-01-01"), on("2026-12-31"));
  CHECK(shown(open, london) == "2026-01-01 00:00 to 2027-01-01 00:00");
  const auto cut = open_ranges(Hours::all_days(), london, holidays,
                               {{on("2025-12-01"), on("2026-01-01")}, {on("2026-03-29"), on("2026-03-30")}},
                               on("2026-01-01"), on("2026-12-31"));
  CHECK(shown(cut, london) == "2026-01-02 00:00 to 2026-03-29 00:00; 2026-03-31 00:00 to 2027-01-01 00:00");
}

TEST_CASE("every day and all day is still shut on holidays unless they are named") {
  const Zone utc_zone = Zone::utc();
  const auto holidays = days({"2026-12-25"});
  CHECK(shown(open_ranges(hours({"mon-sun 00:00-24:00"}), utc_zone, holidays, {}, on("2026-12-24"), on("2026-12-26")),
              utc_zone) == "2026-12-24 00:00 to 2026-12-25 00:00; 2026-12-26 00:00 to 2026-12-27 00:00");
  CHECK(shown(open_ranges(hours({"mon-sun holidays"}), utc_zone, holidays, {}, on("2026-12-24"), on("2026-12-26")),
              utc_zone) == "2026-12-24 00:00 to 2026-12-27 00:00");
}

TEST_CASE("shifts that touch or overlap are one range whatever their order") {
  const Zone in = Zone::utc();
  CHECK(shown(open_ranges(hours({"mon 13:00-17:00", "mon 08:00-13:00", "mon 09:00-10:00"}), in, {}, {},
                          on("2026-09-21"), on("2026-09-21")),
              in) == "2026-09-21 08:00 to 2026-09-21 17:00");
  // Day shift and night shift together never close, and the night that began on Sunday reaches into Monday.
  CHECK(shown(open_ranges(hours({"mon-sun 07:00-19:00", "mon-sun 19:00-07:00"}), in, {}, {}, on("2026-09-21"),
                          on("2026-09-23")),
              in) == "2026-09-21 00:00 to 2026-09-24 00:00");
}

TEST_CASE("a night shift belongs to its first day and runs on into a closed one") {
  const Zone in = Zone::utc();
  const Hours nights = hours({"mon-fri 19:00-07:00"});
  CHECK(shown(open_ranges(nights, in, {}, {{on("2026-09-23"), on("2026-09-23")}}, on("2026-09-22"), on("2026-09-24")),
              in) ==
        "2026-09-22 00:00 to 2026-09-22 07:00; 2026-09-22 19:00 to 2026-09-23 07:00; "
        "2026-09-24 19:00 to 2026-09-25 00:00");
  CHECK(shown(open_ranges(nights, in, days({"2026-09-23"}), {}, on("2026-09-23"), on("2026-09-24")), in) ==
        "2026-09-23 00:00 to 2026-09-23 07:00; 2026-09-24 19:00 to 2026-09-25 00:00");
  // Friday's night ends on Saturday morning; the week-end has none of its own.
  CHECK(shown(open_ranges(nights, in, {}, {}, on("2026-09-26"), on("2026-09-27")), in) ==
        "2026-09-26 00:00 to 2026-09-26 07:00");
}

TEST_CASE("hours follow the wall when clocks change") {
  const Zone london = zone("Europe/London");
  const Hours sunday = hours({"sun 00:30-04:00"});
  CHECK(length(open_ranges(sunday, london, {}, {}, on("2026-03-29"), on("2026-03-29"))) == 150);
  CHECK(length(open_ranges(sunday, london, {}, {}, on("2026-04-05"), on("2026-04-05"))) == 210);
  CHECK(length(open_ranges(sunday, london, {}, {}, on("2026-10-25"), on("2026-10-25"))) == 270);
  const Hours nights = hours({"sat 22:00-06:00"});
  CHECK(length(open_ranges(nights, london, {}, {}, on("2026-03-28"), on("2026-03-29"))) == 7 * 60);
  CHECK(length(open_ranges(nights, london, {}, {}, on("2026-10-24"), on("2026-10-25"))) == 9 * 60);
  // Opening inside the skipped hour waits for the clocks; a shift wholly inside it does not take place.
  CHECK(shown(open_ranges(hours({"sun 01:30-04:00"}), london, {}, {}, on("2026-03-29"), on("2026-03-29")), london) ==
        "2026-03-29 02:00 to 2026-03-29 04:00");
  CHECK(open_ranges(hours({"sun 01:10-01:50"}), london, {}, {}, on("2026-03-29"), on("2026-03-29")).empty());
  for (const auto* day : {"2026-03-30", "2026-10-26", "2041-07-01", "2060-11-01"}) {
    const auto open = open_ranges(hours({"mon-sun 08:00-17:00"}), london, {}, {}, on(day), on(day));
    REQUIRE(open.size() == 1);
    CHECK(london.wall({open[0].from}).minute == 8 * 60);
    CHECK(london.wall({open[0].to}).minute == 17 * 60);
  }
}

TEST_CASE("ranges worked out from a list of offsets are those that the zone itself gives") {
  for (const auto* name : {"Europe/London", "America/New_York", "America/Havana", "Asia/Beirut", "Africa/Casablanca",
                           "Australia/Lord_Howe", "America/Nuuk", "Atlantic/Azores", "Pacific/Apia"}) {
    CAPTURE(name);
    const Zone in = zone(name);
    const Day first = on("2009-06-01"), last = on("2061-06-01");
    const auto open = open_ranges(hours({"mon-sun 00:30-02:15"}), in, {}, {}, first, last);
    const auto dates = dates_of(in, first, last);
    auto range = open.begin();
    for (Day day = first; day <= last; day = day + 1) {
      if (dates.first(day.n) != in.start_of(day).minutes) FAIL("first tick of " << to_string(day));
      const Range expected{in.instant({day, 30}).minutes, in.instant({day, 135}).minutes};
      if (expected.from >= expected.to) continue;
      if (range == open.end() || !(*range == expected)) FAIL("hours of " << to_string(day));
      ++range;
    }
    CHECK(range == open.end());
  }
}

TEST_CASE("a table of dates has days of 23 and 25 hours and reads the wall") {
  const Zone london = zone("Europe/London");
  const auto dates = dates_of(london, on("2026-01-01"), on("2045-12-31"));
  CHECK(dates.first_day() == on("2026-01-01").n);
  CHECK(dates.last_day() == on("2045-12-31").n);
  const auto hours_in = [&](std::string_view text) {
    return (dates.first(on(text).n + 1) - dates.first(on(text).n)) / 60;
  };
  CHECK(hours_in("2026-03-29") == 23);
  CHECK(hours_in("2041-10-27") == 25);
  CHECK(hours_in("2041-07-01") == 24);
  CHECK(dates.date(utc("2041-06-30 23:30").minutes) == on("2041-07-01").n);
  CHECK(dates.minute(utc("2041-07-01 08:00").minutes) == 9 * 60);
  CHECK(dates.at(on("2041-07-01").n, 9 * 60) == utc("2041-07-01 08:00").minutes);
}

// Working days and months as maps

TEST_CASE("a date is open when a shift starts on it and it is not closed") {
  const Hours clinic = hours({"mon-fri 19:00-07:00"});
  const auto open = open_dates(clinic, days({"2026-08-31"}), {{on("2026-09-02"), on("2026-09-09")}}, on("2026-08-28"),
                               on("2026-09-03"));
  CHECK(open == std::vector<bool>{true, false, false, false, true, false, false});  // Friday, then Tuesday only
  CHECK(open_dates(Hours::all_days(), days({"2026-08-31"}), {}, on("2026-08-30"), on("2026-08-31")) ==
        std::vector<bool>{true, true});
  CHECK(open_dates(hours({"holidays"}), days({"2026-08-31"}), {}, on("2026-08-30"), on("2026-08-31")) ==
        std::vector<bool>{false, true});
}

TEST_CASE("working days are counted from the next open date forwards and the previous one backwards") {
  const Day first = on("2026-08-21"), last = on("2026-09-11");
  const auto open = open_dates(hours({"mon-fri"}), days({"2026-08-31"}), {}, first, last);
  const auto later = [&](std::string_view from, std::int64_t n) {
    return Day{working_days_map(n, open, first)(on(from).n)};
  };
  CHECK(later("2026-08-22", 1) == on("2026-08-25"));  // Saturday + 1 = Tuesday
  CHECK(later("2026-08-21", 1) == on("2026-08-24"));  // Friday + 1 = Monday
  CHECK(later("2026-08-28", 1) == on("2026-09-01"));  // over the bank holiday
  CHECK(later("2026-08-31", 1) == on("2026-09-02"));  // from the bank holiday: counted from Tuesday
  CHECK(later("2026-08-26", 5) == on("2026-09-03"));
  CHECK(later("2026-08-25", -1) == on("2026-08-24"));  // Tuesday - 1 = Monday
  CHECK(later("2026-08-30", -1) == on("2026-08-27"));  // Sunday: counted from Friday
  CHECK(later("2026-09-01", -1) == on("2026-08-28"));
  CHECK(later("2026-08-26", 0) == on("2026-08-26"));
  CHECK(later("2026-08-22", 0) == on("2026-08-24"));
  CHECK(later("2026-09-10", 5) == last + 1);
  CHECK(later("2026-08-24", -5) == first - 1);
}

TEST_CASE("maps of working days and of months rise") {
  const Day first = on("2026-01-01"), last = on("2029-12-31");
  const auto open =
      open_dates(hours({"mon tue thu"}), days({"2026-04-06"}), {{on("2026-08-01"), on("2026-08-20")}}, first, last);
  for (const int n : {-20, -3, -1, 0, 1, 3, 20}) {
    const auto working = working_days_map(n, open, first);
    const auto months = months_map(n, first, last);
    for (Day day = first; day < last; day = day + 1) {
      if (working(day.n) > working(day.n + 1)) FAIL(n << " working days fall after " << to_string(day));
      if (months(day.n) > months(day.n + 1)) FAIL(n << " months fall after " << to_string(day));
    }
  }
  CHECK(Day{months_map(1, first, last)(on("2026-01-31").n)} == on("2026-02-28"));
  CHECK(Day{months_map(1, first, last)(on("2026-02-28").n)} == on("2026-03-28"));
}

// Holidays

TEST_CASE("the bank holidays of England and Wales are those on the government's list") {
  const Holidays rules = england_and_wales();
  CHECK(in_year(rules, 2020) == days({"2020-01-01", "2020-04-10", "2020-04-13", "2020-05-08", "2020-05-25",
                                      "2020-08-31", "2020-12-25", "2020-12-28"}));
  CHECK(in_year(rules, 2021) == days({"2021-01-01", "2021-04-02", "2021-04-05", "2021-05-03", "2021-05-31",
                                      "2021-08-30", "2021-12-27", "2021-12-28"}));
  CHECK(in_year(rules, 2022) == days({"2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02",
                                      "2022-06-03", "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27"}));
  CHECK(in_year(rules, 2023) == days({"2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08",
                                      "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26"}));
  CHECK(in_year(rules, 2026) == days({"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25",
                                      "2026-08-31", "2026-12-25", "2026-12-28"}));
  CHECK(in_year(rules, 2027) == days({"2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31",
                                      "2027-08-30", "2027-12-27", "2027-12-28"}));
  CHECK(in_year(rules, 2028) == days({"2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29",
                                      "2028-08-28", "2028-12-25", "2028-12-26"}));
  for (int year = 2024; year <= 2060; ++year) {
    const auto all = in_year(rules, year);
    CHECK(all.size() == 8);
    for (const Day day : all) CHECK(weekday(day) < Weekday::sat);
  }
}

TEST_CASE("a federal holiday on a week-end is kept on the nearest weekday even in the year before") {
  const Holidays rules = us_federal();
  CHECK(in_year(rules, 2020).count(on("2020-06-19")) == 0);
  CHECK(in_year(rules, 2021) ==
        days({"2021-01-01", "2021-01-18", "2021-02-15", "2021-05-31", "2021-06-18", "2021-07-05", "2021-09-06",
              "2021-10-11", "2021-11-11", "2021-11-25", "2021-12-24", "2021-12-31"}));
  CHECK(in_year(rules, 2022).count(on("2022-01-01")) == 0);
  CHECK(in_year(rules, 2022).size() == 10);
  CHECK(in_year(rules, 2026) ==
        days({"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07",
              "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"}));
  for (int year = 2022; year <= 2060; ++year)
    for (const Day day : in_year(rules, year)) CHECK(weekday(day) < Weekday::sat);
}

TEST_CASE("the Dutch King's Day goes to the Saturday before when it falls on a Sunday") {
  const Holidays rules = netherlands();
  CHECK(in_year(rules, 2025) == days({"2025-01-01", "2025-04-20", "2025-04-21", "2025-04-26", "2025-05-05",
                                      "2025-05-29", "2025-06-08", "2025-06-09", "2025-12-25", "2025-12-26"}));
  CHECK(in_year(rules, 2026) == days({"2026-01-01", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-14",
                                      "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26"}));
  for (int year = 2020; year <= 2060; ++year) {
    const Day nominal = *day_of(year, 4, 27);
    const auto all = in_year(rules, year);
    CHECK(all.contains(weekday(nominal) == Weekday::sun ? nominal - 1 : nominal));
  }
  CHECK(in_year(rules, 2024).contains(on("2024-04-27")));  // a Saturday stays
}

TEST_CASE("two holidays on one week-end take the next two free weekdays in any order of the rules") {
  // Scotland: 1 and 2 January. In 2022 they are Saturday and Sunday, in 2023 Sunday and Monday.
  Holidays scotland{
      "scotland", "", {fixed(1, 2, HolidayRule::next_weekday), fixed(1, 1, HolidayRule::next_weekday)}, {}, {}};
  CHECK(in_year(scotland, 2022) == days({"2022-01-03", "2022-01-04"}));
  CHECK(in_year(scotland, 2023) == days({"2023-01-02", "2023-01-03"}));
  std::swap(scotland.rules[0], scotland.rules[1]);
  CHECK(in_year(scotland, 2023) == days({"2023-01-02", "2023-01-03"}));
}

TEST_CASE("a rule is in force from its first year to its last and exceptions remove only its own days") {
  HolidayRule rule = fixed(2, 29, HolidayRule::stays);
  rule.from = 2024;
  rule.until = 2032;
  const Holidays leap{
      "leap", "", {rule}, {on("2028-03-01"), on("2032-02-29")}, {on("2028-02-29"), on("2028-03-01"), on("2032-02-29")}};
  CHECK(days_of(leap, on("2019-01-01"), on("2041-01-01")) == days({"2024-02-29", "2028-03-01", "2032-02-29"}));
  HolidayRule reign = fixed(9, 1, HolidayRule::stays);
  reign.from = 2026;
  reign.until = 2027;
  CHECK(days_of(Holidays{"reign", "", {reign}, {}, {}}, on("2020-01-01"), on("2040-01-01")) ==
        days({"2026-09-01", "2027-09-01"}));
  // An exception names the day a holiday falls on, or the day it is kept on.
  for (const auto* day : {"2027-12-25", "2027-12-27"}) {
    const Holidays christmas{"x", "", {fixed(12, 25, HolidayRule::next_weekday)}, {}, {on(day)}};
    CHECK(in_year(christmas, 2027).empty());
  }
}

TEST_CASE("a span of one day sees holidays that moved into it and several sets add up") {
  CHECK(days_of(us_federal(), on("2021-12-31"), on("2021-12-31")) == days({"2021-12-31"}));
  const Holidays year_end{"year-end", "", {fixed(12, 31, HolidayRule::next_weekday)}, {}, {}};
  CHECK(days_of(year_end, on("2023-01-02"), on("2023-01-02")) == days({"2023-01-02"}));  // of Saturday 31 December
  const std::vector<Holidays> both{england_and_wales(), netherlands()};
  const auto all = days_of(both, on("2026-04-01"), on("2026-05-10"));
  CHECK(all == days({"2026-04-03", "2026-04-05", "2026-04-06", "2026-04-27", "2026-05-04"}));
}
