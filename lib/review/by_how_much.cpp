#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "review/figures.h"
#include "review/review.h"

namespace v2v::review {
namespace {

using calendar::Unit;

/// In the smallest unit of its kind: minutes, days, months, working minutes or days. 24 hours are not a day.
std::optional<std::pair<Unit, std::int64_t>> smallest(const model::Length& l) {
  switch (l.unit) {
    case Unit::minutes:
      return std::pair{Unit::minutes, l.n};
    case Unit::hours:
      return std::pair{Unit::minutes, 60 * l.n};
    case Unit::days:
      return std::pair{Unit::days, l.n};
    case Unit::weeks:
      return std::pair{Unit::days, 7 * l.n};
    case Unit::months:
      return std::pair{Unit::months, l.n};
    case Unit::years:
      return std::pair{Unit::months, 12 * l.n};
    case Unit::work_hours:
      return std::pair{Unit::work_hours, l.n};
    case Unit::work_days:
      return std::pair{Unit::work_days, l.n};
  }
  return std::nullopt;
}

std::string size(Unit unit, std::int64_t n) {
  if (unit == Unit::minutes && n % 60 == 0) return calendar::in_words({n / 60, Unit::hours});
  if (unit == Unit::months && n % 12 == 0) return calendar::in_words({n / 12, Unit::years});
  return calendar::in_words({n, unit});
}

}  // namespace

std::string by_how_much(const Measure& before, const Measure& now) {
  if (before.kind != now.kind || before.anchor != now.anchor) return "";
  if (before.kind == Measure::number || before.kind == Measure::share) {
    const bool points = before.kind == Measure::share;
    const double change = (now.n - before.n) * (points ? 100 : 1);
    if (change == 0) return "";
    const auto n = static_cast<std::int64_t>(std::llround(std::abs(change)));
    if (points) return fmt::format("{} point{} {}", n, n == 1 ? "" : "s", change > 0 ? "more" : "less");
    return fmt::format("{} {}", n, change > 0 ? "more" : "fewer");
  }
  if (!before.amount || !now.amount) return "";
  // Nothing is nothing in any unit.
  auto old = smallest(*before.amount), fresh = smallest(*now.amount);
  if (!old || !fresh) return "";
  if (old->second == 0) old->first = fresh->first;
  if (fresh->second == 0) fresh->first = old->first;
  if (old->first != fresh->first || old->second == fresh->second) return "";
  const std::int64_t change = fresh->second - old->second;
  const bool moment = before.kind == Measure::moment;
  return size(fresh->first, std::abs(change)) +
         (change > 0 ? (moment ? " later" : " longer") : (moment ? " earlier" : " shorter"));
}

}  // namespace v2v::review
