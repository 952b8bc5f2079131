#include "network/strategy.h"

#include <algorithm>
#include <cassert>
#include <deque>

namespace v2v::network {

namespace {

class Raising {
 public:
  explicit Raising(const Histories& of)
      : of_(of),
        things_(of.notice.front().size()),
        partings_(of.all.size()),
        low_(of.all.size(), std::vector<Tick>(things_, always_before)),
        at_(of.all.size(), std::vector<Tick>(things_, never)),
        waits_(of.all.size(), true),
        solved_(of.all.size(), false) {
    solvers_.reserve(of.all.size());
    for (const History& h : of.all) {
      assert(h.events.size() == things_);
      solvers_.emplace_back(*h.net);
    }
    for (std::size_t p = 0; p < of.partings.size(); ++p)
      for (const std::int32_t h : {of.partings[p].a, of.partings[p].b}) partings_[index(h)].push_back(p);
  }

  std::variant<Strategy, Lost, Undecided> run(long most) {
    std::deque<std::int32_t> queue;
    for (std::size_t h = 0; h < of_.all.size(); ++h) queue.push_back(static_cast<std::int32_t>(h));
    while (!queue.empty()) {
      const std::int32_t h = queue.front();
      queue.pop_front();
      waits_[index(h)] = false;
      if (--most < 0) return Undecided{};
      if (!solve(h)) return Lost{h, pins(h)};
      for (const std::size_t p : partings_[index(h)]) {
        const Parting& parting = of_.partings[p];
        for (const std::int32_t to : {parting.a, parting.b}) {
          if (!hold_back(parting, to) || waits_[index(to)]) continue;
          waits_[index(to)] = true;
          queue.push_back(to);
        }
      }
    }
    return Strategy{std::move(at_)};
  }

 private:
  static std::size_t index(std::int32_t h) { return static_cast<std::size_t>(h); }

  Question pins(std::int32_t h) const {
    Question q;
    for (std::size_t n = 0; n < things_; ++n)
      if (low_[index(h)][n] > always_before)
        q.pins.push_back({of_.all[index(h)].events[n], low_[index(h)][n], never, untagged});
    return q;
  }

  bool solve(std::int32_t h) {
    if (!solvers_[index(h)].earliest_into(labels_, pins(h))) return false;
    solved_[index(h)] = true;
    for (std::size_t n = 0; n < things_; ++n) {
      const Event e = of_.all[index(h)].events[n];
      if (e.i >= 0) at_[index(h)][n] = labels_[e];
    }
    return true;
  }

  // Raises what history `to` may not do before its parting from the other; true where that raised anything.
  bool hold_back(const Parting& parting, std::int32_t to) {
    const std::int32_t from = to == parting.a ? parting.b : parting.a;
    const std::vector<Tick>& there = at_[index(from)];
    if (!solved_[index(from)]) return false;
    const Tick part = parting.end < 0 ? never / 2 : std::max(of_.now, at_[index(parting.a)][index(parting.end)]);
    if (part >= never) return false;
    const std::vector<Tick>& notice = of_.notice[index(parting.by)];
    bool raised = false;
    for (std::size_t n = 0; n < things_; ++n) {
      if (of_.all[index(to)].events[n].i < 0 || notice[n] == not_asked) continue;
      if (of_.all[index(from)].cut_short && of_.all[index(from)].events[n].i < 0) continue;
      // What does not happen in the other is `never` there: then it is decided after the parting.
      const Tick low = std::min(there[n], part + notice[n]);
      if (low <= low_[index(to)][n] || low <= at_known(to, n)) continue;
      low_[index(to)][n] = low;
      raised = true;
    }
    return raised;
  }

  Tick at_known(std::int32_t h, std::size_t n) const {
    const Tick t = at_[index(h)][n];
    return t >= never ? always_before : t;
  }

  const Histories& of_;
  std::size_t things_;
  std::vector<Solver> solvers_;
  std::vector<std::vector<std::size_t>> partings_;  // of each history
  std::vector<std::vector<Tick>> low_, at_;
  std::vector<bool> waits_, solved_;
  Labels labels_;
};

// Where each wide length ends at the earliest; the end itself stands for the latest.
class Widening {
 public:
  Widening(const Network& from, const std::vector<Wide>& lengths)
      : from_(from), lengths_(lengths), to_(from.horizon().from, from.horizon().to) {}

  std::optional<Network> run() {
    for (std::int32_t e = 0; e < from_.events(); ++e) to_.event();
    for (const Wide& l : lengths_) soonest_.emplace_back(l.to, to_.event());
    for (const Wide& l : lengths_)
      if (soonest(l.from) != l.from) return std::nullopt;
    for (const auto& o : from_.openings()) {
      if (soonest(o.e) != o.e) return std::nullopt;
      to_.open(o.e, o.any_of, o.length, o.tag, o.rank);
    }
    for (const auto& b : from_.bounds())
      if (b.upper)
        to_.not_after(b.e, b.t, b.tag, b.rank);
      else
        to_.not_before(soonest(b.e), b.t, b.tag, b.rank);
    for (const auto& a : from_.arrows()) {
      if (own(a)) continue;
      if (a.greatest)
        to_.link(soonest(a.u), a.v, at_most(a.step), a.tag, a.rank);
      else
        to_.link(a.u, soonest(a.v), at_least(a.step), a.tag, a.rank);
    }
    for (const Wide& l : lengths_) {
      to_.link(l.from, l.to, exactly(l.most), l.tag);
      to_.link(l.from, soonest(l.to), exactly(l.least), l.tag);
    }
    return std::move(to_);
  }

 private:
  Event soonest(Event e) const {
    for (const auto& [end, soon] : soonest_)
      if (end == e) return soon;
    return e;
  }
  bool own(const Network::Arrow& a) const {
    return std::any_of(lengths_.begin(), lengths_.end(),
                       [&](const Wide& l) { return l.from == a.u && l.to == a.v && l.tag == a.tag; });
  }

  const Network& from_;
  const std::vector<Wide>& lengths_;
  Network to_;
  std::vector<std::pair<Event, Event>> soonest_;
};

}  // namespace

std::optional<Network> widened(const Network& network, const std::vector<Wide>& lengths) {
  return Widening(network, lengths).run();
}

std::variant<Strategy, Lost, Undecided> strategy(const Histories& histories, long most) {
  return Raising(histories).run(most);
}

}  // namespace v2v::network
