// What a length should have been: the reasons a clinician is given.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/sentence.h"
#include "text/sentence_words.h"

namespace v2v::text {
namespace {

struct Spelling {
  std::string_view said, unit;
};

/// How people write units; `m` alone might be minutes or months and is asked about.
constexpr std::array<Spelling, 46> spellings{{
    {"min", "min"},    {"mins", "min"},    {"minute", "min"},   {"minutes", "min"}, {"Min", "min"},   {"h", "h"},
    {"H", "h"},        {"hr", "h"},        {"hrs", "h"},        {"hour", "h"},      {"hours", "h"},   {"Hours", "h"},
    {"wh", "wh"},      {"WH", "wh"},       {"workhours", "wh"}, {"d", "d"},         {"D", "d"},       {"day", "d"},
    {"days", "d"},     {"Days", "d"},      {"Day", "d"},        {"wd", "wd"},       {"WD", "wd"},     {"bd", "wd"},
    {"workday", "wd"}, {"workdays", "wd"}, {"weekdays", "wd"},  {"w", "w"},         {"W", "w"},       {"wk", "w"},
    {"wks", "w"},      {"week", "w"},      {"weeks", "w"},      {"Weeks", "w"},     {"mo", "mo"},     {"mon", "mo"},
    {"mos", "mo"},     {"mth", "mo"},      {"month", "mo"},     {"months", "mo"},   {"Months", "mo"}, {"y", "y"},
    {"yr", "y"},       {"yrs", "y"},       {"year", "y"},       {"years", "y"},
}};

std::string_view unit_meant(std::string_view said) {
  const auto found = std::find_if(spellings.begin(), spellings.end(), [said](const auto& s) { return s.said == said; });
  return found == spellings.end() ? std::string_view{} : found->unit;
}

struct Smaller {
  std::string_view unit, smaller;
  std::int64_t of;
};
/// Units that another of the same family measures exactly; a day has no hours here, since the two do not mix.
constexpr std::array<Smaller, 3> smaller{{{"h", "min", 60}, {"w", "d", 7}, {"y", "mo", 12}}};

/// `1.5h` -> 90min; empty where no smaller unit of its family makes it whole.
std::string without_decimals(std::string_view whole, std::string_view decimals, std::string_view unit) {
  const auto n = whole_number(whole.empty() ? "0" : whole);
  std::int64_t part = 0, scale = 1;
  if (!n || decimals.empty() || decimals.size() > 6) return "";
  for (const char c : decimals) {
    if (c < '0' || c > '9') return "";
    part = part * 10 + (c - '0'), scale *= 10;
  }
  if (part == 0) return fmt::format("{}{}", *n, unit);
  for (const auto& row : smaller)
    if (row.unit == unit && part * row.of % scale == 0)
      return fmt::format("{}{}", *n * row.of + part * row.of / scale, row.smaller);
  return "";
}

std::string explain_decimal(std::string_view word, std::size_t dot) {
  const auto tail = word.substr(dot + 1);
  const auto end = std::min(tail.find_first_not_of("0123456789"), tail.size());
  const auto unit = unit_meant(tail.substr(end));
  const auto better = unit.empty() ? std::string() : without_decimals(word.substr(0, dot), tail.substr(0, end), unit);
  if (!better.empty()) return fmt::format("{} has a decimal: write {}", quoted(word), better);
  if (const auto n = whole_number(word.substr(0, dot)); n && !unit.empty())
    return fmt::format("{} has a decimal: write {}{} or {}{}", quoted(word), *n, unit, *n + 1, unit);
  return fmt::format("{} has a decimal: write whole numbers, such as 90min", quoted(word));
}

}  // namespace

std::string explain_length(std::string_view word, std::string_view next) {
  if (word.empty()) return "a length is missing, such as 7d or 48h";
  if (!starts_like_number(word))
    return fmt::format("a length such as 7d or 48h should stand where {} is", quoted(word));
  if (word[0] == '-' || word[0] == '+')
    return fmt::format("{} has a sign: a length is written without one", quoted(word));
  const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const auto number = word.substr(0, digits), unit = word.substr(digits);
  if (!unit.empty() && (unit[0] == '.' || unit[0] == ',')) return explain_decimal(word, digits);
  if (unit.empty()) {
    if (const auto meant = unit_meant(next); !meant.empty())
      return fmt::format("`{} {}` has a space: write {}{}", number, next, number, meant);
    return fmt::format("lengths need a unit: {}d or {}h?", number, number);
  }
  if (unit == "m" || unit == "M")
    return fmt::format("{} may be minutes or months: write {}min or {}mo", quoted(word), number, number);
  if (unit == "s" || unit == "sec") return fmt::format("{} is in seconds: the shortest unit is min", quoted(word));
  if (unit.find_first_of("0123456789") != unit.npos)
    return fmt::format("{} holds two numbers: write one length in one unit, 36h and not 1d12h", quoted(word));
  const auto meant = unit_meant(unit);
  if (meant.empty())
    return fmt::format("{} has no unit that is known: the units are min h wh d wd w mo y", quoted(word));
  if (meant != unit) return fmt::format("{} is written {}{}", quoted(word), number, meant);
  if (number.size() > 1 && number[0] == '0') return fmt::format("{} begins with a zero", quoted(word));
  return fmt::format("{} is too long: at most 1000000 of a unit", quoted(word));
}

std::optional<model::Length> parse_length(std::string_view text, std::string& why) {
  Words words(text, why);
  const auto length = words.length();
  return words.finish() ? length : std::nullopt;
}

std::optional<model::Wait> parse_wait(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Wait wait;
  bool may_repeat = false;
  if (words.take({"any"})) {
  } else if (words.take({"at", "most"})) {
    wait.greatest = words.length();
    may_repeat = true;
  } else if (words.take({"exactly"})) {
    wait.least = wait.greatest = words.length();
  } else if (words.peek() == "at" && words.peek(1) == "least") {
    words.fail(fmt::format("a least wait is the length alone: write {}", quoted(words.peek(2))));
  } else if (words.peek() == "within" || words.peek() == "under" || words.peek() == "max" || words.peek() == "<=") {
    words.fail(fmt::format("a greatest wait is written `at most {}`", words.peek(1)));
  } else if (words.peek() == "up" && words.peek(1) == "to") {
    words.fail(fmt::format("a greatest wait is written `at most {}`", words.peek(2)));
  } else if (words.peek(1) == "to") {
    wait.least.emplace(), wait.greatest.emplace();
    words.range(*wait.least, *wait.greatest);
    may_repeat = true;
  } else {
    wait.least = words.length();
  }
  if (words.ok() && words.take({"or", "again"})) {
    wait.or_again = true;
    if (!may_repeat) words.fail("`or again` stands only behind `at most LENGTH` or `LENGTH to LENGTH`");
  }
  if (!words.finish()) return std::nullopt;
  return wait;
}

namespace {

/// `50% by 17d`, as often as it comes next.
bool read_shares(Words& words, model::Spread& spread) {
  const auto rough = [](const model::Length& length) { return calendar::rough_minutes(length); };
  while (words.ok() && words.peek().ends_with('%')) {
    const std::string_view word = words.take();
    const auto percent = whole_number(word.substr(0, word.size() - 1));
    if (!percent || *percent < 1 || *percent > 99)
      return words.fail(fmt::format("{} is no share from 1% to 99%", quoted(word)));
    if (!words.take({"by"}))
      return words.fail(fmt::format("{} is followed by `by` and a length: 50% by 17d", quoted(word)));
    const auto length = words.length();
    if (!length) return false;
    if (rough(*length) <= rough(spread.least) || rough(*length) >= rough(spread.most))
      return words.fail(fmt::format("{} does not lie inside `{} to {}`", quoted(calendar::to_string(*length)),
                                    calendar::to_string(spread.least), calendar::to_string(spread.most)));
    if (!spread.shares.empty() &&
        (spread.shares.back().percent >= *percent || rough(spread.shares.back().by) >= rough(*length)))
      return words.fail("the second share is greater than the first, and so is its length: 50% by 17d 90% by 26d");
    if (spread.shares.size() == 2) return words.fail("a range says two shares: 50% by 17d 90% by 26d");
    spread.shares.push_back({*percent, *length});
  }
  // A share lies between two lengths only where both are counted alike: a month is no number of days.
  const auto months = [](const model::Length& length) {
    return length.unit == calendar::Unit::months || length.unit == calendar::Unit::years;
  };
  for (const auto& share : spread.shares)
    if (months(share.by) != months(spread.least) || months(spread.least) != months(spread.most))
      return words.fail("a range with shares is counted in days and weeks, or in months and years, not in both");
  return spread.shares.size() != 1 || words.fail("a range says two shares: 50% by 17d 90% by 26d");
}

/// What was seen, behind `one of`.
bool read_observed(Words& words, model::Spread& spread) {
  while (words.ok() && starts_like_number(words.peek())) {
    const auto length = words.length();
    if (!length) return false;
    spread.one_of.push_back(*length);
  }
  if (!words.ok()) return false;
  if (spread.one_of.size() < 2) return words.fail("`one of` lists two lengths or more: one of 14d 16d 16d 21d");
  const auto shorter = [](const model::Length& a, const model::Length& b) {
    return calendar::rough_minutes(a) < calendar::rough_minutes(b);
  };
  const auto [least, most] = std::minmax_element(spread.one_of.begin(), spread.one_of.end(), shorter);
  spread.least = *least;
  spread.most = *most;
  return true;
}

bool read_spread(Words& words, model::Spread& spread) {
  if (words.take({"one", "of"})) return read_observed(words, spread);
  if (words.peek(1) != "to") {
    const auto length = words.length();
    if (!length) return false;
    spread.least = spread.most = *length;
    if (words.peek() == "likely" || words.peek() == "median" || words.peek() == "peak" || words.peek().ends_with('%'))
      return words.fail(fmt::format("{} needs a range before it: 13d to 35d likely 17d", quoted(words.peek())));
    return true;
  }
  if (!words.range(spread.least, spread.most)) return false;
  for (const std::string_view word : {"likely", "median", "peak"}) {
    if (!words.take({word})) continue;
    if (spread.likely || spread.median)
      return words.fail(fmt::format("a range says `{}` or `{}`, not both", spread.likely ? "likely" : "median", word));
    const auto length = words.length();
    if (!length) return false;
    const auto rough = calendar::rough_minutes(*length);
    if (rough < calendar::rough_minutes(spread.least) || rough > calendar::rough_minutes(spread.most))
      return words.fail(fmt::format("the {} length {} lies outside `{} to {}`", word,
                                    quoted(calendar::to_string(*length)), calendar::to_string(spread.least),
                                    calendar::to_string(spread.most)));
    (word == "likely" ? spread.likely : word == "median" ? spread.median : spread.peak) = *length;
  }
  if (words.peek().ends_with('%') && (spread.likely || spread.median || spread.peak))
    return words.fail("a range says shares or one length, not both: 12d to 40d 50% by 17d 90% by 26d");
  return read_shares(words, spread);
}

}  // namespace

std::optional<model::Spread> parse_spread(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Spread spread;
  if (words.ok() && (words.peek() == "any" || words.peek() == "at" || words.peek() == "exactly"))
    words.fail(fmt::format("{} belongs to a wait: a length here is written 3d, or 2d to 4d", quoted(words.peek())));
  if (words.ok()) read_spread(words, spread);
  return words.finish() ? std::optional(spread) : std::nullopt;
}

std::optional<model::Begins> parse_begins(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Begins begins;
  if (words.ok()) read_spread(words, begins.spread);
  if (words.ok() && !words.take({"after"}))
    words.fail("`after` and a point are missing: 1d to 12d median 3d after infusion");
  if (words.ok()) {
    if (auto point = words.point()) begins.after = *point;
  }
  return words.finish() ? std::optional(begins) : std::nullopt;
}

}  // namespace v2v::text
