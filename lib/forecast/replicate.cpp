#include "forecast/replicate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <system_error>
#include <thread>

namespace v2v::forecast {

namespace {

struct Row {
  std::vector<std::pair<int, Tick>> at, foreseen;
  std::vector<int> moved;  // ids
  std::vector<bool> kept, left;
  std::optional<Answers> lost;
  bool broken = false, foreseen_broken = false, again = false;
};

/// When somebody leaves on this way, for each leave; `never` where nobody does. Who has not left by now may still do so
/// in what is left of the time.
void find_leaves(const Run& run, const Draws& u, std::vector<Tick>& left) {
  left.clear();
  for (const Leave& leave : run.way->leaves) {
    Tick& at = left.emplace_back(network::never);
    if (leave.from.i < 0 || leave.until.i < 0) continue;
    const Tick from = run.at[static_cast<std::size_t>(leave.from.i)],
               until = run.at[static_cast<std::size_t>(leave.until.i)];
    if (until <= from || until <= run.way->now) continue;
    const auto span = static_cast<double>(until - from);
    const double gone = leave.chance * std::max(0.0, static_cast<double>(run.way->now - from)) / span;
    const double drawn = gone + (1 - gone) * u(leave.variable);
    if (drawn < leave.chance) at = from + static_cast<Tick>(span * drawn / leave.chance);
  }
}

Tick first(const std::vector<Tick>& left) {
  return left.empty() ? network::never : *std::min_element(left.begin(), left.end());
}

void read_dates(const Run& run, Tick left, std::vector<std::pair<int, Tick>>& out) {
  for (const auto& [id, event] : run.way->rows)
    if (const Tick at = run.at[static_cast<std::size_t>(event.i)]; at <= left) out.emplace_back(id, at);
  for (const auto& [id, at] : run.had)
    if (at <= left && std::none_of(out.begin(), out.end(), [row = id](const auto& one) { return one.first == row; }))
      out.emplace_back(id, at);
}

}  // namespace

Sample replicate(const Pathway& pathway, Branches* branches, Seed seed, std::uint32_t patient, long runs, int threads) {
  std::vector<Row> rows(static_cast<std::size_t>(runs));
  const auto work = [&](long begin, long step) {
    Policy policy(pathway, branches);
    Run run;
    std::vector<Tick> left;
    for (long r = begin; r < runs; r += step) {
      const Draws u = [&](Variable v) { return uniform(seed, {patient, static_cast<std::uint32_t>(r), v.of, v.draw}); };
      Row& row = rows[static_cast<std::size_t>(r)];
      policy.follow(u, run);
      row.broken = run.broken;
      row.lost = run.lost;
      row.again = run.again;
      for (std::size_t id = 0; id < run.moved.size(); ++id)
        if (run.moved[id] > 0) row.moved.push_back(static_cast<int>(id));
      if (!run.broken) {
        find_leaves(run, u, left);
        for (const Tick t : left) row.left.push_back(t == first(left) && t < network::never);
        read_dates(run, first(left), row.at);
        for (const auto& [a, b] : run.way->orders) {
          const auto at = [&](Event e) { return e.i < 0 ? network::never : run.at[static_cast<std::size_t>(e.i)]; };
          row.kept.push_back(at(a) < network::never && at(a) <= at(b) && at(a) <= first(left));
        }
      }
      policy.foresee(u, run);
      row.again = row.again || run.again;
      row.foreseen_broken = run.broken;
      if (run.broken) continue;
      find_leaves(run, u, left);
      read_dates(run, first(left), row.foreseen);
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
  out.kept.assign(pathway.orders.size(), 0);
  out.left.assign(pathway.leaves.size(), 0);
  for (const Row& row : rows) {
    out.broken += row.broken;
    out.foreseen_broken += row.foreseen_broken;
    out.again += row.again;
    if (row.lost) ++out.lost[*row.lost];
    for (const auto& [id, at] : row.at) out.rows[id].at.push_back(at);
    for (const auto& [id, at] : row.foreseen) out.rows[id].foreseen.push_back(at);
    for (const int id : row.moved) ++out.moved[id];
    for (std::size_t o = 0; o < row.kept.size(); ++o) out.kept[o] += row.kept[o];
    for (std::size_t l = 0; l < row.left.size(); ++l) out.left[l] += row.left[l];
  }
  for (auto& [id, dates] : out.rows) {
    std::sort(dates.at.begin(), dates.at.end());
    std::sort(dates.foreseen.begin(), dates.foreseen.end());
  }
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
