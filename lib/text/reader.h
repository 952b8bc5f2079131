// text: what every decoder needs: a place to put mistakes, and the small readings (text, lists, ids, percents, dates).
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "source/diagnostic.h"
#include "text/sentence.h"
#include "text/tree.h"

namespace v2v::text {

using source::Note;
using source::Span;

/// Collects mistakes; drops a second report of the same code at the same place. Suggestions are costly, so only the
/// first hundred mistakes of a run get one.
class Reader {
 public:
  void error(std::string_view code, Span where, std::string text, std::string hint = {}, std::vector<Note> notes = {});
  void warning(std::string_view code, Span where, std::string text, std::string hint = {});
  void add(source::Diagnostics more);
  /// "did you mean `takes`?", or empty.
  std::string meant(std::string_view word, const std::vector<std::string>& known);
  bool has_errors() const { return errors_ > 0; }
  int errors() const { return errors_; }
  source::Diagnostics take() { return std::move(found_); }

 private:
  void put(source::Severity severity, std::string_view code, Span where, std::string text, std::string hint,
           std::vector<Note> notes);
  source::Diagnostics found_;
  std::set<std::tuple<std::string, const source::File*, std::uint32_t>> seen_;
  int errors_ = 0;
  int suggestions_ = 0;
};

/// An id, or several with slashes between them: `car-t/autologous`.
bool is_slashed_id(std::string_view text);
std::string ticked(std::string_view text);  // `text`
/// "a, b and c"
std::string listed(const std::vector<std::string>& words, std::string_view join = "and");
std::vector<std::string_view> words_of(std::string_view text);
/// Splits at each occurrence of `mark`; one piece when there is none.
std::vector<std::string_view> split_at(std::string_view text, std::string_view mark);

/// Where `word` stands inside a value written plainly; the whole value where it cannot be found.
Span span_of(const Node& node, std::string_view word);
std::string_view word(Node::Kind kind);  // "text", "a list", "a mapping"
/// The value as a person wrote it, on one line, cut at 80 characters.
std::string as_written(const Node& node);

/// `key` with a value of another type than `wanted`: one `wrong-type` (or `unquoted-prose` for a key that swallowed
/// a sentence's colon).
void wrong_type(Reader& reader, const Node& node, std::string_view key, std::string_view wanted);
/// The text of a scalar that holds something; otherwise `wrong-type` and nothing.
std::optional<std::string> text_in(Reader& reader, const Node& node, std::string_view key, std::string_view wanted);
/// One text or a list of texts. Spans of the items stand beside them.
std::vector<std::pair<std::string, Span>> texts_in(Reader& reader, const Node& node, std::string_view key,
                                                   std::string_view wanted);
std::optional<std::string> id_in(Reader& reader, const Node& node, std::string_view key, bool slashes = false);
std::optional<double> percent_in(Reader& reader, const Node& node, std::string_view key);  // 0 to 1
std::optional<calendar::Day> day_in(Reader& reader, const Node& node, std::string_view key);
std::optional<model::Length> length_in(Reader& reader, const Node& node, std::string_view key);
/// `DATE` or `DATE to DATE`, both included.
std::optional<std::pair<calendar::Day, calendar::Day>> days_in(Reader& reader, const Node& node, std::string_view key);

/// A sentence that cannot be read: `bad-KIND`, or `missing-unit` where a number stands without its unit.
void bad_sentence(Reader& reader, const Node& node, std::string_view text, std::string_view kind, std::string_view why,
                  std::string hint = {}, std::vector<Note> notes = {});

}  // namespace v2v::text
