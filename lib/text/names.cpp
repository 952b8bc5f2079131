#include <algorithm>
#include <unordered_map>

#include "text/decode.h"

namespace v2v::text {
namespace {

struct Gathering {
  Reader& reader;
  Names names{};
  std::unordered_map<std::string, std::pair<std::string, Span>> owners{};  // id: what it is, where it stands

  /// In one workflow a stage, rule, option and person never share an id.
  bool take(const std::string& id, std::string_view what, Span where) {
    if (!is_id(id)) {
      reader.error("bad-id", where, ticked(id) + " is not an id: small letters, digits and hyphens only.");
      return false;
    }
    if (is_reserved(id) || id == "edition" || id == "product" || id == "any") {
      reader.error("reserved-word", where,
                   ticked(id) + " is a word that sentences are made of, so no " + std::string(what) + " has this id.");
      return false;
    }
    const auto [old, fresh] = owners.emplace(id, std::pair{std::string(what), where});
    if (!fresh) {
      auto first = old->second.second, second = where;
      if (first.file == second.file && second.begin < first.begin) std::swap(first, second);
      reader.error("id-used-twice", second, ticked(id) + " already names another " + old->second.first + ".", "",
                   {{first, "it is named here"}});
    }
    return fresh;
  }

  void stages(const Node& all, const Node* root) {
    if (all.kind != Node::map) return;
    for (const auto& entry : all.entries) {
      if (entry.key == "note" && root == nullptr) continue;
      if (take(entry.key, "stage", entry.key_where)) {
        names.stages.emplace(entry.key, entry.key_where);
        names.stage_list.push_back(entry.key);
      }
      const Node& stage = *entry.value;
      if (stage.kind != Node::map) continue;
      if (const Node* outcomes = stage.find("outcomes"); outcomes && outcomes->kind == Node::map)
        for (const auto& outcome : outcomes->entries)
          if (outcome.key != "note") names.outcomes[entry.key].push_back(outcome.key);
      if (const Node* washout = stage.find("washout"); washout && washout->kind == Node::map)
        for (const auto& drug : washout->entries)
          if (drug.key != "note") names.drugs.push_back(drug.key);
      if (const Node* gives = stage.find("gives")) {
        const Node* inner = gives->kind == Node::map ? gives->find("is") : gives;
        if (inner && inner->kind == Node::scalar) names.drugs.push_back(inner->text);
        if (inner)
          for (const auto& drug : inner->items) names.drugs.push_back(drug->text);
      }
      if (const Node* parts = stage.find("parts")) stages(*parts, nullptr);
    }
  }
};

const Node* unwrapped(const Node* node) {
  const Node* is = node && node->kind == Node::map ? node->find("is") : nullptr;
  return is ? is : node;
}

}  // namespace

Names names_of(Reader& reader, const Node& root) {
  Gathering all{reader};
  auto& names = all.names;
  if (const Node* people = unwrapped(root.find("people"))) {
    for (const auto& [person, where] : texts_in(reader, *people, "people", "a list of people"))
      if (all.take(person, "person", where)) names.people.push_back(person);
  }
  if (names.people.empty()) names.people.push_back("patient");
  if (const Node* options = root.find("options"); options && options->kind == Node::map) {
    for (const auto& entry : options->entries) {
      if (entry.key == "note" || !all.take(entry.key, "option", entry.key_where)) continue;
      auto& values = names.options[entry.key];
      for (const auto& [value, where] :
           texts_in(reader, *unwrapped(entry.value.get()), entry.key, "a list of values")) {
        if (!is_id(value))
          reader.error("bad-id", where, ticked(value) + " is not an id: small letters, digits and hyphens only.");
        else if (std::find(values.begin(), values.end(), value) != values.end())
          reader.error("id-used-twice", where, entry.key + " already has the value " + ticked(value) + ".");
        else
          values.push_back(value);
      }
      names.option_list.push_back(entry.key);
    }
  }
  if (const Node* rules = root.find("rules"); rules && rules->kind == Node::map) {
    for (const auto& entry : rules->entries) {
      if (entry.key == "note" || !all.take(entry.key, "rule", entry.key_where)) continue;
      auto& rule = names.rules[entry.key];
      rule.key_where = entry.key_where;
      rule.whole = entry.value.get();
      names.rule_list.push_back(entry.key);
    }
  }
  if (const Node* stages = root.find("stages")) all.stages(*stages, &root);
  for (const auto* key : {"editions", "sources"})
    if (const Node* map = root.find(key); map && map->kind == Node::map)
      for (const auto& entry : map->entries) {
        if (entry.key == "note") continue;
        if (!is_id(entry.key))
          reader.error("bad-id", entry.key_where,
                       ticked(entry.key) + " is not an id: small letters, digits and hyphens only.");
        (std::string_view(key) == "editions" ? names.editions : names.sources).push_back(entry.key);
      }
  return std::move(all.names);
}

}  // namespace v2v::text
