// fuzz: a text as a sentence of lengths and numbers: length, wait, spread, series, percent, quantity, need.
#include <fmt/format.h>

#include "sentence.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  round(text, text::parse_length);
  round(text, text::parse_wait);
  round(text, text::parse_spread);
  round(text, text::parse_series);
  round(
      text, text::parse_percent, [](double value) { return fmt::format("{:.0f}%", value * 100); }, std::equal_to<>());
  round(
      text, text::parse_quantity, [](const model::Quantity& value) { return to_string(value); },
      [](const model::Quantity& a, const model::Quantity& b) {
        return a.n == b.n && a.a == b.a && a.priority == b.priority;
      });
  const auto colon = text.find(':');
  const std::string_view whole = text, key = whole.substr(0, colon),
                         value = colon == text.npos ? "1" : whole.substr(colon + 1);
  reading(value, [key](std::string_view v, std::string& why) { return text::parse_need(key, v, why); });
}

}  // namespace v2v::fuzz
