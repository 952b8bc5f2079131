// plan: a workflow's own `checks:`: given facts, expected dates.
#include <fmt/format.h>

#include <algorithm>

#include "calendar/zone.h"
#include "plan/plan.h"
#include "plan/plan_with.h"

namespace v2v::plan {
namespace {

using timeline::Entry;
using timeline::State;

// The latest date in `happened`; else 26 weeks before the earliest date that is given.
calendar::Day today_of(const model::Check& check, const model::Patient& patient) {
  if (check.today) return *check.today;
  std::optional<calendar::Day> latest, earliest;
  for (const auto& fact : patient.happened) {
    const auto day = fact.to ? fact.to->day : fact.from.day;
    latest = latest ? std::max(*latest, day) : day;
  }
  if (latest) return *latest;
  for (const auto* facts : {&patient.booked, &patient.held})
    for (const auto& fact : *facts) earliest = earliest ? std::min(*earliest, fact.from.day) : fact.from.day;
  for (const auto& window : patient.windows)
    if (window.from) earliest = earliest ? std::min(*earliest, *window.from) : *window.from;
  return earliest ? *earliest - 26 * 7 : *calendar::day_of(2026, 1, 1);
}

struct Seen {
  const Entry* entry = nullptr;
  bool end = false;
};

Seen find(const timeline::Timeline& timeline, const model::Expectation& expected) {
  const auto& which = expected.point.which;
  std::vector<const Entry*> all;
  int attempt = which.attempt.value_or(0);
  for (const Entry& e : timeline.entries)
    if (e.id == expected.point.stage && e.state != State::cancelled) all.push_back(&e);
  std::sort(all.begin(), all.end(), [](const Entry* a, const Entry* b) { return a->visit < b->visit; });
  if (which.visit == model::Which::nth && !which.attempt) {
    for (const Entry* e : all)
      if (e->visit == which.n) return {e, expected.is_end};
    return {};
  }
  if (attempt == 0)
    for (const Entry* e : all) attempt = std::max(attempt, e->attempt);
  std::erase_if(all, [&](const Entry* e) { return e->attempt != attempt; });
  if (all.empty()) return {};
  if (which.visit == model::Which::nth)
    return which.n <= static_cast<int>(all.size()) ? Seen{all[static_cast<std::size_t>(which.n - 1)], expected.is_end}
                                                   : Seen{};
  const bool last = which.visit == model::Which::last || (which.visit == model::Which::unsaid && expected.is_end);
  return {last ? all.back() : all.front(), expected.is_end};
}

class Checking {
 public:
  source::Diagnostics run(const std::vector<model::Case>& checks) {
    for (const model::Case& what : checks)
      for (const model::Check& check : what.checks) one(what, check);
    return std::move(out_);
  }

 private:
  void fail(source::Span where, std::string text) {
    out_.push_back({"check-failed", source::Severity::error, where, std::move(text), {}, ""});
  }

  void one(const model::Case& what, const model::Check& check) {
    Settings settings;
    settings.today = today_of(check, what.patient);
    settings.explain = settings.details = false;  // neither ranges nor mends are asked for
    // Nearly all checks are without a centre, and an almanac of none is good for any.
    const auto answer = what.centre ? plan(what, settings) : plan_with(what, settings, no_centre_, almanac_);
    if (!answer) {
      for (auto d : answer.diagnostics) out_.push_back(std::move(d));
      return;
    }
    const timeline::Timeline& timeline = *answer.value;
    const auto zone = what.centre ? what.centre->zone : calendar::Zone::utc();
    const bool wants_clash =
        std::any_of(check.expect.begin(), check.expect.end(), [](const auto& e) { return e.clash; });
    if (timeline.conflict && !wants_clash) {
      source::Diagnostic failed{"check-failed",
                                source::Severity::error,
                                check.where,
                                fmt::format("expected dates, but the plan cannot be: {}", timeline.conflict->headline),
                                {},
                                ""};
      for (const auto& rule : timeline.conflict->rules) failed.notes.push_back({rule.where, rule.text});
      out_.push_back(std::move(failed));
      return;
    }
    if (!timeline.conflict && wants_clash) fail(check.where, "expected a clash, but the plan can be");
    if (timeline.conflict) return;
    for (const model::Expectation& expected : check.expect) expect(timeline, zone, expected);
  }

  void expect(const timeline::Timeline& timeline, const calendar::Zone& zone, const model::Expectation& expected) {
    if (expected.clash) return;
    const Seen seen = find(timeline, expected);
    if (expected.absent) {
      if (seen.entry)
        fail(expected.where, fmt::format("{} is expected to be absent, but it is planned", expected.point.stage));
      return;
    }
    if (!seen.entry || !seen.entry->start) {
      fail(expected.where,
           fmt::format("{} is expected {}, but it is not in the plan", expected.point.stage, expected.text));
      return;
    }
    const Entry& e = *seen.entry;
    const auto own = calendar::Zone::load(e.zone.empty() ? "UTC" : e.zone).value_or(zone);
    const auto text = [](calendar::Day a, calendar::Day b) {
      return a == b ? calendar::to_string(a) : calendar::to_string(a) + " to " + calendar::to_string(b);
    };
    if (expected.from && expected.to && *expected.from != *expected.to) {  // the window
      if (!e.earliest || !e.latest) {
        fail(expected.where,
             fmt::format("{} is expected within {}, but nothing holds it from above", e.id, expected.text));
        return;
      }
      const auto from = own.wall(*e.earliest).day, to = own.wall(*e.latest).day;
      if (from != *expected.from || to != *expected.to)
        fail(expected.where,
             fmt::format("{} is expected within {}, but its window is {}", e.id, expected.text, text(from, to)));
      return;
    }
    const auto wall = own.wall(seen.end ? *e.end : *e.start);
    const bool time_right = !expected.minute || *expected.minute == wall.minute;
    if (!expected.from || (wall.day == *expected.from && time_right)) return;
    fail(expected.where,
         fmt::format("{}{} is expected {}, but comes out {}{}", e.id, seen.end ? " end" : "", expected.text,
                     calendar::to_string(wall.day), expected.minute ? " " + calendar::clock(wall.minute) : ""));
  }

  const model::Case no_centre_;
  std::unique_ptr<Almanac> almanac_;
  source::Diagnostics out_;
};

}  // namespace

source::Diagnostics run_checks(const std::vector<model::Case>& checks) {
  return Checking().run(checks);
}

}  // namespace v2v::plan
