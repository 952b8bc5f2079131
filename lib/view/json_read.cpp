#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "view/json.h"
#include "view/json_reader.h"

namespace v2v::view {
namespace {

using calendar::Day;
using calendar::Instant;
using timeline::Firmness;
using timeline::State;
using timeline::Timeline;

constexpr std::string_view no_plan = "bad-plan";
constexpr int most = 1'000'000;                                   // visits
constexpr std::int64_t longest = std::int64_t{100} * 366 * 1440;  // minutes from its today: no slip in a year is a plan

template <class Enum, std::size_t n>
std::array<std::string_view, n> words_of() {
  std::array<std::string_view, n> out;
  for (std::size_t k = 0; k < n; ++k) {
    using model::word;
    using timeline::word;
    out[k] = word(static_cast<Enum>(k));
  }
  return out;
}

class Reading {
 public:
  explicit Reading(source::Diagnostics& wrong) : wrong_(wrong) {}

  Timeline run(const JsonNode& root) {
    JsonReader in = reader(root);
    out_.patient = in.text_or_null("patient");
    out_.centre = in.text_or_null("centre");
    out_.zone = zone(root, in);
    out_.tzdata = in.text("tzdata");
    out_.today = in.day("today");
    out_.day_zero = in.day_or_null("day_zero");
    out_.assumed = in.text("assumed");
    if (const auto* one = in.object("workflow")) workflow(*one);
    if (const auto* one = in.object_or_null("closed")) {
      JsonReader at = reader(*one);
      out_.closed = model::Closed{at.day("date"), at.text_or_null("reason"), {}};
    }
    in.list("stages", [&](const JsonNode& node) { stage(node); });
    in.list("gates", [&](const JsonNode& node) {
      JsonReader at = reader(node);
      timeline::Gate gate;
      gate.stage = at.text("stage");
      gate.gate = at.text("gate");
      gate.open = at.truth("open");
      out_.gates.push_back(std::move(gate));
    });
    in.list("breaches", [&](const JsonNode& node) {
      JsonReader at = reader(node);
      timeline::Breach breach;
      breach.text = at.text("text");
      breach.by_minutes = at.whole("by_minutes", 0, longest);
      out_.breaches.push_back(std::move(breach));
    });
    return std::move(out_);
  }

 private:
  JsonReader reader(const JsonNode& node) { return {node, wrong_, std::string(no_plan)}; }

  void workflow(const JsonNode& node) {
    JsonReader in = reader(node);
    out_.workflow = in.text("id");
    out_.workflow_title = in.text("title");
    out_.status = in.text("status");
    out_.edition = in.text_or_null("edition");
    out_.hash = in.text("hash");
  }

  /// Of a place or of the centre; null: dates only.
  std::string zone(const JsonNode& node, JsonReader& in) {
    std::string name = in.text_or_null("zone");
    if (!name.empty() && !calendar::Zone::load(name))
      in.fail(*node.find("zone"), "unknown-zone", fmt::format("there is no time zone '{}'", name));
    return name;
  }

  /// A moment, or a date where there is no zone.
  std::optional<Instant> when(const JsonNode& node, JsonReader& in, std::string_view key) {
    const std::string text = in.text_or_null(key);
    if (text.empty()) return std::nullopt;
    std::optional<Instant> at = parse_rfc3339(text);
    if (const auto day = calendar::parse_day(text); !at && day) at = Instant{std::int64_t{day->n} * 1440};
    if (at) {
      if (std::abs(at->minutes - std::int64_t{out_.today.n} * 1440) > longest)
        in.fail(*node.find(key), std::string(no_plan), "this is more than a hundred years from the plan's \"today\"");
      return at;
    }
    in.fail(*node.find(key), "bad-moment",
            fmt::format("\"{}\" takes a moment such as \"2026-09-21T09:00:00+01:00\", or null", key));
    return std::nullopt;
  }

  void stage(const JsonNode& node) {
    static const auto phases = words_of<model::Phase, 9>();
    static const auto kinds = words_of<model::Kind, 5>();
    static const auto states = words_of<State, 7>();
    static const auto firm = words_of<Firmness, 3>();
    JsonReader in = reader(node);
    timeline::Entry e;
    e.id = in.text("id");
    e.visit = in.number("visit", 1, most);
    e.visits = in.number("visits", 1, most);
    e.attempt = in.number("attempt", 1, most);
    e.instance = in.text_or_null("instance");
    e.title = in.text("title");
    e.phase = static_cast<model::Phase>(in.word("phase", phases));
    e.kind = static_cast<model::Kind>(in.word("kind", kinds));
    e.who = in.texts("who");
    e.place = in.text_or_null("place");
    e.zone = zone(node, in);
    e.start = when(node, in, "start");
    e.end = when(node, in, "end");
    e.date_only = in.truth("date_only");
    e.running = in.truth("running");
    e.range_from = when(node, in, "range_from");
    e.range_to = when(node, in, "range_to");
    e.ends_from = when(node, in, "ends_from");
    e.ends_to = when(node, in, "ends_to");
    if (const auto* day = node.find("day"); day && day->kind != JsonNode::null) e.day = in.number("day", -most, most);
    e.state = static_cast<State>(in.word("state", states));
    e.firmness = static_cast<Firmness>(in.word("firmness", firm));
    e.outcome = in.text_or_null("outcome");
    e.say = in.text_or_null("say");
    if (e.start && e.end && *e.end < *e.start)
      in.fail(*node.find("end"), std::string(no_plan), "\"end\" lies before \"start\"");
    out_.entries.push_back(std::move(e));
  }

  source::Diagnostics& wrong_;
  Timeline out_;
};

}  // namespace

source::Checked<Timeline> read_plan(const source::File& file) {
  const auto tree = json_tree(file, std::string(no_plan));
  if (!tree) return {std::nullopt, tree.diagnostics};
  const JsonNode& root = *tree.value;
  const auto refuse = [](const source::Span& where, std::string words) {
    return source::Checked<Timeline>{std::nullopt,
                                     {{std::string(no_plan),
                                       source::Severity::error,
                                       where,
                                       "this is no plan: " + words,
                                       {},
                                       "what `v2v plan --as json` writes can be read"}}};
  };
  const auto* schema = root.find("schema");
  if (!schema || schema->kind != JsonNode::whole || schema->n != 1)
    return refuse(schema ? schema->where : root.where, "\"schema\" is not 1");
  const auto* status = root.find("status");
  if (!status || !root.find("stages")) return refuse(root.where, "it has no \"status\" and no \"stages\"");
  if (status->kind != JsonNode::text || status->said != "planned")
    return refuse(status->where, "\"status\" is not \"planned\"");
  source::Diagnostics wrong;
  Timeline plan = Reading(wrong).run(root);
  std::stable_sort(wrong.begin(), wrong.end(),
                   [](const auto& a, const auto& b) { return a.where.begin < b.where.begin; });
  if (!wrong.empty()) return {std::nullopt, std::move(wrong)};
  return {std::move(plan), {}};
}

}  // namespace v2v::view
