#include "network_chain.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::laws {

using network::Clash;
using network::Hop;
using network::Network;
using network::never;
using network::Question;

namespace {

/// One hop by an arrow, read as the rule says.
void check_arrow(const World& w, const Network::Arrow& a, const Hop& h, bool late) {
  const bool along = a.greatest == late;
  demand((along ? a.u : a.v) == h.from && (along ? a.v : a.u) == h.to, "an arrow hop with other ends");
  const auto value = [&](Tick t) { return w.value(a.step, t, a.greatest); };
  if (along)
    demand(value(h.from_at) == h.to_at, "an arrow hop of another length");
  else if (late)
    demand(value(h.to_at) <= h.from_at && value(h.to_at + 1) > h.from_at, "not the last start in time");
  else
    demand(value(h.to_at) >= h.from_at && value(h.to_at - 1) < h.from_at, "not the first start");
}

void check_hop(const World& w, const Network& net, const Question& q, const Hop& h, bool late) {
  const auto k = static_cast<std::size_t>(h.index);
  switch (h.kind) {
    case Hop::bound:
      return demand(net.bounds()[k].e == h.to && net.bounds()[k].t == h.to_at && net.bounds()[k].upper == late &&
                        h.from_at == h.to_at,
                    "a bound is misquoted");
    case Hop::pin:
      return demand(q.pins[k].e == h.to && (late ? q.pins[k].to : q.pins[k].from) == h.to_at && h.from_at == h.to_at,
                    "a pin is misquoted");
    case Hop::turns:
      return demand(h.from == h.to && (late ? h.to_at < h.from_at : h.to_at > h.from_at), "turns gain nothing");
    case Hop::opening: {
      const auto& o = net.openings()[k];
      return demand(o.e == h.to && h.from == h.to && allowed(o.any_of, h.to_at, o.length) &&
                        !allowed(o.any_of, h.from_at, o.length),
                    "an opening hop that opens nothing");
    }
    case Hop::arrow:
      return check_arrow(w, net.arrows()[k], h, late);
  }
}

void check_chain(const World& w, const Network& net, const Question& q, const std::vector<Hop>& hops, Event e,
                 Tick label, bool late) {
  const Tick base = late ? never : net.horizon().from;
  if (hops.empty()) return demand(label == base, fmt::format("event {} has label {} and no cause", e.i, label));
  demand(hops.back().to == e && hops.back().to_at == label, fmt::format("the chain of event {} ends elsewhere", e.i));
  Tick sum = hops.front().from_at;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const Hop& h = hops[i];
    const bool bound = h.kind == Hop::bound || h.kind == Hop::pin;
    if (i > 0) {
      demand(hops[i - 1].to == h.from && hops[i - 1].to_at == h.from_at, "hops do not join");
      demand(!bound, "a bound in the middle of a chain");
    } else if (!bound) {
      demand(h.from_at == base, "a chain begins with a label that has a cause");
    }
    sum += h.to_at - h.from_at;
    check_hop(w, net, q, h, late);
  }
  demand(sum == label, "the hops do not add up");
}

}  // namespace

Told check_chains(const World& w, const Network& net, const network::Solver& solver, const Question& question,
                  const network::Labels& early, const network::Labels& late) {
  Told told;
  for (std::int32_t i = 0; i < net.events(); ++i) {
    const Event e{i};
    const auto before = solver.why_not_earlier(e, question), after = solver.why_not_later(e, question);
    check_chain(w, net, question, before, e, early[e], false);
    check_chain(w, net, question, after, e, late[e], true);
    for (const auto* hops : {&before, &after}) {
      told.hops += static_cast<long>(hops->size());
      told.turns += std::count_if(hops->begin(), hops->end(), [](const Hop& h) { return h.kind == Hop::turns; });
    }
  }
  return told;
}

void check_clash(const World& w, const Case& c, const Clash& clash) {
  constexpr Tick far = 60;  // easing further leaves the table of brute force
  const auto in_set = [&](Tag tag) {
    return std::find(clash.tags.begin(), clash.tags.end(), tag) != clash.tags.end() &&
           (tag == pin_tag || c.counts(tag));
  };
  demand(clash.excess > 0, "a clash by nothing");
  demand(clash.missed_by.size() == clash.tags.size(), "not every tag says by how much it is missed");
  demand(!brute(w, c, in_set).feasible, "a clash that is none");
  for (std::size_t k = 0; k < clash.tags.size(); ++k) {
    const Tag out = clash.tags[k];
    demand(std::count(clash.tags.begin(), clash.tags.end(), out) == 1, "a tag is named twice");
    demand(brute(w, c, [&](Tag tag) { return tag != out && in_set(tag); }).feasible, "a clash that is not smallest");
    const Tick by = clash.missed_by[k];
    demand(!brute(w, c, in_set, out, std::min(by - 1, far)).feasible,
           fmt::format("tag {} is missed by less than {}", out, by));
    if (by <= far)
      demand(brute(w, c, in_set, out, by).feasible, fmt::format("tag {} is missed by more than {}", out, by));
  }
}

}  // namespace v2v::laws
