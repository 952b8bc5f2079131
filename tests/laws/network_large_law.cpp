// The kernel against naive iteration: networks of up to 12 events over real days, some of 23 and 25 hours. Latest is
// judged by itself: it is a plan, and no event may be later.
#include <fmt/format.h>

#include "network_chain.h"

using namespace v2v::laws;
using v2v::network::days;
using v2v::network::Labels;
using v2v::network::Network;
using v2v::network::never;
using v2v::network::Question;
using v2v::network::Solver;
using v2v::network::Step;
using v2v::network::untagged;

namespace {

struct Count {
  long plans = 0, clashes = 0;
  Told told;
};

/// Only where every event has a latest.
void check_latest(Random& random, const Case& c, const Solver& solver, const Labels& late) {
  Question at_latest = c.question;
  for (std::int32_t e = 0; e < c.events; ++e) at_latest.pins.push_back({Event{e}, late[Event{e}], never, untagged});
  Labels again;
  demand(solver.earliest_into(again, at_latest) && again.at == late.at, "the latest plan breaks a rule");
  const Event e{static_cast<std::int32_t>(random(0, c.events - 1))};
  Question later = c.question;
  later.pins.push_back({e, late[e] + 1, never, untagged});
  demand(!solver.earliest_into(again, later), "an event may be later than its latest");
}

void one(Random& random, Count& count) {
  const World w = random_world(random, days(random(5, 40)), 1440);
  Case c = random_case(random, w, static_cast<int>(random(3, 12)), 2000);
  for (Rule& r : c.rules) {  // naive iteration must end: no creeping by the minute
    if (r.kind != Rule::link) continue;
    for (auto* step : {&r.wait.least, &r.wait.greatest}) {
      if (*step && (*step)->kind == Step::elapsed) (*step)->n = (*step)->n / 30 * 30;
    }
  }
  const Network net = network_of(c);
  const Solver solver(net);
  const auto truth = naive_earliest(w, c);
  Labels early, late;
  demand(solver.earliest_into(early, c.question) == truth.has_value(), "another verdict than naive iteration");
  if (!truth) {
    ++count.clashes;
    return;
  }
  ++count.plans;
  demand(early.at == *truth, "earliest is not what naive iteration finds");
  demand(solver.latest_into(late, c.question), "latest finds no plan where there is one");
  if (c.capped) check_latest(random, c, solver, late);
  const Told told = check_chains(w, net, solver, c.question, early, late);
  count.told.hops += told.hops;
  count.told.turns += told.turns;
}

}  // namespace

int main(int argc, char** argv) {
  Count count;
  Words words;
  words.cases = 10000;
  words.seed = 20261123;
  const int code = run_law(
      argc, argv, "network_large_law", words, [&](Random& random, long, const Words&) { one(random, count); },
      [&] {
        return fmt::format("{} plans, {} clashes, {} hops, {} turns", count.plans, count.clashes, count.told.hops,
                           count.told.turns);
      });
  const bool both = count.plans > 0 && count.clashes > 0;
  return code == 0 && !both && count.plans + count.clashes >= 100 ? 1 : code;
}
