// A pathway as long as one likes, for what measures the kernel and what stands on it.
#pragma once
#include "network/network.h"

namespace v2v::bench {

constexpr int years = 80;  // room for the pathway of 5,000 stages, one after another

struct Calendar {
  network::Openings weekdays, daily, always;
  network::Dates dates;
};

/// Weekdays 08:00 to 18:00, every day 08:00 to 20:00, always; clocks changed twice a year.
Calendar calendar();

struct Workflow {
  network::Network net{0, network::days(365 * years) - 1};
  network::Event origin, day_zero;
  std::vector<network::Event> starts, ends;  // of each stage
  std::vector<network::Tag> lengths;         // the tag of each stage's length
};

/// A pathway of `stages` stages, in blocks of 40 like an autologous CAR-T workflow: 27 stages one after another
/// (working up, collection, making, conditioning), a Day 0, and 12 visits on named days about it.
Workflow workflow(const Calendar& c, int stages);

}  // namespace v2v::bench
