#include "follow/todo.h"

#include <algorithm>
#include <tuple>

#include "follow/booking.h"
#include "follow/notice.h"
#include "plan/almanac.h"
#include "plan/compile.h"

namespace v2v::follow {
namespace {

using calendar::Day;
using timeline::Entry;
using timeline::State;
using timeline::Task;

class Listing {
 public:
  Listing(const model::Case& what, const plan::Settings& settings, const timeline::Timeline& plan)
      : what_(what),
        settings_(settings),
        plan_(plan),
        zone_(calendar::Zone::utc()),
        horizon_(plan::horizon_of(what, settings)),
        almanac_(what, horizon_.first, horizon_.second) {
    settings_.explain = settings_.details = false;
    if (auto zone = calendar::Zone::load(plan.zone)) zone_ = *zone;
  }

  source::Checked<timeline::Todo> run() {
    timeline::Todo out{plan_.patient, plan_.zone, plan_.today, plan_.closed, {}};
    if (plan_.closed) return {std::move(out), {}};
    bool ahead = false;
    for (const Entry& e : plan_.entries) {
      const bool ours = e.kind == model::Kind::appointment || e.kind == model::Kind::work;
      ahead = ahead || (e.state != State::happened && e.state != State::unrecorded && e.state != State::cancelled);
      if (!ours || !e.start || e.running) continue;
      Task task;
      task.entry = e;
      if (e.state == State::overdue) {
        task.kind = Task::say;
        for (const auto* list : {&what_.patient.held, &what_.patient.booked})
          for (const model::Fact& fact : *list)
            if (entry_of(plan_, fact.point) == &e) task.was = fact;
        task.by = plan_.today;
      } else if (e.state == State::booked) {
        if (auto diagnostics = room(e, task); source::has_errors(diagnostics)) return {std::nullopt, diagnostics};
        task.kind = Task::move;
        task.by = without_notice(e, day(*e.start));
      } else if (e.state == State::planned || e.state == State::held) {
        if (e.kind != model::Kind::appointment) continue;  // work is booked with whoever does it
        task.kind = e.state == State::held ? Task::firm : Task::book;
        if (e.latest) task.can_be_until = day(*e.latest);
        task.by = without_notice(e, task.can_be_until.value_or(day(*e.start)));
      } else {
        continue;
      }
      out.tasks.push_back(std::move(task));
    }
    if (!ahead) {
      Task task;
      task.kind = Task::close;
      task.by = plan_.today;
      out.tasks.push_back(std::move(task));
    }
    std::stable_sort(out.tasks.begin(), out.tasks.end(), [](const Task& a, const Task& b) {
      return std::tuple(a.by, a.kind, a.entry.start) < std::tuple(b.by, b.kind, b.entry.start);
    });
    return {std::move(out), {}};
  }

 private:
  Day day(calendar::Instant at) const { return zone_.wall(at).day; }

  Day without_notice(const Entry& e, Day last) {
    return std::max(told_by(what_, plan_, e, last, almanac_), plan_.today);
  }

  /// How late a booked visit could be, with Day 0 and all other bookings where they are.
  source::Diagnostics room(const Entry& e, Task& task) {
    model::Case freed = what_;
    auto& booked = freed.patient.booked;
    std::erase_if(booked, [&](const model::Fact& fact) { return entry_of(plan_, fact.point) == &e; });
    const std::string& anchor = what_.workflow.day_zero;
    if (plan_.day_zero && anchor != e.id &&
        std::none_of(booked.begin(), booked.end(), [&](const auto& f) { return f.point.stage == anchor; })) {
      model::Fact fact;
      fact.point.stage = anchor;
      fact.from.day = *plan_.day_zero;
      fact.from.instant = zone_.start_of(*plan_.day_zero);
      const Entry* first = entry_of(plan_, fact.point);
      if (first && first->state != State::happened && first->state != State::unrecorded) booked.push_back(fact);
    }
    auto answer = plan::plan(freed, settings_);
    if (!answer) return answer.diagnostics;
    if (answer.value->conflict) return {};
    for (const Entry& other : answer.value->entries)
      if (other.id == e.id && other.attempt == e.attempt && other.visit == e.visit && other.latest)
        task.can_be_until = day(*other.latest);
    task.touches = task.can_be_until && *task.can_be_until <= day(*e.start) && anchor != e.id;
    return {};
  }

  const model::Case& what_;
  plan::Settings settings_;
  const timeline::Timeline& plan_;
  calendar::Zone zone_;
  std::pair<Day, Day> horizon_;
  plan::Almanac almanac_;
};

}  // namespace

source::Checked<timeline::Todo> todo(const model::Case& what, const plan::Settings& settings,
                                     const timeline::Timeline& plan) {
  return Listing(what, settings, plan).run();
}

}  // namespace v2v::follow
