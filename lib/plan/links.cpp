// plan: sentences between visits: `after`, `ends-after`, rows, named days, windows, wholes and parts, gates, washouts.
#include <algorithm>
#include <set>

#include "plan/builder.h"
#include "plan/spread.h"

namespace v2v::plan {

using model::Point;

// Which attempt of a stage another one speaks of. An `or again` speaks of the attempt made for it; attempts of one
// round of `again` speak of each other; what happened speaks of the last that happened before it; else the last
// attempt.
int Builder::attempt_meant(int i, int v, int link) {
  const Told& told = c_.story.stages[static_cast<std::size_t>(i)];
  const int last = static_cast<int>(told.attempts.size());
  if (v < 0) return last;
  const Visit& mine = visit(v);
  for (int a = last; a >= 1; --a) {
    const int r = told.attempts[static_cast<std::size_t>(a - 1)].retry;
    if (r < 0) continue;
    const Retry& retry = choices_.retries[static_cast<std::size_t>(r)];
    if (retry.of == mine.stage && retry.of_attempt == mine.attempt && retry.link == link) return a;
  }
  const auto& my_attempts = c_.story.stages[static_cast<std::size_t>(mine.stage)].attempts;
  const Attempt& me = my_attempts[static_cast<std::size_t>(mine.attempt - 1)];
  // The record decides first: the last attempt of it that had begun when this one did.
  if (mine.from) {
    int best = 0;
    for (int u : c_.visits_of[static_cast<std::size_t>(i)])
      if (visit(u).from && *visit(u).from <= *mine.from_last) best = std::max(best, visit(u).attempt);
    if (best > 0) return best;
  }
  int best = 1;
  for (int a = 1; a <= last; ++a) {
    const Attempt& other = told.attempts[static_cast<std::size_t>(a - 1)];
    if (other.retry >= 0) continue;  // made for another link
    const bool mine_too =
        std::any_of(my_attempts.begin(), my_attempts.end(), [&](const Attempt& m) { return m.round == other.round; });
    if (other.round > 0 && me.round >= 0 && other.round > me.round && mine_too)
      continue;  // my later attempt speaks of it
    best = a;
  }
  return best;
}

std::optional<Spot> Builder::spot(const Point& point, Point::Side side, int from_visit, int link) {
  Spot at;
  at.sign = point.before ? -1 : 1;
  if (point.stage.empty()) {
    if (c_.day_zero < 0) return std::nullopt;
    at.visit = c_.day_zero;
    at.event = visit(c_.day_zero).s;
    at.date = true;
    at.moves = number_moves(point);
  } else {
    const int i = index_of(what_.workflow, point.stage);
    if (i < 0 || c_.visits_of[static_cast<std::size_t>(i)].empty()) return std::nullopt;
    const model::Stage& s = what_.workflow.stages[static_cast<std::size_t>(i)];
    const auto& all = c_.visits_of[static_cast<std::size_t>(i)];
    Row row;
    const bool sibling = from_visit >= 0 && visit(from_visit).whole >= 0 && !s.whole.empty() &&
                         stage(visit(from_visit)).whole == s.whole;
    const int attempt = point.which.attempt ? *point.which.attempt : attempt_meant(i, from_visit, link);
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
      if (point.which.n < 1 || point.which.n > static_cast<int>(row.size())) return std::nullopt;
      u = row[static_cast<std::size_t>(point.which.n - 1)];
    }
    at.visit = u;
    at.event = says_end ? visit(u).e : visit(u).s;
  }
  if (point.offset) {
    if (calendar::family(point.offset->unit) == calendar::Family::calendar) {
      at.date = true;
      for (const Move& m : moves_of(*point.offset, at.sign)) at.moves.push_back(m);
    } else {
      at.length = point.offset;
      at.date = at.date || point.offset->unit == calendar::Unit::work_days;
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

void Builder::arrow(int u, network::Event from, int v, network::Event to, const network::Wait& wait, network::Tag tag) {
  if (u >= 0 && v >= 0 && (visit(u).record == Visit::unrecorded || visit(v).record == Visit::unrecorded)) return;
  const bool both_fixed = u >= 0 && v >= 0 && u != v && visit(u).from && visit(v).from;
  if (!both_fixed) {
    c_.net.link(from, to, wait, tag, rank(tag));
    return;
  }
  // Two facts never make a plan infeasible: what they break is a breach. A date alone counts as its whole day.
  const auto low = [&](int w, network::Event e) { return e == visit(w).s ? visit(w).from : visit(w).to; };
  const auto high = [&](int w, network::Event e) { return e == visit(w).s ? visit(w).from_last : visit(w).to_last; };
  const auto from_low = low(u, from), from_high = high(u, from), to_low = low(v, to), to_high = high(v, to);
  if (!from_low || !to_low || !from_high || !to_high) {  // one of them still runs
    c_.net.link(from, to, wait, tag, rank(tag));
    return;
  }
  Tick by = 0;
  if (wait.least) by = std::max(by, wait.least->least(*from_low) - *to_high);
  if (wait.greatest) by = std::max(by, *to_low - wait.greatest->greatest(*from_high));
  if (by <= 0) return;
  const Voice* voice = c_.voice(tag);
  if (voice && voice->kind != Voice::order && voice->kind != Voice::travel)
    c_.breaches.push_back({fmt::format("{} (both have happened)", voice->text), voice->where, by});
}

void Builder::no_sooner(const Spot& at, const Moves& extra, network::Event e, network::Tag tag, int v) {
  arrow(at.visit, at.event, v, e, network::at_least(step(at, extra, v)), tag);
}
void Builder::no_later(const Spot& at, const Moves& extra, network::Event e, network::Tag tag, int v) {
  arrow(at.visit, at.event, v, e, network::at_most(step(at, extra, v)), tag);
}
// Exactly there; a date is its first tick.
void Builder::just_at(const Spot& at, network::Event e, network::Tag tag, int v) {
  const auto s = step(at, {}, v);
  arrow(at.visit, at.event, v, e, network::between(s, s), tag);
  if (at.date) c_.net.open(e, {&almanac_.midnights()}, 0, tag, rank(tag));
}

void Builder::speak_link(const model::Link& link, int index, network::Event to, int v, bool to_end) {
  const model::Stage& s = stage(visit(v));
  auto from = spot(link.from, Point::end, v, index);
  if (!from || from->visit == v) return;
  const bool through = !visit(v).present || !visit(from->visit).present;  // absent stages pass their links on
  const auto* chosen_wait = model::chosen(link.wait, facts_);
  const model::Wait wait = chosen_wait && !through ? chosen_wait->value : model::Wait{};
  const model::Origin& origin = chosen_wait ? chosen_wait->origin : link.origin;
  c_.leans.push_back({from->visit, v, true});
  if (from->date || from->length) {  // the wait counts from a day or moment of its own
    Spot aside;
    aside.visit = from->visit;
    aside.event = c_.net.event();
    just_at(*from, aside.event, say(Voice::therapy, to_string(link.from), link.origin), -1);
    from = aside;
  }
  const std::string what = to_end ? fmt::format("the end of {}", title_of(s)) : title_of(s);
  const std::string whence =
      link.from.stage.empty()
          ? to_string(link.from)
          : fmt::format(
                "{}{}",
                title_of(what_.workflow.stages[static_cast<std::size_t>(index_of(what_.workflow, link.from.stage))]),
                link.from.side == Point::start ? " starts" : "");
  const std::string text = wait == model::Wait{} ? fmt::format("{} comes after {}", what, whence)
                                                 : fmt::format("{}: {} after {}", what, to_string(wait), whence);
  Voice voice;
  voice.kind = origin.layer == model::Layer::centre    ? Voice::centre_rule
               : origin.layer == model::Layer::patient ? Voice::patient_rule
                                                       : Voice::therapy;
  voice.text = text;
  voice.where = origin.where ? origin.where : link.origin.where;
  voice.cite = origin.cite ? origin.cite : link.origin.cite ? link.origin.cite : s.origin.cite;
  voice.origin = &origin;
  voice.visit = v;
  const std::string key =
      fmt::format("link {} {} {} {}", visit(v).stage, index, to_end, wait.or_again ? visit(v).attempt : 0);
  if (wait.or_again) {
    voice.retry_stage = index_of(what_.workflow, link.from.stage);
    voice.stage = visit(v).stage;
    voice.attempt = visit(v).attempt;
    voice.link = index;
  }
  const network::Tag tag = say(voice, key);
  network::Wait both;
  const model::Place* place = visit(v).place();
  const bool vacuous = !wait.least || wait.least->n == 0;
  if (wait.least) both.least = almanac_.step(*wait.least, 1, place);
  if (wait.greatest) both.greatest = almanac_.step(*wait.greatest, 1, place);
  arrow(from->visit, from->event, v, to, both, tag);
  if (vacuous) arrow(from->visit, from->event, v, to, network::at_least({0}), tag);
  // Travel between two sites comes on top of an elapsed least wait.
  const model::Travel* t = almanac_.travel(visit(from->visit).place(), place);
  if (!t) return;
  const Tick least =
      wait.least && calendar::family(wait.least->unit) == calendar::Family::elapsed ? minutes_of(*wait.least) : 0;
  arrow(from->visit, from->event, v, to, network::at_least({least + minutes_of(t->length)}), say_way(*t));
}

network::Tag Builder::say_way(const model::Travel& t) {
  Voice way;
  way.kind = Voice::travel;
  way.text = fmt::format("{} between {} and {}", calendar::in_words(t.length), t.from, t.to);
  way.where = t.where;
  return say(way, fmt::format("way {} {}", t.from, t.to));
}

void Builder::speak_links(int v) {
  const model::Stage& s = stage(visit(v));
  const Row& row = rows_[static_cast<std::size_t>(row_of_[static_cast<std::size_t>(v)])];
  int index = 0;
  for (const model::Link& link : s.after) {
    if (v == row.front()) speak_link(link, index, visit(v).s, v, false);
    ++index;
  }
  for (const model::Link& link : s.ends_after) {
    if (v == row.back()) speak_link(link, index, visit(v).e, v, true);
    ++index;
  }
}

void Builder::speak_row(const Row& row) {
  if (row.size() < 2) return;
  const model::Stage& s = stage(visit(row.front()));
  const auto* apart = pick(s.apart);
  const auto* series = pick(s.repeat);
  for (std::size_t k = 1; k < row.size(); ++k) {
    const int u = row[k - 1], v = row[k];
    Voice in_turn;
    in_turn.kind = Voice::order;
    in_turn.text = fmt::format("{}: one visit after the other", title_of(s));
    in_turn.where = s.origin.where;
    c_.leans.push_back({u, v, true});
    arrow(u, visit(u).e, v, visit(v).s, network::at_least({0}), say(in_turn, fmt::format("turn {}", visit(v).stage)));
    if (!apart || apart->value == model::Wait{}) continue;
    const auto tag = say(Voice::therapy, fmt::format("{}: visits {} apart", title_of(s), to_string(apart->value)),
                         apart->origin, fmt::format("apart {}", visit(v).stage));
    network::Wait wait;
    if (apart->value.least) wait.least = almanac_.step(*apart->value.least, 1, visit(v).place());
    if (apart->value.greatest) wait.greatest = almanac_.step(*apart->value.greatest, 1, visit(v).place());
    arrow(u, visit(u).s, v, visit(v).s, wait, tag);
  }
  if (!series || series->value.kind != model::Series::rate) return;
  const auto tag = say(Voice::therapy, fmt::format("{}: {}", title_of(s), to_string(series->value)), series->origin,
                       fmt::format("rate {}", visit(row.front()).stage));
  const int each = series->value.least;
  const calendar::Unit unit = series->value.period == model::Period::day    ? calendar::Unit::days
                              : series->value.period == model::Period::week ? calendar::Unit::weeks
                                                                            : calendar::Unit::months;
  Spot first;
  first.visit = row.front();
  first.event = visit(row.front()).s;
  first.date = true;
  for (std::size_t k = 1; k < row.size(); ++k) {
    const int block = static_cast<int>(k) / each;
    Moves last = moves_of({block + 1, unit}, 1);
    last.push_back({0, -1});
    if (block > 0) no_sooner(first, moves_of({block, unit}, 1), visit(row[k]).s, tag, row[k]);
    no_later(first, last, visit(row[k]).s, tag, row[k]);
  }
}

void Builder::speak_aim(int v, const Aim& aim) {
  if (visit(v).record != Visit::ahead || !visit(v).present) return;
  const model::Stage& s = stage(visit(v));
  Point anchor = aim.point;
  anchor.offset.reset();
  auto at = spot(anchor, aim.point.offset && !aim.point.before ? Point::end : Point::start, v);
  if (!at) return;
  at->date = true;
  at->moves.clear();
  c_.leans.push_back({at->visit, v, false});
  const auto* placements = pick(s.falls_on);
  std::string pattern;
  for (const auto& placed : placements->value) pattern += (pattern.empty() ? "" : " and ") + to_string(placed);
  const auto* tolerance = pick(s.give_or_take);
  const Length g = tolerance ? tolerance->value : Length{0, calendar::Unit::days};
  if (g.n > 0) pattern += fmt::format(", give or take {}", calendar::to_string(g));
  const auto tag = say(Voice::therapy, fmt::format("{} falls on {}", title_of(s), pattern), placements->origin,
                       fmt::format("falls-on {}", visit(v).stage));
  Moves first = aim.moves, last = aim.until ? *aim.until : aim.moves;
  if (g.n > 0) {
    for (Move m : moves_of(g, -1)) first.push_back(m);
    for (Move m : moves_of(g, 1)) last.push_back(m);
    c_.tolerant.push_back({v, at->event, aim.moves});
  }
  no_sooner(*at, first, visit(v).s, tag, v);
  no_later(*at, last, visit(v).s, tag, v);
}

void Builder::speak_window(int v) {
  const model::Stage& s = stage(visit(v));
  if (!visit(v).present || visit(v).in_row != 1) return;
  if (const auto* window = pick(s.window)) {
    const auto tag = say(Voice::therapy, fmt::format("{} lies in {}", title_of(s), to_string(window->value)),
                         window->origin, fmt::format("window {}", visit(v).stage));
    if (window->value.from)
      if (const auto at = spot(*window->value.from, Point::start, v)) {
        c_.leans.push_back({at->visit, v, false});
        no_sooner(*at, {}, visit(v).s, tag, v);
      }
    if (window->value.by)
      if (const auto at = spot(*window->value.by, Point::start, v)) {
        c_.leans.push_back({at->visit, v, false});
        no_later(*at, {}, visit(v).s, tag, v);
      }
  }
  if (const auto* target = pick(s.target); target && target->value.by && visit(v).record == Visit::ahead)
    if (const auto at = spot(*target->value.by, Point::start, v)) {
      const network::Event aside = c_.net.event();
      arrow(at->visit, at->event, -1, aside, network::exactly(step(*at, {}, v)), network::untagged);
      c_.wishes.push_back({v, aside, 0, fmt::format("{} is wished {}", title_of(s), to_string(target->value)), true,
                           target->origin.where});
    }
}

// A whole starts with its first part and ends with its last.
void Builder::speak_whole(int w) {
  const model::Stage& whole = stage(visit(w));
  if (whole.parts.empty()) return;
  std::vector<int> inside;
  for (std::size_t v = 0; v < c_.visits.size(); ++v)
    if (c_.visits[v].whole == w) inside.push_back(static_cast<int>(v));
  std::set<int> later, earlier;
  for (const Lean& lean : c_.leans)
    if (visit(lean.from).whole == w && visit(lean.to).whole == w) later.insert(lean.to), earlier.insert(lean.from);
  std::vector<int> roots, leaves;
  for (int v : inside) {
    if (!later.count(v)) roots.push_back(v);
    if (!earlier.count(v)) leaves.push_back(v);
  }
  Voice made;
  made.kind = Voice::order;
  made.text = fmt::format("{} starts with its first part and ends with its last", title_of(whole));
  made.where = whole.origin.where;
  const auto tag = say(made, fmt::format("whole {}", visit(w).stage));
  const auto at_most_now = network::exactly({0});
  for (int v : inside) {
    c_.leans.push_back({v, w, true});
    c_.leans.push_back({w, v, true});
    arrow(w, visit(w).s, v, visit(v).s, roots.size() == 1 && v == roots.front() ? at_most_now : network::at_least({0}),
          tag);
    arrow(v, visit(v).e, w, visit(w).e,
          leaves.size() == 1 && v == leaves.front() ? at_most_now : network::at_least({0}), tag);
  }
}

// A new attempt comes after what asked for it: after the attempt that failed, or the attempt that went stale.
void Builder::speak_again() {
  for (std::size_t i = 0; i < c_.visits_of.size(); ++i) {
    const model::Stage& s = what_.workflow.stages[i];
    const Told& told = c_.story.stages[i];
    for (int v : c_.visits_of[i]) {
      if (visit(v).attempt == 1 || v != rows_[static_cast<std::size_t>(row_of_[static_cast<std::size_t>(v)])].front())
        continue;
      const Attempt& mine = told.attempts[static_cast<std::size_t>(visit(v).attempt - 1)];
      int before = -1;
      for (int u : c_.visits_of[i])
        if (visit(u).attempt == visit(v).attempt - 1) before = u;
      Voice voice;
      voice.kind = Voice::therapy;
      voice.where = s.origin.where;
      if (before >= 0) {
        voice.text =
            fmt::format("{}: attempt {} after attempt {}", title_of(s), visit(v).attempt, visit(v).attempt - 1);
        c_.leans.push_back({before, v, true});
        arrow(before, visit(before).e, v, visit(v).s, network::at_least({0}), say(voice));
      }
      if (mine.opened_by < 0) continue;
      const model::Stage& by = what_.workflow.stages[static_cast<std::size_t>(mine.opened_by)];
      const std::string& id = c_.story.stages[static_cast<std::size_t>(mine.opened_by)]
                                  .attempts[static_cast<std::size_t>(mine.opened_by_attempt - 1)]
                                  .outcome;
      for (const model::Outcome& o : by.outcomes) {
        if (o.id != id) continue;
        int last = -1;
        for (int u : c_.visits_of[static_cast<std::size_t>(mine.opened_by)])
          if (visit(u).attempt == mine.opened_by_attempt) last = u;
        if (last < 0 || last == v) continue;
        const bool root = s.id == o.again_from;
        const auto tag =
            say(Voice::therapy, fmt::format("{} ends as {}: again from {}", title_of(by), o.id, o.again_from), o.origin,
                fmt::format("again {} {}", mine.opened_by, o.id));
        network::Wait wait = network::at_least({0});
        if (root && o.adds)
          wait = network::at_least(almanac_.step(assumed(*o.adds, settings_.assume), 1, visit(v).place()));
        c_.leans.push_back({last, v, true});
        arrow(last, visit(last).e, v, visit(v).s, wait, tag);
      }
    }
  }
}

void Builder::speak_gates(int v) {
  const model::Stage& s = stage(visit(v));
  if (visit(v).in_row != 1 || !visit(v).present) return;
  for (const std::string& gate : s.gates) {
    Point point;
    point.stage = gate;
    const auto at = spot(point, Point::end, v);
    if (!at) continue;
    c_.leans.push_back({at->visit, v, true});
    const auto tag = say(Voice::gate, fmt::format("{} waits until {} has happened", title_of(s), gate), s.gate_origin,
                         fmt::format("gate {} {}", visit(v).stage, gate));
    arrow(at->visit, at->event, v, visit(v).s, network::at_least({0}), tag);
  }
}

void Builder::speak_washouts(int v) {
  const model::Stage& s = stage(visit(v));
  if (visit(v).in_row != 1 || !visit(v).present || visit(v).record != Visit::ahead) return;
  const model::Person* person = what_.patient.person(s.who.empty() ? what_.workflow.people.front() : s.who.front());
  for (const model::Washout& washout : s.washouts) {
    const auto* length = model::chosen(washout.length, facts_);
    if (!length) continue;
    const auto tag =
        say(Voice::therapy,
            fmt::format("{}: {} after the last {}", title_of(s), calendar::to_string(length->value), washout.drug),
            length->origin.cite ? length->origin : washout.origin,
            fmt::format("washout {} {}", visit(v).stage, washout.drug));
    const model::LastDose* dose = nullptr;
    if (person)
      for (const auto& d : person->last_doses)
        if (d.drug == washout.drug) dose = &d;
    if (!dose) {
      c_.assumptions.push_back(
          fmt::format("last {} not stated: its washout before {} not checked", washout.drug, title_of(s)));
    } else if (dose->kind != model::LastDose::never) {
      Voice given;
      given.kind = Voice::last_dose;
      given.where = dose->where;
      given.text = dose->kind == model::LastDose::on
                       ? fmt::format("the last {} was given on {}", washout.drug, calendar::to_string(dose->day))
                       : fmt::format("{} is still being given", washout.drug);
      const auto given_tag = say(given);
      const network::Event e = c_.net.event();
      const Tick at = dose->kind == model::LastDose::on ? almanac_.start_of(dose->day) : c_.net.horizon().to;
      c_.net.not_before(e, at, given_tag, 0);
      if (dose->kind == model::LastDose::on) c_.net.not_after(e, at, given_tag, 0);
      c_.net.link(e, visit(v).s, network::at_least(almanac_.step(length->value, 1, visit(v).place())), tag, rank(tag));
    }
    for (std::size_t u = 0; u < c_.visits.size(); ++u) {
      const auto& drugs = stage(c_.visits[u]).gives;
      if (!c_.visits[u].present || std::find(drugs.begin(), drugs.end(), washout.drug) == drugs.end()) continue;
      const bool before = std::any_of(c_.leans.begin(), c_.leans.end(),
                                      [&](const Lean& l) { return l.from == static_cast<int>(u) && l.to == v; });
      if (before || c_.visits[u].record == Visit::happened)
        arrow(static_cast<int>(u), c_.visits[u].e, v, visit(v).s,
              network::at_least(almanac_.step(length->value, 1, visit(v).place())), tag);
    }
  }
}

// The person's appointments at the place of a stay lie inside it, where there is one such stay.
void Builder::speak_stays() {
  std::map<std::pair<std::string, int>, std::vector<int>> stays;
  for (std::size_t v = 0; v < c_.visits.size(); ++v) {
    const auto* kind = pick(stage(c_.visits[v]).at);
    if (kind && stage(c_.visits[v]).kind == model::Kind::stay && c_.visits[v].present && !c_.visits[v].only_if)
      stays[{kind->value, c_.visits[v].attempt}].push_back(static_cast<int>(v));
  }
  for (std::size_t v = 0; v < c_.visits.size(); ++v) {
    const Visit& a = c_.visits[v];
    const auto* kind = pick(stage(a).at);
    if (!kind || stage(a).kind != model::Kind::appointment || !a.present || a.record != Visit::ahead) continue;
    const auto found = stays.find({kind->value, a.attempt});
    if (found == stays.end() || found->second.size() != 1) continue;
    const int stay = found->second.front();
    Voice inside;
    inside.kind = Voice::order;
    inside.text = fmt::format("{} lies inside {}", title_of(stage(a)), title_of(stage(visit(stay))));
    inside.where = stage(visit(stay)).origin.where;
    const auto tag = say(inside, fmt::format("inside {} {}", a.stage, stay));
    const auto& held = stage(visit(stay));
    const auto is_edge = [&](const model::Boxed<model::Varied<Point>>& edge) {
      const auto* p = pick(edge);
      return p && p->value.stage == stage(a).id;
    };
    if (!is_edge(held.from)) arrow(stay, visit(stay).s, static_cast<int>(v), a.s, network::at_least({0}), tag);
    if (!is_edge(held.until)) arrow(static_cast<int>(v), a.e, stay, visit(stay).e, network::at_least({0}), tag);
  }
}

void Builder::speak_order() {
  for (const auto& [u, v] : choices_.in_order) {
    const model::Travel* t = almanac_.travel(visit(u).place(), visit(v).place());
    Voice voice;
    voice.kind = Voice::order;
    voice.text = fmt::format("one person: {} before {}", name(u), name(v));
    if (t) voice.text += fmt::format(", and {} between {} and {}", calendar::in_words(t->length), t->from, t->to);
    voice.where = stage(visit(v)).origin.where;
    voice.before = u;
    voice.visit = v;
    arrow(u, visit(u).e, v, visit(v).s, network::at_least({t ? minutes_of(t->length) : 0}), say(voice));
  }
}

}  // namespace v2v::plan
