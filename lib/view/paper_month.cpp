#include <fmt/format.h>

#include <algorithm>

#include "view/paper_sheet.h"
#include "view/sheet_words.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

/// What one item says in the field of one day.
struct Note {
  const Item* item;
  Said text;
};

class Month {
 public:
  Month(const Setting& setting, Paper& paper, Day first) : setting_(setting), paper_(paper), first_(first) {
    last_ = calendar::add_months(first, 1) - 1;
    // The week begins on Saturday where it is read from the right, else on Monday.
    const int weekday = static_cast<int>(calendar::weekday(first));
    start_ = first - (setting.language.right_to_left() ? (weekday + 2) % 7 : weekday);
    rows_ = (last_ - start_) / 7 + 1;
  }

  void draw() {
    paper_.new_page();
    paper_.turn_to_last();
    double y = setting_.top();
    y += paper_.text(margin, y, setting_.wide(paper_) / 2, setting_.language.month(first_),
                     {.size = setting_.heading() * 1.3, .bold = true});
    paper_.text(margin + setting_.wide(paper_) / 2, setting_.top() + 4, setting_.wide(paper_) / 2,
                setting_.sheet.patient, {.size = setting_.body(), .far_side = true});
    const double width = setting_.wide(paper_) / 7;
    const Font head{.size = setting_.body(), .bold = true, .centred = true};
    double head_height = 0;
    for (int c = 0; c < 7; ++c)
      head_height = std::max(
          head_height, paper_.text(margin + c * width, y, width, setting_.language.weekday_short(start_ + c), head));
    y += head_height + 2;
    const double below = rules_height();
    const double height = (setting_.bottom(paper_) - y - below) / rows_;
    for (int r = 0; r < rows_; ++r)
      for (int c = 0; c < 7; ++c) field(start_ + (7 * r + c), margin + c * width, y + r * height, width, height);
    rules(y + rows_ * height + 2, below);
  }

 private:
  /// `brief`: by the broken frame alone it is told that a date may move.
  std::vector<Note> notes(Day day, bool brief) const {
    std::vector<Note> out;
    for (const Item& item : setting_.sheet.items) {
      if (item.standing == Item::cancelled || item.kind == Item::wait) continue;
      const bool likely = item.standing == Item::likely;
      Said text = item.title;
      if (item.kind == Item::rule) {
        const bool open = likely || item.to != item.shown_to;
        if (!open && day == item.shown_to && day >= setting_.sheet.today)
          out.push_back({&item, setting_.language.say("rule.last-day", {{"title", item.title}})});
        continue;
      }
      if (!on_day(item, day)) continue;
      if (item.start) text.text = clock_of(item, *item.start, setting_.language) + " " + text.text;
      // A stay says on its first day that it may move; on the others its name leaves room for what happens in it.
      if (likely && !brief && (item.kind != Item::stay || day == item.shown)) {
        text.text += "\n" + setting_.language.say("status.likely").text;
        if (item.from != item.to)
          text.text += " " + setting_.language.short_date(item.from) + " – " + setting_.language.short_date(item.to);
      }
      if (item.mark != Item::same) text.text = "▲ " + text.text;
      out.push_back({&item, text});
    }
    // Where a field is full, what stays out is the stay and the daily check, not the day's own visit.
    std::stable_sort(out.begin(), out.end(), [](const Note& a, const Note& b) {
      const auto rank = [](const Note& n) { return n.item->kind != Item::visit ? 2 : n.item->visits > 1 ? 1 : 0; };
      return rank(a) < rank(b);
    });
    return out;
  }

  void field(Day day, double x, double y, double w, double h) {
    const bool inside = first_ <= day && day <= last_;
    paper_.line({Line::frame, x, y, w, h, 0.55});
    if (!inside) {
      paper_.line({Line::band, x, y, w, h, 0.94});
      return;
    }
    const bool past = day < setting_.sheet.today;
    if (day == setting_.sheet.today) paper_.line({Line::bar, x, y, w, 3});
    const double grey = past ? 0.45 : 0;
    const Font number{.size = setting_.style.large_print ? 18.0 : 11.0, .bold = true, .grey = grey};
    const auto split = calendar::split(day);
    double top = y + 4;
    const double number_height = paper_.text(x + 4, top, w * 0.4, setting_.language.number(split.day), number);
    if (const auto n = day_number(day); n && !setting_.style.large_print)
      paper_.text(x + w * 0.3, top + 2, w * 0.7 - 4,
                  setting_.language.say("day", {{"n", setting_.language.number(*n)}}).text,
                  {.size = 7.5, .grey = 0.25, .far_side = true});
    top += number_height + 1;
    auto all = notes(day, false);
    if (setting_.style.large_print) return signs(all, x, top, w);
    const double text_width = w - 17;
    double needed = 0;
    for (const Note& note : all) needed += paper_.measure(note.text, text_width, {.size = setting_.small()}) + 2;
    if (top + needed > y + h - 2) all = notes(day, true);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Font font{.size = setting_.small(), .grey = grey};
      const double height = paper_.measure(all[i].text, text_width, font);
      const Said more = setting_.language.say("more", {{"n", static_cast<std::int64_t>(all.size() - i)}});
      const Font fine{.size = 7};
      const double more_height = paper_.measure(more, w - 8, fine);
      if (top + height + (i + 1 < all.size() ? more_height : 0) > y + h - 2) {
        paper_.said(x + 4, std::min(top, y + h - 2 - more_height), w - 8, more, fine);
        return;
      }
      draw_sign(paper_, *all[i].item, x + 5, top + 2.5, 5.5);
      paper_.said(x + 14, top, text_width, all[i].text, font);
      top += height + 2;
    }
  }

  // Letters of 18 points do not fit into a seventh of a page: signs stand here, the words in the list.
  void signs(const std::vector<Note>& all, double x, double top, double w) {
    double at = x + 6;
    for (const Note& note : all) {
      if (at + 14 > x + w) break;
      draw_sign(paper_, *note.item, at, top + 2, 10);
      at += 18;
    }
  }

  std::optional<int> day_number(Day day) const {
    if (!setting_.sheet.day_zero || !setting_.sheet.day_zero_firm) return std::nullopt;
    const int n = day - *setting_.sheet.day_zero;
    return setting_.sheet.counts_from_one && n >= 0 ? n + 1 : n;
  }

  std::vector<const Item*> in_force() const {
    std::vector<const Item*> out;
    for (const Item& item : setting_.sheet.items)
      if ((item.kind == Item::rule || item.kind == Item::wait) && item.standing != Item::done &&
          item.standing != Item::cancelled && item.from <= last_ && item.to >= std::max(first_, setting_.sheet.today))
        out.push_back(&item);
    return out;
  }

  Said line_of(const Item& item) const {
    Said out{item.title.text + ": " + item.when.text, ""};
    if (!item.when.english.empty())
      out.english = (item.title.english.empty() ? item.title.text : item.title.english) + ": " + item.when.english;
    return out;
  }

  // What is in force in this month stands below it, as far as a fifth of the page holds it: the list has them all.
  double rules_height() {
    if (setting_.style.large_print) return 0;
    double height = 4;
    const double most = (setting_.bottom(paper_) - setting_.top()) / 5;
    shown_rules_ = 0;
    for (const Item* item : in_force()) {
      const double one = paper_.measure(line_of(*item), setting_.wide(paper_) - 16, {.size = setting_.small()}) + 2;
      if (height + one > most) break;
      height += one;
      ++shown_rules_;
    }
    return height;
  }

  void rules(double y, double) {
    std::size_t n = 0;
    for (const Item* item : in_force()) {
      if (n++ >= shown_rules_) return;
      draw_sign(paper_, *item, margin + 3, y + 2.5, 5.5);
      y += paper_.said(margin + 16, y, setting_.wide(paper_) - 16, line_of(*item), {.size = setting_.small()}) + 2;
    }
  }

  const Setting& setting_;
  Paper& paper_;
  Day first_, last_, start_;
  int rows_ = 0;
  std::size_t shown_rules_ = 0;
};

}  // namespace

void draw_month(const Setting& setting, Paper& paper, Day first) {
  Month(setting, paper, first).draw();
}

}  // namespace v2v::view
