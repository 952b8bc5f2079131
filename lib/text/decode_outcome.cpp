#include <algorithm>
#include <cmath>

#include "text/decode.h"
#include "text/varied.h"

namespace v2v::text {
namespace {

model::Outcome read_outcome(Decoder& d, const Node::Entry& entry, const Speaker& whole, const std::string& stage) {
  model::Outcome outcome;
  outcome.id = entry.key;
  const Node& node = *entry.value;
  const std::string owner = "outcome " + entry.key + " of " + stage;
  if (!is_id(entry.key))
    d.reader.error("bad-id", entry.key_where,
                   ticked(entry.key) + " is not an id: small letters, digits and hyphens only.");
  outcome.origin = d.value(node, whole).origin;
  if (!check_keys(d.reader, node, Mapping::outcome, owner, entry.key_where)) return outcome;
  const Speaker speaker = d.speaker(node);
  if (speaker.origin.cite) outcome.origin.cite = speaker.origin.cite;
  outcome.origin.note = speaker.origin.note;
  outcome.origin.where = entry.key_where;
  for (const auto& e : node.entries) {
    const Value read = d.value(*e.value, speaker);
    const Node& value = *read.node;
    if (e.key == "title") {
      outcome.title = text_in(d.reader, value, e.key, "text").value_or("");
    } else if (e.key == "chance") {
      outcome.chance_origin = read.origin;
      if (value.kind == Node::list && value.items.empty())
        wrong_type(d.reader, value, e.key, "a percentage for each visit");
      for (const auto& item : value.items) outcome.chances.push_back(percent_in(d.reader, *item, e.key));
      if (value.kind != Node::list) outcome.chances.push_back(percent_in(d.reader, value, e.key));
    } else if (e.key == "then") {
      std::string why;
      const auto text = text_in(d.reader, value, e.key, "carry on, stop or again from STAGE");
      if (!text) continue;
      if (const auto then = parse_then(*text, why)) {
        std::tie(outcome.then, outcome.again_from) = *then;
        if (outcome.then == model::Outcome::again) d.stage(outcome.again_from, span_of(value, outcome.again_from));
      } else {
        d.reader.error("bad-then", value.where, "Not what can follow an outcome: " + why + ".");
      }
    } else if (e.key == "times") {
      const auto text = text_in(d.reader, value, e.key, "a number");
      if (!text) continue;
      const bool digits = text->size() <= 2 && text->find_first_not_of("0123456789") == std::string::npos;
      outcome.times = digits ? std::stoi(*text) : 0;
      if (outcome.times < 1)
        d.reader.error("bad-times", value.where, ticked(*text) + " is not a whole number from 1 to 99.");
    } else if (e.key == "adds") {
      if (auto adds = varied_in<model::Spread>(d, *e.value, speaker)) {
        outcome.adds_origin = adds->origin;
        if (adds->plain)
          outcome.adds = adds->plain->value;
        else
          d.reader.error("rule-cannot-stand-here", value.where, "What an outcome adds cannot vary by a rule.");
      }
    }
  }
  if (outcome.title.empty()) outcome.title = entry.key;
  if (node.find("times") && outcome.then != model::Outcome::again)
    d.reader.error("keys-clash", node.entry("times")->key_where, "`times` needs `then: again from STAGE`.");
  return outcome;
}

/// One outcome may leave out its chance and takes the rest; the others sum to at most 100%, all to exactly 100%.
void check_chances(Decoder& d, const Node& node, const std::vector<model::Outcome>& outcomes,
                   const std::string& stage) {
  std::size_t visits = 1;
  const model::Outcome* rest = nullptr;
  for (const auto& outcome : outcomes) {
    visits = std::max(visits, outcome.chances.size());
    if (!outcome.chances.empty()) {
      for (const auto& chance : outcome.chances)
        if (!chance) return;  // already said
      continue;
    }
    if (rest) {
      d.reader.error("chance-missing", outcome.origin.where,
                     "Only one outcome of " + stage + " may leave out its chance; " + rest->id + " does already.");
      return;
    }
    rest = &outcome;
  }
  for (std::size_t visit = 0; visit < visits; ++visit) {
    double sum = 0;
    for (const auto& outcome : outcomes)
      if (!outcome.chances.empty()) sum += *outcome.chances[std::min(visit, outcome.chances.size() - 1)];
    const bool fits = rest ? sum < 1 + 1e-9 : std::abs(sum - 1) < 1e-9;
    if (fits) continue;
    const auto percent = std::to_string(static_cast<int>(std::lround(sum * 100)));
    d.reader.error("chances-not-100", node.where,
                   "The chances of the outcomes of " + stage +
                       (visits > 1 ? " at visit " + std::to_string(visit + 1) : "") + " sum to " + percent +
                       "%, not to " + (rest ? "at most 100%." : "100%."));
    return;
  }
}

}  // namespace

std::vector<model::Outcome> decode_outcomes(Decoder& d, const Node& node, const Speaker& speaker,
                                            const std::string& stage) {
  std::vector<model::Outcome> outcomes;
  if (node.kind != Node::map) {
    wrong_type(d.reader, node, "outcomes", "a mapping from outcome to its keys");
    return outcomes;
  }
  for (const auto& entry : node.entries)
    if (entry.key != "note") outcomes.push_back(read_outcome(d, entry, speaker, stage));
  check_chances(d, node, outcomes, stage);
  return outcomes;
}

model::When decode_when(Decoder& d, const Node& node) {
  const auto text = text_in(d.reader, node, "when", "a condition such as `setting is inpatient`");
  if (!text) return {};
  std::string why;
  auto when = parse_when(*text, why);
  if (!when) {
    d.reader.error("bad-when", node.where, "Not a condition: " + why + ".");
    return {};
  }
  for (auto& atom : when->atoms) {
    atom.where = span_of(node, atom.subject);
    const auto option = d.names.options.find(atom.subject);
    const bool stage = d.names.stages.contains(atom.subject);
    if (option == d.names.options.end() && !stage) {
      auto known = d.names.option_list;
      known.insert(known.end(), d.names.stage_list.begin(), d.names.stage_list.end());
      d.reader.error("unknown-stage", atom.where, ticked(atom.subject) + " is neither an option nor a stage.",
                     d.reader.meant(atom.subject, known));
      continue;
    }
    const bool happens = atom.kind == model::Atom::happened || atom.kind == model::Atom::did_not_happen;
    if (option != d.names.options.end()) {
      d.names.used_options.insert(atom.subject);
      if (happens)
        d.reader.error("bad-when", atom.where, "The option " + atom.subject + " is chosen; it does not happen.");
      for (const auto& value : atom.values)
        if (std::find(option->second.begin(), option->second.end(), value) == option->second.end())
          d.reader.error("unknown-value", span_of(node, value), atom.subject + " has no value " + ticked(value) + ".",
                         d.reader.meant(value, option->second));
      continue;
    }
    const auto outcomes = d.names.outcomes.find(atom.subject);
    const std::vector<std::string> none;
    const auto& known = outcomes == d.names.outcomes.end() ? none : outcomes->second;
    for (const auto& value : atom.values)
      if (std::find(known.begin(), known.end(), value) == known.end())
        d.reader.error("unknown-outcome", span_of(node, value), atom.subject + " has no outcome " + ticked(value) + ".",
                       d.reader.meant(value, known));
  }
  return std::move(*when);
}

}  // namespace v2v::text
