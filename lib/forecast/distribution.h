// forecast: how long what is not ours to choose may take: distributions by their quantiles, and tables to draw from.
#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace v2v::forecast {

/// A length in some unit, as a distribution. A plain value.
class Distribution {
 public:
  static Distribution uniform(double least, double most);
  /// PERT: a beta on [least, most] with its mode at `likely` and shape 4 (Malcolm, Roseboom, Clark and Fazar 1959).
  static Distribution pert(double least, double likely, double most);
  static Distribution triangular(double least, double likely, double most);
  /// Half of the draws on each side of `median`, falling in a straight line to each end.
  static Distribution about_median(double least, double median, double most);
  /// The lognormal whose quantiles at p and q are x and y: 0 < p < q < 1, 0 < x < y.
  static Distribution lognormal(double p, double x, double q, double y);
  static Distribution shifted(double by, const Distribution& of);
  /// What would be more counts as `most`.
  static Distribution at_most(double most, const Distribution& of);
  /// Each of these equally often; not empty.
  static Distribution empirical(std::vector<double> values);

  /// The least x with cdf(x) >= p, for p in (0, 1).
  double quantile(double p) const;
  double cdf(double x) const;
  /// Where it begins and ends; of what never ends, where one in a million lies beyond.
  double least() const;
  double most() const;

 private:
  double uncapped(double p) const;
  enum Kind { line, beta, triangle, halves, log_normal, list } kind_ = line;
  double shift_ = 0, cap_ = std::numeric_limits<double>::infinity(), a_ = 0, b_ = 0, m_ = 0;
  std::vector<double> values_;  // list: ascending
};

/// A distribution rounded to whole units, to draw from in a few comparisons.
class Table {
 public:
  /// From the unit nearest to its least to that of its most; a million units at most, and what lies beyond is the last.
  explicit Table(const Distribution& of);
  /// The whole number for u in (0, 1). O(log entries).
  std::int64_t draw(double u) const;
  /// The chance of at most n.
  double up_to(std::int64_t n) const;
  /// Half of what is longer than n is longer than this too; what lies beyond the table is n + 1.
  std::int64_t median_beyond(std::int64_t n) const;
  std::int64_t least() const { return first_; }
  std::int64_t most() const { return first_ + static_cast<std::int64_t>(up_to_.size()) - 1; }

 private:
  std::int64_t first_ = 0;
  std::vector<double> up_to_;  // rising, the last is 1
};

}  // namespace v2v::forecast
