// Strategies against brute force: small random networks over two calendars, some of whose lengths are not ours, each
// played out as a game. At every tick first lengths end or run on, then we decide; what has a notice is decided so long
// before it happens. In some there are two ways, of which one shows only as an event happens: what is asked after it
// hangs on it. Who can keep every rule however they end and whichever it is has a strategy.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "network/strategy.h"
#include "network_brute.h"

using namespace v2v::laws;
using v2v::network::Event;
using v2v::network::Step;

namespace {

struct Length {
  int from = 0, to = 0;
  std::vector<Step> values;  // rising
};

struct Setting {
  World world;
  Case rules;  // of everything but the lengths
  std::vector<Length> lengths;
  std::vector<Tick> notice;
  std::optional<int> shows;  // with this event shows which of two ways it is; the other has
  Case other;                // these rules
  int ways() const { return shows ? 2 : 1; }
  const Case& of_way(int way) const { return way == 0 ? rules : other; }
};

using Times = std::vector<Tick>;
constexpr Tick not_yet = -1000;

/// Every rule as tables of ticks.
class Referee {
 public:
  Referee(const Setting& s, int way) : end_(s.rules.end) {
    const auto ticks = static_cast<std::size_t>(end_ + 1);
    alone_.assign(static_cast<std::size_t>(s.rules.events), std::vector<char>(ticks, 1));
    for (const Rule& r : s.of_way(way).rules) {
      auto& alone = alone_[static_cast<std::size_t>(r.u)];
      if (r.kind == Rule::link) pairs_.push_back({r.u, r.v, {}, {}});
      for (Tick t = 0; t <= end_; ++t) {
        const auto i = static_cast<std::size_t>(t);
        if (r.kind == Rule::not_before) alone[i] = alone[i] && t >= r.t;
        if (r.kind == Rule::not_after) alone[i] = alone[i] && t <= r.t;
        if (r.kind == Rule::open) alone[i] = alone[i] && allowed(r.any_of, t, r.t);
        if (r.kind != Rule::link) continue;
        pairs_.back().low.push_back(r.wait.least ? s.world.value(*r.wait.least, t, false)
                                                 : v2v::network::always_before);
        pairs_.back().high.push_back(r.wait.greatest ? s.world.value(*r.wait.greatest, t, true) : v2v::network::never);
      }
    }
  }
  /// Is no rule broken among what has a time?
  bool keeps(const Times& at) const {
    for (std::size_t e = 0; e < at.size(); ++e) {
      if (at[e] == not_yet) continue;
      if (at[e] < 0 || at[e] > end_ || !alone_[e][static_cast<std::size_t>(at[e])]) return false;
    }
    return std::all_of(pairs_.begin(), pairs_.end(), [&](const Pair& p) {
      const Tick u = at[static_cast<std::size_t>(p.u)], v = at[static_cast<std::size_t>(p.v)];
      return u == not_yet || v == not_yet ||
             (v >= p.low[static_cast<std::size_t>(u)] && v <= p.high[static_cast<std::size_t>(u)]);
    });
  }

 private:
  struct Pair {
    int u, v;
    std::vector<Tick> low, high;
  };
  Tick end_;
  std::vector<std::vector<char>> alone_;
  std::vector<Pair> pairs_;
};

class Game {
 public:
  Game(const Setting& s, const std::vector<Referee>& referees) : s_(s), referees_(referees) {
    ours_.assign(s.notice.size(), true);
    for (const Length& l : s.lengths) {
      ours_[static_cast<std::size_t>(l.to)] = false;
      auto& ends = ends_.emplace_back();
      for (Tick t = 0; t <= s.rules.end; ++t) {
        ends.emplace_back();
        for (const Step& n : l.values) ends.back().push_back(s.world.value(n, t, false));
      }
    }
  }
  bool won() {
    const Tick first = -*std::max_element(s_.notice.begin(), s_.notice.end());
    return act(Times(s_.notice.size(), not_yet), first, s_.shows ? -1 : 0);
  }

 private:
  // Way -1: nobody knows yet. Then both must be kept, for either may show.
  bool keeps(const Times& at, int way) const {
    if (way >= 0) return referees_[static_cast<std::size_t>(way)].keeps(at);
    return std::all_of(referees_.begin(), referees_.end(), [&](const Referee& one) { return one.keeps(at); });
  }
  bool act(const Times& at, Tick now, int way) {
    if (!keeps(at, way)) return false;
    if (way < 0 && at[static_cast<std::size_t>(*s_.shows)] == now) return act(at, now, 0) && act(at, now, 1);
    std::vector<std::size_t> open;
    for (std::size_t e = 0; e < at.size(); ++e)
      if (ours_[e] && at[e] == not_yet && now + s_.notice[e] >= 0) open.push_back(e);
    if (std::none_of(at.begin(), at.end(), [](Tick t) { return t == not_yet; })) return true;
    if (now > s_.rules.end) return false;
    const auto [known, fresh] = seen_.emplace(std::tuple(now, way, at), false);
    if (!fresh) return known->second;
    bool won = false;
    for (unsigned set = 0; !won && set < 1U << open.size(); ++set) {
      Times then = at;
      for (std::size_t i = 0; i < open.size(); ++i)
        if (set >> i & 1U) then[open[i]] = now + s_.notice[open[i]];
      if (!keeps(then, way)) continue;
      const bool showing = way < 0 && then[static_cast<std::size_t>(*s_.shows)] == now;  // and more can be decided
      won = showing ? act(then, now, 0) && act(then, now, 1) : nature(then, now + 1, 0, way);
    }
    return seen_[std::tuple(now, way, at)] = won;
  }
  bool nature(const Times& at, Tick now, std::size_t k, int way) {
    if (k == s_.lengths.size()) return act(at, now, way);
    const Length& l = s_.lengths[k];
    const Tick from = at[static_cast<std::size_t>(l.from)];
    if (from == not_yet || from >= now || at[static_cast<std::size_t>(l.to)] != not_yet)
      return nature(at, now, k + 1, way);
    bool may_end = false, may_run = false;
    for (const Tick end : ends_[k][static_cast<std::size_t>(from)]) {
      may_end = may_end || end == now;
      may_run = may_run || end > now;
    }
    if (may_run && !nature(at, now, k + 1, way)) return false;
    if (!may_end) return true;
    Times ended = at;
    ended[static_cast<std::size_t>(l.to)] = now;
    return nature(ended, now, k + 1, way);
  }

  const Setting& s_;
  const std::vector<Referee>& referees_;
  std::vector<bool> ours_;
  std::vector<std::vector<std::vector<Tick>>> ends_;  // length, begin: where it may end
  std::map<std::tuple<Tick, int, Times>, bool> seen_;
};

Setting random_setting(Random& random) {
  Setting s;
  const int events = static_cast<int>(random(2, 4));
  s.world = random_world(random, events == 4 ? 11 : random(8, 16), 5);
  s.rules = random_case(random, s.world, events, 5);
  s.rules.question = {};
  const auto kept = static_cast<std::size_t>(random(1, events + 1));  // with many rules nothing holds
  if (s.rules.rules.size() > kept && random.chance(80)) s.rules.rules.resize(kept);
  s.rules.capped = true;
  s.notice.assign(static_cast<std::size_t>(events), 0);
  for (Tick& n : s.notice) n = random.chance(25) ? random(1, 3) : 0;
  std::vector<bool> ended(static_cast<std::size_t>(events), false);
  for (auto lengths = random(1, 2); lengths > 0; --lengths) {
    Length l;
    l.to = static_cast<int>(random(1, events - 1));
    l.from = static_cast<int>(random(0, l.to - 1));
    if (ended[static_cast<std::size_t>(l.to)]) continue;
    const bool dated = random.chance(30);
    const Tick least = random(1, dated ? 1 : 4), most = least + random(0, dated ? 1 : 3);
    const auto& dates = s.world.dates[static_cast<std::size_t>(random(0, 1))];
    for (Tick n = least; n <= most; ++n) l.values.push_back(dated ? Step::of_wall(n, dates) : Step(n));
    bool ends_later = true;  // than it begins: the game asks once a tick
    for (Tick t = 0; t <= s.rules.end; ++t) ends_later = ends_later && s.world.value(l.values[0], t, false) > t;
    if (!ends_later) continue;
    ended[static_cast<std::size_t>(l.to)] = true;
    s.notice[static_cast<std::size_t>(l.to)] = 0;
    s.lengths.push_back(std::move(l));
  }
  if (random.chance(40)) {
    s.shows = static_cast<int>(random(0, events - 1));
    s.other = random_case(random, s.world, events, 5);
    s.other.end = s.rules.end;
    s.other.question = {};
    s.other.capped = true;
    // Most of what is asked is the same: some rules are dropped, one comes.
    auto own = s.rules.rules;
    std::erase_if(own, [&](const Rule&) { return random.chance(30); });
    if (!s.other.rules.empty() && random.chance(60)) own.push_back(s.other.rules.front());
    for (std::size_t k = 0; k < own.size(); ++k) own[k].tag = static_cast<Tag>(k);
    s.other.rules = std::move(own);
  }
  return s;
}

struct Grid {
  std::vector<std::vector<std::size_t>> at;  // history: which value of each length, then which way
  std::vector<v2v::network::Network> nets;
  v2v::network::Histories histories;
};

Grid grid_of(const Setting& s) {
  Grid g;
  const std::size_t way = s.lengths.size();
  const auto choices = [&](std::size_t k) {
    return k == way ? static_cast<std::size_t>(s.ways()) : s.lengths[k].values.size();
  };
  std::vector<std::size_t> at(way + 1, 0);
  for (bool more = true; more;) {
    g.at.push_back(at);
    auto& net = g.nets.emplace_back(network_of(s.of_way(static_cast<int>(at[way]))));
    for (std::size_t k = 0; k < way; ++k)
      net.link(Event{s.lengths[k].from}, Event{s.lengths[k].to}, v2v::network::exactly(s.lengths[k].values[at[k]]));
    more = false;
    for (std::size_t k = 0; k < at.size() && !more; ++k) {
      more = ++at[k] < choices(k);
      if (!more) at[k] = 0;
    }
  }
  std::vector<Event> events;
  for (int e = 0; e < s.rules.events; ++e) events.push_back(Event{e});
  for (const auto& net : g.nets) g.histories.all.push_back({&net, events});
  for (std::size_t a = 0; a < g.at.size(); ++a)
    for (std::size_t k = 0; k <= way; ++k) {
      auto next = g.at[a];
      ++next[k];
      const auto b = std::find(g.at.begin(), g.at.end(), next);
      if (b != g.at.end())
        g.histories.partings.push_back({static_cast<std::int32_t>(a), static_cast<std::int32_t>(b - g.at.begin()),
                                        k == way ? *s.shows : s.lengths[k].to, k == way ? 1 : 0});
    }
  g.histories.notice = {s.notice, s.notice};
  // To wait with what shows it is no sign of which it is: that happens at the same time in both.
  if (s.shows) {
    Tick& notice = g.histories.notice[1][static_cast<std::size_t>(*s.shows)];
    notice = std::max<Tick>(notice, 1);
  }
  return g;
}

/// The network of dates that hold whatever every length comes to.
std::optional<v2v::network::Network> all_wide(const Setting& s) {
  constexpr Tag first_length = 500;
  v2v::network::Network net = network_of(s.rules);
  std::vector<v2v::network::Wide> wide;
  for (const Length& l : s.lengths) {
    wide.push_back(
        {Event{l.from}, Event{l.to}, first_length + static_cast<Tag>(wide.size()), l.values.front(), l.values.back()});
    net.link(wide.back().from, wide.back().to, v2v::network::exactly(l.values.back()), wide.back().tag);
  }
  return v2v::network::widened(net, wide);
}

/// A strategy keeps every rule in every history, and no two histories, neighbours or not, differ before they can.
void check(const Setting& s, const Grid& g, const std::vector<Referee>& referees, const v2v::network::Strategy& found) {
  for (std::size_t h = 0; h < g.at.size(); ++h) {
    demand(referees[g.at[h].back()].keeps(found.at[h]), "a strategy breaks a rule");
    for (std::size_t k = 0; k < s.lengths.size(); ++k) {
      const Length& l = s.lengths[k];
      const Tick from = found.at[h][static_cast<std::size_t>(l.from)], to = found.at[h][static_cast<std::size_t>(l.to)];
      demand(to == s.world.value(l.values[g.at[h][k]], from, false), "a strategy chooses a length");
    }
    for (std::size_t other = 0; other < h; ++other) {
      const auto sooner = [&](int event) {
        const auto e = static_cast<std::size_t>(event);
        return std::min(found.at[h][e], found.at[other][e]);
      };
      Tick ended = v2v::network::never, shown = v2v::network::never;
      for (std::size_t k = 0; k < s.lengths.size(); ++k)
        if (g.at[h][k] != g.at[other][k]) ended = std::min(ended, sooner(s.lengths[k].to));
      if (g.at[h].back() != g.at[other].back()) shown = sooner(*s.shows);
      const Tick part = std::min(ended, shown);
      for (std::size_t e = 0; e < s.notice.size(); ++e) {
        const bool itself = shown < ended && static_cast<int>(e) == *s.shows;
        const Tick notice = itself ? std::max<Tick>(s.notice[e], 1) : s.notice[e];
        demand(std::min(found.at[h][e], part + notice) == std::min(found.at[other][e], part + notice),
               "a strategy knows too soon");
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  Words said;
  said.cases = 20'000;
  said.seed = 1;
  long holds = 0, fails = 0, unknown = 0, blind = 0, two = 0, two_hold = 0;
  v2v::network::Labels labels;
  return run_law(
      argc, argv, "strategy_law", said,
      [&](Random& random, long, const Words&) {
        const Setting s = random_setting(random);
        const Grid g = grid_of(s);
        std::vector<Referee> referees;
        for (int way = 0; way < s.ways(); ++way) referees.emplace_back(s, way);
        const bool won = Game(s, referees).won();
        two += s.ways() == 2;
        const auto answer = v2v::network::strategy(g.histories);
        demand(!std::holds_alternative<v2v::network::Undecided>(answer), "not decided");
        if (const auto wide = all_wide(s); wide && s.ways() == 1 && v2v::network::Solver(*wide).earliest_into(labels)) {
          demand(won, "dates that hold whatever the lengths come to, where the game is lost");
          ++blind;
        }
        const auto* found = std::get_if<v2v::network::Strategy>(&answer);
        demand((found != nullptr) == won,
               fmt::format("{} where the game is {}", found ? "a strategy" : "none", won ? "won" : "lost"));
        ++(found ? holds : fails);
        two_hold += found && s.ways() == 2;
        if (found) return check(s, g, referees, *found);
        const auto alone = [](const auto& h) {
          return std::holds_alternative<v2v::network::Labels>(v2v::network::Solver(*h.net).earliest());
        };
        if (std::all_of(g.histories.all.begin(), g.histories.all.end(), alone)) ++unknown;
      },
      [&] {
        return fmt::format(
            "{} hold, {} of them even for who never learns; {} fail, {} only as nobody knows beforehand; {} with two "
            "ways, of which {} hold",
            holds, blind, fails, unknown, two, two_hold);
      });
}
