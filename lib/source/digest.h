// source: a short name for a text: the same text has the same, another one hardly ever.
#pragma once
#include <string>
#include <string_view>

namespace v2v::source {

/// 16 hexadecimal digits (FNV-1a, 64 bit: Fowler, Noll & Vo). It tells an edit, not a forgery. O(text).
std::string digest(std::string_view text);

}  // namespace v2v::source
