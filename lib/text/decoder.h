// text: what the decoders of one workflow share: its names, what its rules say, and whom a citation speaks for.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/keys.h"
#include "text/reader.h"

namespace v2v::text {

/// What a mapping says of the whole of it (cite, checked, because, by, date, note), for the values of the same file.
struct Speaker {
  model::Origin origin;
  const source::File* file = nullptr;
  bool checked_alone = false;  // `checked` without a `cite`
};

/// A value without its wrapper `{is: ...}`, and where it comes from.
struct Value {
  const Node* node = nullptr;
  model::Origin origin;
};

/// A rule as written: plain, or by cases.
struct RuleText {
  Span key_where;
  const Node* whole = nullptr;
  std::string by;  // empty: plain
  Speaker speaker;
  struct Case {
    std::string value;
    const Node* then;
  };
  std::vector<Case> cases;
  const Node* otherwise = nullptr;  // of a plain rule: its value
  bool used = false;
};

/// Who is called what in one workflow. Lists keep the order of the file, for suggestions.
struct Names {
  std::map<std::string, Span, std::less<>> stages;
  std::map<std::string, std::vector<std::string>, std::less<>> outcomes;  // of each stage that has some
  std::map<std::string, RuleText, std::less<>> rules;
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::set<std::string, std::less<>> used_options, used_sources;
  std::vector<std::string> stage_list, rule_list, option_list, people, editions, sources, drugs;
};

/// Rules within rules multiply; beyond this many cases read for all uses together, a file is refused.
inline constexpr std::size_t most_stages = 10'000;
inline constexpr int most_cases = 50'000;

/// What `checked` says; `unsaid` after `bad-checked`.
model::Checked checked_in(Reader& reader, const Node& node);

struct Decoder {
  Reader& reader;
  Names& names;
  std::vector<Note> uses{};  // where the rules being read are used, outermost first
  int cases_read = 0;        // of rules, for all their uses

  /// An error with a note at each use of the rule that is being read.
  void fail(std::string_view code, Span where, std::string text, std::string hint = {});
  Speaker speaker(const Node& map);
  Value value(const Node& node, const Speaker& speaker);
  /// `unknown-stage` at `where` unless there is such a stage.
  bool stage(std::string_view id, Span where);
  void point(const model::Point& point, const Node& node);
};

}  // namespace v2v::text
