#include "view/say.h"

#include <fmt/format.h>

#include <array>

namespace v2v::view {
namespace {

struct Parts {
  bool negative;
  std::uint64_t days, hours, minutes;
};

Parts split(std::int64_t minutes) {
  const bool negative = minutes < 0;
  const std::uint64_t n = negative ? 0 - static_cast<std::uint64_t>(minutes) : static_cast<std::uint64_t>(minutes);
  return {negative, n / 1440, n / 60 % 24, n % 60};
}

std::string join(bool negative, std::uint64_t days, std::uint64_t hours, std::uint64_t minutes) {
  std::string out;
  const auto add = [&](std::uint64_t n, std::string_view unit) {
    if (n) out += fmt::format("{}{} {}", out.empty() ? "" : " ", n, unit);
  };
  add(days, "d");
  add(hours, "h");
  add(minutes, "min");
  if (out.empty()) return "0 min";
  return negative ? "-" + out : out;
}

}  // namespace

std::string duration(std::int64_t minutes) {
  const auto p = split(minutes);
  return join(p.negative, p.days, p.hours, p.minutes);
}

std::string brief(std::int64_t minutes) {
  const auto p = split(minutes);
  return join(p.negative, p.days, p.hours, p.days ? 0 : p.minutes);
}

std::string working(std::int64_t minutes) {
  const auto p = split(minutes);
  return join(p.negative, 0, p.days * 24 + p.hours, p.minutes);
}

std::string_view month_name(int month) {
  static constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return names[static_cast<std::size_t>(month - 1)];
}

std::string date(Day day) {
  const auto d = calendar::split(day);
  return fmt::format("{} {} {} {}", calendar::name(calendar::weekday(day)), d.day, month_name(d.month), d.year);
}

std::string short_date(Day day) {
  const auto d = calendar::split(day);
  return fmt::format("{} {}", d.day, month_name(d.month));
}

std::string day_number(int day) {
  return day > 0 ? fmt::format("+{}", day) : fmt::format("{}", day);
}

calendar::Zone zone_of(const std::string& name) {
  if (name.empty()) return calendar::Zone::utc();
  auto zone = calendar::Zone::load(name);
  return zone ? *zone : calendar::Zone::utc();
}

Day day_in(Instant instant, const std::string& zone) {
  return zone_of(zone).wall(instant).day;
}

std::string moment(Instant instant, const std::string& zone, bool date_only) {
  const auto wall = zone_of(zone).wall(instant);
  if (date_only || zone.empty()) return date(wall.day);
  return fmt::format("{} {}", date(wall.day), calendar::clock(wall.minute));
}

std::string dates(Day from, Day to, std::optional<Day> near) {
  const auto a = calendar::split(from), b = calendar::split(to);
  const auto year = [&](int y) { return near && calendar::split(*near).year == y ? "" : fmt::format(" {}", y); };
  if (from == to) return short_date(to) + year(b.year);
  if (a.year != b.year) return short_date(from) + year(a.year) + " - " + short_date(to) + year(b.year);
  if (a.month != b.month) return short_date(from) + " - " + short_date(to) + year(b.year);
  return fmt::format("{} - {}{}", a.day, short_date(to), year(b.year));
}

std::string place_of(const source::Span& span) {
  if (!span) return "";
  return fmt::format("{}:{}", span.file->name, source::position(span).line);
}

std::string cited(const timeline::Cited& cite) {
  std::string out = cite.source;
  if (!cite.section.empty()) out += " " + cite.section;
  if (!cite.checked.empty()) out += " (" + cite.checked + ")";
  return out;
}

std::string titled(const timeline::Entry& entry) {
  std::string out = entry.title.empty() ? entry.id : entry.title;
  if (entry.visits > 1) out += fmt::format(", visit {}/{}", entry.visit, entry.visits);
  if (entry.attempt > 1) out += fmt::format(", attempt {}", entry.attempt);
  return out;
}

std::string standing(const timeline::Entry& entry) {
  using timeline::State;
  switch (entry.state) {
    case State::happened:
      return entry.running ? "begun" : std::string(timeline::word(entry.state));
    case State::planned:
      return std::string(timeline::word(entry.firmness));
    case State::held:
    case State::booked:
      if (entry.firmness == timeline::Firmness::firm) return std::string(timeline::word(entry.state));
      return fmt::format("{}, {}", timeline::word(entry.state), timeline::word(entry.firmness));
    default:
      return std::string(timeline::word(entry.state));
  }
}

bool movable(const timeline::Entry& entry) {
  using timeline::State;
  const bool over =
      entry.state == State::happened || entry.state == State::cancelled || entry.state == State::unrecorded;
  return !over && (entry.kind == model::Kind::appointment || entry.kind == model::Kind::work);
}

std::string status(const timeline::Timeline& answer) {
  if (answer.status.rfind("approved", 0) == 0) return answer.status;
  if (answer.status.empty()) return "draft: not approved for use";
  return answer.status + ": not approved for use";
}

}  // namespace v2v::view
