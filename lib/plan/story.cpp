#include "plan/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "plan/paths.h"
#include "plan/presence.h"

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
      : what_(what), workflow_(what.workflow), settings_(settings), next_(followers(workflow_)) {
    story_.stages.resize(workflow_.stages.size());
    read_record();
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
    // Presence asks outcomes, outcomes ask presence: settle by rounds, in an order where few are needed.
    const auto order = order_of_stages(workflow_);
    const auto as_told = order_of_telling(order);
    for (int pass = 0; pass < 8;) {
      const auto before = snapshot();
      const int known_rounds = story_.rounds;
      for (const int i : as_told) {
        settle(i);
        if (story_.rounds > known_rounds) break;  // what is done again is told anew before what follows it
      }
      if (story_.rounds > known_rounds) continue;
      if (snapshot() == before) break;
      ++pass;
    }
    find_ways();
    end_pathway();
    note_assumptions(order);
    return std::move(story_);
  }

 private:
  Told& told(int i) { return story_.stages[static_cast<std::size_t>(i)]; }
  const Told& told(int i) const { return story_.stages[static_cast<std::size_t>(i)]; }
  const Stage& stage(int i) const { return workflow_.stages[static_cast<std::size_t>(i)]; }

  // What is done again was there before what asks for it, though no link says so.
  std::vector<int> order_of_telling(const std::vector<int>& order) const {
    std::vector<bool> seen(order.size());
    bool stands = true;
    for (const int i : order) {
      seen[static_cast<std::size_t>(i)] = true;
      for (const Outcome& o : stage(i).outcomes)
        if (const int from = index_of(workflow_, o.again_from); from >= 0)
          stands = stands && seen[static_cast<std::size_t>(from)];
    }
    if (stands) return order;
    std::vector<int> all;
    seen.assign(order.size(), false);
    const std::function<void(int)> put = [&](int i) {
      if (seen[static_cast<std::size_t>(i)]) return;
      seen[static_cast<std::size_t>(i)] = true;
      for (const int u : order)
        if (reached(next_, u)[static_cast<std::size_t>(i)]) put(u);
      for (const Outcome& o : stage(i).outcomes)
        if (const int from = index_of(workflow_, o.again_from); from >= 0) put(from);
      all.push_back(i);
    };
    for (const int i : order) put(i);
    return all;
  }

  void read_record() {
    for (const model::Fact& fact : what_.patient.happened) {
      const int i = index_of(workflow_, fact.point.stage);
      if (i < 0) continue;
      const int attempt = fact.point.which.attempt.value_or(1);
      happened_[i] = std::max(happened_[i], attempt);
      if (!fact.outcome.empty()) outcome_[{i, attempt}] = fact.outcome;
      const int visit = fact.point.which.visit == model::Which::nth ? fact.point.which.n : 1;
      auto& seen = visits_[{i, attempt}];
      seen.resize(std::max(seen.size(), static_cast<std::size_t>(visit)));
      seen[static_cast<std::size_t>(visit - 1)] = fact.outcome;
      whole_[{i, attempt}] =
          fact.point.which.visit == model::Which::unsaid && (fact.to.has_value() || !fact.from.minute);
    }
    for (const auto* facts : {&what_.patient.booked, &what_.patient.held})
      for (const model::Fact& fact : *facts)
        if (const int i = index_of(workflow_, fact.point.stage); i >= 0 && fact.point.which.attempt)
          mentioned_[i] = std::max(mentioned_[i], *fact.point.which.attempt);
  }

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

  void settle(int i) {
    const Stage& s = stage(i);
    Told& t = told(i);
    const auto said = what_.patient.assume.find(s.id);
    const bool recorded = happened_.count(i) > 0;
    t.present = recorded || holds(s.when);
    t.happens = true;
    if (s.chance && !recorded) t.happens = *s.chance >= 0.5 && !time_has_passed(what_, story_, s, settings_.today);
    if (said != what_.patient.assume.end() && !recorded) {
      if (said->second == "absent") t.happens = t.present = false;
      if (said->second == "happens") t.happens = true;
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
    const int known = std::max(happened_.count(i) ? happened_.at(i) : 1, mentioned_.count(i) ? mentioned_.at(i) : 1);
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
    if (round_of_.count(key)) return;
    int done = 0;
    for (const auto& [k, r] : round_of_)
      done += k.first == i && k.second <= std::ssize(told(i).attempts) &&
              told(i).attempts[static_cast<std::size_t>(k.second - 1)].outcome == a.outcome;
    if (done >= found->times) return;  // `times` is used up: then it stops
    const int from = index_of(workflow_, found->again_from);
    if (from < 0) return;
    const auto down = reached(next_, from);
    std::vector<bool> over(workflow_.stages.size());
    for (std::size_t v = 0; v < over.size(); ++v)
      over[v] = down[v] && reached(next_, static_cast<int>(v))[static_cast<std::size_t>(i)];
    const auto whole = [](const Stage& one) -> const std::string& { return one.whole.empty() ? one.id : one.whole; };
    for (std::size_t v = 0; v < over.size(); ++v)  // a whole is done again with its parts, and a part with its whole
      over[v] = over[v] || whole(workflow_.stages[v]) == whole(s) || whole(workflow_.stages[v]) == whole(stage(from));
    if (ended_before(i, over)) {
      left_out_.insert(key);
      return;
    }
    const int round = ++story_.rounds;
    round_of_[key] = round;
    opened_[round] = {i, number, std::move(over)};
  }

  // How an attempt ended, as far as it is recorded. A visit that was not enough is not the end of a series.
  std::string recorded_end(int i, int number, int visits) const {
    const auto recorded = outcome_.find({i, number});
    if (recorded == outcome_.end()) return {};
    const auto* series = series_of(stage(i));
    if (!series || series->kind != model::Series::until || whole_.at({i, number})) return recorded->second;
    const auto& seen = visits_.at({i, number});
    if (std::find(seen.begin(), seen.end(), series->outcome) != seen.end()) return series->outcome;
    return seen.size() < static_cast<std::size_t>(visits) ? std::string() : seen.back();
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
    const auto seen = visits_.find({i, number});
    int n = 0;
    if (seen != visits_.end())
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

  void find_ways() {
    wide_ = leading();
    behind_ = next_;
    for (std::size_t v = 0; v < behind_.size(); ++v)
      for (const std::string& gate : workflow_.stages[v].gates)
        if (const int u = index_of(workflow_, gate); u >= 0 && story_.stages[v].present)
          behind_[static_cast<std::size_t>(u)].push_back(static_cast<int>(v));
  }

  // Stop, or `again` with its times used up.
  bool ends_here(int i, int number) const {
    const Stage& s = stage(i);
    const std::string& outcome = told(i).attempts[static_cast<std::size_t>(number - 1)].outcome;
    const auto found =
        std::find_if(s.outcomes.begin(), s.outcomes.end(), [&](const Outcome& o) { return o.id == outcome; });
    const auto key = std::pair{i, number};
    return found != s.outcomes.end() && found->then != Outcome::carry_on && !round_of_.count(key) &&
           !left_out_.count(key);
  }

  // What does not lead to the end of the pathway is not planned.
  bool left_out_by(int end, int v) const {
    return v != end && stage(end).whole != stage(v).id &&
           (reached(next_, end)[static_cast<std::size_t>(v)] || !reached(wide_, v)[static_cast<std::size_t>(end)]);
  }

  // What a round is to do again had ended the pathway before it, and nobody comes to the stage that asks for it.
  bool ended_before(int by, const std::vector<bool>& over) {
    find_ways();
    if (has_been(by)) return false;
    for (int i = 0; i < static_cast<int>(over.size()); ++i)
      if (over[static_cast<std::size_t>(i)] && told(i).present && left_out_by(i, by) &&
          ends_here(i, static_cast<int>(told(i).attempts.size())))
        return true;
    return false;
  }

  // `stop`: nothing is planned after it.
  void end_pathway() {
    for (std::size_t i = 0; i < workflow_.stages.size(); ++i) {
      const Stage& s = workflow_.stages[i];
      const int end = static_cast<int>(i);
      if (!story_.stages[i].present || !ends_here(end, static_cast<int>(story_.stages[i].attempts.size()))) continue;
      story_.ended_by = s.id;
      for (std::size_t v = 0; v < workflow_.stages.size(); ++v)
        if (!has_been(static_cast<int>(v)) && left_out_by(end, static_cast<int>(v)))
          story_.stages[v].present = false, story_.stages[v].stopped = true;
    }
    // Nor is what is reckoned from a stage that is not planned any more.
    for (bool any = !story_.ended_by.empty(); any;) {
      any = false;
      for (std::size_t v = 0; v < workflow_.stages.size(); ++v)
        if (story_.stages[v].present && !has_been(static_cast<int>(v)) &&
            hangs_on_nothing(what_, story_, workflow_.stages[v])) {
          story_.stages[v].present = false;
          story_.stages[v].stopped = !leads_on(static_cast<int>(v));  // else it passes its links on
          any = true;
        }
    }
  }
  // It is recorded, or links and gates put it before what is: then it has been, whatever is assumed to end the pathway.
  bool has_been(int v) const {
    const auto after = reached(behind_, v);
    return std::any_of(happened_.begin(), happened_.end(),
                       [&](const auto& known) { return after[static_cast<std::size_t>(known.first)]; });
  }
  bool leads_on(int v) const {
    const auto after = reached(leading(), v);
    for (std::size_t u = 0; u < after.size(); ++u)
      if (after[u] && static_cast<int>(u) != v && story_.stages[u].present) return true;
    return false;
  }
  // What leads to the end of a pathway is planned: by a link, by a gate, because something begins after it, is
  // stretched from it or falls on a day counted from it, or is there for how it ends.
  std::vector<std::vector<int>> leading() const {
    auto wide = next_;
    for (std::size_t v = 0; v < wide.size(); ++v) {
      const Stage& s = workflow_.stages[v];
      const auto lead = [&](const std::string& from) {
        if (const int u = index_of(workflow_, from); u >= 0)
          wide[static_cast<std::size_t>(u)].push_back(static_cast<int>(v));
      };
      for (const std::string& gate : s.gates) lead(gate);
      for (const model::Atom& atom : s.when.atoms) lead(atom.subject);
      if (const auto* begins = s.begins ? model::chosen(*s.begins, Facts{what_, story_}) : nullptr)
        lead(begins->value.after.stage);
      // What is counted back to comes after it, and of what falls on Day 0 itself nobody says which is first.
      const auto lead_to = [&](const model::Point& day) {
        if (!day.stage.empty() ? !day.before : day.number > (workflow_.counts_from_one ? 1 : 0))
          lead(day.stage.empty() ? workflow_.day_zero : day.stage);
      };
      for (const auto* edge : {&s.from, &s.until})
        if (const auto* point = *edge ? model::chosen(**edge, Facts{what_, story_}) : nullptr) lead_to(point->value);
      if (const auto* days = s.falls_on ? model::chosen(*s.falls_on, Facts{what_, story_}) : nullptr)
        for (const model::Placed& placed : days->value)
          lead_to(placed.kind == model::Placed::once ? placed.from : placed.to);
    }
    return wide;
  }

  void note_assumptions(const std::vector<int>& order) {
    for (int i : order) {
      const Stage& s = stage(i);
      const Told& t = told(i);
      if (t.stopped) continue;
      const bool recorded = happened_.count(i) > 0;
      const std::string name = s.title.empty() ? s.id : s.title;
      if (s.chance && !recorded && holds(s.when))
        story_.assumptions.push_back(t.happens
                                         ? fmt::format("{} is assumed to happen ({:.0f}%)", name, *s.chance * 100)
                                         : fmt::format("{} is assumed not to happen ({:.0f}%)", name, *s.chance * 100));
      if (!t.present || s.outcomes.empty()) continue;
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
  std::vector<std::vector<int>> next_, behind_, wide_;  // by links; by gates too; by all that leads on
  Story story_;
  std::map<int, int> happened_, mentioned_;  // stage: the highest attempt
  std::map<std::pair<int, int>, std::string> outcome_;
  std::map<std::pair<int, int>, std::vector<std::string>> visits_;
  std::map<std::pair<int, int>, bool> whole_;  // recorded in one sentence, not visit by visit
  std::map<std::pair<int, int>, int> round_of_;
  std::map<int, Opened> opened_;
  std::set<std::pair<int, int>> left_out_;  // attempts that would open a round, had the pathway not ended
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
