#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <cassert>
#include <functional>
#include <numeric>
#include <queue>

#include "network/side.h"

namespace v2v::network {

namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::int32_t, std::int32_t>;

/// Strongly connected parts in topological order. Boost numbers a part when it is left, sinks first (Tarjan 1972).
std::vector<std::int32_t> parts_of(std::int32_t events, const std::vector<Arc>& arcs) {
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  pairs.reserve(arcs.size());
  for (const Arc& a : arcs) pairs.emplace_back(a.from, a.to);
  const Graph graph(boost::edges_are_unsorted_multi_pass, pairs.begin(), pairs.end(), events);
  std::vector<std::int32_t> part(static_cast<std::size_t>(events));
  if (events == 0) return part;
  const auto parts = static_cast<std::int32_t>(boost::strong_components(
      graph, boost::make_iterator_property_map(part.begin(), get(boost::vertex_index, graph))));
  for (std::int32_t& p : part) p = parts - 1 - p;
  return part;
}

}  // namespace

Order order_of(std::int32_t events, const std::vector<Arc>& arcs) {
  Order order{parts_of(events, arcs), std::vector<std::int32_t>(static_cast<std::size_t>(events), -1)};
  // What follows e inside its part: next[first[e]] to next[first[e + 1]].
  std::vector<std::int32_t> first(static_cast<std::size_t>(events) + 1, 0), next(arcs.size());
  std::vector<std::int32_t> waits(static_cast<std::size_t>(events), 0);
  const auto counts = [&](const Arc& a) {
    return a.forward && a.from != a.to && order.part[a.from] == order.part[a.to];
  };
  for (const Arc& a : arcs)
    if (counts(a)) ++first[a.from + 1], ++waits[a.to];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::int32_t> fill(first);
  for (const Arc& a : arcs)
    if (counts(a)) next[fill[a.from]++] = a.to;
  using Entry = std::pair<std::int32_t, std::int32_t>;  // part, event
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  std::vector<Entry> all;
  all.reserve(static_cast<std::size_t>(events));
  for (std::int32_t e = 0; e < events; ++e) all.emplace_back(order.part[e], e);
  std::sort(all.begin(), all.end());
  std::int32_t placed = 0;
  const auto place = [&](std::int32_t e) {
    order.position[e] = placed++;
    for (std::int32_t k = first[e]; k < first[e + 1]; ++k) {
      const std::int32_t to = next[k];
      if (--waits[to] == 0 && order.position[to] < 0) ready.emplace(order.part[to], to);
    }
  };
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    for (; end < all.size() && all[end].first == all[begin].first; ++end) {
      if (waits[all[end].second] == 0) ready.push(all[end]);
    }
    for (std::size_t left = begin; left < end;) {
      if (ready.empty()) {  // the forward arcs themselves go round: the lowest event opens the circle
        if (order.position[all[left].second] < 0) place(all[left].second);
        ++left;
        continue;
      }
      const std::int32_t e = ready.top().second;
      ready.pop();
      assert(order.position[e] < 0);  // one that waits for nothing is made ready once, and opens no circle
      place(e);
    }
    begin = end;
  }
  return order;
}

Order order_of_all(const Network& network) {
  std::vector<Arc> arcs;
  for (const Network::Arrow& a : network.arrows()) {
    if (a.greatest)
      arcs.push_back({a.v.i, a.u.i, false});
    else
      arcs.push_back({a.u.i, a.v.i, a.step.kind != Step::elapsed || a.step.n >= 0});
  }
  // Sorted, so that the order does not depend on the order of adding.
  std::sort(arcs.begin(), arcs.end(), [](const Arc& a, const Arc& b) {
    return std::tie(a.from, a.to, a.forward) < std::tie(b.from, b.to, b.forward);
  });
  return order_of(network.events(), arcs);
}

std::vector<std::int32_t> parts_in_order(const Network& network) {
  return order_of_all(network).part;
}

}  // namespace v2v::network
