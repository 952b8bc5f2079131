#include <algorithm>
#include <cassert>
#include <numeric>

#include "network/side.h"

namespace v2v::network {

namespace {

using Arrow = Network::Arrow;

/// Rigid pairs: v is both at least and at most u + n. Union-find with offsets; a pair that contradicts an earlier one
/// stays a pair of arrows, which then shows as a self-arrow that cannot hold.
struct Groups {
  std::vector<std::int32_t> up;
  std::vector<Tick> shift;  // event = up + shift

  explicit Groups(std::int32_t events) : up(static_cast<std::size_t>(events)), shift(up.size(), 0) {
    std::iota(up.begin(), up.end(), 0);
  }
  std::int32_t root(std::int32_t e) {
    if (up[e] == e) return e;
    const std::int32_t above = up[e], top = root(above);
    shift[e] += above == top ? 0 : shift[above];
    up[e] = top;
    return top;
  }
  void join(std::int32_t u, std::int32_t v, Tick n) {  // v = u + n
    const std::int32_t a = root(u), b = root(v);
    if (a == b) return;
    const Tick apart = shift[u] + n - shift[v];  // b = a + apart
    if (a < b) {
      up[b] = a;
      shift[b] = apart;
    } else {
      up[a] = b;
      shift[a] = -apart;
    }
  }
};

void fold(const std::vector<Arrow>& arrows, Groups& groups) {
  std::vector<const Arrow*> pairs;
  for (const Arrow& a : arrows)
    if (a.step.kind == Step::elapsed && a.u != a.v) pairs.push_back(&a);
  const auto key = [](const Arrow* a) { return std::pair(a->u.i, a->v.i); };
  std::sort(pairs.begin(), pairs.end(), [&](const Arrow* a, const Arrow* b) { return key(a) < key(b); });
  for (std::size_t k = 0; k < pairs.size();) {
    const auto pair = key(pairs[k]);
    Tick least = always_before, greatest = never;  // the tightest
    for (; k < pairs.size() && key(pairs[k]) == pair; ++k)
      if (pairs[k]->greatest)
        greatest = std::min(greatest, pairs[k]->step.n);
      else
        least = std::max(least, pairs[k]->step.n);
    if (least == greatest) groups.join(pair.first, pair.second, least);
  }
}

/// An arrow as it acts in one direction, between groups.
Link link_of(const Network& network, std::int32_t index, bool late, const Compiled& c, Tick eased) {
  const Arrow& a = network.arrows()[static_cast<std::size_t>(index)];
  const bool along = a.greatest == late;  // whether the label of u acts on v
  const Event from = along ? a.u : a.v, to = along ? a.v : a.u;
  Link link;
  link.from = c.group[from.i];
  link.to = c.group[to.i];
  link.arrow = index;
  link.greatest = a.greatest;
  link.in = c.shift[from.i];
  link.out = c.shift[to.i];
  // Eased: v >= f(u) - by, or v <= f(u) + by; read backwards the shift meets the label before the function does.
  const Tick by = a.greatest ? -eased : eased;
  (along ? link.out : link.in) += by;
  if (a.step.kind == Step::elapsed) {
    link.op = Link::add;
    link.n = (along ? a.step.n : -a.step.n) + link.in - link.out;
  } else if (a.step.kind == Step::dated) {
    link.op = Link::day;
    link.n = along ? a.step.n : -a.step.n;
    link.edges = a.step.dates->edges().data();
    link.dates = static_cast<std::int64_t>(a.step.dates->edges().size()) - 1;
    link.through = &a.step;
  } else {
    link.op = Link::step;
    link.through = &a.step;
  }
  return link;
}

/// Elapsed links between the same variables: only the furthest counts.
void keep_furthest(std::vector<Link>& links, bool late) {
  std::stable_sort(links.begin(), links.end(), [late](const Link& a, const Link& b) {
    if (a.to != b.to) return a.to < b.to;
    if (a.op != b.op) return a.op < b.op;
    if (a.from != b.from) return a.from < b.from;
    return a.op == Link::add && a.n != b.n ? (late ? a.n < b.n : a.n > b.n) : false;
  });
  const auto same = [](const Link& a, const Link& b) {
    return a.op == Link::add && b.op == Link::add && a.from == b.from && a.to == b.to;
  };
  links.erase(std::unique(links.begin(), links.end(), same), links.end());
}

/// Sorts links into those that look back in the order and those that go round inside a part.
void arrange(Side& side, std::vector<Link>& links, const std::vector<std::int32_t>& part_of_variable) {
  const auto variables = side.nodes.size();
  std::vector<char> turning(variables, 0);  // by part number
  for (const Link& l : links) {
    if (l.from >= l.to) turning[static_cast<std::size_t>(part_of_variable[l.from])] = 1;
  }
  std::vector<std::vector<Link>> back(variables);
  for (const Link& l : links) {
    if (l.from >= l.to)
      back[static_cast<std::size_t>(part_of_variable[l.from])].push_back(l);
    else
      side.pull.push_back(l);
  }
  std::size_t p = 0;
  for (std::size_t v = 0; v < variables; ++v) {
    side.nodes[v].links = static_cast<std::int32_t>(p);
    while (p < side.pull.size() && side.pull[p].to == static_cast<std::int32_t>(v)) ++p;
    side.nodes[v].links_end = static_cast<std::int32_t>(p);
  }
  for (std::size_t begin = 0, end = 0; begin < variables; begin = end) {
    const auto part = static_cast<std::size_t>(part_of_variable[begin]);
    while (end < variables && part_of_variable[end] == part_of_variable[begin]) ++end;
    if (!turning[part]) continue;
    side.nodes[end - 1].closes = static_cast<std::int32_t>(side.parts.size());
    const auto first = static_cast<std::int32_t>(side.back.size());
    side.back.insert(side.back.end(), back[part].begin(), back[part].end());
    side.parts.push_back({static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end), first,
                          static_cast<std::int32_t>(side.back.size())});
  }
  for (const Link& l : links) {
    if (part_of_variable[l.from] == part_of_variable[l.to]) side.push.push_back(l);
  }
  std::stable_sort(side.push.begin(), side.push.end(), [](const Link& a, const Link& b) { return a.from < b.from; });
  side.push_begin.assign(variables + 1, 0);
  for (const Link& l : side.push) ++side.push_begin[static_cast<std::size_t>(l.from) + 1];
  std::partial_sum(side.push_begin.begin(), side.push_begin.end(), side.push_begin.begin());
}

struct Builder {
  const Network& network;
  const Recipe& recipe;
  Compiled& out;
  const std::vector<std::int32_t>& kept;  // arrows

  bool keeps(Tag tag) const { return tag == untagged || !recipe.keep || recipe.keep(tag); }
  Tick eased(Tag tag) const { return tag != untagged && tag == recipe.eased ? recipe.by : 0; }

  void bounds(Side& side, const std::vector<std::int32_t>& of) const {
    const Range h = network.horizon();
    side.start.assign(side.nodes.size(), side.late ? never : always_before);
    side.limit.assign(side.nodes.size(), side.late ? always_before : never);
    auto& low = side.late ? side.limit : side.start;
    for (std::int32_t e = 0; e < network.events(); ++e) low[of[e]] = std::max(low[of[e]], h.from - out.shift[e]);
    if (!side.late) {
      for (std::int32_t e = 0; e < network.events(); ++e) {
        side.limit[of[e]] = std::min(side.limit[of[e]], h.to - out.shift[e]);
      }
    }
    auto& high = side.late ? side.start : side.limit;
    for (const Network::Bound& b : network.bounds()) {
      if (!keeps(b.tag)) continue;
      const Tick by = eased(b.tag), shift = out.shift[b.e.i];
      if (b.upper)
        high[of[b.e.i]] = std::min(high[of[b.e.i]], b.t + by - shift);
      else
        low[of[b.e.i]] = std::max(low[of[b.e.i]], b.t - by - shift);
    }
  }

  void openings(Side& side, const std::vector<std::int32_t>& of) const {
    std::vector<std::pair<std::int32_t, std::int32_t>> by_variable;
    for (std::size_t i = 0; i < network.openings().size(); ++i) {
      const auto& o = network.openings()[i];
      if (keeps(o.tag)) by_variable.emplace_back(of[o.e.i], static_cast<std::int32_t>(i));
    }
    std::stable_sort(by_variable.begin(), by_variable.end(), [this](const auto& a, const auto& b) {
      const auto rank = [this](std::int32_t i) { return network.openings()[static_cast<std::size_t>(i)].rank; };
      return a.first != b.first ? a.first < b.first : rank(a.second) < rank(b.second);
    });
    std::size_t k = 0;
    for (std::size_t v = 0; v < side.nodes.size(); ++v) {
      side.nodes[v].opened = static_cast<std::int32_t>(k);
      for (; k < by_variable.size() && by_variable[k].first == static_cast<std::int32_t>(v); ++k) {
        const auto& o = network.openings()[static_cast<std::size_t>(by_variable[k].second)];
        Opened opened{by_variable[k].second, out.shift[o.e.i], o.length, eased(o.tag), nullptr, &o.any_of};
        if (o.any_of.size() == 1 && opened.slack == 0) opened.only = o.any_of.front();
        side.opened.push_back(opened);
      }
      side.nodes[v].opened_end = static_cast<std::int32_t>(k);
    }
  }

  void build(Side& side, std::vector<std::int32_t>& of, const Order& order, std::size_t variables) {
    side.horizon = network.horizon();
    side.nodes.resize(variables);
    std::vector<std::int32_t> variable(order.position), part(variables);
    const auto last = static_cast<std::int32_t>(variables) - 1;
    std::vector<std::int32_t> parts(order.part);
    for (std::size_t g = 0; g < variable.size(); ++g) {
      assert(variable[g] >= 0);
      if (side.late) variable[g] = last - variable[g];
      part[static_cast<std::size_t>(variable[g])] = parts[g];
    }
    // Parts are only compared and used as indices, so the late side may keep the early numbers.
    of.resize(out.group.size());
    for (std::size_t e = 0; e < of.size(); ++e) of[e] = variable[static_cast<std::size_t>(out.group[e])];
    std::vector<Link> links;
    for (const std::int32_t i : kept) {
      Link link = link_of(network, i, side.late, out, eased(network.arrows()[static_cast<std::size_t>(i)].tag));
      if (link.from == link.to && link.op == Link::add) {
        if (side.late ? link.n < 0 : link.n > 0) out.broken = out.broken || recipe.fold;
        if (recipe.fold || (side.late ? link.n >= 0 : link.n <= 0)) continue;
      }
      link.from = variable[static_cast<std::size_t>(link.from)];
      link.to = variable[static_cast<std::size_t>(link.to)];
      links.push_back(link);
    }
    if (recipe.fold)
      keep_furthest(links, side.late);
    else
      std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.to < b.to; });
    arrange(side, links, part);
    bounds(side, of);
    openings(side, of);
  }
};

/// Groups numbered 0, 1, ... in the order of their first event.
std::size_t number(Compiled& c, Groups& groups) {
  const std::size_t events = groups.up.size();
  c.group.assign(events, 0);
  c.shift.assign(events, 0);
  std::vector<std::int32_t> number(events, -1);
  std::int32_t count = 0;
  for (std::size_t e = 0; e < events; ++e) {
    const std::int32_t root = groups.root(static_cast<std::int32_t>(e));
    if (number[static_cast<std::size_t>(root)] < 0) number[static_cast<std::size_t>(root)] = count++;
    c.group[e] = number[static_cast<std::size_t>(root)];
    c.shift[e] = root == static_cast<std::int32_t>(e) ? 0 : groups.shift[e];
  }
  return static_cast<std::size_t>(count);
}

}  // namespace

Compiled compile(const Network& network, const Recipe& recipe, const Order* known) {
  Compiled c;
  c.early.late = false;
  c.late.late = true;
  std::vector<std::int32_t> kept;
  std::vector<Arrow> arrows;
  for (std::size_t i = 0; i < network.arrows().size(); ++i) {
    const Arrow& a = network.arrows()[i];
    if (a.tag != untagged && recipe.keep && !recipe.keep(a.tag)) continue;
    kept.push_back(static_cast<std::int32_t>(i));
    if (recipe.fold) arrows.push_back(a);
  }
  // By rank, so that neither labels on the way nor causes depend on the order of adding.
  std::stable_sort(kept.begin(), kept.end(), [&network](std::int32_t a, std::int32_t b) {
    const Arrow &x = network.arrows()[static_cast<std::size_t>(a)], &y = network.arrows()[static_cast<std::size_t>(b)];
    return std::tie(x.rank, x.u.i, x.v.i, x.greatest) < std::tie(y.rank, y.u.i, y.v.i, y.greatest);
  });
  Groups groups(network.events());
  if (recipe.fold) fold(arrows, groups);
  const std::size_t variables = number(c, groups);
  Order order;
  if (known) {
    order = *known;
  } else {
    std::vector<Arc> arcs;
    for (const std::int32_t i : kept) {
      const Arrow& a = network.arrows()[static_cast<std::size_t>(i)];
      const Link l = link_of(network, i, false, c, 0);
      if (l.from == l.to && l.op == Link::add) continue;
      arcs.push_back({l.from, l.to, !a.greatest && (l.op != Link::add || l.n >= 0)});
    }
    order = order_of(static_cast<std::int32_t>(variables), arcs);
  }
  Builder builder{network, recipe, c, kept};
  builder.build(c.early, c.early_of, order, variables);
  if (!recipe.early_only) builder.build(c.late, c.late_of, order, variables);
  return c;
}

}  // namespace v2v::network
