#include "prove/certificate.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace v2v::prove {

namespace {

using Json = nlohmann::ordered_json;
using calendar::Instant;
using timeline::Entry;
using timeline::State;

constexpr const char* format = "v2v-certificate-2";
constexpr std::string_view assumptions[] = {"least", "likely", "most", "p80"};

/// Objects and lists are made as such: one that turns into one later is not safe where memory runs out.
template <class... T>
Json list(const T&... items) {
  Json out = Json::array();
  (out.push_back(Json(items)), ...);
  return out;
}

Json spot(const source::Span& where) {
  return where ? list(where.file->name, where.begin, where.end) : Json(nullptr);
}

Json entry(const Entry& e) {
  Json out = Json::object();
  out["stage"] = e.id;
  out["visit"] = e.visit;
  out["attempt"] = e.attempt;
  if (e.start) out["start"] = e.start->minutes;
  if (e.end) out["end"] = e.end->minutes;
  if (e.day) out["day"] = *e.day;
  if (!e.place.empty()) out["place"] = e.place;
  if (!e.zone.empty()) out["zone"] = e.zone;
  out["state"] = timeline::word(e.state);
  out["firmness"] = timeline::word(e.firmness);
  if (!e.outcome.empty()) out["outcome"] = e.outcome;
  for (const auto& [word, said] : {std::pair{"date_only", e.date_only},
                                   {"running", e.running},
                                   {"outcome_assumed", e.outcome_assumed},
                                   {"milestone", e.milestone}})
    if (said) out[word] = true;
  return out;
}

Json plan(const timeline::Timeline& p) {
  Json out = Json::object();
  out["day_zero"] = p.day_zero ? Json(calendar::to_string(*p.day_zero)) : Json(nullptr);
  Json breaches = Json::array(), gates = Json::array(), joined = Json::array();
  for (const auto& breach : p.breaches) {
    Json row = Json::object();
    row["text"] = breach.text;
    row["where"] = spot(breach.where);
    row["by"] = breach.by_minutes;
    breaches.push_back(std::move(row));
  }
  for (const auto& gate : p.gates) {
    Json row = Json::object();
    row["stage"] = gate.stage;
    row["gate"] = gate.gate;
    row["open"] = gate.open;
    gates.push_back(std::move(row));
  }
  for (const auto& pair : p.joined)
    joined.push_back(list(pair[0].first, pair[0].second, pair[1].first, pair[1].second));
  if (!breaches.empty()) out["breaches"] = std::move(breaches);
  if (!gates.empty()) out["gates"] = std::move(gates);
  if (!joined.empty()) out["joined"] = std::move(joined);
  out["visits"] = Json::array();
  for (const Entry& e : p.entries) out["visits"].push_back(entry(e));
  return out;
}

/// Thrown and caught here: what a certificate says that none can say.
struct Unreadable {
  std::string text;
};

template <class Word, std::size_t n>
Word read_word(const Json& from, const Word (&all)[n]) {
  const auto said = from.get<std::string>();
  for (const Word one : all)
    if (timeline::word(one) == said) return one;
  throw Unreadable{fmt::format("'{}' is no such word", said)};
}

class Reader {
 public:
  Reader(const model::Case& what, const source::Sources& sources) : what_(what), sources_(sources) {}

  Certificate read(const Json& from) {
    if (!from.is_object() || from.value("format", "") != format) throw Unreadable{fmt::format("it is no {}", format)};
    Certificate out;
    out.patient = from.at("patient").get<std::string>();
    out.workflow = from.at("workflow").get<std::string>();
    out.hash = from.at("rules").get<std::string>();
    out.today = day(from.at("today"));
    const auto assumed = from.at("assumed").get<std::string>();
    bool known = false;
    for (std::size_t k = 0; k < std::size(assumptions); ++k)
      if (assumptions[k] == assumed) out.assume = static_cast<plan::Assume>(k), known = true;
    if (!known) throw Unreadable{fmt::format("'{}' is no such word", assumed)};
    out.told = from.at("never_retold").get<bool>();
    for (const Json& row : from.at("lengths")) {
      auto& unsure = out.unsure.emplace_back();
      unsure.what = {row.at("stage").get<std::string>(), row.at("visit").get<int>(), false};
      for (const Json& part : row.at("parts")) unsure.parts.emplace_back(length(part.at(0)), length(part.at(1)));
    }
    out.ways.clear();
    for (const Json& row : from.at("ways")) {
      auto& way = out.ways.emplace_back();
      for (const Json& one : row) {
        const plan::Ending of{one.at("stage").get<std::string>(), count(one.at("attempt")),
                              one.contains("visit") ? count(one.at("visit")) : 0};
        way.answers.push_back({of, one.at("ends").get<std::string>()});
      }
    }
    for (const Json& row : from.at("histories")) {
      auto& history = out.histories.emplace_back();
      history.way = row.at("way").get<int>();
      if (row.contains("fallen"))
        for (const Json& where : row.at("fallen")) history.fallen.push_back(spot(where));
      history.parts = row.at("parts").get<std::vector<int>>();
      history.plan = plan(row);
      history.plan.today = out.today;
    }
    return out;
  }

 private:
  static calendar::Day day(const Json& from) {
    const auto found = calendar::parse_day(from.get<std::string>());
    if (!found) throw Unreadable{fmt::format("'{}' is no date", from.get<std::string>())};
    return *found;
  }
  static calendar::Length length(const Json& from) {
    constexpr std::int64_t longest = 10'000'000;
    const auto found = calendar::parse_length(from.get<std::string>());
    if (!found || found->n > longest) throw Unreadable{fmt::format("'{}' is no length", from.get<std::string>())};
    return *found;
  }
  static Instant instant(const Json& from) {
    constexpr std::int64_t furthest = 200'000'000;  // some 380 years
    const auto minutes = from.get<std::int64_t>();
    if (minutes < -furthest || minutes > furthest) throw Unreadable{fmt::format("{} is no minute", minutes)};
    return Instant{minutes};
  }
  static int count(const Json& from) {
    constexpr std::int64_t most = 100'000;
    const auto n = from.get<std::int64_t>();
    if (n < 1 || n > most) throw Unreadable{fmt::format("{} is no number of a visit", n)};
    return static_cast<int>(n);
  }
  source::Span spot(const Json& from) const {
    if (from.is_null()) return {};
    const auto name = from.at(0).get<std::string>();
    for (const source::File& file : sources_.files()) {
      if (file.name != name) continue;
      const auto begin = from.at(1).get<std::uint32_t>(), end = from.at(2).get<std::uint32_t>();
      if (begin <= end && end <= file.text.size()) return {&file, begin, end};
    }
    throw Unreadable{"it points to where there is nothing in these files"};
  }

  timeline::Timeline plan(const Json& from) const {
    timeline::Timeline out;
    out.workflow = what_.workflow.id;
    out.patient = what_.patient.id;
    if (what_.centre) out.zone = what_.centre->zone.name();
    if (!from.at("day_zero").is_null()) out.day_zero = day(from.at("day_zero"));
    if (from.contains("breaches"))
      for (const Json& row : from.at("breaches"))
        out.breaches.push_back(
            {row.at("text").get<std::string>(), spot(row.at("where")), row.at("by").get<std::int64_t>()});
    if (from.contains("gates"))
      for (const Json& row : from.at("gates"))
        out.gates.push_back(
            {row.at("stage").get<std::string>(), row.at("gate").get<std::string>(), row.at("open").get<bool>()});
    if (from.contains("joined"))
      for (const Json& row : from.at("joined"))
        out.joined.push_back({{{row.at(0).get<std::string>(), row.at(1).get<int>()},
                               {row.at(2).get<std::string>(), row.at(3).get<int>()}}});
    std::map<std::string, int> visits, attempts;
    for (const Json& row : from.at("visits")) {
      out.entries.push_back(entry(row));
      const Entry& e = out.entries.back();
      visits[e.id] = std::max(visits[e.id], e.visit);
      attempts[e.id] = std::max(attempts[e.id], e.attempt);
    }
    for (Entry& e : out.entries) e.visits = visits[e.id], e.attempts = attempts[e.id];
    return out;
  }

  Entry entry(const Json& row) const {
    constexpr State states[] = {State::planned,    State::held,    State::booked,   State::happened,
                                State::unrecorded, State::overdue, State::cancelled};
    constexpr timeline::Firmness firm[] = {timeline::Firmness::firm, timeline::Firmness::likely,
                                           timeline::Firmness::unknown};
    Entry e;
    e.id = row.at("stage").get<std::string>();
    const model::Stage* stage = what_.workflow.stage(e.id);
    if (!stage) throw Unreadable{fmt::format("'{}' is no stage of {}", e.id, what_.workflow.id)};
    e.title = stage->title;
    e.phase = stage->phase;
    e.kind = stage->kind;
    e.who = stage->who;
    e.where = stage->origin.where;
    e.visit = count(row.at("visit"));
    e.attempt = count(row.at("attempt"));
    if (row.contains("start")) e.start = instant(row.at("start"));
    if (row.contains("end")) e.end = instant(row.at("end"));
    if (row.contains("day")) e.day = row.at("day").get<int>();
    e.place = row.value("place", "");
    e.zone = row.value("zone", "");
    e.outcome = row.value("outcome", "");
    e.state = read_word(row.at("state"), states);
    e.firmness = read_word(row.at("firmness"), firm);
    e.date_only = row.value("date_only", false);
    e.running = row.value("running", false);
    e.outcome_assumed = row.value("outcome_assumed", false);
    e.milestone = row.value("milestone", false);
    return e;
  }

  const model::Case& what_;
  const source::Sources& sources_;
};

}  // namespace

std::string write(const Certificate& of) {
  Json out = Json::object();
  out["format"] = format;
  out["patient"] = of.patient;
  out["workflow"] = of.workflow;
  out["rules"] = of.hash;
  out["today"] = calendar::to_string(of.today);
  out["assumed"] = assumptions[static_cast<std::size_t>(of.assume)];
  out["never_retold"] = of.told;
  out["lengths"] = Json::array();
  for (const auto& unsure : of.unsure) {
    Json row = Json::object(), parts = Json::array();
    row["stage"] = unsure.what.stage;
    row["visit"] = unsure.what.visit;
    for (const auto& [least, most] : unsure.parts)
      parts.push_back(list(calendar::to_string(least), calendar::to_string(most)));
    row["parts"] = std::move(parts);
    out["lengths"].push_back(std::move(row));
  }
  out["ways"] = Json::array();
  for (const auto& way : of.ways) {
    Json row = Json::array();
    for (const Said& said : way.answers) {
      Json one = Json::object();
      one["stage"] = said.of.stage;
      one["attempt"] = said.of.attempt;
      if (said.of.visit > 0) one["visit"] = said.of.visit;
      one["ends"] = said.ends;
      row.push_back(std::move(one));
    }
    out["ways"].push_back(std::move(row));
  }
  out["histories"] = Json::array();
  for (const auto& history : of.histories) {
    Json row = plan(history.plan);
    row["way"] = history.way;
    Json fallen = Json::array();
    for (const source::Span& where : history.fallen) fallen.push_back(spot(where));
    if (!fallen.empty()) row["fallen"] = std::move(fallen);
    Json parts = Json::array();
    for (const int part : history.parts) parts.push_back(part);
    row["parts"] = std::move(parts);
    out["histories"].push_back(std::move(row));
  }
  return out.dump(1) + "\n";
}

source::Checked<Certificate> read(const source::File& file, const model::Case& what, const source::Sources& sources) {
  const auto wrong = [&](const std::string& text) -> source::Checked<Certificate> {
    return {std::nullopt,
            {{"bad-certificate", source::Severity::error, {&file, 0, 0}, "this is no certificate: " + text, {}, ""}}};
  };
  try {
    return {Reader(what, sources).read(Json::parse(file.text)), {}};
  } catch (const Unreadable& why) {
    return wrong(why.text);
  } catch (const Json::exception& why) {
    const std::string text = why.what();  // [json.exception.parse_error.101] parse error at line 1, ...
    const auto from = text.find("] ");
    return wrong(from == text.npos ? text : text.substr(from + 2));
  }
}

}  // namespace v2v::prove
