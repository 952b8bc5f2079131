#include "view/paper.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <fmt/format.h>

#include "view/paper_page.h"

namespace v2v::view {
namespace {

struct FreeSurface {
  void operator()(cairo_surface_t* one) const { cairo_surface_destroy(one); }
};
struct FreePen {
  void operator()(cairo_t* one) const { cairo_destroy(one); }
};
using Surface = std::unique_ptr<cairo_surface_t, FreeSurface>;
using Pen = std::unique_ptr<cairo_t, FreePen>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int n) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), n);
  return CAIRO_STATUS_SUCCESS;
}

Paper paper_of(const timeline::Sheet& sheet, const PaperStyle& style) {
  const auto language = words::Language::of(sheet.language);
  Paper paper(style.letter ? 792 : 841.89, style.letter ? 612 : 595.28, language->right_to_left(), sheet.language);
  if (sheet.reader == timeline::Reader::team)
    lay_out_team(sheet, style, paper);
  else
    lay_out(sheet, style, paper);
  return paper;
}

void must(cairo_surface_t* surface) {
  if (const auto status = cairo_surface_status(surface); status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(fmt::format("cannot draw: {}", cairo_status_to_string(status)));
}

}  // namespace

std::string pdf(const timeline::Sheet& sheet, const PaperStyle& style) {
  const Paper paper = paper_of(sheet, style);
  std::string out;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &out, paper.width(), paper.height()));
    const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
      cairo_pdf_surface_set_metadata(surface.get(), what, text.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, sheet.title.text + " " + sheet.patient);
    set(CAIRO_PDF_METADATA_CREATOR, "vein2vein");
    set(CAIRO_PDF_METADATA_CREATE_DATE, calendar::to_string(sheet.today) + "T00:00:00Z");
    const Pen pen(cairo_create(surface.get()));
    for (std::size_t page = 0; page < paper.count(); ++page) {
      paper.draw(pen.get(), page);
      cairo_show_page(pen.get());
    }
    cairo_surface_finish(surface.get());
    must(surface.get());
  }
  return out;
}

std::vector<std::string> svg_pages(const timeline::Sheet& sheet, const PaperStyle& style) {
  const Paper paper = paper_of(sheet, style);
  std::vector<std::string> out(paper.count());
  for (std::size_t page = 0; page < paper.count(); ++page) {
    const Surface surface(cairo_svg_surface_create_for_stream(append, &out[page], paper.width(), paper.height()));
    const Pen pen(cairo_create(surface.get()));
    paper.draw(pen.get(), page);
    cairo_surface_finish(surface.get());
    must(surface.get());
    // cairo numbers its surfaces through all threads: the same page would have another name each time.
    constexpr std::string_view numbered = "<g id=\"surface";
    if (const auto at = out[page].find(numbered); at != std::string::npos) {
      const auto from = at + numbered.size();
      out[page].erase(from, out[page].find('"', from) - from);
    }
  }
  return out;
}

std::vector<std::string> png_pages(const timeline::Sheet& sheet, const PaperStyle& style) {
  constexpr double scale = 2;  // 144 dots an inch
  const Paper paper = paper_of(sheet, style);
  std::vector<std::string> out(paper.count());
  for (std::size_t page = 0; page < paper.count(); ++page) {
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(paper.width() * scale),
                                                     static_cast<int>(paper.height() * scale)));
    const Pen pen(cairo_create(surface.get()));
    cairo_set_source_rgb(pen.get(), 1, 1, 1);
    cairo_paint(pen.get());
    cairo_scale(pen.get(), scale, scale);
    paper.draw(pen.get(), page);
    cairo_surface_flush(surface.get());
    cairo_surface_write_to_png_stream(surface.get(), append, &out[page]);
    must(surface.get());
  }
  return out;
}

}  // namespace v2v::view
