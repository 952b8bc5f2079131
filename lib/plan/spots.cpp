// plan: which event a point of a file leads to, and links from there; two facts that break a rule are a breach.
#include <algorithm>

#include "plan/builder.h"

namespace v2v::plan {

using model::Point;

// Which attempt of a stage another one speaks of. An `or again` speaks of the attempt made for it; the other sentences
// of the same stage of the last one made for it, or for an earlier attempt of it where no round has done both again
// since; attempts of one round of `again` speak of each other; what happened speaks of the last that happened before
// it, and never of one that only an assumed outcome opens; else the last attempt.
int Builder::attempt_meant(int i, int v, int link) {
  const Told& told = c_.story.stages[static_cast<std::size_t>(i)];
  const int last = static_cast<int>(told.attempts.size());
  if (v < 0) return last;
  const Visit& mine = visit(v);
  // A link that could ask for its own does not mean what was made for another.
  const auto says_again = [&] {
    const model::Stage& s = stage(mine);
    const std::size_t k = static_cast<std::size_t>(link);
    if (link < 0 || k >= s.after.size() + s.ends_after.size()) return false;
    const auto* wait = model::chosen((k < s.after.size() ? s.after[k] : s.ends_after[k - s.after.size()]).wait, facts_);
    return wait && wait->value.or_again;
  };
  int made = 0, made_for = 0;  // the last attempt made for a link of mine, and for which attempt of mine
  for (int a = last; a >= 1; --a) {
    const int r = told.attempts[static_cast<std::size_t>(a - 1)].retry;
    if (r < 0) continue;
    for (std::size_t k = 0; k < choices_.retries.size(); ++k) {
      const Retry& retry = choices_.retries[k];
      if ((static_cast<int>(k) != r && retry.served_by != r) || retry.of != mine.stage ||
          retry.of_attempt > mine.attempt)
        continue;
      if (retry.of_attempt == mine.attempt && retry.link == link) return a;
      if (retry.link != link && says_again()) continue;
      if (retry.of_attempt > made_for) made = a, made_for = retry.of_attempt;
    }
  }
  if (made > 0 && made_for == mine.attempt && !mine.from) return made;
  const auto& my_attempts = c_.story.stages[static_cast<std::size_t>(mine.stage)].attempts;
  const auto& not_again = c_.story.stages[static_cast<std::size_t>(mine.stage)].not_again;
  const Attempt& me = my_attempts[static_cast<std::size_t>(mine.attempt - 1)];
  // The record decides first: the last attempt of it that had begun when this one did. What a round of `again` does
  // anew is of that round, whether anybody wrote it down or not.
  if (mine.from) {
    int best = 0;
    if (me.round > 0 && !only_assumed(me))
      for (int a = 1; a <= last; ++a)
        if (told.attempts[static_cast<std::size_t>(a - 1)].round == me.round) return a;
    for (int u : c_.visits_of[static_cast<std::size_t>(i)])
      if (visit(u).from && *visit(u).from <= *mine.from_last) best = std::max(best, visit(u).attempt);
    if (best > 0) return best;
  }
  const bool has_been = mine.from || mine.record == Visit::unrecorded;
  int best = 1;
  for (int a = 1; a <= last; ++a) {
    const Attempt& other = told.attempts[static_cast<std::size_t>(a - 1)];
    if (other.retry >= 0) continue;  // made for another link
    if (has_been && only_assumed(other)) continue;
    const bool mine_too =
        std::any_of(my_attempts.begin(), my_attempts.end(), [&](const Attempt& m) { return m.round == other.round; }) ||
        std::find(not_again.begin(), not_again.end(), other.round) != not_again.end();
    if (other.round > 0 && me.round >= 0 && other.round > me.round && mine_too)
      continue;  // my later attempt speaks of it, or would
    best = a;
  }
  const bool anew = told.attempts[static_cast<std::size_t>(best - 1)].round > 0 &&
                    told.attempts[static_cast<std::size_t>(best - 1)].round == me.round;
  return made > 0 && !anew && !mine.from ? made : best;
}

bool Builder::only_assumed(const Attempt& attempt) const {
  if (attempt.opened_by < 0) return false;
  const auto& openers = c_.story.stages[static_cast<std::size_t>(attempt.opened_by)].attempts;
  const auto by = static_cast<std::size_t>(attempt.opened_by_attempt);
  return by > openers.size() || !openers[by - 1].recorded;  // or not even planned any more
}

std::optional<Spot> Builder::spot(const Point& point, Point::Side side, int from_visit, int link) {
  Spot at;
  at.sign = point.before ? -1 : 1;
  if (point.stage.empty()) {
    if (c_.day_zero < 0) return std::nullopt;
    at.visit = c_.day_zero;
    if (from_visit >= 0) {  // an attempt counts from the Day 0 of its time
      const int attempt = attempt_meant(visit(c_.day_zero).stage, from_visit, link);
      for (const int u : c_.visits_of[static_cast<std::size_t>(visit(c_.day_zero).stage)])
        if (visit(u).attempt == attempt && visit(u).in_row == 1 && visit(u).present) at.visit = u;
    }
    at.event = visit(at.visit).s;
    at.date = true;
    at.moves = number_moves(what_.workflow, point);
  } else {
    const int i = index_of(what_.workflow, point.stage);
    if (i < 0 || c_.visits_of[static_cast<std::size_t>(i)].empty()) return std::nullopt;
    const model::Stage& s = what_.workflow.stages[static_cast<std::size_t>(i)];
    const auto& all = c_.visits_of[static_cast<std::size_t>(i)];
    Row row;
    const bool sibling = from_visit >= 0 && visit(from_visit).whole >= 0 && !s.whole.empty() &&
                         stage(visit(from_visit)).whole == s.whole;
    const bool absent = !c_.story.stages[static_cast<std::size_t>(i)].present;  // one visit, that passes its links on
    const int attempt = point.which.attempt && !absent ? *point.which.attempt : attempt_meant(i, from_visit, link);
    for (int u : all) {
      if (sibling ? visit(u).whole == visit(from_visit).whole : visit(u).attempt == attempt) row.push_back(u);
    }
    if (point.which.visit == model::Which::nth && !point.which.attempt && !sibling) row = all;
    if (row.empty()) return std::nullopt;
    const bool says_end =
        point.side == Point::unsaid ? (point.offset && !point.before) || side == Point::end : point.side == Point::end;
    int u = says_end ? row.back() : row.front();
    if (point.which.visit == model::Which::first) u = row.front();
    if (point.which.visit == model::Which::last) u = row.back();
    if (point.which.visit == model::Which::nth) {
      const bool kept = c_.story.stages[static_cast<std::size_t>(i)].kept.has_value();  // then the last that has been
      const int n = absent ? 1 : kept ? std::min(point.which.n, static_cast<int>(row.size())) : point.which.n;
      if (n < 1 || n > static_cast<int>(row.size())) return std::nullopt;
      u = row[static_cast<std::size_t>(n - 1)];
    }
    at.visit = u;
    at.event = says_end ? visit(u).e : visit(u).s;
  }
  if (point.offset) {
    if (calendar::family(point.offset->unit) == calendar::Family::calendar) {
      at.date = true;
      for (const Move& m : moves_of(*point.offset, at.sign)) at.moves.push_back(m);
    } else {
      if (at.date) {  // hours or working days behind a numbered day count from that day
        const network::Event day = c_.net.event();
        just_at(at, day, network::untagged, -1);
        at.event = day;
        at.moves.clear();
      }
      at.length = point.offset;
      at.date = point.offset->unit == calendar::Unit::work_days;
    }
  }
  return at;
}

network::Step Builder::step(const Spot& at, const Moves& extra, int v) {
  if (at.length) return almanac_.step(*at.length, at.sign, v >= 0 ? visit(v).place() : nullptr);
  if (!at.date && extra.empty()) return {0};
  Moves moves = at.moves;
  moves.insert(moves.end(), extra.begin(), extra.end());
  return almanac_.step(moves);
}

// The last tick at which a point can lie of which the record decides: of a visit, or of a span between such points.
std::optional<Tick> Builder::known_end(const Spot& at) {
  const Visit& v = visit(at.visit);
  const bool starts = at.event == v.s;
  if (v.record == Visit::happened) return starts ? v.from_last : v.to_last;
  const auto& edge = starts ? stage(v).from : stage(v).until;
  if (!v.present || v.record != Visit::ahead || !edge || !pick(edge)) return std::nullopt;
  const auto before = spot(pick(edge)->value, Point::start, at.visit);
  if (!before || before->visit == at.visit) return std::nullopt;
  const auto known = known_end(*before);
  return known ? std::optional(step(*before, {}, at.visit).least(*known)) : std::nullopt;
}

// How far `late` lies behind `early`: in whole days for a rule that counts dates.
Tick Builder::missed_by(const network::Step& rule, Tick early, Tick late) {
  if (late <= early || !rule.dates || (rule.kind != network::Step::dated && rule.kind != network::Step::mapped))
    return late - early;
  return Tick{1440} * (rule.dates->date(late) - rule.dates->date(early));
}

void Builder::arrow(int u, network::Event from, int v, network::Event to, const network::Wait& wait, network::Tag tag) {
  if (u >= 0 && v >= 0 && (visit(u).record == Visit::unrecorded || visit(v).record == Visit::unrecorded)) return;
  const bool both_fixed = u >= 0 && v >= 0 && u != v && visit(u).from && visit(v).from;
  if (!both_fixed) {
    c_.net.link(from, to, wait, tag, rank(tag));
    return;
  }
  // Two facts never make a plan infeasible: what they break is a breach. A date alone counts as its whole day.
  const auto low = [&](int w, network::Event e) {
    return e == visit(w).s || visit(w).over ? visit(w).from : visit(w).to;
  };
  const auto high = [&](int w, network::Event e) { return e == visit(w).s ? visit(w).from_last : visit(w).to_last; };
  const auto from_low = low(u, from), from_high = high(u, from), to_low = low(v, to), to_high = high(v, to);
  Tick by = 0;
  const auto breach = [&] {
    const Voice* voice = c_.voice(tag);
    if (by > 0 && voice && voice->kind != Voice::order && voice->kind != Voice::travel)
      c_.breaches.push_back({fmt::format("{} (both have happened)", voice->text), voice->where, by});
  };
  if (!from_low && to_high && from == visit(u).e &&
      *visit(u).from > *to_high) {  // it began after what waits for its end
    if (wait.least) by = missed_by(*wait.least, *to_high, wait.least->least(*visit(u).from));
    return breach();
  }
  if (!from_low || !to_low || !from_high || !to_high) {  // one of them still runs
    c_.net.link(from, to, wait, tag, rank(tag));
    return;
  }
  if (wait.least) by = std::max(by, missed_by(*wait.least, *to_high, wait.least->least(*from_low)));
  if (wait.greatest) by = std::max(by, missed_by(*wait.greatest, wait.greatest->greatest(*from_high), *to_low));
  breach();
}

void Builder::no_sooner(const Spot& at, const Moves& extra, network::Event e, network::Tag tag, int v) {
  arrow(at.visit, at.event, v, e, network::at_least(step(at, extra, v)), tag);
}
void Builder::no_later(const Spot& at, const Moves& extra, network::Event e, network::Tag tag, int v) {
  arrow(at.visit, at.event, v, e, network::at_most(step(at, extra, v)), tag);
}
// Exactly there; a date is its first tick, where it is counted in working days that of their place.
void Builder::just_at(const Spot& at, network::Event e, network::Tag tag, int v) {
  const auto s = step(at, {}, v);
  arrow(at.visit, at.event, v, e, network::between(s, s), tag);
  const model::Place* place = at.length && v >= 0 ? visit(v).place() : nullptr;
  if (at.date) c_.net.open(e, {&almanac_.midnights(almanac_.zone_of(place))}, 0, tag, rank(tag));
}

}  // namespace v2v::plan
