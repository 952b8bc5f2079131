#include "view/paper_page.h"

#include <fmt/format.h>

#include <utility>

namespace v2v::view {
namespace {

constexpr const char* family = "DejaVu Sans";  // has every script that there are words in
constexpr double under = 0.85;                 // English under a translation, beside the text's size
constexpr double smallest_large = 18;

}  // namespace

Paper::Paper(double width, double height, bool right_to_left, std::string language)
    : width_(width), height_(height), right_to_left_(right_to_left) {
  PangoFontMap* fonts = pango_cairo_font_map_get_default();
  context_.reset(pango_font_map_create_context(fonts));
  pango_cairo_context_set_resolution(context_.get(), 72);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);  // the same widths on every surface
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
  pango_context_set_base_dir(context_.get(), right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
}

const std::shared_ptr<PangoLayout>& Paper::layout(const std::string& text, double w, const Font& font) {
  auto& known = layouts_[fmt::format("{} {} {}{}{} {}", w, font.size, font.bold, font.centred, font.far_side, text)];
  if (!known) known = set(text, w, font);
  return known;
}

std::shared_ptr<PangoLayout> Paper::set(const std::string& text, double w, const Font& font) const {
  std::shared_ptr<PangoLayout> out(pango_layout_new(context_.get()), FreeObject{});
  PangoFontDescription* face = pango_font_description_new();
  pango_font_description_set_family_static(face, family);
  pango_font_description_set_absolute_size(face, font.size * PANGO_SCALE);
  pango_font_description_set_weight(face, font.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(out.get(), face);
  pango_font_description_free(face);
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(false));  // "Leuka-/pheresis" is no help
  pango_layout_set_attributes(out.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_auto_dir(out.get(), true);
  pango_layout_set_width(out.get(), static_cast<int>(w * PANGO_SCALE));
  pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
  // Pango turns the sides round for a paragraph that runs against its context; we mean the side where the page is read
  // from, for both.
  const auto from_right = words::runs_from_right(text);
  const bool against = from_right && *from_right != right_to_left_;
  const bool at_right = right_to_left_ != font.far_side;
  pango_layout_set_alignment(out.get(), font.centred          ? PANGO_ALIGN_CENTER
                                        : at_right != against ? PANGO_ALIGN_RIGHT
                                                              : PANGO_ALIGN_LEFT);
  if (pango_layout_get_unknown_glyphs_count(out.get()) > 0)
    throw MissingGlyph(
        fmt::format("no font here has all signs of '{}'; install fonts-dejavu, or write it otherwise", text));
  return out;
}

double Paper::measure(const std::string& text, double w, const Font& font) {
  if (text.empty()) return 0;
  int height = 0;
  pango_layout_get_size(layout(text, w, font).get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double Paper::text(double x, double y, double w, const std::string& text, const Font& font) {
  if (text.empty()) return 0;
  const auto& one = layout(text, w, font);
  int height = 0;
  pango_layout_get_size(one.get(), nullptr, &height);
  pages_[current_].words.push_back({x, y, font.grey, one, w});
  return static_cast<double>(height) / PANGO_SCALE;
}

namespace {

Font english_of(Font font) {
  if (font.size < smallest_large) font.size *= under;
  font.bold = false;
  font.grey = 0.3;
  return font;
}

}  // namespace

double Paper::said(double x, double y, double w, const timeline::Said& said, const Font& font) {
  const double first = text(x, y, w, said.text, font);
  if (said.english.empty() || said.english == said.text) return first;
  return first + text(x, y + first, w, said.english, english_of(font));
}

double Paper::measure(const timeline::Said& said, double w, const Font& font) {
  const double first = measure(said.text, w, font);
  if (said.english.empty() || said.english == said.text) return first;
  return first + measure(said.english, w, english_of(font));
}

void Paper::draw(cairo_t* on, std::size_t page) const {
  const auto side = [&](double x, double w) { return right_to_left_ ? width_ - x - w : x; };
  for (const Line& l : pages_[page].lines) {
    cairo_set_source_rgb(on, l.grey, l.grey, l.grey);
    const double x = side(l.x, l.w);
    const double none[] = {3, 2};
    cairo_set_dash(on, none, l.kind == Line::dashed_frame ? 2 : 0, 0);
    cairo_set_line_width(on, l.kind == Line::frame ? 0.9 : 0.7);
    switch (l.kind) {
      case Line::rule:
        cairo_move_to(on, x, l.y);
        cairo_line_to(on, x + l.w, l.y + l.h);
        cairo_stroke(on);
        break;
      case Line::frame:
      case Line::dashed_frame:
        cairo_rectangle(on, x, l.y, l.w, l.h);
        cairo_stroke(on);
        break;
      case Line::band:
      case Line::bar:
        cairo_rectangle(on, x, l.y, l.w, l.h);
        cairo_fill(on);
        break;
      case Line::dot:
        cairo_new_sub_path(on);
        cairo_arc(on, x + l.w / 2, l.y + l.h / 2, l.w / 2, 0, 2 * G_PI);
        cairo_fill(on);
        break;
      case Line::diamond:
        cairo_move_to(on, x + l.w / 2, l.y);
        cairo_line_to(on, x + l.w, l.y + l.h / 2);
        cairo_line_to(on, x + l.w / 2, l.y + l.h);
        cairo_line_to(on, x, l.y + l.h / 2);
        cairo_close_path(on);
        cairo_stroke(on);
        break;
      case Line::triangle:
        cairo_move_to(on, x + l.w / 2, l.y);
        cairo_line_to(on, x + l.w, l.y + l.h);
        cairo_line_to(on, x, l.y + l.h);
        cairo_close_path(on);
        cairo_fill(on);
        break;
    }
  }
  cairo_set_dash(on, nullptr, 0, 0);
  for (const Words& w : pages_[page].words) {
    cairo_set_source_rgb(on, w.grey, w.grey, w.grey);
    cairo_move_to(on, side(w.x, w.w), w.y);
    pango_cairo_show_layout(on, w.layout.get());
  }
}

}  // namespace v2v::view
