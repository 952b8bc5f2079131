// The kernel against brute force: small random networks over two calendars. Verdict, earliest and latest are those of
// all schedules; a clash is smallest and missed by what it says; chains of causes add up; the order of adding moves
// nothing.
#include <fmt/format.h>

#include <algorithm>

#include "network_chain.h"
#include "network_kinds.h"

using namespace v2v::laws;
using v2v::network::Clash;
using v2v::network::Labels;
using v2v::network::Network;
using v2v::network::Solver;
using v2v::network::Timeline;

namespace {

struct Count {
  long cases = 0, plans = 0, hops = 0, turns = 0;
  Reached reached;
};

void check_plan(const World& w, const Case& c, const Network& net, const Solver& solver, const Brute& truth,
                const Labels& early, const Labels& late, Count& count) {
  demand(early.at == truth.earliest, "earliest is not the least schedule");
  // Of an event that may lie past the horizon brute force knows nothing, nor of what hangs on it.
  const bool inside = std::all_of(late.at.begin(), late.at.end(), [&](Tick t) { return t <= c.end; });
  demand(inside || !c.capped, "latest lies past the horizon");
  for (std::size_t e = 0; e < late.at.size(); ++e) {
    demand(late.at[e] >= truth.latest[e], "latest is before the greatest schedule");
    demand(!inside || late.at[e] == truth.latest[e], "latest is not the greatest schedule");
  }
  const Told told = check_chains(w, net, solver, c.question, early, late);
  ++count.plans;
  count.hops += told.hops;
  count.turns += told.turns;
  Kinds seen = kinds_of(w, c);
  seen[turned] = told.turns > 0;
  count.reached.add(seen, true);
}

void one(Random& random, Count& count) {
  const int events = random.chance(25) ? 4 : static_cast<int>(random(1, 3));
  const World w = random_world(random, events == 4 ? 11 : random(8, 22), 5);
  const Case c = random_case(random, w, events, 6);
  const Network net = network_of(c), again = network_of(c, &random);
  const Solver solver(net), shuffled(again);
  const Brute truth = brute(w, c, [&](Tag tag) { return c.counts(tag); });
  const auto early = solver.earliest(c.question), late = solver.latest(c.question);
  demand(std::holds_alternative<Labels>(early) == truth.feasible, "earliest gives another verdict than brute force");
  demand(std::holds_alternative<Labels>(late) == truth.feasible, "latest gives another verdict than brute force");
  const auto other = shuffled.earliest(c.question), other_late = shuffled.latest(c.question);
  const auto both = solve(net, c.question);
  demand(std::holds_alternative<Timeline>(both) == truth.feasible, "solve gives another verdict than brute force");
  static Labels reused;  // by all cases, as in an inner loop
  demand(solver.latest_into(reused, c.question) || !truth.feasible, "a reused answer gives another verdict");
  demand(solver.earliest_into(reused, c.question) == truth.feasible, "a reused answer gives another verdict");
  ++count.cases;
  if (truth.feasible) {
    const Labels &a = std::get<Labels>(early), &b = std::get<Labels>(late);
    check_plan(w, c, net, solver, truth, a, b, count);
    demand(std::get<Labels>(other).at == a.at && std::get<Labels>(other_late).at == b.at,
           "the order of adding moves dates");
    demand(std::get<Timeline>(both).earliest.at == a.at && std::get<Timeline>(both).latest.at == b.at,
           "solve gives other dates");
    demand(reused.at == a.at, "a reused answer gives other dates");
  } else {
    const Clash& clash = std::get<Clash>(early);
    check_clash(w, c, clash);
    for (const Clash* same : {&std::get<Clash>(late), &std::get<Clash>(both), &std::get<Clash>(other)}) {
      demand(same->tags == clash.tags && same->missed_by == clash.missed_by && same->excess == clash.excess,
             "another road or order of adding changes the clash");
    }
    demand(solver.why_not_earlier(Event{0}, c.question).empty(), "a label is explained where there is none");
    count.reached.add(kinds_of(w, c, clash), false);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Count count;
  Words words;
  words.cases = 100000;
  words.seed = 20261123;
  const auto summary = [&] {
    return fmt::format("{} plans, {} clashes, {} hops, {} turns\nkinds, in plans/clashes: {}", count.plans,
                       count.cases - count.plans, count.hops, count.turns, count.reached.said());
  };
  const int code = run_law(
      argc, argv, "network_law", words, [&](Random& random, long, const Words&) { one(random, count); }, summary);
  const std::string missed = count.reached.missed();
  if (code != 0 || missed.empty() || count.cases < 20000) return code;
  fmt::print("network_law: never reached in a plan and a clash: {}\n", missed);
  return 1;
}
