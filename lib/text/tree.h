// text: the guarded YAML reader. A tree of our own with spans; yaml-cpp is met in tree.cpp and nowhere else.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/sentence.h"
#include "source/diagnostic.h"

namespace v2v::text {

using model::Layer;

/// A value of a file. Every scalar is text. Maps keep their order; keys are unique.
struct Node {
  enum Kind { scalar, list, map } kind = scalar;
  std::string text;     // scalar
  bool quoted = false;  // written in quotes or as a block
  bool empty = false;   // a key without a value (`a:`)
  source::Span where;   // the value; where it is empty, the key
  struct Entry {
    std::string key;
    source::Span key_where;
    std::shared_ptr<Node> value;
  };
  std::vector<Entry> entries;                // map
  std::vector<std::shared_ptr<Node>> items;  // list
  Layer layer = Layer::workflow;
  std::shared_ptr<const Node> replaced;  // what an override replaced, for `why` and `loosens-rule`

  std::vector<std::uint32_t> order;  // the first entries of a map read with more than 16, by key; only speeds up `find`

  /// nullptr when the key is absent. O(entries) for small maps, indexed above 16 (an absent key is still O(entries)).
  const Node* find(std::string_view key) const;
  const Entry* entry(std::string_view key) const;
};

struct Limits {
  std::size_t bytes = 1 << 20;
  int depth = 32;
  int nodes = 50'000;
};

/// Reads one YAML document. Refuses, each at its place: too large, not UTF-8, control characters, tabs as indentation,
/// duplicate keys, anchors, aliases, tags, merge keys, keys that are not text, unclosed quotes, several documents, an
/// empty file, too deep, too many nodes. Never throws for what a file contains. The root must be a map.
source::Checked<std::shared_ptr<Node>> parse(const source::File& file, Limits limits = {});
/// As `parse`, but gives the tree beside errors that one can read past (a duplicate key, an anchor, a key without its
/// quotes), so that the decoder may report the rest of the file's mistakes in the same run. Ask `has_errors` at the
/// end.
source::Checked<std::shared_ptr<Node>> parse_past_errors(const source::File& file, Limits limits = {});

}  // namespace v2v::text
