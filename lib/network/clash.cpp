// The smallest clash: a first set from the derivation, then a deletion filter (Chinneck & Dravnieks 1991; Junker 2004
// for the order of preference). With calendars it need not be one cycle, so each deletion is solved anew.
#include "network/clash.h"

#include <algorithm>
#include <map>
#include <set>

#include "network/trail.h"

namespace v2v::network {

namespace {

using Tags = std::set<Tag>;

class Finder {
 public:
  Finder(const Network& network, const Order& order, const Question& question)
      : network_(network),
        order_(order),
        question_(question),
        without_(question.without.begin(), question.without.end()) {
    const auto carry = [&](Tag tag, int rank) {
      if (tag == untagged) return;
      const auto [at, fresh] = rank_.try_emplace(tag, rank);
      if (!fresh) at->second = std::min(at->second, rank);
    };
    const auto carry_rule = [&](Tag tag, int rank) {
      if (without_.count(tag) == 0) carry(tag, rank);
    };
    for (const auto& a : network.arrows()) carry_rule(a.tag, a.rank);
    for (const auto& b : network.bounds()) carry_rule(b.tag, b.rank);
    for (const auto& o : network.openings()) carry_rule(o.tag, o.rank);
    for (const auto& p : question.pins) carry(p.tag, 0);
  }

  Clash find() {
    Tags all;
    for (const auto& [tag, rank] : rank_) all.insert(tag);
    const Trail first = trace(all);
    Tags tags = tags_of(first);
    // not reached: a derivation proves its clash. Were one to miss a tag, the whole set would still do.
    if (feasible(tags)) tags = all;
    tags = smallest(tags);
    Clash clash;
    const Trail last = trace(tags);
    clash.excess = last.excess;
    clash.tags = in_order(last, tags);
    return clash;
  }

  std::vector<Tick> measure(const Clash& clash) const {
    const Tags tags(clash.tags.begin(), clash.tags.end());
    std::vector<Tick> all;
    Tick guess = clash.excess;
    for (const Tag tag : clash.tags) {
      all.push_back(missed_by(tags, tag, guess));
      if (all.back() < never) guess = all.back();
    }
    return all;
  }

 private:
  auto keeper(const Tags& tags) const {
    return [this, &tags](Tag tag) { return tags.count(tag) != 0 && without_.count(tag) == 0; };
  }

  Question only(const Tags& tags) const {
    Question q;
    for (const Question::Pin& p : question_.pins) {
      if (p.tag == untagged || tags.count(p.tag) != 0) q.pins.push_back(p);
    }
    return q;
  }

  Trail trace(const Tags& tags) const {
    const Compiled c = compile(network_, Recipe{.fold = false, .keep = keeper(tags)}, &order_);
    return trail_of(c, network_, only(tags), keeper(tags), false);
  }

  Tag tag_of(const Hop& hop, const Question& pins) const {
    const auto i = static_cast<std::size_t>(hop.index);
    switch (hop.kind) {
      case Hop::bound:
        return network_.bounds()[i].tag;
      case Hop::arrow:
        return network_.arrows()[i].tag;
      case Hop::opening:
        return network_.openings()[i].tag;
      case Hop::pin:
        return pins.pins[i].tag;
      case Hop::turns:
        break;
    }
    return untagged;
  }

  /// Tags on the derivation that failed, first cause first, and the limit it passed.
  std::vector<Tag> sequence(const Trail& trail, const Question& pins) const {
    std::vector<Tag> tags;
    const auto add = [&](Tag tag) {
      if (tag != untagged && std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
    };
    for (const std::int32_t i : trail.path(trail.failing)) {
      const Entry& e = trail.entries[static_cast<std::size_t>(i)];
      add(tag_of(e.hop, pins));
      if (e.cycle < 0) continue;
      const Cycle& cycle = trail.cycles[static_cast<std::size_t>(e.cycle)];
      for (const std::int32_t a : cycle.arrows) add(network_.arrows()[static_cast<std::size_t>(a)].tag);
      for (const std::int32_t o : cycle.openings) add(network_.openings()[static_cast<std::size_t>(o)].tag);
    }
    add(trail.limit_tag);
    return tags;
  }

  Tags tags_of(const Trail& trail) const {
    Tags all;
    for (const auto& [tag, rank] : rank_) all.insert(tag);
    const std::vector<Tag> tags = sequence(trail, only(all));
    return {tags.begin(), tags.end()};
  }

  std::vector<Tag> in_order(const Trail& trail, const Tags& tags) const {
    std::vector<Tag> out = sequence(trail, only(tags));  // of a trail that was traced with these tags alone
    for (const Tag tag : tags) {
      // not reached: each derivation from a smallest set needs all of it. A clash that hid a rule would be worse.
      if (std::find(out.begin(), out.end(), tag) == out.end()) out.push_back(tag);
    }
    return out;
  }

  bool feasible(const Tags& tags, Tag eased = untagged, Tick by = 0) const {
    const Compiled c = compile(
        network_, Recipe{.fold = false, .keep = keeper(tags), .eased = eased, .by = by, .early_only = true}, &order_);
    Question q = only(tags);
    for (Question::Pin& p : q.pins) {
      if (eased == untagged || p.tag != eased) continue;
      p.from -= by;
      if (p.to < never) p.to += by;
    }
    Labels labels;
    return fixpoint(c, network_, labels, q, false);
  }

  Tags smallest(Tags tags) const {
    std::vector<std::pair<int, Tag>> order;
    for (const Tag tag : tags) order.emplace_back(rank_.at(tag), tag);
    std::sort(order.rbegin(), order.rend());
    for (const auto& [rank, tag] : order) {
      tags.erase(tag);
      if (feasible(tags)) tags.insert(tag);
    }
    return tags;
  }

  /// Least easing of everything that carries `tag` with which the set holds; `never` when no easing helps. The search
  /// doubles away from a guess, for the tags of a clash are often missed by the same.
  Tick missed_by(const Tags& tags, Tag tag, Tick guess) const {
    constexpr Tick furthest = never / 4;
    Tick low = 0, high = std::max<Tick>(guess, 1);  // low is infeasible
    if (feasible(tags, tag, high)) {
      for (Tick by = 1; high - by > low; by *= 2) {
        if (!feasible(tags, tag, high - by)) {
          low = high - by;
          break;
        }
        high -= by;
      }
    } else {
      Tick by = 1;
      do {
        low = high;
        high += by;
        by *= 2;
        if (high >= furthest) return never;
      } while (!feasible(tags, tag, high));
    }
    while (high - low > 1) {
      const Tick middle = low + (high - low) / 2;
      (feasible(tags, tag, middle) ? high : low) = middle;
    }
    return high;
  }

  const Network& network_;
  const Order& order_;
  const Question& question_;
  Tags without_;
  std::map<Tag, int> rank_;  // smallest rank that carries it
};

}  // namespace

Clash smallest_clash(const Network& network, const Order& order, const Question& question) {
  return Finder(network, order, question).find();
}

std::vector<Tick> measured(const Network& network, const Order& order, const Question& question, const Clash& clash) {
  return Finder(network, order, question).measure(clash);
}

}  // namespace v2v::network
