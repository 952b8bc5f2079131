#include "network_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace v2v::laws {

using network::never;
using network::Openings;
using network::Step;
using network::untagged;

namespace {

constexpr std::array<std::string_view, kinds> names{"elapsed_least",
                                                    "elapsed_greatest",
                                                    "dated_least",
                                                    "dated_greatest",
                                                    "mapped_least",
                                                    "mapped_greatest",
                                                    "wall_least",
                                                    "wall_greatest",
                                                    "mapped_wall_least",
                                                    "mapped_wall_greatest",
                                                    "waiting_wall_least",
                                                    "waiting_wall_greatest",
                                                    "worked_least",
                                                    "worked_greatest",
                                                    "backwards",
                                                    "tolerance",
                                                    "own_link",
                                                    "map_past",
                                                    "map_stands",
                                                    "map_leaves",
                                                    "dates_end",
                                                    "clocks_move",
                                                    "not_before",
                                                    "not_after",
                                                    "start_only",
                                                    "open_length",
                                                    "any_of_several",
                                                    "too_long",
                                                    "never_open",
                                                    "shut_for_days",
                                                    "opening_ends",
                                                    "opened_twice",
                                                    "rigid_pair",
                                                    "rigid_group",
                                                    "opened_rigid",
                                                    "rigid_conflict",
                                                    "ring",
                                                    "untagged_rule",
                                                    "pin_exact",
                                                    "pin_window",
                                                    "pin_open_end",
                                                    "pin_untagged",
                                                    "left_out",
                                                    "turned"};

void add_table(Kinds& k, const World& w, const Openings& open) {
  const auto& ranges = open.ranges();
  k[never_open] = k[never_open] || ranges.empty();
  if (ranges.empty()) return;
  if (ranges.back().to <= w.end) k.set(opening_ends);
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].from - ranges[i - 1].to > w.day) k.set(shut_for_days);
  }
}

void add_step(Kinds& k, const World& w, const Step& step, bool greatest) {
  k.set(static_cast<std::size_t>(2 * step.kind + (greatest ? 1 : 0)));
  if (step.n < 0) k.set(backwards);
  if (step.openings) add_table(k, w, *step.openings);
  if (!step.dates) return;
  const Calendar& c = w.calendars[static_cast<std::size_t>(step.dates - w.dates.data())];
  if (c.edges.front() > 0 || c.edges.back() <= w.end) k.set(dates_end);
  if (c.forward || c.back) k.set(clocks_move);
  if (!step.map) return;
  const Map& map = w.maps[static_cast<std::size_t>(step.map - w.tables.data())];
  for (std::int32_t d = c.first_day; d <= c.last_day(); ++d) {
    if (map(d) < d) k.set(map_past);
    if (d > c.first_day && map(d) == map(d - 1)) k.set(map_stands);
    if (map(d) < c.first_day || map(d) > c.last_day()) k.set(map_leaves);
  }
}

/// Groups of events that stand a fixed time apart, found by the tightest waits of each pair.
struct Rigid {
  std::vector<int> group;
  std::vector<Tick> shift;
  bool conflict = false;

  explicit Rigid(const Case& c) : shift(static_cast<std::size_t>(c.events), 0) {
    for (int e = 0; e < c.events; ++e) group.push_back(e);
    std::map<std::pair<int, int>, std::pair<Tick, Tick>> spans;
    for (const Rule& r : c.rules) {
      if (r.kind != Rule::link || r.u == r.v || !c.counts(r.tag)) continue;
      auto& span = spans.try_emplace({r.u, r.v}, -never, never).first->second;
      const auto& [least, greatest] = r.wait;
      if (least && least->kind == Step::elapsed) span.first = std::max(span.first, least->n);
      if (greatest && greatest->kind == Step::elapsed) span.second = std::min(span.second, greatest->n);
    }
    for (const auto& [pair, span] : spans) {
      if (span.first == span.second)
        join(static_cast<std::size_t>(pair.first), static_cast<std::size_t>(pair.second), span.first);
    }
  }
  void join(std::size_t u, std::size_t v, Tick n) {
    const Tick by = shift[u] + n - shift[v];
    if (group[u] == group[v]) {
      conflict = conflict || by != 0;
      return;
    }
    for (std::size_t e = 0, from = static_cast<std::size_t>(group[v]); e < group.size(); ++e) {
      if (group[e] != static_cast<int>(from)) continue;
      group[e] = group[u];
      shift[e] += by;
    }
  }
  long size(int e) const { return std::count(group.begin(), group.end(), group[static_cast<std::size_t>(e)]); }
};

/// Do waits go round through events that are not rigid to each other?
bool has_ring(const Case& c, const Rigid& rigid) {
  const auto n = static_cast<std::size_t>(c.events);
  std::vector<std::vector<char>> leads(n, std::vector<char>(n));
  for (const Rule& r : c.rules) {
    if (r.kind != Rule::link || !c.counts(r.tag)) continue;
    if (r.wait.least) leads[static_cast<std::size_t>(r.u)][static_cast<std::size_t>(r.v)] = 1;
    if (r.wait.greatest) leads[static_cast<std::size_t>(r.v)][static_cast<std::size_t>(r.u)] = 1;
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b) leads[a][b] = leads[a][b] || (leads[a][k] && leads[k][b]);
    }
  }
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (leads[a][b] && leads[b][a] && rigid.group[a] != rigid.group[b]) return true;
    }
  }
  return false;
}

void add_question(Kinds& k, const network::Question& question) {
  if (!question.without.empty()) k.set(left_out);
  for (const auto& pin : question.pins) {
    if (pin.tag == untagged) k.set(pin_untagged);
    if (pin.from == pin.to)
      k.set(pin_exact);
    else
      k.set(pin.to >= never || pin.from <= -never ? pin_open_end : pin_window);
  }
}

/// What only several rules are together.
void add_together(Kinds& k, const Case& c) {
  const Rigid rigid(c);
  std::vector<int> openings(static_cast<std::size_t>(c.events), 0);
  for (const Rule& r : c.rules) {
    if (r.kind != Rule::open || !c.counts(r.tag)) continue;
    if (++openings[static_cast<std::size_t>(r.u)] > 1) k.set(opened_twice);
    if (rigid.size(r.u) > 1) k.set(opened_rigid);
  }
  for (int e = 0; e < c.events; ++e) {
    if (rigid.size(e) > 1) k.set(rigid_pair);
    if (rigid.size(e) > 2) k.set(rigid_group);
  }
  if (rigid.conflict) k.set(rigid_conflict);
  if (has_ring(c, rigid)) k.set(ring);
}

}  // namespace

Kinds kinds_of(const World& w, const Rule& r) {
  Kinds k;
  if (r.tag == untagged) k.set(untagged_rule);
  if (r.kind == Rule::not_before) k.set(not_before);
  if (r.kind == Rule::not_after) k.set(not_after);
  if (r.kind == Rule::link) {
    const auto& [least, greatest] = r.wait;
    if (least) add_step(k, w, *least, false);
    if (greatest) add_step(k, w, *greatest, true);
    if (r.u == r.v) k.set(own_link);
    if (least && greatest && least->dates && least->n < greatest->n) k.set(tolerance);
  }
  if (r.kind == Rule::open) {
    Tick longest = 0;
    for (const Openings* open : r.any_of) {
      add_table(k, w, *open);
      for (const auto& range : open->ranges()) longest = std::max(longest, range.to - range.from);
    }
    k.set(r.t == 0 ? start_only : open_length);
    if (r.any_of.size() > 1) k.set(any_of_several);
    if (r.t > longest && longest > 0) k.set(too_long);
  }
  return k;
}

Kinds kinds_of(const World& w, const Case& c) {
  Kinds k;
  for (const Rule& r : c.rules) {
    if (c.counts(r.tag)) k |= kinds_of(w, r);
  }
  add_together(k, c);
  add_question(k, c.question);
  return k;
}

Kinds kinds_of(const World& w, const Case& c, const network::Clash& clash) {
  Case named = c;
  std::erase_if(named.rules, [&](const Rule& r) {
    return r.tag == untagged || std::find(clash.tags.begin(), clash.tags.end(), r.tag) == clash.tags.end();
  });
  Kinds k = kinds_of(w, named);
  // What is untagged is in no clash by name, but always in force.
  k[untagged_rule] = std::any_of(c.rules.begin(), c.rules.end(), [](const Rule& r) { return r.tag == untagged; });
  return k;
}

void Reached::add(const Kinds& seen, bool plan) {
  for (std::size_t k = 0; k < kinds; ++k) (plan ? plans : clashes)[k] += seen[k];
}

std::string Reached::said() const {
  std::string text;
  for (std::size_t k = 0; k < kinds; ++k) {
    text += fmt::format("{}{} {}/{}", k == 0 ? "" : ", ", names[k], plans[k], clashes[k]);
  }
  return text;
}

std::string Reached::missed() const {
  const auto can = [](std::size_t k, bool plan) { return plan ? k != too_long && k != rigid_conflict : k != turned; };
  std::string text;
  for (std::size_t k = 0; k < kinds; ++k) {
    if ((plans[k] > 0 || !can(k, true)) && (clashes[k] > 0 || !can(k, false))) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", names[k]);
  }
  return text;
}

}  // namespace v2v::laws
