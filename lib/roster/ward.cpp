#include "roster/ward.h"

#include <algorithm>

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
      stock_(programme, *programme.cases.front().centre, almanac_),
      dates_(&almanac_.dates()),
      order_(in_order(programme)) {
  for (const model::Case& what : programme.cases) {
    Person one;
    one.what = &what;
    one.rank = programme.rank(what.patient.priority);
    one.weight = programme.priorities.empty() ? 1 : programme.priorities[one.rank].weight;
    if (!what.patient.closed) one.plain = way_of(what, {});
    if (one.open() && one.plain.pathway->ok()) {
      const Pathway& pathway = *one.plain.pathway;

      for (const Use& use : pathway.uses()) one.bound = one.bound || use.bound;
      if (const int zero = pathway.day_zero(); zero >= 0) one.alone = pathway.found().shown[pathway.visit(zero).s];
      one.by_target = !one.plain.due.empty();
      const int queue = one.plain.queued_for;
      if (queue >= 0 && pathway.visit(queue).record == plan::Visit::ahead && !pathway.visit(queue).booking) {
        one.queues = true;
        if (programme.waiting_list.offer)
          one.offer_from = almanac_.step(*programme.waiting_list.offer, 1, pathway.visit(queue).place())
                               .least(pathway.found().c.now);
      }
    }
    if (!what.patient.closed) total_.not_placed += one.weight;
    people_.push_back(std::move(one));
  }
}

Way Ward::way_of(const model::Case& what, const plan::Choices& start) {
  Way way;
  auto pathway = std::make_unique<Pathway>(what, plan_settings_, almanac_, stock_, start);
  const auto& found = pathway->found();
  diagnostics.insert(diagnostics.end(), found.c.diagnostics.begin(), found.c.diagnostics.end());
  if (source::has_errors(found.c.diagnostics)) return way;
  way.pathway = std::move(pathway);
  if (!way.pathway->ok()) return way;
  for (const model::DateWindow& target : what.patient.targets)
    if (const int v = way.pathway->visit_of(target.stage); target.by && v >= 0) way.due.emplace_back(v, target.by->n);
  const std::string& stage = programme_.waiting_list.waits_before;
  if (!stage.empty()) {
    way.queued_for = way.pathway->visit_of(stage);
    return way;
  }
  const auto start_of = [&](int v) { return found.shown[way.pathway->visit(v).s]; };
  for (const Use& use : way.pathway->uses())
    if (!use.bound && !use.expected && (way.queued_for < 0 || start_of(use.visit) < start_of(way.queued_for)))
      way.queued_for = use.visit;
  return way;
}

Pathway::Ask Ward::ask_of(const Person& person) const {
  Pathway::Ask ask;
  ask.rank = person.rank;
  if (person.offer_from)
    ask.pins.push_back(
        {person.pathway().visit(person.way().queued_for).s, *person.offer_from, never, network::untagged});
  return ask;
}

std::string Ward::clash_of(std::size_t k) {
  const Person& person = people_[k];
  if (!person.open() || person.plain.pathway->ok()) return {};
  const auto plan = plan::timeline_of(*person.what, plan_settings_, person.plain.pathway->found(), almanac_);
  return plan.conflict ? plan.conflict->headline : std::string();
}

bool Ward::find_again(std::size_t k) {
  Person& person = people_[k];
  if (!person.again_tried) {
    person.again_tried = true;
    plan::Choices start;
    std::string why;
    person.uses_again = false;
    if (person.pathway().ok() &&
        finish_slowly(*person.what, plan_settings_, almanac_, stock_, ask_of(person), why, &start))
      person.again = way_of(*person.what, start);
    if (person.again.pathway && !person.again.pathway->ok()) person.again.pathway.reset();
  }
  return person.again.pathway != nullptr;
}

bool Ward::put(std::size_t k, std::vector<Push>* pushes) {
  Person& person = people_[k];
  if (!person.open() || !person.plain.pathway->ok()) return false;
  person.forced = person.uses_again = false;
  const auto attempt = [&] {
    if (pushes) pushes->clear();
    auto ask = ask_of(person);
    ask.pushes = pushes;
    ask.force = person.forced;
    auto placement = person.pathway().place(stock_, ask);
    if (!placement) return false;
    placement->again = person.uses_again;
    put(k, std::move(*placement));
    return true;
  };
  if (attempt()) return true;
  if (find_again(k)) {
    person.uses_again = true;
    if (attempt()) return true;
    person.uses_again = false;
  }
  person.forced = person.bound;
  return person.forced && attempt();
}

void Ward::put(std::size_t k, Placement placement) {
  Person& person = people_[k];
  const Objective before = cost(person);
  for (const Held& held : placement.held) stock_.take(held, person.rank);
  person.uses_again = placement.again;
  person.at = std::move(placement);
  total_ = total_ + (cost(person) - before);
}

void Ward::leave(std::size_t k) {
  Person& person = people_[k];
  const model::Case& what = *person.what;
  const auto take = [&](const Pathway& pathway, bool running, bool booked) {
    if (!pathway.ok() || source::has_errors(pathway.found().c.diagnostics)) return;
    const auto held = pathway.hold_all(stock_, pathway.found().shown, person.rank);
    for (std::size_t u = 0; u < held.size(); ++u) {
      const Use& use = pathway.uses()[u];
      const plan::Visit& v = pathway.visit(use);
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
  if (person.plain.pathway->ok()) return take(*person.plain.pathway, true, true);
  // Together they have no plan: each booking by itself.
  model::Case alone = what;
  alone.patient.booked.clear();
  alone.patient.held.clear();
  take({alone, plan_settings_, almanac_, stock_}, true, false);
  for (const model::Fact& booking : what.patient.booked) {
    alone.patient.booked = {booking};
    take({alone, plan_settings_, almanac_, stock_}, false, true);
  }
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
  if (!person.at) {
    out.not_placed = person.weight;
    return out;
  }
  out.weighted_late = static_cast<std::int64_t>(person.weight) * days_late(person, person.at->at);
  if (person.alone && person.at->day_zero)
    out.waiting = std::max(0, date_of(*person.at->day_zero) - date_of(*person.alone));
  return out;
}

}  // namespace v2v::roster
