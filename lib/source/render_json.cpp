#include <algorithm>
#include <nlohmann/json.hpp>

#include "source/render.h"

namespace v2v::source {
namespace {

using Json = nlohmann::ordered_json;

/// A place that is nowhere has a null file and zeros.
Json place(const Span& where) {
  const Position begin = position(where);
  const Position end = position({where.file, std::max(where.begin, where.end), where.end});
  Json json = Json::object();  // one that turns into an object later is not safe where memory runs out
  json["file"] = where ? Json(where.file->name) : Json(nullptr);
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["end_line"] = end.line;
  json["end_column"] = end.column;
  return json;
}

std::string_view name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

}  // namespace

std::string render_json(const Diagnostics& list) {
  Json all = Json::array();
  for (const auto& diagnostic : list) {
    Json json = place(diagnostic.where);
    json["severity"] = name_of(diagnostic.severity);
    json["code"] = diagnostic.code;
    json["message"] = diagnostic.text;
    json["notes"] = Json::array();
    for (const auto& note : diagnostic.notes) {
      Json entry = place(note.where);
      entry["message"] = note.text;
      json["notes"].push_back(std::move(entry));
    }
    json["hint"] = diagnostic.hint;
    all.push_back(std::move(json));
  }
  // Bytes that are not UTF-8 become U+FFFD; the strict handler would throw.
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace v2v::source
