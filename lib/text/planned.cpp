#include "text/planned.h"

#include "text/edit.h"
#include "text/keys.h"

namespace v2v::text {

std::string with_plan(const source::File& file, const std::string& hash, const std::string& plan) {
  std::vector<std::string> order;
  for (const Key& key : keys_of(Mapping::patient)) order.emplace_back(key.name);
  source::Sources here;
  const auto tree = parse(file);
  const Node* old = tree ? (*tree.value)->find("planned-with") : nullptr;
  if (!old || old->kind != Node::map || old->entries.empty())
    return edited(file, {"planned-with", "", {{"hash", hash}, {"plan", plan}}, {}}, order);
  const auto& with_hash = here.add(file.name, edited(file, {"planned-with", "hash", {{"", hash}}, {}}, order));
  return edited(with_hash, {"planned-with", "plan", {{"", plan}}, {}}, order);
}

}  // namespace v2v::text
