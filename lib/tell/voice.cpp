#include "tell/voice.h"

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

Said Voice::hour(Instant at, const std::string& zone) const {
  const auto loaded = calendar::Zone::load(zone);
  const calendar::Zone there = loaded ? *loaded : zone_;
  return {language_.hour(at, there), english([&] { return english_.hour(at, there); })};
}

Said Voice::moment(const Entry& entry) const {
  const Day on = day(*entry.start);
  if (entry.date_only || entry.zone.empty()) return date(on);
  const bool span = entry.end && *entry.end > *entry.start && day(*entry.end) == day(*entry.start) &&
                    entry.kind == model::Kind::appointment;
  if (!span) return at(on, hour(*entry.start, entry.zone));
  return at(on, say("times", {{"from", hour(*entry.start, entry.zone)}, {"to", hour(*entry.end, entry.zone)}}));
}

Said Voice::title(const Entry& entry) const {
  std::string key = own_ + "." + entry.id;
  if (!english_.has(key)) key = "stage." + entry.id;
  const std::string own = entry.title.empty() ? entry.id : entry.title;
  Said out = english_.has(key) ? language_.say(key) : language_.quote(own, "en");
  return entry.attempt > 1 ? say("once-more", {{"title", out}}) : out;
}

}  // namespace v2v::tell
