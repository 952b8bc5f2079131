// The inner loop: one pass over the variables in order, and label correction inside the parts that turn back.
#include <algorithm>
#include <bit>

#include "network/lookup.h"
#include "network/side.h"

namespace v2v::network {

namespace {

/// A late label above this bounds nothing.
constexpr Tick nothing_above = never / 2;

template <bool late>
bool better(Tick a, Tick b) {
  return late ? a < b : a > b;
}

template <bool late>
Tick through(const Link& link, Tick t) {
  const Step& step = *link.through;
  if constexpr (late)
    return link.greatest ? step.greatest(t) : step.least_back(t);
  else
    return link.greatest ? step.greatest_back(t) : step.least(t);
}

template <bool late>
inline Tick follow_inline(const Side& side, const Link& link, Tick x) {
  if (link.op == Link::add) {
    if constexpr (late)
      return x > nothing_above ? never : x + link.n;
    else
      return x + link.n;
  }
  const Tick t = x + link.in;
  // Beyond the horizon tables end, so there only elapsed waits still bound.
  if (late && t > side.horizon.to) return never;
  if (link.op == Link::day && t >= link.edges[0] && t < link.edges[link.dates]) {
    const std::int64_t date = date_index(link.edges, link.dates, t) + link.n;
    // Read backwards, ticks outside the table count as in its first or last date: that is for the step itself.
    if (date > 0 && date + 1 < link.dates) return (late ? link.edges[date + 1] - 1 : link.edges[date]) - link.out;
  }
  const Tick value = through<late>(link, t);
  if (late && value > nothing_above) return never;
  return value - link.out;
}

template <bool late>
inline Tick next_start(const Openings& open, Tick t, Tick length) {
  const auto& ranges = open.ranges();
  const std::size_t i = range_after(open, t);
  if (i < ranges.size() && ranges[i].from <= t) {  // the common case: already open, and long enough
    if (t + length <= ranges[i].to) return t;
  } else if (!late && i < ranges.size() && ranges[i].from + std::max<Tick>(length, 1) <= ranges[i].to) {
    return ranges[i].from;
  }
  return late ? open.previous(t, length) : open.next(t, length);
}

template <bool late>
Tick snap_any(const Opened& opened, Tick t) {
  Tick best = late ? always_before : never;
  for (const Openings* o : *opened.any_of) {
    Tick start = late ? o->previous(t + opened.slack, opened.length) : o->next(t - opened.slack, opened.length);
    // Within `slack` of an allowed start.
    start = late ? std::min(t, start + opened.slack) : std::max(t, start - opened.slack);
    if (better<late>(best, start)) best = start;
  }
  return best;
}

template <bool late>
inline Tick snap_node(const Side& side, const Node& node, Tick x) {
  const std::int32_t begin = node.opened, end = node.opened_end;
  for (;;) {
    Tick y = x;
    for (std::int32_t i = begin; i < end; ++i) y = snap_one<late>(side, side.opened[static_cast<std::size_t>(i)], y);
    if (y == x || end - begin == 1) return y;
    x = y;
    if (late ? x < side.horizon.from : x > side.horizon.to) return x;
  }
}

/// Raises `to` by a link; 0 nothing changed, 1 raised, -1 past its limit.
template <bool late>
inline int raise(const Side& side, const Link& link, std::int32_t to, Tick* at, const Tick* limit) {
  Tick x = follow_inline<late>(side, link, at[link.from]);
  if (!better<late>(x, at[to])) return 0;
  const Node& node = side.nodes[static_cast<std::size_t>(to)];
  if (node.opened != node.opened_end) x = snap_node<late>(side, node, x);
  if (better<late>(x, limit[to])) return -1;
  at[to] = x;
  return 1;
}

/// What a settling keeps once it takes long: by which link each label was last raised, and how often.
struct Memory {
  std::vector<const Link*> parent;
  std::vector<std::int32_t> visits;
};

/// Follows the parents of v. Where they go round, turns that cycle as far as it gains; true when that raised the label
/// of its variable `base`.
template <bool late>
bool turn_parents(const Side& side, const Part& part, const Memory& memory, std::int32_t v, Tick* at, const Tick* limit,
                  std::int32_t& base) {
  std::int32_t on = v;
  for (std::int32_t i = part.begin; i < part.end; ++i) {  // after as many steps as variables we stand on the cycle
    const Link* up = memory.parent[static_cast<std::size_t>(on - part.begin)];
    if (!up) return false;
    on = up->from;
  }
  base = on;
  std::vector<const Link*> cycle;
  do {
    const Link* up = memory.parent[static_cast<std::size_t>(on - part.begin)];
    cycle.push_back(up);
    on = up->from;
  } while (on != base);
  std::reverse(cycle.begin(), cycle.end());
  const Tick reached = turn(side, cycle, at[base], limit);
  if (!better<late>(reached, at[base])) return false;
  at[base] = reached;
  return true;
}

/// Label correction inside one part: the raised variable that comes first in the order goes first. After eight visits
/// of a variable the cycle of its parents is looked for and turned in one go: with calendars "n - 1 passes" proves
/// nothing, and a cycle may creep a minute a turn.
template <bool late>
bool settle(const Side& side, const Part& part, Tick* at, const Tick* limit, std::uint64_t* dirty) {
  constexpr std::int32_t patience = 8;
  const std::int32_t size = part.end - part.begin, words = (size + 63) / 64;
  Memory memory;
  std::int64_t calm = std::int64_t{4} * size + 16;  // visits before anything is remembered
  for (std::int32_t w = 0; w < words;) {
    if (dirty[w] == 0) {
      ++w;
      continue;
    }
    const std::int32_t v = part.begin + 64 * w + std::countr_zero(dirty[w]);
    dirty[w] &= dirty[w] - 1;
    if (--calm < 0) {
      if (memory.parent.empty()) {
        memory.parent.assign(static_cast<std::size_t>(size), nullptr);
        memory.visits.assign(static_cast<std::size_t>(size), 0);
      }
      std::int32_t base = v;
      if (++memory.visits[static_cast<std::size_t>(v - part.begin)] % patience == 0 &&
          turn_parents<late>(side, part, memory, v, at, limit, base) && base != v) {
        dirty[(base - part.begin) / 64] |= std::uint64_t{1} << ((base - part.begin) % 64);
      }
    }
    for (std::int32_t i = side.push_begin[static_cast<std::size_t>(v)];
         i < side.push_begin[static_cast<std::size_t>(v) + 1]; ++i) {
      const Link& link = side.push[static_cast<std::size_t>(i)];
      const int raised = raise<late>(side, link, link.to, at, limit);
      if (raised == 0) continue;
      if (raised < 0) return false;
      const std::int32_t k = link.to - part.begin;
      dirty[k / 64] |= std::uint64_t{1} << (k % 64);
      if (!memory.parent.empty()) memory.parent[static_cast<std::size_t>(k)] = &link;
    }
    // The first raised variable may now stand before this one.
    std::int32_t first = 0;
    while (first < w && dirty[first] == 0) ++first;
    w = first;
  }
  return true;
}

template <bool late>
bool close(const Side& side, const Part& part, Tick* at, const Tick* limit, std::vector<Tick>& scratch) {
  bool any = false;
  std::uint64_t* dirty = nullptr;
  for (std::int32_t i = part.back; i < part.back_end; ++i) {
    const Link& link = side.back[static_cast<std::size_t>(i)];
    const int raised = raise<late>(side, link, link.to, at, limit);
    if (raised == 0) continue;
    if (raised < 0) return false;
    if (!any) {
      const auto words = static_cast<std::size_t>((part.end - part.begin + 63) / 64);
      if (scratch.size() < words) scratch.resize(words);
      dirty = reinterpret_cast<std::uint64_t*>(scratch.data());
      std::fill(dirty, dirty + words, std::uint64_t{0});
      any = true;
    }
    const std::int32_t k = link.to - part.begin;
    dirty[k / 64] |= std::uint64_t{1} << (k % 64);
  }
  return !any || settle<late>(side, part, at, limit, dirty);
}

template <bool late>
bool sweep(const Side& side, Tick* at, const Tick* limit, std::vector<Tick>& scratch) {
  const Link* const links = side.pull.data();
  for (std::size_t v = 0; v < side.nodes.size(); ++v) {
    const Node& node = side.nodes[v];
    Tick x = at[v];
    for (const Link *l = links + node.links, *end = links + node.links_end; l != end; ++l) {
      const Tick y = follow_inline<late>(side, *l, at[l->from]);
      x = late ? std::min(x, y) : std::max(x, y);
    }
    if (node.opened != node.opened_end) x = snap_node<late>(side, node, x);
    if (better<late>(x, limit[v])) return false;
    at[v] = x;
    if (node.closes >= 0 && !close<late>(side, side.parts[static_cast<std::size_t>(node.closes)], at, limit, scratch)) {
      return false;
    }
  }
  return true;
}

}  // namespace

template <bool late>
Tick follow(const Side& side, const Link& link, Tick x) {
  return follow_inline<late>(side, link, x);
}
template <bool late>
Tick snap(const Side& side, const Node& node, Tick x) {
  return snap_node<late>(side, node, x);
}
template <bool late>
Tick snap_one(const Side& side, const Opened& opened, Tick x) {
  const Tick t = x + opened.shift;
  if (late && t > side.horizon.to) return x;
  if (!late && t > side.horizon.to) return x;
  const Tick y = opened.only ? next_start<late>(*opened.only, t, opened.length) : snap_any<late>(opened, t);
  return y - opened.shift;
}
template Tick follow<false>(const Side&, const Link&, Tick);
template Tick follow<true>(const Side&, const Link&, Tick);
template Tick snap<false>(const Side&, const Node&, Tick);
template Tick snap<true>(const Side&, const Node&, Tick);
template Tick snap_one<false>(const Side&, const Opened&, Tick);
template Tick snap_one<true>(const Side&, const Opened&, Tick);

bool run(const Side& side, Tick* at, const Tick* limit, std::vector<Tick>& scratch) {
  return side.late ? sweep<true>(side, at, limit, scratch) : sweep<false>(side, at, limit, scratch);
}

}  // namespace v2v::network
