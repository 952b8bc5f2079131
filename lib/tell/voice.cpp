#include "tell/voice.h"

#include <algorithm>

namespace v2v::tell {

Voice::Voice(words::Language language, std::string zone, std::string own)
    : language_(std::move(language)),
      english_(*words::Language::of("en")),
      own_(std::move(own)),
      zone_(calendar::Zone::utc()) {
  if (auto known = calendar::Zone::load(zone)) zone_ = *known;
}

Day Voice::last_day(Instant start, Instant end) const {
  return end > start ? day({end.minutes - 1}) : day(start);
}

calendar::Zone Voice::zone_of(const std::string& name) const {
  const auto known = calendar::Zone::load(name);
  return known ? *known : zone_;
}

std::string Voice::elsewhere(Instant at, const std::string& zone) const {
  if (zone_of(zone).wall(at) == zone_.wall(at)) return {};
  std::string place = zone.substr(zone.rfind('/') + 1);
  std::replace(place.begin(), place.end(), '_', ' ');
  return place;
}

Said Voice::clock(Instant at, const std::string& zone) const {
  const calendar::Zone there = zone_of(zone);
  return {language_.hour(at, there), english([&] { return english_.hour(at, there); })};
}

Said Voice::placed(Said time, Instant at, const std::string& zone) const {
  const std::string place = elsewhere(at, zone);
  return place.empty() ? time : say("elsewhere", {{"time", time}, {"place", place}});
}

Said Voice::hour(Instant at, const std::string& zone) const {
  return placed(clock(at, zone), at, zone);
}

Said Voice::hours(Instant from, Instant to, const std::string& zone) const {
  return placed(say("times", {{"from", clock(from, zone)}, {"to", clock(to, zone)}}), from, zone);
}

Said Voice::moment(const Entry& entry) const {
  if (entry.date_only || entry.zone.empty()) return date(day(*entry.start));
  const Day on = day(*entry.start, entry.zone);
  const bool span = entry.end && *entry.end > *entry.start && day(*entry.end, entry.zone) == on &&
                    entry.kind == model::Kind::appointment;
  return at(on, span ? hours(*entry.start, *entry.end, entry.zone) : hour(*entry.start, entry.zone));
}

Said Voice::title(const Entry& entry) const {
  std::string key = own_ + "." + entry.id;
  if (!english_.has(key)) key = "stage." + entry.id;
  const std::string own = entry.title.empty() ? entry.id : entry.title;
  Said out = english_.has(key) ? language_.say(key) : language_.quote(own, "en");
  return entry.attempt > 1 ? say("once-more", {{"title", out}}) : out;
}

}  // namespace v2v::tell
