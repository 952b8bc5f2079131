// text: a value that may stand plainly, or be chosen by a rule (files.md, Rule), wherever a rule's id may stand.
#pragma once
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "text/decoder.h"
#include "text/merge.h"

namespace v2v::text {

// One value without wrapper and without rules. False after having said what is wrong.
bool read_value(Decoder& decoder, const Node& node, model::Length& out);
bool read_value(Decoder& decoder, const Node& node, model::Spread& out);
bool read_value(Decoder& decoder, const Node& node, model::Wait& out);
bool read_value(Decoder& decoder, const Node& node, model::Point& out);
bool read_value(Decoder& decoder, const Node& node, model::Window& out);
bool read_value(Decoder& decoder, const Node& node, model::Placements& out);
bool read_value(Decoder& decoder, const Node& node, model::Series& out);
bool read_value(Decoder& decoder, const Node& node, model::Begins& out);
bool read_value(Decoder& decoder, const Node& node, model::Hours& out);
bool read_value(Decoder& decoder, const Node& node, std::string& out);  // a place kind

/// The id of the first rule that stands in the sentence or in one of the list's; nullptr when none does.
const std::string* rule_in(const Names& names, const Node& node);
/// The sentence with the rule's id replaced by one of its values. nullptr (said) where that value is no sentence.
Tree with_rule_value(Decoder& decoder, const Node& node, const std::string& rule, const Node& value);
/// The rule in `inside` that would hold itself: `rule-cycle`.
/// (Or `too-many-cases` where rules within rules have multiplied past every sensible file.)
bool holds_itself(Decoder& decoder, const std::string& rule, const std::vector<std::string>& inside, Span where);

template <class T>
std::optional<model::Varied<T>> vary(Decoder& decoder, const Value& value, std::vector<std::string>& inside) {
  model::Varied<T> varied;
  varied.origin = value.origin;
  const std::string* id = rule_in(decoder.names, *value.node);
  if (!id) {
    T read;
    if (!read_value(decoder, *value.node, read)) return std::nullopt;
    varied.plain = model::Sourced<T>{std::move(read), value.origin};
    return varied;
  }
  auto& rule = decoder.names.rules.find(*id)->second;
  rule.used = true;
  if (holds_itself(decoder, *id, inside, span_of(*value.node, *id))) return std::nullopt;
  inside.push_back(*id);
  decoder.uses.push_back({span_of(*value.node, *id), "it is used here"});
  const auto branch = [&](const Node& node) -> std::optional<model::Varied<T>> {
    Value own = decoder.value(node, rule.speaker);
    const Tree sentence = with_rule_value(decoder, *value.node, *id, *own.node);
    if (!sentence) return std::nullopt;
    own.node = sentence.get();
    return vary<T>(decoder, own, inside);
  };
  bool whole = true;
  varied.rule = *id;
  varied.by = rule.by;
  if (rule.by.empty()) {
    // A plain rule's value is its own: citation and place are the rule's.
    auto plain = rule.otherwise ? branch(*rule.otherwise) : std::nullopt;
    whole = plain.has_value();
    if (plain) {
      if (plain->rule.empty()) plain->rule = *id;
      plain->origin = value.origin;
      varied = std::move(*plain);
    }
  } else {
    for (const auto& c : rule.cases) {
      auto then = branch(*c.then);
      if (then)
        varied.cases.push_back({c.value, std::move(*then)});
      else
        whole = false;
    }
    if (rule.otherwise) {
      auto then = branch(*rule.otherwise);
      if (then)
        varied.otherwise = std::make_shared<model::Varied<T>>(std::move(*then));
      else
        whole = false;
    }
  }
  decoder.uses.pop_back();
  inside.pop_back();
  return whole ? std::optional(std::move(varied)) : std::nullopt;
}

/// The value of a key, wrapped or not, varied or not.
template <class T>
std::optional<model::Varied<T>> varied_in(Decoder& decoder, const Node& node, const Speaker& speaker) {
  std::vector<std::string> inside;
  return vary<T>(decoder, decoder.value(node, speaker), inside);
}

}  // namespace v2v::text
