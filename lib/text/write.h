// text: a tree back into a file, as a person writes one: short mappings on a line, prose in quotes. The reader undone.
#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "text/tree.h"

namespace v2v::text {

struct Layout {
  std::size_t columns = 140;  // only a word that is longer by itself makes a longer line
  /// What stands as a comment behind a value; where it is set, only what has one and the same comment shares a line.
  std::function<std::string(const Node& value)> comment = {};
};

/// `parse` reads the same tree out of it, keys and items in their order, and what was quoted is quoted again, since the
/// reader tells `remove` from "remove". Else quotes stand only where the reader needs them. Comments are no part of a
/// tree. All text must be UTF-8; characters that no file may hold come back as escapes. O(bytes).
std::string write(const Node& root, Layout layout = {});

}  // namespace v2v::text
