// model: the sentences of the files as values: points, waits, spreads, windows, series, conditions, amounts.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "calendar/hours.h"
#include "source/span.h"

namespace v2v::model {

using calendar::Day;
using calendar::Hours;
using calendar::Length;
using calendar::Wall;
using source::Span;

/// How a citation was checked. Anything but `read` keeps a workflow at draft.
enum class Checked { unsaid, read, digest, memory };

struct Cite {
  std::string source;                 // id in Workflow::sources
  std::string section;                // as written; may be empty
  Checked checked = Checked::unsaid;  // unsaid: the source's
};

/// Which file a value came from: later layers win (files.md, Precedence).
enum class Layer { base, workflow, centre, patient, command_line };

/// Where a value stands, who says so, and what it replaced.
struct Origin {
  Span where;
  Layer layer = Layer::workflow;
  std::optional<Cite> cite;
  std::string because, by, date, note;
  std::string replaced_text;  // the value as it stood before an override, as written; empty: nothing was replaced
  Span replaced_where;
};

template <class T>
struct Sourced {
  T value{};
  Origin origin;
};

/// first | last | visit n | attempt n [first | last | visit n]; nothing said: the last attempt, all its visits.
struct Which {
  std::optional<int> attempt;
  enum Visit { unsaid, first, last, nth } visit = unsaid;  // visits are counted through all rounds
  int n = 0;
  bool operator==(const Which&) const = default;
};

enum class Period { day, week, month, year };

/// [length (before | after)] (stage [which] [start | end] | (day | week | month | year) number)
struct Point {
  std::optional<Length> offset;
  bool before = false;
  std::string stage;  // empty: a numbered day
  Which which;
  enum Side { unsaid, start, end } side = unsaid;  // unsaid: behind a wait or `after` the end, else the start
  Period period = Period::day;
  int number = 0;  // may be negative: day -5
  bool operator==(const Point&) const = default;
};

/// any: neither. `2d`: least. `at most 48h`: greatest. `2d to 7d`, `exactly 2d`: both.
struct Wait {
  std::optional<Length> least, greatest;
  bool or_again = false;
  bool operator==(const Wait&) const = default;
};

/// One length (least == most), or a range that may say how its lengths are spread; nothing said: evenly.
struct Spread {
  struct Share {
    int percent = 0;  // 1 to 99
    Length by;
    bool operator==(const Share&) const = default;
  };
  Length least, most;
  std::optional<Length> likely;  // PERT
  std::optional<Length> median;  // half on each side, falling in a straight line to each end
  std::optional<Length> peak;    // a triangle
  std::vector<Share> shares;     // none, or two, rising: lognormal from the least on; what is longer counts as the most
  std::vector<Length> one_of;    // what was seen, each as often
  bool operator==(const Spread&) const = default;
};

/// point to point | from point | by point
struct Window {
  std::optional<Point> from, by;
  bool operator==(const Window&) const = default;
};

/// point | every (period | length) from point to point | n a period from point to point
struct Placed {
  enum Kind { once, every, times_a } kind = once;
  Point from, to;       // once: from
  Length every_length;  // every: `every week` is 1w
  int times = 1;        // times_a
  Period period = Period::day;
  bool operator==(const Placed&) const = default;
};
using Placements = std::vector<Placed>;

/// n times | n to m times until OUTCOME | n a period for length
struct Series {
  enum Kind { times, until, rate } kind = times;
  int least = 1, most = 1;  // times: equal; rate: n a period in `least`
  std::string outcome;
  Period period = Period::week;
  Length over;
  bool operator==(const Series&) const = default;
};

/// (option | stage) is [not] value {or value} | stage happened | stage did not happen
struct Atom {
  std::string subject;
  enum Kind { is, is_not, happened, did_not_happen } kind = is;
  std::vector<std::string> values;
  Span where;
};
/// {atom and atom} or {atom or atom}; empty: always.
struct When {
  enum Join { all, any } join = all;
  std::vector<Atom> atoms;
};

/// n [a period] [for PRIORITY]
struct Quantity {
  int n = 0;
  std::optional<Period> a;  // a quota
  std::string priority;
};
/// A quantity, or quantities by DATE, DATE to DATE, hours, otherwise (DATE to DATE beats hours beats DATE beats
/// otherwise).
struct Amount {
  std::optional<Quantity> plain, otherwise;
  std::vector<std::pair<Day, Quantity>> from;          // from then on
  std::vector<std::tuple<Day, Day, Quantity>> during;  // both included
  std::vector<std::pair<Hours, Quantity>> in_hours;
};

/// resource [or resource]: n [for length]
struct Need {
  std::vector<std::string> resources;  // any one of these
  int n = 1;
  std::optional<Length> hold;  // nothing said: until the stage ends
  Span where;
};

/// A value, or a rule that chooses it by edition, option or the outcome of a stage. Rules may hold rules.
template <class T>
struct Varied {
  std::optional<Sourced<T>> plain;
  std::string rule;  // id of the rule, empty when the cases stand on the spot
  std::string by;    // "edition", an option's id or a stage's id
  struct Case {
    std::string value;
    Varied<T> then;
  };
  std::vector<Case> cases;
  std::shared_ptr<Varied<T>> otherwise;
  Origin origin;  // of the place that uses it (its citation speaks where the case has none)
};

/// The value under these facts; nullptr where no case fits. `fact(by)` gives the edition, option value or outcome.
template <class T, class Fact>
const Sourced<T>* chosen(const Varied<T>& varied, const Fact& fact) {
  if (varied.plain) return &*varied.plain;
  const std::string value = fact(varied.by);
  for (const auto& c : varied.cases)
    if (c.value == value) return chosen(c.then, fact);
  return varied.otherwise ? chosen(*varied.otherwise, fact) : nullptr;
}

}  // namespace v2v::model
