// text: what is looked at before a YAML parser sees the text: bytes, unseen characters, tabs, directives.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "text/tree_build.h"

namespace v2v::text {

/// The text with every refused character replaced by `_`, byte for byte as long, so that places stay right; nothing
/// when it is not UTF-8. Tabs on lines without content become spaces. O(bytes).
std::optional<std::string> readable(std::string_view text, Findings& findings);
/// Refuses `%...` lines before the first key.
void check_directives(std::string_view text, Findings& findings);

/// Refuses brackets opened by the thousand: yaml-cpp holds every one of them in memory before it tells of the first.
bool check_nesting(std::string_view text, Findings& findings);

/// First bytes of the lines that have a tab in their indentation.
std::vector<std::uint32_t> tab_lines(std::string_view text);
/// Refuses those that begin before `until` and not inside a quoted text or block. True when there was one.
bool check_tabs(std::string_view text, const std::vector<std::uint32_t>& lines,
                const std::vector<source::Span>& long_texts, std::size_t until, Findings& findings);

}  // namespace v2v::text
