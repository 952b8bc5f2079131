// Writes each value the one way that the format has for it.
#include "model/say.h"

#include <fmt/format.h>

namespace v2v::model {
namespace {

/// `every week`, `every 6mo`
std::string every(const Length& length) {
  if (length.n == 1) {
    if (length.unit == calendar::Unit::days) return "day";
    if (length.unit == calendar::Unit::weeks) return "week";
    if (length.unit == calendar::Unit::months) return "month";
    if (length.unit == calendar::Unit::years) return "year";
  }
  return calendar::to_string(length);
}

std::string joined(const std::vector<std::string>& words, std::string_view by) {
  return fmt::format("{}", fmt::join(words, by));
}

}  // namespace

std::string to_string(const Which& which) {
  std::vector<std::string> words;
  if (which.attempt) words.push_back(fmt::format("attempt {}", *which.attempt));
  if (which.visit == Which::first) words.emplace_back("first");
  if (which.visit == Which::last) words.emplace_back("last");
  if (which.visit == Which::nth) words.push_back(fmt::format("visit {}", which.n));
  return joined(words, " ");
}

std::string to_string(const Point& point) {
  std::string out;
  if (point.offset) out = calendar::to_string(*point.offset) + (point.before ? " before " : " after ");
  if (point.stage.empty()) return out + fmt::format("{} {}", word(point.period), point.number);
  out += point.stage;
  if (const auto which = to_string(point.which); !which.empty()) out += " " + which;
  if (point.side == Point::start) out += " start";
  if (point.side == Point::end) out += " end";
  return out;
}

std::string to_string(const Wait& wait) {
  std::string out = "any";
  if (wait.least && wait.greatest)
    out = *wait.least == *wait.greatest
              ? "exactly " + calendar::to_string(*wait.least)
              : calendar::to_string(*wait.least) + " to " + calendar::to_string(*wait.greatest);
  else if (wait.least)
    out = calendar::to_string(*wait.least);
  else if (wait.greatest)
    out = "at most " + calendar::to_string(*wait.greatest);
  return wait.or_again ? out + " or again" : out;
}

std::string to_string(const Spread& spread) {
  if (!spread.one_of.empty()) {
    std::string all = "one of";
    for (const Length& length : spread.one_of) all += " " + calendar::to_string(length);
    return all;
  }
  std::string out = calendar::to_string(spread.least);
  if (spread.least != spread.most) out += " to " + calendar::to_string(spread.most);
  if (spread.likely) out += " likely " + calendar::to_string(*spread.likely);
  if (spread.median) out += " median " + calendar::to_string(*spread.median);
  if (spread.peak) out += " peak " + calendar::to_string(*spread.peak);
  for (const auto& share : spread.shares)
    out += fmt::format(" {}% by {}", share.percent, calendar::to_string(share.by));
  return out;
}

std::string to_string(const Window& window) {
  if (window.from && window.by) return to_string(*window.from) + " to " + to_string(*window.by);
  if (window.from) return "from " + to_string(*window.from);
  if (window.by) return "by " + to_string(*window.by);
  return "";
}

std::string to_string(const Placed& placed) {
  if (placed.kind == Placed::once) return to_string(placed.from);
  const auto range = " from " + to_string(placed.from) + " to " + to_string(placed.to);
  if (placed.kind == Placed::every) return "every " + every(placed.every_length) + range;
  return fmt::format("{} a {}{}", placed.times, word(placed.period), range);
}

std::string to_string(const Series& series) {
  if (series.kind == Series::until)
    return fmt::format("{} to {} times until {}", series.least, series.most, series.outcome);
  if (series.kind == Series::rate)
    return fmt::format("{} a {} for {}", series.least, word(series.period), calendar::to_string(series.over));
  return fmt::format("{} times", series.least);
}

std::string to_string(const Atom& atom) {
  switch (atom.kind) {
    case Atom::happened:
      return atom.subject + " happened";
    case Atom::did_not_happen:
      return atom.subject + " did not happen";
    case Atom::is:
      return atom.subject + " is " + joined(atom.values, " or ");
    case Atom::is_not:
      return atom.subject + " is not " + joined(atom.values, " or ");
  }
  return "";
}

std::string to_string(const When& when) {
  std::vector<std::string> atoms;
  for (const auto& atom : when.atoms) atoms.push_back(to_string(atom));
  return joined(atoms, when.join == When::all ? " and " : " or ");
}

std::string to_string(const Quantity& quantity) {
  auto out = fmt::format("{}", quantity.n);
  if (quantity.a) out += fmt::format(" a {}", word(*quantity.a));
  if (!quantity.priority.empty()) out += " for " + quantity.priority;
  return out;
}

}  // namespace v2v::model
