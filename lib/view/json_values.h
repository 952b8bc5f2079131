// view: what several answers have in common as JSON. Inside this room only, and heavy: for .cpp files.
#pragma once
#include <nlohmann/json.hpp>

#include "view/say.h"

namespace v2v::view {

using Json = nlohmann::ordered_json;
using source::Span;

inline Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

inline Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(calendar::to_string(*day)) : Json(nullptr);
}

inline Json file_or_null(const Span& where) {
  return where ? Json(where.file->name) : Json(nullptr);
}

inline Json line_or_null(const Span& where) {
  return where ? Json(source::position(where).line) : Json(nullptr);
}

inline Json column_or_null(const Span& where) {
  return where ? Json(source::position(where).column) : Json(nullptr);
}

template <class List, class Make>
Json each(const List& list, Make make) {
  Json out = Json::array();
  for (const auto& item : list) out.push_back(make(item));
  return out;
}

inline Json conflict(const timeline::Conflict& c) {
  const auto rule = [](const timeline::ClashRule& r) {
    return Json{{"text", r.text},
                {"file", file_or_null(r.where)},
                {"line", line_or_null(r.where)},
                {"column", column_or_null(r.where)},
                {"ours", r.ours},
                {"missed_by_minutes", r.missed_by_minutes ? Json(*r.missed_by_minutes) : Json(nullptr)}};
  };
  const auto mend = [](const timeline::Mend& m) {
    return Json{{"text", m.text}, {"file", file_or_null(m.where)}, {"line", line_or_null(m.where)}};
  };
  return {{"rules", each(c.rules, rule)}, {"mends", each(c.mends, mend)}};
}

/// Two blanks of indent, a line break at the end; bytes that are no UTF-8 become U+FFFD.
inline std::string written(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace v2v::view
