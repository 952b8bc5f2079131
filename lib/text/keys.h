// text: THE table of the keys of every mapping of the format. Unknown-key errors, schemas and help are made from it.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/reader.h"

namespace v2v::text {

enum class Mapping {
  workflow,
  status,
  approved,
  edition,
  source,
  rule,
  stage,
  outcome,
  leaves,
  check,
  centre,
  lodging,
  place,
  patient,
  person,
  fact,
  cancelled,
  closed,
  given,
  programme,
  waiting_list,
  expected,
  holidays,
  holiday,
  value,  // `{is: VALUE, ...}`
};
inline constexpr int mappings = static_cast<int>(Mapping::value) + 1;

struct Key {
  std::string_view name;
  std::string_view type;  // in the words of the page of the format: spread, wait, text, ...
  bool required;
  std::string_view meaning;  // one line
};

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
/// One line of meaning; empty when the mapping has no such key.
std::string_view meaning_of(Mapping mapping, std::string_view key);

/// `unknown-key` for each key that is not of the mapping, `missing-key` for each required one that is absent (at
/// `head`). False, with `wrong-type`, when the node is no mapping at all. `owner` names it: "stage infusion".
/// `given` is a required key that the mapping need not have after all (a part's `phase` is that of its whole).
bool check_keys(Reader& reader, const Node& node, Mapping mapping, const std::string& owner, Span head,
                std::string_view given = {});

}  // namespace v2v::text
