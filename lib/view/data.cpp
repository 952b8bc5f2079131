#include "view/data.h"

#include <fmt/format.h>

#include "view/csv_row.h"
#include "view/json_values.h"

namespace v2v::view {
namespace {

using timeline::Change;
using timeline::Entry;
using timeline::Likely;
using timeline::Task;

std::string_view word(Change::Kind kind) {
  constexpr std::string_view words[] = {"happened", "corrected",  "moved", "ends",   "elsewhere",
                                        "booked",   "not booked", "added", "removed"};
  return words[kind];
}
std::string_view word(Task::Kind kind) {
  constexpr std::string_view words[] = {"say", "book", "firm", "move", "close"};
  return words[kind];
}
std::string_view word(timeline::Proof::Verdict verdict) {
  constexpr std::string_view words[] = {"holds", "fails", "undecided"};
  return words[verdict];
}

std::string day_text(const std::optional<Instant>& at, const std::string& zone) {
  return at ? calendar::to_string(day_in(*at, zone)) : "";
}
Json date(const std::optional<Instant>& at, const std::string& zone) {
  return at ? Json(day_text(at, zone)) : Json(nullptr);
}

std::string title(const Entry& e) {
  return e.title.empty() ? e.id : e.title;
}

Json begun(std::string_view kind, std::string_view version, const std::string& patient, Day today) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = kind;
  out["patient"] = text_or_null(patient);
  out["today"] = calendar::to_string(today);
  return out;
}

void put_stage(Json& out, const Entry& e) {
  out["id"] = e.id;
  out["visit"] = e.visit;
  out["attempt"] = e.attempt;
  out["title"] = title(e);
}

Json texts(const std::vector<std::string>& list) {
  return each(list, [](const std::string& text) { return Json(text); });
}

Json chances(const std::vector<timeline::Wish>& list) {
  return each(list, [](const timeline::Wish& wish) {
    Json out = Json::object();
    out["text"] = wish.text;
    out["chance"] = wish.chance;
    return out;
  });
}

std::string length(const calendar::Length& l) {
  return calendar::to_string(l);
}

Json likely(const Likely& l, const std::string& zone) {
  Json out = Json::object();
  put_stage(out, l.entry);
  out["kind"] = model::word(l.entry.kind);
  out["planned"] = date(l.entry.start, zone);
  out["chance"] = l.chance;
  const auto put = [&](const char* key, const std::optional<Likely::Quantile>& q) {
    Json at = Json::object();
    at["at"] = q ? date(q->at, zone) : Json(nullptr);
    at["from"] = q ? date(q->low, zone) : Json(nullptr);
    at["to"] = q ? date(q->high, zone) : Json(nullptr);
    out[key] = std::move(at);
  };
  put("p10", l.p10);
  put("p50", l.p50);
  put("p80", l.p80);
  put("p90", l.p90);
  out["foreseen_p50"] = date(l.foreseen_p50, zone);
  out["foreseen_p90"] = date(l.foreseen_p90, zone);
  out["told_moves"] = or_null(l.told_moves);
  return out;
}

Json conflict_or_null(const std::optional<timeline::Conflict>& c) {
  return c ? conflict(*c) : Json(nullptr);
}

}  // namespace

std::string json(const timeline::Forecast& a, std::string_view version) {
  Json out = begun("forecast", version, a.plan.patient, a.plan.today);
  const std::string& zone = a.plan.zone;
  out["status"] = a.plan.conflict ? "clash" : "planned";
  out["day_zero"] = day_or_null(a.plan.day_zero);
  out["runs"] = a.runs;
  out["seed"] = a.seed;
  out["stages"] = each(a.likely, [&](const Likely& l) { return likely(l, zone); });
  out["otherwise"] = each(a.otherwise, [&](const Likely& l) { return likely(l, zone); });
  out["wishes"] = chances(a.wishes);
  out["leaves"] = chances(a.leaves);
  out["lost"] = chances(a.lost);
  out["broken"] = a.broken;
  out["drawn"] = texts(a.drawn);
  out["left_as_is"] = texts(a.left_as_is);
  out["conflict"] = conflict_or_null(a.plan.conflict);
  return written(out);
}

std::string json(const timeline::Proof& a, std::string_view version) {
  Json out = begun("proof", version, a.plan.patient, a.plan.today);
  const std::string& zone = a.plan.zone;
  out["status"] = a.plan.conflict ? "clash" : "planned";
  out["day_zero"] = day_or_null(a.plan.day_zero);
  out["verdict"] = a.plan.conflict ? Json(nullptr) : Json(word(a.verdict));
  out["as_planned"] = a.as_planned;
  out["never_retold"] = a.never_retold;
  out["ways"] = a.ways;
  out["histories"] = a.histories;
  out["because"] = text_or_null(a.because);
  out["lengths"] = each(a.unsure, [](const timeline::Unsure& u) {
    Json one = Json::object();
    one["id"] = u.id;
    one["visit"] = u.visit;
    one["begins"] = u.begins;
    one["text"] = u.text;
    one["least"] = length(u.least);
    one["most"] = length(u.most);
    one["safe_least"] = u.safe ? Json(length(u.safe->first)) : Json(nullptr);
    one["safe_most"] = u.safe ? Json(length(u.safe->second)) : Json(nullptr);
    return one;
  });
  out["turns"] = texts(a.turns);
  out["no_matter"] = texts(a.no_matter);
  out["left_as_is"] = texts(a.left_as_is);
  out["otherwise"] = each(a.otherwise, [](const timeline::IfOtherwise& o) {
    Json one = Json::object();
    one["text"] = o.text;
    one["day_zero_first"] = day_or_null(o.first);
    one["day_zero_last"] = day_or_null(o.last);
    one["ends"] = o.ends;
    one["fallen"] = texts(o.fallen);
    return one;
  });
  out["waits"] = each(a.waits, [&](const timeline::Waits& w) {
    Json one = Json::object();
    put_stage(one, w.entry);
    one["behind"] = text_or_null(w.behind);
    one["first"] = date(w.first, zone);
    one["last"] = date(w.last, zone);
    one["days_least"] = w.days_least;
    one["days_most"] = w.days_most;
    return one;
  });
  out["story"] = texts(a.story);
  out["too_soon"] = each(a.too_soon, [](const timeline::ClashRule& rule) { return Json(rule.text); });
  out["changes"] = texts(a.changes);
  out["conflict"] = conflict_or_null(a.plan.conflict ? a.plan.conflict : a.conflict);
  return written(out);
}

std::string json(const std::vector<std::string>& wrong, const std::string& patient, Day today,
                 std::string_view version) {
  Json out = begun("check", version, patient, today);
  out["accepted"] = wrong.empty();
  out["wrong"] = texts(wrong);
  return written(out);
}

std::string json(const timeline::Comparison& a, std::string_view version) {
  Json out = begun("comparison", version, a.patient, a.today);
  out["before_today"] = calendar::to_string(a.before_today);
  out["day_zero_before"] = day_or_null(a.day_zero_before);
  out["day_zero"] = day_or_null(a.day_zero);
  out["changes"] = each(a.changes, [&](const Change& c) {
    Json one = Json::object();
    const Entry& e = c.kind == Change::removed ? c.before : c.now;
    one["change"] = word(c.kind);
    put_stage(one, e);
    one["first_visit"] = c.first_visit;
    one["last_visit"] = c.last_visit;
    one["before"] = date(c.before.start, a.zone);
    one["now"] = date(c.now.start, a.zone);
    one["place_before"] = text_or_null(c.before.place);
    one["place"] = text_or_null(c.now.place);
    one["days_least"] = c.days;
    one["days_most"] = c.days_most;
    return one;
  });
  out["told"] = each(a.told, [](const timeline::Told& t) {
    Json one = Json::object();
    one["whom"] = t.whom;
    one["title"] = text_or_null(t.title);
    one["changes"] = each(t.changes, [](std::size_t k) { return Json(k); });
    return one;
  });
  out["breaches"] = each(a.breaches, [](const timeline::Breach& b) { return Json(b.text); });
  out["closed"] = a.closed ? Json(calendar::to_string(a.closed->date)) : Json(nullptr);
  return written(out);
}

std::string json(const timeline::Replan& a, const std::string& patient, Day today, std::string_view version) {
  Json out = begun("replan", version, patient, today);
  const auto when = [](const model::Fact& fact) { return Json(calendar::to_string(fact.from.day)); };
  out["moved"] = each(a.moved, [&](const timeline::Moved& m) {
    Json one = Json::object();
    one["id"] = m.id;
    one["visit"] = m.visit;
    one["attempt"] = m.attempt;
    one["title"] = m.title;
    one["was"] = when(m.was);
    one["now"] = when(m.now);
    one["days"] = m.days;
    one["falls"] = m.falls;
    return one;
  });
  out["reasons"] = each(a.reasons, [](const timeline::Replan::Reason& r) {
    Json one = Json::object();
    one["bookings"] = texts(r.bookings);
    one["clash"] = conflict(r.clash);
    return one;
  });
  out["days"] = a.days;
  out["fewest_days"] = a.fewest_days;
  out["overdue"] = each(a.overdue, [&](const timeline::Moved& m) {
    Json one = Json::object();
    one["id"] = m.id;
    one["visit"] = m.visit;
    one["attempt"] = m.attempt;
    one["was"] = when(m.was);
    return one;
  });
  out["stuck"] = conflict_or_null(a.stuck);
  return written(out);
}

std::string json(const timeline::Todo& a, std::string_view version) {
  Json out = begun("todo", version, a.patient, a.today);
  out["closed"] = a.closed ? Json(calendar::to_string(a.closed->date)) : Json(nullptr);
  out["tasks"] = each(a.tasks, [&](const Task& t) {
    Json one = Json::object();
    one["task"] = word(t.kind);
    one["by"] = calendar::to_string(t.by);
    put_stage(one, t.entry);
    one["planned"] = date(t.entry.start, a.zone);
    one["can_be_until"] = day_or_null(t.can_be_until);
    one["touches"] = t.touches;
    return one;
  });
  return written(out);
}

std::string csv(const timeline::Forecast& a) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto* name : {"patient", "workflow", "stage", "attempt", "title", "in_plan", "planned", "chance", "p10",
                             "p50", "p80", "p90", "p90_from", "p90_to", "foreseen_p50", "foreseen_p90", "told_moves"})
      head.text(name);
  }
  const std::string& zone = a.plan.zone;
  const auto day = [&](const std::optional<Instant>& at) { return day_text(at, zone); };
  for (const auto* list : {&a.likely, &a.otherwise})
    for (const Likely& l : *list) {
      const auto at = [&](const std::optional<Likely::Quantile>& q) { return q ? day(q->at) : ""; };
      CsvRow row(out);
      row.text(a.plan.patient).text(a.plan.workflow).text(l.entry.id).number(std::optional(l.entry.attempt));
      row.text(title(l.entry)).text(list == &a.likely ? "yes" : "no").text(day(l.entry.start));
      row.number(std::optional(l.chance)).text(at(l.p10)).text(at(l.p50)).text(at(l.p80)).text(at(l.p90));
      row.text(l.p90 ? day(l.p90->low) : "").text(l.p90 ? day(l.p90->high) : "");
      row.text(day(l.foreseen_p50)).text(day(l.foreseen_p90)).number(l.told_moves);
    }
  return out;
}

std::string csv(const timeline::Comparison& a) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto* name : {"patient", "change", "stage", "first_visit", "last_visit", "attempt", "title", "before",
                             "now", "place_before", "place", "days_least", "days_most", "tell"})
      head.text(name);
  }
  for (std::size_t k = 0; k < a.changes.size(); ++k) {
    const Change& c = a.changes[k];
    const Entry& e = c.kind == Change::removed ? c.before : c.now;
    std::string tell;
    for (const auto& told : a.told)
      if (std::find(told.changes.begin(), told.changes.end(), k) != told.changes.end())
        tell += (tell.empty() ? "" : "; ") + told.whom;
    CsvRow row(out);
    row.text(a.patient).text(word(c.kind)).text(e.id);
    row.number(std::optional(c.first_visit)).number(std::optional(c.last_visit)).number(std::optional(e.attempt));
    row.text(title(e)).text(day_text(c.before.start, a.zone)).text(day_text(c.now.start, a.zone));
    row.text(c.before.place).text(c.now.place).number(std::optional(c.days)).number(std::optional(c.days_most));
    row.text(tell);
  }
  return out;
}

std::string csv(const timeline::Todo& a) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto* name :
         {"patient", "by", "task", "stage", "visit", "attempt", "title", "planned", "can_be_until", "touches"})
      head.text(name);
  }
  for (const Task& t : a.tasks) {
    CsvRow row(out);
    row.text(a.patient).text(calendar::to_string(t.by)).text(word(t.kind)).text(t.entry.id);
    row.number(std::optional(t.entry.visit)).number(std::optional(t.entry.attempt)).text(title(t.entry));
    row.text(day_text(t.entry.start, a.zone)).text(t.can_be_until ? calendar::to_string(*t.can_be_until) : "");
    row.text(t.touches ? "yes" : "no");
  }
  return out;
}

}  // namespace v2v::view
