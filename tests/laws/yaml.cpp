#include "yaml.h"

#include <algorithm>
#include <utility>

namespace v2v::laws {
namespace {

bool needs_quotes(const std::string& text) {
  static constexpr std::string_view at_front = "!&*?|>@%`\"'#-:";
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return true;
  if (text.front() == '-' ? text.size() == 1 || text[1] == ' ' : at_front.find(text.front()) != std::string_view::npos)
    return true;
  if (text.find_first_of(",[]{}\"'\\\n") != std::string::npos) return true;
  return text.find(": ") != std::string::npos || text.find(" #") != std::string::npos;
}

std::string word_of(const std::string& text) {
  if (!needs_quotes(text)) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + "\"";
}

std::string on_one_line(const Yaml& node) {
  if (node.kind == Yaml::text) return word_of(node.word);
  const bool map = node.kind == Yaml::map;
  std::string out = map ? "{" : "[";
  for (std::size_t i = 0; i < node.items.size(); ++i)
    out += (i ? ", " : "") + (map ? word_of(node.keys[i]) + ": " : "") + on_one_line(node.items[i]);
  return out + (map ? "}" : "]");
}

void write_map(const Yaml& node, std::size_t indent, std::string& out) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Yaml& value = node.items[i];
    out += std::string(indent, ' ') + word_of(node.keys[i]) + ":";
    if (value.kind == Yaml::map && !value.flow && !value.items.empty()) {
      out += '\n';
      write_map(value, indent + 2, out);
    } else {
      out += ' ' + on_one_line(value) + '\n';
    }
  }
}

}  // namespace

bool Yaml::operator==(const Yaml& other) const {
  return kind == other.kind && word == other.word && keys == other.keys && items == other.items;
}

const Yaml* Yaml::find(std::string_view key) const {
  const auto at = std::find(keys.begin(), keys.end(), key);
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

Yaml* Yaml::find(std::string_view key) {
  return const_cast<Yaml*>(std::as_const(*this).find(key));
}

Yaml& Yaml::set(std::string_view key, Yaml value) {
  if (Yaml* old = find(key)) return *old = std::move(value);
  keys.emplace_back(key);
  items.push_back(std::move(value));
  return items.back();
}

Yaml& Yaml::under(std::string_view key) {
  if (Yaml* old = find(key)) return *old;
  return set(key, mapping());
}

bool Yaml::drop(std::string_view key) {
  const auto at = std::find(keys.begin(), keys.end(), key);
  if (at == keys.end()) return false;
  items.erase(items.begin() + (at - keys.begin()));
  keys.erase(at);
  return true;
}

std::string write(const Yaml& root) {
  std::string out;
  write_map(root, 0, out);
  return out;
}

}  // namespace v2v::laws
