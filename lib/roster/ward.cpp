#include "roster/ward.h"

#include <algorithm>
#include <map>
#include <set>

#include "plan/entries.h"
#include "roster/queue.h"

namespace v2v::roster {

using calendar::Day;
using timeline::Objective;

Objective operator+(const Objective& a, const Objective& b) {
  return {a.not_placed + b.not_placed, a.weighted_late + b.weighted_late, a.moved + b.moved, a.waiting + b.waiting};
}
Objective operator-(const Objective& a, const Objective& b) {
  return {a.not_placed - b.not_placed, a.weighted_late - b.weighted_late, a.moved - b.moved, a.waiting - b.waiting};
}

namespace {

plan::Settings settings_of(const Settings& settings) {
  plan::Settings out;
  out.today = settings.today;
  out.assume = settings.assume;
  out.explain = out.details = false;
  return out;
}

plan::Almanac almanac_of(const model::Programme& programme, const plan::Settings& settings) {
  Day first = std::min(programme.first, settings.today), last = std::max(programme.last, settings.today);
  for (const model::Case& what : programme.cases) {
    const auto [from, to] = plan::horizon_of(what, settings);
    first = std::min(first, from);
    last = std::max(last, to);
  }
  return {programme.cases.front(), first, last};
}

}  // namespace

Ward::Ward(const model::Programme& programme, const Settings& settings)
    : programme_(programme),
      plan_settings_(settings_of(settings)),
      almanac_(almanac_of(programme, plan_settings_)),
      stock_(programme, *programme.cases.front().centre, almanac_, almanac_.start_of(settings.today)),
      dates_(&almanac_.dates()),
      order_(in_order(programme)) {
  for (const model::Case& what : programme.cases) {
    Person one;
    one.what = &what;
    one.rank = programme.rank(what.patient.priority);
    one.weight = programme.priorities.empty() ? 1 : programme.priorities[one.rank].weight;
    if (!what.patient.closed)
      if (auto way = way_of(what, plan_settings_, {})) one.ways.push_back(std::move(*way));
    if (one.open() && one.plain().ok()) {
      const Pathway& pathway = one.plain();

      for (const Use& use : pathway.uses()) {
        const plan::Visit& v = pathway.visit(use);
        one.bound = one.bound || use.bound || (v.booking && !v.held && !v.overdue);
      }
      if (const int zero = pathway.day_zero(); zero >= 0) one.alone = pathway.found().shown[pathway.visit(zero).s];
      one.by_target = !one.way().due.empty();
      const int queue = one.way().queued_for;
      if (queue >= 0 && pathway.visit(queue).record == plan::Visit::ahead && !pathway.visit(queue).booking) {
        one.queues = true;
      }
    }
    if (one.open() && one.plain().ok()) {
      let_holds_go(one);
      find_other_places(one);
    }
    if (!what.patient.closed) total_.not_placed += one.weight;
    people_.push_back(std::move(one));
  }
}

void Ward::let_holds_go(Person& person) {
  plan::Choices start;
  for (const plan::Visit& v : person.plain().found().c.visits)
    if (v.present && v.held && v.record == plan::Visit::ahead && v.booking) start.released.push_back(v.booking);
  if (start.released.empty()) return;
  if (auto way = way_of(*person.what, plan_settings_, start); way && way->pathway->ok())
    person.ways.push_back(std::move(*way));
}

// Each other place for all visits of a stage that could be at several and needs something there.
void Ward::find_other_places(Person& person) {
  const Pathway& plain = person.plain();
  std::map<int, std::set<std::string>> places;  // by stage
  for (const Use& use : plain.uses()) {
    const plan::Visit& v = plain.visit(use);
    const auto* kind = plain.stage(v).at
                           ? model::chosen(*plain.stage(v).at, plan::Facts{*person.what, plain.found().c.story})
                           : nullptr;
    if (!kind || v.record != plan::Visit::ahead || !v.place() || (v.booking && !v.booking->place.empty())) continue;
    for (const model::Place& place : person.what->centre->places) {
      const auto& makes = place.makes;
      const bool fits = makes.empty() || std::count(makes.begin(), makes.end(), person.what->workflow.id) > 0;
      if (place.kind == kind->value && fits && place.id != v.place()->id) places[v.stage].insert(place.id);
    }
  }
  for (const auto& [stage, others] : places)
    for (const std::string& other : others) {
      plan::Settings there = plan_settings_;
      for (const Use& use : plain.uses())
        if (const plan::Visit& v = plain.visit(use); v.stage == stage)
          there.taken[{plain.stage(v).id, v.attempt, v.number}].place = other;
      if (auto way = way_of(*person.what, there, {}); way && way->pathway->ok()) person.ways.push_back(std::move(*way));
    }
}

std::optional<Way> Ward::way_of(const model::Case& what, const plan::Settings& settings, const plan::Choices& start) {
  Way way;
  way.pathway = std::make_unique<Pathway>(what, settings, almanac_, stock_, start);
  const auto& found = way.pathway->found();
  diagnostics.insert(diagnostics.end(), found.c.diagnostics.begin(), found.c.diagnostics.end());
  if (source::has_errors(found.c.diagnostics)) return std::nullopt;
  if (!way.pathway->ok()) return way;
  for (const model::DateWindow& target : what.patient.targets)
    if (const int v = way.pathway->visit_of(target.stage); target.by && v >= 0) way.due.emplace_back(v, target.by->n);
  const auto& holds = what.patient.held;
  for (std::size_t k = 0; k < found.c.visits.size(); ++k) {
    const plan::Visit& v = found.c.visits[k];
    const model::Fact* said = v.booking && v.held ? v.booking : v.let_go;
    if (said && said >= holds.data() && said < holds.data() + holds.size() && v.record == plan::Visit::ahead)
      way.held.emplace_back(static_cast<int>(k), said->from.day.n);
  }
  const std::string& stage = programme_.waiting_list.waits_before;
  const auto start_of = [&](int v) { return found.shown[way.pathway->visit(v).s]; };
  if (!stage.empty()) way.queued_for = way.pathway->visit_of(stage);
  for (const Use& use : way.pathway->uses())
    if (stage.empty() && !use.bound && !use.expected &&
        (way.queued_for < 0 || start_of(use.visit) < start_of(way.queued_for)))
      way.queued_for = use.visit;
  if (way.queued_for >= 0 && programme_.waiting_list.offer)
    way.offer_from =
        almanac_.step(*programme_.waiting_list.offer, 1, way.pathway->visit(way.queued_for).place()).least(found.c.now);
  return way;
}

Pathway::Ask Ward::ask_of(const Person& person) const {
  Pathway::Ask ask;
  ask.rank = person.rank;
  if (person.queues && person.way().offer_from) {
    ask.offer = programme_.waiting_list.offer;
    ask.queued = person.way().queued_for;
    ask.pins.push_back(
        {person.pathway().visit(person.way().queued_for).s, *person.way().offer_from, never, network::untagged});
  }
  // A hold that gave way moves on, not back: what was told to somebody is not sooner all of a sudden.
  for (const plan::Visit& v : person.pathway().found().c.visits)
    if (v.let_go && v.record == plan::Visit::ahead && v.let_go->from.day >= plan_settings_.today)
      ask.pins.push_back({v.s, dates_->first(v.let_go->from.day.n), never, network::untagged});
  return ask;
}

std::string Ward::clash_of(std::size_t k) {
  const Person& person = people_[k];
  if (!person.open() || person.plain().ok()) return {};
  const auto plan = plan::timeline_of(*person.what, plan_settings_, person.plain().found(), almanac_);
  return plan.conflict ? plan.conflict->headline : std::string();
}

bool Ward::find_again(std::size_t k) {
  Person& person = people_[k];
  if (person.again_tried || !person.plain().ok()) return false;
  person.again_tried = true;
  person.goes = 0;
  plan::Choices start;
  std::string why;
  if (!finish_slowly(*person.what, plan_settings_, almanac_, stock_, ask_of(person), why, &start)) return false;
  auto way = way_of(*person.what, plan_settings_, start);
  if (!way || !way->pathway->ok()) return false;
  person.ways.push_back(std::move(*way));
  return true;
}

/// Of several resources the one that the slot has.
void Ward::prefer(const Person& person, const plan::Visit& v, const timeline::Slot& slot, Pathway::Ask& ask) const {
  const auto& uses = person.pathway().uses();
  for (std::size_t k = 0; k < uses.size(); ++k)
    for (const int resource : uses[k].resources)
      if (&person.pathway().visit(uses[k]) == &v &&
          std::count(slot.uses.begin(), slot.uses.end(), stock_.resources()[static_cast<std::size_t>(resource)].title))
        ask.prefer[static_cast<int>(k)] = resource;
}

std::optional<Placement> Ward::try_way(Person& person, const std::vector<timeline::Slot>* slots) {
  auto ask = ask_of(person);
  ask.force = person.forced;
  if (slots) {
    const std::size_t before = ask.pins.size();
    for (const plan::Visit& v : person.pathway().found().c.visits)
      for (const timeline::Slot& slot : *slots)
        if (v.present && v.record == plan::Visit::ahead && v.attempt == slot.attempt && v.number == slot.visit &&
            person.pathway().stage(v).id == slot.stage) {
          if (v.place() && v.place()->id != slot.place) return std::nullopt;
          ask.pins.push_back({v.s, slot.start.minutes, never, network::untagged});
          prefer(person, v, slot, ask);
        }
    if (ask.pins.size() == before) return std::nullopt;
  }
  auto placement = person.pathway().place(stock_, ask);
  if (placement) placement->way = person.goes;
  return placement;
}

std::optional<Placement> Ward::best_of(std::size_t k, std::size_t from, const std::vector<timeline::Slot>* slots) {
  Person& person = people_[k];
  std::optional<Placement> best;
  Objective least;
  for (person.goes = from; person.goes < person.ways.size(); ++person.goes) {
    auto placement = try_way(person, slots);
    if (!placement) continue;
    const Objective cost = this->cost(person, *placement);
    if (best && !(cost < least)) continue;
    best = std::move(placement);
    least = cost;
  }
  person.goes = 0;
  return best;
}

bool Ward::put(std::size_t k, const std::vector<timeline::Slot>& slots) {
  Person& person = people_[k];
  if (!person.open() || !person.plain().ok()) return false;
  person.forced = false;
  const auto stands = person.stands;
  release(person);
  auto best = best_of(k, 0, &slots);
  if (!best) hold(person, stands);
  if (!best) return false;
  put(k, std::move(*best));
  return true;
}

bool Ward::put(std::size_t k) {
  Person& person = people_[k];
  if (!person.open() || !person.plain().ok()) return false;
  person.forced = false;
  const auto stands = person.stands;
  release(person);
  auto best = best_of(k, 0, nullptr);
  if (!best && find_again(k)) best = best_of(k, person.ways.size() - 1, nullptr);
  if (!best && person.bound) {
    person.forced = true;
    best = try_way(person, nullptr);
  }
  if (!best) hold(person, stands);
  if (!best) return false;
  put(k, std::move(*best));
  return true;
}

void Ward::put(std::size_t k, Placement placement) {
  Person& person = people_[k];
  const Objective before = cost(person);
  release(person);
  for (const Held& held : placement.held) stock_.take(held, person.rank);
  person.goes = placement.way;
  person.at = std::move(placement);
  total_ = total_ + (cost(person) - before);
}

void Ward::leave(std::size_t k) {
  Person& person = people_[k];
  const model::Case& what = *person.what;
  const Tick closing = what.patient.closed ? almanac_.start_of(what.patient.closed->date + 1) : never;
  const auto take = [&](const Pathway& pathway, bool running, bool booked) {
    if (!pathway.ok() || source::has_errors(pathway.found().c.diagnostics)) return;
    auto held = pathway.hold_all(stock_, pathway.found().shown, person.rank);
    for (std::size_t u = 0; u < held.size(); ++u) {
      const Use& use = pathway.uses()[u];
      const plan::Visit& v = pathway.visit(use);
      held[u].to = std::max(held[u].from, std::min(held[u].to, closing));
      const bool begun = v.record != plan::Visit::ahead;
      if (begun ? !running : !booked || !v.booking || v.overdue || v.held) continue;
      timeline::Hold hold;
      hold.resource = held[u].resource;
      hold.stage = pathway.stage(v).id;
      hold.title = plan::title_of(pathway.stage(v));
      hold.visit = v.number;
      hold.attempt = v.attempt;
      hold.from = calendar::Instant{held[u].from};
      hold.to = calendar::Instant{held[u].to};
      hold.n = held[u].n;
      hold.state = begun ? timeline::Hold::happened : timeline::Hold::booked;
      person.stays.emplace_back(std::move(hold), held[u]);
      stock_.take(held[u], person.rank);
    }
  };
  if (person.open() && person.plain().ok()) return take(person.plain(), true, true);
  // Together they have no plan: each booking by itself.
  model::Case alone = what;
  alone.patient.booked.clear();
  alone.patient.held.clear();
  alone.patient.closed.reset();
  take({alone, plan_settings_, almanac_, stock_}, true, false);
  if (what.patient.closed) return;  // what was booked is free again
  for (const model::Fact& booking : what.patient.booked) {
    alone.patient.booked = {booking};
    take({alone, plan_settings_, almanac_, stock_}, false, true);
  }
}

Placement Ward::lift_free(std::size_t k) {
  Placement placement = lift(k);
  const auto& uses = people_[k].ways[placement.way].pathway->uses();
  std::vector<Held> stands;
  for (std::size_t u = 0; u < uses.size(); ++u)
    if (uses[u].stands()) stands.push_back(placement.held[u]);
  hold(people_[k], std::move(stands));
  return placement;
}

void Ward::hold(Person& person, std::vector<Held> stands) {
  person.stands = std::move(stands);
  for (const Held& held : person.stands) stock_.take(held, person.rank);
}

void Ward::release(Person& person) {
  for (const Held& held : person.stands) stock_.give(held, person.rank);
  person.stands.clear();
}

Placement Ward::lift(std::size_t k) {
  Person& person = people_[k];
  const Objective before = cost(person);
  Placement placement = std::move(*person.at);
  person.at.reset();
  for (const Held& held : placement.held) stock_.give(held, person.rank);
  total_ = total_ + (cost(person) - before);
  return placement;
}

int Ward::days_late(const Person& person, const network::Labels& at) const {
  int late = 0;
  for (const auto& [v, day] : person.way().due) late = std::max(late, date_of(at[person.pathway().visit(v).s]) - day);
  const int zero = person.pathway().day_zero();
  if (!person.by_target && person.alone && zero >= 0)
    late = std::max(0, date_of(at[person.pathway().visit(zero).s]) - date_of(*person.alone));
  return late;
}

Objective Ward::cost(const Person& person) const {
  Objective out;
  if (person.what->patient.closed) return out;
  if (person.at) return cost(person, *person.at);
  out.not_placed = person.weight;
  return out;
}

Objective Ward::cost(const Person& person, const Placement& at) const {
  Objective out;
  out.weighted_late = static_cast<std::int64_t>(person.weight) * days_late(person, at.at);
  for (const auto& [v, day] : person.way().held) out.moved += date_of(at.at[person.pathway().visit(v).s]) != day;
  if (person.alone && at.day_zero) out.waiting = std::max(0, date_of(*at.day_zero) - date_of(*person.alone));
  return out;
}

}  // namespace v2v::roster
