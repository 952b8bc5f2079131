// forecast: of a branch, the visits ahead: what is told, what is late, what is asked for, what is wished, and who
// leaves.
#include <algorithm>

#include "forecast/known.h"
#include "plan/paths.h"

namespace v2v::forecast {

using plan::Compiled;
using plan::Found;
using plan::Visit;

/// What stays where it is told.
void CaseBranches::take_visits(Known& known) {
  Found& found = known.found;
  Pathway& way = known.way;
  const plan::Facts facts{what_, found.c.story};
  way.patterns = found.c.patterns;
  std::set<Row> seen;
  std::map<int, std::size_t> told_of;
  for (std::size_t i = 0; i < found.c.visits.size(); ++i) {
    const Visit& v = found.c.visits[i];
    const model::Stage& s = stage(v.stage);
    const bool late =
        std::find(found.to_be_late.begin(), found.to_be_late.end(), static_cast<int>(i)) != found.to_be_late.end();
    if (v.present && v.record != Visit::unrecorded && !s.from && s.parts.empty() && !late)
      way.placed.emplace_back(v.s, v.e);
    if (!v.present || v.record != Visit::ahead || s.from) continue;
    const int start = id(start_kind, v.stage, v.attempt, v.number);
    way.starts.emplace_back(start, v.s);
    if (seen.insert({v.stage, v.attempt}).second) way.rows.emplace_back(id(row_kind, v.stage, v.attempt, 0), v.s);
    // A beginning that is not ours is told by nobody beforehand.
    const bool not_ours =
        std::any_of(way.lengths.begin(), way.lengths.end(), [&](const Length& l) { return l.to == v.s; });
    if (not_ours) continue;
    Told told{v.s, 0, {}, start};
    if (s.notice)
      if (const auto* notice = model::chosen(*s.notice, facts)) told.notice = calendar::rough_minutes(notice->value);
    if (v.booking && !v.overdue && v.booking_tag != network::untagged) {
      way.without.push_back(v.booking_tag);
      told.booked = found.shown[v.s];
    }
    told_of[static_cast<int>(i)] = way.told.size();
    if (v.let_go && !v.booking)
      way.near.push_back({v.s,
                          {},
                          almanac_.step(plan::Moves{}),
                          way.told.size(),
                          v.let_go->from.day.n,
                          v.let_go->from.minute.value_or(0)});
    way.told.push_back(told);
  }
  for (const auto& stray : found.c.tolerant)
    if (const auto told = told_of.find(stray.visit); told != told_of.end())
      way.near.push_back({found.c.visits[static_cast<std::size_t>(stray.visit)].s, stray.anchor,
                          almanac_.step(stray.moves), told->second});
  for (const int v : found.to_be_late) {
    const Visit& late = found.c.visits[static_cast<std::size_t>(v)];
    const auto told = told_of.find(v);
    way.late.push_back({late.s, late.e, told == told_of.end() ? std::nullopt : std::optional(told->second)});
  }
  const auto visit = [&](const std::string& name, bool first) -> const Visit* {
    const int s = plan::index_of(what_.workflow, name);
    if (s < 0) return nullptr;
    const auto& all = found.c.visits_of[static_cast<std::size_t>(s)];
    if (all.empty()) return nullptr;
    const Visit& v = found.c.visits[static_cast<std::size_t>(first ? all.front() : all.back())];
    return v.present && v.record != Visit::unrecorded ? &v : nullptr;
  };
  for (const auto& leaves : what_.workflow.leaves) {
    const Visit *from = visit(leaves.from, false), *until = visit(leaves.until, true);
    Leave leave{from ? from->e : network::Event{}, until ? until->s : network::Event{}, leaves.chance, {}};
    leave.variable = {hash(leaves.from), hash(leaves.until) | 0x80000000U};
    known.way.leaves.push_back(leave);
  }
  for (const auto& dose : found.c.doses) {
    const Visit &giver = found.c.visits[static_cast<std::size_t>(dose.giver)],
                &next = found.c.visits[static_cast<std::size_t>(dose.visit)];
    known.way.doses.push_back({giver.s, giver.e, next.s, dose.washout, network::untagged});
  }
  // The wishes of the plan, wherever they stand here.
  const Compiled& base = known_.empty() ? found.c : this->base().c;
  for (const auto& wish : base.wishes) {
    const Visit& wanted = base.visits[static_cast<std::size_t>(wish.visit)];
    std::pair<network::Event, network::Event> order;
    for (const auto& here : found.c.wishes) {
      const Visit& v = found.c.visits[static_cast<std::size_t>(here.visit)];
      if (here.text == wish.text && v.stage == wanted.stage && v.number == wanted.number && v.present)
        order = {v.s, here.event};
    }
    known.way.orders.push_back(order);
  }
}

}  // namespace v2v::forecast
