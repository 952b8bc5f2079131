// Faults in when it is: waits, series, named days, windows.
#include "fault.h"

namespace v2v::laws {
namespace {

bool simple_link(const model::Link& link) {
  return !link.from.offset && !link.from.stage.empty() && !link.from.which.attempt &&
         link.from.which.visit == model::Which::unsaid && link.wait.plain;
}
std::int64_t minutes_of(calendar::Length l) {
  return l.n * (l.unit == calendar::Unit::hours ? 60 : 1);
}

// ---- waits: a later stage and the moment it counts from, both done once, the earlier one neither date-only nor absent

struct Linked {
  Entry* later = nullptr;
  Instant base;
  const model::Wait* wait = nullptr;
  bool ends = false;
};
std::optional<Linked> linked(Spoiled& s, bool greatest) {
  std::vector<Linked> all;
  for (const auto& stage : s.what.workflow.stages) {
    Entry* later = only(s, stage.id);
    if (!later || !s.is_own(*later) || !stage.whole.empty()) continue;
    for (const bool ends : {false, true})
      for (const auto& link : ends ? stage.ends_after : stage.after) {
        if (!simple_link(link)) continue;
        Entry* earlier = only(s, link.from.stage);
        if (!earlier || !earlier->start || !earlier->end || day_alone(*earlier) || !s.stage(*earlier).whole.empty())
          continue;
        const auto& wait = link.wait.plain->value;
        if (greatest ? !wait.greatest.has_value() : false) continue;
        all.push_back({later, link.from.side == model::Point::start ? *earlier->start : *earlier->end, &wait, ends});
      }
  }
  if (all.empty()) return std::nullopt;
  return all[static_cast<std::size_t>(s.random(0, std::ssize(all) - 1))];
}
void put(Spoiled& s, const Linked& link, Instant to, const std::string& why) {
  const auto length = link.later->end->minutes - link.later->start->minutes;
  s.move(*link.later, link.ends ? to + -length : to, why);
}
bool too_soon(Spoiled& s) {
  const auto link = linked(s, false);
  if (!link) return false;
  Instant to = link->base + -1;
  if (const auto& least = link->wait->least; least && least->n > 0) {
    if (by_clock(*least))
      to = link->base + (minutes_of(*least) - 1);
    else if (least->unit == calendar::Unit::days || least->unit == calendar::Unit::weeks)
      to = s.zone().start_of(s.date(link->base) +
                             static_cast<int>(least->n * (least->unit == calendar::Unit::weeks ? 7 : 1))) +
           -1;
    else if (least->unit == calendar::Unit::months || least->unit == calendar::Unit::years)
      to = s.zone().start_of(calendar::add_months(
               s.date(link->base), static_cast<int>(least->n * (least->unit == calendar::Unit::years ? 12 : 1)))) +
           -1;
  }
  put(s, *link, to, "before its least wait is over");
  return true;
}
bool too_late(Spoiled& s) {
  const auto link = linked(s, true);
  if (!link) return false;
  const auto greatest = *link->wait->greatest;
  Instant to = link->base + (minutes_of(greatest) + 1);
  if (!by_clock(greatest)) {
    const Day day = s.date(link->base);
    Day last = day + static_cast<int>(greatest.n * 7 + 60);  // working days and hours: surely beyond
    if (greatest.unit == calendar::Unit::days) last = day + static_cast<int>(greatest.n);
    if (greatest.unit == calendar::Unit::weeks) last = day + static_cast<int>(greatest.n * 7);
    if (greatest.unit == calendar::Unit::months) last = calendar::add_months(day, static_cast<int>(greatest.n));
    if (greatest.unit == calendar::Unit::years) last = calendar::add_months(day, static_cast<int>(greatest.n) * 12);
    to = s.zone().start_of(last + 1);
  }
  put(s, *link, to, "after its greatest wait is over");
  return true;
}

// ---- rows of visits

bool visits_too_close(Spoiled& s) {
  Entry* next = s.pick([&](const Entry& e) { return s.is_own(e) && e.visit > 1 && s.stage(e).whole.empty(); });
  if (!next) return false;
  const Entry* one = s.pick([&](const Entry& e) {
    return e.id == next->id && e.attempt == next->attempt && e.visit + 1 == next->visit && e.start && !day_alone(e);
  });
  if (!one) return false;
  s.move(*next, *one->start + -1, "before the visit before it");
  return true;
}
bool visits_too_far(Spoiled& s) {
  Entry* next = s.pick([&](const Entry& e) {
    const auto* apart = s.chosen(s.stage(e).apart);
    return s.is_own(e) && e.visit > 1 && s.stage(e).whole.empty() && apart && apart->greatest;
  });
  if (!next) return false;
  const Entry* one = s.pick([&](const Entry& e) {
    return e.id == next->id && e.attempt == next->attempt && e.visit + 1 == next->visit && e.start;
  });
  if (!one) return false;
  const auto most = calendar::rough_minutes(*s.chosen(s.stage(*next).apart)->greatest);
  s.move(*next, *one->start + (4 * most + 60 * 24 * 60), "too far from the visit before it");
  return true;
}
bool out_of_block(Spoiled& s) {
  Entry* one = s.pick([&](const Entry& e) {
    const auto* series = s.chosen(s.stage(e).repeat);
    return s.is_own(e) && e.visit > 1 && e.attempts == 1 && s.stage(e).whole.empty() && series &&
           series->kind == model::Series::rate;
  });
  if (!one) return false;
  s.move(*one, *one->start + 32LL * 12 * 24 * 60, "out of its block");
  return true;
}
bool off_its_day(Spoiled& s) {
  Entry* one = s.pick([&](const Entry& e) {
    const auto* days = s.chosen(s.stage(e).falls_on);
    return s.is_own(e) && s.stage(e).whole.empty() && days && e.attempt == e.attempts &&
           e.id != s.what.workflow.day_zero && (!s.stage(e).give_or_take || s.chosen(s.stage(e).give_or_take)) &&
           std::all_of(days->begin(), days->end(), [&](const auto& d) {
             return d.kind != model::Placed::times_a && (!d.from.stage.empty() || s.plan.day_zero) &&
                    d.from.stage != e.id && (d.from.stage.empty() || alone(s, d.from.stage));
           });
  });
  if (!one) return false;
  const auto* give = s.chosen(s.stage(*one).give_or_take);
  const auto days = give ? 2 * (calendar::rough_minutes(*give) / 1440 + 3) : 1;
  const bool later = s.random.chance(50);
  s.move(*one,
         s.zone().instant(
             {s.date(*one->start) + static_cast<int>(later ? days : -days), s.zone().wall(*one->start).minute}),
         "off its day");
  return true;
}
/// From its day to one beside it at the same hour, which its tolerance allows: legal, but not the nearest.
bool not_the_nearest(Spoiled& s) {
  // Where something was done again the checker does not say what counts from which attempt, nor what was nearest to it.
  const auto& all = s.plan.entries;
  if (std::any_of(all.begin(), all.end(), [](const Entry& e) { return e.attempts > 1; })) return false;
  Entry* one = s.pick([&](const Entry& e) {
    const auto* days = s.chosen(s.stage(e).falls_on);
    const auto* give = s.chosen(s.stage(e).give_or_take);
    return s.is_own(e) && days && days->size() == 1 && days->front().kind == model::Placed::once && give &&
           calendar::rough_minutes(*give) >= 1440 && calendar::family(give->unit) == calendar::Family::calendar &&
           days->front().from.stage.empty() && days->front().from.period == model::Period::day && e.day &&
           *e.day == days->front().from.number && s.stage(e).prefer == model::Prefer::early &&
           s.stage(e).outcomes.empty() && e.id != s.what.workflow.day_zero && e.attempts == 1;
  });
  if (!one) return false;
  s.move(*one,
         s.zone().instant({s.date(*one->start) + (s.random.chance(50) ? 1 : -1), s.zone().wall(*one->start).minute}),
         "beside the day on which it stood");
  return true;
}

}  // namespace

std::vector<Fault> faults_of_times() {
  return {
      {"before its least wait is over", Rule::wait, too_soon},
      {"after its greatest wait is over", Rule::wait, too_late},
      {"visits too close", Rule::apart, visits_too_close},
      {"visits too far apart", Rule::apart, visits_too_far},
      {"out of its block", Rule::rate, out_of_block},
      {"off its named day", Rule::named_day, off_its_day},
      {"not on the nearest day", Rule::nearest, not_the_nearest},
      {"out of the patient's window", Rule::window,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_own(e) && alone(s, e.id) && s.stage(e).whole.empty(); });
         if (!one) return false;
         const Day day = s.date(*one->start);
         model::DateWindow window;
         window.stage = one->id;
         if (s.random.chance(50))
           window.from = day + 1;
         else
           window.by = day - 1;
         s.what.patient.windows.push_back(window);
         s.told = fmt::format("the file asks {} for another day than {}", one->id, s.at(*one));
         return true;
       }},
      {"out of the workflow's window", Rule::window,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* window = s.chosen(s.stage(e).window);
           const auto dated = [&](const std::optional<model::Point>& p) {
             return p && (p->stage.empty() ? s.plan.day_zero.has_value() : alone(s, p->stage)) && !p->offset;
           };
           return s.is_own(e) && e.visit == 1 && e.attempts == 1 && s.stage(e).whole.empty() && window &&
                  (dated(window->from) || dated(window->by)) && e.id != s.what.workflow.day_zero;
         });
         if (!one) return false;
         const auto& window = *s.chosen(s.stage(*one).window);
         const auto day_of = [&](const std::optional<model::Point>& p) -> std::optional<Day> {
           if (!p || p->offset) return std::nullopt;
           if (!p->stage.empty()) {
             const Entry* of = only(s, p->stage);
             return of && of->start ? std::optional(s.date(*of->start)) : std::nullopt;
           }
           if (!s.plan.day_zero || p->period != model::Period::day) return std::nullopt;
           return *s.plan.day_zero + (s.what.workflow.counts_from_one && p->number > 0 ? p->number - 1 : p->number);
         };
         const auto from = day_of(window.from), by = day_of(window.by);
         if (by)
           s.move(*one, s.zone().start_of(*by + 2), "after its window");
         else if (from)
           s.move(*one, s.zone().start_of(*from - 2), "before its window");
         return from || by;
       }},
  };
}

}  // namespace v2v::laws
