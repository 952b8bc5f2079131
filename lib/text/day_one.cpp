#include "text/decode.h"

namespace v2v::text {
namespace {

void find_days(Reader& reader, const Node& node, const Node::Entry& turned) {
  if (node.kind == Node::scalar) {
    if (node.layer != Layer::base || node.quoted) return;
    const auto words = words_of(node.text);
    for (std::size_t i = 1; i < words.size(); ++i)
      if (words[i - 1] == "day" && words[i].find_first_not_of("-0123456789") == std::string_view::npos) {
        reader.error("day-not-restated", node.where,
                     ticked(node.text) + " counts from Day 0, which this workflow has turned into Day 1.",
                     "restate it in the workflow that says `day-one`", {{turned.key_where, "turned here"}});
        return;
      }
    return;
  }
  for (const auto& item : node.items) find_days(reader, *item, turned);
  for (const auto& entry : node.entries)
    if (entry.key != "title" && entry.key != "say" && entry.key != "note" && entry.key != "cite" &&
        entry.key != "because")
      find_days(reader, *entry.value, turned);
}

}  // namespace

void check_day_one(Reader& reader, const Node& merged, const Node& base, const Node& over) {
  const bool one = over.find("day-one") != nullptr;
  const auto* turned = over.entry(one ? "day-one" : "day-zero");
  if (!turned || !base.find(one ? "day-zero" : "day-one")) return;
  for (const auto* key : {"rules", "stages"})
    if (const Node* part = merged.find(key)) find_days(reader, *part, *turned);
}

}  // namespace v2v::text
