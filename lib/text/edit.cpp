#include "text/edit.h"

#include <algorithm>
#include <stdexcept>

#include "text/write_scalar.h"

namespace v2v::text {
namespace {

constexpr std::size_t columns = 140;

/// A block text at the end of a file gets its line break when a line is put behind it.
std::string_view without_break(std::string_view text) {
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || without_break(a.text) != without_break(b.text) || a.empty != b.empty ||
      a.entries.size() != b.entries.size() || a.items.size() != b.items.size())
    return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    if (a.entries[i].key != b.entries[i].key || !same(*a.entries[i].value, *b.entries[i].value)) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(*a.items[i], *b.items[i])) return false;
  return true;
}

bool in_braces(const Node& map) {
  return source::text_of(map.where).starts_with('{');
}

/// Where the last line of a node ends, before its line break.
std::size_t line_end(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  const auto last = end == std::string_view::npos ? text.size() : end;
  return last > at && text[last - 1] == '\r' ? last - 1 : last;
}
std::size_t line_begin(std::string_view text, std::size_t at) {
  const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

struct Editor {
  const source::File& file;
  const Node& root;
  std::string text = file.text;

  std::string_view line_break() const { return text.find("\r\n") == std::string::npos ? "\n" : "\r\n"; }
  void replace(std::size_t begin, std::size_t end, std::string_view by) { text.replace(begin, end - begin, by); }

  void add_line(std::size_t after, const std::string& line) {
    const std::size_t end = line_end(text, after);
    replace(end, end, std::string(line_break()) + line);
  }

  std::string line_of(const Change& change, std::size_t indent) const {
    return std::string(indent, ' ') + one_line(change.key, Spot::key, false) + ": " + written(change.value, false) +
           (change.comment.empty() ? "" : "  " + change.comment);
  }

  /// A key of the root, in its place among the others.
  void add_section(const Change& change, const std::vector<std::string>& order) {
    const auto rank = [&](std::string_view key) { return std::find(order.begin(), order.end(), key) - order.begin(); };
    const Node::Entry* before = nullptr;
    for (const auto& entry : root.entries)
      if (rank(entry.key) < rank(change.section)) before = &entry;
    if (!before) before = &root.entries.front();  // the file's own name stays first
    const std::size_t end = std::max(before->value->where.end, before->key_where.end);
    if (in_braces(root))
      return replace(
          end, end,
          ", " + change.section + ": " + (change.key.empty() ? written(change.value, true) : in_braces_of(change)));
    if (change.key.empty()) return add_line(end, line_of({"", change.section, change.value, change.comment}, 0));
    add_line(end, change.section + ":" + std::string(line_break()) + line_of(change, 2));
  }

  static std::string in_braces_of(const Change& change) {
    return "{" + one_line(change.key, Spot::flow_key, false) + ": " + written(change.value, true) + "}";
  }

  void add(const Node::Entry& section, const Change& change) {
    const Node& map = *section.value;
    if (in_braces(root) && map.entries.empty()) {
      const std::size_t end = section.key_where.end + 1;
      return map.empty ? replace(end, end, " " + in_braces_of(change))
                       : replace(map.where.begin, map.where.end, in_braces_of(change));
    }
    if (map.empty || (map.entries.empty() && in_braces(map))) {
      const std::size_t indent = section.key_where.begin - line_begin(text, section.key_where.begin);
      std::size_t at = section.key_where.end;
      if (!map.empty) {
        at = map.where.begin;
        const auto blank = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
        replace(blank, map.where.end, "");
        at = blank;
      }
      return add_line(at, line_of(change, indent + 2));
    }
    if (!in_braces(map)) {
      const std::size_t first = map.entries.front().key_where.begin;
      return add_line(map.where.end, line_of(change, first - line_begin(text, first)));
    }
    const Node::Entry& last = map.entries.back();
    const std::string entry = one_line(change.key, Spot::flow_key, false) + ": " + written(change.value, true);
    const std::size_t begin = line_begin(text, last.value->where.end);
    const bool fits = line_end(text, last.value->where.end) - begin + entry.size() + 2 <= columns;
    const std::size_t first = map.entries.front().key_where.begin;
    const std::size_t end = last.value->where.end;
    replace(end, end,
            fits ? ", " + entry
                 : "," + std::string(line_break()) + std::string(first - line_begin(text, first), ' ') + entry);
  }

  void change_value(const Node::Entry& entry, const Change& change, bool braces) {
    const Node& old = *entry.value;
    if (old.empty)
      return replace(entry.key_where.end + 1, entry.key_where.end + 1, " " + written(change.value, braces));
    std::size_t begin = old.where.begin;
    // A mapping or list in lines of its own begins below its key.
    if (line_begin(text, begin) > entry.key_where.begin) begin = text.find(':', entry.key_where.end) + 1;
    replace(begin, old.where.end, (begin == old.where.begin ? "" : " ") + written(change.value, braces));
  }

  static bool behind_block_text(const Node::Entry& entry, const Node& map) {
    if (&entry == map.entries.data()) return false;
    const auto before = source::text_of((&entry - 1)->value->where);
    return before.starts_with('|') || before.starts_with('>');
  }

  void take_away(const Node::Entry& section, const Node::Entry& entry, const std::string& remark) {
    const Node& map = *section.value;
    std::size_t begin = entry.key_where.begin, end = entry.value->where.end;
    const bool only = map.entries.size() == 1;
    if (in_braces(map)) {
      const auto at = static_cast<std::size_t>(&entry - map.entries.data());
      if (only)
        begin = map.where.begin + 1, end = map.where.end - 1;
      else if (at + 1 < map.entries.size())
        end = map.entries[at + 1].key_where.begin;
      else
        begin = map.entries[at - 1].value->where.end;
      replace(begin, end, "");
      if (remark.empty()) return;
      // No remark stands in braces: it goes above the section, or below a file that is in braces as a whole.
      const std::size_t line = line_begin(text, section.key_where.begin);
      if (!in_braces(root)) return replace(line, line, remark + std::string(line_break()));
      if (!text.ends_with('\n')) text += line_break();
      text += remark + std::string(line_break());
      return;
    }
    const std::string own = std::string(entry.key_where.begin - line_begin(text, begin), ' ') + remark;
    begin = line_begin(text, begin);
    const auto next = text.find('\n', end);
    if (next == std::string::npos) {
      end = text.size();
      begin = begin > 0 ? begin - 1 : 0;  // the line break before it goes instead
      if (begin > 0 && text[begin - 1] == '\r') --begin;
      replace(begin, end, remark.empty() ? "" : std::string(line_break()) + own);
    } else {
      end = next + 1;
      replace(begin, end, remark.empty() ? "" : own + std::string(line_break()));
    }
    if (behind_block_text(entry, map)) {
      // Behind a block text a remark that stands deeper than the keys would be read as more of it.
      const std::size_t column = entry.key_where.begin - line_begin(file.text, entry.key_where.begin);
      for (std::size_t at = begin; at < text.size();) {
        const std::size_t first = text.find_first_not_of(' ', at);
        if (first == std::string::npos || text[first] != '#') break;
        if (first - at > column) replace(at, first, std::string(column, ' '));
        const auto after = text.find('\n', at);
        at = after == std::string::npos ? text.size() : after + 1;
      }
    }
    if (only) replace(section.key_where.end + 1, section.key_where.end + 1, " {}");
  }
};

std::shared_ptr<Node> node_of(const Change::Value& value) {
  auto node = std::make_shared<Node>();
  if (value.size() == 1 && value.front().first.empty()) {
    node->text = value.front().second;
    return node;
  }
  node->kind = Node::map;
  for (const auto& [key, text] : value) {
    auto inner = std::make_shared<Node>();
    inner->text = text;
    node->entries.push_back({key, {}, inner});
  }
  return node;
}

/// The old tree with the change, as the new text must read.
Node expected(const Node& root, const Change& change, const std::vector<std::string>& order) {
  Node all = root;
  const auto rank = [&](std::string_view key) { return std::find(order.begin(), order.end(), key) - order.begin(); };
  auto at =
      std::find_if(all.entries.begin(), all.entries.end(), [&](const auto& e) { return e.key == change.section; });
  if (at == all.entries.end()) {
    auto after = all.entries.begin() + 1;
    for (auto e = all.entries.begin(); e != all.entries.end(); ++e)
      if (rank(e->key) < rank(change.section)) after = e + 1;
    at = all.entries.insert(after, {change.section, {}, std::make_shared<Node>()});
  } else {
    at->value = std::make_shared<Node>(*at->value);
  }
  if (change.key.empty()) {
    at->value = node_of(change.value);
    return all;
  }
  Node& section = *at->value;
  section.kind = Node::map;
  section.empty = false;
  section.text.clear();
  const auto entry =
      std::find_if(section.entries.begin(), section.entries.end(), [&](const auto& e) { return e.key == change.key; });
  if (change.value.empty())
    section.entries.erase(entry);
  else if (entry != section.entries.end())
    entry->value = node_of(change.value);
  else
    section.entries.push_back({change.key, {}, node_of(change.value)});
  return all;
}

}  // namespace

std::optional<std::string> unrolled(const source::File& file, const std::string& section, const std::string& key,
                                    const std::vector<std::string>& keys) {
  const auto tree = parse(file);
  if (!tree) throw std::logic_error("a file is edited that cannot be read");
  const Node::Entry* in = (*tree.value)->entry(section);
  const Node::Entry* entry = in ? in->value->entry(key) : nullptr;
  if (!entry || entry->value->kind != Node::list || entry->value->items.size() != keys.size()) return std::nullopt;
  const std::size_t begin = entry->key_where.begin, end = entry->value->where.end;
  const std::string_view old = std::string_view(file.text).substr(begin, end - begin);
  if (old.find('#') != old.npos || keys.empty()) return std::nullopt;
  const bool braces = in_braces(*in->value);
  const std::string between = braces ? ", "
                                     : (file.text.find("\r\n") == std::string::npos ? "\n" : "\r\n") +
                                           std::string(begin - line_begin(file.text, begin), ' ');
  std::string lines;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    Change::Value value;
    const Node& item = *entry->value->items[k];
    if (item.kind == Node::scalar) value.emplace_back("", item.text);
    for (const auto& pair : item.entries) {
      if (pair.value->kind != Node::scalar) return std::nullopt;
      value.emplace_back(pair.key, pair.value->text);
    }
    if (value.empty()) return std::nullopt;
    if (k > 0) lines += between;
    lines += one_line(keys[k], braces ? Spot::flow_key : Spot::key, false) + ": " + written(value, braces);
  }
  std::string text = file.text;
  text.replace(begin, end - begin, lines);
  // What is expected: the same tree, with the entries in place of the list.
  Node all = **tree.value;
  for (auto& one : all.entries) {
    if (one.key != section) continue;
    one.value = std::make_shared<Node>(*one.value);
    auto& entries = one.value->entries;
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.key == key; });
    std::vector<Node::Entry> instead;
    for (std::size_t k = 0; k < keys.size(); ++k) instead.push_back({keys[k], {}, entry->value->items[k]});
    entries.insert(entries.erase(at), instead.begin(), instead.end());
  }
  source::Sources again;
  const auto read = parse(again.add(file.name, text));
  if (!read || !same(**read.value, all))
    throw std::logic_error("an edit of " + file.name + " would have changed more than it should");
  return text;
}

std::string written(const Change::Value& value, bool in_braces) {
  if (value.size() == 1 && value.front().first.empty())
    return one_line(value.front().second, in_braces ? Spot::flow : Spot::block, false);
  std::string out;
  for (const auto& [key, text] : value)
    out += (out.empty() ? "{" : ", ") + key + ": " + one_line(text, Spot::flow, false);
  return out + "}";
}

std::string comment_behind(const Node::Entry& entry) {
  const source::Span& where = entry.value->where;
  if (!where) return {};
  const std::string_view text = where.file->text;
  const std::size_t from = std::max(where.end, entry.key_where.end);
  if (from > 0 && text[from - 1] == '\n') return {};
  std::string_view rest = text.substr(from, line_end(text, from) - from);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t' || rest.front() == ':')) rest.remove_prefix(1);
  return rest.starts_with('#') ? std::string(rest) : std::string();
}

std::string edited(const source::File& file, const Change& change, const std::vector<std::string>& sections) {
  const auto tree = parse(file);
  if (!tree) throw std::logic_error("a file is edited that cannot be read");
  const Node& root = **tree.value;
  Editor editor{file, root};
  const Node::Entry* section = root.entry(change.section);
  const Node::Entry* entry = section && !change.key.empty() ? section->value->entry(change.key) : nullptr;
  if (change.key.empty()) {
    if (change.value.empty()) throw std::logic_error("a whole section is never taken away");
    section ? editor.change_value(*section, change, in_braces(root)) : editor.add_section(change, sections);
  } else if (change.value.empty()) {
    if (!entry) return file.text;
    editor.take_away(*section, *entry, change.remark);
  } else if (!section) {
    editor.add_section(change, sections);
  } else if (!entry) {
    editor.add(*section, change);
  } else {
    editor.change_value(*entry, change, in_braces(*section->value));
  }
  source::Sources again;
  const auto read = parse(again.add(file.name, editor.text));
  if (!read || !same(**read.value, expected(root, change, sections)))
    throw std::logic_error("an edit of " + file.name + " would have changed more than it should");
  return editor.text;
}

}  // namespace v2v::text
