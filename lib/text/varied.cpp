#include "text/varied.h"

#include "calendar/hours.h"

namespace v2v::text {
namespace {

/// A sentence that cannot be read may be the misspelt id of a rule.
void fail_sentence(Decoder& decoder, const Node& node, std::string_view kind, std::string_view why) {
  const auto words = words_of(node.text);
  const bool alone = words.size() == 1 && is_id(node.text) && !(node.text[0] >= '0' && node.text[0] <= '9');
  const bool counted = words.size() > 2 && (words[1] == "after" || words[1] == "before") && is_id(words[0]);
  if (alone || counted) {
    const auto hint = decoder.reader.meant(words[0], decoder.names.rule_list);
    if (!hint.empty() || alone) {
      decoder.fail("unknown-rule", span_of(node, words[0]),
                   ticked(words[0]) + " is neither a " + std::string(kind) + " nor a rule.", hint);
      return;
    }
  }
  bad_sentence(decoder.reader, node, node.text, kind, why, {}, {decoder.uses.rbegin(), decoder.uses.rend()});
}

bool is_text(Decoder& decoder, const Node& node, std::string_view kind) {
  if (node.kind == Node::scalar && !node.empty) return true;
  if (node.empty)
    decoder.fail("empty-value", node.where, "A " + std::string(kind) + " is missing here.");
  else
    decoder.fail("wrong-type", node.where,
                 "A " + std::string(kind) + " is wanted here, not " + std::string(word(node.kind)) + ".",
                 node.kind == Node::map ? "a value that varies gets a name under `rules`; its name stands here" : "");
  return false;
}

template <class T, class Parse>
bool sentence(Decoder& decoder, const Node& node, std::string_view kind, Parse parse, T& out) {
  if (!is_text(decoder, node, kind)) return false;
  std::string why;
  if (auto read = parse(node.text, why)) {
    out = std::move(*read);
    return true;
  }
  fail_sentence(decoder, node, kind, why);
  return false;
}

template <class Each>
bool each_of(const Node& node, Each each) {
  if (node.kind != Node::list) return each(node);
  bool all = true;
  for (const auto& item : node.items) all = each(*item) && all;
  return all;
}

}  // namespace

bool read_value(Decoder& decoder, const Node& node, model::Length& out) {
  return sentence(
      decoder, node, "length", [](auto text, auto& why) { return parse_length(text, why); }, out);
}

bool read_value(Decoder& decoder, const Node& node, model::Spread& out) {
  return sentence(decoder, node, "spread", parse_spread, out);
}

bool read_value(Decoder& decoder, const Node& node, model::Wait& out) {
  return sentence(decoder, node, "wait", parse_wait, out);
}

bool read_value(Decoder& decoder, const Node& node, model::Point& out) {
  if (!sentence(decoder, node, "point", parse_point, out)) return false;
  decoder.point(out, node);
  return true;
}

bool read_value(Decoder& decoder, const Node& node, model::Window& out) {
  if (!sentence(decoder, node, "window", parse_window, out)) return false;
  if (out.from) decoder.point(*out.from, node);
  if (out.by) decoder.point(*out.by, node);
  return true;
}

bool read_value(Decoder& decoder, const Node& node, model::Placements& out) {
  return each_of(node, [&](const Node& item) {
    model::Placed placed;
    if (!sentence(decoder, item, "placed", parse_placed, placed)) return false;
    decoder.point(placed.from, item);
    if (placed.kind != model::Placed::once) decoder.point(placed.to, item);
    out.push_back(std::move(placed));
    return true;
  });
}

bool read_value(Decoder& decoder, const Node& node, model::Series& out) {
  return sentence(decoder, node, "series", parse_series, out);
}

bool read_value(Decoder& decoder, const Node& node, model::Begins& out) {
  if (!sentence(decoder, node, "begin", parse_begins, out)) return false;
  decoder.point(out.after, node);
  return true;
}

bool read_value(Decoder& decoder, const Node& node, model::Hours& out) {
  return each_of(node, [&](const Node& item) {
    model::Hours hours;
    if (!sentence(decoder, item, "hours", calendar::parse_hours, hours)) return false;
    out.always = out.always || hours.always;
    out.shifts.insert(out.shifts.end(), hours.shifts.begin(), hours.shifts.end());
    return true;
  });
}

bool read_value(Decoder& decoder, const Node& node, std::string& out) {
  if (!is_text(decoder, node, "place")) return false;
  if (!is_id(node.text)) {
    decoder.fail("bad-id", node.where, ticked(node.text) + " is not an id: small letters, digits and hyphens only.");
    return false;
  }
  out = node.text;
  return true;
}

const std::string* rule_in(const Names& names, const Node& node) {
  if (names.rules.empty()) return nullptr;
  if (node.kind == Node::scalar) {
    for (const auto text : words_of(node.text)) {
      const auto found = names.rules.find(text);
      if (found != names.rules.end()) return &found->first;
    }
  }
  for (const auto& item : node.items)
    if (item->kind == Node::scalar)
      if (const auto* id = rule_in(names, *item)) return id;
  return nullptr;
}

Tree with_rule_value(Decoder& decoder, const Node& node, const std::string& rule, const Node& value) {
  if (node.kind == Node::scalar && node.text == rule) return std::make_shared<Node>(value);
  auto fresh = std::make_shared<Node>();
  fresh->kind = node.kind;
  fresh->where = value.where;
  fresh->layer = value.layer;
  fresh->replaced = value.replaced;
  if (node.kind == Node::list) {
    for (const auto& item : node.items) {
      if (item->kind == Node::scalar && item->text == rule && value.kind == Node::list) {
        fresh->items.insert(fresh->items.end(), value.items.begin(), value.items.end());
      } else if (const auto words = words_of(item->text); std::find(words.begin(), words.end(), rule) == words.end()) {
        fresh->items.push_back(item);
      } else {
        auto replaced = with_rule_value(decoder, *item, rule, value);
        if (!replaced) return nullptr;
        fresh->items.push_back(std::move(replaced));
      }
    }
    return fresh;
  }
  if (value.kind != Node::scalar || value.empty) {
    decoder.fail("wrong-type", value.where,
                 "The rule " + rule + " stands in a sentence, so its values are text, not " +
                     std::string(word(value.kind)) + ".");
    return nullptr;
  }
  for (const auto text : words_of(node.text)) {
    if (!fresh->text.empty()) fresh->text += ' ';
    fresh->text += text == rule ? std::string_view(value.text) : text;
  }
  return fresh;
}

bool holds_itself(Decoder& decoder, const std::string& rule, const std::vector<std::string>& inside, Span where) {
  if (++decoder.cases_read > most_cases) {
    if (decoder.cases_read == most_cases + 1)
      decoder.reader.error("too-many-cases", where, "Rules within rules make more cases than can be read.");
    return true;
  }
  if (std::find(inside.begin(), inside.end(), rule) == inside.end()) return false;
  decoder.fail("rule-cycle", where, "The rule " + rule + " holds itself.");
  return true;
}

}  // namespace v2v::text
