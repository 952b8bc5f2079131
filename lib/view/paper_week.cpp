#include <algorithm>

#include "view/paper_day.h"

namespace v2v::view {
namespace {

using timeline::Day;
using timeline::Item;
using timeline::Said;

/// A week as a table: a row a day, as high as what stands in it. Nothing is left out; a full week takes another page.
/// What is said of a visit beyond its hours and its place stands in the list.
class Week {
 public:
  Week(const Setting& setting, Paper& paper, Day first)
      : setting_(setting), paper_(paper), first_(first), below_(setting, paper, first, first + 6) {}

  void draw() {
    turn();
    double needed = 0;
    for (int n = 0; n < 7; ++n) needed += height_of(pieces_of(first_ + n));
    const double room = setting_.bottom(paper_) - y_ - below_.height();
    const double spare = std::max(0.0, (room - needed) / 7);  // a quiet week fills its page
    for (int n = 0; n < 7; ++n) row(first_ + n, spare);
    // The month below it and the list have them too.
    if (y_ + below_.height() <= setting_.bottom(paper_) + 0.5) below_.draw(y_ + 2);
  }

 private:
  /// A line of a day's field, with the sign of its item before it.
  struct Piece {
    Said text;
    Font font;
    const Item* sign = nullptr;
  };

  double body() const { return setting_.body(); }
  double label_width() const { return setting_.wide(paper_) * (setting_.style.large_print ? 0.2 : 0.14); }
  double text_width() const { return setting_.wide(paper_) - label_width() - 3 * body(); }
  double pad() const { return body() * 0.35; }

  void turn() {
    paper_.new_page();
    paper_.turn_to_last();
    const double wide = setting_.wide(paper_);
    y_ = setting_.top();
    paper_.text(margin + wide * 0.75, y_ + 4, wide * 0.25, setting_.sheet.patient, {.size = body(), .far_side = true});
    y_ += paper_.said(margin, y_, wide * 0.75, setting_.language.say("week", {{"date", first_}}),
                      {.size = setting_.heading() * 1.3, .bold = true}) +
          body() * 0.4;
  }

  std::vector<Piece> pieces_of(Day day) {
    std::vector<Piece> out;
    const bool past = day < setting_.sheet.today;
    const Font font{.size = body(), .grey = past ? 0.45 : 0};
    const Font bold{.size = body(), .bold = true, .grey = font.grey};
    for (const Note& note : marked_notes(setting_, day, true)) {
      // A title of half a page stands in the list alone.
      const bool fits = 2 * paper_.measure(note.text, text_width(), bold) < setting_.bottom(paper_) - setting_.top();
      out.push_back({fits ? note.text : setting_.language.say("more", {{"n", std::int64_t{1}}}), bold, note.item});
      if (!note.likely.text.empty()) out.push_back({note.likely, font, nullptr});
      const bool there = !past && !note.item->where.empty() && note.item->kind == Item::visit;
      if (there) out.push_back({setting_.language.say("where", {{"text", note.item->where}}), font, nullptr});
    }
    return out;
  }

  double height_of(const std::vector<Piece>& pieces) {
    double height = 2 * pad();
    for (const Piece& piece : pieces) height += paper_.measure(piece.text, text_width(), piece.font);
    return std::max(height, 2 * pad() + 2.4 * body());  // that of the label
  }

  /// From its first line to the next visit's.
  double height_of_visit(const std::vector<Piece>& pieces, std::size_t first) {
    double height = paper_.measure(pieces[first].text, text_width(), pieces[first].font);
    for (std::size_t i = first + 1; i < pieces.size() && !pieces[i].sign; ++i)
      height += paper_.measure(pieces[i].text, text_width(), pieces[i].font);
    return height;
  }

  void label(Day day, double y) {
    const bool past = day < setting_.sheet.today;
    const Font font{.size = body(), .bold = true, .grey = past ? 0.45 : 0.0};
    const double w = label_width() - 2 * pad() - 3;  // beside the bar of today
    y += pad();
    y += paper_.text(margin + pad() + 3, y, w, setting_.language.weekday_short(day), font);
    y += paper_.text(margin + pad() + 3, y, w, setting_.language.short_date(day), font);
  }

  void frame(Day day, double from, double to) {
    const double wide = setting_.wide(paper_);
    paper_.line({Line::frame, margin, from, label_width(), to - from, 0.55});
    paper_.line({Line::frame, margin + label_width(), from, wide - label_width(), to - from, 0.55});
    if (day == setting_.sheet.today) paper_.line({Line::bar, margin, from, 3, to - from});
    if (setting_.style.large_print) return;
    paper_.text(margin + wide - label_width(), from + 2, label_width() - 4,
                day_number_of(setting_.sheet, day, setting_.language).text,
                {.size = 7.5, .grey = 0.25, .far_side = true});
  }

  void row(Day day, double spare) {
    const auto pieces = pieces_of(day);
    const double bottom = setting_.bottom(paper_);
    // Only what is higher than a page is parted, and that begins where its first visit fits.
    const bool parted = height_of(pieces) >= bottom - setting_.top() - 3 * body();
    const double least = parted ? std::max(height_of({}), 2 * pad() + height_of_visit(pieces, 0)) : height_of(pieces);
    if (y_ + least > bottom + 0.5) turn();
    double top = y_, y = top + pad();
    label(day, top);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece& piece = pieces[i];
      const double height = paper_.measure(piece.text, text_width(), piece.font);
      // What is said of one visit stays together; what is higher than a page is parted at a line.
      const double needed = piece.sign ? height_of_visit(pieces, i) : height;
      if (y + needed > bottom && y > top + pad()) {
        frame(day, top, y);
        turn();
        top = y_, y = top + pad();
        label(day, top);
      }
      const double x = margin + label_width() + pad();
      if (piece.sign) draw_sign(paper_, *piece.sign, x + 2, y + body() * 0.3, body() * 0.7);
      y += paper_.said(x + 1.6 * body(), y, text_width(), piece.text, piece.font);
    }
    y_ = std::max(y + pad(), top + height_of({})) + spare;
    frame(day, top, y_);
  }

  const Setting& setting_;
  Paper& paper_;
  Day first_;
  Below below_;
  double y_ = 0;
};

}  // namespace

void draw_week(const Setting& setting, Paper& paper, Day first) {
  Week(setting, paper, first).draw();
}

}  // namespace v2v::view
