// laws: answers what lib/calendar says, a line for a line, so that dates_law.py can hold it to Python's own calendar.
// The first word of a line says what is asked; what is asked for many days at once is answered in 32-bit numbers.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "calendar/hours.h"
#include "text/decode.h"

using namespace v2v::calendar;

namespace {

Zone zone = Zone::utc();
Hours hours;
std::set<Day> holidays;
std::vector<std::pair<Day, Day>> closed;
std::string out;

void numbers(const std::vector<std::int32_t>& all) {
  out.append(reinterpret_cast<const char*>(all.data()), all.size() * sizeof(std::int32_t));
}

Day read_day(std::istream& words) {
  Day day;
  words >> day.n;
  return day;
}

std::string rest_of(std::istream& words) {
  std::string text;
  words.get();
  std::getline(words, text);
  return text;
}

// Dates.

void days(std::istream& words) {
  const Day first = read_day(words), last = read_day(words);
  for (Day day = first; day <= last; day = day + 1) {
    const auto date = split(day);
    const std::string text = to_string(day);
    const auto back = day_of(date.year, date.month, date.day), read = parse_day(text);
    out += fmt::format("{} {} {} {} {} {} {} {}\n", date.year, date.month, date.day, static_cast<int>(weekday(day)),
                       name(weekday(day)), text, back ? back->n : -999999, read ? read->n : -999999);
  }
}

void months(
    std::istream& words) {  // FIRST LAST, then each offset from FROM to TO that is BEGIN + day number modulo STEP
  const Day first = read_day(words), last = read_day(words);
  int from = 0, to = 0, step = 1, begin = 0;
  words >> from >> to >> step >> begin;
  std::vector<std::int32_t> all;
  for (Day day = first; day <= last; day = day + 1)
    for (int k = from + ((day.n + begin) % step + step) % step; k <= to; k += step) all.push_back(add_months(day, k).n);
  numbers(all);
}

void of_months(std::istream& words) {
  int n = 0;
  words >> n;
  const Day first = read_day(words), last = read_day(words);
  const auto map = months_map(n, first, last);
  std::vector<std::int32_t> all;
  for (Day day = first; day <= last; day = day + 1) all.push_back(map(day.n));
  numbers(all);
}

// Zones.

void reading(std::istream& words) {
  Wall wall;
  wall.day = read_day(words);
  words >> wall.minute;
  const Reading reading = zone.read(wall);
  out += fmt::format("{} {} {} {}\n", static_cast<int>(reading.kind), reading.first.minutes, reading.second.minutes,
                     zone.instant(wall).minutes);
}

void on_the_wall(std::istream& words) {
  Instant instant;
  words >> instant.minutes;
  const Wall wall = zone.wall(instant);
  out += fmt::format("{} {} {}\n", wall.day.n, wall.minute, zone.offset_minutes(instant));
}

void changes(std::istream& words) {
  Instant from, to;
  words >> from.minutes >> to.minutes;
  for (const Instant change : zone.changes(from, to)) out += fmt::format("{} ", change.minutes);
  out += "\n";
}

void edges(std::istream& words) {  // the first minute of each date, as the network's table has it and as the zone says
  const Day first = read_day(words), last = read_day(words);
  const auto table = dates_of(zone, first, last);
  for (Day day = first; day <= last; day = day + 1)
    out += fmt::format("{} {}\n", table.first(day.n), zone.start_of(day).minutes);
}

// Opening hours and holidays.

void set_hours(std::istream& words) {  // items joined by `;`
  hours = {};
  std::istringstream items(rest_of(words));
  for (std::string item, why; std::getline(items, item, ';');) {
    const auto one = parse_hours(item, why);
    if (!one) {
      out += why + "\n";
      return;
    }
    hours.always |= one->always;
    hours.shifts.insert(hours.shifts.end(), one->shifts.begin(), one->shifts.end());
  }
  out += to_string(hours) + "\n";
}

void set_holidays(std::istream& words) {  // a file, and its days from FIRST to LAST
  const Day first = read_day(words), last = read_day(words);
  std::ifstream stream(rest_of(words));
  v2v::source::Sources sources;
  const auto& file = sources.add("holidays", {std::istreambuf_iterator<char>(stream), {}});
  const auto tree = v2v::text::parse(file);
  v2v::text::Reader reader;
  const auto list = tree.value ? v2v::text::decode_holidays(reader, **tree.value) : std::nullopt;
  holidays = list && !reader.has_errors() ? days_of(*list, first, last) : std::set<Day>{};
  for (const Day day : holidays) out += to_string(day) + " ";
  out += "\n";
}

void set_closed(std::istream& words) {
  closed.clear();
  for (Day first, last; words >> first.n >> last.n;) closed.emplace_back(first, last);
}

void ranges(std::istream& words) {
  const Day first = read_day(words), last = read_day(words);
  for (const auto& range : open_ranges(hours, zone, holidays, closed, first, last))
    out += fmt::format("{} {} ", range.from, range.to);
  out += "\n";
}

void working(std::istream& words) {  // n working days on from each date
  std::int64_t n = 0;
  words >> n;
  const Day first = read_day(words), last = read_day(words);
  const auto map = working_days_map(n, open_dates(hours, holidays, closed, first, last), first);
  for (Day day = first; day <= last; day = day + 1) out += fmt::format("{} ", map(day.n));
  out += "\n";
}

void answer(const std::string& line) {
  std::istringstream words(line);
  std::string what;
  words >> what;
  if (what == "days") return days(words);
  if (what == "months") return months(words);
  if (what == "of-months") return of_months(words);
  if (what == "read") return reading(words);
  if (what == "wall") return on_the_wall(words);
  if (what == "changes") return changes(words);
  if (what == "edges") return edges(words);
  if (what == "hours") return set_hours(words);
  if (what == "holidays") return set_holidays(words);
  if (what == "closed") return set_closed(words);
  if (what == "ranges") return ranges(words);
  if (what == "working") return working(words);
  const std::string text = rest_of(words);
  if (what == "zone") {
    const auto found = Zone::load(text);
    if (found) zone = *found;
    out += found ? "yes\n" : "no\n";
  } else if (what == "easter") {
    out += to_string(easter(std::stoi(text))) + "\n";
  } else if (what == "date") {
    const auto day = parse_day(text);
    out += day ? fmt::format("{}\n", day->n) : "no\n";
  } else if (what == "clock") {
    const auto minute = parse_clock(text);
    out += minute ? fmt::format("{} {}\n", *minute, clock(*minute)) : "no\n";
  } else if (what == "length") {
    const auto length = parse_length(text);
    out += length ? fmt::format("{} {} {}\n", length->n, static_cast<int>(length->unit), to_string(*length)) : "no\n";
  } else if (what == "tzdata") {
    out += tzdata_version() + "\n";
  } else {
    out += "what?\n";
  }
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    answer(line);
    std::fwrite(out.data(), 1, out.size(), stdout);
    out.clear();
  }
  return 0;
}
