#include "prove/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "plan/body.h"

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

std::vector<Parts> grid(const std::vector<Open>& open) {
  std::vector<Parts> all;
  Parts at(open.size(), 0);
  for (bool more = true; more;) {
    all.push_back(at);
    more = false;
    for (std::size_t k = open.size(); k-- > 0 && !more;) {
      more = ++at[k] < static_cast<int>(open[k].parts.size());
      if (!more) at[k] = 0;
    }
  }
  return all;
}

}  // namespace

/// One history while it is played.
struct Table::Side {
  Found* found = nullptr;
  std::map<Thing, Event> events;
  std::vector<network::Wide> wide;
  std::vector<Put> puts;  // what came in each other's way
};

Table::Table(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, const Found& base)
    : what_(what), settings_(settings), almanac_(almanac), base_(base) {
  settings_.explain = settings_.details = false;
}

plan::Settings Table::settings_of(const std::vector<Open>& open, const Parts& history) const {
  plan::Settings settings = settings_;
  for (std::size_t k = 0; k < open.size(); ++k) settings.as_if[open[k].what] = open[k].most(history[k]);
  return settings;
}

Found& Table::found(const std::vector<Open>& open, const Parts& history) {
  std::vector<std::int64_t> key;
  for (std::size_t k = 0; k < open.size(); ++k)
    key.push_back(open[k].parts[static_cast<std::size_t>(history[k])].second);
  auto& known = found_[key];
  if (!known) {
    const plan::Settings settings = settings_of(open, history);
    known = std::make_unique<Found>(plan::search(what_, settings, almanac_, base_.choices));
    // The choices of the plan as it is shown may be what clashes: a story that fails must fail without them.
    if (known->clash) known = std::make_unique<Found>(plan::search(what_, settings, almanac_));
    const plan::Choices& c = known->choices;
    chose_ = chose_ || !c.retries.empty() || !c.in_order.empty() || !c.doses.empty() || !c.begins_with.empty() ||
             !c.ends_with.empty() || !known->gave_way.empty() || !known->joined.empty() ||
             std::any_of(known->c.visits.begin(), known->c.visits.end(),
                         [](const Visit& v) { return v.present && v.record == Visit::ahead && v.places.size() > 1; });
  }
  return *known;
}

/// In the order in which the plan of that history has them.
std::vector<Table::Put> Table::in_the_way(const Found& found, const Labels& labels) const {
  std::vector<Put> all;
  for (const auto& [who, visits] : plan::held_by_person(what_, found.c))
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
        if (start(b) < start(a)) std::swap(a, b);
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
  const plan::Compiled& c = side.found->c;
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

Outcome Table::play(const std::vector<Open>& open, const Rules& rules) {
  Played out;
  out.histories = grid(open);
  std::vector<Side> sides;
  std::set<Thing> things;
  for (const Parts& history : out.histories) {
    Side& side = sides.emplace_back();
    side.found = &found(open, history);
    const plan::Compiled& c = side.found->c;
    if (source::has_errors(c.diagnostics)) return Unknown{"one of the stories cannot be planned"};
    if (side.found->clash) return Alone{history};
    for (const Visit& v : c.visits) {
      if (!v.present || v.only_if || (v.record != Visit::ahead && v.record != Visit::running)) continue;
      // What goes from one date to another follows them; nobody decides it.
      if (what_.workflow.stages[static_cast<std::size_t>(v.stage)].from) continue;
      const std::string place = v.place() ? v.place()->id : "";
      side.events.emplace(Thing{v.stage, v.attempt, v.number, false, place}, v.s);
      side.events.emplace(Thing{v.stage, v.attempt, v.number, true, place}, v.e);
    }
    for (std::size_t k = 0; k < open.size(); ++k)
      for (const auto& o : c.open) {
        const Visit& v = c.visits[static_cast<std::size_t>(o.visit)];
        const bool begins = o.to == v.s;
        if (what_.workflow.stages[static_cast<std::size_t>(v.stage)].id != open[k].what.stage ||
            v.number != open[k].what.visit || begins != open[k].what.begins)
          continue;
        side.events.emplace(Thing{-1, 1, 1, true, "", static_cast<int>(k)}, o.to);
        const int part = history[k];
        if (open[k].least(part) == open[k].most(part)) continue;
        const auto* place = begins ? nullptr : v.place();
        side.wide.push_back(
            {o.from, o.to, o.tag, almanac_.span(open[k].least(part), place), almanac_.span(open[k].most(part), place)});
      }
    for (const auto& [thing, event] : side.events) things.insert(thing);
  }
  out.things.assign(things.begin(), things.end());

  network::Histories histories;
  histories.notice.assign(out.things.size(), 0);
  std::vector<std::int32_t> ends(open.size(), -1);
  const plan::Facts facts{what_, base_.c.story};
  for (std::size_t n = 0; n < out.things.size(); ++n) {
    const Thing& thing = out.things[n];
    if (thing.open >= 0) ends[static_cast<std::size_t>(thing.open)] = static_cast<std::int32_t>(n);
    if (thing.open >= 0 || thing.end || !rules.notice) continue;
    const auto& notice = what_.workflow.stages[static_cast<std::size_t>(thing.stage)].notice;
    if (!notice) continue;
    if (const auto* said = model::chosen(*notice, facts)) histories.notice[n] = calendar::rough_minutes(said->value);
  }
  for (std::size_t a = 0; a < out.histories.size(); ++a)
    for (std::size_t k = 0; k < open.size(); ++k) {
      Parts next = out.histories[a];
      ++next[k];
      const auto b = std::lower_bound(out.histories.begin(), out.histories.end(), next);
      if (b == out.histories.end() || *b != next) continue;
      if (ends[k] < 0 || !sides[a].events.contains(out.things[static_cast<std::size_t>(ends[k])])) continue;
      histories.partings.push_back(
          {static_cast<std::int32_t>(a), static_cast<std::int32_t>(b - out.histories.begin()), ends[k]});
    }

  // What the plan shows before the first of these lengths can have ended, or decides before.
  Tick first = network::never;
  for (const auto& o : base_.c.open)
    for (const Open& one : open) {
      const Visit& v = base_.c.visits[static_cast<std::size_t>(o.visit)];
      if (what_.workflow.stages[static_cast<std::size_t>(v.stage)].id != one.what.stage || v.number != one.what.visit ||
          (o.to == v.s) != one.what.begins)
        continue;
      first = std::min(first, almanac_.span(one.least(0), v.place()).least(base_.shown[o.from]));
    }

  constexpr int most_rounds = 30;
  for (int round = 0; round < most_rounds; ++round) {
    std::deque<network::Network> nets;
    histories.all.clear();
    for (Side& side : sides) {
      auto wide = network::widened(side.found->c.net, side.wide);
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
      labels.at.resize(static_cast<std::size_t>(sides[h].found->c.net.events()));
      for (const Put& put : in_the_way(*sides[h].found, labels)) {
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
