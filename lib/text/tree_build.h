// text: turns the events of a YAML parser into our tree, and refuses what the format refuses. Knows no yaml-cpp.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/tree.h"

namespace v2v::text {

/// Problems of one file. Keeps as many as are shown and counts the rest.
class Findings {
 public:
  static constexpr std::size_t most = 100;
  explicit Findings(const source::File& file) : file_(&file) {}
  /// The diagnostic may be worked on until the next call.
  source::Diagnostic& add(std::string_view code, std::size_t begin, std::size_t end, std::string text,
                          std::string hint = {});
  source::Span span(std::size_t begin, std::size_t end) const;
  bool has(std::string_view code) const;
  bool none() const { return list_.empty(); }
  /// In file order, and at the end how many more there are.
  source::Diagnostics take();

 private:
  const source::File* file_;
  source::Diagnostics list_;
  std::size_t left_off_ = 0;
  source::Diagnostic surplus_;
};

/// What the parser has met when it gives up, for the explanation.
struct Progress {
  std::size_t end = 0;              // just after the last piece that was understood
  std::size_t last_begin = 0;       // the last text, key or value
  std::optional<std::size_t> open;  // innermost [ or { not closed yet
};

/// Takes events in the order of the text. `at` is the byte where the piece (its anchor or tag first) begins.
/// Every call answers whether to go on.
class Builder {
 public:
  /// `text` is the file's, with unseen characters replaced, byte for byte as long.
  Builder(std::string_view text, Limits limits, Findings& findings);
  bool scalar(std::size_t at, std::string value);
  bool nothing(std::size_t at, bool anchored);
  bool alias(std::size_t at);
  bool open(std::size_t at, Node::Kind kind, bool flow);
  bool close();

  std::shared_ptr<Node> root() const { return root_; }
  Progress progress() const;
  /// Quoted texts and blocks of several lines, in file order: what stands at the front of their lines is theirs.
  const std::vector<source::Span>& long_texts() const { return long_texts_; }

 private:
  struct Frame {
    std::shared_ptr<Node> node;
    std::size_t begin = 0;
    bool flow = false;
    bool bracketed = false;  // a map may stand in [a: b] without braces of its own
    bool is_key = false;
    bool key_next = false;
    bool keep = true;  // the entry that is being read goes into the map
    std::string key;
    source::Span key_where;
    std::unordered_map<std::string, std::size_t> index;
  };

  std::size_t skip_properties(std::size_t at);
  bool counted(std::size_t begin, std::size_t end);
  void put(std::shared_ptr<Node> value);
  void take_key(std::string key, bool quoted, std::size_t begin, std::size_t end);
  void refuse_key(std::size_t begin, std::size_t end, std::string text);
  void check_quote(std::size_t begin, std::size_t end);
  void check_dashes(std::size_t begin, std::size_t end);
  bool written_null(std::size_t at) const;
  int block_column() const;

  std::string_view text_;
  Limits limits_;
  Findings& findings_;
  std::vector<Frame> frames_;
  std::shared_ptr<Node> root_;
  std::vector<source::Span> long_texts_;
  std::size_t end_ = 0;
  std::size_t last_begin_ = 0;
  int values_ = 0;
};

}  // namespace v2v::text
