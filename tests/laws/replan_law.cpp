// As few bookings move as can be, and by as few days. Random cases are planned, some of what the plan shows is booked,
// and then reality differs: time passes, a stage happens later than it was planned. Every set of bookings is tried by
// brute force.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "follow/booking.h"
#include "follow/replan.h"
#include "plan/verify.h"
#include "plan_checks.h"

using namespace v2v;
using namespace v2v::laws;
using calendar::Day;
using timeline::Entry;
using timeline::State;

namespace {

struct Tally {
  long planned = 0, kept = 0, moved = 0, bookings = 0, stuck = 0, several = 0, dates = 0, inexact = 0, fallen = 0;
};

/// Facts made here stand in a file of their own, each in its place, since a clash names a booking by its place.
struct Margin {
  source::Sources sources;
  const source::File& file = sources.add("margin", std::string(4000, ' '));
  std::uint32_t used = 0;
  source::Span next() { return {&file, used++, used}; }
};

model::Fact fact_of(const Entry& e, const calendar::Zone& zone, calendar::Instant at, bool hour, source::Span where) {
  model::Fact f;
  f.point.stage = e.id;
  if (e.visits > 1) f.point.which.visit = model::Which::nth, f.point.which.n = e.visit;
  const auto wall = zone.wall(at);
  f.from.day = wall.day;
  f.from.instant = hour ? at : zone.start_of(wall.day);
  if (hour) f.from.minute = wall.minute;
  f.where = where;
  return f;
}

bool ahead(const Entry& e) {
  return e.visit == 1 && e.state == State::planned && e.start &&
         (e.kind == model::Kind::appointment || e.kind == model::Kind::work) && e.attempts == 1;
}

/// The case with bookings, and then otherwise than they were made for; false where it gives nothing to move.
bool disturb(Random& random, model::Case& what, plan::Settings& settings, Margin& margin) {
  const auto calm = plan::plan(what, settings);
  if (!calm || calm.value->conflict || what.patient.closed) return false;
  const calendar::Zone zone = what.centre ? what.centre->zone : calendar::Zone::utc();
  std::vector<const Entry*> coming;
  for (const Entry& e : calm.value->entries)
    if (ahead(e)) coming.push_back(&e);
  if (coming.size() < 2) return false;
  std::sort(coming.begin(), coming.end(), [](const Entry* a, const Entry* b) { return *a->start < *b->start; });
  const auto late = static_cast<std::size_t>(random(0, std::min<std::int64_t>(2, std::ssize(coming) - 1)));
  for (std::size_t k = 0; k < coming.size() && what.patient.booked.size() < 5; ++k) {
    if (k == late || !random.chance(60)) continue;
    const auto same = [&](const auto& f) { return f.point.stage == coming[k]->id; };
    if (std::any_of(what.patient.booked.begin(), what.patient.booked.end(), same) ||
        std::any_of(what.patient.held.begin(), what.patient.held.end(), same))
      continue;
    const bool hour = !coming[k]->date_only && what.centre &&
                      zone.read(zone.wall(*coming[k]->start)).kind == calendar::Reading::unique;
    what.patient.booked.push_back(
        fact_of(*coming[k], zone, *coming[k]->start, hour && random.chance(60), margin.next()));
  }
  // One stage comes later than it was planned, and today is the day on which it does, or some days pass.
  const Entry& slips = *coming[late];
  const std::int64_t days = random(0, 9);
  calendar::Instant at{slips.start->minutes + days * 1440 + (days == 0 ? 0 : random(-2, 2) * 60)};
  const Day day = std::max(settings.today, zone.wall(at).day);
  if (zone.wall(at).day < settings.today) return false;
  if (random.chance(80))
    what.patient.happened.push_back(fact_of(
        slips, zone, at, what.centre && !slips.date_only && zone.read(zone.wall(at)).kind == calendar::Reading::unique,
        margin.next()));
  settings.today = day;
  // What lies before today is overdue and moves anyhow.
  std::erase_if(what.patient.booked, [&](const model::Fact& f) { return f.from.day < day; });
  return what.patient.booked.size() >= 1;
}

bool holds(model::Case& what, const plan::Settings& settings, const std::vector<model::Fact>& booked) {
  what.patient.booked = booked;
  const auto answer = plan::plan(what, settings);
  return answer && !answer.value->conflict;
}

/// The least number of bookings without which the plan holds; nothing where even without all it does not.
std::optional<int> least(model::Case what, const plan::Settings& settings) {
  const auto all = what.patient.booked;
  for (int size = 0; size <= static_cast<int>(all.size()); ++size)
    for (unsigned set = 0; set < 1U << all.size(); ++set) {
      if (std::popcount(set) != size) continue;
      std::vector<model::Fact> kept;
      for (std::size_t b = 0; b < all.size(); ++b)
        if (!(set >> b & 1U)) kept.push_back(all[b]);
      if (holds(what, settings, kept)) return size;
    }
  return std::nullopt;
}

/// A nearer date of one booking that would do, whichever booking it is.
std::optional<std::string> nearer(model::Case what, const plan::Settings& settings, int days) {
  const auto all = what.patient.booked;
  const calendar::Zone zone = what.centre ? what.centre->zone : calendar::Zone::utc();
  for (std::size_t b = 0; b < all.size(); ++b)
    for (int away = -days + 1; away < days; ++away) {
      auto booked = all;
      model::Fact& f = booked[b];
      f.from.day = f.from.day + away;
      if (f.from.day < settings.today) continue;
      f.from.minute.reset();
      f.from.instant = zone.start_of(f.from.day);
      f.to.reset();
      if (holds(what, settings, booked)) return fmt::format("{} on {}", f.point.stage, calendar::to_string(f.from.day));
    }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  Tally tally;
  Words words;
  words.cases = 1'500;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words&) {
    Knobs knobs = sized(number, 1000);
    knobs.size = number % 2 == 0 ? Knobs::tiny : Knobs::small;
    const Files files = generate(random, knobs);
    ReadFiles opened;
    read(files, opened);
    if (!opened.answer) return;
    model::Case what = *opened.answer.value;
    plan::Settings settings;
    settings.today = opened.today;
    settings.explain = false;
    Margin margin;
    if (!disturb(random, what, settings, margin)) return;
    const auto before = plan::plan(what, settings);
    if (!before) return;
    ++tally.planned;
    const auto found = follow::replan(what, settings);
    demand(found.value.has_value(), "replan: refused where the plan is not");
    const auto& answer = found.value->answer;
    const auto truth = least(what, settings);
    demand(answer.stuck.has_value() == !truth.has_value(),
           fmt::format("stuck: {}, and without {} bookings it holds", answer.stuck ? "it says so" : "it does not",
                       truth.value_or(-1)));
    if (!truth) {
      ++tally.stuck;
      return;
    }
    demand(static_cast<int>(answer.moved.size()) == *truth,
           fmt::format("fewest: {} moved, {} would do", answer.moved.size(), *truth));
    demand(!found.value->timeline.conflict.has_value(), "holds: the new plan does not");
    const auto verdict = plan::verify(found.value->what, settings, found.value->timeline);
    // That a plan of any record keeps every rule is accept_law's business; here it must have the bookings where they
    // are said.
    for (const auto& broken : verdict.broken)
      demand(broken.rule != plan::Rule::booked && broken.rule != plan::Rule::today,
             "accepted: " + broken.text + "; " + broken.how);
    demand(found.value->what.patient.happened.size() == what.patient.happened.size(), "past: something else happened");
    const bool falls = std::any_of(answer.moved.begin(), answer.moved.end(), [](const auto& m) { return m.falls; });
    tally.fallen += falls;
    if (falls) return;  // they are gone from the case, which the plan above is of
    int days = 0;
    for (std::size_t b = 0; b < what.patient.booked.size(); ++b) {
      const auto &was = what.patient.booked[b], &now = found.value->what.patient.booked[b];
      const bool moved = std::any_of(answer.moved.begin(), answer.moved.end(),
                                     [&](const auto& m) { return m.was.where == was.where; });
      demand(was.point == now.point, "order: another booking stands there");
      demand(moved || (was.from.day == now.from.day && was.from.minute == now.from.minute),
             "kept: a booking moved that is not told");
      demand(now.from.day >= settings.today, "today: a booking lies before it");
      days += std::abs(now.from.day - was.from.day);
    }
    demand(days == answer.days, "days: not as told");
    if (answer.moved.empty()) {
      ++tally.kept;
      return;
    }
    ++tally.moved;
    tally.bookings += std::ssize(answer.moved);
    tally.inexact += !answer.fewest_days;
    if (answer.moved.size() > 1) {
      ++tally.several;
    } else if (answer.fewest_days && answer.days > 0 && answer.days <= 12) {
      ++tally.dates;
      const auto better = nearer(what, settings, answer.days);
      demand(!better, fmt::format("nearer: {} moved {} days, and {} would do", answer.moved.front().id, answer.days,
                                  better.value_or("")));
    }
  };
  return run_law(argc, argv, "replan_law", words, one, [&] {
    return fmt::format(
        "{} with bookings: {} keep all, {} move {} ({} of them several), {} cannot be mended so; {} tried for a nearer "
        "date; {} where not all dates were looked at; {} fall, since no date can be held",
        tally.planned, tally.kept, tally.moved, tally.bookings, tally.several, tally.stuck, tally.dates, tally.inexact,
        tally.fallen);
  });
}
