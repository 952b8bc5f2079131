#include <algorithm>

#include "text/decode.h"
#include "text/varied.h"

namespace v2v::text {
namespace {

/// One of the few words that the key of a stage takes, as its place in the table's list.
template <class E>
std::optional<E> one_of(Reader& reader, const Node& node, std::string_view key) {
  const auto words = words_of(Mapping::stage, key);
  std::vector<std::string> known(words.begin(), words.end());
  const auto text = text_in(reader, node, key, "one of " + listed(known, "or"));
  if (!text) return std::nullopt;
  const auto found = std::find(known.begin(), known.end(), *text);
  if (found != known.end()) return static_cast<E>(found - known.begin());
  reader.error("unknown-word", node.where, ticked(*text) + " is none of " + listed(known) + ".",
               reader.meant(*text, known));
  return std::nullopt;
}

std::vector<model::Need> read_needs(Decoder& d, const Node& node, const Speaker& speaker) {
  std::vector<model::Need> needs;
  if (node.kind != Node::map) {
    wrong_type(d.reader, node, "needs", "a mapping from resource to number");
    return needs;
  }
  for (const auto& entry : node.entries) {
    if (entry.key == "note") continue;
    const Value value = d.value(*entry.value, speaker);
    const auto text = text_in(d.reader, *value.node, entry.key, "a number, such as 1 or 1 for 2h");
    if (!text) continue;
    std::string why;
    if (auto need = parse_need(entry.key, *text, why)) {
      need->where = entry.key_where;
      needs.push_back(std::move(*need));
    } else {
      d.reader.error("bad-need", value.node->where, "Not a need: " + why + ".");
    }
  }
  return needs;
}

std::vector<model::Washout> read_washouts(Decoder& d, const Node& node, const Speaker& speaker) {
  std::vector<model::Washout> washouts;
  if (node.kind != Node::map) {
    wrong_type(d.reader, node, "washout", "a mapping from drug to length");
    return washouts;
  }
  for (const auto& entry : node.entries) {
    if (entry.key == "note") continue;
    if (!is_id(entry.key)) d.reader.error("bad-id", entry.key_where, ticked(entry.key) + " is not an id of a drug.");
    if (auto length = varied_in<model::Length>(d, *entry.value, speaker))
      washouts.push_back({entry.key, *length, d.value(*entry.value, speaker).origin});
  }
  return washouts;
}

model::Text read_say(Decoder& d, const Node& node, const Speaker& speaker) {
  model::Text say;
  const Value value = d.value(node, speaker);
  if (value.node->kind != Node::map) {
    say.plain = text_in(d.reader, *value.node, "say", "text, or {language: text}").value_or("");
    return say;
  }
  for (const auto& entry : value.node->entries)
    if (auto text = text_in(d.reader, *entry.value, entry.key, "text")) {
      if (entry.key == "en") say.plain = *text;
      say.by_language[entry.key] = std::move(*text);
    }
  return say;
}

struct StageReader {
  Decoder& d;
  const Node& node;
  const Node::Entry& head;
  Speaker speaker;
  const std::string& gate_on;
  model::Stage stage{};
  bool has_phase = false;

  template <class T>
  void varied(model::Boxed<model::Varied<T>>& out, const Node& value) {
    auto read = varied_in<T>(d, value, speaker);
    out = read ? model::Boxed<model::Varied<T>>(std::move(*read)) : model::Boxed<model::Varied<T>>();
  }

  void read_who(const Node& value) {
    const auto people = texts_in(d.reader, *d.value(value, speaker).node, "who", "a person or a list of people");
    for (const auto& [person, where] : people) {
      if (std::find(d.names.people.begin(), d.names.people.end(), person) == d.names.people.end())
        d.reader.error("unknown-person", where, "There is no person " + ticked(person) + ".",
                       d.reader.meant(person, d.names.people));
      else if (std::find(stage.who.begin(), stage.who.end(), person) == stage.who.end())
        stage.who.push_back(person);
    }
    const auto place = [&](const std::string& person) {
      return std::find(d.names.people.begin(), d.names.people.end(), person);
    };
    std::sort(stage.who.begin(), stage.who.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  }

  void read_gate(const Node& value) {
    const Value gate = d.value(value, speaker);
    stage.gate_origin = gate.origin;
    for (const auto& [id, where] : texts_in(d.reader, *gate.node, "gate", "a stage, a list of stages, or product")) {
      const std::string& meant = id == "product" ? gate_on : id;
      if (d.names.stages.contains(meant))
        stage.gates.push_back(meant);
      else if (id == "product")
        d.reader.error("unknown-stage", where, "`product` means the stage " + meant + ", which this workflow lacks.",
                       "name the stage that says that the product is there");
      else
        d.stage(id, where);
    }
  }

  void read_target(const Node& value) {
    varied(stage.target, value);
    if (stage.target && stage.target->plain && (stage.target->plain->value.from || !stage.target->plain->value.by))
      d.reader.error("bad-target", d.value(value, speaker).node->where, "A target is `by` a point.",
                     "write `by 4w after referral`; what must be kept is a `window`");
  }

  void read(const std::string& key, const Node& value) {
    const auto plain = [&]() -> const Node& { return *d.value(value, speaker).node; };
    if (key == "title") {
      stage.title = text_in(d.reader, plain(), key, "text").value_or("");
    } else if (key == "say") {
      stage.say = read_say(d, value, speaker);
    } else if (key == "phase") {
      if (auto phase = one_of<model::Phase>(d.reader, plain(), key)) stage.phase = *phase;
      has_phase = true;
    } else if (key == "kind") {
      if (auto kind = one_of<model::Kind>(d.reader, plain(), key)) stage.kind = *kind;
    } else if (key == "prefer") {
      if (auto prefer = one_of<model::Prefer>(d.reader, plain(), key)) stage.prefer = *prefer;
    } else if (key == "who") {
      read_who(value);
    } else if (key == "takes") {
      varied(stage.takes, value);
    } else if (key == "lasts") {
      varied(stage.lasts, value);
    } else if (key == "begins") {
      varied(stage.begins, value);
    } else if (key == "from") {
      varied(stage.from, value);
    } else if (key == "until") {
      varied(stage.until, value);
    } else if (key == "at") {
      varied(stage.at, value);
    } else if (key == "hours") {
      varied(stage.hours, value);
    } else if (key == "starts") {
      varied(stage.starts, value);
    } else if (key == "needs") {
      stage.needs = read_needs(d, plain(), speaker);
    } else if (key == "after") {
      stage.after = decode_links(d, value, speaker);
    } else if (key == "ends-after") {
      stage.ends_after = decode_links(d, value, speaker);
    } else if (key == "gate") {
      read_gate(value);
    } else if (key == "window") {
      varied(stage.window, value);
    } else if (key == "falls-on") {
      varied(stage.falls_on, value);
    } else if (key == "give-or-take") {
      varied(stage.give_or_take, value);
    } else if (key == "repeat") {
      varied(stage.repeat, value);
    } else if (key == "apart") {
      varied(stage.apart, value);
    } else if (key == "notice") {
      varied(stage.notice, value);
    } else if (key == "target") {
      read_target(value);
    } else if (key == "washout") {
      stage.washouts = read_washouts(d, plain(), speaker);
    } else if (key == "gives") {
      for (auto& [drug, where] : texts_in(d.reader, plain(), key, "a list of drugs")) {
        if (!is_id(drug)) d.reader.error("bad-id", where, ticked(drug) + " is not an id of a drug.");
        stage.gives.push_back(std::move(drug));
      }
    } else if (key == "when") {
      const Value when = d.value(value, speaker);
      stage.when_origin = when.origin;
      stage.when = decode_when(d, *when.node);
    } else if (key == "chance") {
      const Value chance = d.value(value, speaker);
      stage.chance = percent_in(d.reader, *chance.node, key);
      stage.chance_origin = chance.origin;
    } else if (key == "outcomes") {
      stage.outcomes = decode_outcomes(d, plain(), speaker, stage.id);
    } else if (key == "carer") {
      const auto text = text_in(d.reader, plain(), key, "required");
      if (text && *text != "required")
        d.reader.error("unknown-word", plain().where, "`carer` is `required` or left out.",
                       d.reader.meant(*text, {"required"}));
      stage.carer_required = true;
    }
  }

  void need(const char* key, bool fits, const char* what) {
    const auto* entry = node.entry(key);
    if (entry && !fits) d.reader.error("keys-clash", entry->key_where, head.key + ": " + what);
  }

  /// Exactly one of takes, lasts, from and until, parts, or none; what needs visits has visits.
  void check_keys_fit() {
    const auto has = [&](const char* key) { return node.find(key) != nullptr; };
    std::vector<std::string> lengths;
    for (const auto* key : {"takes", "lasts", "parts"})
      if (has(key)) lengths.emplace_back(key);
    if (has("from") || has("until")) lengths.emplace_back(has("from") ? "from" : "until");
    for (std::size_t i = 1; i < lengths.size(); ++i)
      d.reader.error(
          "two-lengths", node.entry(lengths[i])->key_where,
          head.key + " has both " + ticked(lengths[0]) + " and " + ticked(lengths[i]) + "; its length is said once.");
    need("until", has("from"), "`until` needs `from`.");
    need("from", has("until"), "`from` needs `until`.");
    need("begins", !has("from"), "`begins` and `from` both say when it starts.");
    need("repeat", !has("falls-on"), "`falls-on` already names the visits, so there is no `repeat`.");
    need("give-or-take", has("falls-on"), "`give-or-take` needs `falls-on`.");
    need("apart", has("repeat") || has("falls-on"), "`apart` needs `repeat` or `falls-on`.");
  }

  void check_until_outcome() {
    if (!stage.repeat) return;
    const auto visit = [&](const auto& self, const model::Varied<model::Series>& series) -> void {
      if (series.plain && series.plain->value.kind == model::Series::until) {
        const auto known = d.names.outcomes.find(stage.id);
        const auto& wanted = series.plain->value.outcome;
        const std::vector<std::string> none;
        const auto& list = known == d.names.outcomes.end() ? none : known->second;
        if (std::find(list.begin(), list.end(), wanted) == list.end()) {
          Node where;
          where.where = series.plain->origin.where;
          d.reader.error("unknown-outcome", span_of(where, wanted),
                         stage.id + " has no outcome " + ticked(wanted) + ".", d.reader.meant(wanted, list));
        }
      }
      for (const auto& c : series.cases) self(self, c.then);
      if (series.otherwise) self(self, *series.otherwise);
    };
    visit(visit, *stage.repeat);
  }
};

}  // namespace

std::vector<model::Link> decode_links(Decoder& d, const Node& node, const Speaker& speaker) {
  std::vector<model::Link> links;
  const auto all = links_of(d.reader, node);
  if (all->kind != Node::map) return links;
  Speaker here = speaker;
  for (const auto& entry : all->entries) {
    if (entry.key == "note") continue;
    std::string why;
    auto point = parse_point(entry.key, why);
    if (!point) {
      d.reader.error("bad-point", entry.key_where, "Not a point: " + why + ".");
      continue;
    }
    if (point->stage.empty() || d.stage(point->stage, entry.key_where)) {
      const Value value = d.value(*entry.value, here);
      if (auto wait = varied_in<model::Wait>(d, *entry.value, here)) {
        auto origin = value.origin;
        links.push_back({std::move(*point), std::move(*wait), std::move(origin)});
      }
    }
  }
  return links;
}

model::Stage decode_stage(Decoder& d, const Node::Entry& entry, const model::Stage* whole, const std::string& gate_on) {
  const Node& node = *entry.value;
  StageReader reader{d, node, entry, d.speaker(node), gate_on};
  auto& stage = reader.stage;
  stage.id = entry.key;
  if (whole) {
    stage.whole = whole->id;
    stage.phase = whole->phase;
  }
  stage.origin = reader.speaker.origin;
  stage.origin.where = entry.key_where;
  if (stage.origin.cite && stage.origin.cite->source.empty()) stage.origin.cite.reset();
  if (node.kind != Node::map) {
    wrong_type(d.reader, node, entry.key, "a mapping of the keys of a stage");
    return std::move(stage);
  }
  check_keys(d.reader, node, Mapping::stage, "stage " + entry.key, entry.key_where, whole ? "phase" : "");
  for (const auto& e : node.entries) reader.read(e.key, *e.value);
  reader.check_keys_fit();
  reader.check_until_outcome();
  if (stage.title.empty()) stage.title = entry.key;
  if (!node.find("who") && stage.kind != model::Kind::work) stage.who.push_back(d.names.people.front());
  return std::move(stage);
}

}  // namespace v2v::text
