#include "text/command_line.h"

#include <algorithm>

namespace v2v::text {
namespace {

struct Writing {
  std::string text{};
  struct Piece {
    std::uint32_t begin, end;
  };

  Piece put(std::string_view piece) {
    const auto begin = static_cast<std::uint32_t>(text.size());
    for (const char c : piece) text += c == '\n' || c == '\r' ? ' ' : c;
    return {begin, static_cast<std::uint32_t>(text.size())};
  }
};

struct Pair {
  std::string map, key, value;
  Writing::Piece key_at, value_at;
};

}  // namespace

CommandLine command_line(source::Sources& sources, const Ask& ask) {
  Writing out;
  std::vector<Pair> pairs;
  const auto pair = [&](const char* map, const char* flag, const std::string& key, const std::string& value) {
    out.put(std::string(flag) + " ");
    const auto key_at = out.put(key);
    out.put("=");
    const auto value_at = out.put(value);
    out.text += '\n';
    pairs.push_back({map, key, value, key_at, value_at});
  };
  for (const auto& [point, when] : ask.at) pair("booked", "--at", point, when);
  for (const auto& [option, value] : ask.options) pair("options", "--option", option, value);
  for (const auto& [stage, outcome] : ask.assume) pair("assume", "--assume", stage, outcome);
  Writing::Piece named[3]{};
  const std::pair<const char*, const std::string*> flags[3]{
      {"--workflow ", &ask.workflow}, {"--centre ", &ask.centre}, {"--edition ", &ask.edition}};
  for (int i = 0; i < 3; ++i) {
    if (flags[i].second->empty()) continue;
    out.put(flags[i].first);
    named[i] = out.put(*flags[i].second);
    out.text += '\n';
  }
  CommandLine line;
  if (out.text.empty()) return line;
  const auto& file = sources.add("<command line>", out.text);
  const auto span = [&](Writing::Piece piece) { return Span{&file, piece.begin, piece.end}; };
  line.workflow = span(named[0]);
  line.centre = span(named[1]);
  line.edition = span(named[2]);
  line.root = std::make_shared<Node>();
  line.root->kind = Node::map;
  line.root->where = {&file, 0, 0};
  line.root->layer = Layer::command_line;
  for (const auto& p : pairs) {
    auto& maps = line.root->entries;
    auto map = std::find_if(maps.begin(), maps.end(), [&](const auto& e) { return e.key == p.map; });
    if (map == maps.end()) {
      auto node = std::make_shared<Node>();
      node->kind = Node::map;
      node->where = span(p.key_at);
      node->layer = Layer::command_line;
      maps.push_back({p.map, span(p.key_at), node});
      map = maps.end() - 1;
    }
    auto value = std::make_shared<Node>();
    value->text = p.value;
    value->empty = p.value.empty();
    value->where = p.value.empty() ? span(p.key_at) : span(p.value_at);
    value->layer = Layer::command_line;
    map->value->entries.push_back({p.key, span(p.key_at), value});
  }
  return line;
}

}  // namespace v2v::text
