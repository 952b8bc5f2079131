// Dates and moments. The only sentences that need a zone.
#include <fmt/format.h>

#include "text/sentence.h"
#include "text/sentence_words.h"

namespace v2v::text {
namespace {

using calendar::Instant;
using calendar::Reading;
using calendar::Wall;
using calendar::Zone;
using model::Moment;

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

std::string explain_day(std::string_view word) {
  if (word.empty()) return "a date is missing, such as 2026-09-21";
  if (word.size() > 11 && word[10] == 'T' && calendar::parse_day(word.substr(0, 10)))
    return fmt::format("{} has a T: write `{} {}`", quoted(word), word.substr(0, 10), word.substr(11, 5));
  const auto first = word.find('-');
  const auto second = first == word.npos ? first : word.find('-', first + 1);
  if (second != word.npos) {
    const auto year = word.substr(0, first), month = word.substr(first + 1, second - first - 1),
               day = word.substr(second + 1);
    if (year.size() == 4 && is_digits(year) && is_digits(month) && is_digits(day) && month.size() < 3 &&
        day.size() < 3) {
      const auto padded = fmt::format("{}-{:0>2}-{:0>2}", year, month, day);
      if (padded == word) return fmt::format("there is no {}: dates are year-month-day", quoted(word));
      if (calendar::parse_day(padded)) return fmt::format("{} is written {}", quoted(word), padded);
    }
  }
  return fmt::format("{} is not a date: dates are written 2026-09-21", quoted(word));
}

std::optional<calendar::Day> read_day(Words& words) {
  if (!words.ok()) return std::nullopt;
  const auto day = calendar::parse_day(words.peek());
  if (day)
    words.take();
  else
    words.fail(explain_day(words.peek()));
  return day;
}

std::optional<int> read_clock(Words& words) {
  const auto word = words.peek();
  const auto minute = calendar::parse_clock(word);
  if (minute && *minute < 24 * 60) {
    words.take();
    return minute;
  }
  if (minute)
    words.fail("24:00 is the next day: write its date and 00:00");
  else if (word.size() == 4 && word[1] == ':' && calendar::parse_clock(fmt::format("0{}", word)))
    words.fail(fmt::format("{} is written 0{}", quoted(word), word));
  else
    words.fail(fmt::format("{} is not a time of day: times are written 09:30 or 17:00", quoted(word)));
  return std::nullopt;
}

/// `+01:00` in minutes.
std::optional<int> offset_of(std::string_view word) {
  if (word.empty() || (word[0] != '+' && word[0] != '-')) return std::nullopt;
  const auto minutes = calendar::parse_clock(word.substr(1));
  if (!minutes || *minutes > 18 * 60) return std::nullopt;
  return word[0] == '-' ? -*minutes : *minutes;
}

std::string offset_text(int minutes) {
  return fmt::format("{}{}", minutes < 0 ? '-' : '+', calendar::clock(minutes < 0 ? -minutes : minutes));
}

std::string wall_text(const Wall& wall) {
  return fmt::format("{} {}", calendar::to_string(wall.day), calendar::clock(wall.minute));
}

/// The instant of a wall time, by the offset written behind it where one is.
std::optional<Instant> resolve(Words& words, const Wall& wall, const Zone& zone, const std::string& written_zone,
                               std::optional<int> offset) {
  const auto reading = zone.read(wall);
  const auto behind = written_zone.empty() ? std::string() : " " + written_zone;
  if (reading.kind == Reading::skipped) {
    words.fail(fmt::format("{} does not exist in {}, the clocks go forward: write `{}{}` or `{}{}`", wall_text(wall),
                           zone.name(), wall_text(zone.wall(reading.first)), behind,
                           wall_text(zone.wall(reading.second)), behind));
    return std::nullopt;
  }
  const int first = zone.offset_minutes(reading.first);
  if (reading.kind == Reading::unique) {
    if (!offset || *offset == first) return reading.first;
    words.fail(fmt::format("{} is at {} in {}, not at {}", wall_text(wall), offset_text(first), zone.name(),
                           offset_text(*offset)));
    return std::nullopt;
  }
  const int second = zone.offset_minutes(reading.second);
  if (offset && *offset == first) return reading.first;
  if (offset && *offset == second) return reading.second;
  words.fail(fmt::format("{} occurs twice in {}, the clocks go back: write `{}{} {}` or `{}{} {}`", wall_text(wall),
                         zone.name(), wall_text(wall), behind, offset_text(first), wall_text(wall), behind,
                         offset_text(second)));
  return std::nullopt;
}

/// The clock and what may stand behind it, into a moment whose day is known.
bool read_time(Words& words, const Zone& centre, Moment& moment) {
  moment.minute = read_clock(words);
  if (!moment.minute) return false;
  std::optional<Zone> zone = moment.zone.empty() ? centre : Zone::load(moment.zone);
  if (const auto word = words.peek(); !word.empty() && word != "to" && word[0] != '+' && word[0] != '-') {
    zone = Zone::load(word);
    if (!zone)
      return words.fail(fmt::format("{} is not a time zone: zones are written Europe/Amsterdam", quoted(word)));
    moment.zone = std::string(words.take());
  }
  std::optional<int> offset;
  if (const auto word = words.peek(); !word.empty() && (word[0] == '+' || word[0] == '-')) {
    offset = offset_of(word);
    if (!offset) return words.fail(fmt::format("{} is not an offset: offsets are written +01:00", quoted(word)));
    words.take();
  }
  const auto instant = resolve(words, {moment.day, *moment.minute}, *zone, moment.zone, offset);
  if (instant) moment.instant = *instant;
  return instant.has_value();
}

std::optional<Moment> read_moment(Words& words, const Zone& zone) {
  const auto day = read_day(words);
  if (!day) return std::nullopt;
  Moment moment;
  moment.day = *day;
  moment.instant = zone.start_of(*day);
  if (words.done() || words.peek() == "to") return moment;
  if (words.peek().find('/') != std::string_view::npos && !starts_like_number(words.peek())) {
    words.fail("a date alone has no zone: write a time of day before the zone");
    return std::nullopt;
  }
  return read_time(words, zone, moment) ? std::optional(moment) : std::nullopt;
}

/// What was written in another zone, on the centre's date and clock.
void bring_home(Moment& moment, const Zone& centre) {
  if (!moment.minute || moment.zone.empty()) return;
  const auto wall = centre.wall(moment.instant);
  moment.day = wall.day;
  moment.minute = wall.minute;
}

}  // namespace

std::optional<calendar::Day> parse_day(std::string_view text, std::string& why) {
  Words words(text, why);
  const auto day = read_day(words);
  if (day && !words.done()) words.fail("a date alone is wanted here, without a time of day");
  return words.finish() ? day : std::nullopt;
}

std::optional<Days> parse_days(std::string_view text, std::string& why) {
  Words words(text, why);
  const auto first = read_day(words);
  if (!first) return std::nullopt;
  Days days{*first, *first, words.take({"to"})};
  if (days.range) {
    const auto last = read_day(words);
    if (!last) return std::nullopt;
    days.last = *last;
    if (days.last < days.first)
      words.fail(fmt::format("{} is later than {}", calendar::to_string(days.first), calendar::to_string(days.last)));
  } else if (!words.done()) {
    words.fail("dates are wanted here: 2026-09-21, or 2026-09-21 to 2026-09-25");
  }
  return words.finish() ? std::optional(days) : std::nullopt;
}

std::optional<model::DateWindow> parse_date_window(std::string_view text, std::string& why) {
  Words words(text, why);
  model::DateWindow window;
  if (words.take({"from"})) {
    window.from = read_day(words);
  } else if (words.take({"by"})) {
    window.by = read_day(words);
  } else {
    window.from = read_day(words);
    if (window.from && words.done())
      words.fail(fmt::format("a window is written `from {}`, `by {}` or `{} to` a date", text, text, text));
    else if (window.from && words.take({"to"}))
      window.by = read_day(words);
    if (words.ok() && window.from && window.by && *window.by < *window.from)
      words.fail(
          fmt::format("{} is later than {}", calendar::to_string(*window.from), calendar::to_string(*window.by)));
  }
  return words.finish() ? std::optional(window) : std::nullopt;
}

std::optional<Moment> parse_moment(std::string_view text, const Zone& zone, std::string& why) {
  Words words(text, why);
  auto moment = read_moment(words, zone);
  if (moment) bring_home(*moment, zone);
  return words.finish() ? moment : std::nullopt;
}

std::optional<Times> parse_times(std::string_view text, const Zone& zone, std::string& why) {
  Words words(text, why);
  const auto from = read_moment(words, zone);
  if (!from) return std::nullopt;
  Times times{*from, std::nullopt};
  if (words.take({"to"})) {
    Moment to;
    if (words.peek().find(':') != std::string_view::npos && from->minute) {
      to.day = from->day;
      to.zone = from->zone;
      if (!read_time(words, zone, to)) return std::nullopt;
    } else {
      const auto moment = read_moment(words, zone);
      if (!moment) return std::nullopt;
      to = *moment;
    }
    if (from->minute.has_value() != to.minute.has_value())
      words.fail("a date and a moment do not mix: write the time of day at both ends or at none");
    else if (from->minute ? to.instant <= from->instant : to.day < from->day)
      words.fail(fmt::format("the end does not come after the beginning; an end on a later day needs its date"));
    times.to = to;
  }
  bring_home(times.from, zone);
  if (times.to) bring_home(*times.to, zone);
  return words.finish() ? std::optional(times) : std::nullopt;
}

std::optional<model::Absence> parse_absence(std::string_view text, const Zone& zone, std::string& why) {
  const auto times = parse_times(text, zone, why);
  if (!times) return std::nullopt;
  if (times->from.minute && !times->to) {
    why = "until when is missing: write moment to moment, or the date alone";
    return std::nullopt;
  }
  model::Absence absence;
  absence.from = times->from.instant;
  const auto& last = times->to ? *times->to : times->from;
  absence.to = last.minute ? last.instant : zone.start_of(last.day + 1);
  return absence;
}

}  // namespace v2v::text
