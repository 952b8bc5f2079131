// laws: what must hold of the kernel's explanations: a chain of causes, and a clash.
#pragma once
#include "network_brute.h"

namespace v2v::laws {

struct Told {
  long hops = 0, turns = 0;
};

/// Why each event is no earlier and no later: hops join end to end, each is what its rule says, the sum is the label.
Told check_chains(const World& world, const network::Network& net, const network::Solver& solver,
                  const network::Question& question, const network::Labels& early, const network::Labels& late);

/// By brute force: the tags cannot hold together; without any one of them the rest can; each is missed by as much as is
/// said, no more and no less.
void check_clash(const World& world, const Case& c, const network::Clash& clash);

}  // namespace v2v::laws
