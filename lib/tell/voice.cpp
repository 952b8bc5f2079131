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
  const auto there = calendar::Zone::load(zone);
  return {language_.hour(at, there ? *there : zone_), ""};
}

Said Voice::moment(const Entry& entry) const {
  Said out = date(day(*entry.start));
  if (entry.date_only || entry.zone.empty()) return out;
  const auto add = [&](std::string& text, const std::string& hours) { text += ", " + hours; };
  const bool span = entry.end && *entry.end > *entry.start && day(*entry.end) == day(*entry.start) &&
                    entry.kind == model::Kind::appointment;
  if (!span) {
    add(out.text, hour(*entry.start, entry.zone).text);
    return out;
  }
  add(out.text, say("times", {{"from", hour(*entry.start, entry.zone)}, {"to", hour(*entry.end, entry.zone)}}).text);
  return out;
}

Said Voice::title(const Entry& entry) const {
  std::string key = own_ + "." + entry.id;
  if (!english_.has(key)) key = "stage." + entry.id;
  const std::string own = entry.title.empty() ? entry.id : entry.title;
  Said out = english_.has(key) ? language_.say(key) : language_.quote(own, "en");
  return entry.attempt > 1 ? say("once-more", {{"title", out}}) : out;
}

}  // namespace v2v::tell
