#include "roster/exact.h"

#include <algorithm>
#include <map>

namespace v2v::roster {

using timeline::Objective;

namespace {

class Tree {
 public:
  Tree(Ward& ward, long nodes, const std::function<bool()>& stop) : ward_(ward), limit_(nodes), stop_(stop) {}

  Proof run() {
    Proof proof;
    for (std::size_t k = 0; k < ward_.people().size(); ++k) {
      const Person& person = ward_.people()[k];
      if (person.what->patient.closed || !person.open() || !person.plain().ok()) continue;
      if (!person.at || person.ways.size() > 1) return proof;  // of several ways each would have to be tried
      if (!person.forced) free_.push_back(k);
    }
    if (ward_.stock().keeps_by_period()) return proof;
    best_ = ward_.total();
    for (const std::size_t k : free_) old_.push_back(ward_.lift(k));
    // What stands for good of them stays in the stock, and nobody's own stands in their way.
    for (std::size_t f = 0; f < free_.size(); ++f) {
      const auto& uses = ward_.people()[free_[f]].pathway().uses();
      for (std::size_t u = 0; u < uses.size(); ++u)
        if (uses[u].bound) fixed_.emplace_back(f, old_[f].held[u]);
    }
    for (const auto& [f, held] : fixed_) ward_.stock().take(held, rank(f));
    pins_.resize(free_.size());
    std::vector<Placement> at;
    bool all = true;
    for (std::size_t f = 0; f < free_.size() && all; ++f) {
      auto placed = place(f);
      all = placed.has_value();
      if (all) at.push_back(std::move(*placed));
    }
    if (all) descend(at);
    for (const auto& [f, held] : fixed_) ward_.stock().give(held, rank(f));
    proof.proved = all && !cut_;
    proof.nodes = nodes_;
    for (std::size_t f = 0; f < free_.size(); ++f)
      ward_.put(free_[f], found_.empty() ? std::move(old_[f]) : std::move(found_[f]));
    return proof;
  }

 private:
  std::size_t rank(std::size_t f) const { return ward_.people()[free_[f]].rank; }

  std::optional<Placement> place(std::size_t f) {
    ++nodes_;
    const Person& person = ward_.people()[free_[f]];
    auto ask = ward_.ask_of(person);
    for (const auto& [use, from] : pins_[f])
      ask.pins.push_back({person.pathway().visit(person.pathway().uses()[static_cast<std::size_t>(use)]).s, from, never,
                          network::untagged});
    for (const auto& [who, held] : fixed_)
      if (who == f) ward_.stock().give(held, person.rank);
    auto placed = person.pathway().place(ward_.stock(), ask);
    for (const auto& [who, held] : fixed_)
      if (who == f) ward_.stock().take(held, person.rank);
    if (placed) placed->way = person.goes;
    return placed;
  }

  Objective cost(const std::vector<Placement>& at) const {
    Objective sum = ward_.total();  // of who is not free: the free are lifted, and weigh as not placed
    for (std::size_t f = 0; f < free_.size(); ++f) {
      const Person& person = ward_.people()[free_[f]];
      sum.not_placed -= person.weight;
      sum.weighted_late += static_cast<std::int64_t>(person.weight) * ward_.days_late(person, at[f].at);
      if (person.alone && at[f].day_zero)
        sum.waiting += std::max(0, ward_.date_of(*at[f].day_zero) - ward_.date_of(*person.alone));
    }
    return sum;
  }

  struct Party {
    std::size_t f;
    int use;
    Held held;
  };
  /// Those who are in each other's way first, and until when one of them has to wait; empty: nobody is.
  std::pair<std::vector<Party>, Tick> conflict(const std::vector<Placement>& at) {
    std::vector<Party> all, taken, found;
    for (std::size_t f = 0; f < free_.size(); ++f)
      for (std::size_t u = 0; u < at[f].held.size(); ++u)
        if (!ward_.people()[free_[f]].pathway().uses()[u].bound) all.push_back({f, static_cast<int>(u), at[f].held[u]});
    std::stable_sort(all.begin(), all.end(), [](const Party& a, const Party& b) { return a.held.from < b.held.from; });
    Tick until = never;
    for (const Party& one : all) {
      const auto lack = ward_.stock().lack(one.held, rank(one.f));
      if (!lack) {
        ward_.stock().take(one.held, rank(one.f));
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
    for (const Party& one : taken) ward_.stock().give(one.held, rank(one.f));
    return {std::move(found), until};
  }

  void descend(std::vector<Placement>& at) {
    if (cut_ || !(cost(at) < best_)) return;
    if (nodes_ >= limit_ || stop_()) {
      cut_ = true;
      return;
    }
    auto [parties, until] = conflict(at);
    if (parties.empty()) {
      best_ = cost(at);
      found_ = at;
      return;
    }
    if (until == never) return;
    // Whom it costs least to wait, first.
    struct Branch {
      Party party;
      Placement placed;
      Objective cost;
    };
    std::vector<Branch> branches;
    for (const Party& one : parties) {
      auto& pin = pins_[one.f].try_emplace(one.use, network::always_before).first->second;
      const Tick before = pin;
      pin = std::max(before, until);
      auto placed = place(one.f);
      pin = before;
      if (!placed) continue;
      std::swap(at[one.f], *placed);
      Branch branch{one, at[one.f], cost(at)};
      std::swap(at[one.f], *placed);
      branches.push_back(std::move(branch));
    }
    std::stable_sort(branches.begin(), branches.end(),
                     [](const Branch& a, const Branch& b) { return a.cost < b.cost; });
    for (Branch& branch : branches) {
      auto& pin = pins_[branch.party.f].at(branch.party.use);
      const Tick before = pin;
      pin = std::max(before, until);
      std::swap(at[branch.party.f], branch.placed);
      descend(at);
      std::swap(at[branch.party.f], branch.placed);
      pins_[branch.party.f].at(branch.party.use) = before;
    }
  }

  Ward& ward_;
  long limit_, nodes_ = 0;
  const std::function<bool()>& stop_;
  std::vector<std::size_t> free_;
  std::vector<Placement> old_, found_;
  std::vector<std::pair<std::size_t, Held>> fixed_;
  std::vector<std::map<int, Tick>> pins_;  // by free patient: from when each use may begin
  Objective best_;
  bool cut_ = false;
};

}  // namespace

Proof prove(Ward& ward, long nodes, const std::function<bool()>& stop) {
  return Tree(ward, nodes, stop).run();
}

}  // namespace v2v::roster
