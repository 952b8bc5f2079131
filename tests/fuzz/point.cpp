// fuzz: a text as a sentence of points: point, window, placed, begins, which, condition.
#include "sentence.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  round(text, text::parse_point);
  round(text, text::parse_window);
  round(text, text::parse_placed);
  round(text, text::parse_which);
  round(
      text, text::parse_begins,
      [](const model::Begins& begins) { return to_string(begins.spread) + " after " + to_string(begins.after); },
      [](const model::Begins& a, const model::Begins& b) { return a.spread == b.spread && a.after == b.after; });
  round(
      text, text::parse_when, [](const model::When& when) { return to_string(when); },
      [](const model::When& a, const model::When& b) { return a.atoms.size() == b.atoms.size(); });
  reading(text, text::parse_then);
  reading(text, text::parse_route);
  if (const auto ruled = text::parse_ruled_point(text))
    demand(!ruled->from.offset && !ruled->rule.empty(), "a rule's point has a length of its own");
}

}  // namespace v2v::fuzz
