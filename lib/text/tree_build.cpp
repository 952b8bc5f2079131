#include "text/tree_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "text/tree_scan.h"

namespace v2v::text {
namespace {

constexpr std::size_t indexed_from = 16;

/// A word of the writer's in a message: never longer than a line.
std::string quote(std::string_view word) {
  constexpr std::size_t longest = 60;
  if (word.size() <= longest) return fmt::format("`{}`", word);
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(word[cut]) & 0xC0u) == 0x80u) --cut;
  return fmt::format("`{}...`", word.substr(0, cut));
}

std::optional<std::size_t> position_of(const Node& map, const std::unordered_map<std::string, std::size_t>& index,
                                       const std::string& key) {
  if (!index.empty()) {
    const auto found = index.find(key);
    return found == index.end() ? std::nullopt : std::optional(found->second);
  }
  for (std::size_t i = 0; i < map.entries.size(); ++i)
    if (map.entries[i].key == key) return i;
  return std::nullopt;
}

}  // namespace

Builder::Builder(std::string_view text, Limits limits, Findings& findings)
    : text_(text), limits_(limits), findings_(findings) {}

bool Builder::scalar(std::size_t at, std::string value) {
  const std::size_t begin = skip_properties(at);
  const char first = begin < text_.size() ? text_[begin] : '\0';
  const bool in_flow = !frames_.empty() && frames_.back().flow;
  const bool block = !in_flow && (first == '|' || first == '>');
  const bool quoted = first == '"' || first == '\'';
  std::size_t end = begin;
  if (quoted) {
    end = quoted_end(text_, begin);
    check_quote(begin, end);
  } else if (block) {
    end = block_end(text_, begin, block_column());
    // The comment set behind the text ends its last line; without it there was no line break to keep.
    if (skip_blanks(text_, end) == text_.size() && value.ends_with('\n')) value.pop_back();
  } else {
    end = plain_end(text_, begin, value);
    check_dashes(begin, end);
  }
  if ((quoted || block) && text_.substr(begin, end - begin).find('\n') != std::string_view::npos)
    long_texts_.push_back(findings_.span(begin, end));
  end_ = std::max(end_, end);
  last_begin_ = begin;
  if (!frames_.empty() && frames_.back().key_next) {
    take_key(std::move(value), quoted || block, begin, end);
    return true;
  }
  auto node = std::make_shared<Node>();
  node->text = std::move(value);
  node->quoted = quoted || block;
  node->where = findings_.span(begin, end);
  put(std::move(node));
  return counted(begin, end);
}

bool Builder::nothing(std::size_t at, bool anchored) {
  at = std::min(at, text_.size());
  const std::size_t begin = anchored ? std::min(skip_properties(at), text_.size()) : at;
  const bool written = written_null(begin);
  const std::size_t end = std::min(text_.size(), written ? word_end(text_, begin) : begin + 1);
  if (written) end_ = std::max(end_, end);
  if (frames_.empty()) return true;  // a document without a value
  Frame& frame = frames_.back();
  if (frame.key_next) {
    refuse_key(begin, end, "a key is missing here");
    return true;
  }
  auto node = std::make_shared<Node>();
  node->empty = true;
  if (frame.node->kind == Node::map) {
    node->where = frame.key_where;
    const std::size_t behind_key = skip_space(text_, frame.key_where.end);
    const bool colon = behind_key < text_.size() && text_[behind_key] == ':';
    if (frame.flow && !colon && frame.keep) {
      const bool glued = frame.key.find(':') != std::string::npos;
      auto& found = findings_.add(
          "needs-quotes", frame.key_where.begin, frame.key_where.end, fmt::format("{} has no value", quote(frame.key)),
          glued ? "Put a space after the colon, or quotes around the text."
                : "Inside { } a comma begins the next key. Put text that holds a comma in quotes: \"...\".");
      const auto& before = frame.node->entries;
      if (!glued && !before.empty() && before.back().value->kind == Node::scalar && !before.back().value->empty)
        found.notes.push_back({before.back().value->where, "its text may begin here"});
    }
    if (!written && colon) end_ = std::max(end_, behind_key + 1);
  } else if (written || frame.flow) {
    node->where = findings_.span(begin, end);
  } else {
    const std::size_t dash = std::min(skip_space(text_, end_), text_.size() - 1);
    node->where = findings_.span(dash, dash + 1);
    end_ = std::max(end_, dash + 1);
  }
  const source::Span where = node->where;
  put(std::move(node));
  return counted(where.begin, where.end);
}

bool Builder::alias(std::size_t at) {
  const std::size_t begin = std::min(skip_properties(at), text_.size());
  const std::size_t end = std::max(begin, std::min(word_end(text_, begin), text_.size()));
  end_ = std::max(end_, end);
  findings_.add("alias", begin, end,
                fmt::format("{} is a YAML alias, which this format refuses", quote(text_.substr(begin, end - begin))),
                "Write the value out here. Text that begins with * goes into quotes.");
  if (!frames_.empty() && frames_.back().key_next) {
    frames_.back().keep = false;
    frames_.back().key_next = false;
    frames_.back().key_where = findings_.span(begin, end);
    return true;
  }
  auto node = std::make_shared<Node>();
  node->text = text_.substr(begin, end - begin);
  node->where = findings_.span(begin, end);
  put(std::move(node));
  return counted(begin, end);
}

bool Builder::open(std::size_t at, Node::Kind kind, bool flow) {
  Frame frame;
  frame.begin = std::min(skip_properties(at), text_.size());
  frame.flow = flow;
  frame.bracketed = flow && frame.begin < text_.size() && text_[frame.begin] == (kind == Node::map ? '{' : '[');
  frame.is_key = !frames_.empty() && frames_.back().key_next;
  frame.key_next = kind == Node::map;
  frame.node = std::make_shared<Node>();
  frame.node->kind = kind;
  end_ = std::max(end_, frame.begin + (frame.bracketed ? 1 : 0));
  const std::size_t begin = frame.begin;
  frames_.push_back(std::move(frame));
  if (frames_.size() > static_cast<std::size_t>(std::max(limits_.depth, 0))) {
    findings_.add("too-deep", begin, begin + 1,
                  fmt::format("mappings and lists stand more than {} deep inside one another", limits_.depth),
                  "No file of this format needs so many levels. A bracket may be left open.");
    return false;
  }
  return counted(begin, begin + 1);
}

bool Builder::close() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.bracketed) end_ = std::max(end_, flow_end(text_, end_));
  frame.node->where = findings_.span(frame.begin, std::max(end_, frame.begin));
  auto& entries = frame.node->entries;
  if (entries.size() > indexed_from) {
    frame.node->order.resize(entries.size());
    std::iota(frame.node->order.begin(), frame.node->order.end(), 0u);
    std::sort(frame.node->order.begin(), frame.node->order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return entries[a].key < entries[b].key; });
  }
  if (frame.is_key) {
    refuse_key(frame.begin, frame.node->where.end, "a key must be a word, not a list or a mapping");
  } else {
    put(std::move(frame.node));
  }
  return true;
}

Progress Builder::progress() const {
  Progress progress;
  progress.end = end_;
  progress.last_begin = last_begin_;
  const auto open = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& frame) { return frame.bracketed; });
  if (open != frames_.rend()) progress.open = open->begin;
  return progress;
}

/// Refuses `&anchor` and `!tag` before a value, and gives where the value itself begins.
std::size_t Builder::skip_properties(std::size_t at) {
  std::size_t after = at;
  while (at < text_.size() && (text_[at] == '&' || text_[at] == '!')) {
    const std::size_t end = std::min(word_end(text_, at), text_.size());
    const bool anchor = text_[at] == '&';
    findings_.add(anchor ? "anchor" : "tag", at, end,
                  fmt::format("{} is a YAML {}, which this format refuses", quote(text_.substr(at, end - at)),
                              anchor ? "anchor" : "tag"),
                  fmt::format("Leave it out. Text that begins with {} goes into quotes.", text_[at]));
    end_ = std::max(end_, end);
    after = end;
    at = skip_space(text_, end);
  }
  return at < text_.size() ? at : after;
}

bool Builder::counted(std::size_t begin, std::size_t end) {
  if (++values_ <= limits_.nodes) return true;
  findings_.add("too-many-values", begin, end, fmt::format("the file holds more than {} values", limits_.nodes),
                "Divide it into several files.");
  return false;
}

void Builder::put(std::shared_ptr<Node> value) {
  if (frames_.empty()) {
    root_ = std::move(value);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node->kind == Node::list) {
    frame.node->items.push_back(std::move(value));
    return;
  }
  frame.key_next = true;
  if (!frame.keep) return;
  auto& entries = frame.node->entries;
  entries.push_back({frame.key, frame.key_where, std::move(value)});
  if (!frame.index.empty()) {
    frame.index.emplace(frame.key, entries.size() - 1);
  } else if (entries.size() > indexed_from) {
    for (std::size_t i = 0; i < entries.size(); ++i) frame.index.emplace(entries[i].key, i);
  }
}

void Builder::take_key(std::string key, bool quoted, std::size_t begin, std::size_t end) {
  Frame& frame = frames_.back();
  frame.key_next = false;
  frame.keep = true;
  frame.key = std::move(key);
  frame.key_where = findings_.span(begin, end);
  if (!quoted && frame.key == "<<") {
    frame.keep = false;
    findings_.add("merge-key", begin, end, "`<<` copies another mapping in, which this format refuses",
                  "Write the keys out here. A workflow builds on another by `based-on`.");
  } else if (const auto first = position_of(*frame.node, frame.index, frame.key)) {
    frame.keep = false;
    auto& found = findings_.add("duplicate-key", begin, end, fmt::format("{} is written twice", quote(frame.key)),
                                "Keep one of the two.");
    found.notes.push_back({frame.node->entries[*first].key_where, "it stands here already"});
  }
}

void Builder::refuse_key(std::size_t begin, std::size_t end, std::string text) {
  Frame& frame = frames_.back();
  frame.key_next = false;
  frame.keep = false;
  frame.key.clear();
  frame.key_where = findings_.span(begin, end);
  findings_.add("key-not-text", begin, end, std::move(text));
}

/// YAML asks that the lines of a quoted text be indented under its key. yaml-cpp does not look, and so swallows every
/// line up to the next quote when one was forgotten.
void Builder::check_quote(std::size_t begin, std::size_t end) {
  const std::string_view inside = text_.substr(0, end);
  const int parent = block_column();
  for (std::size_t line = inside.find('\n', begin); line < end; line = inside.find('\n', line + 1)) {
    const std::size_t first = skip_blanks(inside, line + 1);
    if (first >= end || text_[first] == '\n' || text_[first] == '\r') continue;
    if (static_cast<int>(first - line - 1) > parent) continue;
    findings_.add("unclosed-quote", begin, std::min(end, line_end(text_, begin)), "this quote is not closed",
                  fmt::format("Put {0} at the end of the text. Inside, {0} is written {1}.", text_[begin],
                              text_[begin] == '"' ? "\\\"" : "''"));
    return;
  }
}

/// A line that looks like a list item but goes on with the text above it, which no reader would see.
void Builder::check_dashes(std::size_t begin, std::size_t end) {
  const std::string_view inside = text_.substr(0, end);
  for (std::size_t line = inside.find('\n', begin); line < end; line = inside.find('\n', line + 1)) {
    const std::size_t first = skip_blanks(inside, line + 1);
    if (!inside.substr(first).starts_with("- ")) continue;
    auto& found = findings_.add("yaml-syntax", first, std::min(end, line_end(text_, first)),
                                "a list item stands under a key that already has a value",
                                "Line it up with the items of its list, or put the text in quotes.");
    found.notes.push_back({findings_.span(begin, std::min(end, line_end(text_, begin))), "the value begins here"});
    return;
  }
}

/// A null that is written (`~`, `null`), not left out; `at` may also be the next key, which may be such a word too.
bool Builder::written_null(std::size_t at) const {
  if (at < end_) return false;
  const std::string_view word = text_.substr(at, word_end(text_, at) - at);
  if (word != "~" && word != "null" && word != "Null" && word != "NULL") return false;
  const bool same_line = text_.substr(end_, at - end_).find('\n') == std::string_view::npos;
  return same_line || static_cast<int>(column_of(text_, at)) > block_column();
}

int Builder::block_column() const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
    if (!frame->flow) return static_cast<int>(column_of(text_, frame->begin));
  return -1;
}

}  // namespace v2v::text
