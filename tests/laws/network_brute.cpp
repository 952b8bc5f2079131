#include "network_brute.h"

#include <algorithm>

namespace v2v::laws {

using network::always_before;
using network::never;
using network::Openings;
using network::Range;
using network::untagged;

namespace {

bool allowed_within(const Rule& r, Tick t, Tick by) {
  for (Tick near = t - by; near <= t + by; ++near) {
    if (allowed(r.any_of, near, r.t)) return true;
  }
  return false;
}

/// For each tick of u, the ticks that v may have.
struct Pair {
  std::size_t u, v;
  std::vector<Tick> low, high;
};

/// Which tick each event may have alone, and which two may have together.
struct Tables {
  std::vector<std::vector<char>> alone;
  std::vector<Pair> pairs;

  template <class Holds>
  void narrow(int e, Holds holds) {
    auto& ticks = alone[static_cast<std::size_t>(e)];
    for (std::size_t t = 0; t < ticks.size(); ++t) ticks[t] = ticks[t] && holds(static_cast<Tick>(t));
  }
};

Tables tables_of(const World& w, const Case& c, const std::function<bool(Tag)>& keep, Tag eased, Tick by) {
  const auto ticks = static_cast<std::size_t>(c.end + 1);
  Tables out{std::vector(static_cast<std::size_t>(c.events), std::vector<char>(ticks, 1)), {}};
  for (const Rule& r : c.rules) {
    if (r.tag != untagged && !keep(r.tag)) continue;
    const Tick ease = r.tag != untagged && r.tag == eased ? by : 0;
    if (r.kind == Rule::not_before) out.narrow(r.u, [&](Tick t) { return t >= r.t - ease; });
    if (r.kind == Rule::not_after) out.narrow(r.u, [&](Tick t) { return t <= r.t + ease; });
    if (r.kind == Rule::open) out.narrow(r.u, [&](Tick t) { return allowed_within(r, t, ease); });
    if (r.kind != Rule::link) continue;
    Pair p{static_cast<std::size_t>(r.u), static_cast<std::size_t>(r.v), std::vector<Tick>(ticks, always_before),
           std::vector<Tick>(ticks, never)};
    for (std::size_t t = 0; t < ticks; ++t) {
      if (r.wait.least) p.low[t] = w.value(*r.wait.least, static_cast<Tick>(t), false) - ease;
      if (r.wait.greatest) p.high[t] = w.value(*r.wait.greatest, static_cast<Tick>(t), true) + ease;
    }
    out.pairs.push_back(std::move(p));
  }
  for (const auto& p : c.question.pins) {
    if (p.tag != untagged && !keep(p.tag)) continue;
    const Tick ease = p.tag != untagged && p.tag == eased ? by : 0;
    out.narrow(p.e.i, [&](Tick t) { return t >= p.from - ease && t <= p.to + ease; });
  }
  return out;
}

/// Raises u and v as far as one rule asks; false when it can never be kept.
bool raise(const World& w, const Case& c, const Rule& r, Tick& u, Tick& v) {
  if (r.kind == Rule::not_before) u = std::max(u, r.t);
  if (r.kind == Rule::not_after && u > r.t) return false;
  if (r.kind == Rule::open && !allowed(r.any_of, u, r.t)) {
    Tick next = never;
    for (const Openings* o : r.any_of) {
      for (const Range& range : o->ranges()) {
        if (range.from > u && range.to - range.from >= std::max<Tick>(1, r.t)) next = std::min(next, range.from);
      }
    }
    u = next;
  }
  if (r.kind == Rule::link && r.wait.least) v = std::max(v, w.value(*r.wait.least, u, false));
  if (r.kind == Rule::link && r.wait.greatest && w.value(*r.wait.greatest, u, true) < v) {
    Tick low = u, high = c.end + 1;  // the function rises: the least tick from which v is not too late
    while (high - low > 1) {
      const Tick middle = (low + high) / 2;
      (w.value(*r.wait.greatest, middle, true) < v ? low : high) = middle;
    }
    u = high;
  }
  return u <= c.end && v <= c.end;
}

}  // namespace

bool allowed(const std::vector<const Openings*>& any_of, Tick t, Tick length) {
  for (const Openings* o : any_of) {
    for (const Range& r : o->ranges()) {
      if (r.from <= t && t < r.to && t + length <= r.to) return true;
    }
  }
  return false;
}

Brute brute(const World& w, const Case& c, const std::function<bool(Tag)>& keep, Tag eased, Tick by) {
  const Tables tables = tables_of(w, c, keep, eased, by);
  const auto n = static_cast<std::size_t>(c.events);
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
    for (std::size_t t = 0; t < tables.alone[e].size(); ++t) {
      if (!tables.alone[e][t]) continue;
      at[e] = static_cast<Tick>(t);
      bool holds = true;
      for (const Pair& p : tables.pairs) {
        if (std::max(p.u, p.v) != e) continue;
        const auto x = static_cast<std::size_t>(at[p.u]);
        holds = at[p.v] >= p.low[x] && at[p.v] <= p.high[x];
        if (!holds) break;
      }
      if (holds) self(self, e + 1);
    }
  };
  assign(assign, 0);
  return out;
}

std::optional<std::vector<Tick>> naive_earliest(const World& w, const Case& c) {
  std::vector<Tick> at(static_cast<std::size_t>(c.events), 0);
  for (bool moved = true; moved;) {
    moved = false;
    const auto of = [&](const auto& pin) -> Tick& { return at[static_cast<std::size_t>(pin.e.i)]; };
    for (const auto& p : c.question.pins) of(p) = std::max(of(p), p.from);
    for (const auto& p : c.question.pins) {
      if (of(p) > p.to) return std::nullopt;
    }
    for (const Rule& r : c.rules) {
      if (!c.counts(r.tag)) continue;
      Tick &u = at[static_cast<std::size_t>(r.u)], &v = at[static_cast<std::size_t>(r.v)];
      const Tick before_u = u, before_v = v;
      if (!raise(w, c, r, u, v)) return std::nullopt;
      moved = moved || u != before_u || v != before_v;
    }
  }
  return at;
}

}  // namespace v2v::laws
