#include <algorithm>

#include "view/paper_day.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

class Month {
 public:
  Month(const Setting& setting, Paper& paper, Day first) : setting_(setting), paper_(paper), first_(first) {
    last_ = calendar::add_months(first, 1) - 1;
    start_ = week_of(setting, first);
    rows_ = (last_ - start_) / 7 + 1;
  }

  std::vector<const Item*> draw() {
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
    const Below below(setting_, paper_, first_, last_);
    const double height = (setting_.bottom(paper_) - y - below.height()) / rows_;
    for (int r = 0; r < rows_; ++r)
      for (int c = 0; c < 7; ++c) field(start_ + (7 * r + c), margin + c * width, y + r * height, width, height);
    below.draw(y + rows_ * height + 2);
    return std::move(left_out_);
  }

 private:
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
    if (!setting_.style.large_print)
      paper_.text(x + w * 0.3, top + 2, w * 0.7 - 4, day_number_of(setting_.sheet, day, setting_.language).text,
                  {.size = 7.5, .grey = 0.25, .far_side = true});
    top += number_height + 1;
    auto all = marked_notes(setting_, day, false);
    if (setting_.style.large_print) return signs(all, x, top, w);
    auto brief = all;  // by the broken frame alone it is told that a date may move
    for (Note& note : all) note.text = joined(note.text, "\n", note.likely);
    const double text_width = w - 18.5;
    double needed = 0;
    for (const Note& note : all) needed += paper_.measure(note.text, text_width, {.size = setting_.small()}) + 2;
    if (top + needed > y + h - 2) all = std::move(brief);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Font font{.size = setting_.small(), .grey = grey};
      const double height = paper_.measure(all[i].text, text_width, font);
      const auto more = [&](std::size_t n) {
        return setting_.language.say("more", {{"n", static_cast<std::int64_t>(n)}});
      };
      const Font fine{.size = 7};
      const double rest = i + 1 < all.size() ? paper_.measure(more(all.size() - i - 1), w - 8, fine) : 0;
      if (top + height + rest > y + h - 2) {
        const Said left = more(all.size() - i);
        paper_.said(x + 4, std::min(top, y + h - 2 - paper_.measure(left, w - 8, fine)), w - 8, left, fine);
        leave_out(all, i);
        return;
      }
      draw_sign(paper_, *all[i].item, x + 5, top + 2.5, 5.5);
      paper_.said(x + 15.5, top, text_width, all[i].text, font);
      top += height + 2;
    }
  }

  // Letters of 18 points do not fit into a seventh of a page: signs stand here, the words in the list. Where the signs
  // do not fit either, it is said how many more there are.
  void signs(const std::vector<Note>& all, double x, double top, double w) {
    constexpr double step = 18;
    const auto room = static_cast<std::size_t>(std::max(0.0, (w - 8) / step));
    const bool full = all.size() > room;
    const std::size_t shown = full ? room - std::min<std::size_t>(room, 2) : all.size();
    for (std::size_t i = 0; i < shown; ++i)
      draw_sign(paper_, *all[i].item, x + 6 + step * static_cast<double>(i), top + 2, 10);
    if (full)
      paper_.text(x + 4 + step * static_cast<double>(shown), top - 5, w - 6 - step * static_cast<double>(shown),
                  "+" + setting_.language.number(static_cast<std::int64_t>(all.size() - shown)),
                  {.size = setting_.small(), .bold = true});
    leave_out(all, 0);
  }

  void leave_out(const std::vector<Note>& all, std::size_t from) {
    for (std::size_t i = from; i < all.size(); ++i) left_out_.push_back(all[i].item);
  }

  const Setting& setting_;
  Paper& paper_;
  Day first_, last_, start_;
  int rows_ = 0;
  std::vector<const Item*> left_out_;
};

}  // namespace

std::vector<const Item*> draw_month(const Setting& setting, Paper& paper, Day first) {
  return Month(setting, paper, first).draw();
}

}  // namespace v2v::view
