#include "source/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "source/utf8.h"

namespace v2v::source {
namespace {

constexpr int widest = 140;          // columns of a shown line
constexpr int context = 60;          // columns kept before the caret of a line that is cut
constexpr std::size_t reach = 1200;  // bytes looked at on each side of the caret; more than `widest` can ever need
constexpr std::string_view dots = "...";

/// A code point as it is shown.
struct Cell {
  std::string text;
  int columns = 1;
  bool marked = false;  // lies in the span
};

/// Overrides of writing direction can make a line show other than what is read (CVE-2021-42574).
bool turns_direction(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

Cell shown(const CodePoint& point, std::string_view bytes) {
  const char32_t c = point.value;
  if (c == '\t') return {" ", 1, false};
  if (!point.valid || c < 0x20 || (c >= 0x7F && c < 0xA0))
    return {fmt::format("\\x{:02X}", static_cast<unsigned>(c)), 4, false};
  if (turns_direction(c) || c == 0x2028 || c == 0x2029)
    return {fmt::format("\\u{:04X}", static_cast<unsigned>(c)), 6, false};
  return {std::string(bytes), columns(c), false};
}

/// A message or a name on one line, whatever it holds.
std::string one_line(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    out += shown(point, text.substr(at, point.bytes)).text;
    at += point.bytes;
  }
  return out;
}

/// The part of a line that can be seen around a span.
struct Window {
  std::vector<Cell> cells;
  bool cut_left = false, cut_right = false;
};

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
}

Window cells_around(const Span& span) {
  const std::string_view line = line_of(span);
  const auto line_at = static_cast<std::size_t>(line.data() - span.file->text.data());
  const auto within_line = [&](std::size_t offset) {
    return std::min(std::max(offset, line_at) - line_at, line.size());
  };
  const std::size_t begin = within_line(span.begin);
  // Where there is nothing to underline, the caret stands under what follows.
  const std::size_t end = std::max(within_line(span.end), begin + 1);

  const std::size_t first = line_at == 0 && line.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::size_t at = begin > first + reach ? begin - reach : first;
  for (int back = 0; at > first && back < 3 && continues(line[at]); ++back) --at;
  Window window;
  window.cut_left = at > first;
  const std::size_t to = std::min(line.size(), begin + reach);
  while (at < to) {
    const CodePoint point = decode(line, at);
    window.cells.push_back(shown(point, line.substr(at, point.bytes)));
    window.cells.back().marked = at < end && at + point.bytes > begin;
    at += point.bytes;
  }
  window.cut_right = at < line.size();
  if (begin >= line.size()) window.cells.push_back({"", 1, true});
  return window;
}

int width_of(const std::vector<Cell>& cells, std::size_t from, std::size_t to) {
  int width = 0;
  for (std::size_t i = from; i < to; ++i) width += cells[i].columns;
  return width;
}

/// Narrows the window to `widest` columns, `...` included, with the caret's beginning inside.
void fit(Window& window) {
  auto& cells = window.cells;
  const auto first_marked = static_cast<std::size_t>(
      std::find_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.marked; }) - cells.begin());
  if (!window.cut_left && !window.cut_right && width_of(cells, 0, cells.size()) <= widest) return;

  const int margin = static_cast<int>(dots.size());
  const int marked_to = width_of(cells, 0, std::min(first_marked + 1, cells.size()));
  std::size_t from = 0;
  if (window.cut_left || marked_to + margin > widest) {
    // As much before the caret as the context asks for, and more where the line ends soon behind it.
    const int behind = width_of(cells, first_marked, cells.size());
    const int before = std::max(context, window.cut_right ? 0 : widest - margin - behind);
    from = first_marked;
    int taken = 0;
    while (from > 0 && taken + cells[from - 1].columns <= before) taken += cells[--from].columns;
    while (from < first_marked && cells[from].columns == 0) ++from;  // no combining mark without its letter
    if (from > 0) window.cut_left = true;
  }
  int room = widest - (window.cut_left ? margin : 0);
  std::size_t to = from;
  int taken = 0;
  while (to < cells.size() && taken + cells[to].columns <= room) taken += cells[to++].columns;
  if (to < cells.size() || window.cut_right) {
    window.cut_right = true;
    while (to > from && taken + margin > room) taken -= cells[--to].columns;
  }
  cells = std::vector<Cell>(cells.begin() + static_cast<std::ptrdiff_t>(from),
                            cells.begin() + static_cast<std::ptrdiff_t>(to));
}

struct Paint {
  bool on;
  std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string_view colour_of(Severity severity) {
  return severity == Severity::error ? "1;31" : severity == Severity::warning ? "1;35" : "1;36";
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string excerpt(const Span& span, std::string_view caret_colour, Paint paint) {
  Window window = cells_around(span);
  fit(window);
  std::string text = window.cut_left ? std::string(dots) : "";
  std::string gap = window.cut_left ? std::string(dots.size(), ' ') : "";
  int carets = 0;
  bool begun = false;
  for (const auto& cell : window.cells) {
    text += cell.text;
    begun = begun || cell.marked;
    if (cell.marked) carets += cell.columns;
    if (!begun) gap.append(static_cast<std::size_t>(cell.columns), ' ');
  }
  if (window.cut_right) text += dots;
  const std::string number = fmt::format("{:>5}", position(span).line);
  std::string out = trimmed(fmt::format("{} | {}", number, text));
  out += fmt::format("{} | {}{}\n", std::string(number.size(), ' '), gap,
                     paint(caret_colour, std::string(static_cast<std::size_t>(std::max(carets, 1)), '^')));
  return out;
}

std::string block(const Span& where, Severity severity, std::string_view text, std::string_view code, Paint paint) {
  std::string head;
  if (where) {
    const Position at = position(where);
    head = paint("1", fmt::format("{}:{}:{}:", one_line(where.file->name), at.line, at.column)) + ' ';
  }
  head += paint(colour_of(severity), fmt::format("{}:", name_of(severity))) + ' ' + paint("1", one_line(text));
  if (!code.empty()) head += fmt::format(" [{}]", one_line(code));
  head += '\n';
  return where ? head + excerpt(where, colour_of(severity), paint) : head;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, Ink ink) {
  const Paint paint{ink.colour};
  std::string out = block(diagnostic.where, diagnostic.severity, diagnostic.text, diagnostic.code, paint);
  for (const auto& note : diagnostic.notes) out += block(note.where, Severity::note, note.text, {}, paint);
  if (!diagnostic.hint.empty()) out += fmt::format("  {} {}\n", paint("1;36", "hint:"), one_line(diagnostic.hint));
  return out;
}

}  // namespace v2v::source
