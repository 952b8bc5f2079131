// Which citations of a workflow lead to what was not read itself: they keep an approved one a draft.
#include "text/decode.h"

namespace v2v::text {
namespace {

struct Unread {
  const Node* sources;
  model::Status& status;

  /// read, digest, memory; empty where the source is not there or does not say.
  std::string standing(const std::string& cite) const {
    const Node* source = sources ? sources->find(cite.substr(0, cite.find(' '))) : nullptr;
    const Node* checked = source && source->kind == Node::map ? source->find("checked") : nullptr;
    return checked ? checked->text : "";
  }

  void walk(const Node& node) {
    if (node.kind == Node::map) {
      const Node *cite = node.find("cite"), *checked = node.find("checked");
      if ((cite || checked) && (checked ? checked->text : standing(cite->text)) != "read") {
        if (status.unread++ == 0) status.first_unread = (cite ? cite : checked)->where;
      }
    }
    for (const auto& item : node.items) walk(*item);
    for (const auto& entry : node.entries) walk(*entry.value);
  }
};

}  // namespace

void find_unread(const Node& root, model::Status& status) {
  Unread unread{root.find("sources"), status};
  if (unread.sources && unread.sources->kind != Node::map) unread.sources = nullptr;
  for (const auto* key : {"rules", "stages", "leaves"})
    if (const Node* part = root.find(key)) unread.walk(*part);
}

}  // namespace v2v::text
