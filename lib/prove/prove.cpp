#include "prove/prove.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/say.h"
#include "plan/entries.h"
#include "plan/explain.h"
#include "prove/check.h"
#include "prove/table.h"

namespace v2v::prove {

namespace {

using calendar::Instant;
using calendar::Length;
using calendar::Unit;
using plan::Visit;
using timeline::Proof;

/// Least and most of a range in one unit in which each value stands for itself.
struct Units {
  Unit unit;
  std::int64_t least, most;
};
std::optional<Units> units_of(const model::Spread& spread) {
  const auto in = [](const Length& l, Unit unit) -> std::optional<std::int64_t> {
    if (l.unit == unit) return l.n;
    if (unit == Unit::minutes && l.unit == Unit::hours) return 60 * l.n;
    if (unit == Unit::days && l.unit == Unit::weeks) return 7 * l.n;
    if (unit == Unit::months && l.unit == Unit::years) return 12 * l.n;
    return std::nullopt;
  };
  for (const Unit unit : {Unit::minutes, Unit::days, Unit::work_days, Unit::work_hours, Unit::months})
    if (const auto a = in(spread.least, unit), b = in(spread.most, unit); a && b) return Units{unit, *a, *b};
  return std::nullopt;
}

class Proving {
 public:
  Proving(const model::Case& what, const plan::Settings& settings, long most)
      : what_(what),
        settings_(settings),
        most_(most),
        horizon_(plan::horizon_of(what, settings)),
        almanac_(what, horizon_.first, horizon_.second) {
    settings_.explain = settings_.details = false;
  }

  source::Checked<Answer> run() {
    auto planned = plan::plan(what_, settings_);
    if (!planned) return {std::nullopt, planned.diagnostics};
    Proof& proof = out_.proof;
    proof.plan = std::move(*planned.value);
    if (proof.plan.conflict || proof.plan.closed) return {std::move(out_), planned.diagnostics};
    base_ = plan::search(what_, settings_, almanac_);
    table_.emplace(what_, settings_, almanac_, base_);
    take_lengths();
    take_turns();
    narrow_down();
    Outcome outcome = play(open_);
    while (std::holds_alternative<Together>(outcome) && refine()) outcome = play(open_);
    proof.histories = count(open_);
    if (auto* played = std::get_if<Played>(&outcome))
      holds(*played);
    else if (const auto* unknown = std::get_if<Unknown>(&outcome))
      proof.because = unknown->because;
    else
      fails(outcome);
    tell_lengths();
    return {std::move(out_), planned.diagnostics};
  }

  /// Whether there is a strategy at all: for a case like another one, less a booking.
  bool some() {
    if (!plan::plan(what_, settings_)) return false;
    base_ = plan::search(what_, settings_, almanac_);
    if (base_.clash || source::has_errors(base_.c.diagnostics)) return false;
    table_.emplace(what_, settings_, almanac_, base_);
    take_lengths();
    narrow_down();
    Outcome outcome = play(open_);
    while (std::holds_alternative<Together>(outcome) && refine()) outcome = play(open_);
    return std::holds_alternative<Played>(outcome);
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  std::string name(const plan::Found& found, const Visit& v) const {
    const auto& attempts = found.c.story.stages[static_cast<std::size_t>(v.stage)].attempts;
    return plan::name_of(what_.workflow, v, static_cast<int>(attempts.size()));
  }
  static long count(const std::vector<Open>& open) {
    long all = 1;
    for (const Open& one : open) all *= static_cast<long>(one.parts.size());
    return all;
  }

  void take_lengths() {
    std::vector<plan::Compiled::Open> by_date = base_.c.open;
    std::stable_sort(by_date.begin(), by_date.end(),
                     [&](const auto& a, const auto& b) { return base_.shown[a.from] < base_.shown[b.from]; });
    for (const auto& o : by_date) {
      const Visit& v = base_.c.visits[static_cast<std::size_t>(o.visit)];
      if (!v.present) continue;
      const bool begins = o.to == v.s;
      const std::string text =
          fmt::format("{} {} {}", name(base_, v), begins ? "begins after" : "lasts", to_string(*o.spread));
      const auto units = units_of(*o.spread);
      const auto stays = [&](const char* why) { left_.push_back(text + ": " + why); };
      const bool longer = !begins && o.to != v.e;
      if (v.only_if || begins || longer) {
        stays(longer ? "how it ends is assumed, and with it its length" : "what the body does stays as assumed");
      } else if (!units) {
        stays("its two ends are in different units, it stays as assumed");
      } else {
        Open one{{stage(v).id, v.number, begins}, units->unit, {}, text};
        std::int64_t least = units->least;
        if (v.record == Visit::running && v.from)  // so long it has lasted already
          while (least <= units->most && almanac_.span({least, units->unit}, v.place()).least(*v.from) <= base_.c.now)
            ++least;
        if (least > units->most) {
          stays("it has lasted longer already, and ends as assumed");
          continue;
        }
        if (units->unit == Unit::minutes) {
          one.parts.emplace_back(least, units->most);
        } else {
          for (std::int64_t n = least; n <= units->most; ++n) one.parts.emplace_back(n, n);
        }
        open_.push_back(std::move(one));
      }
    }
  }

  // How stages end and whether they happen is not played out: that another end is another plan must be said.
  void take_turns() {
    for (const int s : base_.c.story.order) {
      const model::Stage& of = what_.workflow.stages[static_cast<std::size_t>(s)];
      const auto& told = base_.c.story.stages[static_cast<std::size_t>(s)];
      const std::string title = plan::title_of(of);
      const auto ahead = [&](int v) {
        const auto record = base_.c.visits[static_cast<std::size_t>(v)].record;
        return record == Visit::ahead || record == Visit::running;
      };
      const auto& visits = base_.c.visits_of[static_cast<std::size_t>(s)];
      if (told.stopped || std::none_of(visits.begin(), visits.end(), ahead)) continue;
      if (of.chance && *of.chance > 0 && *of.chance < 1 && (told.present || !told.happens))
        left_.push_back(fmt::format("{} {}: whether it does stays as assumed", title,
                                    told.happens ? "happens" : "does not happen"));
      if (!told.present || of.outcomes.size() < 2) continue;
      const auto chances = plan::chances(of, 1);
      for (std::size_t a = 0; a < told.attempts.size(); ++a) {
        std::string others;
        const model::Outcome* assumed = nullptr;
        for (std::size_t k = 0; k < of.outcomes.size(); ++k) {
          const model::Outcome& o = of.outcomes[k];
          if (o.id == told.attempts[a].outcome)
            assumed = &o;
          else if (chances[k] > 0 && !(o.then == model::Outcome::carry_on && !o.adds && !asked_for(of.id)))
            others += (others.empty() ? "" : " / ") + called(o);
        }
        if (told.attempts[a].recorded || !assumed || others.empty()) continue;
        left_.push_back(fmt::format("{}{} is assumed to end as: {}; otherwise another plan is to be made ({})", title,
                                    told.attempts.size() > 1 ? fmt::format(" (attempt {})", a + 1) : "",
                                    called(*assumed), others));
      }
    }
  }
  // Whether anything hangs on how it ends.
  bool asked_for(const std::string& id) const {
    const auto asks = [&](const model::Stage& s) {
      return std::any_of(s.when.atoms.begin(), s.when.atoms.end(),
                         [&](const auto& atom) { return atom.subject == id; });
    };
    const auto& w = what_.workflow;
    return std::any_of(w.stages.begin(), w.stages.end(), asks) ||
           std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& rule) { return rule.by == id; });
  }
  static std::string called(const model::Outcome& o) { return o.title.empty() ? o.id : o.title; }

  // Where there are more stories than can be played, of the last lengths nothing is learnt before they have ended.
  void narrow_down() {
    for (std::size_t k = open_.size(); k-- > 0 && count(open_) > most_;) {
      Open& one = open_[k];
      one.parts = {{one.parts.front().first, one.parts.back().second}};
    }
  }

  // A part of several lengths ends where nobody has planned for, as it were: dates that hold for all of it are asked
  // for. Where there are none, there may be some for each half of it, each known by its end.
  bool refine() {
    constexpr long enough = 128;  // stories
    bool any = false;
    for (Open& one : open_) {
      std::vector<std::pair<std::int64_t, std::int64_t>> halves;
      for (const auto& [least, most] : one.parts) {
        const std::int64_t middle = least + (most - least) / 2;
        halves.emplace_back(least, middle);
        if (middle < most) halves.emplace_back(middle + 1, most);
      }
      const auto now = static_cast<long>(one.parts.size()), then = static_cast<long>(halves.size());
      if (then == now || count(open_) / now * then > std::min(most_, enough)) continue;
      one.parts = std::move(halves);
      any = true;
    }
    if (any) too_soon_ = {};
    return any;
  }
  bool step_by_step() const {
    return std::all_of(open_.begin(), open_.end(), [](const Open& one) {
      return std::all_of(one.parts.begin(), one.parts.end(),
                         [](const auto& part) { return part.first == part.second; });
    });
  }

  // The strictest rules under which there is a strategy; where there is none, why there is none under the mildest.
  Outcome play(const std::vector<Open>& open) {
    if (count(open) > most_)
      return Unknown{
          fmt::format("there are {} ways in which the lengths may turn out, more than can be played", count(open))};
    Outcome outcome;
    for (const Rules& rules : {Rules{true, true}, Rules{false, true}, Rules{true, false}, Rules{false, false}}) {
      rules_ = rules;
      outcome = table_->play(open, rules);
      if (std::holds_alternative<Played>(outcome) || std::holds_alternative<Alone>(outcome)) break;
      // Where dates may move they may creep on until none is left: then the reason is told with the plan's dates.
      constexpr Tick far = Tick{2} * 366 * 1440;
      if (auto* together = std::get_if<Together>(&outcome))
        if (too_soon_.rules.empty() || together->last < base_.c.now + far) too_soon_ = *together;
    }
    return outcome;
  }

  void tell_lengths() {
    for (const Open& one : open_) {
      timeline::Unsure unsure{one.what.stage,
                              one.what.visit,
                              one.what.begins,
                              one.text,
                              one.least(0),
                              one.most(static_cast<int>(one.parts.size()) - 1),
                              true,
                              {}};
      unsure.step_by_step =
          std::all_of(one.parts.begin(), one.parts.end(), [](const auto& part) { return part.first == part.second; });
      if (const auto safe = safe_.find(one.what); safe != safe_.end()) unsure.safe = safe->second;
      out_.proof.unsure.push_back(std::move(unsure));
    }
    out_.proof.left_as_is = left_;
  }

  // -- it holds

  void holds(Played& played) {
    Proof& proof = out_.proof;
    Certificate certificate;
    certificate.patient = proof.plan.patient;
    certificate.workflow = proof.plan.workflow;
    certificate.hash = proof.plan.hash;
    certificate.today = settings_.today;
    certificate.assume = settings_.assume;
    certificate.told = rules_.notice;
    for (const Open& one : open_) {
      auto& unsure = certificate.unsure.emplace_back();
      unsure.what = one.what;
      for (int part = 0; part < static_cast<int>(one.parts.size()); ++part)
        unsure.parts.emplace_back(one.least(part), one.most(part));
    }
    for (std::size_t h = 0; h < played.histories.size(); ++h) {
      plan::Found& found = table_->found(open_, played.histories[h]);
      found.earliest.at = found.shown.at = found.latest.at = played.labels[h];
      found.late.clear();
      found.shown_by = {};
      const auto settings = table_->settings_of(open_, played.histories[h]);
      certificate.histories.push_back({played.histories[h], plan::timeline_of(what_, settings, found, almanac_)});
    }
    // The proof is what the checker accepts, not what was found.
    if (const auto wrong = check(what_, settings_, certificate); !wrong.empty()) {
      proof.because = "the checker refuses the proof: " + wrong.front();
      return;
    }
    proof.verdict = Proof::holds;
    proof.as_planned = rules_.as_planned;
    proof.never_retold = rules_.notice;
    tell_waits(played);
    out_.certificate = std::move(certificate);
  }

  // When a visit is, in each history, wherever; `never` where it is not.
  static std::vector<Tick> dates_of(const Played& played, const Visit& v) {
    std::vector<Tick> at(played.histories.size(), network::never);
    for (std::size_t n = 0; n < played.things.size(); ++n) {
      const Thing& thing = played.things[n];
      if (thing.stage != v.stage || thing.attempt != v.attempt || thing.number != v.number || thing.end) continue;
      for (std::size_t h = 0; h < at.size(); ++h) at[h] = std::min(at[h], played.strategy.at[h][n]);
    }
    return at;
  }

  void tell_waits(const Played& played) {
    for (const timeline::Entry& e : out_.proof.plan.entries) {
      const Visit* v = plan::visit_of(base_, what_.workflow, e);
      if (!v || !e.start || v->record != Visit::ahead || v->only_if || !v->present || stage(*v).from) continue;
      const std::vector<Tick> at = dates_of(played, *v);
      timeline::Waits waits{e, "", Instant{network::never}, Instant{network::always_before}, 0, 0};
      for (const Tick t : at) {
        if (t >= network::never) continue;
        waits.first = std::min(waits.first, Instant{t});
        waits.last = std::max(waits.last, Instant{t});
      }
      if (waits.last < waits.first) continue;
      wait_for(played, at, waits);
      out_.proof.waits.push_back(std::move(waits));
    }
    std::stable_sort(out_.proof.waits.begin(), out_.proof.waits.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  // The last length on which the date hangs, and how long after its end it is.
  void wait_for(const Played& played, const std::vector<Tick>& at, timeline::Waits& waits) const {
    for (std::size_t k = open_.size(); k-- > 0;) {
      bool hangs = false;
      for (std::size_t h = 0; h < played.histories.size() && !hangs; ++h) {
        Parts next = played.histories[h];
        ++next[k];
        const auto other = std::lower_bound(played.histories.begin(), played.histories.end(), next);
        if (other == played.histories.end() || *other != next) continue;
        hangs = at[h] != at[static_cast<std::size_t>(other - played.histories.begin())];
      }
      if (!hangs) continue;
      const Thing end{-1, 1, 1, true, "", static_cast<int>(k)};
      const auto found = std::lower_bound(played.things.begin(), played.things.end(), end);
      if (found == played.things.end() || *found != end) continue;
      const auto c = static_cast<std::size_t>(found - played.things.begin());
      std::optional<int> least, most;
      for (std::size_t h = 0; h < at.size(); ++h) {
        if (at[h] >= network::never || played.strategy.at[h][c] >= network::never) continue;
        const int days = almanac_.day_of(Instant{at[h]}) - almanac_.day_of(Instant{played.strategy.at[h][c]});
        least = std::min(least.value_or(days), days);
        most = std::max(most.value_or(days), days);
      }
      waits.behind = plan::title_of(*what_.workflow.stage(open_[k].what.stage));
      waits.days_least = least.value_or(0);
      waits.days_most = most.value_or(0);
      return;
    }
  }

  // -- it fails

  void fails(const Outcome& outcome) {
    Proof& proof = out_.proof;
    const auto* alone = std::get_if<Alone>(&outcome);
    const Parts& story = alone ? alone->history : too_soon_.history;
    proof.verdict = Proof::fails;
    if (alone) {
      auto settings = table_->settings_of(open_, story);
      settings.details = true;
      proof.conflict = plan::conflict(what_, settings, table_->found(open_, story), almanac_);
    } else {
      proof.too_soon = too_soon_.rules;
      if (table_->chose()) {
        proof.verdict = Proof::undecided;
        proof.because =
            "each story by itself can be planned, but no dates were found that can be begun without knowing which it "
            "will be; other places, orders or repeats than the plan's might do";
      } else if (!step_by_step()) {
        proof.verdict = Proof::undecided;
        proof.because =
            "each story by itself can be planned, but no dates were found that can be begun without knowing which it "
            "will be; of a length of which anything between is possible, no finer parts were played out";
      }
    }
    tell_story(story);
    for (std::size_t k = 0; k < open_.size(); ++k) find_safe(k);
    find_changes();
  }

  // How long each length is, and until when, were the bookings not there.
  void tell_story(const Parts& story) {
    const plan::Found& found = table_->found(open_, story);
    network::Labels labels;
    network::Question question;
    for (std::size_t t = 0; t < found.c.voices.size(); ++t)
      if (found.c.voices[t].ours()) question.without.push_back(static_cast<network::Tag>(t));
    const bool dated = found.solver && found.solver->earliest_into(labels, question);
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const Open& one = open_[k];
      std::string text = fmt::format("{} lasts {}", plan::title_of(*what_.workflow.stage(one.what.stage)),
                                     calendar::in_words(one.most(story[k])));
      for (const Visit& v : found.c.visits)
        if (dated && stage(v).id == one.what.stage && v.number == one.what.visit && v.present)
          text += fmt::format(", to {} {}", calendar::name(calendar::weekday(almanac_.day_of(Instant{labels[v.e]}))),
                              calendar::to_string(almanac_.day_of(Instant{labels[v.e]})));
      out_.proof.story.push_back(std::move(text));
    }
  }

  // The longest part of the range, of which every part holds too, for which there is a strategy; the others as they
  // are.
  void find_safe(std::size_t k) {
    const auto parts = open_[k].parts;
    const auto stands = [&](std::vector<std::pair<std::int64_t, std::int64_t>> some) {
      std::vector<Open> open = open_;
      open[k].parts = std::move(some);
      return std::holds_alternative<Played>(table_->play(open, {false, false}));
    };
    if (parts.size() == 1) {  // of what is learnt only at its end: from its least on
      const auto [least, most] = parts.front();
      if (least == most || !stands({{least, least}})) return;
      const std::int64_t step = open_[k].unit == Unit::minutes ? 60 : 1;
      std::int64_t low = 0, high = (most - least + step - 1) / step;  // in steps: low stands, high does not
      while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (stands({{least, least + middle * step}}) ? low : high) = middle;
      }
      safe_[open_[k].what] = {open_[k].length(least), open_[k].length(least + low * step)};
      return;
    }
    const auto some = [&](std::size_t from, std::size_t to) {
      return std::vector(parts.begin() + static_cast<std::ptrdiff_t>(from),
                         parts.begin() + static_cast<std::ptrdiff_t>(to) + 1);
    };
    std::size_t best_from = 0, best = 0;  // how many
    for (std::size_t from = 0, to = 0; from < parts.size(); ++from) {
      to = std::max(to, from);
      if (!stands(some(from, to))) continue;
      while (to + 1 < parts.size() && stands(some(from, to + 1))) ++to;
      if (to - from + 1 > best) best = to - from + 1, best_from = from;
      if (to + 1 == parts.size()) break;
    }
    if (best == 0) return;
    safe_[open_[k].what] = {open_[k].least(static_cast<int>(best_from)),
                            open_[k].most(static_cast<int>(best_from + best - 1))};
  }

  // The bookings one of which need only move for the plan to hold.
  void find_changes() {
    for (auto member : {&model::Patient::booked, &model::Patient::held})
      for (std::size_t f = 0; f < (what_.patient.*member).size(); ++f) {
        const model::Fact& fact = (what_.patient.*member)[f];
        if (fact.from.day < settings_.today) continue;
        model::Case other = what_;
        (other.patient.*member).erase((other.patient.*member).begin() + static_cast<std::ptrdiff_t>(f));
        const model::Stage* s = what_.workflow.stage(fact.point.stage);
        if (Proving(other, settings_, most_).some())
          out_.proof.changes.push_back(fmt::format("{} on {} could move", s ? plan::title_of(*s) : fact.point.stage,
                                                   calendar::to_string(fact.from.day)));
      }
  }

  const model::Case& what_;
  plan::Settings settings_;
  long most_;
  std::pair<calendar::Day, calendar::Day> horizon_;
  mutable plan::Almanac almanac_;
  plan::Found base_;
  std::optional<Table> table_;
  std::vector<Open> open_;
  std::vector<std::string> left_;
  std::map<plan::OpenLength, std::pair<Length, Length>> safe_;
  Rules rules_;
  Together too_soon_;
  Answer out_;
};

}  // namespace

source::Checked<Answer> prove(const model::Case& what, const plan::Settings& settings, long most) {
  return Proving(what, settings, most).run();
}

}  // namespace v2v::prove
