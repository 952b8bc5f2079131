// Controllability against brute force: small random networks, each played out as a game. At every tick first the
// lengths that are not ours end or run on, then we act; whoever can keep every wait however they end has a network that
// holds.
#include <fmt/format.h>

#include <array>
#include <map>

#include "law.h"
#include "network/controllability.h"

using namespace v2v::laws;
using v2v::network::Tick;
using v2v::network::Uncertain;

namespace {

constexpr std::size_t most_events = 6;
constexpr Tick not_yet = -1;
using Times = std::array<Tick, most_events>;

class Game {
 public:
  explicit Game(const Uncertain& net) : net_(net) {
    for (const auto& w : net.waits) far_ = std::max({far_, std::abs(w.least), std::abs(w.greatest.value_or(0))});
    for (const auto& l : net.lengths) far_ = std::max(far_, l.greatest);
    ours_.assign(static_cast<std::size_t>(net.events), true);
    for (const auto& l : net.lengths) ours_[static_cast<std::size_t>(l.to)] = false;
  }

  /// Can we keep every wait from the beginning on?
  bool won() {
    Times none;
    none.fill(not_yet);
    return act(none, 0);
  }

 private:
  Tick at(const Times& times, std::int32_t e) const { return times[static_cast<std::size_t>(e)]; }

  bool broken(const Times& times, Tick now) const {
    for (const auto& w : net_.waits) {
      const Tick from = at(times, w.from), to = at(times, w.to);
      if (from != not_yet && to != not_yet && (to - from < w.least || (w.greatest && to - from > *w.greatest)))
        return true;
      if (from != not_yet && to == not_yet && w.greatest && now - from > *w.greatest) return true;
      if (to != not_yet && from == not_yet && to - now < w.least) return true;
    }
    return false;
  }

  /// The tick begins: any of the running lengths end, all of those that must. We lose if one such choice beats us.
  bool nature(const Times& times, Tick now) {
    const auto [known, fresh] = seen_.emplace(std::pair(now, times), false);
    if (!fresh) return known->second;
    bool running = false;
    Tick last = 0;
    for (const auto& l : net_.lengths)
      running = running || (at(times, l.from) != not_yet && at(times, l.to) == not_yet);
    for (const Tick t : times) last = std::max(last, t);
    // Waiting on for longer than any wait, with nothing running, teaches nothing.
    const bool answer = (running || now - last <= far_ + 1) && ends(times, now, 0, true);
    return seen_[std::pair(now, times)] = answer;
  }

  bool ends(const Times& times, Tick now, std::size_t length, bool first) {
    if (length == net_.lengths.size()) return act(times, now);
    const auto& l = net_.lengths[length];
    const Tick from = at(times, l.from);
    const Tick lasted = now - from;
    // Later in the same tick only what began in it may end: the others have been said to run on.
    if (from == not_yet || at(times, l.to) != not_yet || lasted < l.least || (!first && lasted > 0))
      return ends(times, now, length + 1, first);
    Times ended = times;
    ended[static_cast<std::size_t>(l.to)] = now;
    return ends(ended, now, length + 1, first) && (lasted == l.greatest || ends(times, now, length + 1, first));
  }

  /// Our turn: any set of what is ours and not yet done. We win if one of them does.
  bool act(const Times& times, Tick now) {
    if (broken(times, now)) return false;
    std::vector<std::size_t> open;
    bool all = true;
    for (std::size_t e = 0; e < ours_.size(); ++e) {
      all = all && times[e] != not_yet;
      if (ours_[e] && times[e] == not_yet) open.push_back(e);
    }
    if (all) return true;
    for (unsigned set = 0; set < 1U << open.size(); ++set) {
      Times done = times;
      for (std::size_t i = 0; i < open.size(); ++i) {
        if (set >> i & 1U) done[open[i]] = now;
      }
      if (set == 0 ? now == 0 && done == untouched() : broken(done, now)) continue;  // time begins with an event
      if (begun_now(done, times) ? ends(done, now, 0, false) : finished(done) || nature(done, now + 1)) return true;
    }
    return false;
  }

  static Times untouched() {
    Times none;
    none.fill(not_yet);
    return none;
  }
  bool finished(const Times& times) const {
    for (std::size_t e = 0; e < ours_.size(); ++e) {
      if (times[e] == not_yet) return false;
    }
    return true;
  }
  /// Has a length begun in this turn that may end in the same tick?
  bool begun_now(const Times& done, const Times& before) const {
    for (const auto& l : net_.lengths) {
      if (l.least == 0 && at(done, l.from) != at(before, l.from)) return true;
    }
    return false;
  }

  const Uncertain& net_;
  std::vector<bool> ours_;
  Tick far_ = 0;
  std::map<std::pair<Tick, Times>, bool> seen_;
};

Uncertain random_net(Random& random) {
  Uncertain net;
  net.events = static_cast<std::int32_t>(random(2, 5));
  const Tick far = random(2, 4);
  std::vector<bool> ended(static_cast<std::size_t>(net.events), false);
  for (auto lengths = random(0, 2); lengths > 0; --lengths) {
    const auto to = static_cast<std::int32_t>(random(1, net.events - 1));
    const auto from = static_cast<std::int32_t>(random(0, to - 1));  // so that none begins with its own end
    if (ended[static_cast<std::size_t>(to)]) continue;
    ended[static_cast<std::size_t>(to)] = true;
    const Tick least = random(0, far - 1);
    net.lengths.push_back({from, to, least, random(least, far)});
  }
  // The game asks once a tick whether a length ends, so one that begins with the end of another takes a tick at least.
  for (auto& l : net.lengths) {
    if (ended[static_cast<std::size_t>(l.from)])
      l.least = std::max<Tick>(l.least, 1), l.greatest = std::max(l.greatest, l.least);
  }
  for (auto waits = random(1, net.events + 1); waits > 0; --waits) {
    const auto from = static_cast<std::int32_t>(random(0, net.events - 1)),
               to = static_cast<std::int32_t>(random(0, net.events - 1));
    if (from == to) continue;
    Uncertain::Wait w{from, to, random(-far, far), {}};
    if (random.chance(70)) w.greatest = random(w.least, far + 1);
    net.waits.push_back(w);
  }
  return net;
}

std::string words(const Uncertain& net) {
  std::string out = fmt::format("{} events;", net.events);
  for (const auto& l : net.lengths) out += fmt::format(" {}=>{} {}..{};", l.from, l.to, l.least, l.greatest);
  for (const auto& w : net.waits)
    out += fmt::format(" {}->{} {}..{};", w.from, w.to, w.least, w.greatest ? std::to_string(*w.greatest) : "");
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  Words said;
  said.cases = 100'000;
  said.seed = 1;
  long holds = 0, fails = 0, uncertain = 0;
  return run_law(
      argc, argv, "controllable_law", said,
      [&](Random& random, long, const Words&) {
        const Uncertain net = random_net(random);
        const bool expected = Game(net).won(), answer = controllable(net);
        demand(answer == expected, fmt::format("{} where the game is {}: {}", answer ? "holds" : "fails",
                                               expected ? "won" : "lost", words(net)));
        ++(answer ? holds : fails);
        // What would hold if the lengths were known beforehand or of our choosing tells nothing: such nets must differ.
        Uncertain chosen = net;
        for (const auto& l : chosen.lengths) chosen.waits.push_back({l.from, l.to, l.least, l.greatest});
        chosen.lengths.clear();
        if (!answer && controllable(chosen)) ++uncertain;
      },
      [&] {
        return fmt::format("{} hold, {} fail, {} of these only because lengths are not ours", holds, fails, uncertain);
      });
}
