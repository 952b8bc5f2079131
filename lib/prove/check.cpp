#include "prove/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/mention.h"
#include "model/say.h"
#include "plan/verify.h"
#include "plan/verify_reading.h"

namespace v2v::prove {

namespace {

using calendar::Instant;
using calendar::Length;
using calendar::Unit;
using timeline::Entry;

/// Says how a date is shown, not what must hold of it.
bool of_the_view(plan::Rule rule) {
  return rule == plan::Rule::nearest || rule == plan::Rule::slack;
}

class Checking {
 public:
  Checking(const model::Case& what, const plan::Settings& settings, const Certificate& of)
      : what_(what), settings_(settings), of_(of) {
    settings_.as_if.clear();
    settings_.assume = of.assume;
  }

  std::vector<std::string> run() {
    const std::pair<const std::string&, const std::string&> said[] = {
        {of_.patient, what_.patient.id}, {of_.workflow, what_.workflow.id}, {of_.hash, what_.workflow.hash}};
    for (const auto& [theirs, ours] : said)
      if (theirs != ours) wrong(fmt::format("it is of {}, the files are of {}", theirs, ours));
    if (of_.today != settings_.today)
      wrong(fmt::format("it was made on {}, and today is {}", calendar::to_string(of_.today),
                        calendar::to_string(settings_.today)));
    if (of_.histories.empty()) wrong("it has no history");
    if (!wrong_.empty()) return wrong_;
    read_grid();
    if (!wrong_.empty()) return wrong_;
    read_ways();
    if (!wrong_.empty()) return wrong_;
    for (const auto& unsure : of_.unsure) read_range(unsure);
    for (const auto& history : of_.histories) read_history(history);
    for (const auto& history : of_.histories)
      seen_.push_back({&history, deeds(history), shown(history), ended(history)});
    for (std::size_t a = 0; a < seen_.size() && wrong_.size() < enough; ++a)
      for (std::size_t b = 0; b < a; ++b) read_pair(seen_[a], seen_[b]);
    return wrong_;
  }

 private:
  static constexpr std::size_t enough = 20;  // faults that are told

  void wrong(std::string text) {
    if (wrong_.size() < enough) wrong_.push_back(std::move(text));
  }
  std::string name(const Certificate::History& history) const {
    std::string text;
    for (const Said& said : way_of(history).answers) {
      const std::string* planned = answer(of_.ways.front(), said.of);
      if (planned && *planned == said.ends) continue;
      text += text.empty() ? "" : ", ";
      text += said.of.visit == 0 ? fmt::format("{} {}", said.of.stage, said.ends)
                                 : fmt::format("{} ends as {}", said.of.stage, said.ends);
    }
    for (std::size_t k = 0; k < of_.unsure.size(); ++k)
      if (history.parts[k] >= 0)
        text += fmt::format("{}{} lasts {}", text.empty() ? "" : ", ", of_.unsure[k].what.stage,
                            calendar::in_words(of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])].second));
    return text.empty() ? "the plan" : text;
  }

  const Certificate::Way& way_of(const Certificate::History& history) const {
    return of_.ways[static_cast<std::size_t>(history.way)];
  }
  static const std::string* answer(const Certificate::Way& way, const plan::Ending& of) {
    for (const Said& said : way.answers)
      if (said.of == of) return &said.ends;
    return nullptr;
  }
  plan::Settings settings_of(const Certificate::Way& way) const {
    plan::Settings settings = settings_;
    for (const Said& said : way.answers) {
      if (said.of.visit == 0)
        settings.comes[said.of.stage] = said.ends == "happens";
      else
        settings.ends_as[said.of] = said.ends;
    }
    return settings;
  }

  /// Of each way, every way of putting the parts of its lengths together is there once.
  void read_grid() {
    for (const auto& unsure : of_.unsure)
      if (unsure.parts.empty()) return wrong(unsure.what.stage + " has no parts");
    std::set<std::pair<int, std::vector<int>>> seen;
    std::map<int, std::vector<bool>> lengths;  // which are of that way
    for (const auto& history : of_.histories) {
      bool good = history.way >= 0 && static_cast<std::size_t>(history.way) < of_.ways.size() &&
                  history.parts.size() == of_.unsure.size();
      std::vector<bool> of_way;
      for (std::size_t k = 0; good && k < of_.unsure.size(); ++k) {
        good = history.parts[k] >= -1 && history.parts[k] < static_cast<int>(of_.unsure[k].parts.size());
        of_way.push_back(history.parts[k] >= 0);
      }
      good = good && lengths.emplace(history.way, of_way).first->second == of_way;
      if (!good) return wrong("a history is of parts that are not there");
      seen.emplace(history.way, history.parts);
    }
    std::size_t ways = 0;
    for (std::size_t w = 0; w < of_.ways.size(); ++w) {
      const auto found = lengths.find(static_cast<int>(w));
      if (found == lengths.end()) return wrong("a way has no history");
      std::size_t all = 1;
      for (std::size_t k = 0; k < of_.unsure.size(); ++k)
        if (found->second[k]) all *= of_.unsure[k].parts.size();
      ways += all;
    }
    if (seen.size() != ways || of_.histories.size() != ways)
      wrong(fmt::format("there are {} ways in which all may turn out, and {} histories", ways, seen.size()));
  }

  const Certificate::History& history_of(std::size_t way) const {
    return *std::find_if(of_.histories.begin(), of_.histories.end(),
                         [&](const auto& history) { return history.way == static_cast<int>(way); });
  }

  /// Every way that there is stands here: one that differs from one of these in what shows first is one too.
  void read_ways() {
    // The first is as the plan assumes, whatever it says.
    plan::Settings assumed = settings_;
    add_lengths(assumed, history_of(0));
    if (const auto verdict = plan::verify(what_, assumed, history_of(0).plan); broken_of(verdict))
      wrong("the first way is not as the plan assumes: " + broken_of(verdict)->text);
    for (const auto& way : of_.ways) {
      std::set<plan::Ending> once;
      for (const Said& said : way.answers)
        if (!once.insert(said.of).second) wrong(said.of.stage + " is said to end twice");
    }
    for (std::size_t w = 0; w < of_.ways.size() && wrong_.size() < enough; ++w) {
      const auto& way = of_.ways[w];
      for (const auto& history : of_.histories) {
        if (history.way != static_cast<int>(w)) continue;
        for (const Turn& turn : turns_of(history)) {
          const std::string* said = answer(way, turn.of);
          if (!said || std::find(turn.ends.begin(), turn.ends.end(), *said) == turn.ends.end()) {
            wrong(fmt::format("{}: how {} turns out is not said", name(history), turn.of.stage));
            continue;
          }
          for (const std::string& other : turn.ends)
            if (other != *said && !stands_for(turn, other, *said) && !has_way(way, turn, other))
              wrong(fmt::format("{}: that {} turns out as {} is not played out", name(history), turn.of.stage, other));
        }
      }
    }
  }

  /// What may turn out otherwise in a plan: the ends that can be.
  struct Turn {
    plan::Ending of;
    std::vector<std::string> ends;
    bool names_alone = false;  // ends of which nothing follows are as good as each other
  };

  bool plain(const std::string& stage, const std::string& end) const {
    const model::Stage* s = what_.workflow.stage(stage);
    return s && std::any_of(s->outcomes.begin(), s->outcomes.end(), [&](const auto& o) {
             return o.id == end && o.then == model::Outcome::carry_on && !o.adds;
           });
  }
  bool stands_for(const Turn& turn, const std::string& one, const std::string& other) const {
    return one == other || (turn.names_alone && plain(turn.of.stage, one) && plain(turn.of.stage, other));
  }
  bool has_way(const Certificate::Way& way, const Turn& turn, const std::string& end) const {
    return std::any_of(of_.ways.begin(), of_.ways.end(), [&](const Certificate::Way& other) {
      const std::string* said = answer(other, turn.of);
      return said && stands_for(turn, *said, end) &&
             std::all_of(way.answers.begin(), way.answers.end(), [&](const Said& one) {
               const std::string* theirs = answer(other, one.of);
               return one.of == turn.of || !theirs || *theirs == one.ends;
             });
    });
  }

  /// Does anything else hang on how this ends, or on whether it is there at all?
  bool hangs_on_end(const model::Stage& stage) const {
    const auto& w = what_.workflow;
    const auto asks = [&](const model::Stage& other) {
      return std::any_of(other.when.atoms.begin(), other.when.atoms.end(),
                         [&](const auto& atom) { return atom.subject == stage.id; });
    };
    return std::any_of(w.stages.begin(), w.stages.end(), asks) ||
           std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& rule) { return rule.by == stage.id; });
  }
  bool by_itself(const model::Stage& stage) const {
    const auto of_stage = [&](const auto& all) {
      return std::any_of(all.begin(), all.end(), [&](const auto& fact) { return fact.point.stage == stage.id; });
    };
    return stage.kind == model::Kind::event && !model::mentioned(what_.workflow, stage.id) && !stage.at &&
           !stage.hours && !stage.starts && !stage.window && !stage.falls_on && stage.needs.empty() &&
           stage.washouts.empty() && stage.gives.empty() && !of_stage(what_.patient.booked) &&
           !of_stage(what_.patient.held) &&
           std::none_of(what_.patient.windows.begin(), what_.patient.windows.end(),
                        [&](const auto& window) { return window.stage == stage.id; });
  }

  std::vector<Turn> turns_of(const Certificate::History& history) {
    std::vector<Turn> all;
    plan::Verdict nothing;
    const plan::Settings settings = settings_of(way_of(history));
    const plan::Reading reading(what_, settings, history.plan, nothing);
    for (std::size_t s = 0; s < what_.workflow.stages.size(); ++s) {
      const model::Stage& stage = what_.workflow.stages[s];
      if (stage.chance && *stage.chance > 0 && *stage.chance < 1 && !by_itself(stage) &&
          may_come(history, reading, stage))
        all.push_back({{stage.id, 1, 0}, {"happens", "absent"}});
      const auto* series = reading.chosen(stage.repeat);
      const bool until = series && series->kind == model::Series::until;
      for (const auto& row : reading.attempts[s]) {
        const bool recorded = std::any_of(row.begin(), row.end(), [](const auto* visit) {
          return visit->happened && !visit->happened->outcome.empty();
        });
        for (std::size_t k = 0; k < row.size(); ++k) {
          const auto& visit = *row[k];
          if (visit.happened && !visit.happened->outcome.empty()) {
            if (until && visit.happened->outcome == series->outcome) break;
            continue;
          }
          if (!until && (k + 1 < row.size() || recorded)) continue;
          Turn turn{{stage.id, visit.attempt, until ? static_cast<int>(k) + 1 : 1}, {}, !hangs_on_end(stage)};
          const std::string* said = answer(way_of(history), turn.of);
          ends_of(reading, stage, until && static_cast<int>(k) + 1 < series->most ? series : nullptr, k, said, turn);
          if (turn.ends.size() > 1) all.push_back(std::move(turn));
          if (until && said && *said == series->outcome) break;
        }
      }
    }
    return all;
  }

  /// Of a series that may go on: enough, or any other end. Else all that have a chance.
  void ends_of(const plan::Reading& reading, const model::Stage& stage, const model::Series* goes_on, std::size_t k,
               const std::string* said, Turn& turn) const {
    bool differ = turn.names_alone ? false : stage.outcomes.size() > 1;
    std::string other;
    for (const auto& outcome : stage.outcomes) {
      const double chance = reading.chance_of(stage, outcome.id, k);
      const bool is_said = said && *said == outcome.id;
      if (goes_on && outcome.id != goes_on->outcome) {
        if ((other.empty() && chance > 0) || is_said) other = outcome.id;
        continue;
      }
      if (chance <= 0 && !is_said) continue;
      differ = differ || goes_on || !plain(stage.id, outcome.id);
      turn.ends.push_back(outcome.id);
    }
    if (!other.empty()) turn.ends.push_back(other), differ = true;
    if (!differ) turn.ends.clear();
  }

  /// The stages to which a path of links and gates leads.
  std::set<std::string> all_after(const std::string& id) const {
    std::set<std::string> reached{id};
    for (bool more = true; more;) {
      more = false;
      for (const model::Stage& s : what_.workflow.stages) {
        if (reached.contains(s.id)) continue;
        const auto leads = [&](const auto& links) {
          return std::any_of(links.begin(), links.end(),
                             [&](const model::Link& link) { return reached.contains(link.from.stage); });
        };
        const bool gated =
            std::any_of(s.gates.begin(), s.gates.end(), [&](const auto& g) { return reached.contains(g); });
        if (!leads(s.after) && !leads(s.ends_after) && !gated) continue;
        reached.insert(s.id);
        more = true;
      }
    }
    reached.erase(id);
    return reached;
  }

  /// What comes after it has been, or the longest after which it would begin is over.
  bool too_late_to_come(const Certificate::History& history, const plan::Reading& reading,
                        const model::Stage& stage) const {
    const std::set<std::string> after = all_after(stage.id);
    for (const Entry& e : history.plan.entries)
      if (e.state == timeline::State::unrecorded && after.contains(e.id)) return true;
    const auto* begins = reading.chosen(stage.begins);
    std::optional<calendar::Day> from;
    for (const auto& fact : what_.patient.happened) {
      if (after.contains(fact.point.stage)) return true;
      if (!begins || fact.point.stage != begins->after.stage) continue;
      const calendar::Day day = fact.to ? fact.to->day : fact.from.day;
      from = from ? std::max(*from, day) : day;
    }
    const std::int64_t days = begins ? calendar::rough_minutes(begins->spread.most) / (24 * 60) : 0;
    if (begins && !from) {  // where that is a span of what is recorded: as the plan has it
      model::Point after_what = begins->after;
      if (after_what.side == model::Point::unsaid) after_what.side = model::Point::end;
      bool whole_day = false;
      if (const auto at = reading.at(after_what, whole_day, plan::Shown{}); at && at->last < reading.now)
        from = reading.diary.date(at->last);
    }
    return from && settings_.today - *from > days;
  }

  /// It is there, or it is not though it might be: a plan without it would be wrong, did it come.
  bool may_come(const Certificate::History& history, const plan::Reading& reading, const model::Stage& stage) {
    for (const auto& fact : what_.patient.happened)
      if (fact.point.stage == stage.id) return false;
    if (too_late_to_come(history, reading, stage)) return false;
    for (const Entry& e : history.plan.entries)
      if (e.id == stage.id && e.state != timeline::State::cancelled) return e.state != timeline::State::unrecorded;
    const auto [known, fresh] = may_come_.try_emplace({history.way, stage.id}, false);
    if (!fresh) return known->second;
    plan::Settings settings = settings_of(way_of(history));
    settings.comes[stage.id] = true;
    add_lengths(settings, history);
    const auto verdict = plan::verify(case_of(history), settings, history.plan);
    return known->second = std::any_of(verdict.broken.begin(), verdict.broken.end(),
                                       [](const auto& one) { return one.rule == plan::Rule::stages; });
  }

  void add_lengths(plan::Settings& settings, const Certificate::History& history) const {
    for (std::size_t k = 0; k < of_.unsure.size(); ++k)
      if (const int part = history.parts[k]; part >= 0)
        settings.as_if[of_.unsure[k].what] = of_.unsure[k].parts[static_cast<std::size_t>(part)].second;
  }
  static const plan::Broken* broken_of(const plan::Verdict& verdict) {
    for (const plan::Broken& broken : verdict.broken)
      if (!of_the_view(broken.rule)) return &broken;
    return nullptr;
  }

  /// The case, less the bookings that have fallen there.
  model::Case case_of(const Certificate::History& history) const {
    model::Case what = what_;
    for (auto* facts : {&what.patient.booked, &what.patient.held})
      std::erase_if(*facts, [&](const model::Fact& fact) {
        return std::find(history.fallen.begin(), history.fallen.end(), fact.where) != history.fallen.end();
      });
    return what;
  }

  static bool is(const Entry& e, const plan::OpenLength& what) {
    return e.id == what.stage && e.visit == what.visit && e.state != timeline::State::cancelled;
  }
  const Entry* visit_of(const timeline::Timeline& plan, const plan::OpenLength& what) const {
    for (const Entry& e : plan.entries)
      if (is(e, what)) return &e;
    return nullptr;
  }
  /// In minutes, days, months or the unit itself: what lengths must have in common to be compared.
  static Length plain(const Length& l) {
    if (l.unit == Unit::hours) return {60 * l.n, Unit::minutes};
    if (l.unit == Unit::weeks) return {7 * l.n, Unit::days};
    if (l.unit == Unit::years) return {12 * l.n, Unit::months};
    return l;
  }

  /// The parts follow on each other and cover the range; what has passed of it need not be there.
  void read_range(const Certificate::Unsure& unsure) {
    const model::Stage* stage = what_.workflow.stage(unsure.what.stage);
    if (!stage || unsure.what.begins) return wrong(unsure.what.stage + " is no stage with such a length");
    const auto k = static_cast<std::size_t>(&unsure - of_.unsure.data());
    const auto of = std::find_if(of_.histories.begin(), of_.histories.end(),
                                 [&](const auto& history) { return history.parts[k] >= 0; });
    if (of == of_.histories.end()) return wrong(unsure.what.stage + " is a length of no way");
    const timeline::Timeline& plan = of->plan;
    const plan::Settings settings = settings_of(way_of(*of));
    plan::Verdict nothing;
    const plan::Reading reading(what_, settings, plan, nothing);
    const auto* lasts = reading.chosen(stage->lasts);
    if (!lasts) return wrong(unsure.what.stage + " has no length that is not ours");
    const Length least = plain(lasts->least), most = plain(lasts->most);
    bool good = least.unit == most.unit;
    std::optional<Length> before;  // the most of the part before
    for (const auto& [shortest, longest] : unsure.parts) {
      const Length from = plain(shortest), to = plain(longest);
      good = good && from.unit == least.unit && to.unit == least.unit && from.n <= to.n;
      good = good && (!before || from.n == before->n + 1);
      before = to;
    }
    good = good && before->n >= most.n;
    const Length first = plain(unsure.parts.front().first);
    if (good && first.n > least.n) {  // what is shorter is over
      const Entry* visit = visit_of(plan, unsure.what);
      const auto end = end_of(plan, unsure.what, {first.n - 1, first.unit});
      good = visit && visit->running && end && *end <= reading.diary.first_minute(settings_.today);
    }
    if (!good) wrong(fmt::format("{} lasts {}: its parts do not cover that", unsure.what.stage, to_string(*lasts)));
  }

  /// When a visit of the plan ends that lasts so long; nothing where it does not stand in it.
  std::optional<Instant> end_of(const timeline::Timeline& plan, const plan::OpenLength& what, Length length) const {
    plan::Verdict nothing;
    const plan::Reading reading(what_, settings_, plan, nothing);
    for (const auto& visit : reading.visits)
      if (is(*visit.entry, what) && visit.entry->start)
        return reading.diary.end_of(*visit.entry->start, length, reading.doors_of(visit));
    return std::nullopt;
  }

  /// Every rule, with each length at the most and at the least of its part, and any two crosswise.
  void read_history(const Certificate::History& history) {
    if (history.way == 0 && !history.fallen.empty()) return wrong("a booking of the plan itself has fallen");
    std::vector<std::size_t> wide;
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      if (history.parts[k] < 0) {
        read_without(history, k);
        continue;
      }
      if (!visit_of(history.plan, of_.unsure[k].what))
        wrong(fmt::format("{}: {} is not there, and is said to last", name(history), of_.unsure[k].what.stage));
      const auto& [least, most] = of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])];
      if (plain(least).n != plain(most).n) wide.push_back(k);
    }
    // All at their most, all at their least, and each alone at its least: of any two, every way.
    std::set<std::set<std::size_t>> corners{{}, {wide.begin(), wide.end()}};  // those at their least
    for (const std::size_t k : wide) corners.insert({k});
    std::map<std::size_t, std::optional<Instant>> soonest;
    for (const std::size_t k : wide)
      soonest[k] = end_of(history.plan, of_.unsure[k].what,
                          of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])].first);
    for (const auto& corner : corners) read_corner(history, corner, soonest);
  }

  /// Where a length is none of this way it is not in its plan either, or it is there by another range.
  void read_without(const Certificate::History& history, std::size_t k) {
    const Entry* visit = visit_of(history.plan, of_.unsure[k].what);
    const bool was =
        visit && (visit->state == timeline::State::happened || visit->state == timeline::State::unrecorded);
    if (!visit || (was && !visit->running)) return;
    for (std::size_t j = 0; j < of_.unsure.size(); ++j)
      if (history.parts[j] >= 0 && of_.unsure[j].what == of_.unsure[k].what) return;
    plan::Verdict nothing;
    const plan::Settings settings = settings_of(way_of(history));
    const plan::Reading reading(what_, settings, history.plan, nothing);
    const model::Stage* stage = what_.workflow.stage(visit->id);
    const auto* lasts = stage ? reading.chosen(stage->lasts) : nullptr;
    if (!lasts || lasts->least == lasts->most) return;  // in this way it is ours, or known
    wrong(fmt::format("{}: how long {} lasts is not played out", name(history), visit->id));
  }

  void read_corner(const Certificate::History& history, const std::set<std::size_t>& at_least,
                   const std::map<std::size_t, std::optional<Instant>>& soonest) {
    timeline::Timeline plan = history.plan;
    plan::Settings settings = settings_of(way_of(history));
    if (plan.conflict || plan.closed) return wrong(name(history) + ": there is no plan");
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      if (history.parts[k] < 0) continue;
      const auto& [least, most] = of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])];
      const bool low = at_least.contains(k);
      settings.as_if[of_.unsure[k].what] = low ? least : most;
      if (!low || !soonest.at(k)) continue;
      for (Entry& e : plan.entries)
        if (is(e, of_.unsure[k].what)) e.end = *soonest.at(k);
    }
    if (!at_least.empty()) end_wholes(plan);
    const model::Case what = case_of(history);
    for (const plan::Broken& broken : plan::verify(what, settings, plan).broken)
      if (!of_the_view(broken.rule)) wrong(fmt::format("{}: {}, but {}", name(history), broken.text, broken.how));
  }

  /// A whole ends with the last of its parts, whenever that is.
  void end_wholes(timeline::Timeline& plan) const {
    for (Entry& whole : plan.entries) {
      const model::Stage* stage = what_.workflow.stage(whole.id);
      const auto once = std::count_if(plan.entries.begin(), plan.entries.end(),
                                      [&](const Entry& e) { return e.id == whole.id && e.attempt == whole.attempt; });
      if (!stage || stage->parts.empty() || once != 1 || whole.state == timeline::State::happened) continue;
      std::optional<Instant> last;
      for (const Entry& e : plan.entries) {
        const model::Stage* part = what_.workflow.stage(e.id);
        if (part && part->whole == whole.id && e.attempt == whole.attempt && e.end)
          last = last ? std::max(*last, *e.end) : *e.end;
      }
      if (last && whole.end) whole.end = last;
    }
  }

  // What an entry does: where it is, and on which attempt of which stage. What goes from one date to another, and what
  // happens by itself, nobody decides.
  using Deed = std::tuple<std::string, int, int, std::string>;
  std::map<Deed, const Entry*> deeds(const Certificate::History& history) const {
    std::map<Deed, const Entry*> all;
    for (const Entry& e : history.plan.entries) {
      const model::Stage* stage = what_.workflow.stage(e.id);
      const bool decided = stage && !stage->from && !stage->begins && stage->kind != model::Kind::event;
      const bool over = e.state == timeline::State::happened && !e.running;
      if (decided && !over && e.start && e.end && e.state != timeline::State::cancelled)
        all.emplace(Deed{e.id, e.attempt, e.visit, e.place}, &e);
    }
    return all;
  }

  /// What is compared of a history.
  struct Seen {
    const Certificate::History* history;
    std::map<Deed, const Entry*> deeds;
    std::map<plan::Ending, Instant> shows;
    bool ended;  // the pathway, with how something ends
  };

  bool ended(const Certificate::History& history) const {
    plan::Verdict nothing;
    const plan::Settings settings = settings_of(way_of(history));
    const plan::Reading reading(what_, settings, history.plan, nothing);
    for (std::size_t s = 0; s < what_.workflow.stages.size(); ++s)
      for (const auto& o : what_.workflow.stages[s].outcomes) {
        const auto& rows = reading.attempts[s];
        const auto ends_so = [&](const auto& row) { return !row.empty() && row.back()->entry->outcome == o.id; };
        const auto times = std::count_if(rows.begin(), rows.end(), ends_so);
        if (rows.empty() || !ends_so(rows.back())) continue;
        if (o.then == model::Outcome::stop || (o.then == model::Outcome::again && times > o.times)) return true;
      }
    return false;
  }

  /// When it shows in one of them that it is not the other: a length has ended that runs on there, or an end or a
  /// beginning is otherwise.
  struct Apart {
    std::optional<Instant> length, turn;
    std::set<std::string> chances;                        // stages that happen in one of them
    std::map<std::pair<std::string, int>, Instant> ends;  // and attempts that end otherwise, and when that shows
    std::optional<std::pair<std::string, int>> first;     // which of them shows before all else
  };
  Apart apart(const Seen& one, const Seen& other) const {
    const Certificate::History &a = *one.history, &b = *other.history;
    Apart at;
    const auto sooner = [](std::optional<Instant>& first, Instant t) { first = first ? std::min(*first, t) : t; };
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      if (a.parts[k] < 0 || b.parts[k] < 0 || a.parts[k] == b.parts[k]) continue;
      for (const auto* history : {&a, &b})
        if (const Entry* visit = visit_of(history->plan, of_.unsure[k].what); visit && visit->end)
          sooner(at.length, *visit->end);
    }
    std::optional<Instant> before;  // what shows first, and all that shows no later
    for (const Said& said : way_of(a).answers) {
      const std::string* theirs = answer(way_of(b), said.of);
      if (!theirs || *theirs == said.ends) continue;
      if (said.of.visit == 0) at.chances.insert(said.of.stage);
      for (const auto* seen : {&one, &other}) {
        const auto shows = seen->shows.find(said.of);
        if (shows == seen->shows.end()) continue;
        sooner(at.turn, shows->second);
        const std::pair key{said.of.stage, said.of.visit == 0 ? 0 : said.of.attempt};
        const auto [end, fresh] = at.ends.emplace(key, shows->second);
        if (!fresh) end->second = std::min(end->second, shows->second);
      }
    }
    for (const auto& [key, shows] : at.ends) {
      if (before && *before < shows) continue;
      at.first = before && *before == shows ? std::nullopt : std::optional(key);
      before = shows;
    }
    return at;
  }
  /// When each end of its way shows: with the end of that visit; whether a stage happens, with its beginning. Nothing
  /// where it does not.
  std::map<plan::Ending, Instant> shown(const Certificate::History& history) const {
    std::map<plan::Ending, Instant> all;
    plan::Verdict nothing;
    const plan::Settings settings = settings_of(way_of(history));
    const plan::Reading reading(what_, settings, history.plan, nothing);
    for (const Said& said : way_of(history).answers) {
      const int s = reading.index(said.of.stage);
      if (s < 0) continue;
      const auto& rows = reading.attempts[static_cast<std::size_t>(s)];
      if (said.of.visit == 0) {
        for (const auto& row : rows)
          for (const auto* visit : row) {
            const bool over = visit->entry->state == timeline::State::unrecorded;  // whoever was there knows
            if (!over && !visit->entry->start) continue;
            const Instant start = over ? reading.diary.first_minute(settings_.today) : *visit->entry->start;
            const auto [at, fresh] = all.emplace(said.of, start);
            if (!fresh) at->second = std::min(at->second, start);
          }
        continue;
      }
      if (said.of.attempt > std::ssize(rows)) continue;
      const auto& row = rows[static_cast<std::size_t>(said.of.attempt) - 1];
      const auto* series = reading.chosen(reading.stage(s).repeat);
      const bool until = series && series->kind == model::Series::until;
      if (row.empty() || (until && said.of.visit > std::ssize(row))) continue;
      const auto* visit = until ? row[static_cast<std::size_t>(said.of.visit) - 1] : row.back();
      if (visit->entry->state == timeline::State::unrecorded)  // it is over: whoever was there knows
        all.emplace(said.of, reading.diary.first_minute(settings_.today));
      else if (visit->entry->end)
        all.emplace(said.of, *visit->entry->end);
    }
    return all;
  }

  /// Both do the same until then; and what is decided before then is the same, whenever it is.
  void read_pair(const Seen& one, const Seen& another) {
    const Certificate::History &a = *one.history, &b = *another.history;
    Apart at = apart(one, another);
    // What would tell them apart may be left out of both, as by the end of the pathway: then they are alike throughout.
    constexpr std::int64_t for_ever = std::int64_t{1} << 40;
    if (!at.length && !at.turn) at.turn = Instant{for_ever};
    const Instant parts = std::min(at.length.value_or(*(at.turn ? at.turn : at.length)),
                                   at.turn.value_or(*(at.length ? at.length : at.turn)));
    const auto &ours = one.deeds, &theirs = another.deeds;
    for (const auto* list : {&ours, &theirs})
      for (const auto& [deed, entry] : *list) {
        if (at.chances.contains(entry->id)) continue;  // until it would begin it is planned in both
        const auto& others = list == &ours ? theirs : ours;
        const auto other = others.find(deed);
        // The end of a pathway leaves out what it would have come to: until then it is as in the other.
        if (other == others.end() && (list == &ours ? another : one).ended) continue;
        const std::int64_t notice = notice_of(*entry);
        std::optional<Instant> decided;
        if (at.length) decided = Instant{at.length->minutes + notice};
        if (at.turn) {
          const Instant then{at.turn->minutes + (planned(*entry) ? 0 : notice)};
          decided = decided ? std::min(*decided, then) : then;
        }
        // What ends in one of several ways begins alike in all: to wait with it is no sign of how it ends.
        if (const auto turn = at.ends.find({entry->id, entry->attempt});
            turn != at.ends.end() && (!at.length || turn->second < *at.length) && at.first == turn->first)
          decided = std::max(*decided, Instant{turn->second.minutes + 1});
        const auto seen = [](Instant t, Instant until) { return std::min(t, until); };
        if (seen(*entry->start, *decided) !=
                (other == others.end() ? *decided : seen(*other->second->start, *decided)) ||
            seen(*entry->end, parts) != (other == others.end() ? parts : seen(*other->second->end, parts))) {
          return wrong(fmt::format("{} or {}: {} visit {} differs before anybody knows which it is", name(a), name(b),
                                   entry->id, entry->visit));
        }
      }
  }

  /// Is it in the plan as it is shown?
  bool planned(const Entry& entry) {
    if (planned_.empty())
      for (const Entry& e : history_of(0).plan.entries)
        if (e.state != timeline::State::cancelled) planned_.emplace(e.id, e.attempt, e.visit);
    return planned_.contains({entry.id, entry.attempt, entry.visit});
  }

  std::int64_t notice_of(const Entry& entry) {
    if (!of_.told) return 0;
    const auto [known, fresh] = notices_.try_emplace(entry.id, 0);
    if (fresh) {
      plan::Verdict nothing;
      const plan::Reading reading(what_, settings_, of_.histories.front().plan, nothing);
      const model::Stage* stage = what_.workflow.stage(entry.id);
      if (const auto* notice = stage ? reading.chosen(stage->notice) : nullptr)
        known->second = calendar::rough_minutes(*notice);
    }
    return known->second;
  }

  const model::Case& what_;
  plan::Settings settings_;
  const Certificate& of_;
  std::map<std::string, std::int64_t> notices_;
  std::set<std::tuple<std::string, int, int>> planned_;
  std::vector<Seen> seen_;
  std::map<std::pair<int, std::string>, bool> may_come_;  // by way and stage
  std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> check(const model::Case& what, const plan::Settings& settings, const Certificate& of) {
  return Checking(what, settings, of).run();
}

}  // namespace v2v::prove
