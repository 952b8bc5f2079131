#include "view/width.h"

#include <algorithm>
#include <utility>

#include "source/utf8.h"

namespace v2v::view {
namespace {

using source::decode;

int columns_of(const source::CodePoint& letter) {
  return letter.valid ? source::columns(letter.value) : 1;
}

bool hidden(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x2028 || code == 0x2029;
}

std::string_view in_ascii(char32_t code) {
  switch (code) {
    case 0xA0:
      return " ";
    case 0xB7:
      return "-";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return "-";
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x201C:
    case 0x201D:
      return "\"";
    case 0x2026:
      return "...";
    case 0x2192:
      return "->";
    default:
      return "?";
  }
}

}  // namespace

int width(std::string_view text) {
  int sum = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = decode(text, at);
    sum += columns_of(letter);
    at += letter.bytes;
  }
  return sum;
}

std::string plain(std::string_view text, bool ascii) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = decode(text, at);
    if (!letter.valid) {
      out += '?';
    } else if (letter.value == '\n' || letter.value == '\t') {
      out += ' ';
    } else if (hidden(letter.value)) {
      out += '?';
    } else if (ascii && letter.value >= 0x80) {
      if (columns_of(letter) > 0) out += in_ascii(letter.value);
    } else {
      out += text.substr(at, letter.bytes);
    }
    at += letter.bytes;
  }
  return out;
}

std::string cut(std::string_view text, int columns, bool ascii) {
  if (width(text) <= columns) return std::string(text);
  const std::string_view dots = ascii ? "..." : "…";
  const int room = columns - width(dots);
  if (room <= 0) return std::string(static_cast<std::size_t>(std::max(columns, 0)), '.');
  std::size_t at = 0;
  for (int used = 0; at < text.size();) {
    const auto letter = decode(text, at);
    used += columns_of(letter);
    if (used > room) break;
    at += letter.bytes;
  }
  while (at > 0 && text[at - 1] == ' ') --at;
  return std::string(text.substr(0, at)) + std::string(dots);
}

std::string pad(std::string_view text, int columns) {
  std::string out(text);
  const int blanks = columns - width(text);
  if (blanks > 0) out.append(static_cast<std::size_t>(blanks), ' ');
  return out;
}

std::string pad_left(std::string_view text, int columns) {
  const int blanks = columns - width(text);
  return std::string(static_cast<std::size_t>(std::max(blanks, 0)), ' ') + std::string(text);
}

std::vector<std::string> wrap(std::string_view text, int columns) {
  if (columns < 1 || width(text) <= columns) return {std::string(text)};
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    std::string word(text.substr(at, end - at));
    at = end + 1;
    if (!line.empty() && width(line) + 1 + width(word) > columns) lines.push_back(std::exchange(line, ""));
    while (width(word) > columns) {  // a word longer than the line is broken between letters
      std::size_t bytes = 0;
      for (int used = 0; bytes < word.size();) {
        const auto letter = decode(word, bytes);
        used += columns_of(letter);
        if (used > columns && bytes > 0) break;
        bytes += letter.bytes;
      }
      lines.push_back(word.substr(0, bytes));
      word.erase(0, bytes);
    }
    line += line.empty() ? word : " " + word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace v2v::view
