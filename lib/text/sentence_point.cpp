// Points, and what is made of points: windows and placed visits.
#include <fmt/format.h>

#include "model/say.h"
#include "text/sentence.h"
#include "text/sentence_words.h"

namespace v2v::text {
namespace {

using model::Period;
using model::Point;
using model::Which;

bool is_offset_word(std::string_view word) {
  return word == "before" || word == "after";
}

/// The fewest and the most days that a number of a unit can be; minutes and working time as fractions of a day.
struct DaySpan {
  double least = 0, most = 0;
};

DaySpan days_in(double n, double shortest, double longest) {
  return n >= 0 ? DaySpan{n * shortest, n * longest} : DaySpan{n * longest, n * shortest};
}

DaySpan days_of(const Point& point) {
  DaySpan out;
  if (point.stage.empty()) {
    const auto n = static_cast<double>(point.number);
    if (point.period == Period::day) out = days_in(n, 1, 1);
    if (point.period == Period::week) out = days_in(n, 7, 7);
    if (point.period == Period::month) out = days_in(n, 28, 31);
    if (point.period == Period::year) out = days_in(n, 365, 366);
  }
  if (!point.offset) return out;
  const double n = static_cast<double>(point.offset->n) * (point.before ? -1 : 1);
  DaySpan by =
      days_in(static_cast<double>(calendar::rough_minutes(*point.offset)) / 1440 * (point.before ? -1 : 1), 1, 1);
  if (point.offset->unit == calendar::Unit::months) by = days_in(n, 28, 31);
  if (point.offset->unit == calendar::Unit::years) by = days_in(n, 365, 366);
  return {out.least + by.least, out.most + by.most};
}

/// Whether both count from the same event, and the second is surely before the first. Working days are compared only
/// with working days: how many dates they span is the place's to say.
bool surely_falls(const Point& from, const Point& to) {
  const auto working = [](const Point& p) {
    return p.offset && calendar::family(p.offset->unit) == calendar::Family::working;
  };
  const auto side = [](const Point& p) {
    if (p.stage.empty() || p.side != Point::unsaid) return p.side;
    return p.offset && !p.before ? Point::end : Point::start;
  };
  if (from.stage != to.stage || from.which != to.which || side(from) != side(to)) return false;
  if (working(from) != working(to)) return false;
  return days_of(from).least > days_of(to).most;
}

/// `from` and `to` with the word between them.
bool read_range(Words& words, Point& from, Point& to) {
  const auto first = words.point();
  if (!first) return false;
  if (!words.take({"to"})) {
    if (words.done()) return words.fail("`to` and a second point are missing: day 1 to day 7");
    return words.finish();
  }
  const auto second = words.point();
  if (!second) return false;
  from = *first, to = *second;
  if (!surely_falls(from, to)) return true;
  const auto a = model::to_string(from), b = model::to_string(to);
  return words.fail(fmt::format("{} comes before {}: write `{} to {}`", quoted(b), quoted(a), b, a));
}

}  // namespace

bool Words::number_of_period(Point& point) {
  point.period = *period_of(take());
  const auto word = peek();
  const bool negative = !word.empty() && word[0] == '-';
  const auto digits = word.substr(negative ? 1 : 0);
  const auto n = whole_number(digits);
  if (!n || (negative && *n == 0)) {
    const auto name = model::word(point.period);
    if (word.empty() || word == "to" || word == "of")
      return fail(fmt::format("`{}` needs its number: {} 7", name, name));
    if (word[0] == '+' && whole_number(word.substr(1))) return fail(fmt::format("write `{} {}`", name, word.substr(1)));
    return fail(fmt::format("{} behind `{}` is not a whole number", quoted(word), name));
  }
  ++at_;
  point.number = negative ? -*n : *n;
  return true;
}

bool Words::which(Which& which) {
  if (!ok()) return false;
  if (take({"attempt"})) {
    which.attempt = count("infusion attempt 2");
    if (!which.attempt) return false;
  }
  if (take({"first"})) {
    which.visit = Which::first;
  } else if (take({"last"})) {
    which.visit = Which::last;
  } else if (take({"visit"})) {
    const auto n = count("doses visit 2");
    if (!n) return false;
    which.visit = Which::nth;
    which.n = *n;
  }
  if (peek() == "attempt")
    return fail(which.attempt ? "`attempt` stands twice"
                              : "`attempt N` stands before the visit: doses attempt 2 first");
  return true;
}

std::optional<Point> Words::point() {
  if (!ok()) return std::nullopt;
  Point point;
  if (is_offset_word(peek())) fail(fmt::format("a length is missing before `{}`: 7d {} infusion", peek(), peek()));
  const bool offset = calendar::parse_length(peek()).has_value() || is_offset_word(peek(1)) ||
                      (starts_like_number(peek()) && (!is_id(peek()) || is_offset_word(peek(2))));
  if (ok() && offset) {
    point.offset = length();
    if (!point.offset) return std::nullopt;
    point.before = peek() == "before";
    if (!is_offset_word(peek()))
      fail(fmt::format("`before` or `after` is missing behind `{}`: {} after infusion", before(), before()));
    else
      ++at_;
  }
  if (ok() && period_of(peek())) {
    if (!number_of_period(point)) return std::nullopt;
    return point;
  }
  if (ok() && (peek() == "days" || peek() == "Day") && starts_like_number(peek(1)))
    fail(fmt::format("write `day {}`", peek(1)));
  if (ok() && whole_number(peek())) fail(explain_length(peek(), peek(1)));
  if (const auto stage = id("a stage")) point.stage = *stage;
  if (!which(point.which)) return std::nullopt;
  if (take({"start"}))
    point.side = Point::start;
  else if (take({"end"}))
    point.side = Point::end;
  if (ok() && starts_like_number(peek()) && (peek()[0] == '+' || peek()[0] == '-') && !point.offset)
    fail(fmt::format("write `{} {} {}`", peek().substr(1), peek()[0] == '+' ? "after" : "before",
                     model::to_string(point)));
  if (ok() && (peek() == "+" || peek() == "-") && !point.offset)
    fail(fmt::format("write `{} {} {}`", peek(1), peek() == "+" ? "after" : "before", model::to_string(point)));
  if (ok() && point.side != Point::unsaid &&
      (peek() == "first" || peek() == "last" || peek() == "visit" || peek() == "attempt"))
    fail(fmt::format("`{}` stands before `{}`", peek(), before()));
  return ok() ? std::optional(point) : std::nullopt;
}

std::optional<Point> parse_point(std::string_view text, std::string& why) {
  Words words(text, why);
  const auto point = words.point();
  return words.finish() ? point : std::nullopt;
}

std::optional<Which> parse_which(std::string_view text, std::string& why) {
  Words words(text, why);
  Which which;
  words.which(which);
  return words.finish() ? std::optional(which) : std::nullopt;
}

std::optional<RuledPoint> parse_ruled_point(std::string_view text) {
  std::string why;
  Words words(text, why);
  if (calendar::parse_length(words.peek()) || !is_offset_word(words.peek(1))) return std::nullopt;
  const auto rule = words.id("a rule");
  if (!rule) return std::nullopt;
  RuledPoint out{*rule, words.take() == "before", {}};
  const auto point = words.point();
  if (!point || point->offset || !words.finish()) return std::nullopt;
  out.from = *point;
  return out;
}

std::optional<model::Window> parse_window(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Window window;
  if (words.take({"from"})) {
    window.from = words.point();
    if (words.ok() && words.peek() == "to")
      words.fail("a window with two ends is written without `from`: day 3 to day 7");
  } else if (words.take({"by"})) {
    window.by = words.point();
  } else if (words.peek() == "between") {
    words.fail("a window with two ends is written `day 3 to day 7`");
  } else {
    Point from, to;
    if (words.ok() && read_range(words, from, to)) window = {from, to};
  }
  return words.finish() ? std::optional(window) : std::nullopt;
}

namespace {

model::Length one(Period period) {
  using calendar::Unit;
  switch (period) {
    case Period::day:
      return {1, Unit::days};
    case Period::week:
      return {1, Unit::weeks};
    case Period::month:
      return {1, Unit::months};
    case Period::year:
      break;
  }
  return {1, Unit::years};
}

bool read_every(Words& words, model::Placed& placed) {
  placed.kind = model::Placed::every;
  if (const auto period = period_of(words.peek())) {
    words.take();
    placed.every_length = one(*period);
    return true;
  }
  const auto length = words.length();
  if (!length) return false;
  placed.every_length = *length;
  return length->n > 0 || words.fail(fmt::format("every {} would never get on", quoted(words.before())));
}

}  // namespace

std::optional<model::Placed> parse_placed(std::string_view text, std::string& why) {
  Words words(text, why);
  model::Placed placed;
  const bool ranged =
      words.peek() == "every" || words.peek(1) == "a" || words.peek(1) == "per" || words.peek(1) == "times";
  if (words.take({"every"})) {
    read_every(words, placed);
  } else if (ranged) {
    placed.kind = model::Placed::times_a;
    const auto n = words.count("2 a day from day -5 to day -2");
    if (n) placed.times = *n;
    if (words.ok() && !words.take({"a"})) words.fail(fmt::format("how often is written `{} a day`", *n));
    const auto period = period_of(words.peek());
    if (words.ok() && (!period || *period == Period::year))
      words.fail(words.done() ? "`day`, `week` or `month` is missing behind `a`"
                              : fmt::format("`day`, `week` or `month` should stand where {} is", quoted(words.peek())));
    if (words.ok()) {
      placed.period = *period;
      words.take();
    }
  } else if (const auto point = words.point()) {
    placed.from = *point;
    if (words.peek() == "to")
      words.fail(fmt::format("visits on each day are `every day from {} ...`; one visit between two days is a `window`",
                             model::to_string(*point)));
  }
  if (ranged && words.ok()) {
    if (!words.take({"from"})) {
      words.fail("`from POINT to POINT` is missing: every week from day 14 to day 28");
    } else {
      read_range(words, placed.from, placed.to);
    }
  }
  return words.finish() ? std::optional(placed) : std::nullopt;
}

}  // namespace v2v::text
