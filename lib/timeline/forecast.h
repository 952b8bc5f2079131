// timeline: where dates will likely fall when a plan is followed. A plain value.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::timeline {

struct Likely {
  Entry entry;  // of the plan
  // Of the start: one in ten lies before the first, half before the second, nine in ten before the third; each with the
  // days between which it lies in 95 of 100 forecasts of so many runs.
  struct Quantile {
    Instant at, low, high;
  };
  std::optional<Quantile> p10, p50, p80, p90;
  double chance = 0;                                  // that it comes about at all; the quantiles are of these runs
  std::optional<Instant> foreseen_p50, foreseen_p90;  // could all be known beforehand: a bound, not a plan
  std::optional<double> told_moves;                   // chance that its date moves once it was told or booked
};

struct Wish {
  std::string text;   // "infusion by 2026-11-06"
  double chance = 0;  // that it is met, or comes true
};

struct Forecast {
  Timeline plan;  // with a conflict: nothing else
  long runs = 0;
  unsigned seed = 0;
  std::vector<Likely> likely;  // in the order of the plan
  std::vector<Likely> otherwise;  // what is there only if things turn out otherwise, by likely date
  std::vector<Wish> wishes;
  std::vector<Wish> leaves;  // who leaves the pathway
  std::vector<Wish> lost;    // after what there is no plan any more
  double broken = 0;                    // share of runs in which a rule could not be kept any more
  std::vector<std::string> drawn;       // what is drawn, in words
  std::vector<std::string> left_as_is;  // what stays at its assumed length, and why
};

}  // namespace v2v::timeline
