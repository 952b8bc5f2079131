#include "roster/roster.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/entries.h"
#include "roster/bound.h"
#include "roster/construct.h"
#include "roster/exact.h"
#include "roster/improve.h"
#include "roster/queue.h"
#include "roster/reasons.h"
#include "roster/together.h"

namespace v2v::roster {
namespace {

using calendar::Instant;
using timeline::Rostered;

constexpr int lost_draws = 200;

class Writer {
 public:
  Writer(Ward& ward, const model::Programme& programme, const Settings& settings)
      : ward_(ward), programme_(programme), settings_(settings) {}

  Answer run(long iterations) {
    head();
    for (std::size_t k = 0; k < ward_.people().size(); ++k) out_.roster.patients.push_back(row(k));
    number_list();
    out_.plans.resize(ward_.people().size());
    holds_.resize(ward_.people().size());
    // One after the other: what the whole search for a plan says must fit beside the rest as it stands.
    for (const std::size_t k : serving_order(ward_)) finish_one(k);
    // Who fitted nowhere the quick way, once more the slow way, beside all.
    for (const std::size_t k : serving_order(ward_))
      if (ward_.people()[k].open() && !ward_.people()[k].at && out_.roster.patients[k].kind != Rostered::placed)
        slowly(k);
    // Of who is closed there is a plan too: what has been.
    for (std::size_t k = 0; k < out_.plans.size(); ++k) {
      const model::Case& what = *ward_.people()[k].what;
      if (!what.patient.closed) continue;
      const plan::Found found = plan::search(what, ward_.planned_with(), ward_.almanac());
      if (!source::has_errors(found.c.diagnostics))
        out_.plans[k] = plan::timeline_of(what, ward_.planned_with(), found, ward_.almanac());
    }
    auto& roster = out_.roster;
    for (std::size_t k = 0; k < holds_.size(); ++k) {
      if (roster.patients[k].kind == Rostered::not_placed)
        for (const auto& [hold, held] : ward_.people()[k].stays) holds_[k].push_back(hold);
      for (timeline::Hold& hold : holds_[k]) {
        hold.patient = static_cast<int>(k);
        roster.holds.push_back(hold);
      }
    }
    std::stable_sort(roster.holds.begin(), roster.holds.end(), [](const timeline::Hold& a, const timeline::Hold& b) {
      return std::tuple(a.resource, a.from, a.patient) < std::tuple(b.resource, b.from, b.patient);
    });
    trim();
    for (std::size_t k = 0; k < roster.patients.size(); ++k) {
      Rostered& one = roster.patients[k];
      if (one.kind == Rostered::closed) continue;
      if (ward_.people()[k].at || one.kind == Rostered::not_placed)
        one.blocked = blocked(ward_, k, roster.holds, roster.patients);
      roster.objective.not_placed += one.kind == Rostered::not_placed ? one.weight : 0;
    }
    roster.over = over(ward_, roster);
    roster.freed = freed(ward_, programme_, roster);
    roster.iterations = iterations;
    return std::move(out_);
  }

 private:
  void head() {
    auto& roster = out_.roster;
    const model::Centre& centre = *programme_.cases.front().centre;
    roster.programme = programme_.id;
    roster.title = programme_.title;
    roster.centre = centre.id;
    roster.centre_title = centre.title;
    roster.zone = centre.zone.name();
    roster.tzdata = calendar::tzdata_version();
    roster.first = programme_.first;
    roster.last = programme_.last;
    roster.today = settings_.today;
    roster.assumed = word(settings_.assume);
    roster.waits_before = programme_.waiting_list.waits_before;
    roster.resources = ward_.stock().resources();
  }

  /// Of what there is only the time that the roster speaks of is told, not the fifteen years of follow-up.
  void trim() {
    auto& roster = out_.roster;
    Tick first = ward_.dates().first(std::min(roster.first, roster.today).n - 7);
    Tick last = ward_.dates().first(std::max(roster.last, roster.today).n + 7);
    for (const timeline::Hold& hold : roster.holds) {
      first = std::min(first, hold.from.minutes);
      last = std::max(last, hold.to.minutes);
    }
    for (timeline::Resource& resource : roster.resources) {
      auto& steps = resource.amounts;
      std::erase_if(steps, [&](const auto& step) { return step.from.minutes > last; });
      std::size_t past = 0;
      while (past + 1 < steps.size() && steps[past + 1].from.minutes <= first) ++past;
      steps.erase(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(past));
    }
  }

  Rostered row(std::size_t k) const {
    const Person& person = ward_.people()[k];
    const model::Case& what = *person.what;
    Rostered one;
    one.id = what.patient.id;
    one.workflow = what.workflow.id;
    one.workflow_title = what.workflow.title;
    one.priority = what.patient.priority;
    if (one.priority.empty() && !programme_.priorities.empty()) one.priority = programme_.priorities.back().word;
    one.weight = person.weight;
    one.where = what.patient.where;
    if (what.patient.closed) {
      one.kind = Rostered::closed;
      return one;
    }
    one.kind = Rostered::not_placed;
    if (person.alone) one.alone = day_of(*person.alone);
    if (person.by_target) {
      one.due = target_of(what.patient);
      one.due_from = Rostered::by_target;
    } else if (person.alone) {
      one.due = one.alone;
      one.due_from = Rostered::by_itself;
    }
    return one;
  }

  void number_list() {
    int place = 0;
    for (const std::size_t k : ward_.order())
      if (ward_.people()[k].queues) out_.roster.patients[k].place_in_list = ++place;
  }

  void finish_one(std::size_t k) {
    Person& person = ward_.people()[k];
    if (!person.open() || !person.at) return;
    const Placement placement = ward_.lift(k);
    auto done = finish(*person.what, ward_.planned_with(), ward_.almanac(), ward_.stock(), person.pathway(), placement,
                       ward_.ask_of(person), settings_.lost ? lost_draws : 0);
    if (done && (done->fits || person.forced)) return write(k, placement, std::move(*done));
    if (!slowly(k) && done && person.bound) write(k, placement, std::move(*done));
  }

  bool slowly(std::size_t k) {
    Person& person = ward_.people()[k];
    Rostered& row = out_.roster.patients[k];
    if (!person.plain().ok()) {
      row.why_not = ward_.clash_of(k);
      return false;
    }
    person.goes = 0;
    for (const auto& [hold, held] : person.stays) ward_.stock().give(held, person.rank);
    auto done = finish_slowly(*person.what, ward_.planned_with(), ward_.almanac(), ward_.stock(), ward_.ask_of(person),
                              row.why_not);
    if (!done) {
      for (const auto& [hold, held] : person.stays) ward_.stock().take(held, person.rank);
      return false;
    }
    person.stays.clear();
    write(k, std::nullopt, std::move(*done));
    return true;
  }

  void write(std::size_t k, std::optional<Placement> placement, Finished done) {
    Person& person = ward_.people()[k];
    Rostered& row = out_.roster.patients[k];
    row.kind = Rostered::placed;
    row.why_not.clear();
    row.slots = std::move(done.slots);
    row.lost = done.lost;
    row.assumptions = done.plan.assumptions;
    if (done.day_zero) row.day_zero = day_of(*done.day_zero);
    for (const timeline::Entry& e : done.plan.entries)
      if (!row.queued_for && person.queues &&
          e.id == person.pathway().stage(person.pathway().visit(person.way().queued_for)).id && e.start &&
          e.state != timeline::State::cancelled)
        row.queued_for = ward_.almanac().day_of(*e.start);
    row.days_late = late(person, row, done.plan);
    auto& objective = out_.roster.objective;
    objective.weighted_late += static_cast<std::int64_t>(person.weight) * row.days_late;
    objective.moved += moved(person, done.plan);
    if (row.day_zero && row.alone) objective.waiting += std::max(0, *row.day_zero - *row.alone);
    holds_[k] = std::move(done.holds);
    out_.plans[k] = std::move(done.plan);
    for (const Held& held : done.held) ward_.stock().take(held, person.rank);
    if (!placement) return;  // found by the whole search, of which no quick way knows: nobody asks what it waits for
    placement->held = std::move(done.held);
    placement->day_zero = done.day_zero;
    person.at = std::move(placement);
  }

  /// Holds of the file that stand on another date in the plan.
  int moved(const Person& person, const timeline::Timeline& plan) const {
    const auto& held = person.what->patient.held;
    const Pathway& pathway = person.plain();
    int count = 0;
    for (const plan::Visit& v : pathway.found().c.visits) {
      const model::Fact* said = v.booking && v.held ? v.booking : v.let_go;
      if (!said || said < held.data() || said >= held.data() + held.size()) continue;
      for (const timeline::Entry& e : plan.entries)
        if (e.id == pathway.stage(v).id && e.visit == v.number && e.start && e.state != timeline::State::cancelled)
          count += day_of(e.start->minutes) != said->from.day;
    }
    return count;
  }

  /// By the finished plan.
  int late(const Person& person, const Rostered& row, const timeline::Timeline& plan) const {
    if (!person.by_target) return row.day_zero && row.alone ? std::max(0, *row.day_zero - *row.alone) : 0;
    int most = 0;
    for (const model::DateWindow& target : person.what->patient.targets) {
      if (!target.by) continue;
      const timeline::Entry* first = nullptr;
      for (const timeline::Entry& e : plan.entries)
        if (e.id == target.stage && e.start && e.state != timeline::State::cancelled &&
            (!first || std::pair(-e.attempt, e.visit) < std::pair(-first->attempt, first->visit)))
          first = &e;
      if (first) most = std::max(most, day_of(first->start->minutes) - *target.by);
    }
    return most;
  }

  calendar::Day day_of(Tick t) const { return calendar::Day{ward_.date_of(t)}; }

  Ward& ward_;
  const model::Programme& programme_;
  const Settings& settings_;
  Answer out_;
  std::vector<std::vector<timeline::Hold>> holds_;  // by patient
};

}  // namespace

std::string_view word(plan::Assume assume) {
  switch (assume) {
    case plan::Assume::least:
      return "least";
    case plan::Assume::likely:
      return "likely";
    case plan::Assume::most:
      return "most";
    case plan::Assume::p80:
      return "p80";
  }
  return "p80";
}

/// Everybody who is free to be placed, where that is not too many and the engine knows all of them; else nobody.
static std::vector<std::size_t> all_who_suit(const Ward& ward) {
  constexpr std::size_t most = 40;
  std::vector<std::size_t> all;
  for (std::size_t k = 0; k < ward.people().size(); ++k) {
    const Person& person = ward.people()[k];
    if (person.what->patient.closed || !person.open() || !person.plain().ok()) continue;
    if (all.size() == most || !suits_together(ward, k)) return {};
    all.push_back(k);
  }
  return all;
}

source::Checked<Answer> roster(const model::Programme& programme, const Settings& settings) {
  if (programme.cases.empty()) return {Answer{}, {}};
  Ward ward(programme, settings);
  if (source::has_errors(ward.diagnostics)) return {std::nullopt, ward.diagnostics};
  construct(ward);
  if (settings.from) begin_with(ward, *settings.from);
  const timeline::Objective bound = bound_of(ward, settings.iterations > 0, settings.stop);
  Improve improve(ward, settings.seed);
  long iterations = 0;
  bool proved = ward.total() <= bound;
  for (; !proved && iterations < settings.iterations && !settings.stop(); ++iterations) {
    if (settings.progress && iterations % 100 == 0) settings.progress(iterations, ward.total(), bound);
    improve.step();
    proved = ward.total() <= bound;
  }
  // Few patients are looked at to the end, with as much work again.
  long nodes = 0;
  if (const long most = settings.nodes.value_or(iterations); !proved && most > 0) {
    if (const auto all = all_who_suit(ward); !all.empty()) {
      const Together together = place_together(ward, all, most, settings.stop);
      proved = together.proved;
      nodes = static_cast<long>(together.conflicts);
    }
    if (!proved) {
      const Proof proof = prove(ward, most, settings.stop);
      proved = proof.proved;
      nodes += proof.nodes;
    }
  }
  if (settings.progress) settings.progress(iterations, ward.total(), bound);
  const timeline::Objective best = ward.total();
  Answer answer = Writer(ward, programme, settings).run(iterations);
  // The whole search for each plan may find what no quick way knows.
  answer.roster.nodes = nodes;
  answer.roster.seed = settings.seed;
  answer.roster.bound = std::min(bound, answer.roster.objective);
  // Proved is what was found; the whole search for each plan may have come to another end.
  answer.roster.proved = proved && answer.roster.objective <= best;
  return {std::move(answer), ward.diagnostics};
}

}  // namespace v2v::roster
