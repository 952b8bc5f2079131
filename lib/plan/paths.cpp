#include "plan/paths.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <string>
#include <unordered_map>

namespace v2v::plan {

using model::Stage;
using model::Workflow;

std::vector<std::vector<int>> followers(const Workflow& workflow) {
  std::unordered_map<std::string_view, int> index;
  for (std::size_t i = 0; i < workflow.stages.size(); ++i) index.emplace(workflow.stages[i].id, static_cast<int>(i));
  std::vector<std::vector<int>> next(workflow.stages.size());
  for (std::size_t v = 0; v < workflow.stages.size(); ++v) {
    const Stage& stage = workflow.stages[v];
    for (const auto* links : {&stage.after, &stage.ends_after})
      for (const model::Link& link : *links)
        if (const auto u = index.find(link.from.stage); u != index.end() && u->second != static_cast<int>(v))
          next[static_cast<std::size_t>(u->second)].push_back(static_cast<int>(v));
    // A whole is reached through its parts, and the parts of a whole through it.
    if (const auto u = index.find(stage.whole); !stage.whole.empty() && u != index.end()) {
      next[static_cast<std::size_t>(u->second)].push_back(static_cast<int>(v));
      next[v].push_back(u->second);
    }
  }
  return next;
}

std::vector<bool> reached(const std::vector<std::vector<int>>& next, int from) {
  std::vector<bool> seen(next.size());
  std::vector<int> stack{from};
  seen[static_cast<std::size_t>(from)] = true;
  while (!stack.empty()) {
    const int u = stack.back();
    stack.pop_back();
    for (int v : next[static_cast<std::size_t>(u)])
      if (!seen[static_cast<std::size_t>(v)]) seen[static_cast<std::size_t>(v)] = true, stack.push_back(v);
  }
  return seen;
}

int index_of(const model::Workflow& workflow, std::string_view stage) {
  if (stage.empty()) return -1;
  const Stage* found = workflow.stage(stage);
  return found ? static_cast<int>(found - workflow.stages.data()) : -1;
}

std::vector<int> order_of_stages(const model::Workflow& workflow) {
  return order_of_stages(workflow, followers(workflow));
}

namespace {

// Where each that is left waits for another: the first by id of those that wait for nothing but each other.
int first_on_cycle(const std::vector<std::vector<int>>& next, const std::vector<int>& sorted,
                   const std::vector<bool>& done) {
  std::vector<std::vector<bool>> from(next.size());
  for (const int u : sorted)
    if (!done[static_cast<std::size_t>(u)]) from[static_cast<std::size_t>(u)] = reached(next, u);
  return *std::find_if(sorted.begin(), sorted.end(), [&](int u) {
    const auto& mine = from[static_cast<std::size_t>(u)];
    for (std::size_t w = 0; w < from.size() && !mine.empty(); ++w)
      if (!from[w].empty() && from[w][static_cast<std::size_t>(u)] && !mine[w]) return false;
    return !mine.empty();
  });
}

}  // namespace

std::vector<int> order_of_stages(const model::Workflow& workflow, const std::vector<std::vector<int>>& next) {
  // Kahn's algorithm over ids: of the stages whose forerunners are done, the smallest id goes first; on a cycle
  // likewise.
  std::vector<int> waiting(next.size());
  for (const auto& list : next)
    for (int v : list) ++waiting[static_cast<std::size_t>(v)];
  const auto by_id = [&](int a, int b) {
    return workflow.stages[static_cast<std::size_t>(a)].id < workflow.stages[static_cast<std::size_t>(b)].id;
  };
  std::vector<int> sorted(next.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::sort(sorted.begin(), sorted.end(), by_id);
  std::vector<int> rank(next.size());
  for (std::size_t k = 0; k < sorted.size(); ++k) rank[static_cast<std::size_t>(sorted[k])] = static_cast<int>(k);
  std::priority_queue<int, std::vector<int>, std::greater<>> ready;  // by rank
  for (std::size_t i = 0; i < next.size(); ++i)
    if (waiting[i] == 0) ready.push(rank[i]);
  std::vector<bool> done(next.size());
  std::vector<int> order;
  while (order.size() < next.size()) {
    const int u = ready.empty() ? first_on_cycle(next, sorted, done) : sorted[static_cast<std::size_t>(ready.top())];
    if (!ready.empty()) ready.pop();
    if (done[static_cast<std::size_t>(u)]) continue;
    done[static_cast<std::size_t>(u)] = true;
    order.push_back(u);
    for (int v : next[static_cast<std::size_t>(u)])
      if (--waiting[static_cast<std::size_t>(v)] == 0 && !done[static_cast<std::size_t>(v)])
        ready.push(rank[static_cast<std::size_t>(v)]);
  }
  return order;
}

std::vector<int> order_of_telling(const Workflow& workflow, const std::vector<std::vector<int>>& next,
                                  const std::vector<int>& order) {
  std::vector<bool> seen(order.size());
  bool stands = true;
  for (const int i : order) {
    seen[static_cast<std::size_t>(i)] = true;
    for (const model::Outcome& o : workflow.stages[static_cast<std::size_t>(i)].outcomes)
      if (const int from = index_of(workflow, o.again_from); from >= 0)
        stands = stands && seen[static_cast<std::size_t>(from)];
  }
  if (stands) return order;
  std::vector<int> all;
  seen.assign(order.size(), false);
  const std::function<void(int)> put = [&](int i) {
    if (seen[static_cast<std::size_t>(i)]) return;
    seen[static_cast<std::size_t>(i)] = true;
    for (const int u : order)
      if (reached(next, u)[static_cast<std::size_t>(i)]) put(u);
    for (const model::Outcome& o : workflow.stages[static_cast<std::size_t>(i)].outcomes)
      if (const int from = index_of(workflow, o.again_from); from >= 0) put(from);
    all.push_back(i);
  };
  for (const int i : order) put(i);
  return all;
}

}  // namespace v2v::plan
