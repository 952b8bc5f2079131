// source: UTF-8 taken apart, and how many columns of a terminal each piece fills.
#pragma once
#include <cstddef>
#include <string_view>

namespace v2v::source {

/// One code point, or one byte that belongs to none (`valid` is false, `bytes` is 1, `value` that byte).
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
  bool valid = false;
};

/// The code point that begins at `at` (which must lie inside `text`). Overlong forms, surrogates and values above
/// U+10FFFF are invalid (RFC 3629).
CodePoint decode(std::string_view text, std::size_t at);
/// Each invalid byte counts as one. O(bytes).
std::size_t count_code_points(std::string_view text);
/// Columns in a terminal: 0 for what combines, 2 for East Asian wide and emoji, else 1. Unicode 14, UAX #11.
int columns(char32_t code_point);

}  // namespace v2v::source
