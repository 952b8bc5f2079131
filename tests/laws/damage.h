// laws: a small damage to a file, as a slip of the hand or of a program makes it, and what of the file it may change.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "law.h"
#include "text/tree.h"

namespace v2v::laws {

struct Damage {
  std::string what;         // "a letter is deleted", for people
  std::string text;         // the file as it is now
  std::size_t begin = 0;    // first byte that differs
  std::size_t old_end = 0;  // [begin, old_end) of the old text became [begin, new_end) of the new one
  std::size_t new_end = 0;
  bool whole = false;  // these are whole lines
};

/// One sign or one line of `text`, which is not empty. The text may come out the same.
Damage damage(Random& random, std::string_view text);

/// Whether anything away from the damage reads otherwise, and what. Held to: each value and key that touches no damaged
/// line stands where it stood with the same text; it hangs under the same keys, unless a damaged line has (or had) one
/// of them; and nothing else has come. A line is damaged when it has one of the bytes, or the line end, that changed.
std::optional<std::string> strayed(const text::Node& old_root, std::string_view old_text, const text::Node& new_root,
                                   const Damage& damage);

}  // namespace v2v::laws
