// The calendar's rarer words and its edges: hours nearly written right, holidays that an exception meets on the day
// they moved to, zone data that cannot be read.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "calendar/hours.h"

using namespace v2v::calendar;

namespace {

std::string fault(const std::string& text) {
  std::string why;
  CHECK_MESSAGE(!parse_hours(text, why), text);
  return why;
}

Day on(std::string_view text) {
  return *parse_day(text);
}

/// Zones are read from a folder of the test's own as long as this lives.
class OwnZones {
 public:
  OwnZones() : folder_(std::filesystem::temp_directory_path() / ("v2v-zones-" + std::to_string(std::rand()))) {
    std::filesystem::create_directories(folder_);
    ::setenv("TZDIR", folder_.c_str(), 1);
  }
  ~OwnZones() {
    ::unsetenv("TZDIR");
    std::filesystem::remove_all(folder_);
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }
  void make_ring(const std::string& name) const { std::filesystem::create_symlink(name, folder_ / name); }
  void make_folder(const std::string& name) const { std::filesystem::create_directory(folder_ / name); }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a date has its hyphens in their places and digits in all others") {
  for (const auto* wrong : {"2026/10-05", "2026-10/05", "x026-10-05", "20x6-10-05", "2026-x0-05", "2026-10-x5",
                            "202x-10-05", "2026-1x-05", "2026-10-0x", "2026-10-5", ""})
    CHECK_MESSAGE(!parse_day(wrong), wrong);
  CHECK(parse_day("2026-10-05"));
}

TEST_CASE("days that people write otherwise are told how they are written here") {
  CHECK(fault("weekday 08:00-17:00") == "'weekday' is written mon-fri");
  CHECK(fault("Weekend") == "'Weekend' is written sat sun");
  CHECK(fault("weekends") == "'weekends' is written sat sun");
  CHECK(fault("daily") == "'daily' is written mon-sun");
  CHECK(fault("everyday") == "'everyday' is written mon-sun");
  CHECK(fault("TUESDAY") == "'TUESDAY' is written tue");
  CHECK(fault("mo5") == "unknown weekday 'mo5'; the days are mon tue wed thu fri sat sun and holidays");
  CHECK(fault("t{e") == "unknown weekday 't{e'; the days are mon tue wed thu fri sat sun and holidays");
  CHECK(fault("holidays mon holidays") == "holidays is named twice");
  CHECK(fault("mon-wed-fri") == "'mon-wed-fri' has too many hyphens; days are written mon-fri");
  CHECK(fault("mon\xE2\x80\x94"
              "fri") == "write a plain hyphen, as in mon-fri 08:00-17:00, not a dash");
}

TEST_CASE("times nearly written right are told what is missing") {
  const std::string minutes = " is not a time; write hours and minutes, as in 08:30";
  for (const auto* wrong : {":30", "08:", "0x:30", "08:x0", "123:00", "08:123"})
    CHECK(fault("mon " + std::string(wrong) + "-17:00") == "'" + std::string(wrong) + "'" + minutes);
  CHECK(fault("mon x:30-17:00") == "'x:30'" + minutes);  // a colon makes it a time
  CHECK(fault("mon 08:5-17:00") == "'08:5' is not a time; write two digits each, 08:05");
  CHECK(fault("mon 8,30-17:00") ==
        "'8,30' is not a time; hours and minutes stand apart by a colon, as in 08:30, without decimals");
  CHECK(fault("mon 8") == "'8' is not a time; write hours and minutes, as in 08:30");
  CHECK(fault("mon 08:00-12:00-17:00") ==
        "'08:00-12:00-17:00' is not a pair of times; opening and closing are joined by one hyphen without spaces, as "
        "in 08:00-17:00");
}

TEST_CASE("a time has a digit in each of its places") {
  for (const auto* wrong : {"x8:30", "0x:30", "08:x0", "08:3x", "08-30"}) CHECK_MESSAGE(!parse_clock(wrong), wrong);
}

TEST_CASE("hours that begin or end with the day are printed with both times, and no hours at all as never") {
  std::string why;
  for (const auto* text : {"mon 00:00-17:00", "mon 08:00-24:00", "mon"})
    CHECK(to_string(*parse_hours(text, why)) == text);
  CHECK(to_string(Hours{}) == "never");
}

TEST_CASE("an exception on the day a holiday moved to takes it away") {
  HolidayRule boxing;
  boxing.month = 12;
  boxing.day = 26;
  boxing.if_weekend = HolidayRule::nearest_weekday;
  const Day from = on("2026-12-01"), to = on("2026-12-31");  // 26 December 2026 is a Saturday
  CHECK(days_of(Holidays{"x", "", {boxing}, {}, {}}, from, to) == std::set<Day>{on("2026-12-25")});
  CHECK(days_of(Holidays{"x", "", {boxing}, {}, {on("2026-12-25")}}, from, to).empty());
}

TEST_CASE("a span that ends before it begins holds no dates") {
  std::string why;
  const Hours weekdays = *parse_hours("mon-fri 08:00-17:00", why);
  CHECK(open_dates(weekdays, {}, {}, on("2026-10-06"), on("2026-10-05")).empty());
  CHECK(open_ranges(weekdays, Zone::utc(), {}, {}, on("2026-10-06"), on("2026-10-05")).empty());
}

TEST_CASE("a name too long for any zone is none") {
  CHECK_FALSE(Zone::load(std::string(65, 'x')));
  CHECK_FALSE(Zone::load(std::string(64, 'x')));
  CHECK(Zone::load("Etc/GMT-5"));
  CHECK_FALSE(Zone::load("Europe/{"));
}

TEST_CASE("zone data that are there and cannot be read are a failure, and what is no zone is none") {
  const OwnZones zones;
  zones.write("Torn", "TZif2");
  zones.write("Words", "a list of leap seconds, say\n");
  zones.make_folder("Folder");
  CHECK_THROWS_AS(Zone::load("Torn"), ZonesFailed);
  CHECK_FALSE(Zone::load("Words"));
  CHECK_FALSE(Zone::load("Folder"));
  CHECK_FALSE(Zone::load("Nowhere"));
  CHECK_FALSE(Zone::load("Words/Below"));
  zones.make_ring("Ring");
  CHECK_THROWS_AS(Zone::load("Ring"), ZonesFailed);
}

TEST_CASE("which tzdata it is stands in its first line, or nowhere") {
  const OwnZones zones;
  CHECK(tzdata_version() == "unknown");
  zones.write("tzdata.zi", "# redo posix_only\n");
  CHECK(tzdata_version() == "unknown");
  zones.write("tzdata.zi", "# version 2031x\nR A\n");
  CHECK(tzdata_version() == "2031x");
  zones.write("tzdata.zi", "# version 2031y");
  CHECK(tzdata_version() == "2031y");
  ::setenv("TZDIR", "", 1);  // as if it were not set
  CHECK(tzdata_version() != "2031y");
  CHECK(tzdata_version() != "unknown");
}
