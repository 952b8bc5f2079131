// Calendars of random patients, their files full of what breaks calendars: read again by libical, each event has the
// sheet's dates, hours, title, place and standing, and there is one for each item; the same sheet again changes
// nothing; a later one raises the sequence of what differs and of nothing else, and loses no event. No text of a file
// becomes a property, an event, or markup of the page.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "law.h"
#include "sheet_case.h"
#include "view/ical.h"
#include "view/ical_event.h"
#include "view/sheet_html.h"

namespace {

using namespace v2v;
using namespace v2v::laws;
using timeline::Item;
using timeline::Sheet;

struct Seen {
  long sheets = 0, events = 0, hostile_texts = 0, changed = 0, cancelled = 0, pages = 0;
};

std::string text_of(icalcomponent* event, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(event, kind);
  if (!property) return {};
  const icalvalue* value = icalproperty_get_value(property);
  const char* text = icalvalue_get_text(value);
  return text ? text : "";
}

std::string uid_of(const Sheet& sheet, const Item& item) {
  return fmt::format("{}@{}.vein2vein", expected(item.uid, true), timeline::word(sheet.reader));
}

/// The first item of each name: what fell and was made anew is one event.
std::map<std::string, const Item*> by_uid(const Sheet& sheet) {
  std::map<std::string, const Item*> out;
  for (const Item& item : sheet.items) out.emplace(uid_of(sheet, item), &item);
  return out;
}

const std::set<std::string>& known_lines() {
  static const std::set<std::string> all{
      "BEGIN",    "END",          "VERSION",       "PRODID",   "CALSCALE",       "X-WR-CALNAME", "UID",
      "DTSTAMP",  "DTSTART",      "DTEND",         "SUMMARY",  "DESCRIPTION",    "STATUS",       "TRANSP",
      "SEQUENCE", "ACTION",       "LAST-MODIFIED", "LOCATION", "TRIGGER",        "TZID",         "TZNAME",
      "RDATE",    "TZOFFSETFROM", "TZOFFSETTO",    "TZUNTIL",  "X-LIC-LOCATION", "RRULE"};
  return all;
}

/// Every line that is no continuation begins with a property that we write; no line is longer than 75 bytes.
void check_lines(const std::string& text, std::size_t events) {
  std::size_t begun = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    demand(end != std::string::npos, "a line without its end");
    const std::string line = text.substr(at, end - at);
    at = end + 2;
    demand(line.find_first_of("\r\n") == std::string::npos, "half an end of a line: " + line);
    demand(line.size() <= 75, "a line of more than 75 bytes: " + line);
    if (line.empty() || line.front() == ' ' || line.front() == '\t') continue;
    const std::string name = line.substr(0, line.find_first_of(":;"));
    demand(known_lines().count(name) > 0, "a property of nobody's: " + line);
    if (line == "BEGIN:VEVENT") ++begun;
  }
  demand(begun == events, fmt::format("{} events begin, of {}", begun, events));
}

void check_event(const Sheet& sheet, const Item& item, icalcomponent* event, Seen& seen) {
  const std::string who = item.uid;
  const icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
  const bool timed = item.start && !item.zone.empty() && item.kind == Item::visit;
  const auto day = [](const icaltimetype& t) { return *calendar::day_of(t.year, t.month, t.day); };
  demand(bool(start.is_date) == !timed, who + ": an hour where there is none, or none where there is");
  if (timed) {
    const auto zone = calendar::Zone::load(item.zone);
    const auto wall = zone->wall(*item.start);
    demand(day(start) == wall.day && start.hour * 60 + start.minute == wall.minute, who + ": another hour");
    if (item.end) {
      const auto until = zone->wall(*item.end);
      demand(day(end) == until.day && end.hour * 60 + end.minute == until.minute, who + ": another end");
    }
  } else {
    demand(day(start) == item.from, who + ": another first day");
    demand(day(end) == item.to + 1, who + ": another last day");
  }
  const auto status = icalcomponent_get_status(event);
  const bool firm = item.standing == Item::booked || item.standing == Item::done;
  demand((status == ICAL_STATUS_CONFIRMED) == firm, who + ": sure, or not sure, of what is not, or is");
  demand((status == ICAL_STATUS_CANCELLED) == (item.standing == Item::cancelled), who + ": cancelled or not");
  const bool rings = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT) != nullptr;
  demand(!rings || (firm && sheet.reader != timeline::Reader::team && item.from > sheet.today), who + ": rings");
  if (sheet.reader == timeline::Reader::team) {
    demand(text_of(event, ICAL_SUMMARY_PROPERTY) == expected(item.patient + ": " + item.title.text, true),
           who + ": another title: " + text_of(event, ICAL_SUMMARY_PROPERTY));
  }
  demand(text_of(event, ICAL_LOCATION_PROPERTY) == expected(item.where, false),
         fmt::format("{}: another place: '{}', not '{}'", who, text_of(event, ICAL_LOCATION_PROPERTY),
                     expected(item.where, false)));
  const std::string description = text_of(event, ICAL_DESCRIPTION_PROPERTY);
  std::size_t at = 0;
  const auto follows = [&](const words::Said& said) {
    for (const std::string& one : {said.text, said.english}) {
      if (one.empty()) continue;
      const std::string clean = expected(one, false);
      const auto found = description.find(clean, at);
      demand(found != std::string::npos, fmt::format("{}: '{}' is not said in '{}'", who, clean, description));
      at = found + clean.size();
      ++seen.hostile_texts;
    }
  };
  follows(item.title);
  follows(item.when);
  for (const auto& line : item.lines) follows(line);
  follows(sheet.as_of);
  ++seen.events;
}

void check_page(const Sheet& sheet, Seen& seen) {
  const std::string page = view::html(sheet, sheet.today + 60);
  for (const char* word : {"<script", "<img"})
    demand(page.find(word) == std::string::npos, fmt::format("the page has {}", word));
  std::size_t styles = 0, bodies = 0;
  for (auto at = page.find("</style>"); at != std::string::npos; at = page.find("</style>", at + 1)) ++styles;
  for (auto at = page.find("</body>"); at != std::string::npos; at = page.find("</body>", at + 1)) ++bodies;
  demand(styles == 1 && bodies == 1, "the page ends its style or itself more than once");
  ++seen.pages;
}

void check(const Sheet& sheet, const Sheet& later, Seen& seen) {
  ++seen.sheets;
  const auto items = by_uid(sheet);
  const std::string text = view::ical(sheet);
  check_lines(text, items.size());
  const auto calendar = view::parse_calendar(text);
  demand(calendar != nullptr, "no calendar");
  const auto events = view::events_of(calendar.get());
  demand(events.size() == items.size(), fmt::format("{} events, {} items", events.size(), items.size()));
  for (const auto& [uid, item] : items) {
    const auto event = events.find(uid);
    demand(event != events.end(), "no event " + uid);
    check_event(sheet, *item, event->second, seen);
  }
  demand(view::ical(sheet, {false, text}) == text, "the same sheet again is another calendar");

  const std::string next = view::ical(later, {false, text});
  const auto after = view::parse_calendar(next);
  const auto events_after = view::events_of(after.get());
  const auto items_after = by_uid(later);
  for (const auto& [uid, event] : events) {
    const auto now = events_after.find(uid);
    demand(now != events_after.end(), "lost: " + uid);
    const int before = icalcomponent_get_sequence(event), then = icalcomponent_get_sequence(now->second);
    const auto item = items_after.find(uid);
    if (item == items_after.end()) {
      const bool over = items.at(uid)->to < later.today;
      demand(over == (then == before), uid + ": gone, and the sequence does not say so");
      if (!over) {
        demand(icalcomponent_get_status(now->second) == ICAL_STATUS_CANCELLED, uid + ": gone and not cancelled");
        ++seen.cancelled;
      }
      continue;
    }
    const Item &a = *items.at(uid), &b = *item->second;
    const bool same = a.from == b.from && a.to == b.to && a.start == b.start && a.end == b.end &&
                      a.standing == b.standing && a.when == b.when && a.lines == b.lines && a.where == b.where &&
                      a.title == b.title && a.neutral == b.neutral && a.kind == b.kind;
    demand(same ? then == before : then >= before && then <= before + 1,
           fmt::format("{}: sequence {} after {}", uid, then, before));
    if (!same) {
      // Done is as firm as booked: to a telephone that is no change.
      const bool only_done = (a.standing == Item::booked && b.standing == Item::done);
      demand(only_done || then == before + 1, uid + ": changed, and the sequence does not say so");
      ++seen.changed;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Seen seen;
  Words defaults;
  defaults.cases = 1000;
  defaults.seed = 1;
  return run_law(
      argc, argv, "sheet_law", defaults,
      [&](Random& random, long, const Words&) {
        const auto one = random_sheets(random);
        for (std::size_t i = 0; i < one.sheets.size(); ++i) {
          check(one.sheets[i], one.later[i], seen);
          check_page(one.sheets[i], seen);
        }
      },
      [&] {
        return fmt::format(
            "{} calendars with {} events read again, {} texts as they were, {} changes and {} cancellations counted, "
            "{} "
            "pages without markup of the files'",
            seen.sheets, seen.events, seen.hostile_texts, seen.changed, seen.cancelled, seen.pages);
      });
}
