// roster: some patients placed together, exactly, by the engine of lib/capacity that learns from conflicts: the start
// of every use is a variable, each patient's network raises them, each resource keeps apart what it cannot have at
// once.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "roster/ward.h"

namespace v2v::roster {

/// Whether the engine knows everything of this patient: placed, one way alone, nothing late or that only happens, one
/// resource for each use, of which nothing is made ready or kept free.
bool suits_together(const Ward& ward, std::size_t person);

struct Together {
  bool better = false;  // the ward is left so; else as it was
  bool proved = false;  // with everybody else where they are there is nothing better
  std::int64_t conflicts = 0;
};

/// The best places of these, all of whom suit, beside everybody else's: days late by weight first, then days waited.
/// At most so many conflicts. Deterministic but for `stop`.
Together place_together(Ward& ward, const std::vector<std::size_t>& people, std::int64_t conflicts,
                        const std::function<bool()>& stop);

}  // namespace v2v::roster
