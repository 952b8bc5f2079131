// laws: a file as a tree with order that can be written, shrunk, renamed and put in another order. No spans, no
// meaning.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace v2v::laws {

struct Yaml {
  enum Kind { text, list, map } kind = text;
  std::string word;               // text
  bool flow = false;              // a map: written on one line
  std::vector<std::string> keys;  // map: as many as `items`; else none
  std::vector<Yaml> items;        // of a list, or the values of a map

  Yaml() = default;
  Yaml(std::string said) : word(std::move(said)) {}
  Yaml(const char* said) : word(said) {}
  static Yaml mapping() {
    Yaml out;
    out.kind = map;
    return out;
  }
  static Yaml inline_map() {
    Yaml out = mapping();
    out.flow = true;
    return out;
  }
  static Yaml listing() {
    Yaml out;
    out.kind = list;
    return out;
  }

  bool operator==(const Yaml& other) const;
  const Yaml* find(std::string_view key) const;
  Yaml* find(std::string_view key);
  /// Puts the value behind the key, which is made where it is not there. Gives the value as it stands.
  Yaml& set(std::string_view key, Yaml value);
  /// The mapping behind the key, made where it is not there.
  Yaml& under(std::string_view key);
  bool drop(std::string_view key);
};

/// A block mapping as YAML, every word quoted that needs it.
std::string write(const Yaml& root);

}  // namespace v2v::laws
