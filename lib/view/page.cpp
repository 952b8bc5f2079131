#include "view/page.h"

#include <fmt/format.h>

#include <iterator>

#include "view/width.h"

namespace v2v::view {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : plain(text)) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

Page::Page(long width, long height, std::string_view title, std::string_view defs) {
  fmt::format_to(std::back_inserter(out_),
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297mm\" height=\"210mm\" viewBox=\"0 0 {} {}\" "
                 "role=\"img\" font-family=\"Noto Sans, DejaVu Sans, Arial, sans-serif\" fill=\"#1a2433\">\n"
                 "<title>{}</title>\n<defs>\n{}</defs>\n<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n",
                 width, height, escaped(title), defs, width, height);
}

void Page::rect(Box box, std::string_view attributes) {
  fmt::format_to(std::back_inserter(out_), "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>\n", box.x, box.y,
                 box.w, box.h, attributes);
}

void Page::line(long x1, long y1, long x2, long y2, std::string_view attributes) {
  fmt::format_to(std::back_inserter(out_), "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>\n", x1, y1, x2, y2,
                 attributes);
}

void Page::path(std::string_view d, std::string_view attributes) {
  fmt::format_to(std::back_inserter(out_), "<path d=\"{}\" {}/>\n", d, attributes);
}

void Page::text(long x, long y, long size, std::string_view text, std::string_view attributes, long room) {
  const auto shown = room > 0 ? cut(plain(text), letters(room, size)) : std::string(text);
  fmt::format_to(std::back_inserter(out_), "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{}>{}</text>\n", x, y, size,
                 attributes.empty() ? "" : " ", attributes, escaped(shown));
}

long Page::list(Box box, long size, std::string_view title, const std::vector<std::string>& lines,
                std::string_view heading) {
  const long step = size * 5 / 4, last = box.y + box.h;
  long y = box.y;
  if (y + step > last) return y;
  text(box.x, y, size + 2, title, heading, box.w);
  y += step + 2;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto parts = wrap(plain(lines[i]), letters(box.w - 16, size));
    const bool more = i + 1 < lines.size();
    if (y + step * static_cast<long>(parts.size() - 1 + more) > last) {
      const auto note = i == 0 ? fmt::format("{}: see the table", lines.size())
                               : fmt::format("and {} more: see the table", lines.size() - i);
      text(box.x + 16, y, size, note, "fill=\"#566271\"", box.w);
      return y + step + 10;
    }
    for (const auto& part : parts) {
      text(box.x + 16, y, size, part);
      y += step;
    }
  }
  return y + 10;
}

long Page::height_of(long w, long size, const std::vector<std::string>& lines) {
  std::size_t n = 1;
  for (const auto& line : lines) n += wrap(plain(line), letters(w - 16, size)).size();
  return size * 5 / 4 * static_cast<long>(n) + 12;
}

std::string Page::done() const {
  return out_ + "</svg>\n";
}

}  // namespace v2v::view
