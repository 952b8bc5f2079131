// text: THE table of the keys of every mapping of the format. Unknown-key errors, schemas and help are made from it;
// the table itself is key_table.cpp.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/reader.h"
#include "text/shape.h"

namespace v2v::text {

struct Key {
  std::string_view name;
  std::string_view type;  // in the words of the page of the format: spread, wait, text, ...
  bool required;
  std::string_view meaning;  // one line
  Shape shape;
};

/// All that is said of one mapping.
struct MappingRow {
  std::string_view name;          // in messages: "stage", "place"
  std::span<const Key> keys;      // its own, in the order of the page
  bool speaks = false;            // for itself: cite, checked, because, by, date
  bool layered = false;           // it may be laid over another, so it may `remove` and leave out what is required
  const Shape* others = nullptr;  // of every key that is not listed, where others may stand
};
const MappingRow& row_of(Mapping mapping);

/// "stage", "place", ...: what the mapping is called in messages.
std::string_view word(Mapping mapping);
/// The mapping's own keys, in the order of the page.
std::span<const Key> keys_of(Mapping mapping);
/// `note`, which may stand in any mapping; in a stage, rule, link, outcome or value also cite, checked, because, by,
/// date.
std::span<const Key> speaking_keys();
bool speaks_for_itself(Mapping mapping);
/// Every key that may stand in the mapping, for suggestions.
std::vector<std::string> names_of(Mapping mapping);
/// The closed list of words of a key; empty where it has none.
Closed words_of(Mapping mapping, std::string_view key);
/// One line of meaning; empty when the mapping has no such key.
std::string_view meaning_of(Mapping mapping, std::string_view key);

/// `unknown-key` for each key that is not of the mapping, `missing-key` for each required one that is absent (at
/// `head`). False, with `wrong-type`, when the node is no mapping at all. `owner` names it: "stage infusion".
/// `given` is a required key that the mapping need not have after all (a part's `phase` is that of its whole).
bool check_keys(Reader& reader, const Node& node, Mapping mapping, const std::string& owner, Span head,
                std::string_view given = {});

/// A whole file against the shapes of the table: `wrong-type` or `empty-value` for each value that is a text, a list or
/// a mapping where that cannot stand. Asked last, since the decoders say the same in better words. Overrides are left
/// to those, as they are read where they lie over a workflow. O(values).
void check_shapes(Reader& reader, const Node& root, Mapping mapping);

}  // namespace v2v::text
