// forecast: many runs of one pathway -> where its dates fall, and how sure that is.
#pragma once
#include <vector>

#include "forecast/draw.h"
#include "forecast/policy.h"

namespace v2v::forecast {

/// Runs by the number of the replication; the same for any number of threads.
struct Sample {
  std::vector<std::vector<Tick>> at;        // of each event asked for, ascending; broken runs are left out
  std::vector<std::vector<Tick>> foreseen;  // the same with all known beforehand
  std::vector<long> kept;                   // runs in which the first of two events is no later than the second
  std::vector<long> moved;                  // beside Pathway::told: runs in which a date that had been told moved
  long runs = 0, broken = 0;
};

/// Follows the pathway `runs` times on `threads` threads. `patient` keeps the chance of one patient from that of
/// another. O(runs) memory for each event asked for.
Sample replicate(const Pathway& pathway, const std::vector<Event>& asked, Seed seed, std::uint32_t patient, long runs,
                 int threads, const std::vector<std::pair<Event, Event>>& orders = {});

/// A quantile of ascending values, and the least and the greatest that hold it in 95 of 100 samples of this size (order
/// statistics: David and Nagaraja 2003, 7.1; the binomial by its normal approximation). `values` not empty, 0 < p < 1.
struct Quantile {
  Tick value = 0, low = 0, high = 0;
};
Quantile quantile(const std::vector<Tick>& values, double p);

}  // namespace v2v::forecast
