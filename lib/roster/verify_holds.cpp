// Every plan beside its patient's file, and every hold beside the visit that needs it.
#include <fmt/format.h>

#include <algorithm>

#include "plan/verify.h"
#include "roster/verify_reading.h"

namespace v2v::roster {
namespace {

using timeline::Entry;
using timeline::Hold;
using timeline::Rostered;
using timeline::State;
using timeline::Timeline;

class HoldRules {
 public:
  explicit HoldRules(Checking& checking) : c(checking), known_(c.answer.roster.holds.size(), false) {}

  std::vector<Use> run() {
    for (const auto& one : c.patients) one.told.kind == Rostered::not_placed ? read_bookings(one) : read_plan(one);
    for (std::size_t h = 0; h < known_.size(); ++h)
      c.rule(known_[h], Rule::needs, c.programme.where, [&] {
        return std::pair{std::string("what is held is needed by a visit"), c.text(c.answer.roster.holds[h])};
      });
    return std::move(uses_);
  }

 private:
  /// The plan keeps what the file asks for: what the roster fixed is planned there, and says nothing for itself.
  void read_plan(const One& one) {
    Timeline plan = one.plan;
    for (std::size_t e = 0; e < plan.entries.size(); ++e) {
      if (plan.entries[e].state != State::booked) continue;
      const auto fact = one.booked.find(&one.plan.entries[e]);
      if (fact == one.booked.end())
        plan.entries[e].state = State::planned;
      else if (fact->second->from.day < c.settings.today)
        plan.entries[e].state = State::overdue;
    }
    const bool planned = !plan.conflict && (!one.placed() || !plan.entries.empty());
    c.rule(planned && plan.today == c.settings.today, Rule::plan, one.what.patient.where, [&] {
      return std::pair{fmt::format("{} has a plan of today", one.told.id),
                       std::string(plan.conflict ? "it clashes"
                                   : planned     ? "it is of another day"
                                                 : "it has none")};
    });
    if (plan.conflict) return;
    plan::Settings settings;
    settings.today = c.settings.today;
    settings.assume = c.settings.assume;
    const auto verdict = plan::verify(one.what, settings, plan);
    for (const int read : verdict.read) c.verdict.read[static_cast<std::size_t>(Rule::plan)] += read;
    for (const auto& broken : verdict.broken) {
      using Kind = plan::Rule;
      if (broken.rule == Kind::nearest || broken.rule == Kind::slack) continue;  // others may be in the way
      if (broken.rule == Kind::needs) continue;  // counted minute by minute, of what the roster says is held
      const bool stays = broken.rule == Kind::booked || broken.rule == Kind::happened;
      c.verdict.broken.push_back({stays ? Rule::booked : Rule::plan,
                                  fmt::format("{}: {}: {}", one.told.id, plan::word(broken.rule), broken.text),
                                  broken.where, broken.how});
    }
    for (const auto& entry : one.plan.entries)
      if (there(entry)) read_needs(one, entry, one.free(entry, c.settings.today));
  }

  /// Of who is not placed what is booked and what runs stays, and nothing else is held.
  void read_bookings(const One& one) {
    if (one.alone)
      for (Entry entry : one.alone->entries) {
        if (!there(entry) || (entry.state != State::happened && entry.state != State::booked)) continue;
        const auto& holds = c.holds_of(one, entry);
        if (entry.state == State::booked && entry.date_only && !holds.empty())
          if (const auto from = c.hold(holds.front()).from; c.diary.date(from) == c.diary.date(*entry.start)) {
            entry.end = Instant{from.minutes + entry.end->minutes - entry.start->minutes};
            entry.start = from;
          }
        read_needs(one, entry, false);
      }
    for (const auto& [visit, holds] : c.holds)
      for (const int h : holds) {
        if (std::get<0>(visit) != one.number) continue;
        const auto& hold = c.hold(h);
        const bool told = hold.state == Hold::happened || hold.state == Hold::booked;
        const bool kept = told && is_fact(one.what.patient, hold);
        c.rule(kept, Rule::booked, one.what.patient.where, [&] {
          return std::pair{fmt::format("{} is not placed and holds what happened or is booked", one.told.id),
                           c.text(hold)};
        });
        if (!kept || one.alone) continue;
        known_[static_cast<std::size_t>(h)] = true;  // the file alone clashes: no plan says how long it lasts
        if (const auto [place, resource] = c.held(hold.resource); place)
          uses_.push_back({place, resource, one.number, hold.from, hold.to, hold.n, false, true, one.rank});
      }
  }

  bool is_fact(const model::Patient& patient, const Hold& hold) const {
    for (const auto* facts : {&patient.happened, &patient.booked})
      for (const auto& fact : *facts)
        if (fact.point.stage == hold.stage &&
            (fact.from.minute ? fact.from.instant == hold.from : fact.from.day == c.diary.date(hold.from)))
          return true;
    return hold.from < c.now;  // of a span that runs: it follows what happened
  }

  /// Where the resource is had: at the visit's place, else at its site, else in the centre.
  std::vector<const model::Place*> where_had(const Entry& entry, const std::string& resource) const {
    const auto* own = entry.place.empty() ? nullptr : c.centre.place(entry.place);
    std::vector<const model::Place*> here, at_site, anywhere;
    for (const auto& place : c.centre.places) {
      if (!place.has.count(resource)) continue;
      anywhere.push_back(&place);
      if (&place == own) here.push_back(&place);
      if (own && !own->site.empty() && place.site == own->site) at_site.push_back(&place);
    }
    return !here.empty() ? here : !at_site.empty() ? at_site : anywhere;
  }

  struct Wanted {
    const model::Need* need;
    Instant from, to, to_at_least;  // the closing of a file says the day alone
    bool may_lack;
  };

  Wanted wanted(const One& one, const Entry& entry, const model::Need& need) const {
    const auto doors = c.doors_at(entry.place);
    Wanted w{&need, *entry.start, *entry.end, {}, false};
    if (need.hold) w.to = plan::Diary(*doors.zone).end_of(w.from, *need.hold, doors);
    w.to_at_least = w.to;
    if (const auto& closed = one.what.patient.closed) {
      w.to = std::min(w.to, std::max(w.from, c.diary.first_minute(closed->date + 1)));
      w.to_at_least = std::min(w.to, std::max(w.from, c.diary.first_minute(closed->date)));
    }
    const bool lapsed = entry.state == State::overdue && w.from < c.now;  // taken as done, nobody knows when
    w.may_lack = lapsed || w.to_at_least <= c.now;
    return w;
  }

  void read_needs(const One& one, const Entry& entry, bool free) {
    const auto* stage = one.what.workflow.stage(entry.id);
    if (!stage || stage->needs.empty() || stage->kind == model::Kind::restriction) return;
    std::vector<Wanted> list;
    for (const auto& need : stage->needs) list.push_back(wanted(one, entry, need));
    const auto& holds = c.holds_of(one, entry);
    std::vector<int> taken(list.size(), -1);
    const bool all_held = match(list, holds, taken, 0);
    const auto where = list.front().need->where;
    c.rule(all_held, Rule::needs, where, [&] {
      std::string has;
      for (const int h : holds) has += (has.empty() ? "" : "; ") + c.text(c.hold(h));
      return std::pair{fmt::format("{} {} visit {} has what it needs, and nothing else, from {} to {}", one.told.id,
                                   entry.id, entry.visit, c.wall(*entry.start), c.wall(*entry.end)),
                       has.empty() ? "it has nothing" : has};
    });
    for (const int h : holds) {
      const auto& hold = c.hold(h);
      known_[static_cast<std::size_t>(h)] = true;
      const auto [place, resource] = c.held(hold.resource);
      const auto had = where_had(entry, resource);
      c.rule(place && std::find(had.begin(), had.end(), place) != had.end(), Rule::place, where, [&] {
        return std::pair{fmt::format("{} has it at its place, else at its site, else in the centre", entry.id),
                         c.text(hold)};
      });
      c.rule(says(one, entry, hold, free), Rule::booked, one.what.patient.where, [&] {
        return std::pair{fmt::format("{} {} visit {} is told as the file says it", one.told.id, entry.id, entry.visit),
                         std::string(timeline::word(hold.state))};
      });
      if (const auto& closed = one.what.patient.closed)
        c.rule(hold.to <= c.diary.first_minute(closed->date + 1), Rule::closed, closed->where, [&] {
          return std::pair{fmt::format("{} holds nothing after {}", one.told.id, to_string(closed->date)),
                           c.text(hold)};
        });
      if (place)
        uses_.push_back({place, resource, one.number, hold.from, hold.to, hold.n, free, one.on_record, one.rank});
    }
    for (std::size_t k = 0; k < list.size(); ++k) {  // no longer held, but it may bind still
      const auto& need = *list[k].need;
      if (!all_held || taken[k] >= 0 || entry.state != State::happened || need.resources.size() != 1) continue;
      if (const auto had = where_had(entry, need.resources.front()); had.size() == 1)
        uses_.push_back(
            {had.front(), need.resources.front(), one.number, list[k].from, list[k].to, need.n, false, true, one.rank});
    }
  }

  /// Each need one hold and each hold one need, whichever way round: there are few.
  bool match(const std::vector<Wanted>& list, const std::vector<int>& holds, std::vector<int>& taken,
             std::size_t k) const {
    if (k == list.size()) return std::ssize(taken) - std::count(taken.begin(), taken.end(), -1) == std::ssize(holds);
    const auto& w = list[k];
    const auto& names = w.need->resources;
    for (const int h : holds) {
      const auto& hold = c.hold(h);
      if (std::find(taken.begin(), taken.end(), h) != taken.end() || hold.n != w.need->n || hold.from != w.from ||
          hold.to < w.to_at_least || w.to < hold.to ||
          std::find(names.begin(), names.end(), c.held(hold.resource).second) == names.end())
        continue;
      taken[k] = h;
      if (match(list, holds, taken, k + 1)) return true;
    }
    taken[k] = -1;
    return w.may_lack && match(list, holds, taken, k + 1);
  }

  /// Happened, booked, held or planned; what is overdue as it is taken.
  bool says(const One& one, const Entry& entry, const Hold& hold, bool free) const {
    if (entry.state == State::happened) return hold.state == Hold::happened;
    if (!free) return hold.state == Hold::booked;
    return hold.state == Hold::planned || (hold.state == Hold::held && one.held.count(&entry)) ||
           (hold.state == Hold::booked && one.booked.count(&entry));
  }

  Checking& c;
  std::vector<bool> known_;  // beside roster.holds
  std::vector<Use> uses_;
};

}  // namespace

std::vector<Use> read_holds(Checking& checking) {
  return HoldRules(checking).run();
}

}  // namespace v2v::roster
