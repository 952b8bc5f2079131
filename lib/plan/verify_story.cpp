// What must be there: which stages, how often, how many visits of each, and what may be taken as done unrecorded.
#include <fmt/format.h>

#include <algorithm>

#include "plan/verify_reading.h"

namespace v2v::plan {
namespace {

using model::Outcome;
using model::Point;
using timeline::State;

enum class There { yes, no, either };

class StoryRules {
 public:
  explicit StoryRules(Reading& reading) : r(reading), n(static_cast<int>(r.what.workflow.stages.size())) {}

  void run() {
    find_ends();
    for (int s = 0; s < n; ++s) {
      read_presence(s);
      if (r.present(s)) read_attempts(s);
    }
    for (int s = 0; s < n; ++s) {
      if (!r.present(s)) continue;
      read_numbers(r, s);
      read_unrecorded(s);
      read_anew(s);
    }
  }

 private:
  const Attempts& rows(int s) const { return r.attempts[static_cast<std::size_t>(s)]; }

  const Outcome* outcome(int s, const std::string& id) const {
    for (const auto& outcome : r.stage(s).outcomes)
      if (outcome.id == id) return &outcome;
    return nullptr;
  }

  /// Is it written down how this attempt ended?
  bool ended(int s, const std::vector<Shown*>& row) const {
    const auto* series = r.chosen(r.stage(s).repeat);
    const bool until = series && series->kind == model::Series::until;
    return std::any_of(row.begin(), row.end(), [&](const Shown* one) {
      return one->happened && !one->happened->outcome.empty() &&
             (!until || one == row.back() || one->happened->outcome == series->outcome);
    });
  }

  /// Which outcomes do all again, and which end the pathway.
  void find_ends() {
    r.rounds.assign(static_cast<std::size_t>(n), {0});
    r.asked_rounds.resize(static_cast<std::size_t>(n));
    for (int s = 0; s < n; ++s) {
      std::map<std::string, int> times;
      for (const auto& row : rows(s)) {
        const auto* end = outcome(s, row.back()->entry->outcome);
        if (!end || end->then == Outcome::carry_on) continue;
        const int from = r.index(end->again_from);
        if (end->then == Outcome::again && ++times[end->id] <= end->times)
          r.agains.push_back({row.back(), end, s, from, ended(s, row)});
        else if (&row == &rows(s).back())
          stops.push_back(s), r.ended_on_record = r.ended_on_record || ended(s, row);
      }
    }
    // What would end the pathway may be left out with it, where it counts from what is no longer planned.
    for (int s = 0; s < n; ++s) {
      const auto* end = r.present(s) ? nullptr : outcome(s, r.fact(r.stage(s).id));
      ended_unseen = ended_unseen || (end && end->then != Outcome::carry_on);
    }
    order_agains();
    // What the end of the pathway left out may have done again what it did not.
    for (int t = 0; t < n && !stops.empty(); ++t)
      if (!r.present(t))
        for (const auto& end : r.stage(t).outcomes)
          if (end.then == Outcome::again) unsure.assign(static_cast<std::size_t>(n), true);
    for (std::size_t k = 0; k < r.agains.size(); ++k)
      for (int s = 0; s < n; ++s)
        if (on_path(r.agains[k], s, waits)) r.rounds[static_cast<std::size_t>(s)].push_back(static_cast<int>(k) + 1);
  }

  /// An attempt ends after the round that opened it: rounds are numbered so. Where two of one stage may as well be the
  /// other way about, nobody can say which is whose.
  void order_agains() {
    std::vector<Again> waiting;
    std::swap(waiting, r.agains);
    unsure.assign(static_cast<std::size_t>(n), false);
    while (!waiting.empty()) {
      const auto opened = [&](const Again& again) {
        return again.visit->attempt <= 1 + std::count_if(r.agains.begin(), r.agains.end(), [&](const Again& earlier) {
                                         return on_path(earlier, again.of, waits);
                                       });
      };
      auto next = std::find_if(waiting.begin(), waiting.end(), opened);
      if (next == waiting.end()) next = waiting.begin();
      for (const Again& other : waiting)
        if (other.of != next->of)
          for (int s = 0; s < n; ++s)
            if (on_path(other, s, waits) && on_path(*next, s, waits)) unsure[static_cast<std::size_t>(s)] = true;
      r.agains.push_back(*next);
      waiting.erase(next);
    }
  }

  /// The same, or a whole and its parts: what is done again is so with all of them.
  bool one_whole(int a, int b) const {
    const auto whole = [&](int s) { return r.stage(s).whole.empty() ? r.stage(s).id : r.stage(s).whole; };
    return a == b || whole(a) == whole(b);
  }

  bool on_path(const Again& again, int s, const std::vector<bool>& reach) const {
    return one_whole(s, again.of) || one_whole(s, again.from) || (reach[at(again.from, s)] && reach[at(s, again.of)]);
  }

  bool recorded(int s) const {
    return std::any_of(r.what.patient.happened.begin(), r.what.patient.happened.end(), [&](const auto& fact) {
      const int of = r.index(fact.point.stage);
      return of == s || (of >= 0 && r.index(r.stage(of).whole) == s);
    });
  }

  /// A path of links and gates puts it before what is recorded, whatever is assumed to end the pathway.
  bool has_been(int s) const {
    for (int u = 0; u < n; ++u)
      if (u != s && paths[at(s, u)] && recorded(u)) return true;
    return false;
  }

  bool holds(const model::When& when) const {
    const auto holds_one = [&](const model::Atom& atom) {
      const int s = r.index(atom.subject);
      if (atom.kind == model::Atom::happened) return s >= 0 && r.present(s);
      if (atom.kind == model::Atom::did_not_happen) return s < 0 || !r.present(s);
      const std::string value = r.fact(atom.subject);
      const bool is = std::find(atom.values.begin(), atom.values.end(), value) != atom.values.end();
      return is == (atom.kind == model::Atom::is);
    };
    const auto& atoms = when.atoms;
    return when.join == model::When::all ? std::all_of(atoms.begin(), atoms.end(), holds_one)
                                         : std::any_of(atoms.begin(), atoms.end(), holds_one);
  }

  bool gone(const Point& point) const {
    const int s = point.stage.empty() ? r.index(r.what.workflow.day_zero) : r.index(point.stage);
    return s >= 0 && !r.present(s);
  }

  /// Where Day 0 itself is not to be, what is counted from it may still lead to what ends the pathway before.
  bool day_zero_there(const model::Placements& days) const {
    const int zero = r.index(r.what.workflow.day_zero);
    return (zero >= 0 && r.present(zero)) ||
           std::none_of(days.begin(), days.end(), [](const auto& placed) { return placed.from.stage.empty(); });
  }

  There there(int s) const {
    const auto& stage = r.stage(s);
    if (recorded(s)) return There::yes;
    if (r.what.patient.closed) return There::no;
    if (!holds(stage.when)) return stops.empty() ? There::no : There::either;  // it may hang on what was left out
    if (const int whole = r.index(stage.whole); whole >= 0 && !r.present(whole)) return There::no;
    const auto assumed = r.what.patient.assume.find(stage.id);
    std::string said = assumed == r.what.patient.assume.end() ? "" : assumed->second;
    if (const auto known = r.settings.comes.find(stage.id); known != r.settings.comes.end() && stage.chance)
      said = known->second ? "happens" : "absent";
    if (!said.empty() && said != "absent") said = "happens";  // with that end
    if (said == "absent" || (said != "happens" && stage.chance && *stage.chance < 0.5)) return There::no;
    if (ended_unseen) return There::either;
    for (const int stop : stops)
      if (stop != s)  // of a later attempt of it what asked for that had been
        return before[at(stop, s)] && !r.order.leads[at(s, stop)] && !has_been(s) && rows(stop).size() == 1
                   ? There::no
                   : There::either;
    if (const auto* begins = r.chosen(stage.begins)) {
      if (gone(begins->after)) return There::no;
      bool done = false;  // what waited for it has happened
      for (int u = 0; u < n; ++u) done = done || (u != s && paths[at(s, u)] && recorded(u));
      if (stage.chance && said != "happens") return done ? There::either : may_still_begin(*begins);
    }
    const auto *from = r.chosen(stage.from), *until = r.chosen(stage.until);
    if (from && until && gone(*from)) return gone(*until) ? There::no : There::either;
    if (const auto* days = r.chosen(stage.falls_on)) {
      const auto lost = std::count_if(days->begin(), days->end(), [&](const auto& placed) {
        return gone(placed.from) || (placed.kind != model::Placed::once && gone(placed.to));
      });
      if (!day_zero_there(*days)) return There::either;
      if (lost > 0 && !stops.empty()) return There::either;
      if (lost > 0) return lost == static_cast<int>(days->size()) ? There::no : There::either;
    }
    return There::yes;
  }

  /// What may begin until a day is taken as not to come once that day is over.
  There may_still_begin(const model::Begins& begins) const {
    bool whole_day = false;
    Point after = begins.after;
    if (after.side == Point::unsaid) after.side = Point::end;
    const auto base = r.at(after, whole_day, Shown{});
    const Shown* begun = r.visit_at(after, after.side == Point::end);
    const bool unsure_when = begun && std::any_of(r.visits.begin(), r.visits.end(), [&](const Shown& one) {
                               return one.stage == begun->stage && one.happened && (!one.over || one.over_by);
                             });
    if (!base || unsure_when || calendar::family(begins.spread.most.unit) == calendar::Family::working ||
        behind_working_time(after))
      return There::either;
    const Day last = r.diary.date(r.diary.end_of(base->last, begins.spread.most, r.doors_of(Shown{})));
    return last < r.settings.today ? There::no : r.settings.today < last ? There::yes : There::either;
  }

  /// A span that nobody recorded starts or ends there, some working time from something else: which day that is hangs
  /// on the place, and so on the plan.
  bool behind_working_time(Point at) const {
    for (int turn = 0; turn < n; ++turn) {
      const int s = r.index(at.stage);
      if (s < 0 || recorded(s)) return false;
      const auto& stage = r.stage(s);
      const auto* edge = r.chosen(at.side == Point::start ? stage.from : stage.until);
      if (!edge) return false;
      if (edge->offset && calendar::family(edge->offset->unit) == calendar::Family::working) return true;
      at = *edge;
      if (at.side == Point::unsaid) at.side = at.offset && !at.before ? Point::end : Point::start;
    }
    return false;
  }

  void read_presence(int s) {
    const There expected = there(s);
    const bool shown = r.present(s);
    r.rule(expected == There::either || shown == (expected == There::yes), Rule::stages, r.stage(s).origin.where, [&] {
      return std::pair{fmt::format("{} is {}", r.stage(s).id, shown ? "absent" : "part of the plan"),
                       std::string(shown ? "it is in the plan" : "it is not in the plan")};
    });
  }

  void read_attempts(int s) {
    const int have = static_cast<int>(rows(s).size());
    int least = 1, most = 1;
    for (const auto& again : r.agains) {
      least += on_path(again, s, waits);
      most += on_path(again, s, before);
    }
    if (r.what.patient.closed || may_be_cut(s)) least = 1;
    for (const auto& fact : r.what.patient.happened)
      if (fact.point.stage == r.stage(s).id && fact.point.which.attempt)
        most = std::max(most, *fact.point.which.attempt);
    for (int t = 0; t < n && (ended_unseen || !stops.empty());
         ++t)  // where the pathway ends, what asked for another may be left out
      for (const auto& outcome : r.stage(t).outcomes)
        if (!r.present(t) && outcome.then == Outcome::again &&
            on_path({nullptr, &outcome, t, r.index(outcome.again_from)}, s, before))
          most += outcome.times;
    most += asked_again(s, have);  // a whole goes stale with its parts
    const bool in_order = std::all_of(r.visits.begin(), r.visits.end(), [&](const Shown& visit) {
      return visit.stage != s || r.what.patient.closed ||
             (visit.entry->attempt == visit.attempt && visit.entry->attempts == have);
    });
    r.rule(least <= have && have <= most && in_order, Rule::attempts, r.stage(s).origin.where, [&] {
      return std::pair{fmt::format("{} is done {} times", r.stage(s).id, least), fmt::format("{} times", have)};
    });
    auto& rounds = r.rounds[static_cast<std::size_t>(s)];
    r.asked_rounds[static_cast<std::size_t>(s)] = rounds;
    if (may_be_cut(s) && have < static_cast<int>(rounds.size())) rounds.resize(static_cast<std::size_t>(have));
    if (have != static_cast<int>(rounds.size()) || unsure[static_cast<std::size_t>(s)])
      rounds.clear();  // not sure which round is whose
  }

  /// Something else ends the pathway, and this does not lead there: what was to be done again need not be.
  bool may_be_cut(int s) const {
    return ended_unseen ||
           std::any_of(stops.begin(), stops.end(), [&](int stop) { return stop != s && !r.order.leads[at(s, stop)]; });
  }

  /// Has this attempt been? It or a later one is recorded, or what comes after it, in its round or a later one. Where
  /// nobody can say whose round is whose, it may have.
  bool has_been(int s, int attempt) const {
    for (std::size_t k = static_cast<std::size_t>(attempt); k <= rows(s).size(); ++k)
      for (const Shown* visit : rows(s)[k - 1])
        if (visit->happened) return true;
    const auto& rounds = r.rounds[static_cast<std::size_t>(s)];
    if (rounds.empty() || rounds.size() < static_cast<std::size_t>(attempt)) return true;
    const int round = rounds[static_cast<std::size_t>(attempt) - 1];
    return std::any_of(r.visits.begin(), r.visits.end(), [&](const Shown& visit) {
      const auto& theirs = r.rounds[static_cast<std::size_t>(visit.stage)];
      if (!visit.happened || visit.stage == s) return false;
      if (theirs.empty()) return static_cast<bool>(paths[at(s, visit.stage)]);
      const int its = theirs[static_cast<std::size_t>(visit.attempt) - 1];
      const bool both = std::find(theirs.begin(), theirs.end(), round) != theirs.end();
      return its > round || (paths[at(s, visit.stage)] && (its == round || (!both && !recorded(s))));
    });
  }

  /// Is it of a round before the one in which the pathway ended?
  bool asked_before(int s, int attempt, int stop) const {
    const auto &rounds = r.rounds[static_cast<std::size_t>(s)], &theirs = r.rounds[static_cast<std::size_t>(stop)];
    return rounds.empty() || theirs.empty() || rounds[static_cast<std::size_t>(attempt) - 1] < theirs.back();
  }

  /// What comes after the end of the pathway is not done again, though it has been before.
  void read_anew(int s) {
    read_stopped(s);
    if (r.what.patient.closed || rows(s).size() < 2 || ended_unseen) return;
    const int last = static_cast<int>(rows(s).size());
    for (const int stop : stops)
      if (stop != s && before[at(stop, s)] && !r.order.leads[at(s, stop)])
        r.rule(asked_before(s, last, stop) || has_been(s, last), Rule::attempts, r.stage(s).origin.where, [&] {
          return std::pair{fmt::format("{} ends the pathway", r.stage(stop).id),
                           fmt::format("{} is planned again, attempt {}", r.stage(s).id, last)};
        });
  }

  /// What ended the pathway is done again only for what has been all the same: nobody comes to what follows it.
  void read_stopped(int s) {
    // Where it is there for how another ends, that may have ended otherwise the first time.
    const auto& when = r.stage(s).when.atoms;
    if (std::any_of(when.begin(), when.end(), [&](const auto& atom) { return r.index(atom.subject) >= 0; })) return;
    const auto& rounds = r.rounds[static_cast<std::size_t>(s)];
    for (std::size_t k = 1; k < rounds.size(); ++k) {
      const auto* end = outcome(s, rows(s)[k - 1].back()->entry->outcome);
      const Again& asks = r.agains[static_cast<std::size_t>(rounds[k] - 1)];
      if (!end || end->then != Outcome::stop || !links[at(s, asks.of)] || one_whole(s, asks.of)) continue;
      r.rule(has_been(asks.of, asks.visit->attempt), Rule::attempts, r.stage(s).origin.where, [&] {
        return std::pair{fmt::format("{} ends the pathway", r.stage(s).id),
                         fmt::format("it is done again for {}, which comes after it", r.stage(asks.of).id)};
      });
    }
  }

  /// By how many links that say `or again` is an attempt of this stage, or of its whole or parts, too old?
  int asked_again(int s, int have) const {
    int asked = 0;
    const auto& whole = r.stage(s).parts.empty() ? r.stage(s).whole : r.stage(s).id;
    for (int other = 0; other < n; ++other)
      if (other == s || (!whole.empty() && (r.stage(other).id == whole || r.stage(other).whole == whole)))
        for (int u = 0; u < n; ++u)
          for (const auto* list : {&r.stage(u).after, &r.stage(u).ends_after})
            for (const auto& link : *list) asked += asked_by(other, have, u, link, list == &r.stage(u).after);
    return asked;
  }

  int asked_by(int s, int have, int u, const model::Link& link, bool starts) const {
    const auto* wait = r.chosen(link.wait);
    if (link.from.stage != r.stage(s).id || !wait || !wait->or_again || !wait->greatest) return 0;
    // The new attempt may itself have ended the pathway before, or turned what asked for it.
    if (!r.present(u))
      return might_ask(u) && (!stops.empty() || asks_how_it_ends(s) || turned_by(s, u))
                 ? std::min(may_be_done(u), went_on(s))
                 : 0;
    // A visit by its number is the same one whatever is done anew: what was asked for may have moved Day 0 alone.
    const bool by_number = link.from.which.visit == model::Which::nth && !link.from.which.attempt;
    if (asks_how_it_ends(s) || by_number) return static_cast<int>(rows(u).size());
    const bool end = Reading::means_end(link.from, true);
    int asked = 0;
    for (const auto& row : rows(u)) {
      const Shown& mine = starts ? *row.front() : *row.back();
      bool too_old = false;
      for (int k = 1; k <= have && mine.dated() && !too_old; ++k) {
        const Shown* old = r.visit_at(link.from, end, k);
        if (!old || !old->dated()) continue;
        const Instant base = end ? old->end.last : old->start.last;
        too_old =
            r.diary.greatest(base, *wait->greatest, r.doors_of(mine)) < (starts ? mine.start.last : mine.end.last);
      }
      asked += too_old;
    }
    // Where it ends the pathway itself, the attempt that asked for it is planned no more.
    return asked + (std::find(stops.begin(), stops.end(), s) != stops.end());
  }

  /// Attempts that did not end the pathway: only after such a one another could be asked for.
  int went_on(int s) const {
    return static_cast<int>(std::count_if(rows(s).begin(), rows(s).end(), [&](const auto& row) {
      const Outcome* end = outcome(s, row.back()->entry->outcome);
      return !end || end->then != Outcome::stop;
    }));
  }

  /// What an option, an assumption or a small chance leaves out was not there before either, and asked for nothing.
  bool might_ask(int u) const {
    const auto& stage = r.stage(u);
    const auto said = r.what.patient.assume.find(stage.id);
    const bool known = said != r.what.patient.assume.end() || r.settings.comes.contains(stage.id);
    if (said != r.what.patient.assume.end() && said->second == "absent") return false;
    if (!known && stage.chance && *stage.chance < 0.5) return false;
    const auto settled = [&](const auto& atom) { return r.index(atom.subject) < 0; };
    const auto& atoms = stage.when.atoms;
    if (stage.when.join != model::When::all && !std::all_of(atoms.begin(), atoms.end(), settled)) return true;
    model::When options = stage.when;
    std::erase_if(options.atoms, [&](const auto& atom) { return !settled(atom); });
    return options.atoms.empty() || holds(options);
  }

  /// It is there for what may still begin after a new attempt of s, and could no longer after the old one.
  bool turned_by(int s, int u) const {
    const auto& when = r.stage(u).when.atoms;
    return std::any_of(when.begin(), when.end(), [&](const auto& atom) {
      const int of = r.index(atom.subject);
      const auto* begins = of < 0 ? nullptr : r.chosen(r.stage(of).begins);
      return begins && r.present(of) && r.stage(of).chance && r.index(begins->after.stage) == s;
    });
  }

  /// How often something that is left out might have been done: each of its attempts may have asked.
  int may_be_done(int s) const {
    int times = 1;
    for (int t = 0; t < n; ++t)
      for (const auto& outcome : r.stage(t).outcomes)
        if (outcome.then == Outcome::again && on_path({nullptr, &outcome, t, r.index(outcome.again_from)}, s, before))
          times += outcome.times;
    return times;
  }

  bool asks_how_it_ends(int s) const {
    return std::any_of(r.what.workflow.stages.begin(), r.what.workflow.stages.end(), [&](const auto& stage) {
      return std::any_of(stage.when.atoms.begin(), stage.when.atoms.end(),
                         [&](const auto& atom) { return atom.subject == r.stage(s).id; });
    });
  }

  /// Does it hang on dates that nobody wrote down?
  bool nameless(int s, const Shown& asks) const {
    const auto& stage = r.stage(s);
    const auto undated = [&](const Point& point) {
      const int p = point.stage.empty() ? r.index(r.what.workflow.day_zero) : r.index(point.stage);
      if (p < 0 || !r.present(p)) return false;
      if (point.stage.empty()) return !rows(p).back().front()->dated();
      const auto meant = r.attempts_meant(p, asks);
      return std::any_of(meant.begin(), meant.end(), [&](int of) {
        const Shown* visit = r.visit_at(point, Reading::means_end(point, point.offset && !point.before), of);
        return visit && !visit->dated();
      });
    };
    if (const auto* begins = r.chosen(stage.begins); begins && undated(begins->after)) return true;
    const auto *from = r.chosen(stage.from), *until = r.chosen(stage.until);
    if (from && until && undated(*from) && undated(*until)) return true;
    const auto* days = r.chosen(stage.falls_on);
    return days && std::any_of(days->begin(), days->end(), [&](const auto& placed) { return undated(placed.from); });
  }

  /// What it asked to be done again has been, or what was asked since.
  bool done_again(int s, int attempt) const {
    return std::any_of(r.agains.begin(), r.agains.end(), [&](const Again& again) {
      return (again.of == s ? again.visit->attempt >= attempt : static_cast<bool>(before[at(s, again.of)])) &&
             std::any_of(r.visits.begin(), r.visits.end(), [&](const Shown& one) {
               return one.happened && one.attempt > 1 && on_path(again, one.stage, waits);
             });
    });
  }

  /// What is taken as done: before something recorded, or a named day that is over.
  void read_unrecorded(int s) {
    bool behind = false;
    for (int u = 0; u < n; ++u) behind = behind || (recorded(u) && (u == s || before[at(s, u)]));
    for (const auto& row : rows(s)) {
      const bool asked = done_again(s, row.front()->attempt);
      std::vector<std::vector<Slot>> may_be;  // several where it cannot be said from which attempt they count
      if (const auto* days = r.chosen(r.stage(s).falls_on))
        for (const auto& placed : *days)
          for (const int of : r.attempts_of(placed.from))
            if (auto slots = r.slots(r.stage(s), row.front(), of)) may_be.push_back(std::move(*slots));
      for (std::size_t k = 0; k < row.size(); ++k) {
        const auto& entry = *row[k]->entry;
        if (entry.state != State::unrecorded && entry.start) continue;
        const bool over = std::any_of(may_be.begin(), may_be.end(), [&](const auto& slots) {
          return k < slots.size() && slots[k].to < r.settings.today;
        });
        r.rule(!row[k]->happened && (behind || asked || over || nameless(s, *row.front())), Rule::visits,
               r.stage(s).origin.where, [&] {
                 return std::pair{fmt::format("{} has a date", r.name(*row[k])), std::string("it has none")};
               });
      }
    }
  }

  std::size_t at(int a, int b) const { return static_cast<std::size_t>(a * n + b); }

  Reading& r;
  int n;
  const std::vector<bool>&before = r.order.before, &links = r.order.links, &paths = r.order.paths,
        &waits = r.order.waits;
  std::vector<bool> unsure;  // of a stage: which round is whose
  std::vector<int> stops;
  bool ended_unseen = false;
};

}  // namespace

void read_story(Reading& r) {
  StoryRules(r).run();
}

}  // namespace v2v::plan
