// plan: sentences between visits: `after`, `ends-after`, rows of visits, named days, windows.
#include <algorithm>
#include <set>

#include "plan/builder.h"

namespace v2v::plan {

using model::Point;

void Builder::speak_link(const model::Link& link, int index, network::Event to, int v, bool to_end) {
  const model::Stage& s = stage(visit(v));
  auto from = spot(link.from, Point::end, v, index);
  if (!from || from->visit == v) return;
  const bool through = !visit(v).present || !visit(from->visit).present;  // absent stages pass their links on
  const auto* chosen_wait = model::chosen(link.wait, facts_);
  const model::Wait wait = chosen_wait && !through ? chosen_wait->value : model::Wait{};
  const model::Origin& origin = chosen_wait ? chosen_wait->origin : link.origin;
  c_.leans.push_back({from->visit, v, true, from->event == visit(from->visit).e});
  // Whether what happened came in time for an attempt that nobody wrote down, nobody can say.
  const auto& attempts = c_.visits_of[static_cast<std::size_t>(visit(from->visit).stage)];
  if (wait.or_again && visit(v).from && std::any_of(attempts.begin(), attempts.end(), [&](int u) {
        return visit(u).in_row == 1 && visit(u).record == Visit::unrecorded;
      }))
    return;
  if (from->date || from->length) {  // the wait counts from a day or moment of its own
    Spot aside;
    aside.visit = from->visit;
    aside.event = c_.net.event();
    just_at(*from, aside.event, say(voice_of(Voice::therapy, to_string(link.from), link.origin)), -1);
    from = aside;
  }
  const auto words = [&] {
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
    return text;
  };
  const auto spoken = [&] {
    Voice voice;
    voice.kind = origin.layer == model::Layer::centre    ? Voice::centre_rule
                 : origin.layer == model::Layer::patient ? Voice::patient_rule
                                                         : Voice::therapy;
    voice.text = words();
    voice.where = origin.where ? origin.where : link.origin.where;
    voice.cite = origin.cite ? origin.cite : link.origin.cite ? link.origin.cite : s.origin.cite;
    voice.origin = &origin;
    voice.visit = v;
    if (wait.or_again && !link.from.which.attempt) {
      voice.retry_stage = index_of(what_.workflow, link.from.stage);
      voice.stage = visit(v).stage;
      voice.attempt = visit(v).attempt;
      voice.link = index;
    }
    return voice;
  };
  const network::Tag tag = say({Of::link, visit(v).stage, index, to_end, wait.or_again ? visit(v).attempt : 0}, spoken);
  network::Wait both;
  const model::Place* place = visit(v).place();
  const bool vacuous = !wait.least || wait.least->n == 0;
  if (wait.least) both.least = almanac_.step(*wait.least, 1, place);
  if (wait.greatest) both.greatest = almanac_.step(*wait.greatest, 1, place);
  arrow(from->visit, from->event, v, to, both, tag);
  if (vacuous) arrow(from->visit, from->event, v, to, network::at_least({0}), tag);
  if (!visit(from->visit).present) {
    std::set<int> over;
    return speak_over(from->visit, to, v, tag, over, true, false);
  }
  // Travel between two sites comes on top of an elapsed least wait.
  const model::Travel* t = almanac_.travel(visit(from->visit).place(), place);
  if (!t) return;
  const Tick least =
      wait.least && calendar::family(wait.least->unit) == calendar::Family::elapsed ? minutes_of(*wait.least) : 0;
  arrow(from->visit, from->event, v, to, network::at_least({least + minutes_of(t->length)}), say_way(*t));
}

// An absent stage passes its links on: what that means for two facts, and the way from where what came before it was
// (`way`: behind a gate, or what only begins after, there is none).
void Builder::speak_over(int absent, network::Event to, int v, network::Tag tag, std::set<int>& over, bool way,
                         bool cut) {
  if (!over.insert(absent).second) return;
  const model::Stage& s = stage(visit(absent));
  // One that is taken as done binds nothing itself: what came before it binds in its stead, however far before.
  const bool unbound = cut || (visit(absent).record == Visit::unrecorded && !visit(v).from);
  const auto pass = [&](const std::optional<Spot>& from) {
    if (!from || from->date || from->visit == absent || from->visit == v) return;
    if (visit(from->visit).present)
      arrow(from->visit, from->event, v, to, network::at_least({0}), tag);
    else
      speak_over(from->visit, to, v, tag, over, false, unbound);
  };
  if (unbound) {
    if (const auto* begins = pick(s.begins)) pass(spot(begins->value.after, Point::end, absent));
    for (const auto* edge : {pick(s.from), pick(s.until)}) {  // where a span would have lain
      if (!edge || edge->value.before) continue;
      Point point = edge->value;
      point.offset.reset();
      pass(spot(point, edge->value.offset ? Point::end : Point::start, absent));
    }
  }
  int index = 0;
  for (const model::Link& link : s.after) {
    const auto from = link.from.offset ? std::nullopt : spot(link.from, Point::end, absent, index);
    ++index;
    if (!from || from->date || from->visit == absent || from->visit == v) continue;
    if (!visit(from->visit).present) {
      speak_over(from->visit, to, v, tag, over, way, unbound);
      continue;
    }
    if (visit(from->visit).from && visit(v).from && what_.patient.closed)
      continue;  // what is left out there may have been
    if (unbound || (visit(from->visit).from && visit(v).from))
      arrow(from->visit, from->event, v, to, network::at_least({0}), tag);
    if (!way || (visit(from->visit).from && visit(v).from)) continue;
    if (const model::Travel* t = almanac_.travel(visit(from->visit).place(), visit(v).place()))
      arrow(from->visit, from->event, v, to, network::at_least({minutes_of(t->length)}), say_way(*t));
  }
}

network::Tag Builder::say_way(const model::Travel& t) {
  return say({Of::way, same(&t)}, [&] {
    Voice way;
    way.kind = Voice::travel;
    way.text = fmt::format("{} between {} and {}", calendar::in_words(t.length), t.from, t.to);
    way.where = t.where;
    return way;
  });
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

/// What a named day counts from; nothing where that is left out.
std::optional<Spot> Builder::anchor_of(const Aim& aim, int v) {
  Point anchor = aim.point;
  anchor.offset.reset();
  return spot(anchor, aim.point.offset && !aim.point.before ? Point::end : Point::start, v);
}

void Builder::speak_row(const Row& row) {
  if (row.size() < 2) return;
  const model::Stage& s = stage(visit(row.front()));
  const auto* apart = pick(s.apart);
  const auto* series = pick(s.repeat);
  for (std::size_t k = 1; k < row.size(); ++k) {
    const int u = row[k - 1], v = row[k];
    const auto in_turn = [&] {
      Voice voice;
      voice.kind = Voice::order;
      voice.text = fmt::format("{}: one visit after the other", title_of(s));
      voice.where = s.origin.where;
      voice.stage = visit(v).stage;
      return voice;
    };
    c_.leans.push_back({u, v, true, true});
    // Until it is known from which day they count, an order that hangs on it pushes nothing.
    const bool open = aims_.count(u) && aims_.count(v) && !choices_.counted.count(visit(v).stage) &&
                      mixed({aims_.at(u), aims_.at(v)}) && anchor_of(aims_.at(v), v);
    if (!open) arrow(u, visit(u).e, v, visit(v).s, network::at_least({0}), say({Of::turn, visit(v).stage}, in_turn));
    if (!apart || apart->value == model::Wait{} || !visit(u).present || !visit(v).present) continue;
    const auto tag = say({Of::apart, visit(v).stage}, Voice::therapy, apart->origin,
                         [&] { return fmt::format("{}: visits {} apart", title_of(s), to_string(apart->value)); });
    c_.voices[tag].row = visit(v).stage;
    network::Wait wait;
    if (apart->value.least) wait.least = almanac_.step(*apart->value.least, 1, visit(v).place());
    if (apart->value.greatest) wait.greatest = almanac_.step(*apart->value.greatest, 1, visit(v).place());
    arrow(u, visit(u).s, v, visit(v).s, wait, tag);
  }
  if (!series || series->value.kind != model::Series::rate || !visit(row.front()).present) return;
  const auto tag = say({Of::rate, visit(row.front()).stage}, Voice::therapy, series->origin,
                       [&] { return fmt::format("{}: {}", title_of(s), to_string(series->value)); });
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

// Asked of each visit of a row, and the same for all of them.
bool Builder::mixed_row(int row) {
  const auto [known, fresh] = mixed_rows_.try_emplace(row, false);
  if (!fresh) return known->second;
  std::vector<Aim> all;
  for (const int u : rows_[static_cast<std::size_t>(row)]) all.push_back(aims_.at(u));
  return known->second = mixed(all);
}

void Builder::speak_aim(int v, const Aim& aim) {
  if (visit(v).record != Visit::ahead || !visit(v).present) return;
  const model::Stage& s = stage(visit(v));
  auto at = anchor_of(aim, v);
  if (!at) return;
  at->date = true;
  at->moves.clear();
  c_.leans.push_back({at->visit, v, false});
  const auto asked = [&](const auto& one) { return one.first == visit(v).stage; };
  if (visit(v).attempt == std::ssize(c_.story.stages[static_cast<std::size_t>(visit(v).stage)].attempts) &&
      std::none_of(c_.mixed.begin(), c_.mixed.end(), asked) && mixed_row(row_of_[static_cast<std::size_t>(v)]))
    c_.mixed.emplace_back(visit(v).stage, at->event);
  const auto* placements = pick(s.falls_on);
  const auto* tolerance = pick(s.give_or_take);
  const Length g = tolerance ? tolerance->value : Length{0, calendar::Unit::days};
  const auto tag = say({Of::falls_on, visit(v).stage}, Voice::therapy, placements->origin, [&] {
    std::string pattern;
    for (const auto& placed : placements->value) pattern += (pattern.empty() ? "" : " and ") + to_string(placed);
    if (g.n > 0) pattern += fmt::format(", give or take {}", calendar::to_string(g));
    return fmt::format("{} falls on {}", title_of(s), pattern);
  });
  c_.patterns.push_back(tag);
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
    const auto tag = say({Of::window, visit(v).stage}, Voice::therapy, window->origin,
                         [&] { return fmt::format("{} lies in {}", title_of(s), to_string(window->value)); });
    if (window->value.from)
      if (const auto at = spot(*window->value.from, Point::start, v); at && visit(at->visit).present) {
        c_.leans.push_back({at->visit, v, false});
        no_sooner(*at, {}, visit(v).s, tag, v);
      }
    if (window->value.by)
      if (const auto at = spot(*window->value.by, Point::start, v); at && visit(at->visit).present) {
        c_.leans.push_back({at->visit, v, false});
        no_later(*at, {}, visit(v).s, tag, v);
      }
  }
  if (const auto* target = pick(s.target); target && target->value.by && visit(v).record == Visit::ahead)
    if (const auto at = spot(*target->value.by, Point::start, v)) {
      const network::Event aside = c_.net.event();
      // A wish pushes nothing on: its day follows the one that it counts from, and never the other way.
      arrow(at->visit, at->event, -1, aside, network::at_least(step(*at, {}, v)), network::untagged);
      c_.wishes.push_back({v, aside, 0, fmt::format("{} is wished {}", title_of(s), to_string(target->value)), true,
                           target->origin.where});
    }
}

}  // namespace v2v::plan
