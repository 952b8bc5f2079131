// view: the parts of a sheet on paper. For the paper_*.cpp files alone.
#pragma once
#include "view/paper_page.h"
#include "words/words.h"

namespace v2v::view {

inline constexpr double margin = 32;

/// What all parts share: the sizes of letters, the reader's words, and where a page's text may stand.
struct Setting {
  const timeline::Sheet& sheet;
  const PaperStyle& style;
  const words::Language& language;
  double footer = 0;  // its height

  double body() const { return style.large_print ? 18 : 9.5; }
  double small() const { return style.large_print ? 18 : 8; }
  double heading() const { return style.large_print ? 22 : 13; }
  double top() const { return margin; }
  double bottom(const Paper& paper) const { return paper.height() - margin - footer; }
  double wide(const Paper& paper) const { return paper.width() - 2 * margin; }
};

/// Text from the top of a page down, and on to the next where it is full.
class Flow {
 public:
  Flow(const Setting& setting, Paper& paper) : setting_(setting), paper_(paper) {}

  void new_page();
  /// Leaves so much room below, or turns the page. What is higher than a page begins one.
  void need(double height);
  void gap(double height) { y_ += height; }
  /// Stays with so much of what follows.
  void heading(const timeline::Said& text, double with = 0);
  double height_of(const std::vector<const timeline::Item*>& row);
  void said(const timeline::Said& text, const Font& font, double indent = 0);
  void box(const timeline::Box& box);
  /// A visit, stay, rule or wait with all that is said of it; several of which the same is said stand together.
  void items(const std::vector<const timeline::Item*>& row);
  /// The same on one line, as far as it fits.
  void brief(const timeline::Item& item);
  void key();
  double y() const { return y_; }
  /// Of a page.
  double room() const { return setting_.bottom(paper_) - setting_.top(); }

 private:
  /// What stands on the two sides of an item.
  struct Sides {
    std::vector<std::pair<timeline::Said, bool>> left, right;  // bold
  };
  /// What is higher than a page: line by line, on as many as it takes.
  void long_items(const timeline::Item& item, const Sides& sides);
  Sides sides_of(const std::vector<const timeline::Item*>& row) const;
  double height_of(const std::vector<std::pair<timeline::Said, bool>>& texts, double w);

  const Setting& setting_;
  Paper& paper_;
  double y_ = 0;
};

/// Items in the order of the first of each row: a row is of one stage, says one thing, and has a week at most between
/// two.
std::vector<std::vector<const timeline::Item*>> rows_of(const std::vector<const timeline::Item*>& items);

/// The shape that stands for the kind of item, `size` high; a broken frame around it where its date may still move.
void draw_sign(Paper& paper, const timeline::Item& item, double x, double y, double size);
/// One month on a page of its own. Gives what its fields had no room for: it is counted there, and must stand in a
/// list.
std::vector<const timeline::Item*> draw_month(const Setting& setting, Paper& paper, timeline::Day first);
/// One week from its first day: a row a day, with hours and places.
void draw_week(const Setting& setting, Paper& paper, timeline::Day first);
/// Whom to ring, as of when, which page: at the foot of every page.
void draw_footers(const Setting& setting, Paper& paper);
double footer_height(const Setting& setting, Paper& paper);

}  // namespace v2v::view
