#include <array>

#include "view/compare.h"
#include "view/json_values.h"
#include "view/review.h"

namespace v2v::view {
namespace {

using timeline::Change;
using timeline::Difference;
using timeline::Review;

Json side(const timeline::Side& s) {
  Json out = Json::object();
  out["text"] = text_or_null(s.text);
  out["cite"] =
      s.cite ? Json(s.cite->section.empty() ? s.cite->source : s.cite->source + " " + s.cite->section) : Json(nullptr);
  out["source"] = s.cite ? text_or_null(s.cite->title) : Json(nullptr);
  out["standing"] = s.cite ? text_or_null(s.cite->checked) : Json(nullptr);
  out["file"] = file_or_null(s.where);
  out["line"] = line_or_null(s.where);
  return out;
}

Json difference(const Difference& d) {
  constexpr std::array<std::string_view, 4> kinds{"added", "removed", "changed", "cited"};
  Json out = Json::object();
  out["kind"] = kinds[d.kind];
  out["stage"] = text_or_null(d.stage);
  out["rule"] = text_or_null(d.rule);
  out["what"] = d.what;
  out["so_too"] = d.shown;
  out["under"] = text_or_null(d.under);
  out["before"] = side(d.before);
  out["now"] = side(d.now);
  out["by"] = text_or_null(d.by);
  return out;
}

Json check(const timeline::CheckDifference& d) {
  constexpr std::array<std::string_view, 3> kinds{"added", "removed", "changed"};
  const auto place = [](const source::Span& where) {
    return Json{{"file", file_or_null(where)}, {"line", line_or_null(where)}};
  };
  Json out = Json::object();
  out["kind"] = kinds[d.kind];
  out["note"] = text_or_null(d.note);
  out["lines"] = each(d.lines, [](const auto& line) {
    return Json{{"what", line.what}, {"before", text_or_null(line.before)}, {"now", text_or_null(line.now)}};
  });
  out["before"] = place(d.before);
  out["now"] = place(d.now);
  return out;
}

Json file(const Review::File& f) {
  return {
      {"workflow", f.id}, {"title", f.title}, {"status", f.status}, {"hash", f.hash}, {"file", text_or_null(f.file)}};
}

Json ids(const std::vector<std::pair<std::string, std::string>>& list) {
  return each(list, [](const auto& pair) { return Json{{"id", pair.first}, {"title", pair.second}}; });
}

Json start(const timeline::Entry& e, const std::string& zone) {
  return e.start ? Json(calendar::to_string(day_in(*e.start, zone))) : Json(nullptr);
}

Json patient(const timeline::Tried& t) {
  Json out = Json::object();
  out["patient"] = text_or_null(t.patient);
  out["file"] = t.file;
  out["no_plan_before"] = text_or_null(t.before);
  out["no_plan_now"] = text_or_null(t.now);
  out["day_zero_before"] = t.compared ? day_or_null(t.compared->day_zero_before) : Json(nullptr);
  out["day_zero"] = t.compared ? day_or_null(t.compared->day_zero) : Json(nullptr);
  const std::vector<Change> none;
  out["changes"] = each(t.compared ? t.compared->changes : none, [&](const Change& c) {
    Json one = Json::object();
    one["stage"] = c.kind == Change::removed ? c.before.id : c.now.id;
    one["first_visit"] = c.first_visit;
    one["last_visit"] = c.last_visit;
    one["before"] = start(c.before, t.compared->zone);
    one["now"] = start(c.now, t.compared->zone);
    one["days"] = c.days;
    one["text"] = said(c, t.compared->zone);
    return one;
  });
  return out;
}

}  // namespace

std::string json(const Review& r, std::string_view version) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = "review";
  out["today"] = calendar::to_string(r.today);
  out["before"] = file(r.before);
  out["now"] = file(r.now);
  out["stages_added"] = ids(r.stages_added);
  out["stages_removed"] = ids(r.stages_removed);
  out["rules_added"] = r.rules_added;
  out["rules_removed"] = r.rules_removed;
  out["differences"] = each(r.differences, difference);
  out["checks"] = each(r.checks, check);
  out["patients"] = each(r.tried, patient);
  return written(out);
}

}  // namespace v2v::view
