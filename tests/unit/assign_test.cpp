// Who goes into which period: the least sum against every way there is.
#include "roster/assign.h"

#include <doctest/doctest.h>

#include "capacity/chance.h"

using namespace v2v::roster;

namespace {

/// Every way to give the people from `person` on a period.
std::optional<std::int64_t> by_trying(const std::vector<std::vector<std::int64_t>>& cost, std::vector<int>& room,
                                      std::size_t person) {
  if (person == cost.size()) return 0;
  std::optional<std::int64_t> best;
  for (std::size_t p = 0; p < room.size(); ++p) {
    if (room[p] == 0 || cost[person][p] >= not_there) continue;
    --room[p];
    const auto rest = by_trying(cost, room, person + 1);
    ++room[p];
    if (rest && (!best || *rest + cost[person][p] < *best)) best = *rest + cost[person][p];
  }
  return best;
}

}  // namespace

TEST_CASE("the least sum of 20,000 random tables is that of trying every way") {
  v2v::capacity::Chance chance(7);
  int none = 0, some = 0;
  for (int k = 0; k < 20'000; ++k) {
    const std::size_t people = chance.below(6), periods = 1 + chance.below(5);
    std::vector<std::vector<std::int64_t>> cost(people, std::vector<std::int64_t>(periods));
    std::vector<int> room(periods);
    for (int& r : room) r = static_cast<int>(chance.below(4));
    for (auto& row : cost)
      for (auto& c : row) c = chance.percent(20) ? not_there : static_cast<std::int64_t>(chance.below(12)) - 2;
    const auto least = least_assignment(cost, room);
    REQUIRE(least == by_trying(cost, room, 0));
    (least ? some : none) += 1;
  }
  CHECK(none > 1'000);
  CHECK(some > 1'000);
}

TEST_CASE("a week has one slot, and who loses least by waiting waits") {
  // A week late weighs one for the first and eight for the second.
  CHECK(least_assignment({{0, 7, 14}, {0, 56, 112}}, {1, 1, 1}) == 7);
  CHECK(least_assignment({{0, 7, 14}, {0, 56, 112}, {0, 7, 14}}, {1, 1, 1}) == 21);
  CHECK(least_assignment({{0, 7}, {0, 7}, {0, 7}}, {1, 1}) == std::nullopt);
}
