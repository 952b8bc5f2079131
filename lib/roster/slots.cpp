#include "roster/slots.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <queue>
#include <set>

#include "roster/construct.h"
#include "roster/queue.h"
#include "roster/reasons.h"

namespace v2v::roster {
namespace {

using calendar::Day;
using calendar::Instant;

/// One more candidate: pins from below for some visits, and what comes of them.
struct Candidate {
  std::vector<network::Question::Pin> pins;
  Placement placement;
  std::vector<int> dates;  // Day 0, then of each slot
  bool operator>(const Candidate& other) const { return dates > other.dates; }
};

class Sets {
 public:
  Sets(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, Stock& stock,
       const Pathway& pathway, Pathway::Ask ask)
      : what_(what), settings_(settings), almanac_(almanac), stock_(stock), pathway_(pathway), ask_(std::move(ask)) {
    // One date to choose for each stage that is to be booked; its other visits follow.
    std::set<std::pair<int, int>> seen;
    for (const Use& use : pathway.uses()) {
      const plan::Visit& v = pathway.visit(use);
      if (!use.bound && !use.expected && v.record == plan::Visit::ahead && !pathway.stage(v).from &&
          seen.insert({v.stage, v.attempt}).second)
        choices_.push_back(use.visit);
    }
    std::sort(choices_.begin(), choices_.end(), [&](int a, int b) {
      return pathway.found().shown[pathway.visit(a).s] < pathway.found().shown[pathway.visit(b).s];
    });
  }

  /// With their dates, by which they are ranked.
  std::vector<std::pair<std::vector<int>, Finished>> first(std::size_t n) {
    std::vector<std::pair<std::vector<int>, Finished>> all;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> open;
    std::set<std::vector<int>> seen;
    const auto offer = [&](std::vector<network::Question::Pin> pins) {
      Pathway::Ask ask = ask_;
      ask.pins.insert(ask.pins.end(), pins.begin(), pins.end());
      auto placement = pathway_.place(stock_, ask);
      if (!placement) return;
      Candidate one{std::move(pins), std::move(*placement), {}};
      one.dates = dates(one.placement);
      if (seen.insert(one.dates).second) open.push(std::move(one));
    };
    offer({});
    for (int tries = 0; all.size() < n && !open.empty() && tries < 200; ++tries) {
      const Candidate best = open.top();
      open.pop();
      auto done = finish(what_, settings_, almanac_, stock_, pathway_, best.placement, ask_);
      if (done && done->fits) all.emplace_back(best.dates, std::move(*done));
      // A set that differs has one of its dates later than this one's.
      for (const int v : choices_) {
        auto pins = best.pins;
        const plan::Visit& visit = pathway_.visit(v);
        const Tick at = best.placement.at[visit.s];
        // What keeps no hours of its own begins at the hour at which it would have.
        const bool hours = visit.length > 0 || !visit.open.empty();
        const Tick next = almanac_.start_of(almanac_.day_of(Instant{at}) + 1);
        pins.push_back({visit.s, hours ? next : almanac_.span({1, calendar::Unit::days}, nullptr).least(at), never,
                        network::untagged});
        offer(std::move(pins));
      }
    }
    return all;
  }

 private:
  std::vector<int> dates(const Placement& placement) const {
    std::vector<int> all;
    const auto day = [&](Tick t) { return almanac_.day_of(Instant{t}).n; };
    if (placement.day_zero) all.push_back(day(*placement.day_zero));
    for (const int v : choices_) all.push_back(day(placement.at[pathway_.visit(v).s]));
    return all;
  }

  const model::Case& what_;
  const plan::Settings& settings_;
  plan::Almanac& almanac_;
  Stock& stock_;
  const Pathway& pathway_;
  Pathway::Ask ask_;
  std::vector<int> choices_;
};

/// The same programme with some of its patients; the others are not copied.
template <class Keep>
model::Programme some_of(const model::Programme& programme, Keep keep) {
  model::Programme out;
  out.id = programme.id;
  out.title = programme.title;
  out.centre = programme.centre;
  out.first = programme.first;
  out.last = programme.last;
  out.workflows = programme.workflows;
  out.priorities = programme.priorities;
  out.waiting_list = programme.waiting_list;
  out.where = programme.where;
  std::copy_if(programme.cases.begin(), programme.cases.end(), std::back_inserter(out.cases), keep);
  return out;
}

}  // namespace

std::vector<Theirs> booked_by_others(const model::Programme& programme, const Settings& settings,
                                     const std::string& but) {
  std::vector<Theirs> all;
  const model::Programme others = some_of(programme, [&](const model::Case& what) {
    const auto& p = what.patient;
    return p.id != but && !(p.happened.empty() && p.booked.empty() && p.held.empty());
  });
  if (others.cases.empty()) return all;
  Ward ward(others, settings);
  construct(ward, [](const Person& person) { return person.bound || !person.what->patient.held.empty(); });
  const auto add = [&](const Person& person, const Held& held) {
    all.push_back({person.what->patient.id, person.what->patient.priority,
                   ward.stock().resources()[static_cast<std::size_t>(held.resource)].title, Instant{held.from},
                   Instant{held.to}, held.n});
  };
  for (const Person& person : ward.people()) {
    for (const auto& [hold, held] : person.stays) add(person, held);
    for (const Held& held : person.stands) add(person, held);
    if (!person.at) continue;
    for (std::size_t u = 0; u < person.at->held.size(); ++u) {
      const Use& use = person.pathway().uses()[u];
      const plan::Visit& v = person.pathway().visit(use);
      const Held& held = person.at->held[u];
      // What follows from a booking is theirs too: a bed behind a booked infusion.
      const bool theirs = use.bound || v.booking || use.expected || person.pathway().stage(v).from;
      if (theirs) add(person, held);
    }
  }
  return all;
}

std::vector<Theirs> rostered_to_others(const timeline::Roster& roster, const std::string& but) {
  std::vector<Theirs> all;
  for (const timeline::Hold& hold : roster.holds) {
    const timeline::Rostered& who = roster.patients[static_cast<std::size_t>(hold.patient)];
    if (who.id == but) continue;
    all.push_back({who.id, who.priority, roster.resources[static_cast<std::size_t>(hold.resource)].title, hold.from,
                   hold.to, hold.n});
  }
  return all;
}

source::Checked<timeline::SlotSets> slots(const model::Programme& programme, const Settings& settings,
                                          const std::string& who, const std::vector<Theirs>& theirs, std::size_t n) {
  const model::Programme one = some_of(programme, [&](const model::Case& what) { return what.patient.id == who; });
  Ward ward(one, settings);
  if (source::has_errors(ward.diagnostics)) return {std::nullopt, ward.diagnostics};
  const Person& person = ward.people().front();
  timeline::SlotSets out;
  out.patient = who;
  out.workflow = person.what->workflow.id;
  out.workflow_title = person.what->workflow.title;
  out.priority = person.what->patient.priority;
  out.programme = programme.id;
  out.programme_title = programme.title;
  out.centre = programme.centre;
  out.zone = ward.almanac().zone().name();
  out.tzdata = calendar::tzdata_version();
  out.today = settings.today;
  out.assumed = word(settings.assume);
  if (!person.open()) {
    out.why_not = "the file is closed";
    return {std::move(out), {}};
  }
  if (!person.plain().ok()) {
    out.why_not = ward.clash_of(0);
    return {std::move(out), {}};
  }
  if (person.by_target)
    out.due = target_of(person.what->patient);
  else if (person.alone)
    out.due = ward.almanac().day_of(Instant{*person.alone});
  std::map<std::string, int> number;
  for (std::size_t r = 0; r < ward.stock().resources().size(); ++r)
    number[ward.stock().resources()[r].title] = static_cast<int>(r);
  std::vector<timeline::Hold> holds;
  std::vector<timeline::Rostered> names;
  std::map<std::string, int> number_of;
  for (const Theirs& one_of : theirs) {
    const auto resource = number.find(one_of.resource);
    if (resource == number.end()) continue;  // a place that the centre no longer has keeps nobody off
    ward.stock().take({resource->second, one_of.from.minutes, one_of.to.minutes, one_of.n},
                      programme.rank(one_of.priority));
    const auto [at, fresh] = number_of.try_emplace(one_of.patient, static_cast<int>(names.size()) + 1);
    if (fresh) {
      timeline::Rostered row;
      row.id = one_of.patient;
      names.push_back(std::move(row));
    }
    timeline::Hold hold;
    hold.resource = resource->second;
    hold.patient = at->second;
    hold.from = one_of.from;
    hold.to = one_of.to;
    hold.n = one_of.n;
    holds.push_back(hold);
  }
  names.insert(names.begin(), timeline::Rostered{});  // 0 is the patient asked for
  // Of all ways the first sets: a way is another place, or has what grows too old done again.
  std::vector<std::pair<std::vector<int>, Finished>> found;
  Person& asked = ward.people().front();
  const auto find = [&](std::size_t from) {
    for (asked.goes = from; asked.goes < asked.ways.size(); ++asked.goes) {
      Sets sets(*asked.what, ward.planned_with(), ward.almanac(), ward.stock(), asked.pathway(), ward.ask_of(asked));
      for (auto& set : sets.first(n)) found.push_back(std::move(set));
    }
    asked.goes = 0;
  };
  find(0);
  if (found.empty() && ward.find_again(0)) find(asked.ways.size() - 1);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (found.size() > n) found.erase(found.begin() + static_cast<std::ptrdiff_t>(n), found.end());
  for (const auto& [dates, done] : found) {
    timeline::SlotSet set;
    set.rank = static_cast<int>(out.sets.size()) + 1;
    if (done.day_zero) set.day_zero = ward.almanac().day_of(Instant{*done.day_zero});
    set.slots = done.slots;
    if (set.day_zero && out.due) set.days_late = std::max(0, *set.day_zero - *out.due);
    out.assumptions = done.plan.assumptions;
    out.status = done.plan.status;
    out.sets.push_back(std::move(set));
  }
  if (out.sets.empty()) {
    std::string why;
    finish_slowly(*person.what, ward.planned_with(), ward.almanac(), ward.stock(), ward.ask_of(person), why);
    out.why_not = why.empty() ? "nothing fits beside what others have" : why;
  }
  auto in_the_way = blocked(ward, 0, holds, names);
  if (!out.sets.empty()) out.sets.front().blocked = std::move(in_the_way);
  return {std::move(out), ward.diagnostics};
}

}  // namespace v2v::roster
