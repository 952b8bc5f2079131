#include "text/tree_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "source/utf8.h"
#include "text/tree_scan.h"

namespace v2v::text {
namespace {

void refuse_bytes(std::string_view text, std::size_t at, Findings& findings) {
  const bool utf16 = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  findings.add("not-utf8", at, at + 1,
               utf16 ? "the file is UTF-16 text, not UTF-8" : "the file is not UTF-8 text from here on",
               "Save it in the encoding UTF-8.");
}

/// Unseen characters that a text may not hold. Marks of direction and joiners stay: Persian needs them.
bool refused(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
         (c & 0xFFFE) == 0xFFFE;
}

/// Tabs on a line without content mean nothing in YAML, but yaml-cpp refuses them.
void blank_tabs(std::string& text) {
  for (std::size_t tab = text.find('\t'); tab != std::string::npos; tab = text.find('\t', tab)) {
    const std::size_t begin = line_begin(text, tab);
    const std::size_t end = line_end(text, tab);
    const std::size_t first = skip_blanks(text, begin);
    const bool comment = begin == tab && first < end && text[first] == '#';
    if (first >= end || comment)
      std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(first),
                   '\t', ' ');
    tab = end;
  }
}

std::string describe(char32_t c) {
  const auto number = static_cast<unsigned>(c);
  if (c == '\r') return "a carriage return stands here without a line feed";
  if (c == 0xFEFF) return "a byte order mark (U+FEFF) stands in the middle of the text, unseen";
  return fmt::format("a control character (U+{:04X}) stands here, unseen", number);
}

}  // namespace

std::optional<std::string> readable(std::string_view text, Findings& findings) {
  std::string out(text);
  for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t') {
      ++at;
      continue;
    }
    if (byte == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      at += 2;
      continue;
    }
    const auto point = source::decode(text, at);
    if (!point.valid) {
      refuse_bytes(text, at, findings);
      return std::nullopt;
    }
    if (refused(point.value)) {
      findings.add("control-character", at, at + point.bytes, describe(point.value),
                   point.value == '\r' ? "Save the file with line ends of Unix or Windows." : "Delete it.");
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at), point.bytes, point.value == '\r' ? '\n' : '_');
    }
    at += point.bytes;
  }
  blank_tabs(out);
  return out;
}

void check_directives(std::string_view text, Findings& findings) {
  std::size_t at = skip_space(text, text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  while (at < text.size() && text[at] == '%' && column_of(text, at) == 0) {
    const std::size_t end = line_end(text, at);
    findings.add("directive", at, end,
                 "a line that begins with % is an instruction to YAML readers, which this format refuses",
                 "Leave the line out.");
    at = skip_space(text, end);
  }
}

bool check_nesting(std::string_view text, Findings& findings) {
  constexpr int most = 1000;  // yaml-cpp itself gives up at 500
  int open = 0;
  bool front = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      front = true;
    } else if (c == '[' || c == '{') {
      if (++open > most) {
        findings.add("too-deep", at, at + 1, fmt::format("more than {} brackets are opened and not closed here", most),
                     "No file of this format needs so many levels.");
        return false;
      }
      front = false;
    } else if (c == ']' || c == '}') {
      open = std::max(open - 1, 0);
      front = false;
    } else if (front && c != ' ' && c != '\t' && c != ',') {
      open = 0;  // an ordinary line: single brackets in prose must not add up
      front = false;
    }
  }
  return true;
}

std::vector<std::uint32_t> tab_lines(std::string_view text) {
  std::vector<std::uint32_t> lines;
  for (std::size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t', tab)) {
    const std::size_t begin = line_begin(text, tab);
    const std::size_t first = skip_blanks(text, begin);
    const std::size_t end = line_end(text, tab);
    if (first > tab && first < end && text[first] != '#') lines.push_back(static_cast<std::uint32_t>(begin));
    tab = end;
  }
  return lines;
}

bool check_tabs(std::string_view text, const std::vector<std::uint32_t>& lines,
                const std::vector<source::Span>& long_texts, std::size_t until, Findings& findings) {
  std::optional<std::size_t> first;
  std::size_t more = 0;
  auto owner = long_texts.begin();
  for (const std::uint32_t line : lines) {
    if (line > until) break;
    while (owner != long_texts.end() && owner->end <= line) ++owner;
    if (owner != long_texts.end() && owner->begin < line) continue;
    if (first) {
      ++more;
    } else {
      first = line;
    }
  }
  if (!first) return false;
  const std::size_t tab = text.find('\t', *first);
  std::string message = "this line is indented with a tab";
  if (more > 0) message += fmt::format(", and so {} {} more", more == 1 ? "is" : "are", more);
  findings.add("tab-indent", tab, tab + 1, std::move(message),
               "Indent with spaces only, two for each level; most editors can replace all tabs at once.");
  return true;
}

}  // namespace v2v::text
