// roster: who goes into which period, at the least cost: what a bound is made of. Numbers alone.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace v2v::roster {

inline constexpr std::int64_t not_there = std::numeric_limits<std::int64_t>::max() / 4;

/// The least sum of `cost[person][period]` where each person has one period and each period no more than `room[period]`
/// of them; `not_there`: this person cannot have this period. Nothing where that cannot be. Shortest augmenting paths
/// (Busacker & Gowen 1960) over the periods. O(people * (people * periods + periods^3)), in practice one factor of
/// periods less.
std::optional<std::int64_t> least_assignment(const std::vector<std::vector<std::int64_t>>& cost,
                                             const std::vector<int>& room);

}  // namespace v2v::roster
