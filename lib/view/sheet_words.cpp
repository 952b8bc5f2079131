#include "view/sheet_words.h"

#include <algorithm>

namespace v2v::view {

using timeline::Item;
using timeline::Said;

bool on_day(const Item& item, timeline::Day day) {
  // Of several visits each has its day; one of several days has them all.
  const bool of_days = item.kind == Item::visit && !item.days.empty() && item.shown_to == item.days.back().on;
  return of_days ? visit_on(item, day) != nullptr : item.shown <= day && day <= item.shown_to;
}

const timeline::VisitDay* visit_on(const Item& item, timeline::Day day) {
  const auto at = std::find_if(item.days.begin(), item.days.end(), [day](const auto& one) { return one.on == day; });
  return at == item.days.end() ? nullptr : &*at;
}

std::string clock_of(const Item& item, timeline::Instant at, const words::Language& language) {
  const auto zone = calendar::Zone::load(item.zone);
  return language.hour(at, zone ? *zone : calendar::Zone::utc());
}

std::string hours_on(const Item& item, timeline::Day day, const words::Language& language, bool whole) {
  if (!item.start) return {};
  if (item.end && day > item.shown) return "– " + placed(item, clock_of(item, *item.end, language), language) + " ";
  const std::string from = clock_of(item, *item.start, language);
  if (!whole || !item.end) return placed(item, from, language) + " ";
  const auto both = language.say("times", {{"from", from}, {"to", clock_of(item, *item.end, language)}}).text;
  return placed(item, both, language) + " ";
}

std::string placed(const Item& item, const std::string& hours, const words::Language& language) {
  if (item.elsewhere.empty()) return hours;
  return language.say("elsewhere", {{"time", hours}, {"place", item.elsewhere}}).text;
}

timeline::Said standing_of(const Item& item, const words::Language& language) {
  switch (item.standing) {
    case Item::done:
      return language.say("status.done");
    case Item::booked:
      return language.say(item.begun ? "status.begun" : "status.booked");
    case Item::likely:
      return language.say("status.likely");
    case Item::cancelled:
      return language.say("status.cancelled");
    case Item::unknown:
      break;
  }
  return language.say("status.unknown");
}

Said joined(const Said& one, std::string_view sign, const Said& other) {
  if (one.text.empty() || other.text.empty()) return one.text.empty() ? other : one;
  const auto both = [&](const std::string& a, const std::string& b) { return a + std::string(sign) + b; };
  Said out{both(one.text, other.text), ""};
  if (one.english.empty() && other.english.empty()) return out;
  out.english = both(one.english.empty() ? one.text : one.english, other.english.empty() ? other.text : other.english);
  return out;
}

bool may_hold(const timeline::Sheet& sheet, timeline::Day day) {
  return std::any_of(sheet.items.begin(), sheet.items.end(), [&](const Item& item) {
    const bool open = item.standing == Item::likely || item.to != item.shown_to;
    if (!open || item.kind == Item::rule || day < item.from || item.to < day) return false;
    // Of several visits each has its own days; a last one of several days goes on after those on which it may begin.
    return item.visits == 1 || day > item.days.back().to ||
           std::any_of(item.days.begin(), item.days.end(),
                       [day](const auto& visit) { return visit.from <= day && day <= visit.to; });
  });
}

Said day_number_of(const timeline::Sheet& sheet, timeline::Day day, const words::Language& language) {
  if (!sheet.day_zero || !sheet.day_zero_firm) return {};
  const int n = day - *sheet.day_zero;
  return language.say("day", {{"n", language.number(sheet.counts_from_one && n >= 0 ? n + 1 : n)}});
}

namespace {

/// `Likely 21 Oct – 25 Oct`: of the visit of that day, where there are several.
Said likely_days(const Item& item, timeline::Day day, const words::Language& language) {
  Said out = language.say("status.likely");
  const auto* visit = item.visits > 1 ? visit_on(item, day) : nullptr;
  const timeline::Day from = visit ? visit->from : item.from, to = visit ? visit->to : item.to;
  if (from == to) return out;
  const auto days = [&](const words::Language& one) { return one.short_date(from) + " – " + one.short_date(to); };
  Said range{days(language), ""};
  if (!out.english.empty()) range.english = days(*words::Language::of("en"));
  return joined(out, " ", range);
}

}  // namespace

std::vector<Note> notes_of(const timeline::Sheet& sheet, timeline::Day day, bool whole,
                           const words::Language& language) {
  std::vector<Note> out;
  for (const Item& item : sheet.items) {
    if (item.standing == Item::cancelled || item.kind == Item::wait) continue;
    const bool likely = item.standing == Item::likely;
    if (item.kind == Item::rule) {
      const bool open = likely || item.to != item.shown_to;
      if (!open && day == item.shown_to && day >= sheet.today)
        out.push_back({&item, language.say("rule.last-day", {{"title", item.title}}), {}});
      continue;
    }
    if (!on_day(item, day)) continue;
    Said text = item.title;
    text.text = hours_on(item, day, language, whole) + text.text;
    if (!text.english.empty()) text.english = hours_on(item, day, *words::Language::of("en"), whole) + text.english;
    // A stay says on its first day that it may move; on the others its name leaves room for what happens in it.
    const bool told = likely && (item.kind != Item::stay || day == item.shown);
    out.push_back({&item, std::move(text), told ? likely_days(item, day, language) : Said{}});
  }
  // Where a field is full, what stays out is the stay and the daily check, not the day's own visit.
  std::stable_sort(out.begin(), out.end(), [](const Note& a, const Note& b) {
    const auto rank = [](const Note& n) { return n.item->kind != Item::visit ? 2 : n.item->visits > 1 ? 1 : 0; };
    return rank(a) < rank(b);
  });
  return out;
}

}  // namespace v2v::view
