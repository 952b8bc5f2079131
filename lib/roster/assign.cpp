#include "roster/assign.h"

#include <algorithm>

namespace v2v::roster {

std::optional<std::int64_t> least_assignment(const std::vector<std::vector<std::int64_t>>& cost,
                                             const std::vector<int>& room) {
  const std::size_t periods = room.size();
  std::vector<std::vector<std::size_t>> in(periods);  // people by period
  std::int64_t sum = 0;
  struct Move {
    std::int64_t more = not_there;
    std::size_t slot = 0;  // of in[from]
  };
  std::vector<Move> moves(periods * periods);
  const auto find_moves = [&](std::size_t from) {
    for (std::size_t to = 0; to < periods; ++to) {
      Move& move = moves[from * periods + to] = {};
      for (std::size_t k = 0; k < in[from].size(); ++k) {
        const auto& costs = cost[in[from][k]];
        if (costs[to] < not_there && costs[to] - costs[from] < move.more) move = {costs[to] - costs[from], k};
      }
    }
  };
  for (std::size_t person = 0; person < cost.size(); ++person) {
    std::vector<std::int64_t> far = cost[person];
    constexpr std::size_t first = static_cast<std::size_t>(-1);
    std::vector<std::size_t> before(periods, first);
    for (bool again = true; again;) {  // no cycle gains: what is assigned is always the best for those who are
      again = false;
      for (std::size_t from = 0; from < periods; ++from) {
        if (far[from] >= not_there || static_cast<int>(in[from].size()) < room[from]) continue;
        for (std::size_t to = 0; to < periods; ++to) {
          const Move& move = moves[from * periods + to];
          if (move.more >= not_there || far[from] + move.more >= far[to]) continue;
          far[to] = far[from] + move.more;
          before[to] = from;
          again = true;
        }
      }
    }
    std::size_t last = first;
    for (std::size_t p = 0; p < periods; ++p)
      if (far[p] < not_there && static_cast<int>(in[p].size()) < room[p] && (last == first || far[p] < far[last]))
        last = p;
    if (last == first) return std::nullopt;
    sum += far[last];
    // Each along the way makes room for the one before.
    while (before[last] != first) {
      const std::size_t from = before[last], slot = moves[from * periods + last].slot;
      in[last].push_back(in[from][slot]);
      in[from].erase(in[from].begin() + static_cast<std::ptrdiff_t>(slot));
      find_moves(last);
      last = from;
    }
    in[last].push_back(person);
    find_moves(last);
  }
  return sum;
}

}  // namespace v2v::roster
