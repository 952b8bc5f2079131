#include <algorithm>

#include "source/digest.h"
#include "text/decode.h"

namespace v2v::text {
namespace {

/// Lists in which the order of the items says nothing.
bool unordered(std::string_view key) {
  return key == "gate" || key == "gives" || key == "who" || key == "falls-on" || key == "hours" || key == "starts";
}

void put_text(std::string& out, std::string_view text) {  // length first: no two texts run into each other
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

struct Canonical {
  Reader silent{};

  void list(const std::vector<std::shared_ptr<Node>>& items, std::string_view key, std::string& out) {
    std::vector<std::string> all;
    for (const auto& item : items) {
      all.emplace_back();
      value(*item, key, all.back());
    }
    if (unordered(key)) std::sort(all.begin(), all.end());
    out += '[';
    for (const auto& item : all) out += item;
    out += ']';
  }

  void value(const Node& node, std::string_view key, std::string& out) {
    if (holds_links(key)) {
      const auto links = links_of(silent, node);
      if (links->kind == Node::map) return map(*links, "", out);
    }
    if (node.kind == Node::scalar) {
      if (unordered(key)) out += '[';
      std::string words;
      for (const auto word : words_of(node.text)) (words += word) += ' ';
      put_text(out, words);
      if (unordered(key)) out += ']';
    } else if (node.kind == Node::list) {
      list(node.items, key, out);
    } else if (const Node* is = node.find("is")) {
      value(*is, key, out);
      for (const auto* said : {"checked", "cite"})
        if (const Node* text = node.find(said); text && !text->text.empty()) put_text(out += '@', text->text);
    } else {
      map(node, "", out);
    }
  }

  void map(const Node& node, std::string_view skip, std::string& out) {
    std::vector<std::pair<std::string_view, const Node*>> entries;
    for (const auto& entry : node.entries) entries.emplace_back(entry.key, entry.value.get());
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out += '{';
    for (const auto& [key, node_of] : entries) {
      if (key == "note" || key == "because" || key == "date") continue;
      if (skip == "root" && (key == "status" || key == "checks" || key == "based-on" || key == "indication")) continue;
      put_text(out, key);
      value(*node_of, key, out);
    }
    out += '}';
  }
};

}  // namespace

std::string hash_of(const Node& root) {
  std::string text;
  Canonical{}.map(root, "root", text);
  return source::digest(text);
}

}  // namespace v2v::text
