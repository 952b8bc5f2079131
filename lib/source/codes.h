// source: every code a diagnostic may carry, with its meaning in one line. A code is stable for ever.
#pragma once
#include <span>
#include <string_view>

namespace v2v::source {

struct CodeInfo {
  std::string_view code, meaning;
};

/// All codes, sorted. A new code gets a row in codes.cpp, at its place in the alphabet.
std::span<const CodeInfo> codes();
/// The meaning of a code; empty when there is none of this name. O(log codes).
std::string_view meaning_of(std::string_view code);

}  // namespace v2v::source
