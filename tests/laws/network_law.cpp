// Laws of the kernel, against brute force over every schedule of small random networks, and against naive iteration on
// larger ones with real days. Run: network_law [cases] [seed] [first case].
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "network/network.h"

using namespace v2v::network;

namespace {

struct Failure {
  std::string what;
};
void demand(bool holds, const std::string& what) {
  if (!holds) throw Failure{what};
}

struct Random {
  std::mt19937_64 bits;
  Tick operator()(Tick from, Tick to) {
    return from + static_cast<Tick>(bits() % static_cast<std::uint64_t>(to - from + 1));
  }
  bool chance(int percent) { return (*this)(1, 100) <= percent; }
};

/// Two calendars, two tables of dates and a map, with days of `day` ticks (1440: real ones with changes of the clock).
struct World {
  Tick end = 0;
  std::vector<Openings> openings;
  std::vector<Dates> dates;
  std::vector<DayMap> maps;
};

World world_of(Random& random, Tick end, Tick day) {
  World w;
  w.end = end;
  for (int k = 0; k < 2; ++k) {
    std::vector<Range> ranges;
    for (Tick t = random(0, day / 2); t < end + day;) {
      const Tick length = random(day / 5 + 1, day);
      ranges.push_back({t, t + length});
      t += length + random(1, day);
    }
    w.openings.emplace_back(std::move(ranges));
    const Tick shift = day == 1440 ? 60 : 1;
    std::vector<Tick> edges;
    std::vector<Dates::Offset> offsets{{-100 * day, 0}};
    Tick t = -2 * day;
    Tick offset = 0;
    while (t < end + 3 * day) {
      edges.push_back(t);
      Tick length = day == 1440 ? day : random(std::max<Tick>(2, day - 2), day + 1);
      if (random.chance(15)) {  // clocks go forward or back somewhere in this date
        const Tick change = offset == 0 ? shift : -shift;
        if (day == 1440) length -= change;
        offset += change;
        offsets.push_back({t + random(1, std::max<Tick>(1, day / 2)), offset});
      }
      t += length;
    }
    edges.push_back(t);
    w.dates.emplace_back(static_cast<std::int32_t>(10 * k), std::move(edges), std::move(offsets));
    std::vector<std::int32_t> to;
    const std::int32_t first = w.dates.back().first_day(), last = w.dates.back().last_day();
    std::int32_t image = first;
    for (std::int32_t d = first; d <= last; ++d) {
      image = std::max(image, d + static_cast<std::int32_t>(random(0, 2)));
      to.push_back(image);
    }
    w.maps.emplace_back(first, std::move(to));
  }
  return w;
}

Step random_step(Random& random, const World& w, Tick scale, Tick sign) {
  const auto k = static_cast<std::size_t>(random(0, 1));
  switch (random(0, 7)) {
    case 0:
      return Step::of_days(random(sign < 0 ? -1 : 0, 2), w.dates[k]);
    case 1:
      return Step::of_map(w.maps[k], w.dates[k]);
    case 2:
      return Step::of_wall(random(sign < 0 ? -1 : 0, 1), w.dates[k]);
    case 3:
      return Step::of_mapped_wall(w.maps[k], w.dates[k]);
    case 4:
      return Step::of_work(random(0, scale), w.openings[k]);
    default:
      return Step(random(sign < 0 ? -scale : 0, scale));
  }
}

struct Rule {
  enum { link, not_before, not_after, open } kind = link;
  int u = 0, v = 0;
  Wait wait;
  Tick t = 0;
  std::vector<const Openings*> any_of;
  Tag tag = untagged;
  int rank = 0;
};

struct Case {
  int events = 0;
  Tick end = 0;
  bool capped = false;
  std::vector<Rule> rules;
  Question question;
};

Case random_case(Random& random, const World& w, int events, Tick scale) {
  Case c;
  c.events = events;
  c.end = w.end;
  c.capped = random.chance(60);
  const int rules = static_cast<int>(random(events, 3 * events));
  for (int i = 0; i < rules; ++i) {
    Rule r;
    r.tag = random.chance(85) ? static_cast<Tag>(i) : untagged;
    r.rank = i;  // distinct, so that the order of adding may not matter
    r.u = static_cast<int>(random(0, events - 1));
    r.v = static_cast<int>(random(0, events - 1));
    const Tick kind = random(0, 9);
    if (kind <= 5) {
      const Tick shape = random(0, 3);
      if (shape == 0)
        r.wait = at_least(random_step(random, w, scale, 1));
      else if (shape == 1)
        r.wait = at_most(random_step(random, w, scale, 1));
      else if (shape == 2)
        r.wait = exactly(random_step(random, w, scale, -1));
      else {
        const Tick n = random(-scale, scale);
        r.wait = between(n, n + random(0, scale / 2));
      }
    } else if (kind == 6) {
      r.kind = Rule::not_before;
      r.t = random(0, w.end);
    } else if (kind == 7) {
      r.kind = Rule::not_after;
      r.t = random(0, w.end);
    } else {
      r.kind = Rule::open;
      r.any_of.push_back(&w.openings[static_cast<std::size_t>(random(0, 1))]);
      if (random.chance(30)) r.any_of.push_back(&w.openings[static_cast<std::size_t>(random(0, 1))]);
      r.t = random(0, scale / 2);
    }
    c.rules.push_back(std::move(r));
  }
  if (random.chance(50)) {
    const Tick from = random(0, w.end);
    c.question.pins.push_back({Event{static_cast<std::int32_t>(random(0, events - 1))}, from,
                               random.chance(50) ? from : from + random(0, scale), 1000});
  }
  if (random.chance(30)) c.question.without.push_back(static_cast<Tag>(random(0, rules - 1)));
  return c;
}

Network network_of(const Case& c, Random* shuffle = nullptr) {
  Network net(0, c.end);
  for (int e = 0; e < c.events; ++e) net.event();
  std::vector<std::size_t> order(c.rules.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (shuffle) std::shuffle(order.begin(), order.end(), shuffle->bits);
  for (const std::size_t i : order) {
    const Rule& r = c.rules[i];
    const Event u{r.u}, v{r.v};
    if (r.kind == Rule::link) net.link(u, v, r.wait, r.tag, r.rank);
    if (r.kind == Rule::not_before) net.not_before(u, r.t, r.tag, r.rank);
    if (r.kind == Rule::not_after) net.not_after(u, r.t, r.tag, r.rank);
    if (r.kind == Rule::open) net.open(u, r.any_of, r.t, r.tag, r.rank);
  }
  if (c.capped) {
    for (int e = 0; e < c.events; ++e) net.not_after(Event{e}, c.end, untagged, 99);
  }
  return net;
}

/// What the rules say, in the plainest words; nothing of the library but Step::least and Step::greatest. Ranges are
/// looked through one by one.
bool allowed(const std::vector<const Openings*>& any_of, Tick t, Tick length) {
  for (const Openings* o : any_of) {
    for (const Range& r : o->ranges()) {
      if (r.from <= t && t < r.to && t + length <= r.to) return true;
    }
  }
  return false;
}

bool allowed_within(const Rule& r, Tick t, Tick by) {
  for (Tick near = t - by; near <= t + by; ++near) {
    if (allowed(r.any_of, near, r.t)) return true;
  }
  return false;
}

struct Brute {
  bool feasible = false;
  std::vector<Tick> earliest, latest;
};

/// Every schedule. `keep`: which tags count; `eased`: one tag's rules may be broken by `by`.
template <class Keep>
Brute brute(const Case& c, Keep keep, Tag eased = untagged, Tick by = 0) {
  const auto n = static_cast<std::size_t>(c.events);
  const auto ticks = static_cast<std::size_t>(c.end + 1);
  std::vector<std::vector<char>> alone(n, std::vector<char>(ticks, 1));
  struct Pair {
    int u, v;
    std::vector<Tick> low, high;
  };
  std::vector<Pair> pairs;
  const auto narrow = [&](int e, auto holds) {
    for (std::size_t t = 0; t < ticks; ++t) alone[static_cast<std::size_t>(e)][t] &= holds(static_cast<Tick>(t));
  };
  for (const Rule& r : c.rules) {
    if (r.tag != untagged && !keep(r.tag)) continue;
    const Tick ease = r.tag != untagged && r.tag == eased ? by : 0;
    if (r.kind == Rule::not_before) narrow(r.u, [&](Tick t) { return t >= r.t - ease; });
    if (r.kind == Rule::not_after) narrow(r.u, [&](Tick t) { return t <= r.t + ease; });
    if (r.kind == Rule::open) narrow(r.u, [&](Tick t) { return allowed_within(r, t, ease); });
    if (r.kind != Rule::link) continue;
    Pair p{r.u, r.v, std::vector<Tick>(ticks, always_before), std::vector<Tick>(ticks, never)};
    for (std::size_t t = 0; t < ticks; ++t) {
      if (r.wait.least) p.low[t] = r.wait.least->least(static_cast<Tick>(t)) - ease;
      if (r.wait.greatest) p.high[t] = r.wait.greatest->greatest(static_cast<Tick>(t)) + ease;
    }
    pairs.push_back(std::move(p));
  }
  for (const auto& p : c.question.pins) {
    if (p.tag != untagged && !keep(p.tag)) continue;
    const Tick ease = p.tag == eased ? by : 0;
    narrow(p.e.i, [&](Tick t) { return t >= p.from - ease && t <= p.to + ease; });
  }
  Brute out{false, std::vector<Tick>(n, never), std::vector<Tick>(n, always_before)};
  std::vector<Tick> at(n);
  const auto assign = [&](auto&& self, std::size_t e) -> void {
    if (e == n) {
      out.feasible = true;
      for (std::size_t i = 0; i < n; ++i) {
        out.earliest[i] = std::min(out.earliest[i], at[i]);
        out.latest[i] = std::max(out.latest[i], at[i]);
      }
      return;
    }
    for (std::size_t t = 0; t < ticks; ++t) {
      if (!alone[e][t]) continue;
      at[e] = static_cast<Tick>(t);
      bool holds = true;
      for (const Pair& p : pairs) {
        const auto u = static_cast<std::size_t>(p.u), v = static_cast<std::size_t>(p.v);
        if (std::max(u, v) != e) continue;
        const auto x = static_cast<std::size_t>(at[u]);
        holds = at[v] >= p.low[x] && at[v] <= p.high[x];
        if (!holds) break;
      }
      if (holds) self(self, e + 1);
    }
  };
  assign(assign, 0);
  return out;
}

/// Raises labels rule by rule until nothing moves; greatest waits are read by search for the least tick that will do.
std::optional<std::vector<Tick>> naive_earliest(const Case& c) {
  std::vector<Tick> at(static_cast<std::size_t>(c.events), 0);
  const auto counts = [&](Tag tag) {
    return std::find(c.question.without.begin(), c.question.without.end(), tag) == c.question.without.end();
  };
  for (const auto& p : c.question.pins)
    at[static_cast<std::size_t>(p.e.i)] = std::max(at[static_cast<std::size_t>(p.e.i)], p.from);
  for (bool moved = true; moved;) {
    moved = false;
    for (const Rule& r : c.rules) {
      if (r.tag != untagged && !counts(r.tag)) continue;
      Tick& u = at[static_cast<std::size_t>(r.u)];
      Tick& v = at[static_cast<std::size_t>(r.v)];
      const Tick before_u = u, before_v = v;
      if (r.kind == Rule::not_before) u = std::max(u, r.t);
      if (r.kind == Rule::not_after && u > r.t) return std::nullopt;
      if (r.kind == Rule::open && !allowed(r.any_of, u, r.t)) {
        Tick next = never;
        for (const Openings* o : r.any_of) {
          for (const Range& range : o->ranges()) {
            if (range.from > u && range.to - range.from >= std::max<Tick>(1, r.t)) next = std::min(next, range.from);
          }
        }
        u = next;
      }
      if (r.kind == Rule::link && r.wait.least) v = std::max(v, r.wait.least->least(u));
      if (r.kind == Rule::link && r.wait.greatest && r.wait.greatest->greatest(u) < v) {
        Tick low = u, high = c.end + 1;  // greatest() rises
        while (high - low > 1) {
          const Tick middle = (low + high) / 2;
          (r.wait.greatest->greatest(middle) < v ? low : high) = middle;
        }
        u = high;
      }
      moved = moved || u != before_u || v != before_v;
      if (u > c.end || v > c.end) return std::nullopt;
    }
    for (const auto& p : c.question.pins) {
      if (at[static_cast<std::size_t>(p.e.i)] > p.to) return std::nullopt;
    }
  }
  return at;
}

/// Hops join end to end, each is what its rule says, and the sum is the label.
void check_chain(const Network& net, const Question& q, const std::vector<Hop>& hops, Event e, Tick label, bool late) {
  const Tick base = late ? never : net.horizon().from;
  if (hops.empty()) return demand(label == base, fmt::format("event {} has label {} and no cause", e.i, label));
  demand(hops.back().to == e && hops.back().to_at == label, fmt::format("the chain of event {} ends elsewhere", e.i));
  Tick sum = hops.front().from_at;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const Hop& h = hops[i];
    if (i > 0) {
      demand(hops[i - 1].to == h.from && hops[i - 1].to_at == h.from_at, "hops do not join");
      demand(h.kind != Hop::bound && h.kind != Hop::pin, "a bound in the middle of a chain");
    } else if (h.kind != Hop::bound && h.kind != Hop::pin) {
      demand(h.from_at == base, "a chain begins with a label that has a cause");
    }
    sum += h.to_at - h.from_at;
    const auto k = static_cast<std::size_t>(h.index);
    if (h.kind == Hop::bound)
      demand(net.bounds()[k].t == h.to_at && net.bounds()[k].upper == late, "a bound is misquoted");
    if (h.kind == Hop::pin) demand((late ? q.pins[k].to : q.pins[k].from) == h.to_at, "a pin is misquoted");
    if (h.kind == Hop::turns) demand(late ? h.to_at < h.from_at : h.to_at > h.from_at, "turns gain nothing");
    if (h.kind == Hop::opening) {
      const auto& o = net.openings()[k];
      demand(o.e == h.to && allowed(o.any_of, h.to_at, o.length) && !allowed(o.any_of, h.from_at, o.length),
             "an opening hop that opens nothing");
    }
    if (h.kind != Hop::arrow) continue;
    const auto& a = net.arrows()[k];
    const bool along = a.greatest == late;
    demand((along ? a.u : a.v) == h.from && (along ? a.v : a.u) == h.to, "an arrow hop with other ends");
    if (along) {
      demand((late ? a.step.greatest(h.from_at) : a.step.least(h.from_at)) == h.to_at,
             "an arrow hop of another length");
    } else if (late) {
      demand(a.step.least(h.to_at) <= h.from_at && a.step.least(h.to_at + 1) > h.from_at, "not the last start in time");
    } else {
      demand(a.step.greatest(h.to_at) >= h.from_at && a.step.greatest(h.to_at - 1) < h.from_at, "not the first start");
    }
  }
  demand(sum == label, "the hops do not add up");
}

void check_clash(const Case& c, const Clash& clash) {
  const auto in_set = [&](Tag tag) {
    return std::find(clash.tags.begin(), clash.tags.end(), tag) != clash.tags.end() &&
           (tag == 1000 ||
            std::find(c.question.without.begin(), c.question.without.end(), tag) == c.question.without.end());
  };
  demand(clash.missed_by.size() == clash.tags.size(), "not every tag says by how much it is missed");
  demand(!brute(c, in_set).feasible, "a clash that is none");
  for (std::size_t k = 0; k < clash.tags.size(); ++k) {
    const Tag out = clash.tags[k];
    demand(brute(c, [&](Tag tag) { return tag != out && in_set(tag); }).feasible, "a clash that is not smallest");
    const Tick by = clash.missed_by[k];
    if (by > 60) continue;  // easing so far leaves the table of brute force
    demand(brute(c, in_set, out, by).feasible, fmt::format("tag {} is missed by more than {}", out, by));
    demand(!brute(c, in_set, out, by - 1).feasible, fmt::format("tag {} is missed by less than {}", out, by));
  }
}

struct Count {
  int feasible = 0, clashes = 0, hops = 0, turns = 0;
};

void check_chains(const Network& net, const Solver& solver, const Question& q, const Labels& early, const Labels& late,
                  Count& count) {
  for (std::int32_t e = 0; e < net.events(); ++e) {
    for (const bool back : {false, true}) {
      const auto hops = back ? solver.why_not_later(Event{e}, q) : solver.why_not_earlier(Event{e}, q);
      check_chain(net, q, hops, Event{e}, back ? late[Event{e}] : early[Event{e}], back);
      count.hops += static_cast<int>(hops.size());
      for (const Hop& h : hops) count.turns += h.kind == Hop::turns;
    }
  }
}

void small(Random& random, Count& count) {
  const int events = random.chance(25) ? 4 : static_cast<int>(random(1, 3));
  const World w = world_of(random, events == 4 ? 11 : random(8, 22), 5);
  const Case c = random_case(random, w, events, 6);
  const Network net = network_of(c);
  const Solver solver(net);
  const auto counts = [&](Tag tag) {
    return tag == 1000 ||
           std::find(c.question.without.begin(), c.question.without.end(), tag) == c.question.without.end();
  };
  const Brute truth = brute(c, counts);
  const auto early = solver.earliest(c.question), late = solver.latest(c.question);
  const bool holds = std::holds_alternative<Labels>(early);
  demand(holds == truth.feasible, "earliest gives another verdict than brute force");
  demand(std::holds_alternative<Labels>(late) == truth.feasible, "latest gives another verdict than brute force");
  const Network again = network_of(c, &random);
  const auto other = Solver(again).earliest(c.question);
  if (holds) {
    ++count.feasible;
    const Labels &a = std::get<Labels>(early), &b = std::get<Labels>(late);
    demand(a.at == truth.earliest, "earliest is not the least schedule");
    for (std::size_t e = 0; e < b.at.size(); ++e) {
      demand(b.at[e] >= truth.latest[e], "latest is too early");
      if (c.capped) demand(b.at[e] == truth.latest[e], "latest is not the greatest schedule");
    }
    demand(std::get<Labels>(other).at == a.at, "the order of adding moves dates");
    check_chains(net, solver, c.question, a, b, count);
  } else {
    ++count.clashes;
    const Clash& clash = std::get<Clash>(early);
    check_clash(c, clash);
    const Clash& moved = std::get<Clash>(other);
    demand(moved.tags == clash.tags && moved.missed_by == clash.missed_by && moved.excess == clash.excess,
           "the order of adding changes the clash");
  }
}

void large(Random& random, Count& count) {
  const World w = world_of(random, days(random(5, 40)), 1440);
  const int events = static_cast<int>(random(3, 12));
  Case c = random_case(random, w, events, 2000);
  for (Rule& r : c.rules) {  // naive iteration must end: no creeping by the minute
    if (r.kind != Rule::link) continue;
    for (auto* step : {&r.wait.least, &r.wait.greatest}) {
      if (*step && (*step)->kind == Step::elapsed) (*step)->n = (*step)->n / 30 * 30;
    }
  }
  const Network net = network_of(c);
  const Solver solver(net);
  const auto truth = naive_earliest(c);
  Labels early, late;
  const bool holds = solver.earliest_into(early, c.question);
  demand(holds == truth.has_value(), "large: another verdict than naive iteration");
  if (!holds) {
    ++count.clashes;
    return;
  }
  ++count.feasible;
  demand(early.at == *truth, "large: earliest is not what naive iteration finds");
  demand(solver.latest_into(late, c.question), "large: latest finds no plan where there is one");
  // The latest plan is itself a plan: pinned to it, nothing moves. (Only where every event has a latest.)
  if (c.capped) {
    Question at_latest = c.question;
    for (std::int32_t e = 0; e < events; ++e) at_latest.pins.push_back({Event{e}, late[Event{e}], never, untagged});
    Labels again;
    demand(solver.earliest_into(again, at_latest) && again.at == late.at, "large: the latest plan breaks a rule");
    // And no event alone may be later.
    const Event e{static_cast<std::int32_t>(random(0, events - 1))};
    Question later = c.question;
    later.pins.push_back({e, late[e] + 1, never, untagged});
    demand(!solver.earliest_into(again, later), "large: an event may be later than its latest");
  }
  check_chains(net, solver, c.question, early, late, count);
}

}  // namespace

int main(int argc, char** argv) {
  const long cases = argc > 1 ? std::atol(argv[1]) : 20000;
  const unsigned long seed = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 20261123;
  const long first = argc > 3 ? std::atol(argv[3]) : 0;
  Count count;
  for (long i = first; i < first + cases; ++i) {
    Random random{std::mt19937_64(seed * 1000003 + static_cast<unsigned long>(i))};
    try {
      if (i % 5 == 4)
        large(random, count);
      else
        small(random, count);
    } catch (const Failure& f) {
      fmt::print("case {}: {}\nrepeat: network_law 1 {} {}\n", i, f.what, seed, i);
      return 1;
    }
  }
  fmt::print("{} cases hold (seed {}): {} feasible, {} clashes, {} hops, {} turns\n", cases, seed, count.feasible,
             count.clashes, count.hops, count.turns);
  return count.feasible > 0 && count.clashes > 0 ? 0 : 1;
}
