// view: a sheet on paper: one drawing, as PDF, SVG or PNG. cairo and pango are met in paper_*.cpp and nowhere else.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "timeline/sheet.h"

namespace v2v::view {

struct PaperStyle {
  bool letter = false;       // US letter; else A4. Both lie on their long side
  bool large_print = false;  // nothing smaller than 18 points
  timeline::Day until;       // months up to this day's; what is later stands in a list
};

/// No font of this machine has a sign of the text: nothing is printed with a hole in it.
struct MissingGlyph : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A week, the months, all dates in order, and what may happen. Text is wrapped, never cut: what a day's field cannot
/// hold is counted in it and stands in the list. Right-to-left languages have the days from right to left. The same
/// sheet gives the same bytes where the same fonts are. Throws MissingGlyph.
std::string pdf(const timeline::Sheet& sheet, const PaperStyle& style);
/// One text or picture for each page.
std::vector<std::string> svg_pages(const timeline::Sheet& sheet, const PaperStyle& style);
std::vector<std::string> png_pages(const timeline::Sheet& sheet, const PaperStyle& style);

}  // namespace v2v::view
