#include "network_case.h"

#include <algorithm>

namespace v2v::laws {

using network::at_least;
using network::at_most;
using network::between;
using network::exactly;
using network::Network;
using network::Openings;
using network::Step;
using network::untagged;

namespace {

template <class T>
const T& any(Random& random, const std::vector<T>& of) {
  return of[static_cast<std::size_t>(random(0, static_cast<Tick>(of.size()) - 1))];
}

Step random_step(Random& random, const World& w, Tick scale, bool backwards) {
  const auto k = static_cast<std::size_t>(random(0, 1));
  const auto m = 2 * k + (backwards && random.chance(50) ? 1 : 0);
  switch (random(0, 7)) {
    case 0:
      return Step::of_days(random(backwards ? -2 : 0, 2), w.dates[k]);
    case 1:
      return Step::of_map(w.tables[m], w.dates[k]);
    case 2:
      return Step::of_wall(random(backwards ? -2 : 0, 2), w.dates[k]);
    case 3:
      return random.chance(50) ? Step::of_mapped_wall(w.tables[m], w.dates[k])
                               : Step::of_waiting_wall(w.tables[m], w.dates[k]);
    case 4:
      return Step::of_work(random(0, scale), any(random, w.openings));
    default:
      return Step(random(backwards ? -scale : 0, scale));
  }
}

network::Wait random_wait(Random& random, const World& w, Tick scale) {
  const bool backwards = random.chance(20);
  switch (random(0, 4)) {
    case 0:
      return at_least(random_step(random, w, scale, backwards));
    case 1:
      return at_most(random_step(random, w, scale, backwards));
    case 2:
      return exactly(random_step(random, w, scale, true));
    case 3: {
      const Tick n = random(-scale, scale);
      return between(n, n + random(0, scale / 2));
    }
    default: {  // a date, give or take
      const auto& dates = any(random, w.dates);
      const Tick n = random(-1, 2), by = random(0, 1);
      if (random.chance(50)) return between(Step::of_days(n - by, dates), Step::of_days(n + by, dates));
      return between(Step::of_wall(n - by, dates), Step::of_wall(n + by, dates));
    }
  }
}

Rule random_rule(Random& random, const World& w, int events, Tick scale) {
  Rule r;
  r.u = static_cast<int>(random(0, events - 1));
  r.v = static_cast<int>(random(0, events - 1));
  const Tick kind = random(0, 9);
  if (kind <= 5) {
    r.wait = random_wait(random, w, scale);
  } else if (kind <= 7) {
    r.kind = kind == 6 ? Rule::not_before : Rule::not_after;
    r.t = random(0, w.end);
  } else {
    r.kind = Rule::open;
    for (Tick n = random.chance(30) ? random(2, 3) : 1; n > 0; --n) r.any_of.push_back(&any(random, w.openings));
    r.t = random.chance(30) ? 0 : random(1, random.chance(10) ? 2 * w.day : scale / 2);
  }
  return r;
}

/// Some events, each a fixed time from the one before.
void add_rigid(Random& random, Case& c, Tick scale) {
  const int first = static_cast<int>(random(0, c.events - 1));
  for (int e = first; e + 1 < c.events; ++e) {
    const Tick n = random(-scale / 2, scale);
    Rule r;
    r.u = e;
    r.v = e + 1;
    if (random.chance(30)) std::swap(r.u, r.v);
    r.wait = exactly(n);
    if (random.chance(30)) {  // two rules, which are rigid only together
      r.wait = at_most(n);
      c.rules.push_back(r);
      r.wait = at_least(n);
    }
    c.rules.push_back(r);
  }
}

}  // namespace

bool Case::counts(Tag tag) const {
  return tag == untagged || std::find(question.without.begin(), question.without.end(), tag) == question.without.end();
}

Case random_case(Random& random, const World& w, int events, Tick scale) {
  Case c;
  c.events = events;
  c.end = w.end;
  c.capped = random.chance(60);
  const int rules = static_cast<int>(random.chance(50) ? random(1, 2 * events) : random(events, 3 * events));
  for (int i = 0; i < rules; ++i) c.rules.push_back(random_rule(random, w, events, scale));
  if (random.chance(15)) add_rigid(random, c, scale);
  for (std::size_t i = 0; i < c.rules.size(); ++i) {
    c.rules[i].tag = random.chance(85) ? static_cast<Tag>(i) : untagged;
    c.rules[i].rank = static_cast<int>(i);  // distinct, so that the order of adding may not matter
  }
  for (int pins = random.chance(50) ? 1 : random.chance(30) ? 2 : 0; pins > 0; --pins) {
    const Tick from = random(0, w.end);
    network::Question::Pin pin{Event{static_cast<std::int32_t>(random(0, events - 1))}, from, from, pin_tag};
    if (random.chance(40)) pin.to += random(0, scale);
    if (random.chance(15)) pin.to = network::never;
    if (random.chance(15)) pin.from = network::always_before;
    if (random.chance(10)) pin.tag = untagged;
    c.question.pins.push_back(pin);
  }
  if (random.chance(30)) c.question.without.push_back(static_cast<Tag>(random(0, rules - 1)));
  return c;
}

Network network_of(const Case& c, Random* shuffle) {
  Network net(0, c.end);
  for (int e = 0; e < c.events; ++e) net.event();
  std::vector<std::size_t> order(c.rules.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (shuffle) {
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>((*shuffle)(0, static_cast<Tick>(i) - 1))]);
    }
  }
  for (const std::size_t i : order) {
    const Rule& r = c.rules[i];
    const Event u{r.u}, v{r.v};
    if (r.kind == Rule::link) net.link(u, v, r.wait, r.tag, r.rank);
    if (r.kind == Rule::not_before) net.not_before(u, r.t, r.tag, r.rank);
    if (r.kind == Rule::not_after) net.not_after(u, r.t, r.tag, r.rank);
    if (r.kind == Rule::open) net.open(u, r.any_of, r.t, r.tag, r.rank);
  }
  if (c.capped) {
    for (int e = 0; e < c.events; ++e) net.not_after(Event{e}, c.end, untagged, 9999);
  }
  return net;
}

}  // namespace v2v::laws
