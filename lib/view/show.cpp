#include "view/show.h"

#include "view/json_values.h"

namespace v2v::view {
namespace {

Json value_of(const std::vector<std::string>& texts, bool list) {
  if (!list) return texts.empty() ? Json("") : Json(texts.front());
  return each(texts, [](const std::string& text) { return Json(text); });
}

Json place(const Span& where) {
  return {{"file", file_or_null(where)}, {"line", line_or_null(where)}, {"column", column_or_null(where)}};
}

}  // namespace

std::string json(const model::Workflow& workflow, const std::string& centre, const std::vector<model::Written>& values,
                 const std::vector<model::TakenAway>& gone, std::string_view version) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = "workflow";
  out["workflow"] = workflow.id;
  out["centre"] = text_or_null(centre);
  out["hash"] = workflow.hash;
  out["values"] = each(values, [&](const model::Written& v) {
    Json one = Json::object();
    one["keys"] = v.keys;
    one["value"] = value_of(v.texts, v.list);
    one.update(place(v.origin.where));
    one["layer"] = model::word(v.origin.layer);
    const auto& cite = v.origin.cite;
    const auto* source = cite ? workflow.source(cite->source) : nullptr;
    const auto checked = cite && cite->checked != model::Checked::unsaid ? cite->checked
                         : source                                        ? source->checked
                                                                         : model::Checked::unsaid;
    one["cite"] =
        cite ? Json(cite->section.empty() ? cite->source : cite->source + " " + cite->section) : Json(nullptr);
    one["standing"] = text_or_null(std::string(model::word(checked)));
    one["because"] = text_or_null(v.origin.because);
    one["by"] = text_or_null(v.origin.by);
    one["date"] = text_or_null(v.origin.date);
    Json was = nullptr;
    if (v.origin.replaced_where) {
      was = place(v.origin.replaced_where);
      was["value"] = v.origin.replaced_text;
    }
    one["replaced"] = std::move(was);
    return one;
  });
  out["taken_away"] = each(gone, [](const model::TakenAway& g) {
    Json one = Json::object();
    one["what"] = g.what;
    one["layer"] = model::word(g.layer);
    one["because"] = text_or_null(g.because);
    one.update(place(g.where));
    return one;
  });
  return written(out);
}

}  // namespace v2v::view
