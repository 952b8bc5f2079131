#include "roster/finish.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/entries.h"
#include "roster/lost.h"

namespace v2v::roster {

using plan::Visit;
using timeline::Entry;

namespace {

/// What a coordinator books: not a span between others, nor what only happens.
bool bookable(const Pathway& pathway, const Visit& v) {
  const model::Stage& s = pathway.stage(v);
  const bool fixed = v.booking && !v.overdue && !v.held && v.booking->from.minute;
  return v.present && v.record == Visit::ahead && !fixed && !v.only_if && !s.from && !s.begins && s.parts.empty() &&
         s.kind != model::Kind::event && s.kind != model::Kind::restriction;
}

/// The visits to be booked: those that need something, and those that a bed or an event with needs hangs on.
std::vector<int> to_book(const Pathway& pathway, const Pathway::Ask& ask) {
  std::vector<int> all;
  const auto add = [&](int v) {
    if (v >= 0 && bookable(pathway, pathway.visit(v)) && !std::count(all.begin(), all.end(), v)) all.push_back(v);
  };
  // What is asked to be no sooner is booked too, or nothing would keep it there.
  for (const auto& pin : ask.pins)
    for (std::size_t v = 0; v < pathway.found().c.visits.size(); ++v)
      if (pathway.visit(static_cast<int>(v)).s == pin.e) add(static_cast<int>(v));
  const plan::Facts facts{pathway.what(), pathway.found().c.story};
  for (const Use& use : pathway.uses()) {
    add(use.visit);
    const model::Stage& s = pathway.stage(pathway.visit(use));
    if (use.expected)
      for (const int v : pathway.hung_on(use)) add(v);
    if (!s.from && !use.expected) continue;
    add(pathway.day_zero());
    if (const auto* from = s.from ? model::chosen(*s.from, facts) : nullptr; from && !from->value.stage.empty())
      add(pathway.visit_of(from->value.stage));
  }
  return all;
}

plan::Turn turn_of(const Pathway& pathway, const Visit& v) {
  return {pathway.stage(v).id, v.attempt, v.number};
}

timeline::Hold::State state_of(const model::Patient& file, const Visit& v, Tick at, const plan::Almanac& almanac) {
  if (v.record != Visit::ahead) return timeline::Hold::happened;
  if (v.overdue) return timeline::Hold::planned;
  if (said_by(file.booked, v)) return timeline::Hold::booked;
  const model::Fact* held = said_by(file.held, v);
  return held && almanac.day_of(calendar::Instant{at}) == held->from.day ? timeline::Hold::held
                                                                         : timeline::Hold::planned;
}

}  // namespace

model::Case booked(const model::Case& what, const Pathway& pathway, const network::Labels& at, const Pathway::Ask& ask,
                   const plan::Almanac& almanac) {
  model::Case copy = what;
  auto& patient = copy.patient;
  std::vector<const model::Fact*> held;  // of the old case, no longer said
  for (const int visit : to_book(pathway, ask)) {
    const Visit& v = pathway.visit(visit);
    const calendar::Instant start{at[v.s]};
    const auto wall = almanac.zone().wall(start);
    const auto all_booked =
        std::pair(what.patient.booked.data(), what.patient.booked.data() + what.patient.booked.size());
    const model::Fact* said = v.booking ? v.booking : v.let_go;
    const bool own = said && said >= all_booked.first && said < all_booked.second;
    model::Fact fact = said ? *said : model::Fact{};
    if (!said) {
      fact.point.stage = pathway.stage(v).id;
      fact.point.which.visit = model::Which::nth;
      fact.point.which.n = v.number;
      fact.where = what.patient.where;
    }
    fact.layer = model::Layer::command_line;
    fact.from = {wall.day, wall.minute, {}, start};
    fact.to.reset();
    if (fact.place.empty() && v.place()) fact.place = v.place()->id;
    if (own)
      patient.booked[static_cast<std::size_t>(said - all_booked.first)] = std::move(fact);
    else
      patient.booked.push_back(std::move(fact));
    if (said && !own) held.push_back(said);
  }
  for (std::size_t k = what.patient.held.size(); k-- > 0;)
    if (std::count(held.begin(), held.end(), &what.patient.held[k]))
      patient.held.erase(patient.held.begin() + static_cast<std::ptrdiff_t>(k));
  return copy;
}

std::optional<Finished> finish(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                               Stock& stock, const Pathway& pathway, const Placement& placement,
                               const Pathway::Ask& ask, int draws) {
  const std::size_t rank = ask.rank;
  const model::Case copy = booked(what, pathway, placement.at, ask, almanac);
  Pathway last(copy, settings, almanac, stock, {}, &what.patient);
  if (!last.ok() || source::has_errors(last.found().c.diagnostics)) return std::nullopt;
  Finished out;
  out.plan = plan::timeline_of(copy, settings, last.found(), almanac);
  const network::Labels& at = last.found().shown;
  if (const int zero = last.day_zero(); zero >= 0) out.day_zero = at[last.visit(zero).s];
  const Placement placed{at, last.hold_all(stock, at, rank), out.day_zero};
  out.fits = last.in_own_way(stock, rank, placed) < 0;
  std::map<const Visit*, const Entry*> entry_of;
  for (const Entry& e : out.plan.entries) entry_of[plan::visit_of(last.found(), copy.workflow, e)] = &e;
  for (std::size_t k = 0; k < last.uses().size(); ++k) {
    const Use& use = last.uses()[k];
    const Visit& v = last.visit(use);
    const Held& held = placed.held[k];
    if (!use.bound && !stock.fits(held, use.asks_as(rank))) out.fits = false;
    const auto known = entry_of.find(&v);
    const Entry* entry = known == entry_of.end() ? nullptr : known->second;
    timeline::Hold hold;
    hold.resource = held.resource;
    hold.stage = last.stage(v).id;
    hold.title = plan::title_of(last.stage(v));
    hold.visit = v.number;
    hold.attempt = v.attempt;
    hold.from = calendar::Instant{held.from};
    hold.to = calendar::Instant{held.to};
    hold.n = held.n;
    hold.expected = use.expected;
    hold.likely = entry && entry->firmness != timeline::Firmness::firm;
    hold.state = state_of(what.patient, v, at[v.s], almanac);
    out.holds.push_back(std::move(hold));
    out.held.push_back(held);
  }
  const auto slot_of = [&](const Visit& v) -> timeline::Slot& {
    const std::string& id = last.stage(v).id;
    const auto same = std::find_if(out.slots.begin(), out.slots.end(), [&](const timeline::Slot& s) {
      return s.stage == id && s.visit == v.number && s.attempt == v.attempt;
    });
    if (same != out.slots.end()) return *same;
    timeline::Slot one;
    one.stage = id;
    one.title = plan::title_of(last.stage(v));
    one.visit = v.number;
    one.attempt = v.attempt;
    one.visits = static_cast<int>(last.found().c.visits_of[static_cast<std::size_t>(v.stage)].size());
    one.place = v.place() ? v.place()->id : std::string();
    one.start = calendar::Instant{at[v.s]};
    one.end = calendar::Instant{at[v.e]};
    one.state = state_of(what.patient, v, at[v.s], almanac);
    if (const model::Fact* held = said_by(what.patient.held, v); held && one.state == timeline::Hold::planned)
      one.held_for = held->from.instant;
    return *out.slots.insert(out.slots.end(), std::move(one));
  };
  for (std::size_t k = 0; k < out.holds.size(); ++k)
    slot_of(last.visit(last.uses()[k]))
        .uses.push_back(stock.resources()[static_cast<std::size_t>(out.holds[k].resource)].title);
  for (const Visit& v : last.found().c.visits)
    if (v.present && v.record == Visit::ahead && v.booking && v.booking->layer == model::Layer::command_line)
      slot_of(v);
  std::stable_sort(out.slots.begin(), out.slots.end(),
                   [](const timeline::Slot& a, const timeline::Slot& b) { return a.start < b.start; });
  if (draws > 0) out.lost = lost(copy, settings, almanac, std::move(last).found(), draws);
  return out;
}

std::optional<Finished> finish_slowly(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                                      Stock& stock, const Pathway::Ask& ask, std::string& why, plan::Choices* again) {
  plan::Settings beside = settings;
  std::map<plan::Turn, int> pushes;
  std::string last;
  for (int rounds = 0; rounds < 400; ++rounds) {
    const Pathway pathway(what, beside, almanac, stock);
    if (source::has_errors(pathway.found().c.diagnostics)) return std::nullopt;
    if (!pathway.ok()) {
      const auto clash = plan::timeline_of(what, beside, pathway.found(), almanac);
      why = clash.conflict ? clash.conflict->headline : "no plan";
      if (!last.empty()) why = last + "; " + why;
      return std::nullopt;
    }
    const network::Labels& at = pathway.found().shown;
    bool moved = false;
    for (const auto& pin : ask.pins) {
      for (std::size_t v = 0; v < pathway.found().c.visits.size(); ++v) {
        const Visit& visit = pathway.visit(static_cast<int>(v));
        if (!(visit.s == pin.e) || visit.record != Visit::ahead) continue;
        // The search may have chosen another place, with other working days.
        const Tick from = static_cast<int>(v) == ask.queued && ask.offer
                              ? almanac.step(*ask.offer, 1, visit.place()).least(pathway.found().c.now)
                              : pin.from;
        if (at[visit.s] >= from) continue;
        auto& taken = beside.taken[turn_of(pathway, visit)];
        if (taken.until && taken.until->minutes >= from) continue;
        taken = {calendar::Instant{from}, "slots are offered so long ahead", taken.place};
        moved = true;
      }
    }
    for (std::size_t k = 0; k < pathway.uses().size() && !moved; ++k) {
      const Use& use = pathway.uses()[k];
      if (use.bound) continue;
      const auto [resource, t] = pathway.soonest(stock, use, at, ask.rank);
      const Visit& v = pathway.visit(use);
      if (t == at[v.s]) continue;
      const std::string& title = stock.resources()[static_cast<std::size_t>(resource)].title;
      if (t == never) {
        why = fmt::format("{} never has room for {}", title, plan::title_of(pathway.stage(v)));
        return std::nullopt;
      }
      auto& taken = beside.taken[turn_of(pathway, v)];
      last = fmt::format("{} has no room for {} before {}", title, plan::title_of(pathway.stage(v)),
                         calendar::to_string(almanac.day_of(calendar::Instant{t})));
      taken = {calendar::Instant{t}, last, taken.place};
      moved = true;
    }
    if (moved) continue;
    if (again) {
      *again = {};
      again->retries = pathway.found().choices.retries;
      again->released = pathway.found().choices.released;
    }
    const Placement placement{at, pathway.hold_all(stock, at, ask.rank), std::nullopt};
    auto out = finish(what, settings, almanac, stock, pathway, placement, ask);
    if (!out || !out->fits) {
      why = last.empty() ? "the slots found do not make a plan" : last;
      return std::nullopt;
    }
    return out;
  }
  why = last;
  return std::nullopt;
}

}  // namespace v2v::roster
