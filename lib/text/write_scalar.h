// text: one piece of text as YAML writes it: plain, in quotes, or as a block of lines. Private to the writer.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace v2v::text {

/// Where a text stands decides what would be misread there.
enum class Spot { block, flow, key, flow_key };

/// On one line. `quoted` asks for quotes that the reader does not need.
std::string one_line(std::string_view text, Spot spot, bool quoted);
/// The same broken at blanks, each further line behind `indent` blanks, for a line that begins at `column`.
std::string folded(std::string_view one_line, std::size_t column, std::size_t indent, std::size_t columns);
/// `|` and the lines, each behind `indent` blanks; nothing where a block would lose something or be too wide.
std::optional<std::string> lines_block(std::string_view text, std::size_t indent, std::size_t columns);

}  // namespace v2v::text
