#include "view/paper_day.h"

#include <algorithm>

#include "view/sheet_words.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

Said line_of(const Item& item) {
  Said out{item.title.text + ": " + item.when.text, ""};
  if (!item.when.english.empty())
    out.english = (item.title.english.empty() ? item.title.text : item.title.english) + ": " + item.when.english;
  return out;
}

}  // namespace

std::vector<Note> notes_of(const Setting& setting, Day day, bool whole) {
  const auto& language = setting.language;
  std::vector<Note> out;
  for (const Item& item : setting.sheet.items) {
    if (item.standing == Item::cancelled || item.kind == Item::wait) continue;
    const bool likely = item.standing == Item::likely;
    Said text = item.title;
    if (item.kind == Item::rule) {
      const bool open = likely || item.to != item.shown_to;
      if (!open && day == item.shown_to && day >= setting.sheet.today)
        out.push_back({&item, language.say("rule.last-day", {{"title", item.title}}), ""});
      continue;
    }
    if (!on_day(item, day)) continue;
    text.text = hours_on(item, day, language, whole) + text.text;
    // A stay says on its first day that it may move; on the others its name leaves room for what happens in it.
    std::string days;
    if (likely && (item.kind != Item::stay || day == item.shown)) {
      days = language.say("status.likely").text;
      if (item.from != item.to) days += " " + language.short_date(item.from) + " – " + language.short_date(item.to);
    }
    if (item.mark != Item::same) text.text = "▲ " + text.text;
    out.push_back({&item, text, days});
  }
  // Where a field is full, what stays out is the stay and the daily check, not the day's own visit.
  std::stable_sort(out.begin(), out.end(), [](const Note& a, const Note& b) {
    const auto rank = [](const Note& n) { return n.item->kind != Item::visit ? 2 : n.item->visits > 1 ? 1 : 0; };
    return rank(a) < rank(b);
  });
  return out;
}

std::optional<int> day_number(const Setting& setting, Day day) {
  const auto& sheet = setting.sheet;
  if (!sheet.day_zero || !sheet.day_zero_firm) return std::nullopt;
  const int n = day - *sheet.day_zero;
  return sheet.counts_from_one && n >= 0 ? n + 1 : n;
}

Day week_of(const Setting& setting, Day day) {
  const int weekday = static_cast<int>(calendar::weekday(day));
  return day - (setting.language.right_to_left() ? (weekday + 2) % 7 : weekday);
}

Below::Below(const Setting& setting, Paper& paper, Day first, Day last) : setting_(setting), paper_(paper) {
  if (setting.style.large_print) return;
  std::vector<const Item*> all;
  for (const Item& item : setting.sheet.items)
    if ((item.kind == Item::rule || item.kind == Item::wait) && item.standing != Item::done &&
        item.standing != Item::cancelled && item.from <= last && item.to >= std::max(first, setting.sheet.today))
      all.push_back(&item);
  const double wide = setting.wide(paper) - 16, most = (setting.bottom(paper) - setting.top()) / 5;
  const auto measured = [&](const Said& text) { return paper.measure(text, wide, {.size = setting.small()}) + 2; };
  const auto more = [&](std::size_t n) { return setting.language.say("more", {{"n", static_cast<std::int64_t>(n)}}); };
  height_ = 4;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double one = measured(line_of(*all[i]));
    const double rest = i + 1 < all.size() ? measured(more(all.size() - i - 1)) : 0;
    if (height_ + one + rest > most) {
      more_ = more(all.size() - i);
      height_ += measured(more_);
      break;
    }
    height_ += one;
    shown_.push_back(all[i]);
  }
}

void Below::draw(double y) const {
  const double wide = setting_.wide(paper_) - 16;
  for (const Item* item : shown_) {
    draw_sign(paper_, *item, margin + 3, y + 2.5, 5.5);
    y += paper_.said(margin + 16, y, wide, line_of(*item), {.size = setting_.small()}) + 2;
  }
  paper_.said(margin + 16, y, wide, more_, {.size = setting_.small()});
}

}  // namespace v2v::view
