// laws: what a small network means, by trying every schedule; and what a larger one means, by raising labels rule by
// rule until nothing moves. Steps are read by counting (network_world.h), hours range by range; nothing of the kernel.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "network_case.h"

namespace v2v::laws {

/// Is t a start with `length` ticks inside one range?
bool allowed(const std::vector<const network::Openings*>& any_of, Tick t, Tick length);

struct Brute {
  bool feasible = false;
  std::vector<Tick> earliest, latest;  // over all schedules
};
/// Every schedule. `keep`: which tags count; what carries the tag `eased` may be broken by `by`.
Brute brute(const World& world, const Case& c, const std::function<bool(Tag)>& keep, Tag eased = network::untagged,
            Tick by = 0);

/// Least schedule, or nullopt. For waits that do not creep by the minute.
std::optional<std::vector<Tick>> naive_earliest(const World& world, const Case& c);

}  // namespace v2v::laws
