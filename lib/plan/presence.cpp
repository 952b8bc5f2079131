#include "plan/presence.h"

#include <algorithm>

#include "plan/named_days.h"
#include "plan/paths.h"

namespace v2v::plan {
namespace {

// The visit of a stage that the point means, of its last attempt, is not recorded.
bool still_to_come(const model::Case& what, const Story& story, const model::Point& point) {
  const int i = index_of(what.workflow, point.stage);
  if (i < 0) return false;
  const model::Stage& s = what.workflow.stages[static_cast<std::size_t>(i)];
  const auto& attempts = story.stages[static_cast<std::size_t>(i)].attempts;
  const int last = static_cast<int>(attempts.size());
  const int visits =
      point.side == model::Point::start ? 1 : visits_in(what, story, s, attempts.empty() ? Attempt{} : attempts.back());
  for (const model::Fact& fact : what.patient.happened) {
    const auto& which = fact.point.which;
    if (fact.point.stage != point.stage || which.attempt.value_or(1) < last) continue;
    const bool whole = which.visit == model::Which::unsaid && (fact.to || !fact.from.minute);
    const int number = which.visit == model::Which::nth ? which.n : 1;
    if (whole || which.visit == model::Which::last || number >= visits) return false;
  }
  return true;
}

// Where a span that nobody recorded starts or ends, another stage does, or some days from it: that, and the days.
std::optional<model::Point> behind_spans(const model::Case& what, const Story& story, model::Point point,
                                         Moves& moves) {
  for (std::size_t turn = 0; turn <= what.workflow.stages.size(); ++turn) {
    const model::Stage* s = what.workflow.stage(point.stage);
    const auto recorded = [&](const model::Fact& fact) { return fact.point.stage == point.stage; };
    if (!s || !s->from || !s->until ||
        std::any_of(what.patient.happened.begin(), what.patient.happened.end(), recorded))
      return point;
    const auto* edge = model::chosen(point.side == model::Point::start ? *s->from : *s->until, Facts{what, story});
    if (!edge) return std::nullopt;
    point = edge->value;
    Moves here;
    if (point.stage.empty()) {
      here = number_moves(what.workflow, point);
      point.stage = what.workflow.day_zero;
      point.side = model::Point::start;
    }
    if (point.offset) {
      if (calendar::family(point.offset->unit) != calendar::Family::calendar) return std::nullopt;
      for (const Move& move : moves_of(*point.offset, point.before ? -1 : 1)) here.push_back(move);
      if (point.side == model::Point::unsaid && !point.before) point.side = model::Point::end;
      point.offset.reset();
    }
    if (point.side == model::Point::unsaid) point.side = model::Point::start;
    moves.insert(moves.begin(), here.begin(), here.end());
  }
  return std::nullopt;
}

}  // namespace

bool time_has_passed(const model::Case& what, const Story& story, const model::Stage& s, Day today) {
  const auto* begins = s.begins ? model::chosen(*s.begins, Facts{what, story}) : nullptr;
  if (!begins) return false;
  Moves moves;
  const auto after = behind_spans(what, story, begins->value.after, moves);
  if (!after || (after->which == model::Which{} && still_to_come(what, story, *after))) return false;
  std::optional<Day> from;
  for (const model::Fact& fact : what.patient.happened)
    if (fact.point.stage == after->stage) {
      const model::Stage* of = what.workflow.stage(fact.point.stage);
      if (of && of->lasts && fact.from.minute && !fact.to && after->side != model::Point::start)
        return false;  // that has begun and still runs
      const Day day = fact.to && after->side != model::Point::start ? fact.to->day : fact.from.day;
      from = from ? std::max(*from, day) : day;
    }
  return from && today - moved(*from, moves) > calendar::rough_minutes(begins->value.spread.most) / (24 * 60);
}

int visits_in(const model::Case& what, const Story& story, const model::Stage& s, const Attempt& attempt) {
  const Facts facts{what, story};
  bool unsure = false;
  if (const auto* days = s.falls_on ? model::chosen(*s.falls_on, facts) : nullptr)
    return static_cast<int>(aims_of(what.workflow, days->value, unsure).size());
  const auto* series = s.repeat ? model::chosen(*s.repeat, facts) : nullptr;
  return series ? visits_of(series->value, attempt.visits) : 1;
}

bool hangs_on_nothing(const model::Case& what, const Story& story, const model::Stage& s) {
  const Facts facts{what, story};
  const auto absent = [&](const model::Point& p) {
    const int i = index_of(what.workflow, p.stage.empty() ? what.workflow.day_zero : p.stage);
    return i >= 0 && !story.stages[static_cast<std::size_t>(i)].present;
  };
  if (s.begins)
    if (const auto* begins = model::chosen(*s.begins, facts); begins && absent(begins->value.after)) return true;
  if (s.from && s.until) {
    const auto *from = model::chosen(*s.from, facts), *until = model::chosen(*s.until, facts);
    if (from && until && absent(from->value) && absent(until->value)) return true;
  }
  if (!s.falls_on) return false;
  const auto* days = model::chosen(*s.falls_on, facts);
  return days && !days->value.empty() &&
         std::all_of(days->value.begin(), days->value.end(), [&](const auto& placed) { return absent(placed.from); });
}

}  // namespace v2v::plan
