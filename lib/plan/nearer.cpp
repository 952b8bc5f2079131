#include "plan/nearer.h"

#include <algorithm>

#include "plan/body.h"

namespace v2v::plan {
namespace {

using network::Labels;
using network::Question;

constexpr int most_turns = 4;  // of one visit: what it is turned past may come back by another's turn

class Nearer {
 public:
  Nearer(Found& found, const model::Case& what, const Settings& settings, Almanac& almanac, std::map<int, int>& tried)
      : found_(found), what_(what), settings_(settings), almanac_(almanac), tried_(tried) {}

  bool run() {
    for (moved_ = true; moved_;) {
      moved_ = false;
      if (once()) return true;
    }
    return false;
  }

 private:
  bool once() {
    for (const auto& near : found_.c.tolerant) {
      const Visit& v = visit(near.visit);
      if ((v.booking && !v.overdue) || v.let_go || v.record != Visit::ahead || !v.present || late(v)) continue;
      const int aim = moved(Day{day(found_.shown[near.anchor])}, near.moves).n;
      if (const int by = off(near, found_.shown); by > 0 && bring(near.visit, aim, by)) return true;
    }
    return false;
  }

  const Visit& visit(int v) const { return found_.c.visits[static_cast<std::size_t>(v)]; }
  int day(Tick t) { return almanac_.dates().date(t); }
  bool late(const Visit& v) const {
    return what_.workflow.stages[static_cast<std::size_t>(v.stage)].prefer == model::Prefer::late;
  }

  // The nearest day first, the later of two equals.
  bool bring(int v, int aim, int by) {
    for (int k = 0; k <= by; ++k)
      for (const int on : {aim + k, aim - k}) {
        const int now = day(found_.shown[visit(v).s]);
        if (on == now) return false;  // none is nearer
        if (k == by && on < now) continue;
        if (!may_open(v, on) || past_a_dose(v, on)) continue;
        if (stand_on(found_.c, *found_.solver, v, on, almanac_.dates().first(on))) {
          take(v);
          return false;
        }
        if (turn(v, on)) return true;
      }
    return false;
  }

  bool may_open(int v, int on) {
    const Visit& it = visit(v);
    return it.open.empty() || std::any_of(it.open.begin(), it.open.end(), [&](const auto* open) {
             return open->next(almanac_.dates().first(on), 0) <= almanac_.dates().last(on);
           });
  }

  // A dose that was settled to lie before a visit stays before it.
  bool past_a_dose(int v, int on) {
    const auto& doses = found_.choices.doses;
    return std::any_of(doses.begin(), doses.end(), [&](const auto& dose) {
      return (dose.second == v && day(found_.shown[visit(dose.first).e]) > on) ||
             (dose.first == v && day(found_.shown[visit(dose.second).s]) < on);
    });
  }

  // All others as they are, this one on that day: asked of any network of the same visits; the answer is in near_.
  bool stand_on(const Compiled& c, const network::Solver& solver, int v, int on, Tick from) {
    Question q;
    const auto pin = [&](network::Event e) {
      q.pins.push_back({e, found_.shown[e], network::never, network::untagged});
    };
    for (int u = 0; u < static_cast<int>(c.visits.size()); ++u)
      if (u != v && c.visits[static_cast<std::size_t>(u)].present) pin(visit(u).s), pin(visit(u).e);
    q.pins.push_back({visit(v).s, from, almanac_.dates().last(on), network::untagged});
    if (!solver.earliest_into(near_, q)) return false;
    for (int u = 0; u < static_cast<int>(c.visits.size()); ++u)
      if (u != v && c.visits[static_cast<std::size_t>(u)].present &&
          (near_[visit(u).s] != found_.shown[visit(u).s] || near_[visit(u).e] != found_.shown[visit(u).e]))
        return false;
    return true;
  }

  int off(const Compiled::Tolerant& near, const Labels& shown) {
    return std::abs(day(shown[visit(near.visit).s]) - moved(Day{day(shown[near.anchor])}, near.moves).n);
  }

  // The pins that make the plan, with another for this visit. What it had pushed on may come sooner, where that has a
  // day of its own no farther from it.
  void take(int v) {
    Question q = found_.shown_by;
    std::erase_if(q.pins, [&](const auto& pin) { return pin.e == visit(v).s; });
    q.pins.push_back({visit(v).s, near_[visit(v).s], network::never, network::untagged});
    Labels shown;
    if (!found_.solver->earliest_into(shown, q)) return;
    for (int u = 0; u < static_cast<int>(found_.c.visits.size()); ++u)
      if (u != v && visit(u).present && shown[visit(u).s] > found_.shown[visit(u).s]) return;
    int sooner = 0;
    for (const auto& near : found_.c.tolerant) {
      const int gained = off(near, found_.shown) - off(near, shown);
      if (gained < 0) return;
      sooner += gained;
    }
    moved_ = moved_ || sooner > 0;
    found_.shown = std::move(shown);
    found_.shown_by = std::move(q);
  }

  // Without the orders that it stands in it may fit elsewhere: then they are turned to what they are there.
  bool turn(int v, int on) {
    const auto of_it = [v](const auto& pair) { return pair.first == v || pair.second == v; };
    const auto& orders = found_.choices.in_order;
    if (tried_[v] == most_turns || std::none_of(orders.begin(), orders.end(), of_it)) return false;
    Choices free = found_.choices;
    std::erase_if(free.in_order, of_it);
    const Compiled c = compile(what_, settings_, free, almanac_);
    if (source::has_errors(c.diagnostics) || c.visits.size() != found_.c.visits.size()) return false;
    const network::Solver solver(c.net);
    std::set<int> others;
    for (const auto& [who, all] : held_by_person(what_, c))
      if (std::find(all.begin(), all.end(), v) != all.end()) others.insert(all.begin(), all.end());
    others.erase(v);
    Tick from = almanac_.dates().first(on);
    for (bool clear = false; !clear;) {  // behind whatever is in its way on that day
      if (!stand_on(c, solver, v, on, from)) return false;
      clear = true;
      for (const int u : others) {
        if (apart(c, near_, almanac_, u, v)) continue;
        const model::Travel* t = almanac_.travel(visit(u).place(), visit(v).place());
        from = std::max(from, near_[visit(u).e] + (t ? minutes_of(t->length) : 0));
        clear = false;
      }
    }
    for (auto pair : orders)
      if (of_it(pair)) {
        if (near_[visit(pair.second).s] < near_[visit(pair.first).s]) std::swap(pair.first, pair.second);
        free.in_order.push_back(pair);
      }
    if (free.in_order == found_.choices.in_order) return false;
    found_.choices = std::move(free);
    ++tried_[v];
    return true;
  }

  Found& found_;
  const model::Case& what_;
  const Settings& settings_;
  Almanac& almanac_;
  std::map<int, int>& tried_;
  Labels near_;
  bool moved_ = false;
};

}  // namespace

bool bring_nearer(Found& found, const model::Case& what, const Settings& settings, Almanac& almanac,
                  std::map<int, int>& tried) {
  return Nearer(found, what, settings, almanac, tried).run();
}

}  // namespace v2v::plan
