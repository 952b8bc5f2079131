// view: how many columns a text takes in a terminal; cutting, padding and wrapping by columns, never inside a letter.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace v2v::view {

/// Columns of a terminal (source/utf8.h): combining marks 0, East Asian wide 2. Bytes that are no UTF-8 count 1 each.
int width(std::string_view text);
/// Safe to print: control characters, bidirectional overrides and bytes that are no UTF-8 become `?`, line breaks and
/// tabs a blank. With `ascii` every other letter beyond ASCII becomes `?` too, save dashes, quotes and dots.
std::string plain(std::string_view text, bool ascii = false);
/// At most `columns` wide, an ellipsis (`...` in ASCII) in place of what was cut.
std::string cut(std::string_view text, int columns, bool ascii = false);
/// Blanks behind (or before) up to `columns`.
std::string pad(std::string_view text, int columns);
std::string pad_left(std::string_view text, int columns);
/// Lines of at most `columns`, broken at blanks where there are any. `columns` < 1: one line.
std::vector<std::string> wrap(std::string_view text, int columns);

}  // namespace v2v::view
