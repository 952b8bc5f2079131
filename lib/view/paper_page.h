// view: pages as lists of what is drawn on them, so that they are measured once and drawn on any surface. For the
// paper_*.cpp files alone.
#pragma once
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "view/paper.h"

namespace v2v::view {

struct FreeObject {
  void operator()(void* one) const { g_object_unref(one); }
};

/// All lengths in points; x from the side on which reading begins.
struct Line {
  enum Kind { rule, frame, dashed_frame, band, dot, diamond, bar, triangle } kind = rule;
  double x = 0, y = 0, w = 0, h = 0;
  double grey = 0;  // 0 black, 1 white
};
struct Words {
  double x = 0, y = 0;
  double grey = 0;
  std::shared_ptr<PangoLayout> layout;
  double w = 0;
};
struct Page {
  std::vector<Line> lines;
  std::vector<Words> words;
};

struct Font {
  double size = 9;
  bool bold = false;
  double grey = 0;
  bool centred = false, far_side = false;
};

/// Pages being filled from the top, with the text measured as it is set.
class Paper {
 public:
  Paper(double width, double height, bool right_to_left, std::string language);

  double width() const { return width_; }
  double height() const { return height_; }
  bool right_to_left() const { return right_to_left_; }
  const std::vector<Page>& pages() const { return pages_; }
  std::size_t count() const { return pages_.size(); }

  void new_page() { pages_.emplace_back(); }
  void turn_to(std::size_t page) { current_ = page; }
  void turn_to_last() { current_ = pages_.size() - 1; }
  /// How high the text is when wrapped to `w`; nothing is drawn. Throws MissingGlyph.
  double measure(const std::string& text, double w, const Font& font);
  /// Draws it, and gives its height.
  double text(double x, double y, double w, const std::string& text, const Font& font);
  /// The text, and the English under it where there is some.
  double said(double x, double y, double w, const timeline::Said& said, const Font& font);
  double measure(const timeline::Said& said, double w, const Font& font);
  void line(const Line& line) { pages_[current_].lines.push_back(line); }

  void draw(cairo_t* on, std::size_t page) const;

 private:
  /// What was measured is drawn later, and much of it on every page: each is set once.
  const std::shared_ptr<PangoLayout>& layout(const std::string& text, double w, const Font& font);
  std::shared_ptr<PangoLayout> set(const std::string& text, double w, const Font& font) const;

  double width_, height_;
  bool right_to_left_;
  std::unique_ptr<PangoContext, FreeObject> context_;
  std::unordered_map<std::string, std::shared_ptr<PangoLayout>> layouts_;
  std::vector<Page> pages_;
  std::size_t current_ = 0;
};

/// Fills the paper with a sheet.
void lay_out(const timeline::Sheet& sheet, const PaperStyle& style, Paper& paper);
/// The same of a team's: the day's list and the week of all patients.
void lay_out_team(const timeline::Sheet& sheet, const PaperStyle& style, Paper& paper);

}  // namespace v2v::view
