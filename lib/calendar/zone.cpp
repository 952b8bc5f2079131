#include "calendar/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace v2v::calendar {

namespace {

constexpr std::int64_t minutes_in_day = 24 * 60;

std::int64_t floor_minutes(std::int64_t seconds) {
  return std::chrono::floor<std::chrono::minutes>(std::chrono::seconds(seconds)).count();
}

/// The first whole minute that is not before `time`: where an offset has part minutes it is rounded down, so the wall
/// comes to its time that much later, and a change within a minute is seen from the next one on.
Instant instant_of(absl::Time time) {
  return {-floor_minutes(-absl::ToUnixSeconds(time))};
}

absl::Time time_of(Instant instant) {
  return absl::FromUnixSeconds(instant.minutes * 60);
}

absl::CivilSecond civil_of(Wall wall) {
  return absl::CivilSecond(absl::CivilDay(1970, 1, 1) + wall.day.n) + std::int64_t{wall.minute} * 60;
}

/// Abseil also takes paths, the machine's own zone and zones with leap seconds, which would make answers depend on the
/// machine; a zone here is a name of the IANA list and nothing else.
bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/') return false;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  };
  if (!std::all_of(name.begin(), name.end(), allowed)) return false;
  constexpr std::array<std::string_view, 6> machine_words{"localtime", "posixrules", "Factory",
                                                          "Fixed/",    "posix/",     "right/"};
  return std::none_of(machine_words.begin(), machine_words.end(),
                      [&](std::string_view word) { return name.starts_with(word); });
}

/// What Abseil reads the zones from.
std::string folder_of_zones() {
  const char* said = std::getenv("TZDIR");
  return said && *said ? said : "/usr/share/zoneinfo";
}

bool is_absence(int error) {
  return error == ENOENT || error == ENOTDIR;
}

[[noreturn]] void fail(const std::string& path, const char* why) {
  throw ZonesFailed(fmt::format("cannot read '{}': {}", path, why));
}

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// The first bytes of a file; nullopt where it is not there.
std::optional<std::string> start_of(const std::string& path) {
  const std::unique_ptr<std::FILE, Closer> file(std::fopen(path.c_str(), "re"));
  if (!file && is_absence(errno)) return std::nullopt;
  if (!file) fail(path, std::strerror(errno));
  char start[64];
  const std::size_t size = std::fread(start, 1, sizeof start, file.get());
  // not reached: a read that fails is made in tests/failing.
  if (std::ferror(file.get()) && errno != EISDIR) fail(path, std::strerror(errno));
  return std::string(start, size);
}

/// Abseil says the same of a zone that is not there and of one that it cannot read.
void demand_absence(const std::string& path) {
  if (start_of(path).value_or("").starts_with("TZif")) fail(path, "the time zone in it could not be read");
}

}  // namespace

struct Zone::Impl {
  std::string name;
  absl::TimeZone zone;
};

std::optional<Zone> Zone::load(std::string_view name) {
  if (name == "UTC") return utc();
  if (!is_plain_name(name)) return std::nullopt;
  auto impl = std::make_shared<Impl>();
  impl->name = std::string(name);
  if (!absl::LoadTimeZone(impl->name, &impl->zone)) {
    demand_absence(folder_of_zones() + "/" + impl->name);
    return std::nullopt;
  }
  Zone zone;
  zone.impl_ = std::move(impl);
  return zone;
}

Zone Zone::utc() {
  Zone zone;
  zone.impl_ = std::make_shared<Impl>(Impl{"UTC", absl::UTCTimeZone()});
  return zone;
}

const std::string& Zone::name() const {
  return impl_->name;
}

Reading Zone::read(Wall wall) const {
  const auto info = impl_->zone.At(civil_of(wall));
  const Instant pre = instant_of(info.pre), post = instant_of(info.post);
  if (info.kind == absl::TimeZone::TimeInfo::UNIQUE) return {Reading::unique, pre, pre};
  const auto kind = info.kind == absl::TimeZone::TimeInfo::SKIPPED ? Reading::skipped : Reading::repeated;
  return {kind, std::min(pre, post), std::max(pre, post)};
}

Instant Zone::instant(Wall wall) const {
  const auto info = impl_->zone.At(civil_of(wall));
  return instant_of(info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre);
}

Wall Zone::wall(Instant instant) const {
  const std::int64_t local = instant.minutes + offset_minutes(instant);
  const std::int64_t day = std::chrono::floor<std::chrono::days>(std::chrono::minutes(local)).count();
  return {Day{static_cast<std::int32_t>(day)}, static_cast<int>(local - day * minutes_in_day)};
}

int Zone::offset_minutes(Instant instant) const {
  return static_cast<int>(floor_minutes(impl_->zone.At(time_of(instant)).offset));
}

Instant Zone::start_of(Day day) const {
  return instant({day, 0});
}

std::vector<Instant> Zone::changes(Instant from, Instant to) const {
  std::vector<Instant> found;
  absl::Time at = time_of(from) - absl::Minutes(1);  // Abseil looks strictly after, and part minutes are rounded up
  absl::TimeZone::CivilTransition step;
  while (impl_->zone.NextTransition(at, &step)) {
    const auto info = impl_->zone.At(step.to);
    const absl::Time next = info.kind == absl::TimeZone::TimeInfo::UNIQUE ? info.pre : info.trans;
    if (next <= at) break;  // not reached: transitions rise; where they did not, this would never end
    at = next;
    const Instant change = instant_of(at);
    if (change >= to) break;
    // A new name or a new "summer" flag alone moves no clock.
    if (change >= from && offset_minutes({change.minutes - 1}) != offset_minutes(change)) found.push_back(change);
  }
  return found;
}

std::string tzdata_version() {
  const std::string start = start_of(folder_of_zones() + "/tzdata.zi").value_or("");
  const std::string_view line = std::string_view(start).substr(0, start.find('\n'));
  constexpr std::string_view opening = "# version ";
  return line.starts_with(opening) ? std::string(line.substr(opening.size())) : "unknown";
}

std::string rfc3339(Instant instant, const Zone& zone) {
  const Wall wall = zone.wall(instant);
  const int offset = zone.offset_minutes(instant), size = std::abs(offset);
  return fmt::format("{}T{}:00{}{:02}:{:02}", to_string(wall.day), clock(wall.minute), offset < 0 ? '-' : '+',
                     size / 60, size % 60);
}

std::optional<int> parse_clock(std::string_view text) {
  const auto is_digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) || !is_digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0'), minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > minutes_in_day) return std::nullopt;
  return hour * 60 + minute;
}

std::string clock(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

}  // namespace v2v::calendar
