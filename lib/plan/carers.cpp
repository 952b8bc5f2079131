// plan: whether someone can be with the patient for as long as a stage asks for it. Said, not forced: a date is not
// moved because a carer is missing, but nobody reads a plan that hides it.
#include <fmt/format.h>

#include <algorithm>

#include "plan/entries.h"

namespace v2v::plan {
namespace {

using calendar::Day;

/// The days of [from, to] in none of the ranges, in words; empty: none.
std::string uncovered(Day from, Day to, const std::vector<std::pair<Day, Day>>& ranges) {
  std::string out;
  std::optional<Day> begun;
  const auto close = [&](Day last) {
    if (!begun) return;
    out += (out.empty() ? "" : " and ") + calendar::to_string(*begun) +
           (*begun == last ? "" : " to " + calendar::to_string(last));
    begun.reset();
  };
  for (Day d = from; d <= to; d = d + 1) {
    const bool there = std::any_of(ranges.begin(), ranges.end(),
                                   [&](const auto& range) { return range.first <= d && d <= range.second; });
    if (there)
      close(d - 1);
    else if (!begun)
      begun = d;
  }
  close(to);
  return out;
}

}  // namespace

void note_carers(const model::Case& what, const Almanac& almanac, timeline::Timeline& out) {
  if (out.closed) return;
  for (const timeline::Entry& e : out.entries) {
    const model::Stage* stage = what.workflow.stage(e.id);
    if (!stage || !stage->carer_required || !e.start || !e.end || e.state == timeline::State::cancelled) continue;
    const Day from = std::max(almanac.day_of(*e.start), out.today);
    const auto last = [&](calendar::Instant end) {
      return almanac.day_of({end.minutes - 1});
    };  // an end is the first free day
    if (last(*e.end) < from) continue;
    if (!what.patient.carers_said) {
      out.assumptions.push_back(fmt::format("when a carer can be there is not stated: not checked for {}", e.title));
      continue;
    }
    if (const auto gap = uncovered(from, last(*e.end), what.patient.carers); !gap.empty()) {
      out.warnings.push_back(fmt::format("no carer on {}: {} asks for one", gap, e.title));
      continue;
    }
    if (!e.range_to || *e.range_to <= *e.start) continue;
    const auto later = last({e.end->minutes + e.range_to->minutes - e.start->minutes});
    if (const auto gap = uncovered(from, later, what.patient.carers); !gap.empty())
      out.warnings.push_back(
          fmt::format("if everything takes its most, no carer on {}: {} asks for one", gap, e.title));
  }
}

}  // namespace v2v::plan
