#include "text/keys.h"

#include <array>
#include <map>

namespace v2v::text {
namespace {

const Key* key_of(Mapping mapping, std::string_view name) {
  static const auto index = [] {
    std::array<std::map<std::string_view, const Key*>, mappings> all;
    for (int m = 0; m < mappings; ++m) {
      for (const auto& key : keys_of(Mapping{m})) all[m].emplace(key.name, &key);
      for (const auto& key : speaking_keys().first(speaks_for_itself(Mapping{m}) ? speaking_keys().size() : 1))
        all[m].emplace(key.name, &key);
    }
    return all;
  }();
  const auto& keys = index[static_cast<std::size_t>(mapping)];
  const auto found = keys.find(name);
  if (found != keys.end()) return found->second;
  // The facts of a check are a patient file without its head.
  if (mapping == Mapping::given && name != "patient" && name != "workflow") return key_of(Mapping::patient, name);
  return nullptr;
}

}  // namespace

std::string_view word(Mapping mapping) {
  return row_of(mapping).name;
}
std::span<const Key> keys_of(Mapping mapping) {
  return row_of(mapping).keys;
}
bool speaks_for_itself(Mapping mapping) {
  return row_of(mapping).speaks;
}

Closed words_of(Mapping mapping, std::string_view key) {
  const Key* found = key_of(mapping, key);
  return found ? found->shape.words : Closed{};
}

std::vector<std::string> names_of(Mapping mapping) {
  std::vector<std::string> names;
  for (const auto& key : keys_of(mapping)) names.emplace_back(key.name);
  if (mapping == Mapping::given)
    for (const auto& key : keys_of(Mapping::patient).subspan(2)) names.emplace_back(key.name);
  for (const auto& key : speaking_keys())
    if (key_of(mapping, key.name) == &key) names.emplace_back(key.name);
  return names;
}

std::string_view meaning_of(Mapping mapping, std::string_view key) {
  const Key* found = key_of(mapping, key);
  return found ? found->meaning : std::string_view{};
}

bool check_keys(Reader& reader, const Node& node, Mapping mapping, const std::string& owner, Span head,
                std::string_view given) {
  if (node.kind != Node::map) {
    wrong_type(reader, node, owner, "a mapping of keys");
    return false;
  }
  for (const auto& entry : node.entries)
    if (!key_of(mapping, entry.key))
      reader.error("unknown-key", entry.key_where, ticked(entry.key) + " is not a key of " + owner + ".",
                   reader.meant(entry.key, names_of(mapping)));
  for (const auto& key : keys_of(mapping))
    if (key.required && key.name != given && !node.find(key.name))
      reader.error("missing-key", head, owner + " lacks its key " + ticked(key.name) + ".",
                   std::string(key.name) + ": " + std::string(key.type));
  return true;
}

}  // namespace v2v::text
