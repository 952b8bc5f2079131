#include "network/controllability.h"

#include <algorithm>
#include <cassert>
#include <queue>

namespace v2v::network {

namespace {

/// The distance graph in Morris's normal form. An edge u -> v of weight w says time(v) <= time(u) + w. A length [x, y]
/// from A to C becomes A' exactly x after A, and [0, y - x] from A' to C: its lower-case edge A' -> C weighs 0, its
/// upper-case edge C -> A' weighs x - y.
struct Edge {
  std::int32_t from = 0;
  Tick weight = 0;
  bool lower_case = false;
};

class Propagation {
 public:
  explicit Propagation(const Uncertain& of)
      : into_(static_cast<std::size_t>(of.events) + of.lengths.size()), state_(into_.size(), State::untouched) {
    for (const Uncertain::Wait& w : of.waits) {
      if (w.greatest) edge(w.from, w.to, *w.greatest);
      edge(w.to, w.from, -w.least);
    }
    std::int32_t extra = of.events;
    std::vector<bool> ended(static_cast<std::size_t>(of.events), false);
    for (const Uncertain::Length& l : of.lengths) {
      assert(l.least <= l.greatest && !ended[static_cast<std::size_t>(l.to)]);
      ended[static_cast<std::size_t>(l.to)] = true;
      edge(l.from, extra, l.least);
      edge(extra, l.from, -l.least);
      edge(extra, l.to, l.greatest - l.least);
      edge(l.to, extra, 0);
      edge(extra, l.to, 0, true);
      edge(l.to, extra, l.least - l.greatest);
      ++extra;
    }
  }

  /// False where a cycle of waits asks for more than there is, as far as lengths are not learnt before they end.
  bool holds() {
    for (std::size_t n = 0; n < into_.size(); ++n) {
      if (negative(n) && state_[n] == State::untouched && !back_from(n)) return false;
    }
    return true;
  }

 private:
  enum class State { untouched, under_way, done };
  struct Near {
    Tick distance;
    std::int32_t node;
    bool operator>(const Near& o) const { return distance != o.distance ? distance > o.distance : node > o.node; }
  };
  struct Frame {
    std::size_t source;
    std::vector<Tick> distance;
    std::priority_queue<Near, std::vector<Near>, std::greater<>> queue;
  };

  void edge(std::int32_t from, std::int32_t to, Tick weight, bool lower_case = false) {
    into_[static_cast<std::size_t>(to)].push_back({from, weight, lower_case});
  }

  bool negative(std::size_t n) const {
    return std::any_of(into_[n].begin(), into_[n].end(), [](const Edge& e) { return e.weight < 0; });
  }

  Frame begun(std::size_t source) {
    state_[source] = State::under_way;
    Frame f{source, std::vector<Tick>(into_.size(), never), {}};
    for (const Edge& e : into_[source]) {
      if (e.weight < 0) nearer(f, e.from, e.weight);
    }
    return f;
  }

  static void nearer(Frame& f, std::int32_t node, Tick distance) {
    Tick& known = f.distance[static_cast<std::size_t>(node)];
    if (distance >= known) return;
    known = distance;
    f.queue.push({distance, node});
  }

  /// Shortest ways back from `source` until they are no longer negative: what is reached then is a new edge. A negative
  /// node on the way is done first, so that its own new edges are there. Frames are kept here and not on the machine's
  /// stack, which a network of many events would outgrow.
  bool back_from(std::size_t source) {
    std::vector<Frame> frames;
    frames.push_back(begun(source));
    while (!frames.empty()) {
      Frame& f = frames.back();
      if (f.queue.empty()) {
        state_[f.source] = State::done;
        frames.pop_back();
        continue;
      }
      const Near at = f.queue.top();
      const auto node = static_cast<std::size_t>(at.node);
      if (at.distance > f.distance[node]) {
        f.queue.pop();
        continue;
      }
      if (at.distance >= 0) {
        f.queue.pop();
        edge(at.node, static_cast<std::int32_t>(f.source), at.distance);
        continue;
      }
      if (node == f.source) return false;
      if (negative(node) && state_[node] != State::done) {
        if (state_[node] == State::under_way) return false;
        frames.push_back(begun(node));
        continue;
      }
      f.queue.pop();
      for (const Edge& e : into_[node]) {
        // A length's own shortest way is not combined with its own longest: they are never met together.
        if (e.weight < 0 || (e.lower_case && static_cast<std::size_t>(e.from) == f.source)) continue;
        nearer(f, e.from, at.distance + e.weight);
      }
    }
    return true;
  }

  std::vector<std::vector<Edge>> into_;
  std::vector<State> state_;
};

}  // namespace

bool controllable(const Uncertain& of) {
  return Propagation(of).holds();
}

}  // namespace v2v::network
