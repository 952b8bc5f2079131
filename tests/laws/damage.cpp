#include "damage.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace v2v::laws {
namespace {

using text::Node;

/// Signs that YAML or the format gives a meaning, that look like others, or that cannot be seen.
constexpr std::string_view signs[] = {" ",
                                      " ",
                                      "\n",
                                      ":",
                                      ":",
                                      ",",
                                      "-",
                                      "#",
                                      "#",
                                      "'",
                                      "\"",
                                      "{",
                                      "}",
                                      "[",
                                      "]",
                                      "|",
                                      ">",
                                      "&",
                                      "*",
                                      "!",
                                      "%",
                                      "@",
                                      "`",
                                      "?",
                                      "~",
                                      "=",
                                      "<",
                                      "/",
                                      "\\",
                                      "+",
                                      ".",
                                      ";",
                                      "(",
                                      "_",
                                      "0",
                                      "1",
                                      "7",
                                      "9",
                                      "a",
                                      "d",
                                      "e",
                                      "h",
                                      "m",
                                      "o",
                                      "w",
                                      "y",
                                      "A",
                                      "D",
                                      "I",
                                      "O",
                                      "W",
                                      "\t",
                                      "\r",
                                      "\x01",
                                      "\x1B",
                                      "\x7F",
                                      std::string_view("\0", 1),  // controls
                                      "\xC2\xA0",
                                      "\xC2\xAD",
                                      "\xE2\x80\x8B",
                                      "\xE2\x80\x8D",
                                      "\xE2\x80\xAE",
                                      "\xEF\xBB\xBF",
                                      "\xE2\x80\xA8",
                                      "\xC2\x85",  // spaces, unseen
                                      "\xD0\xB0",
                                      "\xD0\xB5",
                                      "\xD0\xBE",
                                      "\xD1\x81",
                                      "\xCE\xBF",
                                      "\xEF\xBC\x91",
                                      "\xD9\xA3",  // Cyrillic, Greek, digits
                                      "\xE2\x80\x93",
                                      "\xE2\x88\x92",
                                      "\xE2\x80\x9C",
                                      "\xE2\x80\x99",
                                      "\xEF\xBC\x9A",
                                      "\xEF\xBC\x8C",  // dashes, quotes
                                      "\xFF",
                                      "\xC3",
                                      "\x80",
                                      "\xED\xA0\x80",
                                      "\xC0\xAF",
                                      "\xF5\x80\x80\x80"};  // not UTF-8

/// Letters of other scripts that look like the key.
constexpr std::pair<char, std::string_view> look_alikes[] = {
    {'a', "\xD0\xB0"}, {'e', "\xD0\xB5"}, {'o', "\xD0\xBE"}, {'c', "\xD1\x81"},     {'p', "\xD1\x80"},
    {'i', "\xD1\x96"}, {'x', "\xD1\x85"}, {'y', "\xD1\x83"}, {'h', "\xD2\xBB"},     {'d', "\xD4\x81"},
    {'0', "O"},        {'1', "l"},        {'5', "S"},        {'-', "\xE2\x80\x91"}, {':', "\xEA\x9E\x89"},
    {' ', "\xC2\xA0"}, {'3', "\xD0\x97"}, {'w', "\xD4\x9D"}};

bool is_rest(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
}

/// [begin, end) of the whole character at a byte.
std::pair<std::size_t, std::size_t> character(std::string_view text, std::size_t at) {
  while (at > 0 && is_rest(text[at])) --at;
  std::size_t end = at + 1;
  while (end < text.size() && is_rest(text[end])) ++end;
  return {at, end};
}

/// [begin, end) of the line, its line end included.
std::pair<std::size_t, std::size_t> line(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t after = text.find('\n', at);
  return {before == std::string_view::npos ? 0 : before + 1, after == std::string_view::npos ? text.size() : after + 1};
}

Damage replaced(std::string_view text, std::size_t begin, std::size_t end, std::string_view by, std::string what) {
  Damage out{std::move(what), std::string(text.substr(0, begin)), begin, end, begin + by.size()};
  out.text.append(by).append(text.substr(end));
  return out;
}

template <class T, std::size_t n>
const T& one_of(Random& random, const T (&list)[n]) {
  return list[static_cast<std::size_t>(random(0, n - 1))];
}

Damage damage_line(Random& random, std::string_view text, std::size_t at, std::int64_t how) {
  const auto [begin, end] = line(text, at);
  const std::string_view whole = text.substr(begin, end - begin);
  if (how < 2) {
    const std::string twice = std::string(whole) + (whole.ends_with('\n') ? "" : "\n") + std::string(whole);
    Damage out = how == 0 ? replaced(text, begin, end, "", "a line is deleted")
                          : replaced(text, begin, end, twice, "a line stands twice");
    out.whole = true;
    return out;
  }
  const std::size_t indent = std::min(whole.find_first_not_of(' '), whole.size());
  const auto by = static_cast<std::size_t>(random(1, 4));
  if (how == 2 || indent < by)
    return replaced(text, begin, begin, random.chance(10) ? std::string("\t") : std::string(by, ' '),
                    "a line is indented further");
  return replaced(text, begin, begin + by, "", "a line is indented less");
}

std::string shown(std::string_view text, std::size_t begin) {
  return fmt::format("line {}", std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n') + 1);
}

// What a tree holds, by place.

struct Above {
  std::string key;  // empty for an item of a list
  std::size_t begin;
};

struct Leaf {
  std::string text;
  source::Span where;
  std::vector<Above> above;
};

void gather(const Node& node, std::vector<Above>& above, std::vector<Leaf>& leaves) {
  if (node.kind == Node::scalar || (node.entries.empty() && node.items.empty())) {
    leaves.push_back({node.kind == Node::scalar ? node.text
                      : node.kind == Node::list ? "[]"
                                                : "{}",
                      node.where, above});
    return;
  }
  for (const auto& entry : node.entries) {
    above.push_back({entry.key, entry.key_where.begin});
    gather(*entry.value, above, leaves);
    above.pop_back();
  }
  for (const auto& item : node.items) {
    above.push_back({"", item->where.begin});
    gather(*item, above, leaves);
    above.pop_back();
  }
}

/// The bytes of the lines that hold [from, to) and the byte behind it; with `whole`, just these.
struct Lines {
  std::size_t begin, end;
  Lines(std::string_view text, std::size_t from, std::size_t to, bool whole)
      : begin(whole ? from : line(text, from).first), end(whole ? to : line(text, to).second) {}
  bool touch(const source::Span& span) const { return span.begin < end && span.end > begin; }
  bool hold(std::size_t at) const { return begin <= at && at < end; }
};

std::string path_of(const Leaf& leaf) {
  std::string path;
  for (const Above& above : leaf.above) path += "/" + (above.key.empty() ? "-" : above.key);
  return path;
}

}  // namespace

Damage damage(Random& random, std::string_view text) {
  const auto at = static_cast<std::size_t>(random(0, static_cast<std::int64_t>(text.size()) - 1));
  const auto [begin, end] = character(text, at);
  const std::string_view here = text.substr(begin, end - begin);
  switch (const auto how = random(0, 15); how) {
    case 0:
    case 1:
    case 2:
      return replaced(text, begin, end, "", "a sign is deleted");
    case 3:
    case 4:
    case 5:
      return replaced(text, begin, begin, one_of(random, signs), "a sign is inserted");
    case 6:
    case 7:
      return replaced(text, begin, end, one_of(random, signs), "a sign is replaced");
    case 8: {
      if (end >= text.size()) return replaced(text, begin, end, "", "a sign is deleted");
      const auto next = character(text, end);
      return replaced(text, begin, next.second, std::string(text.substr(end, next.second - end)).append(here),
                      "two signs change places");
    }
    case 9:
      return replaced(text, begin, begin, here, "a sign stands twice");
    case 10: {
      std::string other(here);
      if (here.size() == 1 && ((here[0] | 0x20) >= 'a' && (here[0] | 0x20) <= 'z')) other[0] ^= 0x20;
      return replaced(text, begin, end, other, "a letter changes its case");
    }
    case 11: {
      for (const auto& [letter, like] : look_alikes)
        if (here == std::string_view(&letter, 1))
          return replaced(text, begin, end, like, "a letter only looks the same");
      return replaced(text, begin, end, one_of(random, signs), "a sign is replaced");
    }
    default:
      return damage_line(random, text, at, how - 12);
  }
}

std::optional<std::string> strayed(const Node& old_root, std::string_view old_text, const Node& new_root,
                                   const Damage& damage) {
  const Lines old_lines(old_text, damage.begin, damage.old_end, damage.whole);
  const Lines new_lines(damage.text, damage.begin, damage.new_end, damage.whole);
  const auto moved = [&](std::size_t at) { return at < damage.old_end ? at : at - damage.old_end + damage.new_end; };
  std::vector<Leaf> old_leaves, new_leaves;
  std::vector<Above> above;
  gather(old_root, above, old_leaves);
  gather(new_root, above, new_leaves);
  std::map<std::pair<std::size_t, std::size_t>, const Leaf*> found;
  for (const Leaf& leaf : new_leaves) found[{leaf.where.begin, leaf.where.end}] = &leaf;
  const auto held = [](const Leaf& leaf, const Lines& lines) {
    return std::any_of(leaf.above.begin(), leaf.above.end(), [&](const Above& a) { return lines.hold(a.begin); });
  };
  for (const Leaf& leaf : old_leaves) {
    if (old_lines.touch(leaf.where)) continue;
    const auto at = found.find({moved(leaf.where.begin), moved(leaf.where.end)});
    if (at == found.end())
      return fmt::format("{} ({}) is gone: `{}`", path_of(leaf), shown(old_text, leaf.where.begin), leaf.text);
    const Leaf& now = *at->second;
    found.erase(at);
    if (now.text != leaf.text)
      return fmt::format("{} ({}) was `{}` and is `{}`", path_of(leaf), shown(old_text, leaf.where.begin), leaf.text,
                         now.text);
    const bool same =
        std::equal(leaf.above.begin(), leaf.above.end(), now.above.begin(), now.above.end(),
                   [&](const Above& a, const Above& b) { return a.key == b.key && moved(a.begin) == b.begin; });
    if (!same && !held(leaf, old_lines) && !held(now, new_lines))
      return fmt::format("`{}` ({}) stood under {} and stands under {}", leaf.text, shown(old_text, leaf.where.begin),
                         path_of(leaf), path_of(now));
  }
  for (const auto& [_, leaf] : found)
    if (!new_lines.touch(leaf->where) && !held(*leaf, new_lines))
      return fmt::format("{} ({}) has come: `{}`", path_of(*leaf), shown(damage.text, leaf->where.begin), leaf->text);
  return std::nullopt;
}

}  // namespace v2v::laws
