#include "network/trail.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace v2v::network {

namespace {

template <bool late>
class Tracer {
 public:
  Tracer(const Compiled& compiled, const Network& network, const std::vector<std::int32_t>& of)
      : network_(network),
        side_(late ? compiled.late : compiled.early),
        of_(of),
        at_(side_.nodes.size()),
        limit_(at_.size()),
        entry_(at_.size(), -1),
        limit_tag_(at_.size(), untagged),
        event_(at_.size()) {
    for (std::size_t e = 0; e < of.size(); ++e) event_[of[e]] = Event{static_cast<std::int32_t>(e)};
    const Range h = side_.horizon;
    std::fill(at_.begin(), at_.end(), late ? never : h.from);
    std::fill(limit_.begin(), limit_.end(), late ? h.from : h.to);
  }

  void bound(const Hop& cause, Tick t, bool upper, Tag tag) {
    const auto v = static_cast<std::size_t>(of_[cause.to.i]);
    if (upper == late) {
      if (!better(t, at_[v])) return;
      at_[v] = t;
      entry_[v] = log(cause, -1);
    } else if (better(limit_[v], t)) {
      limit_[v] = t;
      limit_tag_[v] = tag;
    }
  }

  Trail solve() {
    for (std::size_t v = 0; v < at_.size() && !trail_.failed; ++v) {
      visit(v);
      if (!trail_.failed && side_.nodes[v].closes >= 0) {
        close(side_.parts[static_cast<std::size_t>(side_.nodes[v].closes)]);
      }
    }
    trail_.last.resize(at_.size());
    for (std::size_t e = 0; e < trail_.last.size(); ++e) trail_.last[e] = entry_[static_cast<std::size_t>(of_[e])];
    return std::move(trail_);
  }

 private:
  static bool better(Tick a, Tick b) { return late ? a < b : a > b; }

  std::int32_t log(const Hop& hop, std::int32_t parent, std::int32_t cycle = -1) {
    trail_.entries.push_back({hop, parent, cycle});
    return static_cast<std::int32_t>(trail_.entries.size()) - 1;
  }

  int rank(const Link& link) const { return network_.arrows()[static_cast<std::size_t>(link.arrow)].rank; }
  int rank_of_entry(std::int32_t entry) const {
    if (entry < 0) return std::numeric_limits<int>::max();
    const Hop& hop = trail_.entries[static_cast<std::size_t>(entry)].hop;
    if (hop.kind == Hop::bound) return network_.bounds()[static_cast<std::size_t>(hop.index)].rank;
    return 0;
  }

  /// The label of v by its links from before, the furthest of them and of equals the smallest rank.
  void visit(std::size_t v) {
    const Node& node = side_.nodes[v];
    const Link* best = nullptr;
    Tick furthest = at_[v];
    int least_rank = rank_of_entry(entry_[v]);
    for (std::int32_t i = node.links; i < node.links_end; ++i) {
      const Link& link = side_.pull[static_cast<std::size_t>(i)];
      const Tick x = follow<late>(side_, link, at_[static_cast<std::size_t>(link.from)]);
      // A label that is still the horizon needs no cause.
      if (better(furthest, x) || (x == furthest && (rank(link) >= least_rank || x == base()))) continue;
      best = &link;
      furthest = x;
      least_rank = rank(link);
    }
    if (best) reach(*best, furthest);
    settle_in_hours(v);
  }

  Tick base() const { return late ? never : side_.horizon.from; }

  void reach(const Link& link, Tick x) {
    const auto from = static_cast<std::size_t>(link.from), to = static_cast<std::size_t>(link.to);
    entry_[to] = log({Hop::arrow, link.arrow, event_[from], event_[to], at_[from], x}, entry_[from]);
    at_[to] = x;
  }

  /// Opening hops until every opening of v is content, then the limit.
  void settle_in_hours(std::size_t v) {
    const Node& node = side_.nodes[v];
    for (bool moved = true; moved && !better(at_[v], limit_[v]);) {
      moved = false;
      for (std::int32_t i = node.opened; i < node.opened_end; ++i) {
        const Opened& opened = side_.opened[static_cast<std::size_t>(i)];
        const Tick x = snap_one<late>(side_, opened, at_[v]);
        if (x == at_[v]) continue;
        entry_[v] = log({Hop::opening, opened.opening, event_[v], event_[v], at_[v], x}, entry_[v]);
        at_[v] = x;
        moved = true;
      }
    }
    if (better(at_[v], limit_[v])) fail(v);
  }

  void fail(std::size_t v) {
    trail_.failed = true;
    trail_.failing = entry_[v];
    trail_.limit_tag = limit_tag_[v];
    trail_.excess = late ? limit_[v] - at_[v] : at_[v] - limit_[v];
    if (limit_[v] != (late ? side_.horizon.from : side_.horizon.to)) return;
    // Only the horizon is in the way: if a cycle ran into it, what it gains a turn says more.
    std::int32_t left = -1;  // the hop by which v was last left
    for (std::int32_t i = entry_[v]; i >= 0; i = trail_.entries[static_cast<std::size_t>(i)].parent) {
      const Entry& e = trail_.entries[static_cast<std::size_t>(i)];
      const Tick gain = e.cycle < 0 ? 0 : trail_.cycles[static_cast<std::size_t>(e.cycle)].gain;
      if (gain > 0) {
        trail_.excess = gain;
        return;
      }
      if (left >= 0) {
        assert(e.hop.to == event_[v]);  // hops join
        trail_.excess = std::abs(at_[v] - trail_.entries[static_cast<std::size_t>(left)].hop.from_at);
        return;
      }
      left = e.hop.kind == Hop::arrow && e.hop.from == event_[v] ? i : -1;
    }
  }

  void raise(const Link& link, std::set<std::int32_t>& dirty) {
    const auto to = static_cast<std::size_t>(link.to);
    const Tick x = follow<late>(side_, link, at_[static_cast<std::size_t>(link.from)]);
    if (!better(x, at_[to])) return;
    reach(link, x);
    settle_in_hours(to);
    dirty.insert(link.to);
  }

  void close(const Part& part) {
    std::set<std::int32_t> dirty;
    std::vector<std::int32_t> visits(static_cast<std::size_t>(part.end - part.begin), 0);
    for (std::int32_t i = part.back; i < part.back_end && !trail_.failed; ++i) {
      raise(side_.back[static_cast<std::size_t>(i)], dirty);
    }
    while (!dirty.empty() && !trail_.failed) {
      const std::int32_t v = *dirty.begin();
      dirty.erase(dirty.begin());
      if (++visits[static_cast<std::size_t>(v - part.begin)] % 4 == 0) turn_round(static_cast<std::size_t>(v));
      for (std::int32_t i = side_.push_begin[static_cast<std::size_t>(v)];
           i < side_.push_begin[static_cast<std::size_t>(v) + 1] && !trail_.failed; ++i) {
        raise(side_.push[static_cast<std::size_t>(i)], dirty);
      }
    }
  }

  /// If the newest label of v derives from an older one of v, turns that cycle as far as it goes.
  void turn_round(std::size_t v) {
    std::vector<const Link*> cycle;
    std::int32_t i = entry_[v];
    while (i >= 0) {
      const Entry& e = trail_.entries[static_cast<std::size_t>(i)];
      if (e.hop.kind == Hop::arrow) {
        cycle.push_back(link_to(e.hop));
        if (e.hop.from == event_[v]) break;
      }
      i = e.parent;
    }
    if (i < 0) return;
    std::reverse(cycle.begin(), cycle.end());
    const Tick reached = turn(side_, cycle, at_[v], limit_.data());
    if (!better(reached, at_[v])) return;
    trail_.cycles.push_back(described(cycle, reached));
    entry_[v] = log({Hop::turns, -1, event_[v], event_[v], at_[v], reached}, entry_[v],
                    static_cast<std::int32_t>(trail_.cycles.size()) - 1);
    at_[v] = reached;
  }

  Cycle described(const std::vector<const Link*>& cycle, Tick reached) const {
    Cycle out;
    Tick x = reached;
    for (const Link* link : cycle) {
      const Node& node = side_.nodes[static_cast<std::size_t>(link->to)];
      x = snap<late>(side_, node, follow<late>(side_, *link, x));
      out.arrows.push_back(link->arrow);
      for (std::int32_t i = node.opened; i < node.opened_end; ++i) {
        out.openings.push_back(side_.opened[static_cast<std::size_t>(i)].opening);
      }
    }
    out.gain = std::abs(x - reached);
    return out;
  }

  const Link* link_to(const Hop& hop) const {
    const auto from = static_cast<std::size_t>(of_[hop.from.i]);
    for (std::int32_t i = side_.push_begin[from]; i < side_.push_begin[from + 1]; ++i) {
      const Link& link = side_.push[static_cast<std::size_t>(i)];
      if (link.arrow == hop.index) return &link;
    }
    return nullptr;  // before its part: no cycle, and the walk back comes to its end without one
  }

  const Network& network_;
  const Side& side_;
  const std::vector<std::int32_t>& of_;
  std::vector<Tick> at_, limit_;
  std::vector<std::int32_t> entry_;
  std::vector<Tag> limit_tag_;
  std::vector<Event> event_;
  Trail trail_;
};

template <bool late>
Trail trace(const Compiled& compiled, const Network& network, const Question& question,
            const std::function<bool(Tag)>& keep) {
  Tracer<late> tracer(compiled, network, late ? compiled.late_of : compiled.early_of);
  // Pins first, then bounds by rank: of equal ticks the first stays.
  for (std::size_t i = 0; i < question.pins.size(); ++i) {
    const Question::Pin& p = question.pins[i];
    const auto index = static_cast<std::int32_t>(i);
    if (p.from > always_before) tracer.bound({Hop::pin, index, p.e, p.e, p.from, p.from}, p.from, false, p.tag);
    if (p.to < never) tracer.bound({Hop::pin, index, p.e, p.e, p.to, p.to}, p.to, true, p.tag);
  }
  std::vector<std::size_t> by_rank(network.bounds().size());
  for (std::size_t i = 0; i < by_rank.size(); ++i) by_rank[i] = i;
  std::stable_sort(by_rank.begin(), by_rank.end(),
                   [&](std::size_t a, std::size_t b) { return network.bounds()[a].rank < network.bounds()[b].rank; });
  for (const std::size_t i : by_rank) {
    const Network::Bound& b = network.bounds()[i];
    if (b.tag != untagged && !keep(b.tag)) continue;
    tracer.bound({Hop::bound, static_cast<std::int32_t>(i), b.e, b.e, b.t, b.t}, b.t, b.upper, b.tag);
  }
  return tracer.solve();
}

}  // namespace

std::vector<std::int32_t> Trail::path(std::int32_t entry) const {
  std::vector<std::int32_t> path;
  for (std::int32_t i = entry; i >= 0; i = entries[static_cast<std::size_t>(i)].parent) path.push_back(i);
  std::reverse(path.begin(), path.end());
  return path;
}

Trail trail_of(const Compiled& compiled, const Network& network, const Question& question,
               const std::function<bool(Tag)>& keep, bool late) {
  return late ? trace<true>(compiled, network, question, keep) : trace<false>(compiled, network, question, keep);
}

}  // namespace v2v::network
