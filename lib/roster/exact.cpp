#include "roster/exact.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace v2v::roster {

using timeline::Objective;

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);  // Placement::way of who is not placed

class Tree {
 public:
  Tree(Ward& ward, long nodes, const std::function<bool()>& stop) : ward_(ward), limit_(nodes), stop_(stop) {}

  Proof run() {
    Proof proof;
    if (ward_.stock().keeps_by_period()) return proof;
    bool whole = true;  // nobody stands where the search cannot move them
    for (std::size_t k = 0; k < people().size(); ++k) {
      const Person& person = people()[k];
      if (person.what->patient.closed || !person.open() || !person.plain().ok()) continue;
      if (person.forced || !person.stays.empty())
        whole = false;
      else if (person.at || !person.bound)
        free_.push_back(k);
    }
    best_ = ward_.total();
    for (const std::size_t k : free_) {
      old_.push_back(people()[k].at ? ward_.lift(k) : Placement{{}, {}, {}, nowhere});
      // What stands for good of them stays in the stock, and nobody's own stands in their way.
      for (std::size_t u = 0; u < old_.back().held.size(); ++u)
        if (uses(old_.size() - 1, old_.back())[u].bound) fixed_.emplace_back(old_.size() - 1, old_.back().held[u]);
    }
    for (const auto& [f, held] : fixed_) ward_.stock().take(held, person(f).rank);
    pins_.resize(free_.size());
    std::vector<Placement> at;
    for (std::size_t f = 0; f < free_.size(); ++f) at.push_back(place(f));
    descend(at);
    for (const auto& [f, held] : fixed_) ward_.stock().give(held, person(f).rank);
    proof.proved = whole && !cut_ && !missed_;
    proof.nodes = nodes_;
    for (std::size_t f = 0; f < free_.size(); ++f) {
      Placement& last = found_.empty() ? old_[f] : found_[f];
      if (last.way != nowhere) ward_.put(free_[f], std::move(last));
    }
    return proof;
  }

 private:
  std::vector<Person>& people() { return ward_.people(); }
  Person& person(std::size_t f) { return people()[free_[f]]; }
  const std::vector<Use>& uses(std::size_t f, const Placement& at) {
    static const std::vector<Use> none;
    return at.way == nowhere ? none : person(f).ways[at.way].pathway->uses();
  }

  /// What somebody comes to: a sum of these is what the roster comes to, and the least of each the least of all.
  Objective cost(std::size_t f, const Placement& at) {
    if (at.way == nowhere) return {person(f).bound ? 1'000'000 : person(f).weight, 0, 0, 0};
    person(f).goes = at.way;
    return ward_.cost(person(f), at);
  }
  Objective cost(const std::vector<Placement>& at) {
    Objective sum = ward_.total();  // of who is not free: the free are lifted, and weigh as not placed
    for (std::size_t f = 0; f < free_.size(); ++f) {
      sum.not_placed -= person(f).weight;
      sum = sum + cost(f, at[f]);
    }
    return sum;
  }

  /// The best of the ways under their pins, beside what stands for good; not at all where all are worse.
  Placement place(std::size_t f) {
    Person& one = person(f);
    Placement best{{}, {}, {}, nowhere};
    for (const auto& [who, held] : fixed_)
      if (who == f) ward_.stock().give(held, one.rank);
    for (one.goes = 0; one.goes < one.ways.size(); ++one.goes) {
      auto ask = ward_.ask_of(one);
      for (const auto& [use, from] : pins_[f])
        if (use.first == one.goes) ask.from[use.second] = from;
      auto placed = one.pathway().place(ward_.stock(), ask);
      if (!placed) continue;
      placed->way = one.goes;
      if (cost(f, *placed) < cost(f, best)) best = std::move(*placed);
    }
    one.goes = 0;
    // Perhaps with something done again; that is not looked for here.
    if (best.way == nowhere && !one.again_tried && one.plain().may_be_done_again()) missed_ = true;
    for (const auto& [who, held] : fixed_)
      if (who == f) ward_.stock().take(held, one.rank);
    return best;
  }

  struct Party {
    std::size_t f;
    std::size_t way;
    int use;
    Held held;
  };
  const Use& use_of(const Party& one, const std::vector<Placement>& at) {
    return uses(one.f, at[one.f])[static_cast<std::size_t>(one.use)];
  }
  /// Those who are in each other's way first, and until when one of them has to wait; empty: nobody is.
  std::pair<std::vector<Party>, Tick> conflict(const std::vector<Placement>& at) {
    std::vector<Party> all, taken, found;
    for (std::size_t f = 0; f < free_.size(); ++f)
      for (std::size_t u = 0; u < at[f].held.size(); ++u)
        if (!uses(f, at[f])[u].bound) all.push_back({f, at[f].way, static_cast<int>(u), at[f].held[u]});
    // What is booked stands: what the others may have is seen from it.
    std::vector<std::tuple<bool, Tick, std::size_t>> order;
    order.reserve(all.size());
    for (std::size_t k = 0; k < all.size(); ++k) order.emplace_back(!use_of(all[k], at).booked, all[k].held.from, k);
    std::sort(order.begin(), order.end());
    Tick until = never;
    for (const auto& place : order) {
      const Party& one = all[std::get<2>(place)];
      const auto lack = ward_.stock().lack(one.held, use_of(one, at).asks_as(person(one.f).rank));
      if (!lack) {
        ward_.stock().take(one.held, person(one.f).rank);
        taken.push_back(one);
        continue;
      }
      until = lack->until;
      found.push_back(one);
      for (const Party& other : taken)
        if (other.held.resource == one.held.resource && other.held.from < lack->to &&
            (lack->period ? other.held.from >= lack->from
                          : other.held.to + ward_.stock().book(one.held.resource).make_ready() > lack->from))
          found.push_back(other);
      break;
    }
    for (const Party& one : taken) ward_.stock().give(one.held, person(one.f).rank);
    return {std::move(found), until};
  }

  void descend(std::vector<Placement>& at) {
    if (cut_ || !(cost(at) < best_)) return;
    if (nodes_ >= limit_ || stop_()) {
      cut_ = true;
      return;
    }
    ++nodes_;
    auto [parties, until] = conflict(at);
    if (parties.empty()) {
      best_ = cost(at);
      found_ = at;
      return;
    }
    // Whom it costs least to wait, first. To wait may be to go another way, or not to be placed.
    struct Branch {
      Party party;
      Placement placed;
      Objective cost;
    };
    std::vector<Branch> branches;
    for (const Party& one : parties) {
      auto& pin = pins_[one.f].try_emplace({one.way, one.use}, network::always_before).first->second;
      const Tick before = pin;
      pin = std::max(before, until);
      Placement placed = place(one.f);
      pin = before;
      const Objective sum = cost(at) - cost(one.f, at[one.f]) + cost(one.f, placed);
      branches.push_back({one, std::move(placed), sum});
    }
    std::stable_sort(branches.begin(), branches.end(),
                     [](const Branch& a, const Branch& b) { return a.cost < b.cost; });
    for (Branch& branch : branches) {
      const std::pair use{branch.party.way, branch.party.use};
      const Tick before = pins_[branch.party.f].at(use);
      pins_[branch.party.f].at(use) = std::max(before, until);
      std::swap(at[branch.party.f], branch.placed);
      descend(at);
      std::swap(at[branch.party.f], branch.placed);
      pins_[branch.party.f].at(use) = before;
    }
  }

  Ward& ward_;
  long limit_, nodes_ = 0;
  const std::function<bool()>& stop_;
  std::vector<std::size_t> free_;
  std::vector<Placement> old_, found_;
  std::vector<std::pair<std::size_t, Held>> fixed_;
  /// By free patient: from when each use of each way may begin.
  std::vector<std::map<std::pair<std::size_t, int>, Tick>> pins_;
  Objective best_;
  bool cut_ = false;     // not looked at to the end
  bool missed_ = false;  // somebody may have had a way that was not looked for
};

}  // namespace

Proof prove(Ward& ward, long nodes, const std::function<bool()>& stop) {
  return Tree(ward, nodes, stop).run();
}

}  // namespace v2v::roster
