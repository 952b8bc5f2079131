// view: JSON taken apart with the place of each value, so that what is wrong is said at its line and column. Inside
// this room only.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "source/diagnostic.h"

namespace v2v::view {

struct JsonNode {
  enum Kind { null, truth, whole, real, text, list, object } kind = null;
  bool yes = false;
  std::int64_t n = 0;  // whole
  double x = 0;        // whole and real
  std::string said;    // text
  std::vector<JsonNode> items;
  struct Key;
  std::vector<Key> keys;  // in file order
  source::Span where;

  JsonNode();
  ~JsonNode();
  JsonNode(JsonNode&&) noexcept;
  JsonNode& operator=(JsonNode&&) noexcept;
  const JsonNode* find(std::string_view key) const;
};

struct JsonNode::Key {
  std::string name;
  source::Span where;
  JsonNode value;
};

/// One error where the text is no JSON (`code`, at the byte where reading stopped), holds a key twice, is nested more
/// than 32 deep or holds a whole number beyond 64 bits.
source::Checked<JsonNode> json_tree(const source::File& file, std::string code = "bad-roster");

}  // namespace v2v::view
