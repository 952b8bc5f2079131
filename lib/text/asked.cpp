#include "text/reader.h"
#include "text/shelf.h"

namespace v2v::text {
namespace {

std::string joined(const std::string& before, const std::string& word) {
  return before.empty() || word.empty() ? before + word : before + " " + word;
}

/// Values by the keys that lead to them; a list of texts is one value, and reasons are none.
void flatten(const Node& node, const std::string& path, std::map<std::string, std::string>& out) {
  if (node.kind == Node::scalar) {
    std::string& text = out[path];
    for (const auto word : words_of(node.text)) text = joined(text, std::string(word));
  } else if (node.kind == Node::list) {
    std::string all;
    for (const auto& item : node.items) {
      std::map<std::string, std::string> one;
      flatten(*item, "", one);
      for (const auto& [key, text] : one) all += (all.empty() ? "" : ", ") + joined(key, text);
    }
    out[path] = all;
  } else {
    for (const auto& e : node.entries)
      if (e.key != "note" && e.key != "because") flatten(*e.value, e.key == "is" ? path : joined(path, e.key), out);
  }
}

}  // namespace

std::vector<model::Asked> asked_in(const Node& root) {
  std::vector<model::Asked> all;
  const Node* list = root.find("checks");
  if (!list || list->kind != Node::list) return all;
  for (const auto& item : list->items) {
    if (item->kind != Node::map) continue;
    model::Asked one;
    one.where = item->where;
    if (const Node* note = item->find("note"); note && note->kind == Node::scalar) one.note = note->text;
    if (const Node* given = item->find("given")) flatten(*given, "", one.given);
    if (const Node* expect = item->find("expect")) flatten(*expect, "", one.expect);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace v2v::text
