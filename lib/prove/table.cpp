#include "prove/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <set>
#include <tuple>

#include "plan/body.h"
#include "plan/otherwise.h"

namespace v2v::prove {

using network::Event;
using network::Labels;
using network::Question;
using plan::Found;
using plan::Visit;

namespace {

constexpr network::Tag planned_tag = 1 << 24;  // and the event that is on the plan's date

Tick planned_at(const network::Network& net, Event event) {
  for (const auto& b : net.bounds())
    if (b.e == event && b.tag == planned_tag + event.i) return b.t;
  return network::never;
}

/// Every way of putting the parts of these together.
std::vector<Parts> grid(const std::vector<Open>& open, std::size_t way) {
  std::vector<Parts> all;
  Parts at;
  for (const Open& one : open) at.push_back(one.of_way[way] ? 0 : -1);
  for (bool more = true; more;) {
    all.push_back(at);
    more = false;
    for (std::size_t k = open.size(); k-- > 0 && !more;) {
      if (at[k] < 0) continue;
      more = ++at[k] < static_cast<int>(open[k].parts.size());
      if (!more) at[k] = 0;
    }
  }
  return all;
}

/// How much later the stage ends for it.
std::int64_t added(const model::Stage& stage, const std::string& ends) {
  for (const auto& o : stage.outcomes)
    if (o.id == ends && o.adds && o.then != model::Outcome::again) return 1 + calendar::rough_minutes(o.adds->most);
  return 0;
}

}  // namespace

/// One history while it is played.
struct Table::Side {
  Searched* plan = nullptr;
  const Found& found() const { return plan->found; }
  std::map<Thing, Event> events;
  std::vector<network::Wide> wide;
  std::vector<Put> puts;  // what came in each other's way
};

Table::Table(const model::Case& what, plan::Almanac& almanac, const std::vector<Way>& ways)
    : what_(what), almanac_(almanac), ways_(ways), base_(ways.front().plan->found) {
  for (const Way& way : ways)
    for (const Said& one : way.answers) turns_.push_back(one.of);
  std::sort(turns_.begin(), turns_.end());
  turns_.erase(std::unique(turns_.begin(), turns_.end()), turns_.end());
}

std::vector<History> Table::histories(const std::vector<Open>& open) const {
  std::vector<History> all;
  for (std::size_t w = 0; w < ways_.size(); ++w)
    for (Parts& parts : grid(open, w)) all.push_back({static_cast<int>(w), std::move(parts)});
  return all;
}

plan::Settings Table::settings_of(const std::vector<Open>& open, const History& history) const {
  plan::Settings settings = ways_[static_cast<std::size_t>(history.way)].settings;
  for (std::size_t k = 0; k < open.size(); ++k)
    if (history.parts[k] >= 0) settings.as_if[open[k].what] = open[k].most(history.parts[k]);
  return settings;
}

Searched& Table::found(const std::vector<Open>& open, const History& history) {
  std::vector<std::int64_t> key;
  for (std::size_t k = 0; k < open.size(); ++k) {
    const int part = history.parts[k];
    key.push_back(part < 0 ? -1 : open[k].parts[static_cast<std::size_t>(part)].second);
  }
  auto& known = found_[{history.way, std::move(key)}];
  if (!known) {
    const Way& way = ways_[static_cast<std::size_t>(history.way)];
    known = searched(what_, settings_of(open, history), almanac_, way.plan.get(), history.way > 0);
    const Found& found = known->found;
    const plan::Choices& c = found.choices;
    chose_ = chose_ || !c.retries.empty() || !c.in_order.empty() || !c.doses.empty() || !c.begins_with.empty() ||
             !c.ends_with.empty() || !found.gave_way.empty() || !found.joined.empty() ||
             std::any_of(found.c.visits.begin(), found.c.visits.end(),
                         [](const Visit& v) { return v.present && v.record == Visit::ahead && v.places.size() > 1; });
  }
  return *known;
}

/// When the plan as it is shown has this visit; nothing where it is none of it.
std::optional<Tick> Table::shown_at(const Visit& v) const {
  for (const int i : base_.c.visits_of[static_cast<std::size_t>(v.stage)]) {
    const Visit& same = base_.c.visits[static_cast<std::size_t>(i)];
    if (same.attempt == v.attempt && same.number == v.number && same.present) return base_.shown[same.s];
  }
  return std::nullopt;
}

/// In the order in which the plan as it is shown has them, else that of this history: to change it before it is known
/// what for would be to know too soon.
std::vector<Table::Put> Table::in_the_way(const Side& side, const Labels& labels) const {
  const Found& found = side.found();
  std::vector<Put> all;
  for (const auto& [who, visits] : plan::held_by_person(side.plan->of(what_), found.c))
    for (std::size_t i = 0; i < visits.size(); ++i)
      for (std::size_t j = i + 1; j < visits.size(); ++j) {
        int a = visits[i], b = visits[j];
        const bool joined = std::any_of(found.joined.begin(), found.joined.end(), [&](const auto& pair) {
          return std::minmax(pair.first, pair.second) == std::minmax(a, b);
        });
        if (joined || plan::apart(found.c, labels, almanac_, a, b) ||
            !plan::apart(found.c, found.shown, almanac_, a, b))
          continue;
        const auto start = [&](int v) { return found.shown[found.c.visits[static_cast<std::size_t>(v)].s]; };
        const auto first = shown_at(found.c.visits[static_cast<std::size_t>(a)]),
                   second = shown_at(found.c.visits[static_cast<std::size_t>(b)]);
        if (first && second ? *second < *first : start(b) < start(a)) std::swap(a, b);
        const Visit &x = found.c.visits[static_cast<std::size_t>(a)], &y = found.c.visits[static_cast<std::size_t>(b)];
        const model::Travel* t = almanac_.travel(x.place(), y.place());
        all.push_back({x.e, y.s, network::Step(t ? plan::minutes_of(t->length) : 0)});
      }
  for (const auto& dose : found.c.doses) {
    const Event given = found.c.visits[static_cast<std::size_t>(dose.giver)].e,
                start = found.c.visits[static_cast<std::size_t>(dose.visit)].s;
    if (labels[given] > labels[start] || dose.washout.least(labels[given]) <= labels[start]) continue;
    const bool behind = found.shown[given] > found.shown[start];
    all.push_back(behind ? Put{start, given, network::Step(1)} : Put{given, start, dose.washout});
  }
  return all;
}

// The smallest clash of a lost history, in words.
std::vector<timeline::ClashRule> Table::rules_of(const network::Network& net, Question known, const Side& side,
                                                 const std::vector<Open>& open) const {
  const plan::Compiled& c = side.found().c;
  const auto first_pin = static_cast<network::Tag>(c.voices.size());
  for (std::size_t k = 0; k < known.pins.size(); ++k) known.pins[k].tag = first_pin + static_cast<network::Tag>(k);
  const auto answer = network::Solver(net).earliest_unmeasured(known);
  std::vector<timeline::ClashRule> rules;
  const auto* clash = std::get_if<network::Clash>(&answer);
  if (!clash) return rules;  // not reached: it is lost with these pins
  const auto date = [&](Tick t) {
    const auto day = almanac_.day_of(calendar::Instant{t});
    return fmt::format("{} {}", calendar::name(calendar::weekday(day)), calendar::to_string(day));
  };
  for (const network::Tag tag : clash->tags) {
    timeline::ClashRule& rule = rules.emplace_back();
    if (tag < first_pin) {
      const plan::Voice* voice = c.voice(tag);
      rule.text = voice->text;
      rule.where = voice->where;
      rule.ours = voice->ours();
      continue;
    }
    Event event;
    if (tag >= planned_tag) {
      event = Event{tag - planned_tag};
    } else {
      event = known.pins[static_cast<std::size_t>(tag - first_pin)].e;
    }
    std::string what;
    for (const auto& [thing, e] : side.events) {
      if (e != event) continue;
      if (thing.turn >= 0) continue;
      what = thing.open >= 0
                 ? "the end of " +
                       plan::title_of(*what_.workflow.stage(open[static_cast<std::size_t>(thing.open)].what.stage))
                 : (thing.end ? "the end of " : "") +
                       plan::title_of(what_.workflow.stages[static_cast<std::size_t>(thing.stage)]);
      break;
    }
    if (tag >= planned_tag)
      rule.text = fmt::format("{} is on the plan's date, {}", what, date(planned_at(net, event)));
    else
      rule.text = fmt::format("{} is not before {}, as long as nobody knows which it will be", what,
                              date(known.pins[static_cast<std::size_t>(tag - first_pin)].from));
  }
  return rules;
}

/// What there is in this history; false where it has something of which its way says nothing.
bool Table::fill(Side& side, const History& history, const std::vector<Open>& open) {
  side.plan = &found(open, history);
  const plan::Compiled& c = side.found().c;
  if (side.found().clash || source::has_errors(c.diagnostics)) return true;
  const Way& way = ways_[static_cast<std::size_t>(history.way)];
  if (!all_answered(side.plan->of(what_), way, side.found())) return false;
  const auto& stages = what_.workflow.stages;
  for (const Visit& v : c.visits) {
    if (!v.present || v.only_if || (v.record != Visit::ahead && v.record != Visit::running)) continue;
    // What goes from one date to another follows them; nobody decides it.
    if (stages[static_cast<std::size_t>(v.stage)].from) continue;
    const std::string place = v.place() ? v.place()->id : "";
    side.events.emplace(Thing{v.stage, v.attempt, v.number, false, place}, v.s);
    side.events.emplace(Thing{v.stage, v.attempt, v.number, true, place}, v.e);
  }
  for (std::size_t k = 0; k < open.size(); ++k)
    for (const auto& o : c.open) {
      const Visit& v = c.visits[static_cast<std::size_t>(o.visit)];
      const bool begins = o.to == v.s;
      const int part = history.parts[k];
      if (part < 0 || stages[static_cast<std::size_t>(v.stage)].id != open[k].what.stage ||
          v.number != open[k].what.visit || begins != open[k].what.begins)
        continue;
      side.events.emplace(Thing{-1, 1, 1, true, "", static_cast<int>(k)}, o.to);
      if (open[k].least(part) == open[k].most(part)) continue;
      const auto* place = begins ? nullptr : v.place();
      side.wide.push_back(
          {o.from, o.to, o.tag, almanac_.span(open[k].least(part), place), almanac_.span(open[k].most(part), place)});
    }
  for (const auto& one : plan::otherwise(side.plan->of(what_), way.settings, c)) {
    const plan::Ending of{stages[static_cast<std::size_t>(one.stage)].id, one.attempt, one.visit};
    const std::string* ends = way.answer(of);
    if (!ends || *ends == "absent") continue;  // that it does not come, nothing shows
    const auto turn = std::lower_bound(turns_.begin(), turns_.end(), of) - turns_.begin();
    // What an outcome adds is over only with it: the end itself is sure for all.
    const Event shows = one.visit == 0 ? one.at : c.visits[static_cast<std::size_t>(one.index)].e;
    side.events.emplace(Thing{-2, 1, 1, true, "", -1, static_cast<int>(turn)}, shows);
  }
  return true;
}

/// In the plan as it is shown: when the first of all this can have ended or shown.
Tick Table::first_to_show(const std::vector<Open>& open) const {
  Tick first = network::never;
  for (const auto& o : base_.c.open)
    for (const Open& one : open) {
      const Visit& v = base_.c.visits[static_cast<std::size_t>(o.visit)];
      if (!one.of_way.front() || what_.workflow.stages[static_cast<std::size_t>(v.stage)].id != one.what.stage ||
          v.number != one.what.visit || (o.to == v.s) != one.what.begins)
        continue;
      first = std::min(first, almanac_.span(one.least(0), v.place()).least(base_.shown[o.from]));
    }
  for (const auto& one : plan::otherwise(what_, ways_.front().settings, base_.c))
    if (ways_.front().answer({what_.workflow.stages[static_cast<std::size_t>(one.stage)].id, one.attempt, one.visit}))
      first = std::min(first, base_.shown[one.at]);
  return first;
}

/// Which histories are alike until what happens, and what is decided how long before.
void Table::part(const std::vector<Open>& open, const Rules& rules, const std::vector<Side>& sides, const Played& out,
                 network::Histories& into) {
  const plan::Facts facts{what_, base_.c.story};
  const auto of = [&](int stage) -> const model::Stage& {
    return what_.workflow.stages[static_cast<std::size_t>(stage)];
  };
  std::vector<std::int32_t> ends(open.size(), -1), shows(turns_.size(), -1);
  std::vector<Tick> notice(out.things.size(), 0);
  std::set<std::tuple<int, int, int>> shown;  // what the plan shows
  for (const auto& [thing, event] : sides.front().events) shown.emplace(thing.stage, thing.attempt, thing.number);
  for (std::size_t n = 0; n < out.things.size(); ++n) {
    const Thing& thing = out.things[n];
    if (thing.open >= 0) ends[static_cast<std::size_t>(thing.open)] = static_cast<std::int32_t>(n);
    if (thing.turn >= 0) shows[static_cast<std::size_t>(thing.turn)] = static_cast<std::int32_t>(n);
    if (thing.stage < 0 || thing.end || !rules.notice || !of(thing.stage).notice) continue;
    if (const auto* said = model::chosen(*of(thing.stage).notice, facts))
      notice[n] = calendar::rough_minutes(said->value);
  }
  into.notice = {notice};
  into.now = base_.c.now;
  for (const plan::Ending& turn : turns_) {
    auto& row = into.notice.emplace_back(notice);
    for (std::size_t n = 0; n < row.size(); ++n) {
      const Thing& thing = out.things[n];
      // What the plan shows falls, or moves, once it turns out otherwise; what is new is told with its notice.
      if (shown.contains({thing.stage, thing.attempt, thing.number})) row[n] = 0;
      // Whether it happens shows only when it would begin: until then it is planned in both.
      const bool itself = turn.visit == 0 && thing.stage >= 0 && of(thing.stage).id == turn.stage;
      const bool sign = thing.turn >= 0 && turns_[static_cast<std::size_t>(thing.turn)] == turn && turn.visit == 0;
      if (itself || sign) row[n] = network::not_asked;
      // What ends in one of several ways begins alike in all: to wait with it is no sign of how it ends.
      if (!thing.end && turn.visit > 0 && thing.stage >= 0 && of(thing.stage).id == turn.stage &&
          thing.attempt == turn.attempt)
        row[n] = std::max<Tick>(row[n], 1);
    }
  }
  std::map<History, std::int32_t> number;
  for (std::size_t h = 0; h < out.histories.size(); ++h) number.emplace(out.histories[h], static_cast<std::int32_t>(h));
  const auto has = [&](std::size_t h, std::int32_t thing) {
    return thing >= 0 && sides[h].events.contains(out.things[static_cast<std::size_t>(thing)]);
  };
  for (std::size_t a = 0; a < out.histories.size(); ++a)
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (out.histories[a].parts[k] < 0) continue;
      History next = out.histories[a];
      ++next.parts[k];
      const auto b = number.find(next);
      if (b == number.end() || !has(a, ends[k])) continue;
      into.partings.push_back({static_cast<std::int32_t>(a), b->second, ends[k], 0});
    }
  // Of two ways that differ in one turn: all histories that have the same of every length which both have.
  const auto turn_between = [&](const Way& one, const Way& other) -> const plan::Ending* {
    const plan::Ending* found = nullptr;
    for (const Said& answer : one.answers) {
      const std::string* theirs = other.answer(answer.of);
      if (!theirs || *theirs == answer.ends) continue;
      if (found) return nullptr;
      found = &answer.of;
    }
    return found;
  };
  for (std::size_t v = 0; v < ways_.size(); ++v)
    for (std::size_t w = v + 1; w < ways_.size(); ++w) {
      const plan::Ending* turn = turn_between(ways_[v], ways_[w]);
      if (!turn) continue;
      const auto t = static_cast<std::size_t>(std::lower_bound(turns_.begin(), turns_.end(), *turn) - turns_.begin());
      const auto later = [&](std::size_t way) -> std::int64_t {
        const std::string& answer = *ways_[way].answer(*turn);
        const int s = plan::index_of(what_.workflow, turn->stage);
        return answer == "absent" ? std::numeric_limits<std::int64_t>::max() : added(of(s), answer);
      };
      const bool first = later(v) <= later(w);  // it shows with the one that ends sooner
      for (std::size_t a = 0; a < out.histories.size(); ++a)
        for (std::size_t b = 0; b < out.histories.size(); ++b) {
          if (out.histories[a].way != static_cast<int>(first ? v : w) ||
              out.histories[b].way != static_cast<int>(first ? w : v))
            continue;
          bool alike = true;
          for (std::size_t k = 0; k < open.size() && alike; ++k) {
            const int ours = out.histories[a].parts[k], theirs = out.histories[b].parts[k];
            alike = ours < 0 || theirs < 0 || ours == theirs;
          }
          if (!alike) continue;
          // The end of the pathway may leave out what would tell them apart: to be alike throughout is more than
          // enough.
          const bool told = has(a, shows[t]);
          chose_ = chose_ || !told;
          into.partings.push_back({static_cast<std::int32_t>(a), static_cast<std::int32_t>(b), told ? shows[t] : -1,
                                   static_cast<std::int32_t>(t) + 1});
        }
    }
}

Outcome Table::play(const std::vector<Open>& open, const Rules& rules) {
  Played out;
  out.histories = histories(open);
  std::vector<Side> sides;
  std::set<Thing> things;
  for (const History& history : out.histories) {
    Side& side = sides.emplace_back();
    if (!fill(side, history, open))
      return Unknown{"what is done again because it was too old may end otherwise too, and that was not played out"};
    if (source::has_errors(side.found().c.diagnostics)) return Unknown{"one of the stories cannot be planned"};
    if (side.found().clash) return Alone{history};
    for (const auto& [thing, event] : side.events) things.insert(thing);
  }
  out.things.assign(things.begin(), things.end());
  network::Histories histories;
  part(open, rules, sides, out, histories);
  const Tick first = first_to_show(open);

  constexpr int most_rounds = 30;
  for (int round = 0; round < most_rounds; ++round) {
    std::deque<network::Network> nets;
    histories.all.clear();
    for (Side& side : sides) {
      auto wide = network::widened(side.found().c.net, side.wide);
      if (!wide) return Unknown{"a length ends where opening hours ask for it"};
      network::Network& net = nets.emplace_back(std::move(*wide));
      for (const Put& put : side.puts) net.link(put.first, put.then, network::at_least(put.wait));
      if (rules.as_planned)
        for (const Visit& v : base_.c.visits) {
          const auto of = side.events.find({v.stage, v.attempt, v.number, false, v.place() ? v.place()->id : ""});
          if (of == side.events.end() || v.record != Visit::ahead || base_.shown[v.s] >= first) continue;
          net.not_before(of->second, base_.shown[v.s], planned_tag + of->second.i);
          net.not_after(of->second, base_.shown[v.s], planned_tag + of->second.i);
        }
      network::History& history = histories.all.emplace_back();
      history.net = &net;
      history.cut_short = !side.found().c.story.ended_by.empty();
      for (const Thing& thing : out.things) {
        const auto of = side.events.find(thing);
        history.events.push_back(of == side.events.end() ? Event{} : of->second);
      }
    }
    auto answer = network::strategy(histories);
    if (const auto* lost = std::get_if<network::Lost>(&answer)) {
      const auto h = static_cast<std::size_t>(lost->history);
      Tick last = network::always_before;
      for (const auto& pin : lost->known.pins) last = std::max(last, pin.from);
      return Together{out.histories[h], rules_of(nets[h], lost->known, sides[h], open), last};
    }
    if (std::holds_alternative<network::Undecided>(answer)) return Unknown{"the dates move on and on"};
    out.strategy = std::get<network::Strategy>(std::move(answer));
    out.labels.clear();
    bool again = false;
    for (std::size_t h = 0; h < sides.size(); ++h) {
      Question at;
      for (std::size_t n = 0; n < out.things.size(); ++n)
        if (const Event e = histories.all[h].events[n]; e.i >= 0)
          at.pins.push_back({e, out.strategy.at[h][n], network::never, network::untagged});
      Labels labels;
      const bool stands = network::Solver(*histories.all[h].net).earliest_into(labels, at);
      if (!stands) return Unknown{"a strategy without dates"};  // not reached: it has these
      labels.at.resize(static_cast<std::size_t>(sides[h].found().c.net.events()));
      for (const Put& put : in_the_way(sides[h], labels)) {
        sides[h].puts.push_back(put);
        again = true;
      }
      out.labels.push_back(std::move(labels.at));
    }
    if (!again) return out;
    chose_ = true;
  }
  return Unknown{"visits come in each other's way again and again"};
}

}  // namespace v2v::prove
