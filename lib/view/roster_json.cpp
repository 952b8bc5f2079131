#include "view/roster_json.h"

#include "view/json_values.h"
#include "view/roster_values.h"

namespace v2v::view {
namespace {

using timeline::Roster;
using timeline::Rostered;

Json step(const timeline::Resource::Step& s, const calendar::Zone& zone) {
  Json out = Json::object();  // as in source/render_json.cpp: one that turns into an object later is not safe
  out["from"] = calendar::rfc3339(s.from, zone);
  out["amount"] = s.amount;
  return out;
}

Json resource(const timeline::Resource& r, const calendar::Zone& zone) {
  Json out = Json::object();
  out["place"] = r.place;
  out["resource"] = r.resource;
  out["title"] = r.title;
  out["quota"] = r.quota;
  out["period"] = periods[static_cast<std::size_t>(r.period)];
  out["zone"] = r.zone;
  out["make_ready_minutes"] = r.make_ready;
  out["amounts"] = each(r.amounts, [&](const auto& s) { return step(s, zone); });
  return out;
}

Json where(const Span& span) {
  if (!span) return nullptr;
  Json out = Json::object();
  out["file"] = span.file->name;
  out["line"] = source::position(span).line;
  out["column"] = source::position(span).column;
  out["begin"] = span.begin;
  out["end"] = span.end;
  return out;
}

Json texts(const std::vector<std::string>& list) {
  return each(list, [](const std::string& text) { return Json(text); });
}

Json patient(const Rostered& p, const calendar::Zone& zone) {
  Json out = Json::object();
  out["patient"] = p.id;
  out["workflow"] = p.workflow;
  out["workflow_title"] = p.workflow_title;
  out["status"] = p.status;
  out["priority"] = p.priority;
  out["weight"] = p.weight;
  out["where"] = where(p.where);
  out["kind"] = kinds[static_cast<std::size_t>(p.kind)];
  out["why_not"] = p.why_not;
  out["due"] = day_or_null(p.due);
  out["due_from"] = dues[static_cast<std::size_t>(p.due_from)];
  out["day_zero"] = day_or_null(p.day_zero);
  out["alone"] = day_or_null(p.alone);
  out["queued_for"] = day_or_null(p.queued_for);
  out["days_late"] = p.days_late;
  out["place_in_list"] = p.place_in_list;
  out["lost"] = or_null(p.lost);
  out["slots"] = each(p.slots, [&](const auto& s) { return slot_json(s, zone); });
  out["blocked"] = each(p.blocked, [&](const auto& b) { return blocked_json(b, zone); });
  out["assumptions"] = texts(p.assumptions);
  return out;
}

Json named(const Roster& answer, int resource) {
  if (resource < 0 || static_cast<std::size_t>(resource) >= answer.resources.size()) return nullptr;
  return answer.resources[static_cast<std::size_t>(resource)].title;
}

Json hold(const timeline::Hold& h, const Roster& answer, const calendar::Zone& zone) {
  const bool known = h.patient >= 0 && static_cast<std::size_t>(h.patient) < answer.patients.size();
  Json out = Json::object();
  out["resource"] = named(answer, h.resource);
  out["patient"] = known ? Json(answer.patients[static_cast<std::size_t>(h.patient)].id) : Json(nullptr);
  out["stage"] = h.stage;
  out["title"] = h.title;
  out["visit"] = h.visit;
  out["attempt"] = h.attempt;
  out["from"] = calendar::rfc3339(h.from, zone);
  out["to"] = calendar::rfc3339(h.to, zone);
  out["n"] = h.n;
  out["state"] = timeline::word(h.state);
  out["expected"] = h.expected;
  out["likely"] = h.likely;
  return out;
}

Json over(const timeline::Over& o, const Roster& answer, const calendar::Zone& zone) {
  Json out = Json::object();
  out["resource"] = named(answer, o.resource);
  out["from"] = calendar::rfc3339(o.from, zone);
  out["to"] = calendar::rfc3339(o.to, zone);
  out["used"] = o.used;
  out["amount"] = o.amount;
  out["by"] = texts(o.by);
  return out;
}

Json freed(const timeline::Freed& f, const calendar::Zone& zone) {
  Json out = Json::object();
  out["patient"] = f.patient;
  out["reason"] = f.reason;
  out["resource"] = f.resource;
  out["stage"] = f.stage;
  out["title"] = f.title;
  out["from"] = calendar::rfc3339(f.from, zone);
  out["to"] = calendar::rfc3339(f.to, zone);
  out["offers"] = each(f.offers, [](const timeline::Freed::Offer& o) {
    Json one = Json::object();
    one["patient"] = o.patient;
    one["place_in_list"] = o.place_in_list;
    one["takes"] = o.takes;
    one["why_not"] = o.why_not;
    return one;
  });
  return out;
}

/// The file in the making: one key after the other, so that a programme of thousands never stands in memory twice.
class Lines {
 public:
  void value(std::string_view key, const Json& json) {
    begin(key);
    out_ += written(json);
  }
  template <class List, class Make>
  void list(std::string_view key, const List& list, Make make) {
    begin(key);
    out_ += '[';
    bool first = true;
    for (const auto& item : list) {
      out_ += std::exchange(first, false) ? "\n    " : ",\n    ";
      out_ += written(make(item));
    }
    out_ += first ? "]" : "\n  ]";
  }
  std::string done() { return out_ + "\n}\n"; }

 private:
  void begin(std::string_view key) {
    out_ += out_.empty() ? "{\n" : ",\n";
    out_.append("  ").append(written(Json(key))).append(": ");
  }
  static std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }
  std::string out_;
};

}  // namespace

Json slot_json(const timeline::Slot& s, const calendar::Zone& zone) {
  Json out = Json::object();
  out["stage"] = s.stage;
  out["title"] = s.title;
  out["visit"] = s.visit;
  out["visits"] = s.visits;
  out["attempt"] = s.attempt;
  out["place"] = s.place;
  out["start"] = calendar::rfc3339(s.start, zone);
  out["end"] = calendar::rfc3339(s.end, zone);
  out["state"] = timeline::word(s.state);
  out["uses"] = texts(s.uses);
  out["held_for"] = s.held_for ? Json(calendar::rfc3339(*s.held_for, zone)) : Json(nullptr);
  return out;
}

Json blocked_json(const timeline::Blocked& b, const calendar::Zone& zone) {
  Json out = Json::object();
  out["stage"] = b.stage;
  out["title"] = b.title;
  out["resource"] = b.resource;
  out["wanted"] = calendar::rfc3339(b.wanted, zone);
  out["given"] = calendar::rfc3339(b.given, zone);
  out["by"] = texts(b.by);
  out["kept_free"] = b.kept_free;
  out["kept_for"] = b.kept_for;
  out["not_there_from"] = b.not_there ? Json(calendar::rfc3339(b.not_there->first, zone)) : Json(nullptr);
  out["not_there_to"] = b.not_there ? Json(calendar::rfc3339(b.not_there->second, zone)) : Json(nullptr);
  return out;
}

Json objective_json(const timeline::Objective& o) {
  Json out = Json::object();
  out["not_placed"] = o.not_placed;
  out["weighted_late"] = o.weighted_late;
  out["moved"] = o.moved;
  out["waiting"] = o.waiting;
  return out;
}

std::string json(const Roster& answer, std::string_view version) {
  const auto zone = zone_of(answer.zone);
  Lines out;
  out.value("format", "vein2vein-roster");
  out.value("version", 1);
  out.value("v2v", version);
  out.value("programme", answer.programme);
  out.value("title", answer.title);
  out.value("centre", answer.centre);
  out.value("centre_title", answer.centre_title);
  out.value("zone", answer.zone);
  out.value("tzdata", answer.tzdata);
  out.value("first", calendar::to_string(answer.first));
  out.value("last", calendar::to_string(answer.last));
  out.value("today", calendar::to_string(answer.today));
  out.value("assumed", answer.assumed);
  out.value("waits_before", answer.waits_before);
  out.list("inputs", answer.inputs, [](const Roster::Input& input) {
    Json one;
    one["file"] = input.file;
    one["digest"] = input.digest;
    return one;
  });
  out.list("set", answer.set, [](const auto& resource) {
    Json one;
    one["resource"] = resource.first;
    one["n"] = resource.second;
    return one;
  });
  out.value("objective", objective_json(answer.objective));
  out.value("bound", objective_json(answer.bound));
  out.value("proved", answer.proved);
  out.value("iterations", answer.iterations);
  out.value("nodes", answer.nodes);
  out.value("seed", answer.seed);
  out.list("warnings", answer.warnings, [](const std::string& text) { return Json(text); });
  out.list("resources", answer.resources, [&](const auto& r) { return resource(r, zone); });
  out.list("patients", answer.patients, [&](const auto& p) { return patient(p, zone); });
  out.list("holds", answer.holds, [&](const auto& h) { return hold(h, answer, zone); });
  out.list("over", answer.over, [&](const auto& o) { return over(o, answer, zone); });
  out.list("freed", answer.freed, [&](const auto& f) { return freed(f, zone); });
  return out.done();
}

}  // namespace v2v::view
