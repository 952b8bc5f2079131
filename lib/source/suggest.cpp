#include "source/suggest.h"

#include <algorithm>
#include <array>
#include <vector>

#include "source/utf8.h"

namespace v2v::source {
namespace {

using Letters = std::vector<char32_t>;

Letters letters_of(std::string_view text) {
  Letters letters;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    letters.push_back(point.value);
    at += point.bytes;
  }
  return letters;
}

/// Insertions, deletions, substitutions and swaps of neighbours, no piece edited twice. Anything above `limit` is given
/// as `limit + 1`.
std::size_t distance(const Letters& a, const Letters& b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::array<std::vector<std::size_t>, 3> rows;  // two rows back, the last, this one
  for (auto& row : rows) row.assign(b.size() + 1, 0);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[1][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[2];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({rows[1][j] + 1, row[j - 1] + 1, rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], rows[0][j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit + 1) return limit + 1;  // a swap may still save one
    std::swap(rows[0], rows[1]);
    std::swap(rows[1], rows[2]);
  }
  return std::min(rows[1][b.size()], limit + 1);
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> known) {
  const Letters letters = letters_of(word);
  std::size_t limit = std::max<std::size_t>(letters.size() / 3, 1);
  std::string best;
  for (const auto& candidate : known) {
    const Letters other = letters_of(candidate);
    const std::size_t d = distance(letters, other, limit);
    // A word of which no letter is left is no suggestion.
    if (d > limit || d >= std::max(letters.size(), other.size())) continue;
    best = candidate;
    if (d == 0) break;
    limit = d - 1;
  }
  return best;
}

}  // namespace v2v::source
