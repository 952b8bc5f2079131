#include "roster/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plan/compile.h"
#include "plan/plan_with.h"
#include "roster/verify_reading.h"

namespace v2v::roster {
namespace {

using model::Which;
using timeline::Entry;
using timeline::Rostered;
using timeline::State;

/// What the centre asks for of the calendar is the same for all.
std::unique_ptr<plan::Almanac> almanac_of(const std::vector<model::Case>& cases, const plan::Settings& settings) {
  if (cases.empty()) return nullptr;
  auto [first, last] = plan::horizon_of(cases.front(), settings);
  for (const model::Case& what : cases) {
    const auto [from, to] = plan::horizon_of(what, settings);
    first = std::min(first, from), last = std::max(last, to);
  }
  return std::make_unique<plan::Almanac>(cases.front(), first, last);
}

/// Nobody else is in it, everybody once and in order, with a plan each.
bool lay_patients(Checking& c) {
  const auto& roster = c.answer.roster;
  const auto& cases = c.programme.cases;
  bool same = roster.patients.size() == cases.size() && c.answer.plans.size() == cases.size();
  for (std::size_t k = 0; same && k < cases.size(); ++k) same = roster.patients[k].id == cases[k].patient.id;
  c.rule(same, Rule::patients, c.programme.where, [&] {
    return std::pair{std::string("the roster has every patient once, by pseudonym, and a plan of each"),
                     fmt::format("{} patients, {} plans", roster.patients.size(), c.answer.plans.size())};
  });
  if (!same) return false;
  plan::Settings settings;
  settings.today = c.settings.today;
  settings.assume = c.settings.assume;
  settings.explain = settings.details = false;
  c.patients.reserve(cases.size());
  auto almanac = almanac_of(cases, settings);
  for (std::size_t k = 0; k < cases.size(); ++k) {
    const auto& patient = cases[k].patient;
    One one{static_cast<int>(k), cases[k], roster.patients[k], c.answer.plans[k], {}, {}, {}, 0, 1, false};
    one.rank = c.programme.rank(patient.priority);
    if (one.rank < c.programme.priorities.size()) one.weight = c.programme.priorities[one.rank].weight;
    c.rule(one.told.weight == one.weight && c.programme.rank(one.told.priority) == one.rank &&
               (one.told.kind == Rostered::closed) == patient.closed.has_value(),
           Rule::patients, patient.where, [&] {
             return std::pair{
                 fmt::format("{} weighs {} and is {}", patient.id, one.weight, patient.closed ? "closed" : "open"),
                 fmt::format("weight {}", one.told.weight)};
           });
    for (const auto& fact : patient.booked)
      if (const auto* entry = meant(one.plan, fact.point); entry && there(*entry)) one.booked[entry] = &fact;
    for (const auto& fact : patient.held)
      if (const auto* entry = meant(one.plan, fact.point); entry && there(*entry)) one.held[entry] = &fact;
    auto alone = plan::plan_with(one.what, settings, cases.front(), almanac).value;
    if (alone && !alone->conflict) one.alone = std::move(alone);
    for (const auto* plan : {&one.plan, one.alone ? &*one.alone : &one.plan})
      for (const auto& e : plan->entries)
        one.on_record =
            one.on_record ||
            (there(e) && needs_something(one, e) &&
             (e.state == State::happened || one.booked.count(&e) || (plan != &one.plan && e.state == State::booked)));
    c.patients.push_back(std::move(one));
  }
  for (std::size_t h = 0; h < roster.holds.size(); ++h) {
    const auto& hold = roster.holds[h];
    c.holds[{hold.patient, hold.stage, hold.attempt, hold.visit}].push_back(static_cast<int>(h));
  }
  return true;
}

void read_resources(Checking& c) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& resource : c.answer.roster.resources) {
    const auto* place = c.centre.place(resource.place);
    c.rule(place && place->has.count(resource.resource) && seen.emplace(resource.place, resource.resource).second,
           Rule::place, place ? place->where : source::Span{}, [&] {
             return std::pair{std::string("each resource of a place is told of once"),
                              fmt::format("{}.{}", resource.place, resource.resource)};
           });
  }
}

}  // namespace

bool there(const Entry& entry) {
  return entry.start && entry.end && entry.state != State::cancelled && entry.state != State::unrecorded;
}

bool needs_something(const One& one, const Entry& entry) {
  const auto* stage = one.what.workflow.stage(entry.id);
  return stage && !stage->needs.empty();
}

const Entry* meant(const timeline::Timeline& plan, const model::Point& point) {
  const auto& which = point.which;
  const bool through_all = which.visit == Which::nth && !which.attempt;
  int attempt = which.attempt.value_or(0);
  std::vector<const Entry*> row;
  for (const auto& e : plan.entries)
    if (e.id == point.stage && e.state != State::cancelled && !which.attempt) attempt = std::max(attempt, e.attempt);
  for (const auto& e : plan.entries)
    if (e.id == point.stage && e.state != State::cancelled && (through_all || e.attempt == attempt)) row.push_back(&e);
  std::sort(row.begin(), row.end(), [](auto* a, auto* b) { return a->visit < b->visit; });
  if (row.empty()) return nullptr;
  if (which.visit == Which::last) return row.back();
  if (which.visit != Which::nth) return row.front();
  for (const auto* e : row)
    if (through_all && e->visit == which.n) return e;
  return through_all || which.n < 1 || which.n > std::ssize(row) ? nullptr : row[static_cast<std::size_t>(which.n) - 1];
}

bool One::free(const Entry& entry, Day today) const {
  const auto fact = booked.find(&entry);
  return entry.state != State::happened && (fact == booked.end() || fact->second->from.day < today);
}

const std::vector<int>& Checking::holds_of(const One& one, const Entry& entry) const {
  static const std::vector<int> none;
  const auto found = holds.find({one.number, entry.id, entry.attempt, entry.visit});
  return found == holds.end() ? none : found->second;
}

std::pair<const model::Place*, std::string> Checking::held(int resource) const {
  const auto& all = answer.roster.resources;
  if (resource < 0 || resource >= std::ssize(all)) return {};
  const auto& one = all[static_cast<std::size_t>(resource)];
  const auto* place = centre.place(one.place);
  if (!place || !place->has.count(one.resource)) return {};
  return {place, one.resource};
}

plan::Doors doors_of(const model::Place& place) {
  return {&place.hours, &place.zone, &place.holidays, &place.closed};
}

plan::Doors Checking::doors_at(const std::string& id) const {
  static const calendar::Hours weekdays{false, {{{true, true, true, true, true, false, false}, false, 0, 24 * 60}}};
  const auto* place = id.empty() ? nullptr : centre.place(id);
  return place ? doors_of(*place) : plan::Doors{&weekdays, &centre.zone, &centre.holidays, nullptr};
}

std::string Checking::wall(Instant t) const {
  const auto wall = centre.zone.wall(t);
  return fmt::format("{} {}", to_string(wall.day), calendar::clock(wall.minute));
}

std::string Checking::text(const timeline::Hold& hold) const {
  const auto [place, resource] = held(hold.resource);
  const bool known = hold.patient >= 0 && hold.patient < std::ssize(patients);
  return fmt::format("{} {} visit {} has {} {} from {} to {}",
                     known ? patients[static_cast<std::size_t>(hold.patient)].told.id : "nobody", hold.stage,
                     hold.visit, hold.n, place ? place->id + "." + resource : "of nothing", wall(hold.from),
                     wall(hold.to));
}

Verdict verify(const model::Programme& programme, const Settings& settings, const Answer& answer) {
  static const model::Centre nowhere;
  const bool somewhere = !programme.cases.empty() && programme.cases.front().centre;
  const auto& centre = somewhere ? *programme.cases.front().centre : nowhere;
  const plan::Diary diary(centre.zone);
  Checking checking{programme, settings, answer, centre, diary, diary.first_minute(settings.today)};
  read_resources(checking);
  if (!lay_patients(checking)) return std::move(checking.verdict);
  read_uses(checking, read_holds(checking));
  read_told(checking);
  return std::move(checking.verdict);
}

std::string_view word(Rule rule) {
  constexpr std::string_view words[] = {"patients", "plan",   "booked",    "needs", "place",     "slot",
                                        "closed",   "amount", "ready",     "quota", "keep free", "over",
                                        "offer",    "days",   "objective", "queue"};
  static_assert(std::size(words) == rules);
  return words[static_cast<std::size_t>(rule)];
}

}  // namespace v2v::roster
