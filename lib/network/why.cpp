// Chains of causes: the log of a solving, read backwards, its rounds of a cycle drawn together.
#include <algorithm>

#include "network/clash.h"
#include "network/trail.h"

namespace v2v::network {

namespace {

/// A cycle gone round several times is shown as it was entered, its first turn in full, then one hop for all the rest.
std::vector<Hop> without_rounds(const std::vector<Hop>& hops) {
  const auto left = [&](std::size_t i) {
    return i + 1 == hops.size() || hops[i + 1].kind == Hop::arrow || hops[i + 1].kind == Hop::turns;
  };
  std::vector<Hop> out;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    out.push_back(hops[i]);
    if (!left(i)) continue;
    std::vector<std::size_t> again;  // later hops after which the same event is left
    for (std::size_t k = i + 1; k < hops.size(); ++k) {
      if (hops[k].to == hops[i].to && left(k)) again.push_back(k);
    }
    if (again.size() < 2) continue;
    const std::size_t first = again.front(), last = again.back();
    out.insert(out.end(), hops.begin() + static_cast<std::ptrdiff_t>(i) + 1,
               hops.begin() + static_cast<std::ptrdiff_t>(first) + 1);
    out.push_back({Hop::turns, -1, hops[i].to, hops[i].to, hops[first].to_at, hops[last].to_at});
    i = last;
  }
  return out;
}

}  // namespace

std::vector<Hop> chain_to(const Network& network, const Order& order, Event e, const Question& question, bool late) {
  const auto keep = [&](Tag tag) {
    return std::find(question.without.begin(), question.without.end(), tag) == question.without.end();
  };
  const Compiled compiled = compile(network, Recipe{.fold = false, .keep = keep}, &order);
  const Trail trail = trail_of(compiled, network, question, keep, late);
  if (trail.failed) return {};
  std::vector<Hop> hops;
  for (const std::int32_t i : trail.path(trail.last[static_cast<std::size_t>(e.i)])) {
    hops.push_back(trail.entries[static_cast<std::size_t>(i)].hop);
  }
  if (late && !hops.empty() && hops.back().to_at > network.horizon().to) return {};
  return without_rounds(hops);
}

}  // namespace v2v::network
