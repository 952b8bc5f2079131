#include "text/write_scalar.h"

#include <fmt/format.h>

#include <algorithm>

#include "source/utf8.h"

namespace v2v::text {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool any_of(std::string_view set, char c) {
  return set.find(c) != npos;
}

/// No file may hold it as it is (tree_check.cpp), or an eye would miss it.
bool must_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

bool has_unseen(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = source::decode(text, at);
    if (must_escape(point.value)) return true;
    at += point.bytes;
  }
  return false;
}

bool is_null(std::string_view text) {
  return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// A line that YAML takes for the border of a document, at the front of a line only.
bool is_border(std::string_view text) {
  return (text.starts_with("---") || text.starts_with("...")) && (text.size() == 3 || is_blank(text[3]));
}

/// Whether the reader gets this text, no more and no less, without quotes.
bool reads_plain(std::string_view text, Spot spot) {
  const bool flow = spot == Spot::flow || spot == Spot::flow_key;
  if (text.empty() || is_null(text) || has_unseen(text)) return false;
  if (is_blank(text.front()) || is_blank(text.back()) || text.back() == ':') return false;
  if (any_of(",[]{}#&*!|>'\"%@`", text.front())) return false;
  const bool alone = text.size() == 1 || is_blank(text[1]);
  if (any_of("-?:", text.front()) && alone) return false;
  if (text.find(": ") != npos || text.find(" #") != npos) return false;
  if (flow && text.find_first_of(",?[]{}") != npos) return false;
  if (spot == Spot::key && is_border(text)) return false;
  return (spot != Spot::key && spot != Spot::flow_key) || text != "<<";
}

std::string in_single(std::string_view text) {
  return fmt::format("'{}'", text);
}

std::string in_double(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto point = source::decode(text, at);
    const auto c = point.value;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (must_escape(c)) {
      const auto number = static_cast<unsigned>(c);
      out += number < 0x100     ? fmt::format("\\x{:02X}", number)
             : number < 0x10000 ? fmt::format("\\u{:04X}", number)
                                : fmt::format("\\U{:08X}", number);
    } else {
      out += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return out + '"';
}

}  // namespace

std::string one_line(std::string_view text, Spot spot, bool quoted) {
  if (!quoted && reads_plain(text, spot)) return std::string(text);
  const bool escapes = text.find_first_of("\"\\") != npos;
  return escapes && text.find('\'') == npos && !has_unseen(text) ? in_single(text) : in_double(text);
}

std::string folded(std::string_view line, std::size_t column, std::size_t indent, std::size_t columns) {
  const bool quoted = line.front() == '"' || line.front() == '\'';
  const auto may_break = [&](std::size_t at) {
    // Of blanks around a break the reader keeps one; without quotes a mark at the front of a line has a meaning.
    if (at < 2 || at + 2 >= line.size() || is_blank(line[at - 1]) || is_blank(line[at + 1])) return false;
    return quoted || !any_of("-?:,[]{}#&*!|>'\"%@`", line[at + 1]);
  };
  std::string out;
  std::size_t from = 0, room = columns > column ? columns - column : 0;
  while (source::count_code_points(line.substr(from)) > room) {
    std::size_t cut = npos, width = 0;
    for (std::size_t at = from; at < line.size(); at += source::decode(line, at).bytes, ++width) {
      if (width > room && cut != npos) break;
      if (line[at] == ' ' && at > from && may_break(at)) cut = at;
    }
    if (cut == npos) break;
    out += line.substr(from, cut - from);
    out += '\n' + std::string(indent, ' ');
    from = cut + 1;
    room = columns > indent ? columns - indent : 0;
  }
  return out += line.substr(from);
}

std::optional<std::string> lines_block(std::string_view text, std::size_t indent, std::size_t columns) {
  if (text.find('\n') == npos || text.front() == '\n' || text.ends_with("\n\n")) return std::nullopt;
  const bool keeps_end = text.back() == '\n';
  if (keeps_end) text.remove_suffix(1);
  std::string out = keeps_end ? "|" : "|-";
  bool first = true;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    if (has_unseen(line) || (!line.empty() && is_blank(line.back())) || (first && is_blank(line.front())))
      return std::nullopt;
    if (source::count_code_points(line) + indent > columns) return std::nullopt;
    out += '\n';
    if (!line.empty()) out += std::string(indent, ' ') + std::string(line);
    first = false;
    at = end + 1;
  }
  return out;
}

}  // namespace v2v::text
