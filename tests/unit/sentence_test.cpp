#include "text/sentence.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/say.h"

using namespace v2v;
using namespace v2v::text;
using calendar::Length;
using calendar::Unit;
using model::Atom;
using model::Period;
using model::Placed;
using model::Point;
using model::Series;
using model::When;
using model::Which;

namespace {

/// Reads and writes back; what is wrong begins with `! `.
template <class Parse>
std::string back(const Parse& parse, std::string_view text) {
  std::string why = "left from before";
  const auto value = parse(text, why);
  CHECK(value.has_value() == why.empty());
  return value ? model::to_string(*value) : "! " + why;
}
std::string point(std::string_view text) {
  return back(parse_point, text);
}
std::string wait(std::string_view text) {
  return back(parse_wait, text);
}
std::string spread(std::string_view text) {
  return back(parse_spread, text);
}
std::string window(std::string_view text) {
  return back(parse_window, text);
}
std::string placed(std::string_view text) {
  return back(parse_placed, text);
}
std::string series(std::string_view text) {
  return back(parse_series, text);
}
std::string when(std::string_view text) {
  return back(parse_when, text);
}
std::string quantity(std::string_view text) {
  return back(parse_quantity, text);
}

calendar::Zone london() {
  return *calendar::Zone::load("Europe/London");
}

std::string times(std::string_view text) {
  std::string why = "left from before";
  const auto value = parse_times(text, london(), why);
  CHECK(value.has_value() == why.empty());
  if (!value) return "! " + why;
  auto out = calendar::rfc3339(value->from.instant, london());
  return value->to ? out + " to " + calendar::rfc3339(value->to->instant, london()) : out;
}

/// Small numbers from a seed (xorshift64, Marsaglia 2003): the same sentences on every machine.
struct Chance {
  std::uint64_t state = 88172645463325252ULL;
  int below(int n) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return static_cast<int>((state >> 11) % static_cast<std::uint64_t>(n));
  }
  bool coin() { return below(2) == 1; }
  template <class T>
  T of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }
  std::string id() { return of<std::string>({"infusion", "leukapheresis", "crs-grade", "a", "3rd-dose", "x-2"}); }
  Unit unit(calendar::Family family) {
    if (family == calendar::Family::elapsed) return of<Unit>({Unit::minutes, Unit::hours});
    if (family == calendar::Family::working) return of<Unit>({Unit::work_hours, Unit::work_days});
    return of<Unit>({Unit::days, Unit::weeks, Unit::months, Unit::years});
  }
  calendar::Family family() {
    return of<calendar::Family>({calendar::Family::elapsed, calendar::Family::working, calendar::Family::calendar});
  }
  Length length(calendar::Family family) { return {below(400), unit(family)}; }
  std::pair<Length, Length> range(calendar::Family family) {
    for (;;) {
      const auto a = length(family), b = length(family);
      if (calendar::rough_minutes(a) < calendar::rough_minutes(b)) return {a, b};
    }
  }
  Which which() {
    Which out;
    if (coin()) out.attempt = 1 + below(3);
    out.visit = of<Which::Visit>({Which::unsaid, Which::first, Which::last, Which::nth});
    if (out.visit == Which::nth) out.n = 1 + below(30);
    return out;
  }
  Point point(calendar::Family family) {
    Point out;
    if (coin()) {
      out.offset = length(family);
      out.before = coin();
    }
    if (coin()) {
      out.period = of<Period>({Period::day, Period::week, Period::month, Period::year});
      out.number = below(800) - 400;
    } else {
      out.stage = id();
      out.which = which();
      out.side = of<Point::Side>({Point::unsaid, Point::start, Point::end});
    }
    return out;
  }
};

}  // namespace

TEST_CASE("points are read as the files write them") {
  for (const std::string text : {"infusion", "infusion end", "day 0", "day -5", "week 2", "month 12", "year 15",
                                 "7d before leukapheresis attempt 1", "28d after infusion"})
    CHECK(point(text) == text);
  for (const std::string text : {"doses first", "doses last end", "doses visit 3 start", "doses attempt 2 visit 1",
                                 "2wd after release", "45min before thaw end", "1d after day 3", "0d after x"})
    CHECK(point(text) == text);
  std::string why;
  const auto parsed = parse_point("7d before leukapheresis attempt 1 first start", why);
  REQUIRE(parsed);
  CHECK(parsed->offset == Length{7, Unit::days});
  CHECK(parsed->before);
  CHECK(parsed->stage == "leukapheresis");
  CHECK(parsed->which == Which{1, Which::first, 0});
  CHECK(parsed->side == Point::start);
  CHECK(point("  infusion   end ") == "infusion end");
}

TEST_CASE("a wrong point is told what was meant") {
  CHECK(point("") == "! nothing is written here");
  CHECK(point("2 d after infusion") == "! `2 d` has a space: write 2d");
  CHECK(point("2 days after infusion") == "! `2 days` has a space: write 2d");
  CHECK(point("7 after infusion") == "! lengths need a unit: 7d or 7h?");
  CHECK(point("1.5h after infusion") == "! `1.5h` has a decimal: write 90min");
  CHECK(point("5d infusion") == "! `before` or `after` is missing behind `5d`: 5d after infusion");
  CHECK(point("after infusion") == "! a length is missing before `after`: 7d after infusion");
  CHECK(point("infusion + 7d") == "! write `7d after infusion`");
  CHECK(point("infusion -7d") == "! write `7d before infusion`");
  CHECK(point("Day 0") == "! write `day 0`");
  CHECK(point("day +1") == "! write `day 1`");
  CHECK(point("day") == "! `day` needs its number: day 7");
  CHECK(point("day -0") == "! `-0` behind `day` is not a whole number");
  CHECK(point("day 07") == "! `07` behind `day` is not a whole number");
  CHECK(point("day 1.5") == "! `1.5` behind `day` is not a whole number");
  CHECK(point("Infusion") == "! `Infusion` has capitals: write `infusion`");
  CHECK(point("infusion end first") == "! `first` stands before `end`");
  CHECK(point("doses visit 2 attempt 1") == "! `attempt N` stands before the visit: doses attempt 2 first");
  CHECK(point("doses visit 0") == "! the number must be 1 or more, as in `doses visit 2`");
  CHECK(point("day 1, day 3") == "! a sentence holds no comma; where several may stand, write a list: [day 1, day 3]");
  CHECK(point("infusion end please") == "! `please` is not understood behind `end`");
  CHECK(point("to") == "! a stage should stand where `to` is");
}

TEST_CASE("waits are read as the files write them") {
  for (const std::string text : {"any", "2d", "at most 48h", "2d to 7d", "exactly 3d", "at most 30d or again",
                                 "20d to 30d or again", "1wd", "30h to 2000min", "0d"})
    CHECK(wait(text) == text);
  std::string why;
  CHECK(*parse_wait("2d", why) == model::Wait{Length{2, Unit::days}, {}, false});
  CHECK(*parse_wait("at most 2d", why) == model::Wait{{}, Length{2, Unit::days}, false});
  CHECK(*parse_wait("any", why) == model::Wait{});
}

TEST_CASE("a wrong wait is told what was meant") {
  CHECK(wait("7") == "! lengths need a unit: 7d or 7h?");
  CHECK(wait("0h to 2d") == "! `0h` and `2d` do not mix: write both in hours or both in days");
  CHECK(wait("2wd to 3d") == "! `2wd` and `3d` do not mix: write both in working days or both in days");
  CHECK(wait("4wh to 5h") == "! `4wh` and `5h` do not mix: write both in working hours or both in hours");
  CHECK(wait("3d to 2d") == "! `3d` is longer than `2d`: write `2d to 3d`");
  CHECK(wait("2d to 2d") == "! `2d to 2d` is one length: write it once");
  CHECK(wait("2d to") == "! a length is missing, such as 7d or 48h");
  CHECK(wait("at most") == "! a length is missing, such as 7d or 48h");
  for (const std::string text : {"any or again", "2d or again", "exactly 2d or again"})
    CHECK(wait(text) == "! `or again` stands only behind `at most LENGTH` or `LENGTH to LENGTH`");
  CHECK(wait("at least 2d") == "! a least wait is the length alone: write `2d`");
  CHECK(wait("2d or more") == "! a least wait is the length alone, without `or more`");
  CHECK(wait("within 3d") == "! a greatest wait is written `at most 3d`");
  CHECK(wait("up to 3d") == "! a greatest wait is written `at most 3d`");
  CHECK(wait("2d and 3d") == "! `and` cannot stand here: write each of them on its own");
}

TEST_CASE("a wrong length is told what was meant") {
  const auto length = [](std::string_view text) {
    std::string why;
    const auto value = parse_length(text, why);
    CHECK(value.has_value() == why.empty());
    return value ? calendar::to_string(*value) : "! " + why;
  };
  CHECK(length("48h") == "48h");
  CHECK(length("1000000min") == "1000000min");
  CHECK(length("3m") == "! `3m` may be minutes or months: write 3min or 3mo");
  CHECK(length("2days") == "! `2days` is written 2d");
  CHECK(length("2D") == "! `2D` is written 2d");
  CHECK(length("1d12h") == "! `1d12h` holds two numbers: write one length in one unit, 36h and not 1d12h");
  CHECK(length("-3d") == "! `-3d` has a sign: a length is written without one");
  CHECK(length("07d") == "! `07d` begins with a zero");
  CHECK(length("1000001d") == "! `1000001d` is too long: at most 1000000 of a unit");
  CHECK(length("99999999999999999999d") == "! `99999999999999999999d` is too long: at most 1000000 of a unit");
  CHECK(length("3fortnights") == "! `3fortnights` has no unit that is known: the units are min h wh d wd w mo y");
  CHECK(length("10s") == "! `10s` is in seconds: the shortest unit is min");
  CHECK(length("0.5y") == "! `0.5y` has a decimal: write 6mo");
  CHECK(length("1.5d") == "! `1.5d` has a decimal: write 1d or 2d");
  CHECK(length("2.0d") == "! `2.0d` has a decimal: write 2d");
  CHECK(length("1,5h") == "! `1,5h` has a decimal: write 90min");
  CHECK(length("1.5") == "! `1.5` has a decimal: write whole numbers, such as 90min");
  CHECK(length("soon") == "! a length such as 7d or 48h should stand where `soon` is");
  CHECK(length("2d 3h") == "! `3h` is not understood behind `2d`");
}

TEST_CASE("a range may say how its lengths are spread, or list what was seen") {
  for (const std::string text : {"12d to 40d 50% by 17d 90% by 26d", "0h to 30h 10% by 4h 80% by 20h",
                                 "13d to 35d peak 17d", "one of 14d 16d 16d 3w", "one of 6h 90min"})
    CHECK(spread(text) == text);
  CHECK(spread("12d to 40d 50% by 17d") == "! a range says two shares: 50% by 17d 90% by 26d");
  CHECK(spread("12d to 40d 50% by 17d 90% by 16d") ==
        "! the second share is greater than the first, and so is its length: 50% by 17d 90% by 26d");
  CHECK(spread("12d to 40d 50% by 12d 90% by 16d") == "! `12d` does not lie inside `12d to 40d`");
  CHECK(spread("12d to 40d 0% by 13d 90% by 16d") == "! `0%` is no share from 1% to 99%");
  CHECK(spread("12d to 40d 50% at 13d") == "! `50%` is followed by `by` and a length: 50% by 17d");
  CHECK(spread("12d to 40d 10% by 13d 50% by 17d 90% by 26d") == "! a range says two shares: 50% by 17d 90% by 26d");
  CHECK(spread("12d to 40d likely 17d 50% by 17d 90% by 26d") ==
        "! a range says shares or one length, not both: 12d to 40d 50% by 17d 90% by 26d");
  CHECK(spread("12d to 3mo 50% by 17d 90% by 26d") ==
        "! a range with shares is counted in days and weeks, or in months and years, not in both");
  CHECK(spread("one of 14d") == "! `one of` lists two lengths or more: one of 14d 16d 16d 21d");
  CHECK(spread("one of 14d 12h").starts_with("! `14d` and `12h` do not mix"));
  CHECK(spread("3d peak 3d") == "! `peak` needs a range before it: 13d to 35d likely 17d");
}

TEST_CASE("spreads say one length or a range with its likeliest or its median") {
  for (const std::string text :
       {"3d", "4h to 5h", "13d to 35d likely 17d", "2d to 58d median 7d", "1d to 4w likely 2w"})
    CHECK(spread(text) == text);
  CHECK(spread("13d to 35d likely 40d") == "! the likely length `40d` lies outside `13d to 35d`");
  CHECK(spread("13d to 35d median 12d") == "! the median length `12d` lies outside `13d to 35d`");
  CHECK(spread("13d to 35d likely 20h") == "! `13d` and `20h` do not mix: write both in days or both in hours");
  CHECK(spread("3d likely 3d") == "! `likely` needs a range before it: 13d to 35d likely 17d");
  CHECK(spread("1d to 9d likely 2d median 3d") == "! a range says `likely` or `median`, not both");
  CHECK(spread("at most 3d") == "! `at` belongs to a wait: a length here is written 3d, or 2d to 4d");
  CHECK(spread("5d to 3d likely 4d") == "! `5d` is longer than `3d`: write `3d to 5d`");
}

TEST_CASE("a start that is not ours to choose is a spread after a point") {
  std::string why;
  const auto begins = parse_begins("1d to 5d likely 2d after crs start", why);
  REQUIRE(begins);
  CHECK(model::to_string(begins->spread) == "1d to 5d likely 2d");
  CHECK(model::to_string(begins->after) == "crs start");
  CHECK(!parse_begins("1d to 5d before infusion", why));
  CHECK(why == "`after` and a point are missing: 1d to 12d median 3d after infusion");
  CHECK(!parse_begins("1d to 5d after 3h after infusion", why));
  CHECK(why == "`1d` and `3h` do not mix: write both in days or both in hours");
}

TEST_CASE("windows have two ends or one") {
  for (const std::string text :
       {"day 8 to day 12", "from admission", "by infusion", "by 2d before day 0", "day 5 to day 5", "month 1 to day 30",
        "2d before infusion to 7d after infusion", "lymphodepletion end to infusion"})
    CHECK(window(text) == text);
  CHECK(window("day 7 to day 3") == "! `day 3` comes before `day 7`: write `day 3 to day 7`");
  CHECK(window("infusion to 1d before infusion") ==
        "! `1d before infusion` comes before `infusion`: write `1d before infusion to infusion`");
  CHECK(window("month 2 to week 6") == "! `week 6` comes before `month 2`: write `week 6 to month 2`");
  CHECK(window("10d after infusion to 3d after infusion") ==
        "! `3d after infusion` comes before `10d after infusion`: write `3d after infusion to 10d after infusion`");
  CHECK(window("day 3") == "! `to` and a second point are missing: day 1 to day 7");
  CHECK(window("from day 3 to day 7") == "! a window with two ends is written without `from`: day 3 to day 7");
  CHECK(window("2h after infusion to 3d after infusion") ==
        "! `2h` and `3d` do not mix: write both in hours or both in days");
}

TEST_CASE("visits are placed once or every so often or so many a day") {
  for (const std::string text :
       {"day 28", "28d after infusion", "every week from day 14 to day 28", "every 6mo from month 12 to month 24",
        "2 a day from day -5 to day -2", "every day from 1d after infusion to 14d after infusion",
        "every year from year 3 to year 15", "1 a month from month 1 to month 6"})
    CHECK(placed(text) == text);
  CHECK(placed("every 1w from day 7 to day 28") == "every week from day 7 to day 28");
  CHECK(placed("every 2 days from day 1 to day 9") == "! `2 days` has a space: write 2d");
  CHECK(placed("every 0d from day 1 to day 9") == "! every `0d` would never get on");
  CHECK(placed("every day") == "! `from POINT to POINT` is missing: every week from day 14 to day 28");
  CHECK(placed("every day from day 1") == "! `to` and a second point are missing: day 1 to day 7");
  CHECK(placed("every day from day -2 to day -5") == "! `day -5` comes before `day -2`: write `day -5 to day -2`");
  CHECK(placed("every 12h from 1d after infusion to 2d after infusion") ==
        "! `12h` and `1d` do not mix: write both in hours or both in days");
  CHECK(placed("2 a year from day 1 to day 9") == "! `day`, `week` or `month` should stand where `year` is");
  CHECK(placed("3 times a day from day 1 to day 2") == "! how often is written `3 a day`");
  CHECK(placed("day 1 to day 7") ==
        "! visits on each day are `every day from day 1 ...`; one visit between two days is a `window`");
}

TEST_CASE("series say how many times or until what or how often for how long") {
  for (const std::string text :
       {"3 times", "1 times", "1 to 4 times until enough", "2 a week for 4w", "1 a day for 10d", "2 a month for 1y"})
    CHECK(series(text) == text);
  CHECK(series("3") == "! `times` is missing behind `3`: 3 times");
  CHECK(series("0 times") == "! the number must be 1 or more, as in `3 times`");
  CHECK(series("1 time") == "! write `1 times`");
  CHECK(series("1 to 4 times") == "! `until OUTCOME` is missing: 1 to 4 times until enough");
  CHECK(series("3 times until enough") == "! `until` needs a least and a greatest number: 1 to 3 times until enough");
  CHECK(series("4 to 1 times until enough") == "! 4 is more than 1: write `1 to 4 times`");
  CHECK(series("4 to 4 times until enough") == "! `4 to 4 times` is one number: write `4 times`");
  CHECK(series("2 a week") == "! how long is missing: 2 a week for 4w");
  CHECK(series("2 a week for 6d") == "! `6d` is less than one week");
  CHECK(series("2 a year for 4y") == "! `day`, `week` or `month` should stand where `year` is");
  CHECK(series("2 times a week for 4w") == "! how often is written `2 a week for 4w`");
}

TEST_CASE("conditions join atoms with and or with or") {
  for (const std::string text :
       {"setting is inpatient and crs happened", "bridge-with is not none", "crs did not happen",
        "donor-kind is sibling or unrelated", "a is x or y or b happened", "line is first",
        "a happened or b did not happen", "engraftment is not-grown", "a is not x or y"})
    CHECK(when(text) == text);
  std::string why;
  const auto parsed = parse_when("a is x or y or b is not z or w or c happened", why);
  REQUIRE(parsed);
  CHECK(parsed->join == When::any);
  REQUIRE(parsed->atoms.size() == 3);
  CHECK(parsed->atoms[0].values == std::vector<std::string>{"x", "y"});
  CHECK(parsed->atoms[1].kind == Atom::is_not);
  CHECK(parsed->atoms[1].values == std::vector<std::string>{"z", "w"});
  CHECK(parsed->atoms[2].kind == Atom::happened);
  CHECK(parse_when("a is x or y", why)->join == When::all);
}

TEST_CASE("a wrong condition is told what was meant") {
  const std::string both = "! one sentence joins with `and` or with `or`, not with both";
  CHECK(when("a happened or b happened and c happened") == both);
  CHECK(when("a is x or y and b happened") == both);
  CHECK(when("crs") == "! `is VALUE`, `happened` or `did not happen` is missing behind `crs`");
  CHECK(when("crs happens") == "! write `crs happened`");
  CHECK(when("not crs happened") == "! write `crs did not happen`");
  CHECK(when("crs did not happened") == "! write `crs did not happen`");
  CHECK(when("setting = inpatient") == "! write `setting is inpatient`");
  CHECK(when("setting != inpatient") == "! write `setting is not inpatient`");
  CHECK(when("setting is") == "! a value is missing behind `is`");
  CHECK(when("setting is Inpatient") == "! `Inpatient` has capitals: write `inpatient`");
  CHECK(when("crs happened and") == "! an option or a stage is missing behind `and`");
  CHECK(when("") == "! nothing is written here");
}

TEST_CASE("quantities may be quotas and may be kept for a priority") {
  for (const std::string text : {"0", "6", "3 a week", "12 a year", "1 for emergency", "1 a week for urgent"})
    CHECK(quantity(text) == text);
  CHECK(quantity("3 per week") == "! how often is written `3 a week`");
  CHECK(quantity("-1") == "! `-1` is not a whole number, as in `2` or `3 a week`");
  CHECK(quantity("2.5") == "! `2.5` is not a whole number, as in `2` or `3 a week`");
  CHECK(quantity("1 a fortnight") == "! `day`, `week`, `month` or `year` should stand where `fortnight` is");
  CHECK(quantity("1 for 1h") == "! a priority should stand where `1h` is: 1 a week for urgent");
}

TEST_CASE("an amount may vary by date and by hour") {
  model::Amount amount;
  std::string why;
  CHECK(read_amount_row(amount, "2026-01-01", "1 a week", why));
  CHECK(read_amount_row(amount, "2026-12-20 to 2027-01-03", "0", why));
  CHECK(read_amount_row(amount, "mon-fri 08:00-18:00", "3", why));
  CHECK(read_amount_row(amount, "otherwise", "2", why));
  REQUIRE(amount.from.size() == 1);
  CHECK(calendar::to_string(amount.from[0].first) == "2026-01-01");
  CHECK(amount.from[0].second.a == Period::week);
  REQUIRE(amount.during.size() == 1);
  CHECK(calendar::to_string(std::get<1>(amount.during[0])) == "2027-01-03");
  REQUIRE(amount.in_hours.size() == 1);
  CHECK(amount.in_hours[0].second.n == 3);
  CHECK(amount.otherwise->n == 2);
  CHECK(why.empty());

  CHECK(!read_amount_row(amount, "2027-01-03 to 2027-02-01", "4", why));
  CHECK(why == "`2027-01-03 to 2027-02-01` shares days with `2026-12-20 to 2027-01-03`");
  CHECK(read_amount_row(amount, "2027-01-04 to 2027-02-01", "4", why));
  CHECK(!read_amount_row(amount, "otherwise", "4", why));
  CHECK(why == "`otherwise` is said twice");
  CHECK(!read_amount_row(amount, "2026-02-30", "4", why));
  CHECK(why == "there is no `2026-02-30`: dates are year-month-day");
  CHECK(!read_amount_row(amount, "someday", "4", why));
  CHECK(!why.empty());
}

TEST_CASE("a need is one resource or another for the stage or for a length") {
  std::string why;
  const auto need = parse_need("chemo-chair or bed", "1 for 1h", why);
  REQUIRE(need);
  CHECK(need->resources == std::vector<std::string>{"chemo-chair", "bed"});
  CHECK(need->n == 1);
  CHECK(need->hold == Length{1, Unit::hours});
  CHECK(!parse_need("bed", "2", why)->hold);
  CHECK(!parse_need("bed or", "1", why));
  CHECK(why == "a resource is missing behind `or`");
  CHECK(!parse_need("a or b or c", "1", why));
  CHECK(why == "`or` stands between two resources, once");
  CHECK(!parse_need("bed or bed", "1", why));
  CHECK(why == "`bed` stands on both sides of `or`");
  CHECK(!parse_need("bed", "0", why));
  CHECK(!parse_need("bed", "1 for 0h", why));
  CHECK(!parse_need("bed", "1 a week", why));
}

TEST_CASE("percents are whole and at most 100") {
  std::string why;
  CHECK(*parse_percent("0%", why) == 0.0);
  CHECK(*parse_percent("9%", why) == doctest::Approx(0.09));
  CHECK(*parse_percent("100%", why) == 1.0);
  const auto wrong = [&why](std::string_view text) { return parse_percent(text, why) ? std::string("read") : why; };
  CHECK(wrong("9") == "a chance is a percentage: 9%?");
  CHECK(wrong("9.5%") == "`9.5%` has a decimal: write a whole percentage, such as 9%");
  CHECK(wrong("101%") == "`101%` is more than 100%");
  CHECK(wrong("9 %") == "`9 %` has a space: write 9%");
  CHECK(wrong("-1%") == "`-1%` is not a whole percentage, such as 9%");
  CHECK(wrong("%") == "`%` is not a whole percentage, such as 9%");
}

TEST_CASE("what an outcome leads to and a way between sites are read") {
  std::string why;
  CHECK(parse_then("carry on", why)->first == model::Outcome::carry_on);
  CHECK(parse_then("stop", why)->first == model::Outcome::stop);
  CHECK(parse_then("again from leukapheresis", why)->second == "leukapheresis");
  CHECK(!parse_then("again", why));
  CHECK(why == "`again` is not one of `carry on`, `stop`, `again from STAGE`");
  CHECK(!parse_then("stop now", why));
  CHECK(*parse_route("main to satellite", why) == std::pair<std::string, std::string>{"main", "satellite"});
  CHECK(!parse_route("main to main", why));
  CHECK(!parse_route("main", why));
}

TEST_CASE("a rule may stand where the length before a point would") {
  const auto ruled = parse_ruled_point("near-centre-time after infusion");
  REQUIRE(ruled);
  CHECK(ruled->rule == "near-centre-time");
  CHECK(!ruled->before);
  CHECK(model::to_string(ruled->from) == "infusion");
  CHECK(parse_ruled_point("rest before day 5")->before);
  CHECK(!parse_ruled_point("4w after infusion"));
  CHECK(!parse_ruled_point("infusion"));
  CHECK(!parse_ruled_point("rest after 4w after infusion"));
  CHECK(!parse_ruled_point("rest after"));
}

TEST_CASE("dates and moments are read in their zone") {
  CHECK(times("2026-09-21") == "2026-09-21T00:00:00+01:00");
  CHECK(times("2026-09-21 09:00") == "2026-09-21T09:00:00+01:00");
  CHECK(times("2026-09-22 12:00 Europe/Amsterdam") == "2026-09-22T11:00:00+01:00");
  CHECK(times("2026-09-21 09:00 to 11:30") == "2026-09-21T09:00:00+01:00 to 2026-09-21T11:30:00+01:00");
  CHECK(times("2026-09-21 22:00 to 2026-09-22 06:00") == "2026-09-21T22:00:00+01:00 to 2026-09-22T06:00:00+01:00");
  CHECK(times("2026-09-22 12:00 Europe/Amsterdam to 13:00") ==
        "2026-09-22T11:00:00+01:00 to 2026-09-22T12:00:00+01:00");
  CHECK(times("2026-09-21 to 2026-09-21") == "2026-09-21T00:00:00+01:00 to 2026-09-21T00:00:00+01:00");
  std::string why;
  const auto moment = parse_moment("2026-09-22 12:00 Europe/Amsterdam", london(), why);
  REQUIRE(moment);
  CHECK(moment->zone == "Europe/Amsterdam");
  CHECK(moment->minute == 11 * 60);  // by the clock here
  const auto tomorrow_there = parse_moment("2026-09-22 00:30 Europe/Amsterdam", london(), why);
  REQUIRE(tomorrow_there);
  CHECK(calendar::to_string(tomorrow_there->day) == "2026-09-21");
  CHECK(!parse_moment("2026-09-21", london(), why)->minute);
  CHECK(!parse_moment("2026-09-21 09:00 to 11:00", london(), why));
}

TEST_CASE("an hour that occurs twice or never is refused with both choices") {
  CHECK(times("2026-10-25 01:30") ==
        "! 2026-10-25 01:30 occurs twice in Europe/London, the clocks go back: write `2026-10-25 01:30 +01:00` or "
        "`2026-10-25 01:30 +00:00`");
  CHECK(times("2026-10-25 01:30 +01:00") == "2026-10-25T01:30:00+01:00");
  CHECK(times("2026-10-25 01:30 +00:00") == "2026-10-25T01:30:00+00:00");
  CHECK(times("2026-10-25 02:30 Europe/Amsterdam +01:00") == "2026-10-25T01:30:00+00:00");
  CHECK(times("2026-03-29 01:30") ==
        "! 2026-03-29 01:30 does not exist in Europe/London, the clocks go forward: write `2026-03-29 00:30` or "
        "`2026-03-29 02:30`");
  CHECK(times("2026-09-21 09:00 +02:00") == "! 2026-09-21 09:00 is at +01:00 in Europe/London, not at +02:00");
  CHECK(times("2026-09-21 09:00 +01:00") == "2026-09-21T09:00:00+01:00");
}

TEST_CASE("a wrong date or moment is told what was meant") {
  CHECK(times("2026-09-21T09:00:00Z") == "! `2026-09-21T09:00:00Z` has a T: write `2026-09-21 09:00`");
  CHECK(times("2026-9-1") == "! `2026-9-1` is written 2026-09-01");
  CHECK(times("2026-02-30") == "! there is no `2026-02-30`: dates are year-month-day");
  CHECK(times("21/09/2026") == "! `21/09/2026` is not a date: dates are written 2026-09-21");
  CHECK(times("2026-09-21 9:00") == "! `9:00` is written 09:00");
  CHECK(times("2026-09-21 9am") == "! `9am` is not a time of day: times are written 09:30 or 17:00");
  CHECK(times("2026-09-21 24:00") == "! 24:00 is the next day: write its date and 00:00");
  CHECK(times("2026-09-21 09:00 Europe/Amstrdam") ==
        "! `Europe/Amstrdam` is not a time zone: zones are written Europe/Amsterdam");
  CHECK(times("2026-09-21 09:00 +1") == "! `+1` is not an offset: offsets are written +01:00");
  CHECK(times("2026-09-21 Europe/London") == "! a date alone has no zone: write a time of day before the zone");
  CHECK(times("2026-09-21 22:00 to 06:00") ==
        "! the end does not come after the beginning; an end on a later day needs its date");
  CHECK(times("2026-09-21 to 2026-09-23 09:00") ==
        "! a date and a moment do not mix: write the time of day at both ends or at none");
  CHECK(times("2026-09-21 to 2026-09-20") ==
        "! the end does not come after the beginning; an end on a later day needs its date");
}

TEST_CASE("an absence is half open and a date takes its whole day") {
  std::string why;
  const auto span = [&why](std::string_view text) -> std::string {
    const auto absence = parse_absence(text, london(), why);
    if (!absence) return "! " + why;
    return calendar::rfc3339(absence->from, london()) + " " + calendar::rfc3339(absence->to, london());
  };
  CHECK(span("2026-09-21") == "2026-09-21T00:00:00+01:00 2026-09-22T00:00:00+01:00");
  CHECK(span("2026-10-24 to 2026-10-25") == "2026-10-24T00:00:00+01:00 2026-10-26T00:00:00+00:00");
  CHECK(span("2026-09-21 09:00 to 12:00") == "2026-09-21T09:00:00+01:00 2026-09-21T12:00:00+01:00");
  CHECK(span("2026-09-21 09:00") == "! until when is missing: write moment to moment, or the date alone");
}

TEST_CASE("date windows say from or by or both") {
  std::string why;
  CHECK(calendar::to_string(*parse_date_window("from 2026-09-21", why)->from) == "2026-09-21");
  CHECK(!parse_date_window("from 2026-09-21", why)->by);
  CHECK(calendar::to_string(*parse_date_window("by 2026-09-21", why)->by) == "2026-09-21");
  const auto both = parse_date_window("2026-09-21 to 2026-09-25", why);
  REQUIRE(both);
  CHECK(*both->by - *both->from == 4);
  CHECK(!parse_date_window("2026-09-21", why));
  CHECK(why == "a window is written `from 2026-09-21`, `by 2026-09-21` or `2026-09-21 to` a date");
  CHECK(!parse_date_window("2026-09-25 to 2026-09-21", why));
  CHECK(why == "2026-09-25 is later than 2026-09-21");
  CHECK(!parse_days("2026-09-21", why)->range);
  CHECK(!parse_days("2026-09-21 09:00", why));
  CHECK(!parse_day("2026-09-21 09:00", why));
  CHECK(why == "a date alone is wanted here, without a time of day");
}

TEST_CASE("ids are small letters and digits and hyphens") {
  for (const std::string id : {"a", "infusion", "3rd-dose", "us-2025-06"}) CHECK(is_id(id));
  for (const std::string id : {"", "-a", "A", "a b", "a_b", "é"}) CHECK(!is_id(id));
  for (const std::string id : {"day", "to", "is", "2d", "12"}) CHECK(is_reserved(id));
  for (const std::string id : {"a", "infusion", "any", "3rd-dose"}) CHECK(!is_reserved(id));
}

TEST_CASE("a long wrong word is cut in the message") {
  std::string why;
  CHECK(!parse_point(std::string(100'000, 'X'), why));
  CHECK(why.size() < 200);
}

TEST_CASE("what is written is read back as it was") {
  Chance chance;
  std::string why;
  for (int round = 0; round < 4000; ++round) {
    const auto family = chance.family();
    const auto point = chance.point(family);
    CAPTURE(model::to_string(point));
    REQUIRE(parse_point(model::to_string(point), why) == point);

    model::Wait wait;
    const auto [least, greatest] = chance.range(family);
    if (chance.coin()) wait.least = least;
    if (chance.coin()) wait.greatest = greatest;
    wait.or_again = wait.greatest && chance.coin();
    if (chance.below(5) == 0) wait = {least, least, false};
    CAPTURE(model::to_string(wait));
    REQUIRE(parse_wait(model::to_string(wait), why) == wait);

    model::Spread spread{least, greatest, {}, {}};
    if (chance.coin()) (chance.coin() ? spread.likely : spread.median) = chance.coin() ? least : greatest;
    if (chance.below(4) == 0) spread = {least, least, {}, {}};
    CAPTURE(model::to_string(spread));
    REQUIRE(parse_spread(model::to_string(spread), why) == spread);

    const auto other = chance.point(family);
    for (const model::Window& window : {model::Window{point, other}, {point, {}}, {{}, point}}) {
      CAPTURE(model::to_string(window));
      const auto again = parse_window(model::to_string(window), why);
      if (!again) REQUIRE(why.find("comes before") != why.npos);
      if (again) REQUIRE(again == window);
    }

    Placed placed;
    placed.kind = chance.of<Placed::Kind>({Placed::once, Placed::every, Placed::times_a});
    placed.from = point;
    if (placed.kind != Placed::once) placed.to = other;
    if (placed.kind == Placed::every) placed.every_length = {1 + chance.below(3), chance.unit(family)};
    if (placed.kind == Placed::times_a) placed.times = 1 + chance.below(4), placed.period = Period::week;
    CAPTURE(model::to_string(placed));
    if (const auto again = parse_placed(model::to_string(placed), why))
      REQUIRE(again == placed);
    else
      REQUIRE(why.find("comes before") != why.npos);

    Series series{Series::times, 1 + chance.below(9), 0, "", Period::week, {}};
    series.most = series.least;
    if (chance.below(3) == 0) {
      series.kind = Series::until;
      series.most += 1 + chance.below(5);
      series.outcome = chance.id();
    } else if (chance.coin()) {
      series.kind = Series::rate;
      series.period = chance.of<Period>({Period::day, Period::week, Period::month});
      series.over = {1 + chance.below(20), chance.of<Unit>({Unit::months, Unit::years})};
    }
    CAPTURE(model::to_string(series));
    REQUIRE(parse_series(model::to_string(series), why) == series);

    When when;
    const int atoms = 1 + chance.below(3);
    when.join = atoms > 1 && chance.coin() ? When::any : When::all;
    for (int i = 0; i < atoms; ++i) {
      Atom atom{
          chance.id(), chance.of<Atom::Kind>({Atom::is, Atom::is_not, Atom::happened, Atom::did_not_happen}), {}, {}};
      if (atom.kind == Atom::is || atom.kind == Atom::is_not) {
        atom.values.push_back(chance.id());
        if ((atoms == 1 || when.join == When::any) && chance.coin()) atom.values.push_back(chance.id());
      }
      when.atoms.push_back(atom);
    }
    const auto again = parse_when(model::to_string(when), why);
    CAPTURE(model::to_string(when));
    REQUIRE(again);
    REQUIRE(again->join == when.join);
    REQUIRE(again->atoms.size() == when.atoms.size());
    for (std::size_t i = 0; i < when.atoms.size(); ++i) {
      REQUIRE(again->atoms[i].subject == when.atoms[i].subject);
      REQUIRE(again->atoms[i].kind == when.atoms[i].kind);
      REQUIRE(again->atoms[i].values == when.atoms[i].values);
    }
  }
}

TEST_CASE("whatever is read is written back to the same value and whatever is refused has a reason") {
  const std::vector<std::string> vocabulary{
      "2d",     "48h",      "7d",       "3wd",   "1mo",   "0h",      "to",         "at",     "most",  "exactly",
      "any",    "or",       "again",    "day",   "week",  "-5",      "3",          "1",      "every", "from",
      "by",     "a",        "for",      "times", "until", "enough",  "is",         "not",    "none",  "and",
      "crs",    "did",      "happen",   "first", "visit", "attempt", "start",      "before", "after", "likely",
      "median", "infusion", "happened", "2.5d",  "+7d",   "X",       "2026-09-21", "09:00"};
  Chance chance;
  int read = 0;
  const auto same = [&read](const auto& parse, const std::string& text) {
    std::string why;
    const auto value = parse(text, why);
    CAPTURE(text);
    REQUIRE(value.has_value() == why.empty());
    if (!value) return;
    ++read;
    const auto written = model::to_string(*value);
    const auto again = parse(written, why);
    CAPTURE(written);
    REQUIRE(again);
    REQUIRE(model::to_string(*again) == written);
  };
  for (int round = 0; round < 30'000; ++round) {
    std::string text;
    for (int i = chance.below(8); i >= 0; --i) text += chance.of(vocabulary) + (i ? " " : "");
    same(parse_point, text);
    same(parse_wait, text);
    same(parse_spread, text);
    same(parse_window, text);
    same(parse_placed, text);
    same(parse_series, text);
    same(parse_when, text);
    same(parse_quantity, text);
  }
  CHECK(read > 1000);
}
