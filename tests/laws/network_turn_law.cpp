// A cycle turned in jumps comes to where it comes when it is turned one turn at a time: random cycles of every kind of
// step over real days, earliest and latest, under random limits.
#include <fmt/format.h>

#include <algorithm>

#include "network/side.h"
#include "network_case.h"

using namespace v2v::laws;
using namespace v2v::network;
using v2v::laws::Random;

namespace {

struct Count {
  long cycles = 0, moved = 0, turns = 0, most = 0;
};

/// A step that does not leave its date, or adds up with the others of a cycle to little.
Step creeping_step(Random& random, const World& w) {
  const auto k = static_cast<std::size_t>(random(0, 1));
  switch (random(0, 6)) {
    case 0:
      return Step::of_wall(random(-1, 1), w.dates[k]);
    case 1:
      return Step::of_mapped_wall(w.tables[static_cast<std::size_t>(random(0, 1)) + 2 * k], w.dates[k]);
    case 6:
      return Step::of_waiting_wall(w.tables[static_cast<std::size_t>(random(0, 1)) + 2 * k], w.dates[k]);
    case 2:
      return Step::of_work(random(0, 90), w.openings[static_cast<std::size_t>(random(0, 2))]);
    case 3:
      return Step::of_days(random(-1, 1), w.dates[k]);
    default:
      return Step(random(-90, 90));
  }
}

/// Events in a ring; arrow i acts, in the early direction, from event i to the one after it.
Network ring_of(Random& random, const World& w, int events) {
  Network net(0, w.end);
  for (int e = 0; e < events; ++e) net.event();
  for (int e = 0; e < events; ++e) {
    const Event u{e}, v{(e + 1) % events};
    if (random.chance(60))
      net.link(u, v, at_least(creeping_step(random, w)));
    else
      net.link(v, u, at_most(creeping_step(random, w)));
  }
  for (int e = 0; e < events; ++e) {
    if (!random.chance(20)) continue;
    std::vector<const Openings*> any_of{&w.openings[static_cast<std::size_t>(random(0, 2))]};
    if (random.chance(30)) any_of.push_back(&w.openings[static_cast<std::size_t>(random(0, 2))]);
    net.open(Event{e}, std::move(any_of), random(0, 120));
  }
  return net;
}

/// One turn; false when it gains nothing or a label on it passes its limit.
template <bool late>
bool once(const Side& side, const std::vector<const Link*>& cycle, Tick& x, const Tick* limit) {
  Tick y = x;
  for (const Link* link : cycle) {
    y = snap<late>(side, side.nodes[static_cast<std::size_t>(link->to)], follow<late>(side, *link, y));
    if (late ? y < limit[link->to] : y > limit[link->to]) return false;
  }
  if (late ? y >= x : y <= x) return false;
  x = y;
  return true;
}

template <bool late>
void one(Random& random, Count& count) {
  const World w = random_world(random, days(random(2, 6)), 1440);
  const int events = static_cast<int>(random(2, 4));
  const Network net = ring_of(random, w, events);
  const Order order = order_of_all(net);
  const Compiled compiled = compile(net, Recipe{.fold = false, .keep = {}}, &order);
  const Side& side = late ? compiled.late : compiled.early;
  std::vector<const Link*> cycle;
  for (int i = 0; i < events; ++i) {
    const int arrow = late ? events - 1 - i : i;
    const auto found =
        std::find_if(side.push.begin(), side.push.end(), [&](const Link& l) { return l.arrow == arrow; });
    if (found != side.push.end()) cycle.push_back(&*found);
  }
  if (static_cast<int>(cycle.size()) < events) return;
  std::vector<Tick> limit;
  for (int e = 0; e < events; ++e) limit.push_back(late ? random(-100, w.end / 2) : random(w.end / 2, w.end + 100));
  const Tick from = random(0, w.end);
  Tick x = from;
  long turns = 0;
  while (once<late>(side, cycle, x, limit.data())) ++turns;
  demand(turn(side, cycle, from, limit.data()) == x,
         fmt::format("{} turns from {} come to {}, jumps to another tick", turns, from, x));
  ++count.cycles;
  count.moved += turns > 0;
  count.turns += turns;
  count.most = std::max(count.most, turns);
}

}  // namespace

int main(int argc, char** argv) {
  Count count;
  Words words;
  words.cases = 20000;
  words.seed = 20261123;
  const int code = run_law(
      argc, argv, "network_turn_law", words,
      [&](Random& random, long i, const Words&) { i % 2 == 0 ? one<false>(random, count) : one<true>(random, count); },
      [&] {
        return fmt::format("{} of {} cycles move, {} turns, {} at most", count.moved, count.cycles, count.turns,
                           count.most);
      });
  return code == 0 && count.moved == 0 && count.cycles >= 100 ? 1 : code;
}
