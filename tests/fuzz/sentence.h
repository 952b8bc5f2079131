// fuzz: what must hold of every sentence: a reason when it cannot be read, and the same value when it is written again.
#pragma once
#include "model/say.h"
#include "target.h"
#include "text/sentence.h"

namespace v2v::fuzz {

/// Reads the text by `parse`; gives the value, after having looked at the reason.
template <class Parse>
auto reading(std::string_view text, const Parse& parse) {
  std::string why = "of before";
  auto value = parse(text, why);
  demand(value.has_value() == why.empty(), "a sentence is read with a reason, or refused without: " + why);
  return value;
}

/// And the value, written by `say`, reads as itself: `same` holds of both.
template <class Parse, class Say, class Same>
void round(std::string_view text, const Parse& parse, const Say& say, const Same& same) {
  const auto value = reading(text, parse);
  if (!value) return;
  const std::string written = say(*value);
  const auto again = reading(written, parse);
  demand(again.has_value(), "what is written does not read: " + written);
  demand(same(*value, *again) && say(*again) == written, "what is written reads as something else: " + written);
}

template <class T>
void round(std::string_view text, std::optional<T> (*parse)(std::string_view, std::string&)) {
  round(
      text, parse, [](const T& value) { return to_string(value); }, std::equal_to<>());
}

}  // namespace v2v::fuzz
