#include "text/tree_scan.h"

#include <algorithm>
#include <optional>

namespace v2v::text {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_space(char c) {
  return spaces.find(c) != std::string_view::npos;
}

std::size_t or_end(std::string_view text, std::size_t found) {
  return std::min(found, text.size());
}

}  // namespace

std::size_t line_begin(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  const std::size_t found = text.rfind('\n', at - 1);
  return found == std::string_view::npos ? 0 : found + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t end = or_end(text, text.find('\n', at));
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t column_of(std::string_view text, std::size_t at) {
  const std::size_t begin = line_begin(text, at);
  const bool marked = begin == 0 && text.starts_with(byte_order_mark) && at >= byte_order_mark.size();
  return at - begin - (marked ? byte_order_mark.size() : 0);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return or_end(text, text.find_first_not_of(blanks, at));
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (true) {
    at = or_end(text, text.find_first_not_of(spaces, at));
    if (at >= text.size() || text[at] != '#') return at;
    at = or_end(text, text.find('\n', at));
  }
}

std::size_t word_end(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("!<")) return or_end(text, text.find_first_of(">\r\n", at)) + 1;
  return or_end(text, text.find_first_of(" \t\r\n,[]{}", at));
}

std::size_t quoted_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) return at + 1;
      ++at;  // '' stands for one '
    }
  }
  return text.size();
}

std::size_t block_end(std::string_view text, std::size_t at, int parent) {
  std::optional<int> indent;
  std::size_t end = at + 1;
  for (; end < text.size() && (text[end] == '+' || text[end] == '-' || (text[end] >= '0' && text[end] <= '9')); ++end)
    if (text[end] > '0' && text[end] <= '9') indent = std::max(parent, 0) + (text[end] - '0');
  for (std::size_t line = or_end(text, text.find('\n', end)); line < text.size();) {
    const std::size_t begin = line + 1;
    const std::size_t first = or_end(text, text.find_first_not_of(' ', begin));
    line = or_end(text, text.find('\n', begin));
    const std::size_t last = text.substr(begin, line - begin).find_last_not_of(spaces);
    if (last == std::string_view::npos) continue;  // an empty line
    const int column = static_cast<int>(first - begin);
    if (!indent && column > parent) indent = column;
    if (!indent || column < *indent) break;
    end = begin + last + 1;
  }
  return end;
}

std::size_t plain_end(std::string_view text, std::size_t at, std::string_view value) {
  // Joining lines changes nothing but white space, so the other bytes are met in the same order.
  std::size_t end = at;
  for (const char c : value) {
    if (is_space(c)) continue;
    while (at < text.size() && is_space(text[at])) ++at;
    if (at >= text.size() || text[at] != c) break;
    end = ++at;
  }
  return end;
}

std::size_t flow_end(std::string_view text, std::size_t at) {
  while (true) {
    at = skip_space(text, at);
    if (at >= text.size()) return text.size();
    if (text[at] == ']' || text[at] == '}') return at + 1;
    if (text[at] == '&' || text[at] == '!' || text[at] == '*') {
      at = word_end(text, at);
    } else if (text[at] == ',' || text[at] == ':' || text[at] == '?') {
      ++at;
    } else {
      return at;
    }
  }
}

}  // namespace v2v::text
