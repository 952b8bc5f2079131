#include "forecast/replicate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <system_error>
#include <thread>

namespace v2v::forecast {

Sample replicate(const Pathway& pathway, const std::vector<Event>& asked, Seed seed, std::uint32_t patient, long runs,
                 int threads, const std::vector<std::pair<Event, Event>>& orders) {
  struct Row {
    std::vector<Tick> at, foreseen;
    std::vector<bool> moved, kept;
    bool broken = false, foreseen_broken = false;
  };
  std::vector<Row> rows(static_cast<std::size_t>(runs));
  const auto work = [&](long first, long step) {
    Policy policy(pathway);
    Run run;
    std::vector<double> u(pathway.lengths.size());
    for (long r = first; r < runs; r += step) {
      for (std::size_t k = 0; k < u.size(); ++k)
        u[k] = uniform(seed, {patient, static_cast<std::uint32_t>(r), static_cast<std::uint32_t>(k), 0});
      Row& row = rows[static_cast<std::size_t>(r)];
      policy.follow(u, run);
      row.broken = run.broken;
      for (const Event e : asked) row.at.push_back(run.at[static_cast<std::size_t>(e.i)]);
      for (const auto& [a, b] : orders)
        row.kept.push_back(!run.broken &&
                           run.at[static_cast<std::size_t>(a.i)] <= run.at[static_cast<std::size_t>(b.i)]);
      for (const int moved : run.moved) row.moved.push_back(moved > 0);
      policy.foresee(u, run);
      row.foreseen_broken = run.broken;
      for (const Event e : asked) row.foreseen.push_back(run.at[static_cast<std::size_t>(e.i)]);
    }
  };
  const int shares = std::max(1, threads);
  std::vector<std::exception_ptr> failed(static_cast<std::size_t>(shares));
  const auto share = [&](int t) {
    try {
      work(t, shares);
    } catch (...) {
      failed[static_cast<std::size_t>(t)] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    pool.reserve(static_cast<std::size_t>(shares));
    for (int t = 1; t < shares; ++t) {
      try {
        pool.emplace_back(share, t);
      } catch (const std::system_error&) {  // no thread is to be had: this one does its share
        share(t);
      }
    }
    share(0);
  }
  for (const auto& what : failed)
    if (what) std::rethrow_exception(what);
  Sample out;
  out.runs = runs;
  out.at.resize(asked.size());
  out.foreseen.resize(asked.size());
  out.kept.assign(orders.size(), 0);
  out.moved.assign(pathway.told.size(), 0);
  for (const Row& row : rows) {
    out.broken += row.broken;
    for (std::size_t e = 0; e < asked.size(); ++e) {
      if (!row.broken) out.at[e].push_back(row.at[e]);
      if (!row.foreseen_broken) out.foreseen[e].push_back(row.foreseen[e]);
    }
    for (std::size_t o = 0; o < orders.size(); ++o) out.kept[o] += row.kept[o];
    for (std::size_t s = 0; s < out.moved.size(); ++s) out.moved[s] += row.moved[s];
  }
  for (auto* all : {&out.at, &out.foreseen})
    for (auto& values : *all) std::sort(values.begin(), values.end());
  return out;
}

Quantile quantile(const std::vector<Tick>& values, double p) {
  assert(!values.empty() && 0 < p && p < 1);
  const auto n = static_cast<double>(values.size());
  const double middle = n * p, reach = 1.96 * std::sqrt(n * p * (1 - p));
  const auto at = [&](double rank) {  // ranks count from 1
    return values[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
  };
  return {at(std::ceil(middle)), at(std::floor(middle - reach)), at(std::ceil(middle + reach) + 1)};
}

}  // namespace v2v::forecast
