// network: does a network hold whatever the lengths that are not ours turn out to be, when each is learnt only as it
// ends? Elapsed waits only: a wait in days is given by the worst it can come to. Verb on plain values.
#pragma once
#include <optional>
#include <vector>

#include "network/network.h"

namespace v2v::network {

/// Waits that we keep by choosing when things happen, and lengths that something else chooses: a simple temporal
/// network with uncertainty. Ticks of any size; an absent greatest wait is none.
struct Uncertain {
  struct Wait {
    std::int32_t from = 0, to = 0;
    Tick least = 0;
    std::optional<Tick> greatest;
  };
  /// From `from` to its end `to`: least <= greatest, and no event ends two lengths. Below 0 the end may come first.
  struct Length {
    std::int32_t from = 0, to = 0;
    Tick least = 0, greatest = 0;
  };
  std::int32_t events = 0;
  std::vector<Wait> waits;
  std::vector<Length> lengths;
};

/// Whether somebody who sees each length end, and may act in that same tick, can keep every wait however long each
/// turns out to be. What Length asks for is asserted. O(n^3) for n events, n^2 ticks of memory at worst (Morris 2014,
/// "Dynamic controllability and dispatchability relationships": backward propagation from each event that something
/// must precede).
bool controllable(const Uncertain& of);

}  // namespace v2v::network
