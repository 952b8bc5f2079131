// Laws of facts: what is booked or recorded where the plan shows it changes no date.
#include <fmt/format.h>

#include <algorithm>

#include "meaning.h"

namespace v2v::laws {
namespace {

using timeline::Entry;
using timeline::State;

/// A moment of the centre's wall as a patient file says it; nothing where dates alone are known.
std::string said(const Planned& plan, calendar::Instant instant) {
  if (!plan.what().centre) return calendar::to_string(calendar::Zone::utc().wall(instant).day);
  const auto& zone = plan.what().centre->zone;
  const auto wall = zone.wall(instant);
  auto text = calendar::to_string(wall.day) + ' ' + calendar::clock(wall.minute);
  if (zone.read(wall).kind == calendar::Reading::repeated) text += ' ' + calendar::rfc3339(instant, zone).substr(19);
  return text;
}

std::string point_of(const Entry& e) {
  std::string point = e.id;
  if (e.attempts > 1) point += fmt::format(" attempt {}", e.attempt);
  if (e.visits > 1) point += fmt::format(" visit {}", e.visit);
  return point;
}

/// Visits that a person can book: planned, placed by us, and not shown for a day that only an assumption makes.
std::vector<const Entry*> bookable(const Planned& plan) {
  std::vector<const Entry*> all;
  for (const auto& e : plan.answer->entries) {
    const auto* stage = plan.what().workflow.stage(e.id);
    if (e.state != State::planned || !e.start || !stage || e.kind == model::Kind::event) continue;
    if (stage->from || !stage->parts.empty() || stage->begins || e.attempts > 1) continue;
    all.push_back(&e);
  }
  return all;
}

void demand_same_dates(const Planned& before, const Planned& after, const std::string& what) {
  for (const auto& a : before.answer->entries) {
    if (a.state == State::cancelled) continue;
    const auto* b = same_visit(*after.answer, a);
    demand(b != nullptr, name_of(a) + " is no more there " + what);
    const auto same = [&](const auto& x, const auto& y) {  // without a centre there are dates only
      if (before.what().centre || !x || !y) return x == y;
      return calendar::Zone::utc().wall(*x).day == calendar::Zone::utc().wall(*y).day;
    };
    demand(same(a.start, b->start) && same(a.end, b->end),
           fmt::format("{} is {} to {}, and {} to {} {}", name_of(a), when(before, a.start), when(before, a.end),
                       when(after, b->start), when(after, b->end), what));
  }
}

/// What is to be late and was held by nothing is held by what is booked or has happened, and goes late then.
bool holds_more(const Planned& before, const Planned& after) {
  const auto unheld = [](const Planned& plan) {
    const auto& all = plan.answer->assumptions;
    return std::count_if(all.begin(), all.end(), [](const std::string& text) {
      return text.find("is to be late, but nothing holds it") != std::string::npos;
    });
  };
  return unheld(after) < unheld(before);
}

std::string booked_as_shown(Random& random, const Planned& given) {
  if (!given.dated()) return "refused or a clash";
  if (given.what().patient.closed) return "closed";
  const auto all = bookable(given);
  if (all.empty()) return "nothing to book";
  const Entry& one = *all[static_cast<std::size_t>(random(0, std::ssize(all) - 1))];
  Files files = given.files;
  files.find("patient.yaml")->under("booked").set(point_of(one), said(given, *one.start));
  const auto after = planned(files);
  demand(after.answer.has_value(), point_of(one) + " cannot be booked where it is shown: refused");
  demand(!after.clash(), point_of(one) + " cannot be booked where it is shown: " + said(given, *one.start));
  if (holds_more(given, after)) return "what nothing held is held now";
  demand_same_dates(given, after, fmt::format("when {} is booked at {}", point_of(one), said(given, *one.start)));
  return "held";
}

std::string all_booked(Random&, const Planned& given) {
  if (!given.dated()) return "refused or a clash";
  if (given.what().patient.closed) return "closed";
  Files files = given.files;
  const auto all = bookable(given);
  if (all.empty()) return "nothing to book";
  for (const auto* e : all) files.find("patient.yaml")->under("booked").set(point_of(*e), said(given, *e->start));
  const auto after = planned(files);
  demand(after.answer.has_value(), "all booked where it is shown is refused");
  demand(!after.clash(), "all booked where it is shown clashes");
  if (holds_more(given, after)) return "what nothing held is held now";
  demand_same_dates(given, after, "when all is booked as shown");
  return "held";
}

/// Once it has happened a visit on a named day binds the day that it counted from no longer.
bool holds_its_day(const Planned& plan, const Entry& one) {
  const auto* stage = plan.what().workflow.stage(one.id);
  if (!stage->falls_on) return false;
  const auto* days = model::chosen(*stage->falls_on, [&](const std::string&) { return std::string(); });
  return !days || std::any_of(days->value.begin(), days->value.end(), [&](const auto& placed) {
    const std::string& anchor = placed.from.stage.empty() ? plan.what().workflow.day_zero : placed.from.stage;
    return std::any_of(plan.answer->entries.begin(), plan.answer->entries.end(),
                       [&](const Entry& e) { return e.id == anchor && e.state != State::happened; });
  });
}

// What is shown for today and done as shown moves nothing.
std::string happened_as_shown(Random& random, const Planned& given) {
  if (!given.dated()) return "refused or a clash";
  if (!given.what().centre) return "dates alone";
  if (given.what().patient.closed) return "closed";
  const auto& zone = given.what().centre->zone;
  std::vector<const Entry*> all = bookable(given);
  std::erase_if(all, [&](const Entry* e) {
    return zone.wall(*e->start).day != given.settings.today || !e->end ||
           zone.wall(*e->end).day != given.settings.today;
  });
  if (all.empty()) return "nothing is shown for today";
  const Entry& one = *all[static_cast<std::size_t>(random(0, std::ssize(all) - 1))];
  if (holds_its_day(given, one)) return "a named day holds what it counts from until it has happened";
  // What happened is over before the same body does anything else: what was to come first and is not recorded comes
  // later.
  const auto holds = [&](const Entry& e) {
    const auto* stage = given.what().workflow.stage(e.id);
    return stage && stage->kind == model::Kind::appointment;
  };
  for (const Entry* other : all)
    if (holds(one) && holds(*other) && *other->start < *one.start)
      return "an appointment of that day was to come first";
  Files files = given.files;
  const auto from = said(given, *one.start), to = said(given, *one.end);
  files.find("patient.yaml")->under("happened").set(point_of(one), one.start == one.end ? from : from + " to " + to);
  const auto after = planned(files);
  if (!after.answer) return "refused";
  demand(!after.clash(), point_of(one) + " cannot have happened when it is shown: " + from);
  for (const auto& e : after.answer->entries)
    if (e.state == State::unrecorded) {
      const auto* before = same_visit(*given.answer, e);
      if (!before || before->state != State::unrecorded) return "something before it is not recorded";
    }
  // Nor does the record say when something ended that ran on past its length and that this had to wait for.
  for (const auto& e : given.answer->entries)
    if (const auto* then = same_visit(*after.answer, e); e.running && then && !then->running)
      return "what ran before it is taken as over";
  if (holds_more(given, after)) return "what nothing held is held now";
  demand_same_dates(given, after, fmt::format("when {} happened as shown, {}", point_of(one), from));
  return "held";
}

}  // namespace

const std::vector<LawRow>& laws_of_facts() {
  static const std::vector<LawRow> all{
      {"booked-as-shown", booked_as_shown}, {"all-booked", all_booked}, {"happened-as-shown", happened_as_shown}};
  return all;
}

}  // namespace v2v::laws
