#include <algorithm>
#include <set>

#include "text/decode.h"

namespace v2v::text {
namespace {

bool says_of_itself(std::string_view key) {
  const auto keys = speaking_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key; });
}

/// What a rule varies by, and the values that this may have. False after having said that there is no such thing.
bool values_of(Decoder& d, const RuleText& rule, const Node* by, std::vector<std::string>& values, std::string& kind) {
  auto& names = d.names;
  if (rule.by == "edition") {
    values = names.editions;
    kind = "edition";
  } else if (const auto option = names.options.find(rule.by); option != names.options.end()) {
    names.used_options.insert(rule.by);
    values = option->second;
    kind = "value of " + rule.by;
  } else if (names.stages.contains(rule.by)) {
    const auto outcomes = names.outcomes.find(rule.by);
    if (outcomes == names.outcomes.end()) {
      d.fail("no-outcomes", by->where, "The stage " + rule.by + " has no outcomes that a rule could vary by.");
      return false;
    }
    values = outcomes->second;
    kind = "outcome of " + rule.by;
  } else {
    auto known = names.option_list;
    known.insert(known.end(), names.stage_list.begin(), names.stage_list.end());
    known.emplace_back("edition");
    d.fail("unknown-option", by->where, ticked(rule.by) + " is neither an option nor a stage nor `edition`.",
           d.reader.meant(rule.by, known));
    return false;
  }
  return true;
}

void read_rule(Decoder& d, const std::string& id, RuleText& rule) {
  const Node& node = *rule.whole;
  rule.speaker.file = node.where.file;
  if (node.kind != Node::map || node.find("is")) {  // a plain value, perhaps in its wrapper
    rule.otherwise = &node;
    return;
  }
  rule.speaker = d.speaker(node);
  rule.speaker.origin.by.clear();  // here `by` says what it varies by
  const Node* by = node.find("by");
  rule.by = "edition";
  if (by) rule.by = text_in(d.reader, *by, "by", "an option, a stage or edition").value_or("");
  std::vector<std::string> values;
  std::string kind;
  const bool known = !rule.by.empty() && values_of(d, rule, by, values, kind);
  std::set<std::string, std::less<>> sought(values.begin(), values.end());
  for (const auto& entry : node.entries) {
    if (entry.key == "otherwise") {
      rule.otherwise = entry.value.get();
    } else if (!says_of_itself(entry.key)) {
      rule.cases.push_back({entry.key, entry.value.get()});
      if (!known || sought.erase(entry.key) > 0) continue;
      const std::string code = rule.by == "edition"                ? "unknown-edition"
                               : d.names.options.contains(rule.by) ? "unknown-value"
                                                                   : "unknown-outcome";
      auto words = values;
      for (const auto& key : names_of(Mapping::rule)) words.push_back(key);
      d.fail(code, entry.key_where, ticked(entry.key) + " is no " + kind + ".", d.reader.meant(entry.key, words));
    }
  }
  if (!known || rule.otherwise) return;
  if (rule.cases.empty()) {
    d.fail("empty-rule", rule.key_where, "The rule " + id + " has no value.",
           "add a value for each " + kind + ", or `otherwise`");
  } else if (!sought.empty()) {
    std::vector<std::string> missing;
    for (const auto& value : values)
      if (sought.contains(value)) missing.push_back(value);
    d.fail("rule-incomplete", rule.key_where, "The rule " + id + " says nothing for " + listed(missing) + ".",
           "add each, or `otherwise`");
  }
}

}  // namespace

void read_rules(Decoder& decoder, const Node& root) {
  if (const Node* rules = root.find("rules"); rules && rules->kind != Node::map)
    wrong_type(decoder.reader, *rules, "rules", "a mapping of ids to rules");
  for (auto& [id, rule] : decoder.names.rules) read_rule(decoder, id, rule);
}

}  // namespace v2v::text
