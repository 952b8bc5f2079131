#include "text/whole.h"

#include <algorithm>

#include "text/keys.h"
#include "text/write.h"

namespace v2v::text {
namespace {

bool speaks(std::string_view key) {
  const auto keys = speaking_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key; });
}

std::string place(const source::Span& where) {
  return where ? where.file->name + ":" + std::to_string(source::position(where).line) : "";
}

bool is_value(const Node& node) {
  return node.kind == Node::map && node.find("is");
}

const source::File* file_of(const Node& node) {
  return (is_value(node) ? node.find("is") : &node)->where.file;
}

/// `cite` and `checked` of a lower layer that a higher one said anew, for what is still the lower one's.
struct Bereft {
  const source::File* file = nullptr;
  std::vector<Node::Entry> said;
};

Bereft bereft_of(const Node& map) {
  Bereft all;
  for (const auto* key : {"cite", "checked"})
    if (const auto* entry = map.entry(key); entry && entry->value->replaced && entry->value->replaced->where) {
      auto old = std::make_shared<Node>(*entry->value->replaced);
      all.file = old->where.file;
      all.said.push_back({key, entry->key_where, std::move(old)});
    }
  return all;
}

/// Keys of a stage that nobody looks up in a source.
bool needs_no_source(std::string_view key) {
  return key == "title" || key == "say" || key == "phase" || key == "kind" || key == "prefer" || key == "who" ||
         key == "parts" || key == "by" || speaks(key);
}

Tree with_old_cites(const Tree& node, const Bereft& around) {
  const bool value = node->kind != Node::map || is_value(*node);
  if (value) {
    if (!around.file || file_of(*node) != around.file || (is_value(*node) && node->find("cite"))) return node;
    auto wrapped = std::make_shared<Node>();
    wrapped->kind = Node::map;
    wrapped->where = node->where;
    wrapped->layer = node->layer;
    wrapped->replaced = node->replaced;
    if (is_value(*node))
      wrapped->entries = node->entries;
    else
      wrapped->entries.push_back({"is", node->where, node});
    wrapped->entries.insert(wrapped->entries.end(), around.said.begin(), around.said.end());
    return wrapped;
  }
  const Bereft own = bereft_of(*node);
  const Bereft& here = own.file || node->find("cite") ? own : around;
  auto fresh = std::make_shared<Node>();
  fresh->kind = Node::map;
  fresh->where = node->where;
  fresh->layer = node->layer;
  fresh->replaced = node->replaced;
  for (const auto& e : node->entries)
    fresh->entries.push_back({e.key, e.key_where, needs_no_source(e.key) ? e.value : with_old_cites(e.value, here)});
  return fresh;
}

/// Without the rules of a base that nothing here uses: a base holds what others use, a file of its own must not.
Tree without_idle(const Tree& rules, const model::Workflow& workflow) {
  auto fresh = std::make_shared<Node>();
  fresh->kind = rules->kind;
  fresh->where = rules->where;
  fresh->layer = rules->layer;
  for (const auto& e : rules->entries) {
    const bool idle = std::any_of(workflow.rules.begin(), workflow.rules.end(),
                                  [&](const model::Rule& rule) { return rule.id == e.key && !rule.used; });
    if (!idle || e.value->layer != Layer::base) fresh->entries.push_back(e);
  }
  return fresh;
}

/// The stages and rules of the tree with the citations they had; the rest as it is, in the order of the page, and based
/// on nothing any more.
Tree alone(const Node& root, const model::Workflow& workflow) {
  auto fresh = std::make_shared<Node>();
  fresh->kind = Node::map;
  fresh->where = root.where;
  fresh->layer = root.layer;
  for (const auto& e : root.entries) {
    if (e.key == "based-on") continue;
    const bool cited = e.key == "stages" || e.key == "rules";
    const Tree value = e.key == "rules" && e.value->kind == Node::map ? without_idle(e.value, workflow) : e.value;
    if (value == e.value || !value->entries.empty())
      fresh->entries.push_back({e.key, e.key_where, cited ? with_old_cites(value, {}) : value});
  }
  const auto keys = keys_of(Mapping::workflow);
  const auto place_of = [&](const std::string& key) {
    if (key == "note") return std::ptrdiff_t{1};  // behind the title
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key; });
    return at - keys.begin();
  };
  std::stable_sort(fresh->entries.begin(), fresh->entries.end(),
                   [&](const auto& a, const auto& b) { return place_of(a.key) < place_of(b.key); });
  return fresh;
}

/// The value that an override or a product put another in place of.
const Node* replaced_by(const Node& node, const Node* wrapper) {
  const Node* old = wrapper && wrapper->replaced ? wrapper->replaced.get() : node.replaced.get();
  if (!old) return nullptr;
  return is_value(*old) ? old->find("is") : old;
}

/// File and line of each value, gathered before it is written, since a value does not know what stands around it.
struct Comments {
  std::map<const Node*, std::string> of;

  std::string said(const Node& node, const Node* wrapper) const {
    std::string text = place(node.where);
    if (node.layer == Layer::centre || node.layer == Layer::patient || node.layer == Layer::command_line)
      text += ", " + std::string(model::word(node.layer)) + "'s override";
    if (const Node* because = wrapper ? wrapper->find("because") : nullptr) text += " because " + as_written(*because);
    if (const Node* old = replaced_by(node, wrapper)) text += ", was " + as_written(*old) + " at " + place(old->where);
    return text;
  }

  void gather(const Node& node) {
    if (is_value(node)) {
      for (const auto& e : node.entries)
        if (e.value->kind == Node::scalar) of[e.value.get()] = place(e.value->where);
      const Node& value = *node.find("is");
      of[&node] = of[&value] = said(value, &node);  // what hangs on it may be shared with other values
    } else if (node.kind == Node::scalar) {
      of[&node] = said(node, nullptr);
    } else {
      for (const auto& item : node.items) gather(*item);
      for (const auto& e : node.entries) gather(*e.value);
    }
  }
};

std::string head_of(const Whole& whole, const Node& root, bool origins) {
  std::string text;
  const auto line = [&](const std::string& said) { text += "# " + said + "\n"; };
  const Node* based = root.find("based-on");
  if (based || whole.what.centre || origins)
    line(whole.what.workflow.id + (based ? ", laid over what it is based on: " + as_written(*based) : "") +
         (whole.what.centre ? ", as " + whole.what.centre->id + " runs it" : "") + "; hash " +
         whole.what.workflow.hash);
  for (const auto& gone : whole.gone)
    line("taken away: " + gone.what + ", " + place(gone.where) +
         (gone.layer == Layer::centre || gone.layer == Layer::patient
              ? ", " + std::string(model::word(gone.layer)) + "'s override"
              : "") +
         (gone.because.empty() ? "" : " because " + gone.because));
  return text;
}

struct Listing {
  std::vector<model::Written> all{};
  std::vector<std::string> keys{};

  static model::Origin merged(const Node& map, model::Origin around) {
    for (const auto& e : map.entries) {
      if (!speaks(e.key) || e.value->kind != Node::scalar) continue;
      const std::string& text = e.value->text;
      if (e.key == "cite") {
        const auto space = text.find(' ');
        around.cite = model::Cite{text.substr(0, space), space == std::string::npos ? "" : text.substr(space + 1),
                                  model::Checked::unsaid};
        around.where = e.value->where;
      } else if (e.key == "because") {
        around.because = text;
      } else if (e.key == "by") {
        around.by = text;
      } else if (e.key == "date") {
        around.date = text;
      } else if (e.key == "note") {
        around.note = text;
      }
    }
    return around;
  }

  void put(const Node& node, const Node* wrapper, const model::Origin& around) {
    model::Written one;
    one.keys = keys;
    one.list = node.kind == Node::list;
    if (one.list)
      for (const auto& item : node.items) one.texts.push_back(item->text);
    else
      one.texts.push_back(node.text);
    const bool ours = around.where && around.where.file == node.where.file;
    if (ours) one.origin = around;
    if (wrapper) one.origin = merged(*wrapper, one.origin);
    one.origin.where = node.where;
    one.origin.layer = node.layer;
    if (const Node* old = replaced_by(node, wrapper)) {
      one.origin.replaced_text = as_written(*old);
      one.origin.replaced_where = old->where;
    }
    all.push_back(std::move(one));
  }

  void walk(const Node& node, const Node* wrapper, const model::Origin& around) {
    const bool plain_list = node.kind == Node::list && std::all_of(node.items.begin(), node.items.end(),
                                                                   [](auto& i) { return i->kind == Node::scalar; });
    if (node.kind == Node::scalar || plain_list) return put(node, wrapper, around);
    if (is_value(node)) return walk(*node.find("is"), &node, around);
    std::size_t n = 0;
    for (const auto& item : node.items) {
      keys.push_back(std::to_string(++n));
      walk(*item, nullptr, around);
      keys.pop_back();
    }
    // What an inner mapping says of itself stands for the outer one's word.
    const model::Origin here = merged(node, around);
    for (const auto& e : node.entries) {
      keys.push_back(e.key);
      walk(*e.value, nullptr, here);
      keys.pop_back();
    }
  }
};

}  // namespace

std::string show(const Whole& whole, bool origins) {
  const Tree tree = alone(*whole.tree, whole.what.workflow);
  Layout layout;
  Comments comments;
  if (origins) {
    comments.gather(*tree);
    layout.columns = 100;
    layout.comment = [&](const Node& node) {
      const auto found = comments.of.find(&node);
      return found == comments.of.end() ? std::string() : found->second;
    };
  }
  return head_of(whole, *whole.tree, origins) + write(*tree, layout);
}

std::vector<model::Written> values_of(const Whole& whole) {
  Listing listing;
  for (const auto& e : whole.tree->entries) {
    listing.keys.push_back(e.key);
    listing.walk(*e.value, nullptr, {});
    listing.keys.pop_back();
  }
  return std::move(listing.all);
}

}  // namespace v2v::text
