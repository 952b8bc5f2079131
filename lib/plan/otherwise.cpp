#include "plan/otherwise.h"

#include <algorithm>
#include <cmath>

#include "plan/paths.h"
#include "plan/presence.h"

namespace v2v::plan {

using model::Outcome;
using model::Stage;

bool plain(const Outcome& end) {
  return end.then == Outcome::carry_on && !end.adds;
}

bool asks_how_it_ends(const model::Workflow& w, const Stage& stage) {
  const auto asks = [&](const Stage& other) {
    return std::any_of(other.when.atoms.begin(), other.when.atoms.end(), [&](const model::Atom& atom) {
      return atom.subject == stage.id && atom.kind != model::Atom::happened && atom.kind != model::Atom::did_not_happen;
    });
  };
  return std::any_of(w.stages.begin(), w.stages.end(), asks) ||
         std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& rule) { return rule.by == stage.id; });
}

namespace {

class Asking {
 public:
  Asking(const model::Case& what, const Settings& settings, const Compiled& c)
      : what_(what), settings_(settings), c_(c) {}

  std::vector<Otherwise> run() {
    for (const int s : order_of_stages(what_.workflow)) {
      if (c_.visits_of[index(s)].empty()) continue;
      whether(s);
      ends(s);
    }
    return std::move(all_);
  }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  const Stage& stage(int s) const { return what_.workflow.stages[index(s)]; }

  void whether(int s) {
    const Stage& of = stage(s);
    if (!of.chance || *of.chance <= 0 || *of.chance >= 1) return;
    const int first = c_.visits_of[index(s)].front();
    const Visit& v = c_.visits[index(first)];
    if (v.record == Visit::happened || v.record == Visit::running || v.record == Visit::unrecorded) return;
    if (time_has_passed(what_, c_.story, of, settings_.today)) return;
    const bool happens = c_.story.stages[index(s)].happens;
    all_.push_back({s, 1, first, 0, v.s, {}, {1 - *of.chance, *of.chance}, {!happens, happens}, true});
  }

  void ends(int s) {
    const Stage& of = stage(s);
    const Told& told = c_.story.stages[index(s)];
    if (of.outcomes.size() < 2 || !told.present) return;
    const model::Series* until = nullptr;
    if (of.repeat)
      if (const auto* series = model::chosen(*of.repeat, Facts{what_, c_.story});
          series && series->value.kind == model::Series::until)
        until = &series->value;
    named_ = asks_how_it_ends(what_.workflow, of);
    if (!named_ && !until && std::all_of(of.outcomes.begin(), of.outcomes.end(), plain)) return;
    int had_enough = 0;  // an attempt
    for (const int index_of_visit : c_.visits_of[index(s)]) {
      const Visit& v = c_.visits[index(index_of_visit)];
      const Attempt& attempt = told.attempts[index(v.attempt - 1)];
      const int visit = until ? v.in_row : 1;
      const bool enough_before = until && had_enough == v.attempt;
      if (until) {
        const auto known = settings_.ends_as.find({of.id, v.attempt, visit});
        if ((v.fact && v.fact->outcome == until->outcome) ||
            (known != settings_.ends_as.end() && known->second == until->outcome))
          had_enough = v.attempt;
      }
      const bool last = v.in_row == v.row;
      if ((v.fact && !v.fact->outcome.empty()) || enough_before || (!until && (attempt.recorded || !last))) continue;
      Otherwise one{s, v.attempt, index_of_visit, visit, v.e, {}, {}, {}, true};
      for (const auto& open : c_.open)  // before what its outcome adds
        if (open.visit == index_of_visit && open.from == v.s) one.at = open.to;
      list(one, attempt, until && v.in_row < until->most ? until : nullptr, last);
      all_.push_back(std::move(one));
    }
  }

  void list(Otherwise& one, const Attempt& attempt, const model::Series* until, bool last) const {
    const Stage& of = stage(one.stage);
    const auto chance = chances(of, one.visit);
    double sum = 0;
    for (const double share : chance) sum += share;
    one.shared = std::abs(sum - 1) <= 1e-6;
    const auto put = [&](const std::string& outcome, double share, bool as_assumed) {
      one.outcomes.push_back(outcome);
      one.shares.push_back(share);
      one.as_assumed.push_back(as_assumed);
    };
    if (until) {  // it goes on or it does not
      double enough = 0;
      std::string other;
      for (std::size_t k = 0; k < chance.size(); ++k) {
        if (of.outcomes[k].id == until->outcome)
          enough = chance[k];
        else if (other.empty())
          other = of.outcomes[k].id;
      }
      put(other, 1 - enough, !last);
      put(until->outcome, enough, last);
      return;
    }
    const auto assumed =
        std::find_if(of.outcomes.begin(), of.outcomes.end(), [&](const Outcome& o) { return o.id == attempt.outcome; });
    for (std::size_t k = 0; k < chance.size(); ++k) {
      const Outcome& o = of.outcomes[k];
      const bool same = assumed != of.outcomes.end() && !named_ && plain(o) && plain(*assumed);
      put(o.id, chance[k], o.id == attempt.outcome || same);
    }
  }

  const model::Case& what_;
  const Settings& settings_;
  const Compiled& c_;
  bool named_ = false;
  std::vector<Otherwise> all_;
};

}  // namespace

std::vector<Otherwise> otherwise(const model::Case& what, const Settings& settings, const Compiled& c) {
  return Asking(what, settings, c).run();
}

}  // namespace v2v::plan
