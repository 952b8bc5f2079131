#include "review/measures.h"

#include <fmt/format.h>

#include "model/say.h"

namespace v2v::review {
namespace {

Measure length(std::string name, const model::Length& amount, std::string whole = {}) {
  Measure m;
  m.name = std::move(name);
  m.whole = std::move(whole);
  m.text = calendar::to_string(amount);
  m.kind = Measure::length;
  m.amount = amount;
  return m;
}

calendar::Unit unit(model::Period period) {
  switch (period) {
    case model::Period::day:
      return calendar::Unit::days;
    case model::Period::week:
      return calendar::Unit::weeks;
    case model::Period::month:
      return calendar::Unit::months;
    case model::Period::year:
      return calendar::Unit::years;
  }
  return calendar::Unit::days;
}

Measure moment(std::string name, const model::Point& point) {
  Measure m;
  m.name = std::move(name);
  m.text = model::to_string(point);
  model::Point anchor = point;
  anchor.offset.reset();
  anchor.before = false;
  if (point.stage.empty() && !point.offset) {
    m.kind = Measure::moment;
    m.amount = {point.number, unit(point.period)};
    m.anchor = "day";
  } else {
    m.kind = Measure::moment;
    m.amount = point.offset.value_or(model::Length{0, calendar::Unit::days});
    if (point.before) m.amount->n = -m.amount->n;
    m.anchor = model::to_string(anchor);
    if (!point.offset) m.anchor += point.stage.empty() ? "" : " itself";
  }
  return m;
}

/// "least wait from a to b" of "wait from a to b".
std::string with(std::string_view word, const std::string& name) {
  return fmt::format("{} {}", word, name);
}

}  // namespace

Measure in_words(std::string name, std::string text) {
  Measure m;
  m.name = std::move(name);
  m.text = std::move(text);
  return m;
}

Measure number(std::string name, double n) {
  Measure m = in_words(std::move(name), fmt::format("{}", n));
  m.kind = Measure::number;
  m.n = n;
  return m;
}

Measure share(std::string name, double n) {
  Measure m = in_words(std::move(name), fmt::format("{:.0f}%", 100 * n));
  m.kind = Measure::share;
  m.n = n;
  return m;
}

Measures measures_of(const model::Length& amount, const std::string& name) {
  return {length(name, amount)};
}

Measures measures_of(const model::Spread& spread, const std::string& name) {
  Measures all{length(with("least", name), spread.least, name), length(with("greatest", name), spread.most, name)};
  if (spread.likely) all.push_back(length(with("likely", name), *spread.likely));
  if (spread.median) all.push_back(length(with("median", name), *spread.median));
  if (spread.peak) all.push_back(length(with("commonest", name), *spread.peak));
  for (const auto& s : spread.shares) all.push_back(length(fmt::format("{}% of {}", s.percent, name), s.by));
  if (!spread.one_of.empty()) all.push_back(in_words(name + " as seen", model::to_string(spread)));
  return all;
}

Measures measures_of(const model::Wait& wait, const std::string& name) {
  Measures all;
  if (wait.least) all.push_back(length(with("least", name), *wait.least, name));
  if (wait.greatest) all.push_back(length(with("greatest", name), *wait.greatest, name));
  if (wait.or_again) all.push_back(in_words("when the " + with("greatest", name) + " has passed", "done again"));
  if (all.empty()) all.push_back(in_words("order of the " + name, "any"));
  return all;
}

Measures measures_of(const model::Point& point, const std::string& name) {
  return {moment(name, point)};
}

Measures measures_of(const model::Window& window, const std::string& name) {
  Measures all;
  if (window.from) all.push_back(moment(with("earliest", name), *window.from));
  if (window.by) all.push_back(moment(with("latest", name), *window.by));
  return all;
}

Measures measures_of(const model::Placements& days, const std::string& name) {
  if (days.size() == 1) {
    const model::Placed& p = days.front();
    if (p.kind == model::Placed::once) return {moment("day of " + name, p.from)};
    model::Placed often = p;
    often.from = often.to = {};
    std::string how = model::to_string(often);
    return {moment("first day of " + name, p.from), moment("last day of " + name, p.to),
            in_words("how often " + name, how.substr(0, how.find(" from ")))};
  }
  std::string text;
  for (const auto& p : days) text += (text.empty() ? "" : ", ") + model::to_string(p);
  return {in_words("days of " + name, text)};
}

Measures measures_of(const model::Series& series, const std::string& name) {
  if (series.kind == model::Series::rate)
    return {number(fmt::format("visits a {} of {}", model::word(series.period), name), series.least),
            length("time over which " + name + " goes on", series.over)};
  if (series.kind == model::Series::times) return {number("visits of " + name, series.least)};
  return {number("least visits of " + name, series.least), number("greatest visits of " + name, series.most),
          in_words("outcome that ends " + name, series.outcome)};
}

Measures measures_of(const model::Begins& begins, const std::string& name) {
  const std::string after = model::to_string(begins.after);
  return measures_of(begins.spread, fmt::format("time from {} to {}", after, name));
}

Measures measures_of(const model::Hours& hours, const std::string& name) {
  return {in_words(name, calendar::to_string(hours))};
}

Measures measures_of(const std::string& word, const std::string& name) {
  return {in_words(name, word)};
}

}  // namespace v2v::review
