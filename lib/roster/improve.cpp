#include "roster/improve.h"

#include <algorithm>

#include "roster/together.h"

namespace v2v::roster {

using timeline::Objective;

namespace {

constexpr std::size_t longest_chain = 8;  // patients
// Of the engine: more of either takes longer than it gains (500 patients for two years).
constexpr std::size_t most_uses = 120;
constexpr std::int64_t most_conflicts = 150;

}  // namespace

void Improve::shuffle(std::vector<std::size_t>& all) {
  for (std::size_t k = all.size(); k > 1; --k) std::swap(all[k - 1], all[chance_.below(k)]);
}

void Improve::add_holders(std::vector<std::size_t>& chosen, int resource, Tick from, Tick to, std::size_t most) {
  std::vector<std::size_t> holders;
  for (std::size_t k = 0; k < ward_.people().size(); ++k) {
    const Person& person = ward_.people()[k];
    if (!person.at || person.forced || std::count(chosen.begin(), chosen.end(), k)) continue;
    const auto& uses = person.pathway().uses();
    for (std::size_t u = 0; u < uses.size(); ++u) {
      const Held& held = person.at->held[u];
      if (uses[u].bound || held.resource != resource || held.from >= to || held.to + 1 <= from) continue;
      holders.push_back(k);
      break;
    }
  }
  shuffle(holders);
  for (std::size_t k = 0; k < holders.size() && chosen.size() < most; ++k) chosen.push_back(holders[k]);
}

// All periods, or all the time, that have no room for it.
void Improve::add_holders(std::vector<std::size_t>& chosen, const Push& push, std::size_t most) {
  const Book& book = ward_.stock().book(push.resource);
  const Tick from = book.quota() ? book.period(push.wanted).first : push.wanted;
  add_holders(chosen, push.resource, from, std::max(push.until, std::min(push.given, push.wanted + 366 * 1440)), most);
}

std::vector<Push> Improve::in_the_way(std::size_t k) {
  Person& person = ward_.people()[k];
  std::vector<Push> pushes;
  auto ask = ward_.ask_of(person);
  ask.pushes = &pushes;
  const auto stands = person.stands;
  ward_.release(person);
  person.pathway().place(ward_.stock(), ask);
  ward_.hold(person, stands);
  return pushes;
}

// Somebody who waits, the longer and the heavier the likelier, and who has what they wait for.
std::vector<std::size_t> Improve::around_late(std::size_t most) {
  std::vector<std::pair<std::size_t, std::int64_t>> waiting;
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < ward_.people().size(); ++k) {
    const Person& person = ward_.people()[k];
    if (!person.open() || person.forced || !person.stays.empty()) continue;
    const Objective cost = ward_.cost(person);
    const std::int64_t weighs = cost.not_placed * 1'000 + cost.weighted_late * 4 + cost.waiting;
    if (weighs > 0) waiting.emplace_back(k, sum += weighs);
  }
  if (waiting.empty()) return {};
  const auto at =
      static_cast<std::int64_t>(chance_.below(static_cast<std::size_t>(std::min<std::int64_t>(sum, 0xffffffff))));
  const auto it = std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) { return at < one.second; });
  std::vector<std::size_t> chosen{it->first};
  std::optional<Placement> old;
  if (ward_.people()[it->first].at) old = ward_.lift(it->first);
  const auto pushes = in_the_way(it->first);
  if (old) ward_.put(it->first, std::move(*old));
  for (std::size_t tries = 0; !pushes.empty() && tries < 3 && chosen.size() < most; ++tries) {
    const Push& push = pushes[chance_.below(pushes.size())];
    add_holders(chosen, push, most);
  }
  return chosen;
}

std::vector<std::size_t> Improve::around_time(std::size_t most) {
  std::vector<std::size_t> placed;
  for (std::size_t k = 0; k < ward_.people().size(); ++k)
    if (ward_.people()[k].at && !ward_.people()[k].forced && !ward_.people()[k].at->held.empty()) placed.push_back(k);
  if (placed.size() < 2) return {};
  const std::size_t one = placed[chance_.below(placed.size())];
  const auto& held = ward_.people()[one].at->held;
  const Held& use = held[chance_.below(held.size())];
  std::vector<std::size_t> chosen{one};
  const Tick about = (1 + static_cast<Tick>(chance_.below(14))) * 1440;
  add_holders(chosen, use.resource, use.from - about, use.to + about, most);
  return chosen;
}

// Of those whom the engine knows, as many as it looks at in good time.
std::vector<std::size_t> Improve::who_suit(const std::vector<std::size_t>& chosen) const {
  std::vector<std::size_t> those;
  std::size_t uses = 0;
  for (const std::size_t k : chosen) {
    if (!suits_together(ward_, k)) continue;
    uses += ward_.people()[k].pathway().uses().size();
    if (uses > most_uses) break;
    those.push_back(k);
  }
  return those;
}

bool Improve::step() {
  const bool exactly = chance_.percent(30);
  const std::size_t most = 2 + chance_.below(exactly ? 12 : 5);
  auto chosen = chance_.percent(60) ? around_late(most) : around_time(most);
  if (chosen.size() < 2) chosen = around_time(most);
  if (chosen.size() < 2) return false;
  if (exactly) {
    const auto those = who_suit(chosen);
    if (those.size() > 1 && place_together(ward_, those, most_conflicts, [] { return false; }).better) return true;
    chosen.resize(std::min<std::size_t>(chosen.size(), 6));
  }
  const Objective before = ward_.total();
  std::vector<std::pair<std::size_t, Placement>> old;
  for (const std::size_t k : chosen)
    if (ward_.people()[k].at) old.emplace_back(k, ward_.lift_free(k));
  // Who waits goes first, as often as not; the others by chance, or the heaviest first.
  std::vector<std::size_t> rest(chosen.begin() + 1, chosen.end());
  shuffle(rest);
  if (chance_.percent(30))
    std::stable_sort(rest.begin(), rest.end(),
                     [&](std::size_t a, std::size_t b) { return ward_.people()[a].weight > ward_.people()[b].weight; });
  rest.insert(
      chance_.percent(60) ? rest.begin() : rest.begin() + static_cast<std::ptrdiff_t>(chance_.below(rest.size() + 1)),
      chosen.front());
  // Who finds no room lifts those who have it, and they look for theirs in turn (ejection chains: Glover 1996).
  for (std::size_t n = 0; n < rest.size(); ++n) {
    const std::size_t k = rest[n];
    if (!ward_.put(k)) {
      if (rest.size() >= longest_chain || chance_.percent(30)) continue;  // somebody may have to be left out
      std::vector<std::size_t> those = rest;
      for (const Push& push : in_the_way(k)) add_holders(those, push, longest_chain);
      those.erase(those.begin(), those.begin() + static_cast<std::ptrdiff_t>(rest.size()));
      for (const std::size_t other : those) {
        if (!ward_.people()[other].at) continue;
        old.emplace_back(other, ward_.lift_free(other));
        rest.push_back(other);
      }
      ward_.put(k);
    }
  }
  // Nobody is squeezed in where there is no room.
  const bool squeezed = std::any_of(rest.begin(), rest.end(), [&](std::size_t k) { return ward_.people()[k].forced; });
  if (!squeezed && ward_.total() <= before) return ward_.total() < before;
  for (const std::size_t k : rest) {
    ward_.people()[k].forced = false;
    if (ward_.people()[k].at) ward_.lift_free(k);
  }
  for (auto& [k, placement] : old) ward_.put(k, std::move(placement));
  return false;
}

}  // namespace v2v::roster
