#include "plan/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "plan/history.h"
#include "plan/paths.h"
#include "plan/presence.h"
#include "plan/ways.h"

namespace v2v::plan {
namespace {

using model::Outcome;
using model::Stage;
using model::Workflow;

}  // namespace

std::vector<double> chances(const Stage& stage, int visit) {
  std::vector<double> all(stage.outcomes.size(), -1);
  double said = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& c = stage.outcomes[i].chances;
    if (c.empty()) continue;
    const auto at = c[std::min(static_cast<std::size_t>(visit - 1), c.size() - 1)];
    if (at) all[i] = *at, said += *at;
  }
  for (double& c : all)
    if (c < 0) c = std::max(0.0, 1 - said);
  return all;
}

namespace {

class Telling {
 public:
  Telling(const model::Case& what, const std::vector<Retry>& retries, const Settings& settings)
      : what_(what),
        workflow_(what.workflow),
        settings_(settings),
        next_(followers(workflow_)),
        history_(history_of(what)),
        along_(order_of_stages(workflow_, next_)),
        order_(order_of_telling(workflow_, next_, along_)) {
    for (std::size_t r = 0; r < retries.size(); ++r) {
      if (retries[r].served_by >= 0) continue;
      Attempt again;
      again.round = -1;
      again.retry = static_cast<int>(r);
      // A whole is done again with its parts, and a part with its whole.
      const Stage& asked = stage(retries[r].stage);
      const std::string& whole = asked.parts.empty() ? asked.whole : asked.id;
      for (std::size_t i = 0; i < workflow_.stages.size(); ++i) {
        const Stage& s = workflow_.stages[i];
        if (static_cast<int>(i) == retries[r].stage || (!whole.empty() && (s.id == whole || s.whole == whole)))
          retried_[static_cast<int>(i)].push_back(again);
      }
    }
  }

  Story run() {
    do {
      settle_all();
    } while (end_pathway());
    note_assumptions(along_);
    story_.order = std::move(along_);
    return std::move(story_);
  }

 private:
  Told& told(int i) { return story_.stages[static_cast<std::size_t>(i)]; }
  const Told& told(int i) const { return story_.stages[static_cast<std::size_t>(i)]; }
  const Stage& stage(int i) const { return workflow_.stages[static_cast<std::size_t>(i)]; }

  bool holds(const model::When& when) const {
    const Facts facts{what_, story_};
    const auto atom = [&](const model::Atom& a) {
      if (a.kind == model::Atom::happened || a.kind == model::Atom::did_not_happen) {
        const int i = index_of(workflow_, a.subject);
        const bool yes = i >= 0 && story_.stages[static_cast<std::size_t>(i)].present &&
                         story_.stages[static_cast<std::size_t>(i)].happens;
        return yes == (a.kind == model::Atom::happened);
      }
      const bool is = std::find(a.values.begin(), a.values.end(), facts(a.subject)) != a.values.end();
      return is == (a.kind == model::Atom::is);
    };
    if (when.atoms.empty()) return true;
    return when.join == model::When::all ? std::all_of(when.atoms.begin(), when.atoms.end(), atom)
                                         : std::any_of(when.atoms.begin(), when.atoms.end(), atom);
  }

  // Presence asks outcomes, outcomes ask presence: settle by rounds, in an order where few are needed.
  void settle_all() {
    story_ = {};
    story_.stages.resize(workflow_.stages.size());
    round_by_.clear();
    opened_.clear();
    left_out_.clear();
    for (int pass = 0; pass < 8;) {
      const auto before = snapshot();
      const int known_rounds = story_.rounds;
      for (const int i : order_) {
        settle(i);
        if (story_.rounds > known_rounds) break;  // what is done again is told anew before what follows it
      }
      if (story_.rounds > known_rounds) continue;
      if (snapshot() == before) break;
      ++pass;
    }
  }

  void settle(int i) {
    const Stage& s = stage(i);
    Told& t = told(i);
    const auto said = what_.patient.assume.find(s.id);
    const bool recorded = history_.happened.count(i) > 0;
    t.present = recorded || holds(s.when);
    t.happens = true;
    if (s.chance && !recorded) t.happens = *s.chance >= 0.5 && !time_has_passed(what_, story_, s, settings_.today);
    if (said != what_.patient.assume.end() && !recorded) {  // whose end is assumed is assumed to happen
      t.happens = said->second != "absent";
      t.present = t.present && t.happens;
    }
    if (const auto known = settings_.comes.find(s.id); known != settings_.comes.end() && s.chance && !recorded)
      t.happens = known->second, t.present = known->second && holds(s.when);
    if (!t.happens || (!recorded && hangs_on_nothing(what_, story_, s))) t.present = false;
    if (!s.whole.empty()) {
      const int whole = index_of(workflow_, s.whole);
      t.present = t.present && whole >= 0 && told(whole).present;
    }
    // Attempts: the first; one for each round opened over this stage; those that the record or an `or again` adds.
    std::vector<Attempt> attempts(1);
    for (const auto& [round, opened] : opened_)
      if (opened.over[static_cast<std::size_t>(i)]) {
        Attempt a;
        a.round = round;
        a.opened_by = opened.by;
        a.opened_by_attempt = opened.attempt;
        attempts.push_back(a);
      }
    const int known = std::max(history_.happened.count(i) ? history_.happened.at(i) : 1,
                               history_.mentioned.count(i) ? history_.mentioned.at(i) : 1);
    while (static_cast<int>(attempts.size()) < known) attempts.emplace_back().round = -1;
    if (const auto r = retried_.find(i); r != retried_.end())
      attempts.insert(attempts.end(), r->second.begin(), r->second.end());
    t.attempts = std::move(attempts);
    for (std::size_t a = 0; a < t.attempts.size(); ++a) {
      const int known_rounds = story_.rounds;
      end(i, static_cast<int>(a) + 1);
      if (story_.rounds > known_rounds) return;
    }
  }

  // How an attempt ends; `again` opens a round over the stages on the way, once.
  void end(int i, int number) {
    const Stage& s = stage(i);
    Attempt& a = told(i).attempts[static_cast<std::size_t>(number - 1)];
    a.visits = visits_until(i, number);
    left_out_.erase({i, number});
    if (s.outcomes.empty()) return;
    const std::string recorded = recorded_end(i, number, a.visits);
    a.recorded = !recorded.empty();
    if (a.recorded) a.outcome = recorded;
    if (!a.recorded) {
      const std::string* known = ends_as(i, number, a.visits);
      a.outcome = known ? *known : likelier(i, number, a.visits);
    }
    if (!told(i).present || what_.patient.closed) return;  // in a closed file nothing is to come
    const auto found =
        std::find_if(s.outcomes.begin(), s.outcomes.end(), [&](const Outcome& o) { return o.id == a.outcome; });
    if (found == s.outcomes.end() || found->then != Outcome::again) return;
    const auto key = std::pair{i, number};
    if (round_by_.count(key)) return;
    int done = 0;
    for (const auto& [k, r] : round_by_)
      done += k.first == i && k.second <= std::ssize(told(i).attempts) &&
              told(i).attempts[static_cast<std::size_t>(k.second - 1)].outcome == a.outcome;
    if (done >= found->times) return;  // `times` is used up: then it stops
    const int from = index_of(workflow_, found->again_from);
    if (from < 0) return;
    const auto ways = waiting();
    const auto down = reached(ways, from);
    std::vector<bool> over(workflow_.stages.size());
    for (std::size_t v = 0; v < over.size(); ++v)
      over[v] = down[v] && reached(ways, static_cast<int>(v))[static_cast<std::size_t>(i)];
    const auto whole = [](const Stage& one) -> const std::string& { return one.whole.empty() ? one.id : one.whole; };
    for (std::size_t v = 0; v < over.size(); ++v)  // a whole is done again with its parts, and a part with its whole
      over[v] = over[v] || whole(workflow_.stages[v]) == whole(s) || whole(workflow_.stages[v]) == whole(stage(from));
    if (never_.count(key) || ended_before(i, number, over)) {
      left_out_.insert(key);
      return;
    }
    const int round = ++story_.rounds;
    round_by_[key] = round;
    opened_[round] = {i, number, std::move(over)};
  }

  // What waits for what: by links, by gates, and because it begins after it. What waits for something that is done
  // again on the way to whoever asks is done again too; else it would wait for what comes after itself.
  std::vector<std::vector<int>> waiting() const {
    auto next = next_;
    for (std::size_t v = 0; v < next.size(); ++v) {
      const Stage& s = workflow_.stages[v];
      const auto waits_for = [&](const std::string& before) {
        if (const int u = index_of(workflow_, before); u >= 0)
          next[static_cast<std::size_t>(u)].push_back(static_cast<int>(v));
      };
      for (const std::string& gate : s.gates) waits_for(gate);
      if (const auto* begins = s.begins ? model::chosen(*s.begins, Facts{what_, story_}) : nullptr)
        waits_for(begins->value.after.stage);
    }
    return next;
  }

  std::string recorded_end(int i, int number, int visits) const {
    return history_.end({i, number}, series_of(stage(i)), visits);
  }

  const std::string* ends_as(int i, int number, int at_visit) const {
    const auto known = settings_.ends_as.find({stage(i).id, number, at_visit});
    return known == settings_.ends_as.end() ? nullptr : &known->second;
  }
  bool known_end(int i, int number) const {
    const int visits = told(i).attempts[static_cast<std::size_t>(number - 1)].visits;
    return !recorded_end(i, number, visits).empty() || ends_as(i, number, visits);
  }

  bool assumed_here(int i, int number) const {  // `assume` speaks of the first attempt whose end is not known
    const auto& all = story_.stages[static_cast<std::size_t>(i)].attempts;
    int a = number;
    while (a > 1 && all[static_cast<std::size_t>(a - 1)].retry >= 0 && !known_end(i, a - 1)) --a;
    for (--a; a >= 1; --a)
      if (!known_end(i, a)) return false;
    return true;
  }

  std::string likelier(int i, int number, int visits) const {
    const Stage& s = stage(i);
    const auto said = what_.patient.assume.find(s.id);
    if (said != what_.patient.assume.end() && assumed_here(i, number))  // what is only stale ends as it would have
      for (const Outcome& o : s.outcomes)
        if (o.id == said->second) return o.id;
    if (const auto series = series_of(s); series && series->kind == model::Series::until) return series->outcome;
    const auto all = chances(s, visits);
    std::size_t best = 0;
    for (std::size_t k = 1; k < all.size(); ++k)
      if (all[k] > all[best] + 1e-9 || (all[k] > all[best] - 1e-9 && s.outcomes[k].id < s.outcomes[best].id)) best = k;
    return s.outcomes[best].id;
  }

  const model::Series* series_of(const Stage& s) const {
    if (!s.repeat) return nullptr;
    const auto* chosen_series = model::chosen(*s.repeat, Facts{what_, story_});
    return chosen_series ? &chosen_series->value : nullptr;
  }

  // Visits until the outcome is likelier than not, given those that have been; or until it has come.
  int visits_until(int i, int number) const {
    const Stage& s = stage(i);
    const auto* series = series_of(s);
    if (!series || series->kind != model::Series::until) return 1;
    const auto seen = history_.visits.find({i, number});
    int n = 0;
    if (seen != history_.visits.end())
      for (const std::string& outcome : seen->second) {
        ++n;
        if (outcome == series->outcome) return std::max(n, series->least);  // the first visits are certain
      }
    for (int k = n + 1; k <= series->most; ++k)  // so many have been, in what is taken for known
      if (const std::string* known = ends_as(i, number, k)) {
        n = k;
        if (*known == series->outcome) return std::max(n, series->least);
      }
    double miss = 1;
    while (n < series->most) {
      ++n;
      const auto all = chances(s, n);
      for (std::size_t k = 0; k < all.size(); ++k)
        if (s.outcomes[k].id == series->outcome) miss *= 1 - all[k];
      if (n >= series->least && miss < 0.5) break;
    }
    return n;
  }

  // Stop, or `again` with its times used up.
  bool ends_here(int i, int number) const {
    const Stage& s = stage(i);
    const std::string& outcome = told(i).attempts[static_cast<std::size_t>(number - 1)].outcome;
    const auto found =
        std::find_if(s.outcomes.begin(), s.outcomes.end(), [&](const Outcome& o) { return o.id == outcome; });
    const auto key = std::pair{i, number};
    return found != s.outcomes.end() && found->then != Outcome::carry_on && !round_by_.count(key) &&
           !left_out_.count(key);
  }

  // What a round is to do again had ended the pathway before it, and nobody comes to the attempt that asks for it.
  bool ended_before(int by, int attempt, const std::vector<bool>& over) const {
    const Ways ways(what_, story_, next_);
    if (been(ways, by, recorded()) >= attempt) return false;
    for (int i = 0; i < static_cast<int>(over.size()); ++i)
      if (over[static_cast<std::size_t>(i)] && told(i).present && ways.left_out_by(i, by) &&
          ends_here(i, static_cast<int>(told(i).attempts.size())))
        return true;
    return false;
  }

  // `stop`: nothing is planned after it; of what has been, no other attempt. Is all to be told anew, without what those
  // asked to be done again that are not planned any more?
  bool end_pathway() {
    const std::size_t known = never_.size();
    const Ways ways(what_, story_, next_);
    const auto on_record = recorded();
    for (int end = 0; end < static_cast<int>(story_.stages.size()); ++end) {
      const int last = static_cast<int>(told(end).attempts.size());
      if (!told(end).present || !ends_here(end, last)) continue;
      story_.ended_by = stage(end).id;
      auto before = on_record;  // and who asked for the attempt that ends it had been
      if (const auto by = opener(end, last)) add_with_openers(*by, before);
      for (int v = 0; v < static_cast<int>(story_.stages.size()); ++v)
        if (ways.left_out_by(end, v)) end_before(v, been(ways, v, before));
      if (told(end).attempts.back().recorded)
        for (int v = 0; v < static_cast<int>(story_.stages.size()); ++v) end_within(ways, v, on_record);
    }
    // Nor is what is reckoned from a stage that is not planned any more.
    for (bool any = !story_.ended_by.empty(); any;) {
      any = false;
      for (int v = 0; v < static_cast<int>(story_.stages.size()); ++v)
        if (told(v).present && been(ways, v, on_record) == 0 && hangs_on_nothing(what_, story_, stage(v))) {
          told(v).present = false;
          told(v).stopped = !Ways(what_, story_, next_).leads_on(v);  // else it passes its links on
          any = true;
        }
    }
    return never_.size() > known;
  }

  void end_before(int v, int done) {
    for (const auto& [asks, round] : round_by_)
      if (asks.first == v && asks.second > done) never_.insert(asks);
    if (done == 0) told(v).present = false, told(v).stopped = true;
    for (auto& all = told(v).attempts; done > 0 && done < std::ssize(all); all.pop_back())
      told(v).not_again.push_back(all.back().round);
  }

  // An end that is on record lies behind us, and so no visit that is still to come takes place, though others of its
  // attempt have been. Of a whole and its parts each attempt stays as it is.
  void end_within(const Ways& ways, int v, const std::set<History::Attempt>& known) {
    const int last = static_cast<int>(told(v).attempts.size());
    if (!told(v).present || !stage(v).parts.empty() || !stage(v).whole.empty()) return;
    const auto behind = ways.behind(v);
    for (const auto& [u, attempt] : known)  // what came after all of them has been
      if (u != v && behind[static_cast<std::size_t>(u)] &&
          (round_of(u, attempt) < 0 || round_of(u, attempt) >= round_of(v, last)))
        return;
    if (const int seen = visits_seen(v, last); seen > 0) told(v).kept = seen;
  }

  // The highest visit of an attempt of which something is recorded; 0: none, or all in one sentence.
  int visits_seen(int v, int attempt) const {
    int before = 0;
    for (int a = 1; a < attempt; ++a) before += visits_of(v, a);
    const auto numbered = history_.numbered.find(v);
    const int of_all = numbered == history_.numbered.end() ? 0 : numbered->second - before;
    const auto seen = history_.visits.find({v, attempt});
    if (seen == history_.visits.end() || (attempt == 1 && of_all > visits_of(v, 1))) return std::max(of_all, 0);
    if (history_.whole.at({v, attempt})) return 0;
    return std::max(of_all, static_cast<int>(seen->second.size()));
  }

  int round_of(int i, int attempt) const {
    const auto& all = told(i).attempts;
    return attempt <= std::ssize(all) ? all[static_cast<std::size_t>(attempt - 1)].round : -1;
  }

  // Visits of a part are counted through all of its whole's.
  int visits_of(int i, int attempt) const {
    const Told& t = told(i);
    if (attempt > std::ssize(t.attempts)) return 1;
    const int each = visits_in(what_, story_, stage(i), t.attempts[static_cast<std::size_t>(attempt - 1)]);
    const int whole = index_of(workflow_, stage(i).whole);
    return whole < 0 ? each : each * visits_of(whole, attempt);
  }

  // An attempt, and whoever asked for its round, and for the round of that.
  void add_with_openers(const History::Attempt& one, std::set<History::Attempt>& all) const {
    if (!all.insert(one).second) return;
    if (const auto by = opener(one.first, one.second)) add_with_openers(*by, all);
  }
  std::optional<History::Attempt> opener(int i, int attempt) const {
    const auto opened = opened_.find(round_of(i, attempt));
    if (opened == opened_.end()) return std::nullopt;
    return History::Attempt{opened->second.by, opened->second.attempt};
  }

  // The attempts that the record speaks of.
  std::set<History::Attempt> recorded() const {
    std::set<History::Attempt> all;
    for (const auto& [attempt, visits] : history_.visits) add_with_openers(attempt, all);
    for (const auto& [i, visit] : history_.numbered) {
      int attempt = 1;
      for (int n = visits_of(i, 1); n < visit && attempt < std::ssize(told(i).attempts);) n += visits_of(i, ++attempt);
      add_with_openers({i, attempt}, all);
    }
    return all;
  }

  // No record says that it was opened, only an outcome that the plan assumes.
  bool only_assumed(int i, int attempt) const {
    const auto by = opener(i, attempt);
    if (!by) return false;
    const auto& all = told(by->first).attempts;
    return by->second > std::ssize(all) || !all[static_cast<std::size_t>(by->second - 1)].recorded;
  }

  // The last attempt that is known, or that links and gates put before what is: it has been, whatever is assumed to end
  // the pathway. What is known speaks of its own round and of those before, where that does both anew; else of what is
  // known of v, if anything is, and of nothing that is only assumed. 0: none.
  int been(const Ways& ways, int v, const std::set<History::Attempt>& known) const {
    const auto behind = ways.behind(v);
    int recorded = 0;
    for (const auto& [u, attempt] : known)
      if (u == v) recorded = std::max(recorded, attempt);
    int done = recorded;
    for (const auto& [u, attempt] : known) {
      if (u == v || !behind[static_cast<std::size_t>(u)]) continue;
      const int round = round_of(u, attempt);
      for (int mine = done + 1; mine <= std::ssize(told(v).attempts); ++mine) {
        const int my_round = round_of(v, mine);
        const bool both = std::any_of(told(u).attempts.begin(), told(u).attempts.end(),
                                      [&](const Attempt& other) { return other.round == my_round; });
        if (my_round >= 0 && (both ? round < 0 || my_round <= round : recorded == 0 && !only_assumed(v, mine)))
          done = mine;
      }
    }
    return done;
  }

  void note_assumptions(const std::vector<int>& order) {
    for (int i : order) {
      const Stage& s = stage(i);
      const Told& t = told(i);
      if (t.stopped) continue;
      const bool recorded = history_.happened.count(i) > 0;
      const std::string name = s.title.empty() ? s.id : s.title;
      if (s.chance && !recorded && holds(s.when))
        story_.assumptions.push_back(t.happens
                                         ? fmt::format("{} is assumed to happen ({:.0f}%)", name, *s.chance * 100)
                                         : fmt::format("{} is assumed not to happen ({:.0f}%)", name, *s.chance * 100));
      if (!t.present || s.outcomes.empty() || t.kept) continue;
      for (std::size_t a = 0; a < t.attempts.size(); ++a) {
        if (t.attempts[a].recorded) continue;
        for (const Outcome& o : s.outcomes)
          if (o.id == t.attempts[a].outcome)
            story_.assumptions.push_back(fmt::format("{}{} is assumed to end as: {}", name,
                                                     t.attempts.size() > 1 ? fmt::format(" (attempt {})", a + 1) : "",
                                                     o.title.empty() ? o.id : o.title));
      }
      if (const auto* series = series_of(s); series && series->kind == model::Series::until)
        story_.assumptions.push_back(fmt::format("{} is assumed to need {} visit{}", name, t.attempts.back().visits,
                                                 t.attempts.back().visits == 1 ? "" : "s"));
    }
  }

  std::vector<std::tuple<bool, bool, std::size_t, std::string, int>> snapshot() const {
    std::vector<std::tuple<bool, bool, std::size_t, std::string, int>> all;
    for (const Told& t : story_.stages)
      all.emplace_back(t.present, t.happens, t.attempts.size(), t.outcome(), t.attempts.back().visits);
    return all;
  }

  struct Opened {
    int by = 0, attempt = 0;
    std::vector<bool> over;
  };

  const model::Case& what_;
  const Workflow& workflow_;
  const Settings& settings_;
  const std::vector<std::vector<int>> next_;  // by links
  const History history_;
  std::vector<int> along_;  // the links
  const std::vector<int> order_;
  Story story_;
  std::map<std::pair<int, int>, int> round_by_;
  std::map<int, Opened> opened_;
  std::set<std::pair<int, int>> left_out_;  // attempts that would open a round, had the pathway not ended
  std::set<History::Attempt> never_;        // the same, for all tellings
  std::map<int, std::vector<Attempt>> retried_;
};

}  // namespace

std::string Facts::operator()(const std::string& by) const {
  if (by == "edition") return what.edition;
  if (const auto option = what.patient.options.find(by); option != what.patient.options.end()) return option->second;
  const int i = index_of(what.workflow, by);
  if (i < 0) return {};
  const Told& told = story.stages[static_cast<std::size_t>(i)];
  return told.present ? told.outcome() : told.attempts.front().outcome;  // what is left out is not done again
}

Story tell(const model::Case& what, const std::vector<Retry>& retries, const Settings& settings) {
  return Telling(what, retries, settings).run();
}

}  // namespace v2v::plan
