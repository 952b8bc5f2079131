#include "forecast/distribution.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>

namespace v2v::forecast {

namespace {

boost::math::beta_distribution<> pert_of(double a, double m, double b) {
  return boost::math::beta_distribution<>(1 + 4 * (m - a) / (b - a), 1 + 4 * (b - m) / (b - a));
}

}  // namespace

Distribution Distribution::uniform(double least, double most) {
  assert(least <= most);
  Distribution d;
  d.kind_ = line, d.a_ = least, d.b_ = most;
  return d;
}

Distribution Distribution::pert(double least, double likely, double most) {
  assert(least <= likely && likely <= most);
  Distribution d = uniform(least, most);
  d.kind_ = least < most ? beta : line, d.m_ = likely;
  return d;
}

Distribution Distribution::triangular(double least, double likely, double most) {
  Distribution d = pert(least, likely, most);
  if (d.kind_ == beta) d.kind_ = triangle;
  return d;
}

Distribution Distribution::about_median(double least, double median, double most) {
  Distribution d = pert(least, median, most);
  if (d.kind_ == beta) d.kind_ = halves;
  return d;
}

Distribution Distribution::lognormal(double p, double x, double q, double y) {
  assert(0 < p && p < q && q < 1 && 0 < x && x < y);
  const boost::math::normal_distribution<> normal;
  const double zp = boost::math::quantile(normal, p), zq = boost::math::quantile(normal, q);
  Distribution d;
  d.kind_ = log_normal;
  d.b_ = (std::log(y) - std::log(x)) / (zq - zp);  // of the logarithm: spread
  d.a_ = std::log(x) - d.b_ * zp;                  // and middle
  return d;
}

Distribution Distribution::shifted(double by, const Distribution& of) {
  Distribution d = of;
  d.shift_ += by;
  return d;
}

Distribution Distribution::at_most(double most, const Distribution& of) {
  Distribution d = of;
  d.cap_ = std::min(d.cap_, most);
  return d;
}

Distribution Distribution::empirical(std::vector<double> values) {
  assert(!values.empty());
  Distribution d;
  d.kind_ = list;
  d.values_ = std::move(values);
  std::sort(d.values_.begin(), d.values_.end());
  return d;
}

double Distribution::quantile(double p) const {
  return std::min(cap_, uncapped(p));
}

double Distribution::uncapped(double p) const {
  assert(0 < p && p < 1);
  switch (kind_) {
    case line:
      return shift_ + a_ + p * (b_ - a_);
    case beta:
      return shift_ + a_ + (b_ - a_) * boost::math::quantile(pert_of(a_, m_, b_), p);
    case triangle: {
      const double turn = (m_ - a_) / (b_ - a_);
      return shift_ +
             (p < turn ? a_ + std::sqrt(p * (b_ - a_) * (m_ - a_)) : b_ - std::sqrt((1 - p) * (b_ - a_) * (b_ - m_)));
    }
    case halves:
      return shift_ + (p < 0.5 ? a_ + (m_ - a_) * std::sqrt(2 * p) : b_ - (b_ - m_) * std::sqrt(2 * (1 - p)));
    case log_normal:
      return shift_ + std::exp(a_ + b_ * boost::math::quantile(boost::math::normal_distribution<>(), p));
    case list:
      break;
  }
  const auto n = static_cast<double>(values_.size());
  const auto k = static_cast<std::size_t>(std::max(0.0, std::ceil(p * n - 1e-12) - 1));
  return shift_ + values_[std::min(k, values_.size() - 1)];
}

double Distribution::cdf(double at) const {
  if (at >= cap_) return 1;
  const double x = at - shift_;
  switch (kind_) {
    case line:
      return x < a_ ? 0 : x >= b_ ? 1 : (x - a_) / (b_ - a_);
    case beta:
      return x <= a_ ? 0 : x >= b_ ? 1 : boost::math::cdf(pert_of(a_, m_, b_), (x - a_) / (b_ - a_));
    case triangle:
      if (x <= a_) return 0;
      if (x >= b_) return 1;
      return x < m_ ? (x - a_) * (x - a_) / ((b_ - a_) * (m_ - a_)) : 1 - (b_ - x) * (b_ - x) / ((b_ - a_) * (b_ - m_));
    case halves:
      if (x <= a_) return x < a_ || m_ > a_ ? 0 : 0.5;
      if (x >= b_) return 1;
      return x < m_ ? 0.5 * (x - a_) * (x - a_) / ((m_ - a_) * (m_ - a_))
                    : 1 - 0.5 * (b_ - x) * (b_ - x) / ((b_ - m_) * (b_ - m_));
    case log_normal:
      return x <= 0 ? 0 : boost::math::cdf(boost::math::normal_distribution<>(), (std::log(x) - a_) / b_);
    case list:
      break;
  }
  return static_cast<double>(std::upper_bound(values_.begin(), values_.end(), x) - values_.begin()) /
         static_cast<double>(values_.size());
}

double Distribution::least() const {
  return kind_ == log_normal ? quantile(1e-6) : shift_ + (kind_ == list ? values_.front() : a_);
}
double Distribution::most() const {
  return std::min(cap_, kind_ == log_normal ? quantile(1 - 1e-6) : shift_ + (kind_ == list ? values_.back() : b_));
}

Table::Table(const Distribution& of) {
  constexpr double longest = 1e6;
  first_ = std::llround(of.least());
  const std::int64_t last = std::llround(std::min(of.most(), of.least() + longest));
  up_to_.reserve(static_cast<std::size_t>(last - first_ + 1));
  for (std::int64_t n = first_; n < last; ++n) up_to_.push_back(of.cdf(static_cast<double>(n) + 0.5));
  up_to_.push_back(1);
}

std::int64_t Table::draw(double u) const {
  return first_ + (std::lower_bound(up_to_.begin(), up_to_.end() - 1, u) - up_to_.begin());
}

double Table::up_to(std::int64_t n) const {
  if (n < first_) return 0;
  return n >= most() ? 1 : up_to_[static_cast<std::size_t>(n - first_)];
}

std::int64_t Table::median_beyond(std::int64_t n) const {
  if (n >= most()) return n + 1;
  const double gone = up_to(n);
  return std::max(n + 1, draw(gone + (1 - gone) / 2));
}

}  // namespace v2v::forecast
