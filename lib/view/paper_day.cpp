#include "view/paper_day.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

Said line_of(const Item& item) {
  return joined(item.title, ": ", item.when);
}

}  // namespace

std::vector<Note> marked_notes(const Setting& setting, Day day, bool whole) {
  auto out = notes_of(setting.sheet, day, whole, setting.language);
  for (Note& note : out)
    if (note.item->mark != Item::same) note.text.text = "▲ " + note.text.text;
  return out;
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
