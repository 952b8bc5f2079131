// plan: what the patient file says: what happened (fixed for ever), what is booked or held, what must have been.
#include <algorithm>
#include <map>
#include <set>

#include "plan/builder.h"
#include "plan/spread.h"

namespace v2v::plan {

void Builder::complain(std::string code, source::Span where, std::string text, std::string hint) {
  for (const auto& d : c_.diagnostics)
    if (d.code == code && d.where == where) return;
  c_.diagnostics.push_back({std::move(code), source::Severity::error, where, std::move(text), {}, std::move(hint)});
}

// A fact without an attempt speaks of the first attempt when it happened, of the last when it is booked.
Builder::Row Builder::visits_meant(const model::Fact& fact, bool booked) {
  const int i = index_of(what_.workflow, fact.point.stage);
  if (i < 0) {
    complain("unknown-stage", fact.where, fmt::format("{} is not a stage of {}", fact.point.stage, what_.workflow.id));
    return {};
  }
  const Told& told = c_.story.stages[static_cast<std::size_t>(i)];
  if (told.stopped) return {};
  const auto& all = c_.visits_of[static_cast<std::size_t>(i)];
  const auto& which = fact.point.which;
  if (booked && !told.not_again.empty() &&
      (which.attempt ? *which.attempt > std::ssize(told.attempts)
                     : which.visit == model::Which::nth && which.n > std::ssize(all)))
    return {};  // it was for an attempt that is not to come
  const int attempt = which.attempt.value_or(booked ? static_cast<int>(told.attempts.size()) : 1);
  Row row;
  for (int v : all)
    if (visit(v).attempt == attempt || (which.visit == model::Which::nth && !which.attempt)) row.push_back(v);
  switch (which.visit) {
    case model::Which::first:
      row.resize(std::min<std::size_t>(row.size(), 1));
      break;
    case model::Which::last:
      row.erase(row.begin(), row.end() - std::min<std::ptrdiff_t>(1, std::ssize(row)));
      break;
    case model::Which::nth:
      if (booked && told.kept && which.n > std::ssize(row)) return {};  // the pathway ended before it
      if (which.n < 1 || which.n > static_cast<int>(row.size())) {
        complain("unknown-visit", fact.where,
                 fmt::format("{} has {} visit{}, so there is no visit {}", fact.point.stage, row.size(),
                             row.size() == 1 ? "" : "s", which.n));
        return {};
      }
      row = {row[static_cast<std::size_t>(which.n - 1)]};
      break;
    case model::Which::unsaid:  // a moment starts the stage: its other visits are still to come
      if (fact.from.minute && !fact.to) row.resize(std::min<std::size_t>(row.size(), 1));
      break;
  }
  if (booked && row.size() > 1) row.resize(1);
  return row;
}

void Builder::take_record() {
  for (const model::Fact& fact : what_.patient.happened) {
    const Day last = fact.to ? fact.to->day : fact.from.day;
    if (last > settings_.today || fact.from.day > settings_.today) {
      complain("happened-after-today", fact.where,
               fmt::format("{} is said to have happened on {}, but today is {}", to_string(fact.point),
                           calendar::to_string(std::max(last, fact.from.day)), calendar::to_string(settings_.today)),
               "what lies ahead belongs under `booked` or `held`");
      continue;
    }
    Row row = visits_meant(fact, false);
    if (fact.from.minute && !fact.to && row.size() > 1) row.resize(1);  // a moment alone begins a stage of several
    for (int id : row) {
      Visit& v = visit(id);
      if (!v.present) continue;
      const model::Stage& s = stage(v);
      v.record = Visit::happened;
      v.fact = &fact;
      v.date_only = !fact.from.minute;
      const auto first = [&](const model::Moment& m) {
        return m.minute ? m.instant.minutes : almanac_.start_of(m.day);
      };
      const auto final = [&](const model::Moment& m) {
        return m.minute ? m.instant.minutes : almanac_.start_of(m.day + 1) - 1;
      };
      v.from = first(fact.from);
      v.from_last = final(fact.from);
      if (row.size() > 1 && fact.to) {  // a row said in one sentence: the first begins it, the last ends it
        if (id != row.front()) v.from_last = final(*fact.to), v.date_only = true;
        v.to = first(fact.from);
        v.to_last = final(*fact.to);
        if (id == row.back()) v.to = first(*fact.to);
      } else if (fact.to) {
        v.to = first(*fact.to);
        v.to_last = final(*fact.to);
      } else if (!fact.from.minute) {
        v.to = v.from;
        v.to_last = v.from_last;
      } else if (s.lasts || (s.until && !s.takes)) {
        v.record = Visit::running;
      } else {
        v.to = v.to_last = ended(id);
      }
    }
  }
  infer_wholes();
}

// When a visit was over whose start alone is recorded: a moment starts it, and what we choose then takes its length.
std::optional<Tick> Builder::ended(int id) {
  const Visit& v = visit(id);
  if (v.record != Visit::happened || !v.from || !stage(v).parts.empty()) return std::nullopt;
  const auto* takes = pick(stage(v).takes);
  if (!takes) return v.from;
  const Length length = takes->value.most;
  if (calendar::family(length.unit) == calendar::Family::working && v.places.empty() && pick(stage(v).at))
    return std::nullopt;  // its place, whose working days count, is not settled yet
  const Tick end = almanac_.span(length, v.place()).least(*v.from);
  const model::Outcome* longer = lengthening(v);
  return longer ? almanac_.span(assumed(*longer->adds, settings_.assume), v.place()).least(end) : end;
}

// A whole that nobody recorded has begun with the first of its parts that did, and is over when all of them are.
void Builder::infer_wholes() {
  for (std::size_t w = 0; w < c_.visits.size(); ++w) {
    Visit& whole = c_.visits[w];
    if (whole.record != Visit::ahead || !whole.present) continue;
    bool all = true, ends_known = true;
    std::optional<Tick> to, to_last;
    for (const Visit& part : c_.visits) {
      if (part.whole != static_cast<int>(w) || !part.present) continue;
      all = all && part.record == Visit::happened;
      ends_known = ends_known && part.to && part.to_last;
      if (!part.from) continue;
      if (!whole.from || *part.from < *whole.from)
        whole.fact = part.fact, whole.from = part.from, whole.date_only = part.date_only;
      whole.from_last = whole.from_last ? std::min(*whole.from_last, *part.from_last) : *part.from_last;
      if (!part.to) continue;
      to = to ? std::max(*to, *part.to) : *part.to;
      to_last = to_last ? std::max(*to_last, *part.to_last) : *part.to_last;
    }
    if (!whole.from) continue;
    whole.record = all ? Visit::happened : Visit::running;
    if (all && ends_known) whole.to = to, whole.to_last = to_last;
  }
}

void Builder::take_bookings() {
  for (const bool held : {false, true})
    for (const model::Fact& fact : held ? what_.patient.held : what_.patient.booked) {
      const bool released =
          std::find(choices_.released.begin(), choices_.released.end(), &fact) != choices_.released.end();
      for (int id : visits_meant(fact, true)) {
        Visit& v = visit(id);
        if (!v.present || v.record != Visit::ahead || (held && v.booking && !v.held)) continue;  // booked beats held
        if (released) {
          v.let_go = &fact;
          continue;
        }
        v.booking = &fact;
        v.held = held;
        v.overdue = fact.from.day < settings_.today;  // planned as not done, never assumed
      }
    }
}

// A visit whose named day is over, and of which nothing is recorded: taken as done, like a stage before one that
// happened. A day that has passed cannot be planned again, and nobody records every visit.
void Builder::let_pass() {
  std::map<int, std::pair<int, int>> passed;  // stage: how many, of how many
  for (const auto& [id, aim] : aims_) {
    Visit& v = visit(id);
    if (!v.present || v.record != Visit::ahead) continue;
    const Attempt& attempt =
        c_.story.stages[static_cast<std::size_t>(v.stage)].attempts[static_cast<std::size_t>(v.attempt - 1)];
    if (attempt.retry >= 0 || only_assumed(attempt)) continue;  // only planned: it cannot have been
    auto& [gone, all] = passed[v.stage];
    ++all;
    const auto at = anchor_of(aim, id);
    if (!at || at->visit < 0 || !visit(at->visit).from_last || visit(at->visit).record == Visit::running) continue;
    const Visit& known = visit(at->visit);
    const Tick when = at->event == known.e && known.to_last ? *known.to_last : *known.from_last;
    Moves last = aim.until ? *aim.until : aim.moves;
    if (const auto* tolerance = pick(stage(v).give_or_take))
      for (const Move& m : moves_of(tolerance->value, 1)) last.push_back(m);
    if (moved(almanac_.day_of(Instant{when}), last) >= settings_.today) continue;
    v.record = Visit::unrecorded;
    v.lapsed = true;
    gone += !v.overdue;
  }
  for (const auto& [i, count] : passed)
    if (count.first > 0)
      c_.assumptions.push_back(
          fmt::format("{}: {} of {} visits are not recorded and their days are over, taken as done",
                      title_of(what_.workflow.stages[static_cast<std::size_t>(i)]), count.first, count.second));
}

// What has been speaks of no attempt that only an assumed outcome opens, but of the one before it.
int Builder::grounded(int v) const {
  const Visit& it = c_.visits[static_cast<std::size_t>(v)];
  const auto& all = c_.visits_of[static_cast<std::size_t>(it.stage)];
  const auto& attempts = c_.story.stages[static_cast<std::size_t>(it.stage)].attempts;
  const auto recorded = [&](int attempt) {
    return std::any_of(all.begin(), all.end(), [&](int u) {
      const Visit& one = c_.visits[static_cast<std::size_t>(u)];
      return one.attempt == attempt && one.from.has_value();
    });
  };
  int attempt = it.attempt;
  while (attempt > 1 && only_assumed(attempts[static_cast<std::size_t>(attempt - 1)]) && !recorded(attempt)) --attempt;
  if (attempt == it.attempt) return v;
  int found = v;
  for (const int u : all)
    if (const Visit& one = c_.visits[static_cast<std::size_t>(u)]; one.attempt == attempt && one.in_row <= it.in_row)
      found = u;
  return found;
}

// A part says of its whole that it began, and nothing of the other parts.
Builder::Row Builder::before(const std::vector<std::pair<int, bool>>& these) const {
  const auto at = [](auto& list, int v) -> auto& {
    return list[static_cast<std::size_t>(v)];
  };
  std::vector<Row> links(c_.visits.size());
  for (const Lean& lean : c_.leans)
    if (lean.path) at(links, lean.to).push_back(lean.from);
  enum Seen : char { not_yet, begun, over };
  std::vector<Seen> seen(c_.visits.size(), not_yet);
  std::vector<int> stack;
  for (const auto& [v, is_over] : these) {
    at(seen, v) = is_over ? over : begun;
    stack.push_back(v);
  }
  Row found;
  while (!stack.empty()) {
    const int v = stack.back();
    stack.pop_back();
    for (const int leads : at(links, v)) {
      const int u = grounded(leads);
      if (at(c_.visits, u).whole == v && at(seen, v) == begun) continue;
      const Seen now = at(c_.visits, v).whole == u ? begun : over;
      if (at(seen, u) >= now) continue;
      if (at(seen, u) == not_yet) found.push_back(u);
      at(seen, u) = now;
      stack.push_back(u);
    }
  }
  return found;
}

// A stage that a link path puts before one that has happened is taken as done, without a date, binding nothing.
bool Builder::mark_unrecorded() {
  std::vector<std::pair<int, bool>> known;
  for (std::size_t v = 0; v < c_.visits.size(); ++v) {
    const Visit& it = c_.visits[v];
    if (it.record == Visit::happened || it.record == Visit::running)
      known.emplace_back(static_cast<int>(v), it.record == Visit::happened || stage(it).parts.empty());
  }
  bool any = false;
  Row all = before(known);
  std::sort(all.begin(), all.end());  // by id, whatever the order of the links
  for (const int u : all) {
    Visit& earlier = visit(u);
    if (earlier.record != Visit::ahead) continue;
    earlier.record = Visit::unrecorded;
    any = true;
    if (earlier.present && stage(earlier).kind != model::Kind::event)
      c_.assumptions.push_back(fmt::format("{} is not recorded: taken as done, its date unknown", name(u)));
  }
  return any;
}

// What began, and is followed by what has happened, is over by then, though nobody wrote down when.
bool Builder::mark_over() {
  bool any = false;
  for (int v = 0; v < static_cast<int>(c_.visits.size()); ++v) {
    Visit& it = visit(v);
    const auto* lasts = it.record == Visit::running && it.fact ? pick(stage(it).lasts) : nullptr;
    if (!lasts) continue;
    std::set<int> seen;
    std::vector<int> stack;
    std::optional<int> by;
    const auto follow = [&](int of, bool from_end) {  // what waits for an attempt that is only assumed waits for this
      for (const Lean& lean : c_.leans)
        if (lean.path && !lean.counted && grounded(lean.from) == of && (!from_end || lean.over) && lean.to != v &&
            grounded(lean.to) == lean.to && seen.insert(lean.to).second) {
          stack.push_back(lean.to);
          const Visit& later = visit(lean.to);
          if (later.from_last && later.fact && *later.from_last >= *it.from &&
              (!by || *later.from_last < *visit(*by).from_last))
            by = lean.to;
        }
    };
    follow(v, true);
    while (!stack.empty()) {
      const int of = stack.back();
      stack.pop_back();
      follow(of, false);
    }
    if (!by) continue;
    it.record = Visit::happened;
    it.over = true;
    it.to_last = *visit(*by).from_last;
    it.to = std::min(almanac_.span(assumed(lasts->value, settings_.assume), it.place()).least(*it.from), *it.to_last);
    c_.assumptions.push_back(fmt::format("{} is not recorded as over: taken as over by {}", name(v), name(*by)));
    any = true;
  }
  return any;
}

// What counts from a stage whose date nobody wrote down has none either, nor has what counts from that; no date is
// better than a made-up one. A span has none where neither of its edges has one.
void Builder::spread_unknown() {
  const auto unknown = [&](const std::optional<Spot>& at) {
    return at && at->visit >= 0 && visit(at->visit).record == Visit::unrecorded;
  };
  const auto edge = [&](const model::Boxed<model::Varied<model::Point>>& point, int v) {
    const auto* chosen = pick(point);
    return chosen && unknown(spot(chosen->value, model::Point::start, v));
  };
  for (bool any = true; any;) {
    any = false;
    for (int v = 0; v < static_cast<int>(c_.visits.size()); ++v) {
      const model::Stage& s = stage(visit(v));
      if (!visit(v).present || visit(v).record != Visit::ahead) continue;
      if (const auto aim = aims_.find(v); aim != aims_.end()) {
        const auto at = spot(aim->second.point, model::Point::start, v);
        if (!unknown(at)) continue;
        c_.assumptions.push_back(fmt::format("{} counts from {}, of which the date is not known: neither is its own",
                                             title_of(s), title_of(stage(visit(at->visit)))));
      } else if (!s.from || !s.until || !edge(s.from, v) || !edge(s.until, v)) {
        continue;
      }
      visit(v).record = Visit::unrecorded;
      any = true;
    }
  }
}

}  // namespace v2v::plan
