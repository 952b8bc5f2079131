// Runs of a forecast against plans that are made anew. Whenever something is learnt, what had come so near that it was
// told, or has been, is booked in the file, what is known of lengths and outcomes is taken for known, and the planner
// is asked from the files on: every date that the run then had must be the planner's. What gave way must have been a
// clash; lengths are learnt as they end in truth and not before. Of the run only its dates are read.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "forecast/branches.h"
#include "forecast/draw.h"
#include "plan/search.h"
#include "plan_checks.h"

namespace {

using namespace v2v;
using namespace v2v::laws;
using calendar::Unit;
using forecast::Length;
using forecast::Moment;
using network::Tick;
using plan::Visit;

struct Tally {
  long files = 0, runs = 0, plans = 0, dates = 0, learnt = 0, passed = 0, turned = 0, moved = 0;
  std::map<std::string, long> left_out;
};

/// The unit in which a range is drawn: the first in which all that it names are whole numbers; else days.
Unit unit_of(const model::Spread& spread) {
  std::vector<calendar::Length> all{spread.least, spread.most};
  for (const auto& one : {spread.likely, spread.median, spread.peak})
    if (one) all.push_back(*one);
  all.insert(all.end(), spread.one_of.begin(), spread.one_of.end());
  for (const auto& share : spread.shares) all.push_back(share.by);
  const std::vector<std::pair<Unit, std::set<Unit>>> families{{Unit::minutes, {Unit::minutes, Unit::hours}},
                                                              {Unit::days, {Unit::days, Unit::weeks}},
                                                              {Unit::work_days, {Unit::work_days}},
                                                              {Unit::work_hours, {Unit::work_hours}},
                                                              {Unit::months, {Unit::months, Unit::years}}};
  for (const auto& [unit, of] : families)
    if (std::all_of(all.begin(), all.end(), [&of = of](const auto& l) { return of.contains(l.unit); })) return unit;
  return Unit::days;
}

bool same_choices(const plan::Choices& a, const plan::Choices& b) {
  return a.place == b.place && a.in_order == b.in_order && a.doses == b.doses && a.counted == b.counted &&
         a.begins_with == b.begins_with && a.ends_with == b.ends_with && a.released.size() == b.released.size() &&
         a.retries.size() == b.retries.size();
}

/// One run, read again.
class Reader {
 public:
  Reader(const model::Case& what, plan::Almanac& almanac, const forecast::CaseBranches& branches,
         const forecast::Draws& draws, Tally& tally)
      : what_(what), almanac_(almanac), branches_(branches), draws_(draws), tally_(tally) {}

  void read(const Moment& now) {
    if (done_) return;
    if (!branch_of(now.answers)) return stop("a way without a plan, or with bookings that are given up in it");
    const plan::Found& branch = *branch_of(now.answers);
    turn(now);
    stand(now);
    plan::Settings settings = branches_.settings_of(now.answers);
    settings.explain = settings.details = false;
    if (!take_lengths(now, branch, settings)) return;
    for (const auto& [id, when] : floor_)
      if (const Visit* v = visit_of(branch, id))
        settings.taken[{stage(*v).id, v->attempt, v->number}] = {calendar::Instant{when}, "the past", ""};
    if (now.gave_way) {
      const plan::Found all = asked(what_, settings, branch, true);
      if (!all.clash) return stop("another place or order would have kept what gave way");
      ++tally_.moved;
    }
    if (now.gave_way && !told_whole(branch))
      ++tally_.left_out["(one plan) part of a late row, or a visit that may stray, was told and something had to move"];
    else
      compare(now, branch, asked(what_, settings, branch, !now.gave_way));
    if (done_) return;
    for (auto& [id, one] : stood_) one.at = at(now, id).value_or(one.at);
    last_ = at_all(now);
    answers_ = now.answers;
  }

 private:
  struct Stood {
    Tick at = 0;
    bool past = false;
  };

  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  void stop(const std::string& why) {
    done_ = true;
    ++tally_.left_out[why];
  }

  /// The plan of a way as it is assumed, made here.
  const plan::Found* branch_of(const forecast::Answers& answers) {
    const auto known = found_.find(answers);
    if (known != found_.end()) return known->second.get();
    plan::Settings settings = branches_.settings_of(answers);
    settings.explain = settings.details = false;
    auto found = std::make_unique<plan::Found>(plan::search(what_, settings, almanac_));
    if (found->clash || source::has_errors(found->c.diagnostics)) found.reset();
    return (found_[answers] = std::move(found)).get();
  }

  const Visit* visit_of(const plan::Found& found, int id) const {
    for (const Visit& v : found.c.visits)
      if (branches_.told_id(v.stage, v.attempt, v.number) == id) return &v;
    return nullptr;
  }
  static std::optional<Tick> at(const Moment& now, int id) {
    for (const auto& [start, event] : now.way.starts)
      if (start == id) return now.labels[event];
    return std::nullopt;
  }
  static std::map<int, Tick> at_all(const Moment& now) {
    std::map<int, Tick> all;
    for (const auto& [id, event] : now.way.starts) all[id] = now.labels[event];
    return all;
  }

  /// Nothing that has not begun by now begins before; nor, once something turned out otherwise, what nobody is told of.
  void turn(const Moment& now) {
    for (const auto& [id, when] : last_)
      if (when < now.when) begun_.insert(id);
    for (const auto& told : now.way.told)
      if (!begun_.contains(told.id)) floor_[told.id] = now.when;
    if (now.answers == answers_) return;
    ++tally_.turned;
    floor_.clear();
    for (const auto& [id, event] : now.way.starts)
      if (!begun_.contains(id)) floor_[id] = now.when;
  }

  /// What is told by now: what was booked, what has been, and what is nearer than its notice.
  void stand(const Moment& now) {
    for (const auto& told : told_) {  // of the way until now
      const Tick before = last_.at(told.id);
      const bool past = before < now.when;
      const auto stands = stood_.find(told.id);
      if (stands != stood_.end())
        stands->second.past = stands->second.past || past;
      else if (past || before - told.notice <= now.when)
        stood_[told.id] = {before, past};
    }
    for (const auto& told : now.way.told)
      if (told.booked) stood_.try_emplace(told.id, Stood{*told.booked, false});
    told_ = now.way.told;
  }

  /// What is known of lengths, as a plan takes it for known; false where that cannot be said of one.
  bool take_lengths(const Moment& now, const plan::Found& branch, plan::Settings& settings) {
    for (std::size_t k = 0; k < now.way.lengths.size(); ++k) {
      const Length& l = now.way.lengths[k];
      const Moment::Known& known = now.lengths[k];
      const plan::Compiled::Open* open = nullptr;
      for (const auto& one : branch.c.open)
        if (one.to.i == l.to.i && one.from.i == l.from.i) open = &one;
      if (!open) {
        stop("what grew too old on the way is done again");
        return false;
      }
      const Visit& v = branch.c.visits[static_cast<std::size_t>(open->visit)];
      const bool begins = open->to == v.s;
      const Tick from = now.labels[l.from];
      const auto end = [&](std::int64_t n) {
        return l.steps.empty() ? from + n : l.steps[static_cast<std::size_t>(n - l.table.least())].least(from);
      };
      const std::int64_t last =
          l.steps.empty() ? network::days(4000) : l.table.least() + static_cast<std::int64_t>(l.steps.size()) - 1;
      const double gone = l.table.up_to(l.longer_than);
      const std::int64_t drawn =
          gone >= 1 ? l.longer_than + 1
                    : std::max(l.longer_than + 1, l.table.draw(gone + (1 - gone) * draws_(l.variable)));
      const std::string name = stage(v).id;
      const Unit unit = l.steps.empty() ? Unit::minutes : unit_of(*open->spread);
      const auto [range, fresh] = ranges_.try_emplace(l.id, unit, l.table.least(), l.table.most());
      if (!fresh && range->second != std::tuple(unit, l.table.least(), l.table.most())) {
        stop("an outcome gave a length another range");
        return false;
      }
      if (known.state == Moment::Known::open) {
        demand(l.only_if >= 0 || end(std::min(drawn, last)) >= now.when || begins,
               fmt::format("late: the length of {} ended and nobody learnt of it", name));
        continue;
      }
      std::int64_t n = l.table.least();
      if (l.steps.empty())
        n = known.ends - from;
      else
        while (n < last && end(n) < known.ends) ++n;
      if (end(n) != known.ends) {  // its begin moved by a little, and days do not end in between
        stop("what has ended begins at another hour");
        return false;
      }
      if (known.state == Moment::Known::ended) {
        demand(known.ends <= now.when, fmt::format("clairvoyant: the length of {} is known before its end", name));
        demand(l.only_if >= 0 || begins || n == drawn || end(drawn) == end(n),
               fmt::format("drawn: the length of {} is {} units, and was drawn as {}", name, n, drawn));
        ++tally_.learnt;
      } else {
        demand(known.ends > now.when || passed_.contains(l.id),
               fmt::format("passed: {} is thought to have ended already", name));
        passed_.insert(l.id);
        ++tally_.passed;
      }
      settings.as_if[{name, v.number, begins}] = {n, unit};
    }
    return true;
  }

  /// What was told and moves does so by as little as it must, and is not late or near its day once more: where all of a
  /// late stage was told, it is planned as an early one.
  bool told_whole(const plan::Found& branch) const {
    const auto strays = [&](const auto& one) { return stands(branch.c.visits[static_cast<std::size_t>(one.visit)]); };
    if (std::any_of(branch.c.tolerant.begin(), branch.c.tolerant.end(), strays)) return false;
    return std::none_of(branch.to_be_late.begin(), branch.to_be_late.end(), [&](int index) {
      const Visit& late = branch.c.visits[static_cast<std::size_t>(index)];
      return stands(late) && std::any_of(branch.to_be_late.begin(), branch.to_be_late.end(), [&](int other) {
               const Visit& same = branch.c.visits[static_cast<std::size_t>(other)];
               return same.stage == late.stage && !stands(same);
             });
    });
  }
  bool stands(const Visit& v) const { return stood_.contains(branches_.told_id(v.stage, v.attempt, v.number)); }

  /// The plan with what stands booked: all of it, or, where something gave way, what has been alone.
  plan::Found asked(model::Case what, plan::Settings settings, const plan::Found& branch, bool all) {
    std::vector<model::Fact> booked;
    std::uint32_t used = 0;
    for (const auto& [id, one] : stood_) {
      const Visit* v = visit_of(branch, id);
      if (!v || !v->present || v->record != Visit::ahead) continue;
      const std::string& name = stage(*v).id;
      model::Fact fact;
      if (v->booking) {
        fact = *v->booking;
        for (auto* list : {&what.patient.booked, &what.patient.held})
          std::erase_if(*list, [&](const auto& other) { return other.where == v->booking->where; });
      }
      if (!all && !one.past) {
        what.workflow.stages[static_cast<std::size_t>(v->stage)].prefer = model::Prefer::early;
        auto& taken = settings.taken[{name, v->attempt, v->number}];
        taken.until = std::max(taken.until.value_or(calendar::Instant{one.at}), calendar::Instant{one.at});
        continue;
      }
      fact.point = {};
      fact.point.stage = name;
      fact.point.which.visit = model::Which::nth;
      fact.point.which.n = v->number;
      const Tick slot = fact.to && fact.to->minute && fact.from.minute && !v->overdue
                            ? fact.to->instant.minutes - fact.from.instant.minutes
                            : 0;
      fact.to.reset();
      const auto moment = [&](Tick t) {
        const auto wall = almanac_.zone().wall(calendar::Instant{t});
        return model::Moment{wall.day, wall.minute, "", calendar::Instant{t}};
      };
      fact.from = moment(one.at);
      if (slot > 0) fact.to = moment(one.at + slot);
      fact.where = {&margin_, used, used + 1};
      ++used;
      booked.push_back(fact);
    }
    what.patient.booked.insert(what.patient.booked.end(), booked.begin(), booked.end());
    kept_.push_back(std::make_unique<model::Case>(std::move(what)));
    ++tally_.plans;
    return plan::search(*kept_.back(), settings, almanac_);
  }

  void compare(const Moment& now, const plan::Found& branch, const plan::Found& plan) {
    const bool otherwise = !same_choices(branch.choices, plan.choices);
    if (otherwise) return stop("the plan has other places or orders by then");
    if (plan.clash && now.answers != forecast::Answers{})
      return stop("what has been does not fit what it turned out to be");
    const auto passed = [](const auto& known) { return known.state == Moment::Known::passed; };
    if (plan.clash && std::any_of(now.lengths.begin(), now.lengths.end(), passed))
      return stop("a length is longer than thought, and what it is thought to be by now cannot be");
    if (source::has_errors(plan.c.diagnostics)) throw Failure{"refused: " + plan.c.diagnostics.front().text};
    if (plan.clash) {
      std::string rules;
      for (const auto tag : plan.clash->tags)
        if (const auto* voice = plan.c.voice(tag)) rules += "; " + voice->text;
      throw Failure{"clash: the run has a plan where the planner has none" + rules};
    }
    for (const Visit& v : plan.c.visits) {
      const auto here = at(now, branches_.told_id(v.stage, v.attempt, v.number));
      if (!v.present || v.record != Visit::ahead || stage(v).from || !here) continue;
      ++tally_.dates;
      // A plan brings what strays nearer by more rounds than a run has.
      if (*here != plan.shown[v.s] && !plan.c.tolerant.empty())
        return stop("a visit that may stray is on another day than in the plan");
      if (*here != plan.shown[v.s])
        throw Failure{fmt::format("date: {} attempt {} visit {} is at {} in the run, and at {} in the plan of {}",
                                  stage(v).id, v.attempt, v.number, text(*here), text(plan.shown[v.s]),
                                  text(now.when))};
    }
  }
  std::string text(Tick t) const {
    const auto wall = almanac_.zone().wall(calendar::Instant{t});
    return fmt::format("{} {}", calendar::to_string(wall.day), calendar::clock(wall.minute));
  }

  const model::Case& what_;
  plan::Almanac& almanac_;
  const forecast::CaseBranches& branches_;
  const forecast::Draws& draws_;
  Tally& tally_;
  source::Sources sources_;
  const source::File& margin_ = sources_.add("margin", std::string(4000, ' '));
  bool done_ = false;
  forecast::Answers answers_;
  std::map<forecast::Answers, std::unique_ptr<plan::Found>> found_;
  std::vector<std::unique_ptr<model::Case>> kept_;
  std::vector<forecast::Told> told_;
  std::map<int, Tick> last_, floor_;
  std::map<int, Stood> stood_;
  std::map<int, std::tuple<Unit, std::int64_t, std::int64_t>> ranges_;  // of a length, as it was first met
  std::set<int> begun_, passed_;
};

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 300;
  words.seed = 1;
  Tally tally;
  const auto check = [&](const Files& files, long number) {
    ReadFiles opened;
    read(files, opened);
    if (!opened.answer || opened.answer.value->patient.closed) return;
    const model::Case& what = *opened.answer.value;
    plan::Settings settings;
    settings.today = opened.today;
    settings.explain = settings.details = false;
    const auto plan = plan::plan(what, settings);
    if (!plan || plan.value->conflict) return;
    const auto horizon = plan::horizon_of(what, settings);
    plan::Almanac almanac(what, horizon.first, horizon.second);
    forecast::CaseBranches branches(what, settings, almanac, plan::search(what, settings, almanac));
    const forecast::Pathway& way = branches.assumed();
    if (way.lengths.empty() && way.asks.empty()) return;
    ++tally.files;
    forecast::Policy policy(way, &branches);
    forecast::Run run;
    for (std::uint32_t r = 0; r < 4; ++r) {
      const forecast::Draws draws = [&](forecast::Variable v) {
        return forecast::uniform({static_cast<std::uint32_t>(number), 0}, {0, r, v.of, v.draw});
      };
      ++tally.runs;
      Reader reader(what, almanac, branches, draws, tally);
      policy.follow(draws, run, [&](const Moment& now) { reader.read(now); });
    }
  };
  const auto one = [&](Random& random, long number, const Words& said) {
    hold("policy", random, number, said, sized(number, 40), [&](const Files& files) { check(files, number); });
  };
  return run_law(argc, argv, "policy_law", words, one, [&] {
    std::string left;
    for (const auto& [why, n] : tally.left_out) left += fmt::format("\n  not followed further: {}: {}", why, n);
    return fmt::format(
        "{} files, {} runs, {} plans made again, {} dates compared; {} lengths known, {} longer than thought, {} "
        "turns, "
        "{} times something gave way{}",
        tally.files, tally.runs, tally.plans, tally.dates, tally.learnt, tally.passed, tally.turned, tally.moved, left);
  });
}
