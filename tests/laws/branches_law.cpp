// How things may turn out, in random whole files: each way, planned as if it were known, is a plan that the checker
// accepts, and leads on or to a closed file; and a stage takes place as often as the chances along the ways that have
// it say. The ways are told here from the shown plans alone: of what is only assumed there, what shows first turns out
// in each of its ways. Which is first matters: what ends the pathway takes with it what no link puts before it.
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "follow/todo.h"
#include "forecast/branches.h"
#include "forecast/replicate.h"
#include "plan/paths.h"
#include "plan/search.h"
#include "plan/verify.h"
#include "plan_checks.h"

namespace {

using namespace v2v;
using namespace v2v::laws;
using timeline::Entry;
using timeline::State;

struct TooMany {};

class Ways {
 public:
  Ways(const model::Case& what, const plan::Settings& settings) : what_(what) {
    settings_ = settings;
    settings_.explain = settings_.details = false;
    const auto horizon = plan::horizon_of(what, settings_);
    almanac_.emplace(what, horizon.first, horizon.second);
    const auto order = plan::order_of_stages(what.workflow);
    for (std::size_t k = 0; k < order.size(); ++k) place_[order[k]] = static_cast<int>(k);
    follow(settings_, 1);
  }

  /// By stage and attempt: how often it is ahead.
  std::map<std::pair<std::string, int>, double> chance;
  double lost = 0;  // no plan
  long ways = 0, rules = 0, ended = 0;

 private:
  void follow(const plan::Settings& known, double chance_of_it) {
    if (ways > 200) throw TooMany{};
    const auto answer = plan::plan(what_, known);
    if (!answer || answer.value->conflict) {
      ++ways;
      lost += chance_of_it;
      return;
    }
    const auto verdict = plan::verify(what_, known, *answer.value);
    if (!verdict.broken.empty()) {
      const auto& first = verdict.broken.front();
      throw Failure{
          fmt::format("the checker refuses {}: {}; {}{}", plan::word(first.rule), first.text, first.how, words(known))};
    }
    for (const int n : verdict.read) rules += n;
    std::vector<Open> open;
    for (const model::Stage& stage : what_.workflow.stages) {
      if (whether(stage, known, *answer.value)) open.push_back({0, &stage, 0});
      for (const int attempt : ends(stage, known, *answer.value)) open.push_back({0, &stage, attempt});
    }
    if (!open.empty()) return turn_out(first_of(open, known), known, chance_of_it);
    ++ways;
    // No dead end: something is ahead, or the file is to be closed.
    const auto& all = answer.value->entries;
    if (std::none_of(all.begin(), all.end(), [](const Entry& e) { return ahead(e) || e.running; })) {
      const auto todo = follow::todo(what_, known, *answer.value);
      const auto closes = [](const timeline::Task& task) { return task.kind == timeline::Task::close; };
      demand(todo.value && std::any_of(todo.value->tasks.begin(), todo.value->tasks.end(), closes),
             "dead end: nothing is ahead, and nobody says that the file is to be closed");
      ++ended;
    }
    std::map<std::pair<std::string, int>, bool> seen;
    for (const Entry& e : answer.value->entries)
      if (e.start && ahead(e) && seen.try_emplace({e.id, e.attempt}).second) chance[{e.id, e.attempt}] += chance_of_it;
  }

  static std::string words(const plan::Settings& known) {
    std::string text;
    for (const auto& [stage, yes] : known.comes) text += fmt::format("; {} {}", stage, yes ? "happens" : "is absent");
    for (const auto& [visit, outcome] : known.ends_as)
      text += fmt::format("; {} attempt {} ends as {}", visit.stage, visit.attempt, outcome);
    return text;
  }

  static bool ahead(const Entry& e) {
    return e.state != State::happened && e.state != State::unrecorded && e.state != State::cancelled && !e.running;
  }

  struct Open {
    network::Tick when = 0;
    const model::Stage* stage = nullptr;
    int attempt = 0;  // how it ends; 0: whether it happens
  };

  /// What shows first; at the same minute along the links, then by id.
  const Open& first_of(std::vector<Open>& open, const plan::Settings& known) {
    if (open.size() > 1) {
      const auto found = plan::search(what_, known, *almanac_);
      for (Open& one : open) {
        one.when = network::never;
        for (const int v : found.c.visits_of[index(*one.stage)]) {
          const plan::Visit& visit = found.c.visits[static_cast<std::size_t>(v)];
          if (one.attempt == 0) one.when = std::min(one.when, found.shown[visit.s]);
          if (visit.attempt == one.attempt) one.when = found.shown[visit.e];
          for (const auto& length : found.c.open)  // before what its outcome adds
            if (visit.attempt == one.attempt && length.visit == v && length.from == visit.s)
              one.when = found.shown[length.to];
        }
      }
    }
    return *std::min_element(open.begin(), open.end(), [&](const Open& a, const Open& b) {
      const auto key = [&](const Open& one) {
        return std::tuple(one.when, place_.at(static_cast<int>(index(*one.stage))), one.attempt);
      };
      return key(a) < key(b);
    });
  }
  std::size_t index(const model::Stage& stage) const {
    return static_cast<std::size_t>(&stage - what_.workflow.stages.data());
  }

  void turn_out(const Open& open, const plan::Settings& known, double before) {
    const model::Stage& stage = *open.stage;
    if (open.attempt == 0) {
      for (const bool yes : {false, true}) {
        plan::Settings then = known;
        then.comes[stage.id] = yes;
        follow(then, before * (yes ? *stage.chance : 1 - *stage.chance));
      }
      return;
    }
    for (const auto& outcome : stage.outcomes) {
      if (chance_of(stage, outcome) <= 0) continue;
      plan::Settings then = known;
      then.ends_as[{stage.id, open.attempt, 1}] = outcome.id;
      follow(then, before * chance_of(stage, outcome));
    }
  }

  bool whether(const model::Stage& stage, const plan::Settings& known, const timeline::Timeline& shown) const {
    if (!stage.chance || *stage.chance <= 0 || *stage.chance >= 1 || known.comes.contains(stage.id)) return false;
    for (const auto& fact : what_.patient.happened)
      if (fact.point.stage == stage.id) return false;
    // Only what a plan says it assumes can turn out otherwise.
    const std::string name = stage.title.empty() ? stage.id : stage.title;
    const bool assumed = std::any_of(shown.assumptions.begin(), shown.assumptions.end(), [&](const std::string& line) {
      return line.starts_with(name + " is assumed to happen") || line.starts_with(name + " is assumed not to happen");
    });
    if (!assumed) return false;
    // What is taken as done has been; and what would be, did it happen, has been or has not: nobody wrote it down.
    const auto done = [&](const timeline::Timeline& plan) {
      return std::any_of(plan.entries.begin(), plan.entries.end(), [&](const Entry& e) {
        return e.id == stage.id && (e.state == State::unrecorded || !e.start);
      });
    };
    if (done(shown)) return false;
    plan::Settings then = known;
    then.comes[stage.id] = true;
    const auto if_so = plan::plan(what_, then);
    return !if_so || !done(*if_so.value);
  }

  /// The attempts of which it is only assumed how they end.
  static std::vector<int> ends(const model::Stage& stage, const plan::Settings& known, const timeline::Timeline& plan) {
    std::vector<int> attempts;
    double sum = 0;
    for (const auto& outcome : stage.outcomes) sum += chance_of(stage, outcome);
    if (stage.outcomes.size() < 2 || std::abs(sum - 1) > 1e-6) return attempts;
    for (const Entry& e : plan.entries)
      if (e.id == stage.id && e.outcome_assumed && !e.outcome.empty() &&
          !known.ends_as.contains({stage.id, e.attempt, 1}) && (attempts.empty() || attempts.back() != e.attempt))
        attempts.push_back(e.attempt);
    return attempts;
  }

  static double chance_of(const model::Stage& stage, const model::Outcome& outcome) {
    if (!outcome.chances.empty() && outcome.chances.front()) return *outcome.chances.front();
    double rest = 1;
    int silent = 0;
    for (const auto& other : stage.outcomes)
      other.chances.empty() || !other.chances.front() ? ++silent : rest -= *other.chances.front();
    return silent == 1 ? rest : 2;  // nobody says: no chance that sums to 1
  }

  const model::Case& what_;
  plan::Settings settings_;
  std::optional<plan::Almanac> almanac_;
  std::map<int, int> place_;  // of a stage, along the links
};

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 300;
  words.seed = 1;
  long made = 0, ways = 0, compared = 0, rules = 0, again = 0, lost = 0, ended = 0;
  const auto check = [&](const Files& files, long number) {
    ReadFiles opened;
    read(files, opened);
    if (!opened.answer) return;
    const model::Case& what = *opened.answer.value;
    plan::Settings settings;
    settings.today = opened.today;
    // Left out: series that go on until an outcome, since that of a visit shows in no plan; what the file
    // says to assume, which speaks of one attempt alone; what may begin although its time may have passed.
    const bool until = std::any_of(what.workflow.stages.begin(), what.workflow.stages.end(), [&](const auto& s) {
      return (!s.outcomes.empty() && (s.repeat || what.patient.assume.contains(s.id))) ||
             (s.begins && s.chance && (what.patient.assume.contains(s.id) || !what.patient.happened.empty()));
    });
    const bool certain = std::none_of(what.workflow.stages.begin(), what.workflow.stages.end(),
                                      [](const auto& s) { return s.chance || s.outcomes.size() > 1; });
    if (until || certain || !what.workflow.leaves.empty() || what.patient.closed) return;
    const auto plan = plan::plan(what, settings);
    if (!plan || plan.value->conflict) return;
    std::optional<Ways> told;
    try {
      told.emplace(what, settings);
    } catch (const TooMany&) {
      return;
    }
    if (told->ways < 2) return;
    if (told->lost > 0.1) {  // bookings stand against most ways; the policy gives them up, a plan does not
      ++lost;
      return;
    }
    ++made;
    ways += told->ways;
    rules += told->rules;
    ended += told->ended;
    const auto horizon = plan::horizon_of(what, settings);
    plan::Almanac almanac(what, horizon.first, horizon.second);
    settings.explain = false;
    forecast::CaseBranches branches(what, settings, almanac, plan::search(what, settings, almanac));
    constexpr long runs = 600;
    const auto sample =
        forecast::replicate(branches.assumed(), &branches, {static_cast<std::uint32_t>(number), 0}, 0, runs, 1);
    for (const auto& [id, dates] : sample.rows) {
      const forecast::Row row = branches.row(id);
      const auto& stage = what.workflow.stages[static_cast<std::size_t>(row.stage)];
      // What is too old is done again as lengths turn out, which no single plan says.
      if (row.attempt > 1 && sample.again > 0) {
        ++again;
        continue;
      }
      const auto known = told->chance.find({stage.id, row.attempt});
      const double p = known == told->chance.end() ? 0 : known->second;
      const double drawn = static_cast<double>(dates.foreseen.size()) / runs;
      // Five times what chance makes of so many runs; a way without a plan may have had one in other lengths.
      const double unsure = told->lost + static_cast<double>(sample.foreseen_broken) / runs;
      const double widest = std::clamp(0.5, std::max(0.0, p - unsure), std::min(1.0, p + unsure));
      const double reach = 5 * std::sqrt(std::max(widest * (1 - widest), 1.0 / runs) / runs) + unsure;
      if (std::abs(p - drawn) > reach)
        throw Failure{
            fmt::format("chance: {} attempt {} is there in {:.3f} of all ways, and was drawn in {:.3f} of runs",
                        stage.id, row.attempt, p, drawn)};
      ++compared;
    }
  };
  const auto one = [&](Random& random, long number, const Words& said) {
    hold("branches", random, number, said, sized(number, 40), [&](const Files& files) { check(files, number); });
  };
  return run_law(argc, argv, "branches_law", words, one, [&] {
    return fmt::format(
        "{} files, {} ways ({} with nothing ahead), {} rules read, {} chances compared; left out: {} done again in "
        "some runs, {} files "
        "with ways of which there is no plan",
        made, ways, ended, rules, compared, again, lost);
  });
}
