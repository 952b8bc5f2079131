// text: what may stand behind a key, in the words of the table of keys. Readers hold files to it, schemas are made of
// it.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace v2v::text {

enum class Mapping {
  workflow,
  status,
  approved,
  edition,
  source,
  rule,
  stage,
  outcome,
  leaves,
  check,
  centre,
  lodging,
  place,
  patient,
  planned,
  person,
  fact,
  cancelled,
  closed,
  given,
  programme,
  waiting_list,
  expected,
  holidays,
  holiday,
  overridden,  // of an override: the keys of a stage, or the cases of a rule
  value,       // `{is: VALUE, ...}`
};
inline constexpr int mappings = static_cast<int>(Mapping::value) + 1;

/// What one text says. `pattern_of` is how each looks.
enum class Form {
  none,  // no text may stand here
  text,
  id,
  slashed_id,  // ids with slashes between them
  word,        // one of a closed list
  date,
  month,        // a date or a month
  days,         // DATE or DATE to DATE
  closed,       // the same, or the path of a calendar file
  moments,      // WHEN, of what happened or is booked; of absences too
  date_window,  // from DATE, by DATE, DATE to DATE
  dose,         // DATE, never or ongoing
  expected,     // of a check
  holiday,      // a day of every year
  year,
  length,
  quantity,
  need,
  percent,
  times,   // 1 to 99
  weight,  // a whole number
  then,
  hours,
  // Sentences of stages. The id of a rule may stand for each of their words.
  spread,
  wait,
  point,
  window,
  placed,
  series,
  begins,
  condition,
  // What the keys of a mapping may be.
  route,      // SITE to SITE
  resources,  // resource [or resource]
};

using Closed = std::span<const std::string_view>;

/// What may stand behind a key: a text, a mapping of keys of its own, a mapping from names; and lists of texts or of
/// such mappings.
struct Shape {
  enum Many { one, list, either };  // of a text or a mapping of keys: itself, a list of them, either
  Form form = Form::none;
  Closed words{};  // of Form::word
  std::optional<Mapping> mapping{};
  const Shape* each = nullptr;  // a mapping from names to this
  Form names = Form::text;      // what those names are
  Many many = one;
  bool varies = false;   // the id of a rule may stand in the text
  bool wrapped = false;  // `{is: it, cite: ...}` may stand for it
};

/// A pattern (ECMA-262) that fits every text that is read as of this form, and few others; empty: any text. A form that
/// varies has the pattern of its words. Of Form::word empty.
std::string pattern_of(Form form, bool varies);

// How the table of keys writes a shape.
constexpr Shape a(Form form) {
  return {form, {}, {}, nullptr, Form::text, Shape::one, false, false};
}
constexpr Shape of(Closed words) {
  return {Form::word, words, {}, nullptr, Form::text, Shape::one, false, false};
}
constexpr Shape keys(Mapping mapping) {
  return {Form::none, {}, mapping, nullptr, Form::text, Shape::one, false, false};
}
/// A mapping from names to `shape`, which must live as long as the program.
constexpr Shape each(const Shape& shape, Form names = Form::id) {
  return {Form::none, {}, {}, &shape, names, Shape::one, false, false};
}
constexpr Shape list_of(Shape shape) {
  shape.many = Shape::list;
  return shape;
}
constexpr Shape one_or_list(Shape shape) {
  shape.many = Shape::either;
  return shape;
}
constexpr Shape varied(Shape shape) {
  shape.varies = true;
  return shape;
}
constexpr Shape wrapped(Shape shape) {
  shape.wrapped = true;
  return shape;
}
/// Either of two, of which only one is a text, only one of keys, and only one from names.
constexpr Shape either(Shape first, const Shape& second) {
  if (second.form != Form::none) first.form = second.form, first.words = second.words;
  if (second.mapping) first.mapping = second.mapping;
  if (second.each) first.each = second.each, first.names = second.names;
  return first;
}

}  // namespace v2v::text
