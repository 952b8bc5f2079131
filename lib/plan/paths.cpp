#include "plan/paths.h"

#include <functional>
#include <set>
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
  // Kahn's algorithm over ids: of the stages whose forerunners are done, the smallest id goes first; on a cycle
  // likewise.
  const auto next = followers(workflow);
  std::vector<int> waiting(next.size());
  for (const auto& list : next)
    for (int v : list) ++waiting[static_cast<std::size_t>(v)];
  const auto by_id = [&](int a, int b) {
    return workflow.stages[static_cast<std::size_t>(a)].id < workflow.stages[static_cast<std::size_t>(b)].id;
  };
  std::set<int, decltype(by_id)> ready(by_id), left(by_id);
  for (std::size_t i = 0; i < next.size(); ++i) {
    left.insert(static_cast<int>(i));
    if (waiting[i] == 0) ready.insert(static_cast<int>(i));
  }
  std::vector<int> order;
  while (!left.empty()) {
    const int u = ready.empty() ? *left.begin() : *ready.begin();
    ready.erase(u);
    if (!left.erase(u)) continue;
    order.push_back(u);
    for (int v : next[static_cast<std::size_t>(u)])
      if (--waiting[static_cast<std::size_t>(v)] == 0 && left.count(v)) ready.insert(v);
  }
  return order;
}

std::vector<int> order_of_telling(const Workflow& workflow) {
  const auto order = order_of_stages(workflow);
  std::vector<bool> seen(order.size());
  bool stands = true;
  for (const int i : order) {
    seen[static_cast<std::size_t>(i)] = true;
    for (const model::Outcome& o : workflow.stages[static_cast<std::size_t>(i)].outcomes)
      if (const int from = index_of(workflow, o.again_from); from >= 0)
        stands = stands && seen[static_cast<std::size_t>(from)];
  }
  if (stands) return order;
  const auto next = followers(workflow);
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
