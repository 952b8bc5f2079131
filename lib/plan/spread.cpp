#include "plan/spread.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
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
  if (spread.peak) {
    const double m = static_cast<double>(in(*spread.peak, unit)), turn = (m - a) / (b - a);
    return p < turn ? a + std::sqrt(p * (b - a) * (m - a)) : b - std::sqrt((1 - p) * (b - a) * (b - m));
  }
  if (!spread.shares.empty()) {  // lognormal from a on
    const boost::math::normal_distribution<> normal;
    const auto z = [&](const auto& share) { return boost::math::quantile(normal, share.percent / 100.0); };
    const auto log = [&](const auto& share) { return std::log(static_cast<double>(in(share.by, unit)) - a); };
    const auto &first = spread.shares.front(), &second = spread.shares.back();
    const double slope = (log(second) - log(first)) / (z(second) - z(first));
    return std::min(b, a + std::exp(log(first) + slope * (boost::math::quantile(normal, p) - z(first))));
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
  if (assume == Assume::likely && spread.peak) return *spread.peak;
  const double share = assume == Assume::p80 ? 0.8 : 0.5;
  if (!spread.one_of.empty()) {  // the least of which so many are no longer
    auto seen = spread.one_of;
    std::stable_sort(seen.begin(), seen.end(), [](const Length& x, const Length& y) {
      return calendar::rough_minutes(x) < calendar::rough_minutes(y);
    });
    return seen[static_cast<std::size_t>(std::ceil(share * static_cast<double>(seen.size()) - 1e-9)) - 1];
  }
  for (const auto& said : spread.shares)
    if (said.percent == std::lround(100 * share)) return said.by;
  const bool percentile = assume == Assume::p80 || !spread.shares.empty();
  const bool whole_hours = percentile && spread.least.unit == Unit::hours && spread.most.unit == Unit::hours;
  Unit unit = whole_hours ? Unit::hours : smaller(spread.least.unit);  // a percentile to the minute says too much
  if (!whole_hours && smaller(spread.most.unit) != unit) unit = Unit::days;
  const double a = static_cast<double>(in(spread.least, unit)), b = static_cast<double>(in(spread.most, unit));
  const double n = percentile ? quantile(share, a, b, spread, unit) : (a + b) / 2;
  return {static_cast<std::int64_t>(std::ceil(n - 1e-9)), unit};
}

}  // namespace v2v::plan
