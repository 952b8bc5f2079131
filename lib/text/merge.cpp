#include "text/merge.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "text/keys.h"

namespace v2v::text {
namespace {

/// What stands in a mapping decides which of its values merge and which are replaced whole.
enum class Part { root, ids, stages, rules, stage, rule, links, outcomes, values, whole };

Part part_of(Part owner, std::string_view key) {
  switch (owner) {
    case Part::root:
      if (key == "stages") return Part::stages;
      if (key == "rules") return Part::rules;
      if (key == "sources" || key == "editions") return Part::ids;
      return key == "options" ? Part::values : Part::whole;
    case Part::ids:
    case Part::outcomes:
      return Part::values;
    case Part::stages:
      return Part::stage;
    case Part::rules:
      return Part::rule;
    case Part::stage:
      if (holds_links(key)) return Part::links;
      if (key == "parts") return Part::stages;
      if (key == "outcomes") return Part::outcomes;
      return key == "needs" || key == "washout" || key == "say" ? Part::values : Part::whole;
    default:
      return Part::whole;
  }
}

bool speaking(std::string_view key) {
  const auto keys = speaking_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key; });
}

bool says_remove(const Node& node) {
  if (node.kind == Node::scalar) return node.text == "remove" && !node.quoted;
  const Node* is = node.kind == Node::map ? node.find("is") : nullptr;
  return is && says_remove(*is);
}

/// A mapping under construction, with an index, so that ten thousand stages merge in one pass.
class Laid {
 public:
  explicit Laid(const Node& base) : tree_(std::make_shared<Node>(base)) {
    for (std::size_t i = 0; i < tree_->entries.size(); ++i) index_[tree_->entries[i].key] = i;
  }
  Node::Entry* entry(const std::string& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &tree_->entries[found->second];
  }
  void put(const std::string& key, Span key_where, Tree value) {
    if (auto* old = entry(key)) {
      old->value = std::move(value);
      old->key_where = key_where;
    } else {
      index_[key] = tree_->entries.size();
      tree_->entries.push_back({key, key_where, std::move(value)});
    }
  }
  void drop(const std::string& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    tree_->entries[found->second].value = nullptr;
    index_.erase(found);
  }
  Tree done() {
    std::erase_if(tree_->entries, [](const Node::Entry& e) { return !e.value; });
    auto fresh = std::make_shared<Node>();  // a copy may carry an index of the old entries
    fresh->kind = Node::map;
    fresh->where = tree_->where;
    fresh->layer = tree_->layer;
    fresh->replaced = tree_->replaced;
    fresh->entries = std::move(tree_->entries);
    return fresh;
  }

 private:
  Tree tree_;
  std::unordered_map<std::string, std::size_t> index_;
};

struct Merging {
  Reader& reader;
  std::vector<Removal>& removals;

  Tree value(const Node& base, const Tree& over, Part part, const std::string& owner, const std::string& key) {
    if (part == Part::links) {
      const auto under = links_of(reader, base), top = links_of(reader, *over);
      if (under->kind == Node::map && top->kind == Node::map) return map(*under, *top, part, owner, key);
    }
    const bool both = base.kind == Node::map && over->kind == Node::map && !base.find("is") && !over->find("is");
    if (both && part != Part::whole && !(part == Part::rule && varies_anew(base, *over)))
      return map(base, *over, part, owner, key);
    auto fresh = std::make_shared<Node>(*over);
    fresh->replaced = std::make_shared<Node>(base);
    return fresh;
  }

  /// A rule that now varies by something else keeps none of its old cases.
  static bool varies_anew(const Node& base, const Node& over) {
    const Node* now = over.find("by");
    if (!now) return false;
    const Node* then = base.find("by");
    return now->text != (then ? then->text : std::string("edition"));
  }

  void take_away(Laid& laid, const std::string& key, Part part, const std::string& owner, const std::string& of_key,
                 Span where, Layer layer) {
    const auto* old = laid.entry(key);
    if (!old) {
      reader.error("nothing-to-remove", where, "There is no " + ticked(key) + " here to remove.");
      return;
    }
    const bool ours = layer == Layer::centre || layer == Layer::patient;
    if ((part == Part::stage && key == "gate") || (part == Part::stages && ours && old->value->find("gate"))) {
      reader.error("gate-removed", where, "Nothing removes the gate of " + (part == Part::stage ? owner : key) + ".",
                   "the centre only chooses with `gate-on` what `gate: product` means");
      return;
    }
    if (part == Part::stages || part == Part::rules)
      removals.push_back({layer, key, "", "", where});
    else if (part == Part::stage)
      removals.push_back({layer, owner, key, "", where});
    else
      removals.push_back({layer, owner, of_key, key, where});
    laid.drop(key);
  }

  Tree map(const Node& base, const Node& over, Part part, const std::string& owner, const std::string& of_key) {
    Laid laid(base);
    for (const auto& entry : over.entries) {
      const auto& value_over = entry.value;
      if (entry.key == "remove" && part != Part::root && part != Part::rule) {
        for (const auto& [key, where] : texts_in(reader, *value_over, "remove", "a key or a list of keys"))
          take_away(laid, part == Part::links ? point_key(key) : key, part, owner, of_key, where, over.layer);
        continue;
      }
      if (says_remove(*value_over)) {
        take_away(laid, entry.key, part, owner, of_key, value_over->where, value_over->layer);
        continue;
      }
      const auto* old = laid.entry(entry.key);
      const bool names = part == Part::stages || part == Part::rules;
      if (old && part == Part::stage && entry.key == "gate" &&
          (over.layer == Layer::centre || over.layer == Layer::patient)) {
        reader.error("gate-removed", entry.key_where, "Nothing changes the gate of " + owner + ".",
                     "the centre only chooses with `gate-on` what `gate: product` means");
        continue;
      }
      laid.put(entry.key, old && names ? old->key_where : entry.key_where,
               old ? value(*old->value, value_over, part_of(part, entry.key), names ? entry.key : owner,
                           names            ? ""
                           : of_key.empty() ? entry.key
                                            : of_key)
                   : value_over);
    }
    return laid.done();
  }

  static std::string point_key(std::string_view key) {
    return std::string(key.ends_with(" end") ? key.substr(0, key.size() - 4) : key);
  }
};

Tree text_node(std::string text, const Node& like) {
  auto node = std::make_shared<Node>();
  node->text = std::move(text);
  node->where = like.where;
  node->layer = like.layer;
  return node;
}

Tree mapping_like(const Node& like) {
  auto node = std::make_shared<Node>();
  node->kind = Node::map;
  node->where = like.where;
  node->layer = like.layer;
  return node;
}

using Said = std::vector<Node::Entry>;

/// `{is: value, ...said}`; what the value already says of itself stays.
Tree hang_on(const Tree& value, const Said& said) {
  auto wrapped = mapping_like(*value);
  if (value->kind == Node::map && value->find("is"))
    wrapped->entries = value->entries;
  else
    wrapped->entries.push_back({"is", value->where, value});
  for (const auto& entry : said)
    if (!value->find("is") || !value->find(entry.key)) wrapped->entries.push_back(entry);
  return wrapped;
}

Tree push_down(Reader& reader, const Tree& value, Part part, const Said& said) {
  if (part == Part::links && !says_remove(*value)) {
    const auto links = links_of(reader, *value);
    if (links->kind != Node::map) return links;
    auto fresh = mapping_like(*links);
    for (const auto& e : links->entries)
      fresh->entries.push_back(
          {e.key, e.key_where, speaking(e.key) || e.key == "remove" ? e.value : hang_on(e.value, said)});
    return fresh;
  }
  if (value->kind != Node::map || value->find("is") || part == Part::whole) return hang_on(value, said);
  auto fresh = mapping_like(*value);
  Said inner;
  for (const auto& e : value->entries)
    if (speaking(e.key)) inner.push_back(e);
  for (const auto& e : said)
    if (!value->find(e.key)) inner.push_back(e);
  for (const auto& e : value->entries) {
    if (speaking(e.key) && part != Part::values) continue;
    const Part below = part_of(part, e.key);
    const bool plain = e.key == "remove" || e.key == "title" || e.key == "say" || e.key == "parts" || e.key == "by" ||
                       e.key == "otherwise";
    if (part == Part::rule && e.key == "otherwise")
      fresh->entries.push_back({e.key, e.key_where, hang_on(e.value, inner)});
    else if (plain && e.key != "parts")
      fresh->entries.push_back(e);
    else
      fresh->entries.push_back({e.key, e.key_where, push_down(reader, e.value, below, inner)});
  }
  return fresh;
}

/// Where a stage stands, parts included: the ids of its wholes and its own.
void find_stages(const Node& stages, std::vector<std::string>& path,
                 std::map<std::string, std::vector<std::string>>& all) {
  if (stages.kind != Node::map) return;
  for (const auto& entry : stages.entries) {
    path.push_back(entry.key);
    all.emplace(entry.key, path);
    if (const Node* parts = entry.value->kind == Node::map ? entry.value->find("parts") : nullptr)
      find_stages(*parts, path, all);
    path.pop_back();
  }
}

/// The override's own `by: OPTION` of a rule stays; any other `by` is the person who says so.
bool is_author(const Node& root, const Node::Entry& entry) {
  if (entry.key != "by" || entry.value->kind != Node::scalar) return false;
  const Node* options = root.find("options");
  const Node* stages = root.find("stages");
  return entry.value->text != "edition" && !(options && options->find(entry.value->text)) &&
         !(stages && stages->find(entry.value->text));
}

}  // namespace

void set_layer(Node& node, Layer layer) {
  node.layer = layer;
  for (const auto& item : node.items) set_layer(*item, layer);
  for (const auto& entry : node.entries) set_layer(*entry.value, layer);
}

bool holds_links(std::string_view key) {
  return key == "after" || key == "ends-after";
}

Tree links_of(Reader& reader, const Node& node) {
  auto links = mapping_like(node);
  links->replaced = node.replaced;
  const auto put = [&](const Node& item) {
    if (item.kind == Node::scalar && !item.empty)
      links->entries.push_back({Merging::point_key(item.text), item.where, text_node("any", item)});
    else
      wrong_type(reader, item, "after", "a stage");
  };
  if (node.kind == Node::scalar) {
    put(node);
  } else if (node.kind == Node::list) {
    for (const auto& item : node.items) put(*item);
  } else if (const Node* is = node.find("is")) {
    const auto inner = links_of(reader, *is);
    Said said;
    for (const auto& e : node.entries)
      if (e.key != "is") said.push_back(e);
    for (const auto& e : inner->entries) links->entries.push_back({e.key, e.key_where, hang_on(e.value, said)});
  } else {
    for (const auto& e : node.entries) links->entries.push_back({Merging::point_key(e.key), e.key_where, e.value});
  }
  std::unordered_map<std::string, Span> seen;
  std::erase_if(links->entries, [&](const Node::Entry& e) {
    const auto [old, fresh] = seen.emplace(e.key, e.key_where);
    if (!fresh)
      reader.error("duplicate-key", e.key_where, ticked(e.key) + " stands here twice.", "",
                   {{old->second, "it stood here before"}});
    return !fresh;
  });
  return links;
}

Tree lay_over(Reader& reader, const Node& base, const Node& over, std::vector<Removal>& removals) {
  // What speaks of the base alone is not inherited.
  auto under = std::make_shared<Node>();
  under->kind = Node::map;
  under->where = base.where;
  under->layer = base.layer;
  const bool counts = over.find("day-zero") || over.find("day-one");
  for (const auto& e : base.entries) {
    const bool own = e.key == "workflow" || e.key == "title" || e.key == "indication" || e.key == "note" ||
                     e.key == "status" || e.key == "checks" || e.key == "based-on";
    if (own || (counts && (e.key == "day-zero" || e.key == "day-one"))) continue;
    under->entries.push_back(e);
  }
  auto laid = Merging{reader, removals}.map(*under, over, Part::root, "", "");
  laid->where = over.where;
  laid->layer = over.layer;
  return laid;
}

Tree lay_overrides(Reader& reader, const Node& base, const Node& overrides, bool lenient,
                   const std::vector<std::string>& signing, std::vector<Removal>& removals) {
  auto over = mapping_like(overrides);
  auto stages = mapping_like(overrides), rules = mapping_like(overrides);
  std::map<std::string, std::vector<std::string>> paths;
  std::vector<std::string> path;
  if (const Node* all = base.find("stages")) find_stages(*all, path, paths);
  const Node* known_rules = base.find("rules");

  for (const auto& entry : overrides.entries) {
    if (entry.key == "note") continue;
    const auto stage = paths.find(entry.key);
    const bool rule = known_rules && known_rules->find(entry.key);
    if (stage == paths.end() && !rule) {
      if (lenient) continue;
      std::vector<std::string> known;
      for (const auto& [id, _] : paths) known.push_back(id);
      if (known_rules)
        for (const auto& e : known_rules->entries) known.push_back(e.key);
      reader.error("unknown-stage", entry.key_where, "There is no stage or rule " + ticked(entry.key) + " to override.",
                   reader.meant(entry.key, known));
      continue;
    }
    Said said;
    auto rest = mapping_like(*entry.value);
    if (entry.value->kind == Node::map && !entry.value->find("is")) {
      for (const auto& e : entry.value->entries)
        (speaking(e.key) && !(rule && e.key == "by" && !is_author(base, e)) ? said : rest->entries).push_back(e);
    } else {
      rest = entry.value;
    }
    for (const auto& key : signing) {
      const auto has = [&](const Node& n) { return n.kind == Node::map && n.find(key); };
      bool signed_by = has(*entry.value) && !(key == "by" && said.empty() && !entry.value->find("is"));
      if (!signed_by && rest->kind == Node::map && !rest->entries.empty() && !rest->find("is"))
        signed_by =
            std::all_of(rest->entries.begin(), rest->entries.end(), [&](const auto& e) { return has(*e.value); });
      if (!signed_by)
        reader.error(key + "-missing", entry.key_where,
                     "The override of " + entry.key + " does not say " +
                         (key == "because" ? "why"
                          : key == "by"    ? "who decided it"
                                           : "when it was decided") +
                         ".",
                     "add the key " + ticked(key));
    }
    if (rule) {
      rules->entries.push_back({entry.key, entry.key_where, push_down(reader, rest, Part::rule, said)});
      continue;
    }
    Tree value = says_remove(*rest) ? rest : push_down(reader, rest, Part::stage, said);
    for (std::size_t depth = stage->second.size(); depth-- > 1;) {  // a part: inside its whole
      auto parts = mapping_like(overrides), whole = mapping_like(overrides);
      parts->entries.push_back({stage->second[depth], entry.key_where, value});
      whole->entries.push_back({"parts", entry.key_where, parts});
      value = whole;
    }
    // Two parts of one whole may both be overridden.
    const auto same = std::find_if(stages->entries.begin(), stages->entries.end(),
                                   [&](const auto& e) { return e.key == stage->second.front(); });
    if (same != stages->entries.end())
      same->value = Merging{reader, removals}.map(*same->value, *value, Part::stage, same->key, "");
    else
      stages->entries.push_back({stage->second.front(), entry.key_where, value});
  }
  over->entries.push_back({"rules", overrides.where, rules});
  over->entries.push_back({"stages", overrides.where, stages});
  if (!base.find("rules")) over->entries.erase(over->entries.begin());
  const std::size_t known_removals = removals.size();
  auto laid = Merging{reader, removals}.map(base, *over, Part::root, "", "");
  for (std::size_t i = known_removals; i < removals.size(); ++i)
    if (const Node* own = overrides.find(removals[i].owner); own && own->kind == Node::map)
      if (const Node* because = own->find("because")) removals[i].because = because->text;
  laid->where = base.where;
  laid->layer = base.layer;
  return laid;
}

}  // namespace v2v::text
