#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "view/json_reader.h"
#include "view/roster_json.h"
#include "view/roster_values.h"

namespace v2v::view {
namespace {

using timeline::Hold;
using timeline::Roster;

constexpr int most = 1'000'000;
constexpr std::int64_t most_minutes = 100'000'000;  // of making ready
constexpr std::int64_t any_number = INT64_MAX;
constexpr int longest = 366 * 20;  // days of a period, so that a slip in a year makes no census of a millennium
const std::array<std::string_view, 4> states{"planned", "held", "booked", "happened"};

class Reading {
 public:
  Reading(source::Sources& sources, source::Diagnostics& wrong) : sources_(sources), wrong_(wrong) {}

  Roster run(const JsonNode& root) {
    JsonReader in(root, wrong_);
    in.text("format"), in.whole("version", 1, 1), in.text("v2v");
    r_.programme = in.text("programme");
    r_.title = in.text("title");
    r_.centre = in.text("centre");
    r_.centre_title = in.text("centre_title");
    r_.zone = in.zone("zone");
    r_.tzdata = in.text("tzdata");
    r_.first = in.day("first");
    r_.last = in.day("last");
    const bool dates = wrong_.empty();  // else one of them may be none
    if (dates && r_.last < r_.first) in.fail(root, "ends-before-it-begins", "\"last\" lies before \"first\"");
    if (dates && r_.last - r_.first > longest)
      in.fail(root, "bad-roster", fmt::format("the period is longer than {} days", longest));
    r_.today = in.day("today");
    r_.assumed = in.text("assumed");
    r_.waits_before = in.text("waits_before");
    in.list("inputs", [&](const JsonNode& node) { input(node); });
    in.list("set", [&](const JsonNode& node) { set(node); });
    if (const auto* one = in.object("objective")) r_.objective = objective(*one);
    if (const auto* one = in.object("bound")) r_.bound = objective(*one);
    r_.proved = in.truth("proved");
    r_.iterations = in.whole("iterations", 0, any_number);
    r_.nodes = in.whole("nodes", 0, any_number);
    r_.seed = static_cast<std::uint64_t>(in.whole("seed", 1, any_number));
    r_.warnings = in.texts("warnings");
    in.list("resources", [&](const JsonNode& node) { resource(node); });
    in.list("patients", [&](const JsonNode& node) { patient(node); });
    in.list("holds", [&](const JsonNode& node) { hold(node); });
    in.list("over", [&](const JsonNode& node) { over(node); });
    in.list("freed", [&](const JsonNode& node) { freed(node); });
    in.done();
    return std::move(r_);
  }

 private:
  timeline::Objective objective(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Objective o;
    o.not_placed = in.whole("not_placed", 0, any_number);
    o.weighted_late = in.whole("weighted_late", 0, any_number);
    o.moved = in.whole("moved", 0, any_number);
    o.waiting = in.whole("waiting", -any_number, any_number);
    in.done();
    return o;
  }

  void input(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Roster::Input one;
    one.file = in.text("file");
    one.digest = in.text("digest");
    in.done();
    r_.inputs.push_back(std::move(one));
  }

  void set(const JsonNode& node) {
    JsonReader in(node, wrong_);
    std::pair<std::string, int> one;
    one.first = in.text("resource");
    one.second = in.number("n", 0, most);
    in.done();
    r_.set.push_back(std::move(one));
  }

  void resource(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Resource one;
    one.place = in.text("place");
    one.resource = in.text("resource");
    one.title = in.text("title");
    one.quota = in.truth("quota");
    one.period = static_cast<timeline::Resource::Period>(in.word("period", periods));
    one.zone = in.zone("zone");
    one.make_ready = in.whole("make_ready_minutes", 0, most_minutes);
    in.list("amounts", [&](const JsonNode& item) {
      JsonReader at(item, wrong_);
      timeline::Resource::Step step;
      step.from = at.instant("from");
      step.amount = at.number("amount", 0, most);
      at.done();
      if (!one.amounts.empty() && step.from < one.amounts.back().from)
        at.fail(item, "bad-roster", "amounts stand in the order of their moments");
      one.amounts.push_back(step);
    });
    in.done();
    if (!resources_.emplace(one.title, static_cast<int>(r_.resources.size())).second)
      in.fail(node, "id-used-twice", fmt::format("the resource '{}' stands here twice", one.title));
    r_.resources.push_back(std::move(one));
  }

  void patient(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Rostered p;
    p.id = in.text("patient");
    p.workflow = in.text("workflow");
    p.workflow_title = in.text("workflow_title");
    p.status = in.text("status");
    p.priority = in.text("priority");
    p.weight = in.number("weight", 0, most);
    if (const auto* one = in.object_or_null("where")) p.where = where(*one);
    p.kind = static_cast<timeline::Rostered::Kind>(in.word("kind", kinds));
    p.why_not = in.text("why_not");
    p.due = in.day_or_null("due");
    p.due_from = static_cast<timeline::Rostered::Due>(in.word("due_from", dues));
    p.day_zero = in.day_or_null("day_zero");
    p.alone = in.day_or_null("alone");
    p.queued_for = in.day_or_null("queued_for");
    p.days_late = in.number("days_late", 0, INT32_MAX);
    p.place_in_list = in.number("place_in_list", 0, INT32_MAX);
    p.lost = in.share_or_null("lost");
    in.list("slots", [&](const JsonNode& item) { p.slots.push_back(slot(item)); });
    in.list("blocked", [&](const JsonNode& item) { p.blocked.push_back(blocked(item)); });
    p.assumptions = in.texts("assumptions");
    in.done();
    if (!patients_.emplace(p.id, static_cast<int>(r_.patients.size())).second)
      in.fail(node, "patient-twice", fmt::format("the patient '{}' stands here twice", p.id));
    r_.patients.push_back(std::move(p));
  }

  /// Only where the file that is named has been read too, and is as long as it was.
  source::Span where(const JsonNode& node) {
    JsonReader in(node, wrong_);
    const std::string name = in.text("file");
    in.whole("line", 0, any_number), in.whole("column", 0, any_number);
    const auto begin = in.whole("begin", 0, UINT32_MAX), end = in.whole("end", 0, UINT32_MAX);
    in.done();
    for (const auto& file : sources_.files())
      if (file.name == name && begin <= end && static_cast<std::uint64_t>(end) <= file.text.size())
        return {&file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return {};
  }

  timeline::Slot slot(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Slot s;
    s.stage = in.text("stage");
    s.title = in.text("title");
    s.visit = in.number("visit", 1, most);
    s.visits = in.number("visits", 1, most);
    s.attempt = in.number("attempt", 1, most);
    s.place = in.text("place");
    s.start = in.instant("start");
    s.end = in.instant("end");
    s.state = static_cast<Hold::State>(in.word("state", states));
    s.uses = in.texts("uses");
    s.held_for = in.instant_or_null("held_for");
    in.done();
    return s;
  }

  timeline::Blocked blocked(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Blocked b;
    b.stage = in.text("stage");
    b.title = in.text("title");
    b.resource = in.text("resource");
    b.wanted = in.instant("wanted");
    b.given = in.instant("given");
    b.by = in.texts("by");
    b.kept_free = in.truth("kept_free");
    b.kept_for = in.text("kept_for");
    if (in.has("not_there_from")) {  // older rosters do not say
      const auto from = in.instant_or_null("not_there_from"), to = in.instant_or_null("not_there_to");
      if (from && to) b.not_there = {*from, *to};
    }
    in.done();
    return b;
  }

  int number_of(JsonReader& in, std::string_view key, const std::map<std::string, int>& numbers, std::string_view what,
                std::string code) {
    const auto* value = in.text_node(key);
    if (!value) return 0;
    const auto found = numbers.find(value->said);
    if (found != numbers.end()) return found->second;
    in.fail(*value, std::move(code), fmt::format("the roster has no {} '{}'", what, value->said));
    return 0;
  }

  void hold(const JsonNode& node) {
    JsonReader in(node, wrong_);
    Hold h;
    h.resource = number_of(in, "resource", resources_, "resource", "unknown-resource");
    h.patient = number_of(in, "patient", patients_, "patient", "bad-roster");
    h.stage = in.text("stage");
    h.title = in.text("title");
    h.visit = in.number("visit", 1, most);
    h.attempt = in.number("attempt", 1, most);
    h.from = in.instant("from");
    h.to = in.instant("to");
    h.n = in.number("n", 0, 1000);
    h.state = static_cast<Hold::State>(in.word("state", states));
    h.expected = in.truth("expected");
    h.likely = in.truth("likely");
    in.done();
    r_.holds.push_back(std::move(h));
  }

  void over(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Over o;
    o.resource = number_of(in, "resource", resources_, "resource", "unknown-resource");
    o.from = in.instant("from");
    o.to = in.instant("to");
    o.used = in.number("used", 0, INT32_MAX);
    o.amount = in.number("amount", 0, most);
    o.by = in.texts("by");
    in.done();
    r_.over.push_back(std::move(o));
  }

  void freed(const JsonNode& node) {
    JsonReader in(node, wrong_);
    timeline::Freed f;
    f.patient = in.text("patient");
    f.reason = in.text("reason");
    f.resource = in.text("resource");
    f.stage = in.text("stage");
    f.title = in.text("title");
    f.from = in.instant("from");
    f.to = in.instant("to");
    in.list("offers", [&](const JsonNode& item) {
      JsonReader at(item, wrong_);
      timeline::Freed::Offer o;
      o.patient = at.text("patient");
      o.place_in_list = at.number("place_in_list", 0, INT32_MAX);
      o.takes = at.truth("takes");
      o.why_not = at.text("why_not");
      at.done();
      f.offers.push_back(std::move(o));
    });
    in.done();
    r_.freed.push_back(std::move(f));
  }

  source::Sources& sources_;
  source::Diagnostics& wrong_;
  Roster r_;
  std::map<std::string, int> resources_, patients_;
};

}  // namespace

source::Checked<Roster> read_roster(source::Sources& sources, std::string name, std::string text) {
  const auto& file = sources.add(std::move(name), std::move(text));
  const auto tree = json_tree(file);
  if (!tree) return {std::nullopt, tree.diagnostics};
  const JsonNode& root = *tree.value;
  const auto refuse = [](const source::Span& where, std::string words) {
    return source::Checked<Roster>{
        std::nullopt, {{"bad-roster", source::Severity::error, where, "this is no roster: " + words, {}, ""}}};
  };
  const auto* format = root.find("format");
  if (!format || format->kind != JsonNode::text || format->said != "vein2vein-roster")
    return refuse(format ? format->where : root.where, "\"format\" is not \"vein2vein-roster\"");
  const auto* version = root.find("version");
  if (!version || version->kind != JsonNode::whole || version->n != 1)
    return refuse(version ? version->where : root.where, "only its version 1 can be read");
  source::Diagnostics wrong;
  Roster roster = Reading(sources, wrong).run(root);
  source::sort_by_place(wrong, sources);
  if (!wrong.empty()) return {std::nullopt, std::move(wrong)};
  return {std::move(roster), {}};
}

}  // namespace v2v::view
