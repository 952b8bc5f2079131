#include <algorithm>

#include "view/paper_sheet.h"
#include "view/sheet_words.h"

namespace v2v::view {

using timeline::Item;
using timeline::Said;

void draw_sign(Paper& paper, const Item& item, double x, double y, double size) {
  switch (item.kind) {
    case Item::visit:
      paper.line({Line::dot, x, y, size, size});
      break;
    case Item::stay:
      paper.line({Line::bar, x, y, size, size});
      break;
    case Item::rule:
      paper.line({Line::diamond, x, y, size, size});
      break;
    case Item::wait:
      paper.line({Line::rule, x, y + size / 2, size, 0});
      break;
  }
  if (item.standing == Item::likely || item.standing == Item::unknown)
    paper.line({Line::dashed_frame, x - 2, y - 2, size + 4, size + 4});
}

void Flow::new_page() {
  paper_.new_page();
  paper_.turn_to_last();
  y_ = setting_.top();
}

void Flow::need(double height) {
  if (y_ + height > setting_.bottom(paper_) && y_ > setting_.top() + 1) new_page();
}

namespace {

/// The text in two, at the blank nearest to its middle; the second is empty where it has none.
std::pair<std::string, std::string> halves(const std::string& text) {
  const auto middle = text.size() / 2;
  auto at = text.rfind(' ', middle);
  if (at == std::string::npos || at == 0) at = text.find(' ', middle);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

void Flow::said(const Said& text, const Font& font, double indent) {
  const double w = setting_.wide(paper_) - indent;
  if (paper_.measure(text, w, font) > room()) {
    // More than a page: both languages one behind the other, in as many pieces as it takes.
    const auto [first, second] = text.english.empty() ? halves(text.text) : std::pair(text.text, text.english);
    if (!second.empty()) {
      said({first, ""}, font, indent);
      said({second, ""}, font, indent);
      return;
    }
  }
  need(paper_.measure(text, w, font));
  y_ += paper_.said(margin + indent, y_, w, text, font) + font.size * 0.25;
}

void Flow::heading(const Said& text, double with) {
  const Font font{.size = setting_.heading(), .bold = true};
  y_ += setting_.body() * 0.6;
  need(paper_.measure(text, setting_.wide(paper_), font) + std::max(with, 4 * setting_.body()) + setting_.body());
  said(text, font);
  paper_.line({Line::rule, margin, y_, setting_.wide(paper_), 0});
  y_ += setting_.body() * 0.6;
}

void Flow::box(const timeline::Box& box) {
  const double pad = setting_.body() * 0.7, w = setting_.wide(paper_) - 2 * pad;
  const Font title{.size = setting_.heading(), .bold = true}, font{.size = setting_.body()};
  double height = 2 * pad + paper_.measure(box.title, w, title);
  for (const Said& line : box.lines) height += paper_.measure(line, w, font) + 2;
  if (height > room()) {  // more than a page: no frame, but every line
    heading(box.title);
    for (const Said& line : box.lines) said(line, font);
    return;
  }
  need(height);
  paper_.line({Line::frame, margin, y_, setting_.wide(paper_), height});
  double y = y_ + pad;
  y += paper_.said(margin + pad, y, w, box.title, title);
  for (const Said& line : box.lines) y += paper_.said(margin + pad, y, w, line, font) + 2;
  y_ += height + setting_.body() * 0.7;
}

Flow::Sides Flow::sides_of(const std::vector<const Item*>& row) const {
  const auto& language = setting_.language;
  Sides out;
  for (const Item* item : row) {
    if (item->standing != Item::unknown) out.left.emplace_back(item->when, true);
    Said more;
    const auto add = [&](const Said& text) { more = joined(more, " · ", text); };
    if (item->mark != Item::same) {
      add(language.say(item->mark == Item::fresh ? "changed.mark-new" : "changed.mark"));
      more.text = "▲ " + more.text;
    }
    if (item->day && setting_.sheet.day_zero_firm && item->kind == Item::visit && item->visits == 1)
      add(language.say("day", {{"n", language.number(*item->day)}}));
    // That a date is likely is said with the date.
    if (item->kind == Item::visit || item->kind == Item::stay) {
      if (item->standing != Item::likely && item->standing != Item::unknown) add(standing_of(*item, language));
    }
    if (!more.text.empty()) out.left.emplace_back(std::move(more), false);
  }
  out.right.emplace_back(row.front()->title, true);
  for (const Said& line : row.front()->lines) out.right.emplace_back(line, false);
  return out;
}

double Flow::height_of(const std::vector<std::pair<Said, bool>>& texts, double w) {
  double height = 0;
  for (const auto& [text, bold] : texts) height += paper_.measure(text, w, {.size = setting_.body(), .bold = bold});
  return height;
}

double Flow::height_of(const std::vector<const Item*>& row) {
  const double body = setting_.body(), wide = setting_.wide(paper_);
  const Sides sides = sides_of(row);
  if (setting_.style.large_print)
    return height_of(sides.left, wide - 2 * body) + height_of(sides.right, wide - 2 * body) + body;
  const double left = wide * 0.34;
  return std::max(height_of(sides.left, left - 2 * body), height_of(sides.right, wide - left - body)) + body;
}

void Flow::items(const std::vector<const Item*>& row) {
  const double body = setting_.body(), wide = setting_.wide(paper_);
  const bool narrow = setting_.style.large_print;
  const double left = narrow ? wide : wide * 0.34;
  const double x_left = margin + 2 * body, w_left = left - 2 * body;
  const double x_right = narrow ? x_left : margin + left + body,
               w_right = narrow ? wide - 2 * body : wide - left - body;
  const Sides sides = sides_of(row);
  if (height_of(row) > room()) {
    long_items(*row.front(), sides);
    return;
  }
  need(height_of(row));
  draw_sign(paper_, *row.front(), margin + 2, y_ + body * 0.3, body * 0.8);
  const auto column = [&](const auto& texts, double x, double y, double w) {
    for (const auto& [text, bold] : texts) y += paper_.said(x, y, w, text, {.size = body, .bold = bold});
    return y;
  };
  const double y = column(sides.left, x_left, y_, w_left);
  y_ = std::max(y, column(sides.right, x_right, narrow ? y : y_, w_right)) + body * 0.5;
  paper_.line({Line::rule, margin, y_ - body * 0.25, wide, 0, 0.75});
}

void Flow::long_items(const Item& item, const Sides& sides) {
  const double body = setting_.body();
  need(6 * body);
  draw_sign(paper_, item, margin + 2, y_ + body * 0.3, body * 0.8);
  for (const auto* texts : {&sides.left, &sides.right})
    for (const auto& [text, bold] : *texts) said(text, {.size = body, .bold = bold}, 2 * body);
  y_ += body * 0.5;
  paper_.line({Line::rule, margin, y_ - body * 0.25, setting_.wide(paper_), 0, 0.75});
}

std::vector<std::vector<const Item*>> rows_of(const std::vector<const Item*>& items) {
  constexpr int together = 7;      // days
  constexpr std::size_t most = 8;  // so that a row fits on a page
  std::vector<std::vector<const Item*>> rows;
  for (const Item* item : items) {
    const auto fits = [&](const auto& row) {
      const Item& last = *row.back();
      return last.stage == item->stage && last.kind == Item::visit && last.title == item->title &&
             last.lines == item->lines && last.standing == item->standing && item->shown - last.shown <= together &&
             row.size() < most;
    };
    const auto row = std::find_if(rows.begin(), rows.end(), fits);
    if (row == rows.end())
      rows.push_back({item});
    else
      row->push_back(item);
  }
  return rows;
}

void Flow::brief(const Item& item) {
  const double body = setting_.body(), wide = setting_.wide(paper_), left = wide * 0.42;
  const bool narrow = setting_.style.large_print;
  const Font font{.size = body}, bold{.size = body, .bold = true};
  const double right = narrow ? wide - 2 * body : wide - left - 3 * body;
  const double a = paper_.measure(item.when, narrow ? wide - 2 * body : left, font),
               b = paper_.measure(item.title, right, bold);
  if (a + b > room()) {
    said(item.when, font, 2 * body);
    said(item.title, bold, 2 * body);
    return;
  }
  need((narrow ? a + b : std::max(a, b)) + 3);
  draw_sign(paper_, item, margin + 2, y_ + body * 0.3, body * 0.8);
  paper_.said(margin + 2 * body, y_, narrow ? wide - 2 * body : left, item.when, font);
  paper_.said(narrow ? margin + 2 * body : margin + left + 3 * body, narrow ? y_ + a : y_, right, item.title, bold);
  y_ += (narrow ? a + b : std::max(a, b)) + 4;
}

void Flow::key() {
  const double body = setting_.body();
  heading(setting_.language.say("key"));
  const auto row = [&](Item::Kind kind, Item::Standing standing, std::string_view word) {
    Item item;
    item.kind = kind;
    item.standing = standing;
    const Said text = setting_.language.say(word);
    const double w = setting_.wide(paper_) - 2 * body, height = paper_.measure(text, w, {.size = body});
    need(height);
    draw_sign(paper_, item, margin + 2, y_ + body * 0.3, body * 0.8);
    y_ += paper_.said(margin + 2 * body, y_, w, text, {.size = body}) + 3;
  };
  row(Item::visit, Item::booked, "key.visit");
  row(Item::stay, Item::booked, "key.stay");
  row(Item::rule, Item::booked, "key.rule");
  row(Item::visit, Item::likely, "key.likely");
  if (setting_.sheet.changes) said(setting_.language.say("key.changed"), {.size = body});
}

}  // namespace v2v::view
