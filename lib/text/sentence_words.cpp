#include "text/sentence_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/say.h"
#include "text/sentence.h"

namespace v2v::text {
namespace {

using calendar::Family;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// What both lengths of a sentence could be written in, to be of the family of one of them.
std::string_view in_family(const model::Length& length) {
  if (length.unit == calendar::Unit::work_hours) return "working hours";
  if (calendar::family(length.unit) == Family::elapsed) return "hours";
  return calendar::family(length.unit) == Family::calendar ? "days" : "working days";
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return fmt::format("`{}`", text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // never through a character
  return fmt::format("`{}...`", text.substr(0, end));
}

std::optional<int> whole_number(std::string_view word) {
  if (word.empty() || word.size() > 7 || (word.size() > 1 && word[0] == '0')) return std::nullopt;
  int n = 0;
  for (const char c : word) {
    if (!is_digit(c)) return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return n <= 1'000'000 ? std::optional(n) : std::nullopt;
}

bool starts_like_number(std::string_view word) {
  if (!word.empty() && (word[0] == '-' || word[0] == '+' || word[0] == '.')) word.remove_prefix(1);
  return !word.empty() && is_digit(word[0]);
}

std::optional<model::Period> period_of(std::string_view word) {
  using model::Period;
  for (const auto period : {Period::day, Period::week, Period::month, Period::year})
    if (word == model::word(period)) return period;
  return std::nullopt;
}

bool is_point_word(std::string_view word) {
  static constexpr std::array<std::string_view, 16> words{"to",   "from",  "by",      "before", "after", "first",
                                                          "last", "visit", "attempt", "start",  "end",   "every",
                                                          "day",  "week",  "month",   "year"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_condition_word(std::string_view word) {
  static constexpr std::array<std::string_view, 6> words{"is", "not", "and", "or", "happened", "did"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_id(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
  return !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), fits);
}

bool is_reserved(std::string_view id) {
  return is_point_word(id) || is_condition_word(id) || calendar::parse_length(id) || whole_number(id);
}

std::string explain_id(std::string_view word, std::string_view what) {
  if (const auto small = lower(word); small != word && is_id(small))
    return fmt::format("{} has capitals: write {}", quoted(word), quoted(small));
  return fmt::format("{} is not the id of {}: ids are small letters, digits and hyphens", quoted(word), what);
}

Words::Words(std::string_view text, std::string& why) : why_(why) {
  why_.clear();
  for (std::size_t i = 0; i < text.size();) {
    const auto end = std::min(text.find(' ', i), text.size());
    if (end > i) words_.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  if (words_.empty())
    fail("nothing is written here");
  else if (text.find(", ") != text.npos)
    fail("a sentence holds no comma; where several may stand, write a list: [day 1, day 3]");
}

std::string_view Words::peek(std::size_t ahead) const {
  return at_ + ahead < words_.size() ? words_[at_ + ahead] : std::string_view{};
}

bool Words::take(std::initializer_list<std::string_view> words) {
  if (words.size() > words_.size() - at_) return false;
  if (!std::equal(words.begin(), words.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_))) return false;
  at_ += words.size();
  return true;
}

bool Words::fail(std::string why) {
  if (why_.empty()) why_ = std::move(why);
  return false;
}

bool Words::finish() {
  if (!ok()) return false;
  if (done()) return true;
  const auto word = peek();
  if (word == "or" && peek(1) == "more") return fail("a least wait is the length alone, without `or more`");
  if (word == "and" || word == "or" || word == "&")
    return fail(fmt::format("{} cannot stand here: write each of them on its own", quoted(word)));
  return fail(at_ == 0 ? fmt::format("{} is not understood", quoted(word))
                       : fmt::format("{} is not understood behind {}", quoted(word), quoted(before())));
}

std::optional<model::Length> Words::length() {
  if (!ok()) return std::nullopt;
  const auto length = calendar::parse_length(peek());
  if (!length) {
    fail(explain_length(peek(), peek(1)));
    return std::nullopt;
  }
  const auto family = calendar::family(length->unit);
  if (first_length_ && calendar::family(first_length_->unit) != family) {
    fail(fmt::format("{} and {} do not mix: write both in {} or both in {}",
                     quoted(calendar::to_string(*first_length_)), quoted(calendar::to_string(*length)),
                     in_family(*first_length_), in_family(*length)));
    return std::nullopt;
  }
  if (!first_length_) first_length_ = length;
  ++at_;
  return length;
}

bool Words::range(model::Length& least, model::Length& most) {
  const auto from = length();
  if (!from) return false;
  if (!take({"to"})) return fail(fmt::format("`to` and a second length are missing behind {}", quoted(before())));
  const auto to = length();
  if (!to) return false;
  const auto rough = calendar::rough_minutes(*from), rough_to = calendar::rough_minutes(*to);
  const auto a = calendar::to_string(*from), b = calendar::to_string(*to);
  if (rough > rough_to) return fail(fmt::format("{} is longer than {}: write `{} to {}`", quoted(a), quoted(b), b, a));
  if (rough == rough_to) return fail(fmt::format("`{} to {}` is one length: write it once", a, b));
  least = *from, most = *to;
  return true;
}

std::optional<int> Words::count(std::string_view example) {
  if (!ok()) return std::nullopt;
  const auto n = whole_number(peek());
  if (!n || *n == 0) {
    if (done())
      fail(fmt::format("a number is missing, as in `{}`", example));
    else if (n)
      fail(fmt::format("the number must be 1 or more, as in `{}`", example));
    else
      fail(fmt::format("{} is not a whole number, as in `{}`", quoted(peek()), example));
    return std::nullopt;
  }
  ++at_;
  return n;
}

std::optional<std::string> Words::id(std::string_view what) {
  if (!ok()) return std::nullopt;
  const auto word = peek();
  if (!word.empty() && is_id(word) && !is_reserved(word)) return std::string(take());
  if (word.empty())
    fail(at_ == 0 ? fmt::format("{} is missing", what)
                  : fmt::format("{} is missing behind {}", what, quoted(before())));
  else if (is_reserved(word))
    fail(fmt::format("{} should stand where {} is", what, quoted(word)));
  else
    fail(explain_id(word, what));
  return std::nullopt;
}

}  // namespace v2v::text
