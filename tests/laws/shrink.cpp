#include "shrink.h"

#include <algorithm>
#include <set>

namespace v2v::laws {
namespace {

/// Whether the id stands as a word in the sentence.
bool names(const std::string& sentence, const std::string& id) {
  const auto part_of_id = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  for (auto at = sentence.find(id); at != std::string::npos; at = sentence.find(id, at + 1)) {
    const auto end = at + id.size();
    if ((at == 0 || !part_of_id(sentence[at - 1])) && (end == sentence.size() || !part_of_id(sentence[end])))
      return true;
  }
  return false;
}

/// Takes away every key, item and sentence in which the id stands.
void forget(Yaml& node, const std::string& id) {
  for (std::size_t i = node.items.size(); i-- > 0;) {
    const bool key = node.kind == Yaml::map && names(node.keys[i], id);
    const Yaml& item = node.items[i];
    const Yaml* is = item.kind == Yaml::map ? item.find("is") : nullptr;
    const bool value =
        (item.kind == Yaml::text && names(item.word, id)) || (is && is->kind == Yaml::text && names(is->word, id));
    if (key || value) {
      if (node.kind == Yaml::map) node.keys.erase(node.keys.begin() + static_cast<std::ptrdiff_t>(i));
      node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      forget(node.items[i], id);
    }
  }
}

/// Simpler sentences that may stand for this one, the simplest first.
std::vector<std::string> simpler(const std::string& text) {
  std::vector<std::string> all;
  const auto offer = [&](const std::string& word) {
    if (word != text) all.push_back(word);
  };
  if (text.find("-") != std::string::npos && text.find(":") != std::string::npos && text.find("20") != 0) {
    offer("always");
    offer("mon-sun");
    offer("mon-fri 09:00-17:00");
  }
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    std::size_t digits = at;
    while (digits < end && text[digits] >= '0' && text[digits] <= '9') ++digits;
    const std::string unit = text.substr(digits, end - digits);
    if (digits > at && digits - at < 7 &&
        (unit.empty() || unit == "min" || unit == "h" || unit == "d" || unit == "w" || unit == "wd" || unit == "wh" ||
         unit == "mo" || unit == "y")) {
      const int n = std::stoi(text.substr(at, digits - at));
      std::set<int> smaller;
      for (const int m : {0, 1, n / 2, n - 1})
        if (m >= 0 && m < n) smaller.insert(m);
      for (const int m : smaller) offer(text.substr(0, at) + std::to_string(m) + text.substr(digits));
    }
    at = end + 1;
  }
  return all;
}

struct Shrinking {
  Files now;
  const std::function<bool(const Files&)>& still;
  int left;

  bool accept(Files& next) {
    if (left <= 0) return false;
    --left;
    if (!still(next)) return false;
    now = std::move(next);
    return true;
  }

  /// The node at a path of indices below a file.
  static Yaml& at(Files& files, std::size_t file, const std::vector<std::size_t>& path) {
    Yaml* node = &files.named[file].second;
    for (const auto i : path) node = &node->items[i];
    return *node;
  }

  bool stages() {
    std::set<std::string> ids;
    const std::function<void(const Yaml&)> gather = [&](const Yaml& all) {
      for (std::size_t i = 0; i < all.keys.size(); ++i) {
        ids.insert(all.keys[i]);
        if (const Yaml* parts = all.items[i].kind == Yaml::map ? all.items[i].find("parts") : nullptr) gather(*parts);
      }
    };
    for (const auto& [_, tree] : now.named)
      for (const char* key : {"stages", "rules", "options", "places", "sources", "editions"})
        if (const Yaml* all = tree.find(key)) gather(*all);
    bool any = false;
    for (const auto& id : ids) {
      Files next = now;
      for (auto& [_, tree] : next.named) forget(tree, id);
      any = accept(next) || any;
    }
    return any;
  }

  bool files() {
    bool any = false;
    for (std::size_t f = now.named.size(); f-- > 0;) {
      if (now.named[f].first == "patient.yaml" || f >= now.named.size()) continue;
      Files next = now;
      const bool centre = next.named[f].first == "centre.yaml";
      next.named.erase(next.named.begin() + static_cast<std::ptrdiff_t>(f));
      if (Yaml* patient = next.find("patient.yaml"); centre && patient) patient->drop("centre");
      any = accept(next) || any;
    }
    return any;
  }

  bool unite() {
    const Yaml* base = now.find("base.yaml");
    if (!base) return false;
    Files next = now;
    Yaml& own = *next.find("workflow.yaml");
    own.drop("based-on");
    for (std::size_t i = 0; i < base->keys.size(); ++i) {
      const auto& key = base->keys[i];
      if (key == "workflow" || key == "status" || key == "title") continue;
      Yaml* mine = own.find(key);
      if (!mine) {
        own.set(key, base->items[i]);
        continue;
      }
      Yaml merged = base->items[i];
      for (std::size_t k = 0; k < mine->keys.size(); ++k) {
        Yaml* below = merged.find(mine->keys[k]);
        if (below && below->kind == Yaml::map && mine->items[k].kind == Yaml::map)
          for (std::size_t j = 0; j < mine->items[k].keys.size(); ++j)
            below->set(mine->items[k].keys[j], mine->items[k].items[j]);
        else
          merged.set(mine->keys[k], mine->items[k]);
      }
      *mine = std::move(merged);
    }
    std::erase_if(next.named, [](const auto& f) { return f.first == "base.yaml"; });
    return accept(next);
  }

  /// Goes through every node below, dropping it, or putting something simpler in its place.
  bool walk(std::size_t file, std::vector<std::size_t>& path) {
    bool any = false;
    for (std::size_t i = at(now, file, path).items.size(); i-- > 0;) {
      Files next = now;
      Yaml& here = at(next, file, path);
      if (i >= here.items.size()) continue;
      here.items.erase(here.items.begin() + static_cast<std::ptrdiff_t>(i));
      if (here.kind == Yaml::map) here.keys.erase(here.keys.begin() + static_cast<std::ptrdiff_t>(i));
      if (accept(next)) {
        any = true;
        continue;
      }
      path.push_back(i);
      any = simplify(file, path) || any;
      any = walk(file, path) || any;
      path.pop_back();
    }
    return any;
  }

  bool put(std::size_t file, const std::vector<std::size_t>& path, Yaml value) {
    Files next = now;
    at(next, file, path) = std::move(value);
    return accept(next);
  }

  bool simplify(std::size_t file, const std::vector<std::size_t>& path) {
    const Yaml node = at(now, file, path);
    if (node.kind == Yaml::list && node.items.size() == 1) return put(file, path, node.items.front());
    if (node.kind == Yaml::map) {
      if (const Yaml* is = node.find("is"); is && put(file, path, *is)) return true;
      if (const Yaml* when = node.find("at"); when && when->kind == Yaml::text && put(file, path, *when)) return true;
      return false;
    }
    if (node.kind != Yaml::text) return false;
    if (rule_away(file, path, node.word)) return true;
    for (const auto& text : simpler(node.word))
      if (put(file, path, text)) return true;
    return false;
  }

  /// A value instead of the rule that gives it.
  bool rule_away(std::size_t file, const std::vector<std::size_t>& path, const std::string& id) {
    for (const auto& [_, tree] : now.named)
      if (const Yaml* rules = tree.find("rules"))
        if (const Yaml* rule = rules->find(id)) {
          if (rule->kind == Yaml::text) return put(file, path, *rule);
          const std::vector<Yaml> values = rule->items;
          for (const auto& value : values)
            if (put(file, path, value)) return true;
          return false;
        }
    return false;
  }
};

}  // namespace

Files shrink(const Files& files, const std::function<bool(const Files&)>& still, int most) {
  Shrinking shrinking{files, still, most};
  for (bool any = true; any && shrinking.left > 0;) {
    any = shrinking.files();
    any = shrinking.unite() || any;
    any = shrinking.stages() || any;
    for (std::size_t f = 0; f < shrinking.now.named.size(); ++f) {
      std::vector<std::size_t> path;
      any = shrinking.walk(f, path) || any;
    }
  }
  return std::move(shrinking.now);
}

}  // namespace v2v::laws
