// Staleness for other programs and for spreadsheets.
#include <fmt/format.h>

#include "view/csv_row.h"
#include "view/json_values.h"
#include "view/stale.h"

namespace v2v::view {
namespace {

using timeline::Change;
using timeline::OldSource;
using timeline::Stale;

constexpr std::string_view states[] = {"current", "unknown", "moved", "rules-changed", "no-plan"};

std::string_view word(Change::Kind kind) {
  switch (kind) {
    case Change::ends:
      return "ends";
    case Change::elsewhere:
      return "elsewhere";
    case Change::added:
      return "added";
    case Change::removed:
      return "removed";
    default:
      return "moved";
  }
}

const timeline::Entry& entry_of(const Change& c) {
  return c.kind == Change::removed ? c.before : c.now;
}

/// What is printed of a change: where it ends, where that alone is other, else where it starts.
std::string shown(const Change& c, const timeline::Entry& e, const std::string& zone) {
  const auto& at = c.kind == Change::ends ? e.end : e.start;
  return at ? calendar::to_string(day_in(*at, zone)) : "";
}

std::vector<std::string> told(const Stale& s, std::size_t change) {
  std::vector<std::string> out;
  for (const auto& t : s.differs.told)
    for (const std::size_t k : t.changes)
      if (k == change) out.push_back(t.whom);
  return out;
}

Json texts(const std::vector<std::string>& list) {
  return each(list, [](const std::string& text) { return Json(text); });
}

Json source(const OldSource& s, const std::string& zone) {
  Json out = Json::object();
  out["id"] = s.id;
  out["title"] = s.title;
  out["review_by"] = calendar::to_string(s.review_by);
  out["stages"] = each(s.rests, [&](const timeline::Entry& e) {
    Json one = Json::object();
    one["id"] = e.id;
    one["title"] = e.title.empty() ? e.id : e.title;
    one["date"] = e.start ? Json(calendar::to_string(day_in(*e.start, zone))) : Json(nullptr);
    return one;
  });
  return out;
}

Json change(const Stale& s, std::size_t k) {
  const Change& c = s.differs.changes[k];
  Json out = Json::object();
  out["change"] = word(c.kind);
  out["id"] = entry_of(c).id;
  out["attempt"] = entry_of(c).attempt;
  out["title"] = entry_of(c).title;
  out["first_visit"] = c.first_visit;
  out["last_visit"] = c.last_visit;
  out["printed"] = text_or_null(c.kind == Change::added ? "" : shown(c, c.before, s.zone));
  out["now"] = text_or_null(c.kind == Change::removed ? "" : shown(c, c.now, s.zone));
  out["place_printed"] = text_or_null(c.before.place);
  out["place"] = text_or_null(c.now.place);
  out["days_least"] = c.days;
  out["days_most"] = c.days_most;
  out["told"] = texts(told(s, k));
  return out;
}

Json patient(const Stale& s) {
  Json out = Json::object();
  out["patient"] = s.patient;
  out["file"] = text_or_null(s.file);
  out["workflow"] = s.workflow;
  out["state"] = states[s.kind];
  out["wrong"] = s.wrong();
  out["planned_with"] = text_or_null(s.hash_then);
  out["hash"] = s.hash_now;
  out["printed_on"] = day_or_null(s.printed_on);
  out["noted_since"] = s.noted_since;
  out["changes"] = Json::array();
  for (std::size_t k = 0; k < s.differs.changes.size(); ++k) out["changes"].push_back(change(s, k));
  out["reworded"] = each(s.reworded, [](const Stale::Reworded& r) {
    Json one = Json::object();
    one["id"] = r.now.id;
    one["what"] = r.title ? "title" : "say";
    one["printed"] = text_or_null(r.before);
    one["now"] = text_or_null(r.after);
    one["told"] = texts(r.now.who);
    return one;
  });
  out["sources"] = each(s.sources, [&](const OldSource& one) { return source(one, s.zone); });
  out["conflict"] = s.conflict ? conflict(*s.conflict) : Json(nullptr);
  return out;
}

}  // namespace

std::string json(const timeline::Staleness& a, std::string_view version) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = "stale";
  out["today"] = calendar::to_string(a.today);
  out["rules"] = each(a.rules, [](const timeline::Rules& r) {
    Json one = Json::object();
    one["workflow"] = r.workflow;
    one["status"] = r.status;
    one["hash"] = r.hash;
    one["approved_by"] = text_or_null(r.approved_by);
    one["approved_on"] = day_or_null(r.approved_on);
    one["approved_hash"] = text_or_null(r.approved_hash);
    one["sources"] = each(r.sources, [](const OldSource& s) {
      Json old = Json::object();
      old["id"] = s.id;
      old["title"] = s.title;
      old["review_by"] = calendar::to_string(s.review_by);
      return old;
    });
    return one;
  });
  out["patients"] = each(a.patients, patient);
  return written(out);
}

std::string csv(const timeline::Staleness& a) {
  std::string out =
      "patient,file,state,what,stage,title,first_visit,last_visit,printed,now,days_least,days_most,told,source,review_"
      "by\r\n";
  struct Cells {
    std::string_view what;
    std::string stage, title;
    std::optional<int> first, last;
    std::string printed, now;
    std::optional<int> least, most;
    std::string told, source, review_by;
  };
  const auto put = [&](const Stale& s, const Cells& c) {
    CsvRow row(out);
    row.text(s.patient).text(s.file).text(states[s.kind]).text(c.what).text(c.stage).text(c.title);
    row.number(c.first).number(c.last).text(c.printed).text(c.now).number(c.least).number(c.most);
    row.text(c.told).text(c.source).text(c.review_by);
  };
  for (const Stale& s : a.patients) {
    if (s.kind == Stale::no_plan || s.kind == Stale::unknown)
      put(s, {states[s.kind], "", "", {}, {}, "", "", {}, {}, "", "", ""});
    for (std::size_t k = 0; k < s.differs.changes.size(); ++k) {
      const Change& c = s.differs.changes[k];
      const bool place = c.kind == Change::elsewhere;
      put(s, {word(c.kind), entry_of(c).id, entry_of(c).title, c.first_visit, c.last_visit,
              place                     ? c.before.place
              : c.kind == Change::added ? ""
                                        : shown(c, c.before, s.zone),
              place                       ? c.now.place
              : c.kind == Change::removed ? ""
                                          : shown(c, c.now, s.zone),
              c.days, c.days_most, fmt::format("{}", fmt::join(told(s, k), "; ")), "", ""});
    }
    for (const auto& r : s.reworded)
      put(s, {r.title ? "title" : "say",
              r.now.id,
              r.now.title,
              {},
              {},
              r.before,
              r.after,
              {},
              {},
              fmt::format("{}", fmt::join(r.now.who, "; ")),
              "",
              ""});
    for (const auto& one : s.sources)
      for (const auto& e : one.rests)
        put(s, {"source",
                e.id,
                e.title,
                {},
                {},
                e.start ? calendar::to_string(day_in(*e.start, s.zone)) : "",
                "",
                {},
                {},
                "",
                one.id,
                calendar::to_string(one.review_by)});
  }
  return out;
}

}  // namespace v2v::view
