// view: a JSON object read key by key; what does not fit is told at its place and reading goes on. Inside this room
// only.
#pragma once
#include <fmt/format.h>

#include <limits>
#include <optional>
#include <set>
#include <string>

#include "calendar/zone.h"
#include "view/json_tree.h"

namespace v2v::view {

/// `2026-10-14T09:00:00+01:00` or `...Z`, with the seconds 0; years 1400 to 9999.
std::optional<calendar::Instant> parse_rfc3339(std::string_view text);

/// One object. Every key that is asked for must be there; `done` tells of those that nobody asked for. `code` is that
/// of a value out of its bounds.
class JsonReader {
 public:
  JsonReader(const JsonNode& node, source::Diagnostics& wrong, std::string code = "bad-roster")
      : node_(node), wrong_(wrong), code_(std::move(code)) {
    if (node.kind != JsonNode::object) fail(node, "wrong-type", "an object { } belongs here");
  }

  std::string text(std::string_view key);
  std::string text_or_null(std::string_view key);  // empty: null
  bool truth(std::string_view key);
  /// Of [least, most]; else `least`, and a diagnostic.
  std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most);
  int number(std::string_view key, int least, int most) { return static_cast<int>(whole(key, least, most)); }
  std::optional<double> share_or_null(std::string_view key);  // 0 to 1
  calendar::Day day(std::string_view key);
  std::optional<calendar::Day> day_or_null(std::string_view key);
  calendar::Instant instant(std::string_view key);
  std::optional<calendar::Instant> instant_or_null(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  /// Whether it is there at all: what came later is missing in older files.
  bool has(std::string_view key) const;
  /// Empty, or a name that tzdata knows.
  std::string zone(std::string_view key);
  /// The place of the word in `words`; else 0, and a diagnostic.
  template <class Words>
  std::size_t word(std::string_view key, const Words& words) {
    const JsonNode* value = of(key, JsonNode::text);
    std::string all;
    std::size_t k = 0;
    for (const auto& one : words) {
      if (value && value->said == one) return k;
      all += fmt::format("{}{}", all.empty() ? "" : ", ", one);
      ++k;
    }
    if (value) fail(*value, "unknown-word", fmt::format("one of {} belongs here", all));
    return 0;
  }
  template <class Read>
  void list(std::string_view key, Read read) {
    if (const JsonNode* value = of(key, JsonNode::list))
      for (const auto& item : value->items) read(item);
  }
  const JsonNode* object(std::string_view key) { return of(key, JsonNode::object); }
  const JsonNode* object_or_null(std::string_view key);
  /// The text, and where it stands; nullptr where it is missing or no text.
  const JsonNode* text_node(std::string_view key) { return of(key, JsonNode::text); }

  void fail(const JsonNode& at, std::string code, std::string text);
  void done();

 private:
  /// The value of this kind; nullptr and a diagnostic without it.
  const JsonNode* of(std::string_view key, JsonNode::Kind kind);
  const JsonNode* any(std::string_view key);

  const JsonNode& node_;
  source::Diagnostics& wrong_;
  std::string code_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace v2v::view
