// source: "did you mean". The nearest known word to one that is not known.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace v2v::source {

/// Nearest of `known` by Damerau-Levenshtein distance (Damerau 1964), at most a third of the word's length and 1 at
/// least; ties by order of `known`. Counted in letters; no piece is edited twice, and a word of which no letter is left
/// is not near. Empty when nothing is near. O(known * length^2).
std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace v2v::source
