#include "view/sheet_words.h"

#include <algorithm>

namespace v2v::view {

using timeline::Item;

bool on_day(const Item& item, timeline::Day day) {
  // Of several visits each has its day; one of several days has them all.
  const bool of_days = item.kind == Item::visit && !item.days.empty() && item.shown_to == item.days.back();
  return of_days ? std::find(item.days.begin(), item.days.end(), day) != item.days.end()
                 : item.shown <= day && day <= item.shown_to;
}

std::string clock_of(const Item& item, timeline::Instant at, const words::Language& language) {
  const auto zone = calendar::Zone::load(item.zone);
  return language.hour(at, zone ? *zone : calendar::Zone::utc());
}

std::string hours_on(const Item& item, timeline::Day day, const words::Language& language, bool whole) {
  if (!item.start) return {};
  if (item.end && day > item.shown) return "– " + clock_of(item, *item.end, language) + " ";
  const std::string from = clock_of(item, *item.start, language);
  if (!whole || !item.end) return from + " ";
  return language.say("times", {{"from", from}, {"to", clock_of(item, *item.end, language)}}).text + " ";
}

timeline::Said standing_of(const Item& item, const words::Language& language) {
  switch (item.standing) {
    case Item::done:
      return language.say("status.done");
    case Item::booked:
      return language.say("status.booked");
    case Item::likely:
      return language.say("status.likely");
    case Item::cancelled:
      return language.say("status.cancelled");
    case Item::unknown:
      break;
  }
  return language.say("status.unknown");
}

}  // namespace v2v::view
