#include <algorithm>
#include <set>
#include <unordered_map>

#include "text/decode.h"

namespace v2v::text {
namespace {

/// Whether some value of a rule leads to each of these words.
template <class T, class Each>
void leaves_of(const model::Varied<T>& varied, const Each& each) {
  if (varied.plain) each(*varied.plain);
  for (const auto& c : varied.cases) leaves_of(c.then, each);
  if (varied.otherwise) leaves_of(*varied.otherwise, each);
}

struct Whole {
  Decoder& d;
  const model::Workflow& workflow;

  /// A base holds what others use, so only what a workflow itself brings must be used by it.
  void unused(const Node& root) {
    if (workflow.status.kind == model::Status::base) return;
    for (const auto& [id, rule] : d.names.rules)
      if (!rule.used && rule.whole->layer != Layer::base && rule.key_where)
        d.reader.error("unused-rule", rule.key_where, "Nothing uses the rule " + id + ".");
    const Node* options = root.find("options");
    if (!options) return;
    for (const auto& entry : options->entries)
      if (d.names.options.contains(entry.key) && entry.value->layer != Layer::base &&
          !d.names.used_options.contains(entry.key))
        d.reader.error("unused-option", entry.key_where, "Nothing uses the option " + entry.key + ".");
  }

  /// A workflow that manufactures and conditions gates its conditioning on the product's release or arrival.
  void gates() {
    if (workflow.status.kind == model::Status::base) return;
    std::set<std::string> made;
    const model::Stage* first = nullptr;
    for (const auto& stage : workflow.stages) {
      if (stage.phase == model::Phase::manufacturing) made.insert(stage.id);
      if (stage.phase == model::Phase::conditioning && !first) first = &stage;
    }
    if (made.empty() || !first) return;
    for (const auto& stage : workflow.stages)
      if (stage.phase == model::Phase::conditioning)
        for (const auto& gate : stage.gates)
          if (made.contains(gate)) return;
    d.reader.error("no-gate", first->origin.where,
                   first->id + " may begin before the product is released: no conditioning stage has a gate.",
                   "add `gate: product` to the first conditioning drug");
  }

  /// A stage whose condition the options alone refuse needs no place.
  static bool refused(const model::Stage& stage, const model::Patient& patient) {
    bool any = stage.when.join == model::When::all;
    for (const auto& atom : stage.when.atoms) {
      const auto chosen = patient.options.find(atom.subject);
      if (chosen == patient.options.end()) {  // by what happens: may be
        if (stage.when.join == model::When::any) return false;
        continue;
      }
      const bool among = std::find(atom.values.begin(), atom.values.end(), chosen->second) != atom.values.end();
      const bool holds = (atom.kind == model::Atom::is) == among;
      if (stage.when.join == model::When::all && !holds) return true;
      if (stage.when.join == model::When::any && holds) any = true;
    }
    return !any && !stage.when.atoms.empty();
  }
};

}  // namespace

void check_whole(Decoder& decoder, const model::Workflow& workflow, const Node& root) {
  Whole whole{decoder, workflow};
  whole.unused(root);
  whole.gates();
}

void check_places(Reader& reader, const model::Workflow& workflow, const model::Centre& centre,
                  const model::Patient& patient, const std::string& edition) {
  std::set<std::string, std::less<>> kinds, resources;
  for (const auto& place : centre.places) {
    kinds.insert(place.kind);
    for (const auto& [resource, _] : place.has) resources.insert(resource);
  }
  const std::vector<std::string> known_kinds(kinds.begin(), kinds.end());
  const std::vector<std::string> known_resources(resources.begin(), resources.end());
  for (const auto& stage : workflow.stages) {
    if (Whole::refused(stage, patient)) continue;
    if (stage.at) {
      const auto check = [&](const model::Sourced<std::string>& at) {
        if (!kinds.contains(at.value))
          reader.error(
              "unknown-place", at.origin.where,
              "The centre " + centre.id + " has no place of kind " + ticked(at.value) + " for " + stage.id + ".",
              reader.meant(at.value, known_kinds), {{centre.where, "the centre"}});
      };
      // What hangs on an outcome may yet be; what the edition and the options choose is known.
      bool open = false;
      const auto* chosen = model::chosen(*stage.at, [&](const std::string& by) -> std::string {
        if (by == "edition") return edition;
        const auto option = patient.options.find(by);
        if (option == patient.options.end()) open = true;
        return option == patient.options.end() ? std::string() : option->second;
      });
      if (open)
        leaves_of(*stage.at, check);
      else if (chosen)
        check(*chosen);
    }
    for (const auto& need : stage.needs)
      if (std::none_of(need.resources.begin(), need.resources.end(),
                       [&](const auto& r) { return resources.contains(r); }))
        reader.error(
            "unknown-resource", need.where,
            "No place of the centre " + centre.id + " has " + listed(need.resources, "or") + " for " + stage.id + ".",
            reader.meant(need.resources.front(), known_resources), {{centre.where, "the centre"}});
  }
}

}  // namespace v2v::text
