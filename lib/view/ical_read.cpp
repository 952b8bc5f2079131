#include <fmt/format.h>

#include <algorithm>

#include "calendar/zone.h"
#include "view/ical.h"
#include "view/ical_event.h"

namespace v2v::view {

using calendar::Day;

std::string clean(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';
    } else if (c == '\t') {
      out += ' ';
    } else if ((c >= 0x20 && c != 0x7f) || c == '\n') {
      out += text[i];
    }
  }
  // Readers differ in what they keep of blanks at the ends.
  const auto first = out.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(" \n") - first + 1);
}

std::string clean_line(std::string_view text) {
  std::string out = clean(text);
  for (char& c : out)
    if (c == '\n') c = ' ';
  return out;
}

Component parse_calendar(std::string_view text) {
  if (text.find("BEGIN:VCALENDAR") == std::string_view::npos) return nullptr;
  Component all(icalparser_parse_string(std::string(text).c_str()));
  if (!all) return nullptr;
  if (icalcomponent_isa(all.get()) == ICAL_VCALENDAR_COMPONENT) return all;
  icalcomponent* inner = icalcomponent_get_first_component(all.get(), ICAL_VCALENDAR_COMPONENT);
  if (!inner) return nullptr;
  icalcomponent_remove_component(all.get(), inner);
  return Component(inner);
}

std::map<std::string, icalcomponent*> events_of(icalcomponent* calendar) {
  std::map<std::string, icalcomponent*> out;
  for (auto* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
    if (const char* uid = icalcomponent_get_uid(event)) out.emplace(uid, event);
  return out;
}

bool is_of(std::string_view uid, timeline::Reader reader, std::string_view patient) {
  const std::string name = clean_line(patient), end = fmt::format("@{}.vein2vein", timeline::word(reader));
  return uid.ends_with(end) && (name.empty() || uid.starts_with(name + "."));
}

std::string value_of(icalcomponent* event, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(event, kind);
  if (!property) return {};
  char* text = icalproperty_get_value_as_string_r(property);
  std::string out = text ? text : "";
  icalmemory_free_buffer(text);
  return out;
}

namespace {

Day day_of(const icaltimetype& t) {
  return calendar::day_of(t.year, t.month, t.day).value_or(Day{});
}

/// The zone in which the event's hours are told.
calendar::Zone zone_of(icalcomponent* event) {
  icalproperty* start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
  icalparameter* tzid = start ? icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER) : nullptr;
  std::string name = tzid ? icalparameter_get_tzid(tzid) : "UTC";
  for (auto* x = icalcomponent_get_first_property(event, ICAL_X_PROPERTY); x;
       x = icalcomponent_get_next_property(event, ICAL_X_PROPERTY))
    if (const char* own = icalproperty_get_x_name(x); own && std::string_view(own) == zone_of_utc && !tzid)
      if (const char* told = icalproperty_get_x(x)) name = told;
  const auto known = calendar::Zone::load(name);
  return known ? *known : calendar::Zone::utc();
}

std::optional<calendar::Instant> instant_of(const icaltimetype& t, const calendar::Zone& zone) {
  if (t.is_date) return std::nullopt;
  const calendar::Wall wall{day_of(t), t.hour * 60 + t.minute};
  return icaltime_is_utc(t) ? calendar::Zone::utc().instant(wall) : zone.instant(wall);
}

}  // namespace

std::optional<timeline::Copy> copy_of_ical(std::string_view text, std::string_view patient, timeline::Reader reader) {
  const Component calendar = parse_calendar(text);
  if (!calendar) return std::nullopt;
  timeline::Copy out;
  const auto events = events_of(calendar.get());
  // A team's file may be from before this patient came.
  const std::string_view whose = reader == timeline::Reader::team ? std::string_view() : patient;
  out.of_others = !events.empty() && std::none_of(events.begin(), events.end(),
                                                  [&](const auto& one) { return is_of(one.first, reader, whose); });
  for (const auto& [uid, event] : events) {
    if (!is_of(uid, reader, whose)) continue;
    if (const auto stamp = icalcomponent_get_dtstamp(event); !icaltime_is_null_time(stamp))
      out.as_of = std::max(out.as_of, day_of(stamp));
    if (!is_of(uid, reader, patient)) continue;
    const std::string own = uid.substr(0, uid.rfind('@'));
    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) continue;
    timeline::Copied one;
    one.uid = own;
    const icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
    if (icaltime_is_null_time(start)) continue;
    const auto zone = zone_of(event);
    const auto told = [&](const icaltimetype& t) {
      const auto at = instant_of(t, zone);
      return at ? zone.wall(*at).day : day_of(t);
    };
    one.from = one.to = told(start);
    if (!icaltime_is_null_time(end)) one.to = start.is_date ? day_of(end) - 1 : told(end);
    one.to = std::max(one.to, one.from);
    one.start = instant_of(start, zone);
    one.firm = icalcomponent_get_status(event) == ICAL_STATUS_CONFIRMED;
    out.items.push_back(std::move(one));
  }
  return out;
}

}  // namespace v2v::view
