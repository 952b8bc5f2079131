// Sentences that count from Day 0: whether there is one, and which are left behind when a workflow turns it into Day 1.
#include "text/decode.h"

namespace v2v::text {
namespace {

/// Where nobody writes a sentence of the format.
bool prose(std::string_view key) {
  return key == "title" || key == "say" || key == "note" || key == "cite" || key == "because";
}

/// The first value that holds `day N` (or, `any_unit`, `week N`, `month N`, `year N`); nullptr where none does.
const Node* counting(const Node& node, bool any_unit) {
  if (node.kind == Node::scalar) {
    if (node.quoted) return nullptr;
    const auto words = words_of(node.text);
    for (std::size_t i = 1; i < words.size(); ++i) {
      const bool unit = words[i - 1] == "day" ||
                        (any_unit && (words[i - 1] == "week" || words[i - 1] == "month" || words[i - 1] == "year"));
      if (unit && words[i].find_first_not_of("-0123456789") == std::string_view::npos) return &node;
    }
    return nullptr;
  }
  for (const auto& item : node.items)
    if (const Node* found = counting(*item, any_unit)) return found;
  for (const auto& entry : node.entries)
    if (!prose(entry.key))
      if (const Node* found = counting(*entry.value, any_unit)) return found;
  return nullptr;
}

void find_days(Reader& reader, const Node& node, const Node::Entry& turned) {
  if (node.kind == Node::scalar) {
    if (node.layer == Layer::base && counting(node, false))
      reader.error("day-not-restated", node.where,
                   ticked(node.text) + " counts from Day 0, which this workflow has turned into Day 1.",
                   "restate it in the workflow that says `day-one`", {{turned.key_where, "turned here"}});
    return;
  }
  for (const auto& item : node.items) find_days(reader, *item, turned);
  for (const auto& entry : node.entries)
    if (!prose(entry.key)) find_days(reader, *entry.value, turned);
}

}  // namespace

void check_day_one(Reader& reader, const Node& merged, const Node& base, const Node& over) {
  const bool one = over.find("day-one") != nullptr;
  const auto* turned = over.entry(one ? "day-one" : "day-zero");
  if (!turned || !base.find(one ? "day-zero" : "day-one")) return;
  for (const auto* key : {"rules", "stages"})
    if (const Node* part = merged.find(key)) find_days(reader, *part, *turned);
}

const Node* counts_from_day_zero(const Node& root) {
  for (const auto* key : {"rules", "stages"})
    if (const Node* part = root.find(key))
      if (const Node* found = counting(*part, true)) return found;
  return nullptr;
}

}  // namespace v2v::text
