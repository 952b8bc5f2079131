// text: the words of one sentence, read from left to right. Private to the sentence parsers.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/sentence.h"

namespace v2v::text {

/// The text in backquotes for a message; a long one is cut.
std::string quoted(std::string_view text);
/// What is wrong with a word that should have been a length; `next` is the word behind it.
std::string explain_length(std::string_view word, std::string_view next);
/// What is wrong with a word that should have been an id; `what` is "a stage", "a resource", ...
std::string explain_id(std::string_view word, std::string_view what);
/// A number without sign, decimals or leading zero, at most 1,000,000.
std::optional<int> whole_number(std::string_view word);
bool starts_like_number(std::string_view word);
std::optional<model::Period> period_of(std::string_view word);
bool is_point_word(std::string_view word);
bool is_condition_word(std::string_view word);

class Words {
 public:
  /// Clears `why`; the first mistake stays in it.
  Words(std::string_view text, std::string& why);

  bool ok() const { return why_.empty(); }
  bool done() const { return at_ == words_.size(); }
  /// Empty behind the last word.
  std::string_view peek(std::size_t ahead = 0) const;
  std::string_view before() const { return at_ == 0 ? std::string_view{} : words_[at_ - 1]; }
  std::string_view take() { return words_[at_++]; }
  /// Takes the words when they come next.
  bool take(std::initializer_list<std::string_view> words);
  bool fail(std::string why);
  /// Fails when words are left over or something failed before.
  bool finish();

  /// A length of the family of all lengths before it.
  std::optional<model::Length> length();
  /// Two lengths with `to` between them, strictly rising.
  bool range(model::Length& least, model::Length& most);
  /// A number of 1 or more. `example` shows a right sentence.
  std::optional<int> count(std::string_view example);
  std::optional<std::string> id(std::string_view what);
  /// first | last | visit n | attempt n [first | last | visit n], or nothing.
  bool which(model::Which& which);
  std::optional<model::Point> point();

 private:
  bool number_of_period(model::Point& point);

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  std::optional<model::Length> first_length_;
  std::string& why_;
};

}  // namespace v2v::text
