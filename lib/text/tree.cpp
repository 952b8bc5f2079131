#include "text/tree.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <new>
#include <sstream>

#include "text/tree_check.h"
#include "text/tree_scan.h"
#include "text/tree_syntax.h"

namespace v2v::text {
namespace {

/// Thrown through the parser when the builder wants no more; it has said why.
struct Enough {};

/// Passes events on. yaml-cpp counts bytes, but not a byte order mark.
class Listener final : public YAML::EventHandler {
 public:
  Listener(Builder& builder, std::size_t offset) : builder_(builder), offset_(offset) {}
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { go(builder_.nothing(at(mark), anchor != 0)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { go(builder_.alias(at(mark))); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string& value) override {
    go(builder_.scalar(at(mark), value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    go(builder_.open(at(mark), Node::list, style == YAML::EmitterStyle::Flow));
  }
  void OnSequenceEnd() override { go(builder_.close()); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    go(builder_.open(at(mark), Node::map, style == YAML::EmitterStyle::Flow));
  }
  void OnMapEnd() override { go(builder_.close()); }

 private:
  static void go(bool on) {
    if (!on) throw Enough{};
  }
  std::size_t at(const YAML::Mark& mark) const { return static_cast<std::size_t>(std::max(mark.pos, 0)) + offset_; }

  Builder& builder_;
  std::size_t offset_;
};

/// Learns where a second document begins, and stops there.
class Second final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    at = static_cast<std::size_t>(std::max(mark.pos, 0));
    throw Enough{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
  std::optional<std::size_t> at;
};

Trouble trouble_of(const YAML::ParserException& problem) {
  namespace msg = YAML::ErrorMsg;
  if (dynamic_cast<const YAML::DeepRecursion*>(&problem) != nullptr) return Trouble::depth;
  const std::string_view said = problem.msg;
  const struct {
    std::string_view said;
    Trouble trouble;
  } table[] = {
      {msg::EOF_IN_SCALAR, Trouble::open_quote},
      {msg::DOC_IN_SCALAR, Trouble::open_quote},
      {msg::MAP_VALUE, Trouble::colon},
      {msg::MAP_KEY, Trouble::start},
      {msg::END_OF_MAP, Trouble::no_key},
      {msg::END_OF_SEQ, Trouble::no_key},
      {msg::END_OF_MAP_FLOW, Trouble::open_bracket},
      {msg::END_OF_SEQ_FLOW, Trouble::open_bracket},
      {msg::FLOW_END, Trouble::close_bracket},
      {msg::BLOCK_ENTRY, Trouble::dash},
      {msg::UNKNOWN_TOKEN, Trouble::start},
      {msg::UNKNOWN_ANCHOR, Trouble::alias},
      {msg::ALIAS_NOT_FOUND, Trouble::alias},
      {msg::CHAR_IN_ALIAS, Trouble::alias},
      {msg::ALIAS_CONTENT, Trouble::alias},
      {msg::MULTIPLE_ALIASES, Trouble::alias},
      {msg::ANCHOR_NOT_FOUND, Trouble::anchor},
      {msg::CHAR_IN_ANCHOR, Trouble::anchor},
      {msg::MULTIPLE_ANCHORS, Trouble::anchor},
      {msg::MULTIPLE_TAGS, Trouble::tag},
      {msg::CHAR_IN_TAG_HANDLE, Trouble::tag},
      {msg::TAG_WITH_NO_SUFFIX, Trouble::tag},
      {msg::END_OF_VERBATIM_TAG, Trouble::tag},
      {msg::CHAR_IN_BLOCK, Trouble::indent},
      {msg::ZERO_INDENT_IN_BLOCK, Trouble::indent},
      {msg::INVALID_HEX, Trouble::escape},
  };
  for (const auto& row : table)
    if (said == row.said) return row.trouble;
  if (said.starts_with(msg::INVALID_ESCAPE) || said.starts_with(msg::INVALID_UNICODE)) return Trouble::escape;
  return Trouble::other;
}

/// Where a line `---` or `...` divides the text between two bytes.
std::optional<std::size_t> divider(std::string_view text, std::size_t from, std::size_t to) {
  for (std::size_t line = line_begin(text, from); line <= to && line < text.size();) {
    const std::string_view rest = text.substr(line);
    if (line >= from && (rest.starts_with("---") || rest.starts_with("..."))) return line;
    const std::size_t next = text.find('\n', line);
    if (next == std::string_view::npos) break;
    line = next + 1;
  }
  return std::nullopt;
}

/// yaml-cpp reads one document and is silent about the rest.
bool check_rest(YAML::Parser& parser, std::string_view text, std::size_t offset, const Progress& progress,
                Findings& findings) {
  Second second;
  bool goes_on = false;
  try {
    goes_on = parser.HandleNextDocument(second);
  } catch (const Enough&) {
    goes_on = true;
  } catch (const YAML::ParserException& problem) {
    second.at = static_cast<std::size_t>(std::max(problem.mark.pos, 0));
    goes_on = true;
  }
  if (!goes_on) return true;
  const std::size_t at = std::min(second.at.value_or(0) + offset, text.size());
  if (const auto line = divider(text, progress.end, at)) {
    findings.add("several-documents", *line, *line + 3, "a second YAML document begins here",
                 "One file holds one thing. Put the rest into a file of its own, or take this line away.");
  } else {
    explain(text, Trouble::after_end, skip_space(text, progress.end), progress, findings);
  }
  return false;
}

/// True when the whole text was understood, so that the tree is complete.
bool read_events(const std::string& text, Builder& builder, Findings& findings,
                 const std::vector<std::uint32_t>& tabs) {
  const std::size_t offset = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const auto stuck = [&](Trouble trouble, std::size_t at) {
    if (!check_tabs(text, tabs, builder.long_texts(), at, findings))
      explain(text, trouble, at, builder.progress(), findings);
    return false;
  };
  try {
    // Without a line behind its end, a quote left open would be closed by the end of the text in silence.
    std::istringstream stream(text + (text.ends_with('\n') ? "#" : "\n#"));
    YAML::Parser parser(stream);
    Listener listener(builder, offset);
    parser.HandleNextDocument(listener);
    if (!check_rest(parser, text, offset, builder.progress(), findings)) return false;
    check_tabs(text, tabs, builder.long_texts(), text.size(), findings);
    return true;
  } catch (const Enough&) {
    return false;
  } catch (const YAML::ParserException& problem) {
    return stuck(trouble_of(problem), static_cast<std::size_t>(std::max(problem.mark.pos, 0)) + offset);
  } catch (const std::bad_alloc&) {
    throw;  // nobody's mistake in the text
  } catch (const std::exception&) {
    return stuck(Trouble::other, builder.progress().end);
  }
}

struct Reading {
  std::shared_ptr<Node> root;
  source::Diagnostics diagnostics;
};

Reading read(const source::File& file, Limits limits) {
  Findings findings(file);
  if (file.text.size() > limits.bytes) {
    findings.add("too-large", 0, 0,
                 fmt::format("the file has {} bytes; at most {} are read", file.text.size(), limits.bytes),
                 "A file of this format is a few pages long. Is this the right file?");
    return {nullptr, findings.take()};
  }
  const auto text = readable(file.text, findings);
  if (!text || !check_nesting(*text, findings)) return {nullptr, findings.take()};
  check_directives(*text, findings);
  Builder builder(*text, limits, findings);
  const bool whole = read_events(*text, builder, findings, tab_lines(*text));
  std::shared_ptr<Node> root = builder.root();
  if (whole && !root) {
    findings.add("empty-file", 0, 0, "the file holds no key", "A file begins with what it is about: `workflow: NAME`.");
  } else if (whole && root->kind == Node::scalar) {
    explain(*text, Trouble::lone_text, root->where.begin, builder.progress(), findings);
    root = nullptr;
  } else if (whole && root->kind == Node::list) {
    findings.add("root-not-map", root->where.begin, root->where.end, "the file is a list, not keys with values",
                 "Each line at the front of a file is a key with its value: `workflow: NAME`.");
    root = nullptr;
  }
  return {whole ? root : nullptr, findings.take()};
}

}  // namespace

const Node::Entry* Node::entry(std::string_view key) const {
  if (!order.empty() && order.size() <= entries.size()) {
    const auto found = std::lower_bound(order.begin(), order.end(), key,
                                        [&](std::uint32_t i, std::string_view k) { return entries[i].key < k; });
    if (found != order.end() && entries[*found].key == key) return &entries[*found];
  }
  // Whoever merges trees adds and takes away entries; the order only speeds up what it still finds.
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const {
  const Entry* found = entry(key);
  return found != nullptr ? found->value.get() : nullptr;
}

source::Checked<std::shared_ptr<Node>> parse_past_errors(const source::File& file, Limits limits) {
  Reading reading = read(file, limits);
  source::Checked<std::shared_ptr<Node>> checked;
  if (reading.root) checked.value = std::move(reading.root);
  checked.diagnostics = std::move(reading.diagnostics);
  return checked;
}

source::Checked<std::shared_ptr<Node>> parse(const source::File& file, Limits limits) {
  auto checked = parse_past_errors(file, limits);
  if (has_errors(checked.diagnostics)) checked.value.reset();
  return checked;
}

}  // namespace v2v::text
