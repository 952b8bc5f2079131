#include "roster/construct.h"

#include <algorithm>
#include <map>
#include <set>

namespace v2v::roster {
namespace {

using timeline::Rostered;

bool no_plan(const Person& person) {
  return !person.open() || !person.plain().ok();
}

bool on_record(const Person& person) {
  return !person.what->patient.booked.empty() || !person.what->patient.happened.empty();
}

/// As it was before they were put anywhere.
void lift_again(Ward& ward, std::size_t k) {
  ward.people()[k].forced = false;
  if (ward.people()[k].at) ward.lift_free(k);
}

}  // namespace

std::vector<std::size_t> serving_order(const Ward& ward) {
  std::vector<std::size_t> order = ward.order();
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t k) { return !ward.people()[k].what->patient.held.empty(); });
  std::stable_partition(order.begin(), order.end(), [&](std::size_t k) { return ward.people()[k].bound; });
  return order;
}

void construct(Ward& ward, const std::function<bool(const Person&)>& places) {
  // What somebody used who is no longer there counts in a quota that is not over; and of whom no plan can be made, what
  // has begun and is booked stands all the same.
  for (const std::size_t k : ward.order()) {
    const Person& person = ward.people()[k];
    if (person.what->patient.closed || (on_record(person) && no_plan(person))) ward.leave(k);
  }
  // What is booked is there before anybody chooses.
  for (Person& person : ward.people()) {
    if (person.what->patient.closed || no_plan(person)) continue;
    const auto& uses = person.plain().uses();
    auto stands = person.plain().hold_all(ward.stock(), person.plain().found().shown, person.rank);
    for (std::size_t u = uses.size(); u-- > 0;)
      if (!uses[u].stands()) stands.erase(stands.begin() + static_cast<std::ptrdiff_t>(u));
    ward.hold(person, std::move(stands));
  }
  // Who is on record and finds no room goes before those who took it, once, and all look again (squeaky wheel: Joslin &
  // Clements 1999): what follows from a booking often cannot move, and the others can.
  std::vector<std::size_t> order = serving_order(ward);
  std::set<std::size_t> raised;
  for (std::size_t n = 0; n < order.size(); ++n) {
    const std::size_t k = order[n];
    Person& person = ward.people()[k];
    if (person.what->patient.closed || no_plan(person) || !person.stays.empty() || !places(person)) continue;
    const bool put = ward.put(k);
    if (put && !person.forced) continue;
    if (person.bound && n > raised.size() && raised.insert(k).second) {
      for (std::size_t m = 0; m <= n; ++m) lift_again(ward, order[m]);
      order.erase(order.begin() + static_cast<std::ptrdiff_t>(n));
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(raised.size()) - 1, k);
      n = static_cast<std::size_t>(-1);
      continue;
    }
    if (put) continue;
    ward.release(person);
    if (on_record(person)) ward.leave(k);
  }
}

void begin_with(Ward& ward, const timeline::Roster& from) {
  std::map<std::string_view, const Rostered*> known;
  for (const Rostered& one : from.patients)
    if (one.kind == Rostered::placed) known[one.id] = &one;
  const auto built = ward.total();
  std::vector<std::pair<std::size_t, Placement>> old, forced;
  std::vector<std::size_t> lifted;
  for (std::size_t k = 0; k < ward.people().size(); ++k) {
    const Person& person = ward.people()[k];
    if (person.what->patient.closed || !person.open() || !person.plain().ok() || !person.stays.empty()) continue;
    if (person.forced) {
      if (person.at) forced.emplace_back(k, ward.lift_free(k));
      continue;
    }
    if (person.at) old.emplace_back(k, ward.lift_free(k));
    lifted.push_back(k);
  }
  const auto in = [&](std::size_t k) { return std::binary_search(lifted.begin(), lifted.end(), k); };
  for (const std::size_t k : serving_order(ward))
    if (const auto one = known.find(ward.people()[k].what->patient.id); in(k) && one != known.end())
      ward.put(k, one->second->slots);
  // Who did not fit is over what there is, whoever else is there: that keeps nobody from where they stood.
  for (auto& [k, placement] : forced) ward.put(k, std::move(placement));
  for (const std::size_t k : serving_order(ward))
    if (in(k) && !ward.people()[k].at) ward.put(k);
  for (const std::size_t k : serving_order(ward)) {
    if (!in(k) || !ward.people()[k].at) continue;
    const auto before = ward.total();
    Placement was = ward.lift_free(k);
    ward.put(k);
    if (ward.people()[k].at && !ward.people()[k].forced && ward.total() <= before) continue;
    lift_again(ward, k);
    ward.put(k, std::move(was));
  }
  const bool squeezed =
      std::any_of(lifted.begin(), lifted.end(), [&](std::size_t k) { return ward.people()[k].forced; });
  if (!squeezed && ward.total() <= built) return;
  for (const std::size_t k : lifted) lift_again(ward, k);
  for (auto& [k, placement] : old) ward.put(k, std::move(placement));
}

}  // namespace v2v::roster
