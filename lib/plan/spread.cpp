#include "plan/spread.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>

namespace v2v::plan {
namespace {

using calendar::Length;
using calendar::Unit;

// The unit that all ends of a spread can be said in: min, d, wd, wh or mo; and how many of it one `unit` is.
Unit smaller(Unit unit) {
  switch (unit) {
    case Unit::hours:
      return Unit::minutes;
    case Unit::weeks:
      return Unit::days;
    case Unit::years:
      return Unit::months;
    default:
      return unit;
  }
}

std::int64_t in(Length length, Unit small) {
  if (length.unit == small) return length.n;
  switch (length.unit) {
    case Unit::minutes:
      return small == Unit::hours ? (length.n + 59) / 60 : length.n;
    case Unit::hours:
      return length.n * 60;
    case Unit::weeks:
      return length.n * 7;
    case Unit::years:
      return small == Unit::months ? length.n * 12 : length.n * 365;
    case Unit::months:
      return calendar::rough_minutes(length) / (24 * 60);  // mixed with days
    default:
      return length.n;
  }
}

double quantile(double p, double a, double b, const model::Spread& spread, Unit unit) {
  if (b <= a) return a;
  if (spread.likely) {
    const double m = static_cast<double>(in(*spread.likely, unit));
    const boost::math::beta_distribution<> pert(1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a));
    return a + (b - a) * boost::math::quantile(pert, p);
  }
  if (spread.median) {
    const double m = static_cast<double>(in(*spread.median, unit));
    return p >= 0.5 ? b - (b - m) * std::sqrt((1 - p) / 0.5) : a + (m - a) * std::sqrt(p / 0.5);
  }
  return a + p * (b - a);
}

}  // namespace

Length assumed(const model::Spread& spread, Assume assume) {
  if (spread.least == spread.most || assume == Assume::most) return spread.most;
  if (assume == Assume::least) return spread.least;
  if (assume == Assume::likely && spread.likely) return *spread.likely;
  if (assume == Assume::likely && spread.median) return *spread.median;
  const bool whole_hours = assume == Assume::p80 && spread.least.unit == Unit::hours && spread.most.unit == Unit::hours;
  Unit unit = whole_hours ? Unit::hours : smaller(spread.least.unit);  // a percentile to the minute says too much
  if (!whole_hours && smaller(spread.most.unit) != unit) unit = Unit::days;
  const double a = static_cast<double>(in(spread.least, unit)), b = static_cast<double>(in(spread.most, unit));
  const double n = assume == Assume::likely ? (a + b) / 2 : quantile(0.8, a, b, spread, unit);
  return {static_cast<std::int64_t>(std::ceil(n - 1e-9)), unit};
}

}  // namespace v2v::plan
