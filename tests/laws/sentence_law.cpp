// laws: every sentence of the format, said from a value, reads back as that value, and stands in { } without quotes.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "law.h"
#include "model/say.h"
#include "text/sentence.h"
#include "text/tree.h"

using namespace v2v;
using calendar::Family;
using calendar::Length;
using calendar::Unit;
using laws::demand;
using laws::Random;

namespace {

std::map<std::string, long> counted;

template <class T>
const T& one_of(Random& random, const std::vector<T>& all) {
  return all[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(all.size()) - 1))];
}

std::string some_id(Random& random) {
  static const std::vector<std::string> told{"infusion", "day-28", "2nd-dose", "d",  "a",  "to-do", "first-visit",
                                             "7-up",     "is-fit", "ward",     "x1", "0a", "visits"};
  if (random.chance(50)) return one_of(random, told);
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  std::string id;
  do {
    id.clear();
    for (auto n = random(1, 8); n-- > 0;) id += letters[static_cast<std::size_t>(random(0, 36))];
  } while (!text::is_id(id) || text::is_reserved(id));
  return id;
}

/// Lengths of one sentence are of one family.
struct Speaker {
  Random& random;
  Family family;
  explicit Speaker(Random& r) : random(r), family(static_cast<Family>(r(0, 2))) {}

  Length length(std::int64_t least = 0) {
    static const std::map<Family, std::vector<Unit>> units{
        {Family::elapsed, {Unit::minutes, Unit::hours}},
        {Family::calendar, {Unit::days, Unit::weeks, Unit::months, Unit::years}},
        {Family::working, {Unit::work_days, Unit::work_hours}}};
    return {random.chance(80) ? random(least, 40) : random(least, 1'000'000), one_of(random, units.at(family))};
  }
  std::pair<Length, Length> range() {
    while (true) {
      const auto a = length(), b = length();
      if (calendar::rough_minutes(a) < calendar::rough_minutes(b)) return {a, b};
    }
  }
  model::Which which() {
    model::Which which;
    if (random.chance(30)) which.attempt = static_cast<int>(random(1, 9));
    if (random.chance(40)) which.visit = static_cast<model::Which::Visit>(random(1, 3));
    if (which.visit == model::Which::nth) which.n = static_cast<int>(random(1, 400));
    return which;
  }
  model::Period period(model::Period longest) {
    return static_cast<model::Period>(random(0, static_cast<std::int64_t>(longest)));
  }
  model::Point point() {
    model::Point point;
    if (random.chance(40)) {
      point.offset = length();
      point.before = random.chance(50);
    }
    if (random.chance(40)) {
      point.period = period(model::Period::year);
      point.number = static_cast<int>(random.chance(80) ? random(-40, 40) : random(-1'000'000, 1'000'000));
      return point;
    }
    point.stage = some_id(random);
    point.which = which();
    point.side = static_cast<model::Point::Side>(random(0, 2));
    return point;
  }
  model::Spread spread() {
    model::Spread spread;
    spread.least = spread.most = length();
    if (random.chance(40)) return spread;
    const auto rough = [](const Length& l) { return calendar::rough_minutes(l); };
    if (random.chance(15)) {
      const Length first = length();
      for (int n = static_cast<int>(random(2, 6)); n > 0; --n)
        spread.one_of.push_back({first.n + random(0, 9), first.unit});
      const auto shorter = [&](const Length& a, const Length& b) { return rough(a) < rough(b); };
      spread.least = *std::min_element(spread.one_of.begin(), spread.one_of.end(), shorter);
      spread.most = *std::max_element(spread.one_of.begin(), spread.one_of.end(), shorter);
      return spread;
    }
    if (random.chance(15)) {
      const Length least = length();
      const auto later = [&](std::int64_t n) { return Length{least.n + n, least.unit}; };
      const auto first = random(1, 9), second = first + random(1, 9);
      const int percent = static_cast<int>(random(1, 98));
      spread.least = least;
      spread.most = later(second + random(1, 9));
      spread.shares = {{percent, later(first)}, {static_cast<int>(random(percent + 1, 99)), later(second)}};
      return spread;
    }
    std::tie(spread.least, spread.most) = range();
    if (random.chance(50)) return spread;
    Length middle = length();
    while (rough(middle) < rough(spread.least) || rough(middle) > rough(spread.most))
      middle = random.chance(30) ? spread.least : random.chance(30) ? spread.most : length();
    (random.chance(40) ? spread.likely : random.chance(60) ? spread.median : spread.peak) = middle;
    return spread;
  }
};

/// What a comma or a colon would do in { }, and blanks of the writer's own.
void demand_safe(Random& random, const std::string& said, const std::function<bool(const std::string&)>& reads) {
  demand(reads(said), "does not read back: " + said);
  std::string wide;
  for (const char c : said) wide += c == ' ' && random.chance(30) ? "   " : std::string(1, c);
  demand(reads(wide), "does not read back with more blanks: " + wide);
  for (const auto& file : {"k: {v: " + said + "}\n", "k: [" + said + "]\n", "k: " + said + "\n"}) {
    source::Sources sources;
    const auto read = text::parse(sources.add("said", file));
    demand(read.value && read.diagnostics.empty(), "needs quotes: " + file);
    const text::Node* value = (*read.value)->entries.front().value.get();
    if (value->kind == text::Node::map) value = value->entries.front().value.get();
    if (value->kind == text::Node::list) value = value->items.front().get();
    demand(value->text == said, "is read otherwise from a file: " + file);
  }
}

template <class T, class Parse>
void round_trip(Random& random, const char* kind, const T& value, Parse parse) {
  ++counted[kind];
  demand_safe(random, to_string(value), [&](const std::string& text) {
    std::string why;
    const auto read = parse(text, why);
    return read && why.empty() && *read == value;
  });
}

/// Two points in either order; that the second is surely before the first is refused, and then the other order is not.
template <class T, class Parse>
void put_in_order(T& value, model::Point& from, model::Point& to, Parse parse) {
  std::string why;
  if (parse(to_string(value), why)) return;
  demand(why.find("comes before") != std::string::npos, to_string(value) + ": " + why);
  std::swap(from, to);
}

void say_window(Random& random) {
  Speaker speaker(random);
  model::Window window;
  const auto kind = random(0, 2);
  if (kind != 1) window.from = speaker.point();
  if (kind != 0) window.by = speaker.point();
  if (kind == 2) put_in_order(window, *window.from, *window.by, text::parse_window);
  round_trip(random, "windows", window, text::parse_window);
}

void say_placed(Random& random) {
  Speaker speaker(random);
  model::Placed placed;
  placed.kind = static_cast<model::Placed::Kind>(random(0, 2));
  placed.from = speaker.point();
  if (placed.kind != model::Placed::once) placed.to = speaker.point();
  if (placed.kind == model::Placed::every) placed.every_length = speaker.length(1);
  if (placed.kind == model::Placed::times_a) {
    placed.times = static_cast<int>(random(1, 30));
    placed.period = speaker.period(model::Period::month);
  }
  // `every 1d` is said `every day`; a length of a family of its own would not go with offsets of another.
  if (placed.kind != model::Placed::once) put_in_order(placed, placed.from, placed.to, text::parse_placed);
  round_trip(random, "placed", placed, text::parse_placed);
}

void say_wait(Random& random) {
  Speaker speaker(random);
  model::Wait wait;
  const auto kind = random(0, 4);
  if (kind == 1) wait.least = speaker.length();
  if (kind == 2) wait.greatest = speaker.length();
  if (kind == 3) wait.least = wait.greatest = speaker.length();
  if (kind == 4) std::tie(wait.least.emplace(), wait.greatest.emplace()) = speaker.range();
  wait.or_again = (kind == 2 || kind == 4) && random.chance(40);
  round_trip(random, "waits", wait, text::parse_wait);
}

void say_series(Random& random) {
  Speaker speaker(random);
  model::Series series;
  series.kind = static_cast<model::Series::Kind>(random(0, 2));
  series.least = series.most = static_cast<int>(random(1, 60));
  if (series.kind == model::Series::until) {
    series.most = series.least + static_cast<int>(random(1, 9));
    series.outcome = some_id(random);
  }
  if (series.kind == model::Series::rate) {
    series.period = speaker.period(model::Period::month);
    series.over = speaker.length(1);
    while (calendar::rough_minutes(series.over) < 60 * 24 * 31) series.over.n = series.over.n * 2 + 1;
    series.over.n = std::min<std::int64_t>(series.over.n, 1'000'000);
  }
  round_trip(random, "series", series, text::parse_series);
}

bool same(const model::When& a, const model::When& b) {
  const auto same_atom = [](const model::Atom& x, const model::Atom& y) {
    return x.subject == y.subject && x.kind == y.kind && x.values == y.values;
  };
  return (a.join == b.join || a.atoms.size() < 2) &&
         std::equal(a.atoms.begin(), a.atoms.end(), b.atoms.begin(), b.atoms.end(), same_atom);
}

void say_when(Random& random) {
  ++counted["conditions"];
  model::When when;
  when.join = random.chance(50) ? model::When::all : model::When::any;
  const auto count = random(1, 3);
  const bool several = count == 1 || when.join == model::When::any;  // no sentence joins with both words
  for (std::int64_t i = 0; i < count; ++i) {
    model::Atom atom;
    atom.subject = some_id(random);
    atom.kind = static_cast<model::Atom::Kind>(random(0, 3));
    if (atom.kind == model::Atom::is || atom.kind == model::Atom::is_not)
      for (auto n = several ? random(1, 3) : 1; n-- > 0;) atom.values.push_back(some_id(random));
    when.atoms.push_back(atom);
  }
  demand_safe(random, to_string(when), [&](const std::string& text) {
    std::string why;
    const auto read = text::parse_when(text, why);
    return read && why.empty() && same(*read, when);
  });
}

void say_hours(Random& random) {
  calendar::Shift shift;
  do {
    for (auto& day : shift.weekdays) day = random.chance(50);
    shift.holidays = random.chance(30);
  } while (!shift.holidays && std::count(shift.weekdays.begin(), shift.weekdays.end(), true) == 0);
  if (random.chance(80)) {
    shift.from = static_cast<int>(random(0, 1439));
    do {
      shift.to = static_cast<int>(random(1, 1440));
    } while (shift.to == shift.from);
  }
  const calendar::Hours hours{random.chance(5), {shift}};
  if (hours.always) return round_trip(random, "hours", calendar::Hours::all_days(), calendar::parse_hours);
  round_trip(random, "hours", hours, calendar::parse_hours);
}

void say_quantity(Random& random) {
  ++counted["amounts"];
  model::Quantity quantity;
  quantity.n = static_cast<int>(random(0, 99));
  if (random.chance(50)) quantity.a = static_cast<model::Period>(random(0, 3));
  if (random.chance(40)) quantity.priority = some_id(random);
  const auto same_quantity = [&](const model::Quantity& read) {
    return read.n == quantity.n && read.a == quantity.a && read.priority == quantity.priority;
  };
  demand_safe(random, to_string(quantity), [&](const std::string& text) {
    std::string why;
    const auto read = text::parse_quantity(text, why);
    return read && why.empty() && same_quantity(*read);
  });
  // The same as a row of an amount, from a day on, between days, or otherwise.
  const auto first = *calendar::day_of(static_cast<int>(random(1990, 2090)), static_cast<int>(random(1, 12)), 1);
  const auto last = first + static_cast<int>(random(1, 900));
  const auto kind = random(0, 2);
  const auto day = calendar::to_string(first);
  model::Amount amount;
  std::string why;
  demand(text::read_amount_row(amount,
                               kind == 0   ? day
                               : kind == 1 ? day + " to " + calendar::to_string(last)
                                           : "otherwise",
                               to_string(quantity), why),
         why);
  demand(kind == 0   ? amount.from.size() == 1 && amount.from[0].first == first && same_quantity(amount.from[0].second)
         : kind == 1 ? amount.during.size() == 1 && std::get<0>(amount.during[0]) == first &&
                           std::get<1>(amount.during[0]) == last && same_quantity(std::get<2>(amount.during[0]))
                     : amount.otherwise && same_quantity(*amount.otherwise),
         "a row of an amount is read otherwise: " + to_string(quantity));
}

void say_need(Random& random) {
  ++counted["needs"];
  Speaker speaker(random);
  const auto first = some_id(random);
  auto second = some_id(random);
  if (second == first) second += "x";
  const bool two = random.chance(40);
  const auto n = random(1, 50);
  std::optional<Length> hold;
  if (random.chance(50)) hold = speaker.length(1);
  std::string why;
  const auto value = fmt::format("{}{}", n, hold ? " for " + calendar::to_string(*hold) : "");
  const auto need = text::parse_need(two ? first + " or " + second : first, value, why);
  demand(need && need->n == n && need->hold == hold && need->resources.size() == (two ? 2u : 1u) &&
             need->resources.front() == first && need->resources.back() == (two ? second : first),
         "a need is read otherwise: " + first + ": " + value + " " + why);
}

void one(Random& random, long, const laws::Words&) {
  Speaker speaker(random);
  switch (random(0, 11)) {
    case 0:
      return round_trip(random, "points", speaker.point(), text::parse_point);
    case 1:
      return say_wait(random);
    case 2:
      return round_trip(random, "spreads", speaker.spread(), text::parse_spread);
    case 3:
      return say_window(random);
    case 4:
      return say_placed(random);
    case 5:
      return say_series(random);
    case 6:
      return say_when(random);
    case 7:
      return say_hours(random);
    case 8:
      return say_quantity(random);
    case 9:
      return say_need(random);
    case 10: {
      model::Which which = speaker.which();
      if (which == model::Which{}) which.attempt = 1;
      return round_trip(random, "visits", which, text::parse_which);
    }
    default:
      return round_trip(random, "lengths", speaker.length(), text::parse_length);
  }
}

std::string summary() {
  std::string out;
  for (const auto& [kind, count] : counted) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, kind);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  return laws::run_law(argc, argv, "sentence_law", {100'000, 5}, one, summary);
}
