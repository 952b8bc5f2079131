// text: where the pieces of a YAML text begin and end. yaml-cpp says where a value begins, never where it ends.
#pragma once
#include <cstddef>
#include <string_view>

namespace v2v::text {

/// All offsets are bytes; none of these reads past the text, whatever it holds. All are linear in what they pass over.
std::size_t line_begin(std::string_view text, std::size_t at);
/// Offset of the line's end, before its `\r\n` or `\n`.
std::size_t line_end(std::string_view text, std::size_t at);
/// Bytes between the line's beginning and `at`. A byte order mark does not count.
std::size_t column_of(std::string_view text, std::size_t at);

std::size_t skip_blanks(std::string_view text, std::size_t at);
/// Over blanks, line ends and comments.
std::size_t skip_space(std::string_view text, std::size_t at);
/// Over a word such as `&name`, `*name`, `!tag`: to the next blank, line end, comma or bracket.
std::size_t word_end(std::string_view text, std::size_t at);

/// Just after the closing quote of the quoted text that begins at `at`; the text's end when it is not closed.
std::size_t quoted_end(std::string_view text, std::size_t at);
/// After the last letter of the block (`|` or `>`) that begins at `at`, in a mapping or list at column `parent` (-1:
/// none).
std::size_t block_end(std::string_view text, std::size_t at, int parent);
/// After the last letter of the unquoted text that begins at `at` and reads as `value` once its lines are joined.
std::size_t plain_end(std::string_view text, std::size_t at, std::string_view value);
/// After the `]` or `}` that closes a collection whose last value ends at `at`.
std::size_t flow_end(std::string_view text, std::size_t at);

}  // namespace v2v::text
