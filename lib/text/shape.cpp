// A file against the table: what stands behind each key is of a shape that may stand there.
#include <algorithm>

#include "text/keys.h"
#include "text/merge.h"

namespace v2v::text {
namespace {

struct Holding {
  Reader& reader;

  void mapping(const Node& node, Mapping of) {
    const MappingRow& row = row_of(of);
    for (const auto& entry : node.entries)
      if (const Key* key = key_in(of, entry.key)) value(*entry.value, key->shape, entry.key, key->type, row.layered);
  }

  void value(const Node& node, const Shape& shape, std::string_view key, std::string_view type, bool layered) {
    if (layered && removes(node)) return;
    if (const Node* is = node.kind == Node::map && shape.wrapped ? node.find("is") : nullptr) {
      Shape inner = shape;
      inner.wrapped = false;
      return value(*is, inner, key, type, layered);
    }
    if (node.kind == Node::list && shape.many != Shape::one) {
      for (const auto& item : node.items) one(*item, shape, key, type, layered);
    } else if (shape.many == Shape::list) {
      wrong_type(reader, node, key, type);
    } else {
      one(node, shape, key, type, layered);
    }
  }

 private:
  static bool removes(const Node& node) { return node.kind == Node::scalar && node.text == "remove" && !node.quoted; }

  static const Key* key_in(Mapping of, std::string_view name) {
    const auto all = keys_of(of);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Key& k) { return k.name == name; });
    if (found != all.end()) return &*found;
    const auto said = speaking_keys().first(speaks_for_itself(of) ? speaking_keys().size() : 1);
    const auto spoken = std::find_if(said.begin(), said.end(), [&](const Key& k) { return k.name == name; });
    if (spoken != said.end()) return &*spoken;
    return of == Mapping::given ? key_in(Mapping::patient, name) : nullptr;
  }

  void one(const Node& node, const Shape& shape, std::string_view key, std::string_view type, bool layered) {
    if (shape.mapping == Mapping::overridden) return;
    if (node.kind == Node::scalar ? shape.form == Form::none || node.empty || node.text.empty()
                                  : node.kind == Node::list || (!shape.mapping && !shape.each))
      return wrong_type(reader, node, key, type);
    if (node.kind != Node::map) return;
    if (shape.mapping) return mapping(node, *shape.mapping);
    for (const auto& entry : node.entries)
      if (entry.key != "note" && !(layered && entry.key == "remove"))
        value(*entry.value, *shape.each, entry.key, type, layered);
  }
};

}  // namespace

void check_shapes(Reader& reader, const Node& root, Mapping mapping) {
  Holding{reader}.mapping(root, mapping);
}

}  // namespace v2v::text
