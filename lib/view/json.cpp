#include "view/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/json_values.h"
#include "view/say.h"

namespace v2v::view {
namespace {

using timeline::Timeline;

Json cite(const timeline::Cited& c) {
  return {{"source", c.source}, {"section", text_or_null(c.section)}, {"checked", text_or_null(c.checked)}};
}

Json reason(const timeline::Reason& r) {
  return {{"text", r.text},
          {"minutes", r.minutes},
          {"file", file_or_null(r.where)},
          {"line", line_or_null(r.where)},
          {"cite", r.cite ? cite(*r.cite) : Json(nullptr)}};
}

Json entry(const timeline::Entry& e) {
  const auto zone = zone_of(e.zone);
  const auto when = [&](const std::optional<Instant>& t) {
    if (!t) return Json(nullptr);
    return Json(e.zone.empty() ? calendar::to_string(zone.wall(*t).day) : calendar::rfc3339(*t, zone));
  };
  Json out = Json::object();  // as in source/render_json.cpp: one that turns into an object later is not safe
  out["id"] = e.id;
  out["visit"] = e.visit;
  out["visits"] = e.visits;
  out["attempt"] = e.attempt;
  out["instance"] = text_or_null(e.instance);
  out["title"] = e.title.empty() ? e.id : e.title;
  out["phase"] = model::word(e.phase);
  out["kind"] = model::word(e.kind);
  out["who"] = each(e.who, [](const std::string& person) { return Json(person); });
  out["place"] = text_or_null(e.place);
  out["zone"] = text_or_null(e.zone);
  out["start"] = when(e.start);
  out["end"] = when(e.end);
  out["date_only"] = e.date_only;
  out["running"] = e.running;
  out["range_from"] = when(e.range_from);
  out["range_to"] = when(e.range_to);
  out["ends_from"] = when(e.ends_from);
  out["ends_to"] = when(e.ends_to);
  out["day"] = or_null(e.day);
  out["earliest"] = when(e.earliest);
  out["latest"] = when(e.latest);
  out["slack_minutes"] = or_null(e.slack_minutes);
  out["slack_working_minutes"] = or_null(e.slack_working_minutes);
  out["critical"] = e.critical;
  out["state"] = timeline::word(e.state);
  out["firmness"] = timeline::word(e.firmness);
  out["outcome"] = text_or_null(e.outcome);
  out["say"] = text_or_null(e.say);
  out["because"] = each(e.because, reason);
  out["cites"] = each(e.cites, cite);
  return out;
}

}  // namespace

std::string json(const Timeline& answer, std::string_view version) {
  Json out = Json::object();  // as in source/render_json.cpp: one that turns into an object later is not safe
  out["schema"] = 1;
  out["v2v"] = version;
  out["status"] = answer.conflict ? "clash" : "planned";
  out["workflow"] = {{"id", answer.workflow},
                     {"title", answer.workflow_title.empty() ? answer.workflow : answer.workflow_title},
                     {"status", answer.status},
                     {"edition", text_or_null(answer.edition)},
                     {"hash", answer.hash}};
  out["patient"] = text_or_null(answer.patient);
  out["centre"] = text_or_null(answer.centre);
  out["zone"] = text_or_null(answer.zone);
  out["tzdata"] = answer.tzdata;
  out["today"] = calendar::to_string(answer.today);
  out["day_zero"] = day_or_null(answer.day_zero);
  out["assumed"] = answer.assumed;
  out["assumptions"] = each(answer.assumptions, [](const std::string& text) { return Json(text); });
  if (answer.closed)
    out["assumptions"].push_back(fmt::format("closed on {}{}{}: nothing more is planned",
                                             calendar::to_string(answer.closed->date),
                                             answer.closed->reason.empty() ? "" : ": ", answer.closed->reason));
  for (const auto& warning : answer.warnings) out["assumptions"].push_back("warning: " + warning);
  out["closed"] = answer.closed ? Json{{"date", calendar::to_string(answer.closed->date)},
                                       {"reason", text_or_null(answer.closed->reason)}}
                                : Json(nullptr);
  out["stages"] = each(answer.entries, entry);
  auto gates = answer.gates;  // of a stage in the order of their ids: the order in the file says nothing
  for (auto from = gates.begin(); from != gates.end();) {
    const auto to = std::find_if(from, gates.end(), [&](const timeline::Gate& g) { return g.stage != from->stage; });
    std::sort(from, to, [](const timeline::Gate& a, const timeline::Gate& b) { return a.gate < b.gate; });
    from = to;
  }
  out["gates"] = each(gates, [](const timeline::Gate& g) {
    return Json{{"stage", g.stage}, {"gate", g.gate}, {"open", g.open}};
  });
  out["joined"] = each(answer.joined, [](const auto& pair) {  // of one visit list, where they cannot follow each other
    return Json::array({Json{{"id", pair[0].first}, {"visit", pair[0].second}},
                        Json{{"id", pair[1].first}, {"visit", pair[1].second}}});
  });
  out["milestones"] = each(answer.milestones, [](const timeline::Milestone& m) {
    return Json{{"id", m.id}, {"days", or_null(m.days)}, {"from", day_or_null(m.from)}, {"to", day_or_null(m.to)}};
  });
  out["breaches"] = each(answer.breaches, [](const timeline::Breach& b) {
    return Json{{"text", b.text},
                {"file", file_or_null(b.where)},
                {"line", line_or_null(b.where)},
                {"by_minutes", b.by_minutes}};
  });
  out["stale_sources"] = each(answer.stale_sources, [](const std::string& text) { return Json(text); });
  out["conflict"] = answer.conflict ? conflict(*answer.conflict) : Json(nullptr);
  return written(out);
}

}  // namespace v2v::view
