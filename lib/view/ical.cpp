#include "view/ical.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "calendar/zone.h"
#include "view/ical_event.h"

namespace v2v::view {
namespace {

using calendar::Day;
using timeline::Item;
using timeline::Reader;
using timeline::Sheet;

constexpr int kept_days = 90;  // a cancelled event stays so long

icaltimetype date(Day day) {
  const auto d = calendar::split(day);
  icaltimetype t = icaltime_null_time();
  t.year = d.year;
  t.month = d.month;
  t.day = d.day;
  t.is_date = 1;
  return t;
}

icaltimetype midnight(Day day) {
  icaltimetype t = date(day);
  t.is_date = 0;
  t.zone = icaltimezone_get_utc_timezone();
  return t;
}

bool comes_twice(calendar::Instant at, const std::string& name) {
  const auto zone = calendar::Zone::load(name);
  return zone && zone->read(zone->wall(at)).kind == calendar::Reading::repeated;
}

icaltimetype wall(calendar::Instant at, const calendar::Zone& zone, bool utc = false) {
  const auto there = zone.wall(at);
  icaltimetype t = date(there.day);
  t.is_date = 0;
  t.hour = there.minute / 60;
  t.minute = there.minute % 60;
  if (utc) t.zone = icaltimezone_get_utc_timezone();
  return t;
}

class Writing {
 public:
  Writing(const Sheet& sheet, const IcalStyle& style) : sheet_(sheet), style_(style) {
    if (!style.earlier.empty()) earlier_ = parse_calendar(style.earlier);
    if (earlier_) before_ = events_of(earlier_.get());
  }

  std::string run() {
    const auto language = words::Language::of(sheet_.language);
    Component all(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    icalcomponent_add_property(all.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(all.get(), icalproperty_new_prodid("-//vein2vein//v2v//EN"));
    icalcomponent_add_property(all.get(), icalproperty_new_calscale("GREGORIAN"));
    const std::string name = style_.plain_titles || sheet_.reader == Reader::team
                                 ? sheet_.title.text + " " + sheet_.patient
                                 : language->say("neutral.calendar").text;
    icalproperty* calname = icalproperty_new_x(clean_line(name).c_str());
    icalproperty_set_x_name(calname, "X-WR-CALNAME");
    icalcomponent_add_property(all.get(), calname);
    std::vector<Component> events;
    std::set<std::string> now;
    for (const Item& item : sheet_.items) {
      Component event = event_of(item);
      if (!now.insert(icalcomponent_get_uid(event.get())).second) continue;  // a booking that fell and was made anew
      events.push_back(std::move(event));
    }
    for (const auto& [uid, old] : before_)
      if (!now.count(uid))
        if (Component event = gone(uid, old)) events.push_back(std::move(event));
    for (const std::string& zone : zones_) add_zone(all.get(), zone);
    for (auto& event : events) icalcomponent_add_component(all.get(), event.release());
    char* text = icalcomponent_as_ical_string_r(all.get());
    std::string out = text;
    icalmemory_free_buffer(text);
    // libical may fold a line between the two signs of its end; ical.js reads the first of them as part of the text.
    constexpr std::string_view torn = "\r\r\n \n", end = "\r\n";
    for (auto at = out.find(torn); at != std::string::npos; at = out.find(torn, at)) out.replace(at, torn.size(), end);
    return out;
  }

 private:
  std::string uid(const Item& item) const {
    return fmt::format("{}@{}.vein2vein", item.uid, timeline::word(sheet_.reader));
  }

  static icalproperty_status status(const Item& item) {
    switch (item.standing) {
      case Item::done:
      case Item::booked:
        return ICAL_STATUS_CONFIRMED;
      case Item::cancelled:
        return ICAL_STATUS_CANCELLED;
      case Item::likely:
      case Item::unknown:
        break;
    }
    return ICAL_STATUS_TENTATIVE;
  }

  std::string summary(const Item& item) const {
    if (sheet_.reader == Reader::team) return item.patient + ": " + item.title.text;
    if (style_.plain_titles) return item.title.text;
    if (item.standing != Item::likely) return item.neutral;
    return words::Language::of(sheet_.language)->say("neutral.likely", {{"title", item.neutral}}).text;
  }

  // What it is correct as of stands last, so that a reader of a long list sees the visit first.
  std::string description(const Item& item) const {
    std::string out;
    const auto add = [&](const words::Said& said) {
      if (said.text.empty()) return;
      out += (out.empty() ? "" : "\n") + said.text;
      if (!said.english.empty()) out += "\n" + said.english;
    };
    add(item.title);
    add(item.when);
    for (const auto& line : item.lines) add(line);
    if (sheet_.urgent) add(*sheet_.urgent);
    add(sheet_.confirm);
    for (const auto& remark : sheet_.remarks) add(remark);
    add(sheet_.as_of);
    return out;
  }

  Component event_of(const Item& item) {
    Component event(icalcomponent_new(ICAL_VEVENT_COMPONENT));
    icalcomponent* e = event.get();
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(e, property); };
    add(icalproperty_new_uid(clean_line(uid(item)).c_str()));
    add(icalproperty_new_dtstamp(midnight(sheet_.today)));
    const bool timed = item.start && !item.zone.empty() && item.kind == Item::visit;
    const bool utc = item.zone == "UTC";
    if (timed && (utc || comes_twice(*item.start, item.zone) || (item.end && comes_twice(*item.end, item.zone)))) {
      // A wall time cannot say which of the two hours it is in when clocks go back.
      add(icalproperty_new_dtstart(wall(*item.start, calendar::Zone::utc(), true)));
      if (item.end) add(icalproperty_new_dtend(wall(*item.end, calendar::Zone::utc(), true)));
      icalproperty* zone = utc ? nullptr : icalproperty_new_x(clean_line(item.zone).c_str());
      if (zone) icalproperty_set_x_name(zone, zone_of_utc), add(zone);
    } else if (timed) {
      add(timed_property(true, *item.start, item.zone));
      if (item.end) add(timed_property(false, *item.end, item.zone));
    } else {
      add(icalproperty_new_dtstart(date(item.from)));
      add(icalproperty_new_dtend(date(item.to + 1)));
    }
    add(icalproperty_new_summary(clean_line(summary(item)).c_str()));
    add(icalproperty_new_description(clean(description(item)).c_str()));
    if (!item.where.empty()) add(icalproperty_new_location(clean(item.where).c_str()));
    add(icalproperty_new_status(status(item)));
    const bool takes_time = item.standing == Item::booked || item.standing == Item::done;
    const bool opaque = takes_time && (item.kind == Item::visit || item.kind == Item::stay);
    add(icalproperty_new_transp(opaque ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
    count(e);
    if (item.standing == Item::booked && opaque && item.from > sheet_.today && sheet_.reader != Reader::team)
      icalcomponent_add_component(e, alarm(item, timed));
    return event;
  }

  icalproperty* timed_property(bool start, calendar::Instant at, const std::string& name) {
    const auto zone = calendar::Zone::load(name);
    const icaltimetype t = wall(at, zone ? *zone : calendar::Zone::utc());
    icalproperty* property = start ? icalproperty_new_dtstart(t) : icalproperty_new_dtend(t);
    icalproperty_add_parameter(property, icalparameter_new_tzid(name.c_str()));
    zones_.insert(name);
    first_year_ = std::min(first_year_, t.year);
    last_year_ = std::max(last_year_, t.year);
    return property;
  }

  // The evening before is early enough to pack: a day before the hour, and at nine where there is none.
  icalcomponent* alarm(const Item& item, bool timed) const {
    icalcomponent* out = icalcomponent_new(ICAL_VALARM_COMPONENT);
    icalcomponent_add_property(out, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icaltriggertype trigger{};
    trigger.duration = icaldurationtype_from_int(timed ? -24 * 3600 : -15 * 3600);
    icalcomponent_add_property(out, icalproperty_new_trigger(trigger));
    icalcomponent_add_property(out, icalproperty_new_description(clean_line(summary(item)).c_str()));
    return out;
  }

  // Everything that a reader would call a change; not the day as of which it is correct, and not the stamps.
  std::string content(icalcomponent* event) const {
    std::string out;
    for (const auto kind : {ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY, ICAL_SUMMARY_PROPERTY, ICAL_LOCATION_PROPERTY,
                            ICAL_STATUS_PROPERTY, ICAL_TRANSP_PROPERTY})
      out += value_of(event, kind) + "\n";
    icalproperty* start = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalparameter* zone = start ? icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER) : nullptr;
    if (zone) out += icalparameter_get_tzid(zone);
    const char* description = icalcomponent_get_description(event);
    std::string text = description ? description : "";
    // The last sentence, once or with the English under it, is the day.
    for (int lines = sheet_.as_of.english.empty() ? 1 : 2; lines > 0 && !text.empty(); --lines)
      text.erase(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n'));
    return out + "\n" + text;
  }

  static int sequence_of(icalcomponent* event) { return std::max(0, icalcomponent_get_sequence(event)); }

  void count(icalcomponent* event) {
    const auto old = before_.find(icalcomponent_get_uid(event));
    int sequence = 0;
    icaltimetype modified = midnight(sheet_.today);
    if (old != before_.end()) {
      const bool same = content(old->second) == content(event);
      sequence = sequence_of(old->second) + (same ? 0 : 1);
      icalproperty* last = icalcomponent_get_first_property(old->second, ICAL_LASTMODIFIED_PROPERTY);
      if (same && last) modified = icalproperty_get_lastmodified(last);
    }
    icalcomponent_add_property(event, icalproperty_new_sequence(sequence));
    icalcomponent_add_property(event, icalproperty_new_lastmodified(modified));
  }

  Day end_of(icalcomponent* event) const {
    const icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
    const icaltimetype& last = icaltime_is_null_time(end) ? start : end;
    const auto day = calendar::day_of(last.year, last.month, last.day).value_or(sheet_.today);
    return last.is_date && !icaltime_is_null_time(end) ? day - 1 : day;
  }

  /// Whether one of this sheet's patients has the event.
  bool is_ours(const std::string& uid) const {
    if (sheet_.reader != Reader::team) return is_of(uid, sheet_.reader, sheet_.patient);
    return std::any_of(sheet_.huddle.begin(), sheet_.huddle.end(),
                       [&](const timeline::Row& row) { return is_of(uid, Reader::team, row.patient); });
  }

  /// The event of an earlier file, which anyone may have written: no more of it than we write ourselves.
  static Component copy_of(icalcomponent* old) {
    Component out(icalcomponent_new_clone(old));
    std::vector<icalproperty*> strange;
    for (auto* one = icalcomponent_get_first_property(out.get(), ICAL_ANY_PROPERTY); one;
         one = icalcomponent_get_next_property(out.get(), ICAL_ANY_PROPERTY))
      if (!is_written(one)) strange.push_back(one);
    for (auto* one : strange) icalcomponent_remove_property(out.get(), one), icalproperty_free(one);
    while (auto* inner = icalcomponent_get_first_component(out.get(), ICAL_ANY_COMPONENT)) {
      icalcomponent_remove_component(out.get(), inner);  // nothing rings any more
      icalcomponent_free(inner);
    }
    return out;
  }
  static bool is_written(icalproperty* one) {
    switch (icalproperty_isa(one)) {
      case ICAL_UID_PROPERTY:
      case ICAL_DTSTAMP_PROPERTY:
      case ICAL_DTSTART_PROPERTY:
      case ICAL_DTEND_PROPERTY:
      case ICAL_SUMMARY_PROPERTY:
      case ICAL_DESCRIPTION_PROPERTY:
      case ICAL_LOCATION_PROPERTY:
      case ICAL_STATUS_PROPERTY:
      case ICAL_TRANSP_PROPERTY:
      case ICAL_SEQUENCE_PROPERTY:
      case ICAL_LASTMODIFIED_PROPERTY:
        return true;
      case ICAL_X_PROPERTY:
        return std::string_view(icalproperty_get_x_name(one)) == zone_of_utc;
      default:
        return false;
    }
  }

  /// What this sheet no longer has. What is over stays as it was told, and so does what is of a team's other patients;
  /// what was to come is cancelled; what is another reader's has no place here.
  Component gone(const std::string& uid, icalcomponent* old) {
    const bool ours = is_ours(uid);
    if (!ours && (sheet_.reader != Reader::team || !is_of(uid, Reader::team, ""))) return nullptr;
    Component out = copy_of(old);
    icalcomponent* e = out.get();
    const bool cancelled = icalcomponent_get_status(e) == ICAL_STATUS_CANCELLED;
    icalproperty* last = icalcomponent_get_first_property(e, ICAL_LASTMODIFIED_PROPERTY);
    if (cancelled && last) {
      const icaltimetype at = icalproperty_get_lastmodified(last);
      const auto since = calendar::day_of(at.year, at.month, at.day);
      if (since && sheet_.today - *since > kept_days) return nullptr;
    }
    const bool over = end_of(e) < sheet_.today;
    if (ours && !cancelled && !over) {
      icalcomponent_set_status(e, ICAL_STATUS_CANCELLED);
      icalcomponent_set_sequence(e, sequence_of(e) + 1);
      if (last) icalcomponent_remove_property(e, last), icalproperty_free(last);
      icalcomponent_add_property(e, icalproperty_new_lastmodified(midnight(sheet_.today)));
      icalcomponent_set_dtstamp(e, midnight(sheet_.today));
    }
    note_zones(e);
    return out;
  }

  void note_zones(icalcomponent* event) {
    for (const auto kind : {ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY}) {
      icalproperty* property = icalcomponent_get_first_property(event, kind);
      icalparameter* zone = property ? icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER) : nullptr;
      if (!zone) continue;
      zones_.insert(icalparameter_get_tzid(zone));
      const icaltimetype t =
          kind == ICAL_DTSTART_PROPERTY ? icalcomponent_get_dtstart(event) : icalcomponent_get_dtend(event);
      first_year_ = std::min(first_year_, t.year);
      last_year_ = std::max(last_year_, t.year);
    }
  }

  void add_zone(icalcomponent* all, const std::string& name) const {
    icaltimezone* zone = icaltimezone_get_builtin_timezone(name.c_str());
    icalcomponent* known = zone ? icaltimezone_get_component(zone) : nullptr;
    // libical reads its zones from the disk when they are asked for, and says nothing where it cannot.
    if (!known || icalcomponent_count_components(known, ICAL_ANY_COMPONENT) == 0)
      throw calendar::ZonesFailed("cannot read the rules of the time zone " + name);
    Component rules(icalcomponent_new_clone(known));
    icaltimetype from = midnight(*calendar::day_of(first_year_, 1, 1));
    icaltimetype to = midnight(*calendar::day_of(last_year_ + 1, 1, 1));
    icaltimezone_truncate_vtimezone(rules.get(), from, to, 0);
    // libical gives its zones a maker's name before their own; the events name the zone as the world does.
    if (icalproperty* tzid = icalcomponent_get_first_property(rules.get(), ICAL_TZID_PROPERTY))
      icalproperty_set_tzid(tzid, name.c_str());
    part_changes(rules.get());
    icalcomponent_add_component(all, rules.release());
  }

  /// Each change of the clocks that libical has as an RDATE becomes a part of its own: ical.js heeds no DTSTART beside
  /// an RDATE, so that a whole summer was an hour off, and libical writes RDATE in UTC, which RFC 5545 (3.6.5) forbids.
  static void part_changes(icalcomponent* rules) {
    std::vector<icalcomponent*> parts;
    for (auto* one = icalcomponent_get_first_component(rules, ICAL_ANY_COMPONENT); one;
         one = icalcomponent_get_next_component(rules, ICAL_ANY_COMPONENT))
      parts.push_back(one);
    for (icalcomponent* part : parts) {
      icalproperty* from = icalcomponent_get_first_property(part, ICAL_TZOFFSETFROM_PROPERTY);
      std::vector<icaltimetype> changes;
      while (icalproperty* one = icalcomponent_get_first_property(part, ICAL_RDATE_PROPERTY)) {
        icaltimetype at = icalproperty_get_rdate(one).time;
        if (from && icaltime_is_utc(at)) icaltime_adjust(&at, 0, 0, 0, icalproperty_get_tzoffsetfrom(from));
        at.zone = nullptr;
        changes.push_back(at);
        icalcomponent_remove_property(part, one), icalproperty_free(one);
      }
      for (const icaltimetype& at : changes) {
        Component change(icalcomponent_new_clone(part));
        if (icalproperty* rule = icalcomponent_get_first_property(change.get(), ICAL_RRULE_PROPERTY))
          icalcomponent_remove_property(change.get(), rule), icalproperty_free(rule);
        icalproperty_set_dtstart(icalcomponent_get_first_property(change.get(), ICAL_DTSTART_PROPERTY), at);
        icalcomponent_add_component(rules, change.release());
      }
    }
  }

  const Sheet& sheet_;
  const IcalStyle& style_;
  Component earlier_;
  std::map<std::string, icalcomponent*> before_;
  std::set<std::string> zones_;
  int first_year_ = 9999, last_year_ = 1400;
};

}  // namespace

std::string ical(const Sheet& sheet, const IcalStyle& style) {
  return Writing(sheet, style).run();
}

}  // namespace v2v::view
