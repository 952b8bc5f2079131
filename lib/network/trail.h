// network: a slower solving that keeps the log of every label, so that causes can be read off. Inside this room only.
#pragma once
#include "network/side.h"

namespace v2v::network {

/// An entry of the log: a hop, and the entry that its from_at came from (-1: the horizon).
struct Entry {
  Hop hop;
  std::int32_t parent = -1;
  std::int32_t cycle = -1;  // turns: into Trail::cycles
};

/// What went round: indices into Network::arrows() and openings(), and what the last turn gained.
struct Cycle {
  std::vector<std::int32_t> arrows, openings;
  Tick gain = 0;
};

/// The log of one solving. `failed`: an entry that passed `past`; `by` is how far, or the gain of the cycle when only
/// the horizon is passed by a cycle without end.
struct Trail {
  std::vector<Entry> entries;
  std::vector<std::int32_t> last;  // of each event; -1 where the label still is the horizon
  std::vector<Cycle> cycles;
  bool failed = false;
  std::int32_t failing = -1;
  Tag limit_tag = untagged;
  Tick excess = 0;

  /// Entries from the first cause to `entry`.
  std::vector<std::int32_t> path(std::int32_t entry) const;
};

/// Solves an unfolded network; `keep` says which bounds count (arrows and openings are already chosen). Of candidates
/// for the same tick the smaller rank is logged, then the earlier added.
Trail trail_of(const Compiled& compiled, const Network& network, const Question& question,
               const std::function<bool(Tag)>& keep, bool late);

}  // namespace v2v::network
