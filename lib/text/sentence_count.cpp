// Numbers of things: series, quantities, amounts, needs, chances, outcomes.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "calendar/hours.h"
#include "model/say.h"
#include "text/sentence.h"
#include "text/sentence_words.h"

namespace v2v::text {
namespace {

using model::Period;

/// Behind `a`: a period that is at most `longest`.
std::optional<Period> read_period(Words& words, Period longest) {
  const auto period = period_of(words.peek());
  if (period && *period <= longest) {
    words.take();
    return period;
  }
  const std::string_view all =
      longest == Period::year ? "`day`, `week`, `month` or `year`" : "`day`, `week` or `month`";
  words.fail(words.done() ? fmt::format("{} is missing behind `a`", all)
                          : fmt::format("{} should stand where {} is", all, quoted(words.peek())));
  return std::nullopt;
}

std::int64_t rough_minutes(Period period) {
  using calendar::Unit;
  const auto unit = period == Period::day ? Unit::days : period == Period::week ? Unit::weeks : Unit::months;
  return calendar::rough_minutes({1, unit});
}

bool read_rate(Words& words, model::Series& series) {
  series.kind = model::Series::rate;
  series.most = series.least;
  const auto period = read_period(words, Period::month);
  if (!period) return false;
  series.period = *period;
  if (!words.take({"for"}))
    return words.fail(fmt::format("how long is missing: {} a {} for 4w", series.least, model::word(*period)));
  const auto over = words.length();
  if (!over) return false;
  series.over = *over;
  return calendar::rough_minutes(*over) >= rough_minutes(*period) ||
         words.fail(fmt::format("{} is less than one {}", quoted(calendar::to_string(*over)), model::word(*period)));
}

bool read_series(Words& words, model::Series& series) {
  const auto least = words.count("3 times");
  if (!least) return false;
  series.least = series.most = *least;
  if (words.take({"a"})) return read_rate(words, series);
  if (words.take({"to"})) {
    const auto most = words.count("1 to 4 times until enough");
    if (!most) return false;
    series.kind = model::Series::until;
    series.most = *most;
    if (*most < *least)
      return words.fail(fmt::format("{} is more than {}: write `{} to {} times`", *least, *most, *most, *least));
    if (*most == *least)
      return words.fail(fmt::format("`{} to {} times` is one number: write `{} times`", *least, *most, *least));
  }
  if (words.peek() == "per" ||
      ((words.peek() == "times" || words.peek() == "x") && (words.peek(1) == "a" || words.peek(1) == "per")))
    return words.fail(fmt::format("how often is written `{} a week for 4w`", *least));
  if (words.peek() == "time" || words.peek() == "x" || words.peek() == "visits")
    return words.fail(fmt::format("write `{} times`", *least));
  if (!words.take({"times"}))
    return words.fail(fmt::format("`times` is missing behind {}: {} times", quoted(words.before()), *least));
  const bool until = words.take({"until"});
  if (series.kind == model::Series::until && !until)
    return words.fail(fmt::format("`until OUTCOME` is missing: {} to {} times until enough", *least, series.most));
  if (!until) return true;
  if (series.kind == model::Series::times)
    return words.fail(fmt::format("`until` needs a least and a greatest number: 1 to {} times until enough", *least));
  const auto outcome = words.id("an outcome");
  if (outcome) series.outcome = *outcome;
  return outcome.has_value();
}

bool read_quantity(Words& words, model::Quantity& quantity) {
  const auto n = whole_number(words.peek());
  if (!n)
    return words.fail(words.done()
                          ? "a number is missing, as in `2` or `3 a week`"
                          : fmt::format("{} is not a whole number, as in `2` or `3 a week`", quoted(words.peek())));
  words.take();
  quantity.n = *n;
  if (words.peek() == "per") return words.fail(fmt::format("how often is written `{} a week`", *n));
  if (words.take({"a"})) {
    quantity.a = read_period(words, Period::year);
    if (!quantity.a) return false;
  }
  if (!words.take({"for"})) return true;
  if (calendar::parse_length(words.peek()))
    return words.fail(fmt::format("a priority should stand where {} is: 1 a week for urgent", quoted(words.peek())));
  const auto priority = words.id("a priority");
  if (priority) quantity.priority = *priority;
  return priority.has_value();
}

}  // namespace

std::optional<model::Series> parse_series(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Series series;
  if (words.ok()) read_series(words, series);
  return words.finish() ? std::optional(series) : std::nullopt;
}

std::optional<model::Quantity> parse_quantity(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Quantity quantity;
  if (words.ok()) read_quantity(words, quantity);
  return words.finish() ? std::optional(quantity) : std::nullopt;
}

bool read_amount_row(model::Amount& amount, std::string_view when, std::string_view quantity, std::string& why) {
  const auto n = parse_quantity(quantity, why);
  if (!n) return false;
  const auto twice = [&] {
    why = fmt::format("{} is said twice", quoted(when));
    return false;
  };
  if (when == "otherwise") {
    if (amount.otherwise) return twice();
    amount.otherwise = n;
    return true;
  }
  if (starts_like_number(when)) {
    const auto days = parse_days(when, why);
    if (!days) return false;
    if (!days->range) {
      for (const auto& row : amount.from)
        if (row.first == days->first) return twice();
      amount.from.emplace_back(days->first, *n);
      return true;
    }
    for (const auto& [first, last, unused] : amount.during)
      if (days->first <= last && first <= days->last) {
        why = fmt::format("{} shares days with `{} to {}`", quoted(when), calendar::to_string(first),
                          calendar::to_string(last));
        return false;
      }
    amount.during.emplace_back(days->first, days->last, *n);
    return true;
  }
  const auto hours = calendar::parse_hours(when, why);
  if (!hours) return false;
  why.clear();
  for (const auto& row : amount.in_hours)
    if (row.first == *hours) return twice();
  amount.in_hours.emplace_back(*hours, *n);
  return true;
}

std::optional<model::Need> parse_need(std::string_view key, std::string_view value, std::string& why) {
  model::Need need;
  Words resources(key, why);
  do {
    if (auto resource = resources.id("a resource")) need.resources.push_back(std::move(*resource));
  } while (resources.ok() && need.resources.size() < 2 && resources.take({"or"}));
  if (resources.ok() && resources.peek() == "or") resources.fail("`or` stands between two resources, once");
  if (resources.ok() && need.resources.size() == 2 && need.resources[0] == need.resources[1])
    resources.fail(fmt::format("{} stands on both sides of `or`", quoted(need.resources[0])));
  if (!resources.finish()) return std::nullopt;

  Words words(value, why);
  const auto n = words.count("1 for 1h");
  if (n) need.n = *n;
  if (words.ok() && words.take({"for"})) need.hold = words.length();
  if (words.ok() && need.hold && need.hold->n == 0) words.fail("a length of 0 holds nothing");
  return words.finish() ? std::optional(need) : std::nullopt;
}

std::optional<double> parse_percent(std::string_view text, std::string& why) {
  why.clear();
  const bool sign = !text.empty() && text.back() == '%';
  const auto number = sign ? text.substr(0, text.size() - 1) : text;
  const auto n = whole_number(number);
  if (n && sign && *n <= 100) return *n / 100.0;
  if (text.empty())
    why = "a percentage is missing, such as 9%";
  else if (n && !sign)
    why = fmt::format("a chance is a percentage: {}%?", *n);
  else if (n)
    why = fmt::format("{} is more than 100%", quoted(text));
  else if (!number.empty() && number.back() == ' ' && whole_number(number.substr(0, number.size() - 1)))
    why = fmt::format("{} has a space: write {}%", quoted(text), number.substr(0, number.size() - 1));
  else if (starts_like_number(text) && number.find_first_of(".,") != number.npos)
    why = fmt::format("{} has a decimal: write a whole percentage, such as 9%", quoted(text));
  else
    why = fmt::format("{} is not a whole percentage, such as 9%", quoted(text));
  return std::nullopt;
}

std::optional<std::pair<model::Outcome::Then, std::string>> parse_then(std::string_view text, std::string& why) {
  using model::Outcome;
  Words words(text, why);
  std::pair<Outcome::Then, std::string> out{Outcome::carry_on, {}};
  if (words.take({"stop"})) {
    out.first = Outcome::stop;
  } else if (words.take({"again", "from"})) {
    out.first = Outcome::again;
    if (const auto stage = words.id("a stage")) out.second = *stage;
  } else if (!words.take({"carry", "on"})) {
    words.fail(fmt::format("{} is not one of `carry on`, `stop`, `again from STAGE`", quoted(text)));
  }
  return words.finish() ? std::optional(out) : std::nullopt;
}

std::optional<std::pair<std::string, std::string>> parse_route(std::string_view text, std::string& why) {
  Words words(text, why);
  const auto from = words.id("a site");
  if (words.ok() && !words.take({"to"})) words.fail("travel is written `SITE to SITE`");
  const auto to = words.id("a site");
  if (words.ok() && *from == *to) words.fail(fmt::format("{} stands at both ends", quoted(*from)));
  if (!words.finish()) return std::nullopt;
  return std::pair(*from, *to);
}

}  // namespace v2v::text
