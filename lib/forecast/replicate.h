// forecast: many runs of one pathway -> where its dates fall, and how sure that is.
#pragma once
#include <map>
#include <vector>

#include "forecast/draw.h"
#include "forecast/policy.h"

namespace v2v::forecast {

/// What came of all runs; the same for any number of threads.
struct Sample {
  struct Dates {
    std::vector<Tick> at;        // ascending, of the runs in which it came about; broken ones are left out
    std::vector<Tick> foreseen;  // the same with all known beforehand
  };
  std::map<int, Dates> rows;     // by the id of Pathway::rows
  std::vector<long> kept;        // beside Pathway::orders: runs in which the first was no later than the second
  std::map<int, long> moved;     // by the id of what was told: runs in which that date moved
  std::vector<long> left;        // beside Pathway::leaves: runs in which somebody left
  std::map<Answers, long> lost;  // runs that ended without a plan, once these answers were known
  long runs = 0, broken = 0;
  long foreseen_broken = 0;  // of what knows all beforehand
  long again = 0;            // runs in which something too old was done again that the plan does not do again
};

/// Follows the pathway, and the branches that it leads to, `runs` times on `threads` threads. `patient` keeps the
/// chance of one patient from that of another. O(runs) memory for each row.
Sample replicate(const Pathway& pathway, Branches* branches, Seed seed, std::uint32_t patient, long runs, int threads);

/// A quantile of ascending values, and the least and the greatest that hold it in 95 of 100 samples of this size (order
/// statistics: David and Nagaraja 2003, 7.1; the binomial by its normal approximation). `values` not empty, 0 < p < 1.
struct Quantile {
  Tick value = 0, low = 0, high = 0;
};
Quantile quantile(const std::vector<Tick>& values, double p);

}  // namespace v2v::forecast
