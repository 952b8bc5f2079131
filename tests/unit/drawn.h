// What a sheet of paper says and how it looks, as text that a golden can hold. PDF, SVG and PNG are one list of things
// drawn, so its words are taken from there; how it looks is a picture of letters: the page in fields of twelve points,
// each the letter of how dark it is, from ' ' (white) to '9'. Two of these are alike where they differ by little in
// nearly every field: other versions of the libraries that draw move an edge by a part of a dot, and a font that is
// another altogether is seen beforehand (`fonts`). Bytes of a PNG would differ for both.
#pragma once
#include <cairo.h>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "golden.h"
#include "view/paper_page.h"

namespace drawn {

using namespace v2v;  // NOLINT: a fixture for tests

inline view::Paper paper_of(const timeline::Sheet& sheet, const view::PaperStyle& style) {
  const bool from_right = words::Language::of(sheet.language)->right_to_left();
  view::Paper paper(style.letter ? 792 : 841.89, style.letter ? 612 : 595.28, from_right, sheet.language);
  if (sheet.reader == timeline::Reader::team)
    view::lay_out_team(sheet, style, paper);
  else
    view::lay_out(sheet, style, paper);
  return paper;
}

/// Every text of a page in the order in which it is drawn.
inline std::string words_of(const view::Paper& paper, std::size_t page) {
  std::string out;
  for (const auto& one : paper.pages()[page].words) {
    std::string text = pango_layout_get_text(one.layout.get());
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, " | ");
    out += text + "\n";
  }
  return out;
}

inline std::string picture_of(const std::string& png) {
  constexpr int field = 24;  // dots: the picture has two a point
  struct Bytes {
    const std::string& all;
    std::size_t at;
  } bytes{png, 0};
  cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(
      [](void* from, unsigned char* to, unsigned n) {
        auto& b = *static_cast<Bytes*>(from);
        if (b.at + n > b.all.size()) return CAIRO_STATUS_READ_ERROR;
        std::memcpy(to, b.all.data() + b.at, n);
        b.at += n;
        return CAIRO_STATUS_SUCCESS;
      },
      &bytes);
  const int wide = cairo_image_surface_get_width(surface), high = cairo_image_surface_get_height(surface);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  std::string out;
  for (int y = 0; y < high; y += field) {
    std::string row;
    for (int x = 0; x < wide; x += field) {
      int ink = 0, dots = 0;
      for (int v = y; v < std::min(y + field, high); ++v)
        for (int u = x; u < std::min(x + field, wide); ++u, ++dots) ink += 255 - data[v * stride + 4 * u + 1];
      const int level = dots > 0 ? (ink * 20 + dots * 127) / (dots * 255) : 0;  // half black is as dark as it gets
      row += level == 0 ? ' ' : static_cast<char>('0' + std::min(level, 9));
    }
    out += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  cairo_surface_destroy(surface);
  return out;
}

/// Names the fonts by what they measure.
inline std::string fonts() {
  view::Paper paper(800, 600, false, "en");
  const std::string samples[] = {"Hamburgefonstiv 0123456789 ŁŵŷñÁ", "سلول‌های شما ۱۴۰۵"};
  std::string out = "fonts:";
  for (const auto& text : samples)
    for (const bool bold : {false, true})
      for (const double w : {10'000.0, 60.0})
        out += fmt::format(" {:.1f}", paper.measure(text, w, {.size = 20, .bold = bold}));
  return out + "\n";
}

/// Whether goldens of drawings can be compared here: tells of it once where not.
inline bool fonts_are_those_of_the_goldens() {
  static const bool same = [] {
    const std::string path = std::string(V2V_ROOT) + "/tests/unit/view/sheets/fonts.txt";
    if (std::getenv("V2V_WRITE_GOLDENS")) std::ofstream(path) << fonts();
    std::ifstream in(path);
    std::ostringstream expected;
    expected << in.rdbuf();
    const bool same = expected.str() == fonts();
    if (!same) fmt::print("SKIPPED: pictures of sheets, the fonts here (DejaVu Sans) are not those of the goldens\n");
    return same;
  }();
  return same;
}

/// The share of fields that differ by more than two of ten, and by how much all differ on average.
inline void alike(const std::string& one, const std::string& other) {
  const auto a = golden::lines_of(one), b = golden::lines_of(other);
  REQUIRE(a.size() == b.size());
  int fields = 0, far = 0, sum = 0;
  for (std::size_t y = 0; y < a.size(); ++y)
    for (std::size_t x = 0; x < std::max(a[y].size(), b[y].size()); ++x) {
      const auto level = [&](const std::string& row) { return x < row.size() && row[x] != ' ' ? row[x] - '0' : 0; };
      const int by = std::abs(level(a[y]) - level(b[y]));
      ++fields, sum += by, far += by > 2;
    }
  CAPTURE(other);
  CHECK(far <= fields / 200);
  CHECK(sum * 10 <= fields);
}

/// Compares pages with tests/unit/view/sheets/<name>: what they say must be the same, how they look alike.
inline void same(const std::string& name, const timeline::Sheet& sheet, const view::PaperStyle& style,
                 std::size_t pages_shown) {
  if (!fonts_are_those_of_the_goldens()) return;
  const auto paper = paper_of(sheet, style);
  const auto pictures = view::png_pages(sheet, style);
  REQUIRE(pictures.size() == paper.count());
  std::string says = fmt::format("{} pages\n", paper.count()), looks;
  for (std::size_t page = 0; page < paper.count(); ++page) {
    says += fmt::format("== page {}\n", page + 1) + words_of(paper, page);
    if (page < pages_shown) looks += fmt::format("== page {}\n", page + 1) + picture_of(pictures[page]);
  }
  golden::same("sheets/" + name + ".txt", says);
  const std::string path = std::string(V2V_ROOT) + "/tests/unit/view/sheets/" + name + "-looks.txt";
  if (std::getenv("V2V_WRITE_GOLDENS")) std::ofstream(path) << looks;
  std::ifstream in(path);
  std::ostringstream expected;
  expected << in.rdbuf();
  CAPTURE(name);
  alike(expected.str(), looks);
}

}  // namespace drawn
