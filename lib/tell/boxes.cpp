#include "tell/boxes.h"

#include <algorithm>

namespace v2v::tell {
namespace {

using timeline::Box;
using timeline::Item;
using timeline::Sheet;

bool ahead(const Item& item, const Sheet& sheet) {
  return item.standing != Item::done && item.standing != Item::cancelled && item.to >= sheet.today;
}

bool open(const Item& item) {
  return item.standing == Item::likely || item.to != item.shown_to;
}

const Item* find(const Sheet& sheet, std::string_view stage) {
  for (const Item& item : sheet.items)
    if (item.stage == stage && ahead(item, sheet)) return &item;
  return nullptr;
}

Day less(Day day, const calendar::Length& length) {
  using calendar::Unit;
  switch (length.unit) {
    case Unit::weeks:
      return day - static_cast<std::int32_t>(7 * length.n);
    case Unit::months:
      return calendar::add_months(day, -static_cast<int>(length.n));
    case Unit::years:
      return calendar::add_months(day, -12 * static_cast<int>(length.n));
    default:
      return day - static_cast<std::int32_t>((calendar::rough_minutes(length) + 1439) / 1440);
  }
}

/// Days of [from, to] on which no carer has said to be there, as ranges.
std::vector<std::pair<Day, Day>> uncovered(Day from, Day to, const std::vector<std::pair<Day, Day>>& carers) {
  std::vector<std::pair<Day, Day>> out;
  for (Day d = from; d <= to; d = d + 1) {
    if (std::any_of(carers.begin(), carers.end(), [&](const auto& c) { return c.first <= d && d <= c.second; }))
      continue;
    if (!out.empty() && out.back().second + 1 == d)
      out.back().second = d;
    else
      out.emplace_back(d, d);
  }
  return out;
}

}  // namespace

Box days_with(const model::Case& what, const Sheet& sheet, const Voice& voice) {
  Box out{voice.say("carer.days"), {}};
  std::vector<std::pair<Day, Day>> needed;
  for (const Item& item : sheet.items) {
    const model::Stage* stage = what.workflow.stage(item.stage);
    if (!stage || !stage->carer_required || !ahead(item, sheet)) continue;
    const Day from = std::max(item.from, sheet.today);
    needed.emplace_back(from, item.to);
    out.lines.push_back(voice.say(open(item) ? "carer.period-likely" : "carer.period",
                                  {{"from", from}, {"to", item.to}, {"title", item.title}}));
  }
  if (needed.empty()) {
    out.lines.push_back(voice.say("carer.none"));
    return out;
  }
  if (!what.patient.carers_said) {
    out.lines.push_back(voice.say("carer.unsaid"));
    return out;
  }
  std::sort(needed.begin(), needed.end());
  std::vector<std::pair<Day, Day>> days;
  for (const auto& [from, to] : needed) {
    if (!days.empty() && from <= days.back().second + 1)
      days.back().second = std::max(days.back().second, to);
    else
      days.emplace_back(from, to);
  }
  bool covered = true;
  for (const auto& [from, to] : days)
    for (const auto& [first, last] : uncovered(from, to, what.patient.carers)) {
      covered = false;
      const Said dates = first == last ? voice.date(first) : voice.say("span.from-to", {{"from", first}, {"to", last}});
      out.lines.push_back(voice.say("carer.uncovered", {{"dates", dates}}));
    }
  if (covered) out.lines.push_back(voice.say("carer.covered"));
  return out;
}

std::optional<Box> nights(const model::Case& what, const Sheet& sheet, const Voice& voice) {
  const Item* near = find(sheet, "near-centre");
  if (!near) return std::nullopt;
  Box out{voice.say("lodging"), {}};
  // The night that begins on the last day is still one of them: the rule ends with that day, not with its evening.
  const auto count = voice.say("nights", {{"n", std::int64_t{near->shown_to - near->shown + 1}}});
  out.lines.push_back(voice.say(open(*near) ? "lodging.nights-likely" : "lodging.nights",
                                {{"from", near->shown}, {"to", near->shown_to}, {"nights", count}}));
  if (near->from != near->shown || near->shown_by != near->shown)
    out.lines.push_back(voice.say("lodging.first", {{"from", near->from}, {"to", near->shown_by}}));
  if (near->to != near->shown_to) out.lines.push_back(voice.say("lodging.latest", {{"date", near->to}}));
  if (what.centre && what.centre->free_cancel) {
    const Day last = less(near->shown, *what.centre->free_cancel);
    const auto key = open(*near) ? "lodging.cancel-likely" : "lodging.cancel";
    if (last >= sheet.today) out.lines.push_back(voice.say(key, {{"date", last}, {"from", near->shown}}));
  }
  if (what.centre && !what.centre->lodging.empty())
    out.lines.push_back(voice.language().quote(what.centre->lodging, what.centre->language));
  return out;
}

std::optional<Box> driving(const Sheet& sheet, const Voice& voice) {
  const Item* rule = find(sheet, "no-driving");
  if (!rule) return std::nullopt;
  const Said line = open(*rule) ? voice.say("driving.likely", {{"last", rule->to}})
                                : voice.say("driving.until", {{"last", rule->shown_to}, {"free", rule->shown_to + 1}});
  return Box{voice.say("driving"), {line}};
}

}  // namespace v2v::tell
