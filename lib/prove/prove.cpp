#include "prove/prove.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

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

constexpr long enough_ways = 60;

class Proving {
 public:
  Proving(const model::Case& what, const plan::Settings& settings, long most)
      : what_(what),
        settings_(settings),
        most_(most),
        most_ways_(static_cast<std::size_t>(std::min(most, enough_ways))),
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
    if (!take_ways()) {
      proof.because = fmt::format("there are more than {} ways in which stages may end or happen", most_ways_);
      return {std::move(out_), planned.diagnostics};
    }
    Outcome outcome = play_all();
    proof.ways = std::ssize(ways_->all);
    proof.turns = ways_->turns;
    proof.no_matter = ways_->nothing;
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
    if (!take_ways() || base().clash || source::has_errors(base().c.diagnostics)) return false;
    return std::holds_alternative<Played>(play_all());
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  std::string name(const plan::Found& found, const Visit& v) const {
    const auto& attempts = found.c.story.stages[static_cast<std::size_t>(v.stage)].attempts;
    return plan::name_of(what_.workflow, v, static_cast<int>(attempts.size()));
  }
  const plan::Found& base() const { return ways_->all.front().plan->found; }
  long count(const std::vector<Open>& open) const {
    constexpr long enough = 1'000'000'000;
    long sum = 0;
    for (std::size_t w = 0; w < ways_->all.size() && sum < enough; ++w) {
      long all = 1;
      for (const Open& one : open)
        if (one.of_way[w] && all < enough) all *= static_cast<long>(one.parts.size());
      sum += all;
    }
    return sum;
  }

  bool take_ways() {
    ways_ = ways_of(what_, settings_, almanac_, most_ways_);
    if (!ways_) return false;
    for (std::size_t w = 0; w < ways_->all.size(); ++w) take_lengths(w);
    std::erase_if(open_, [&](const Open& one) {  // what stays as assumed in one way does in all
      if (!stays_.contains(one.what)) return false;
      left_.push_back(one.text + ": it stays as assumed, since it does where something ends otherwise");
      return true;
    });
    table_.emplace(what_, almanac_, ways_->all);
    return true;
  }
  /// A stage each of whose visits is longer for how the last of them ends: nobody can begin one.
  const model::Stage* lengthens_before() const {
    for (const Way& way : ways_->all)
      for (const auto& said : way.answers) {
        const model::Stage* of = what_.workflow.stage(said.of.stage);
        if (said.of.visit == 0 || !of) continue;
        const bool adds = std::any_of(of->outcomes.begin(), of->outcomes.end(),
                                      [](const auto& o) { return o.adds && o.then != model::Outcome::again; });
        const auto& visits = way.plan->found.c.visits;
        if (adds && std::any_of(visits.begin(), visits.end(), [&](const Visit& v) {
              return stage(v).id == of->id && v.attempt == said.of.attempt && v.row > 1;
            }))
          return of;
      }
    return nullptr;
  }
  Outcome play_all() {
    if (const model::Stage* of = lengthens_before())
      return Unknown{fmt::format("each visit of {} is longer for how the last of them ends", plan::title_of(*of))};
    if (!ways_->lost.empty()) return Unknown{ways_->lost};
    narrow_down();
    Outcome outcome = play(open_);
    while (std::holds_alternative<Together>(outcome)) {
      const auto coarse = open_;
      const Together story = too_soon_;
      if (!refine()) break;
      Outcome finer = play(open_);
      if (std::holds_alternative<Unknown>(finer)) {  // what is known is told
        open_ = coarse;
        too_soon_ = story;
        break;
      }
      outcome = std::move(finer);
    }
    return outcome;
  }

  // The lengths of a way: each value by itself where the plan has it too, else from least to most at once.
  void take_lengths(std::size_t way) {
    const plan::Found& found = ways_->all[way].plan->found;
    if (found.clash || source::has_errors(found.c.diagnostics)) return;
    std::vector<plan::Compiled::Open> by_date = found.c.open;
    std::stable_sort(by_date.begin(), by_date.end(),
                     [&](const auto& a, const auto& b) { return found.shown[a.from] < found.shown[b.from]; });
    for (const auto& o : by_date) {
      const Visit& v = found.c.visits[static_cast<std::size_t>(o.visit)];
      if (!v.present || !matters(what_, stage(v))) continue;
      const bool begins = o.to == v.s;
      const std::string text =
          fmt::format("{} {} {}", name(found, v), begins ? "begins after" : "lasts", to_string(*o.spread));
      const auto units = units_of(*o.spread);
      const auto stays = [&](const char* why) {
        stays_.insert({stage(v).id, v.number, begins});
        const std::string said = text + ": " + why;
        if (std::find(left_.begin(), left_.end(), said) == left_.end()) left_.push_back(said);
      };
      const bool longer = !begins && o.to != v.e;
      if (v.only_if || begins || longer) {
        stays(longer ? "how it ends is known, and what that adds stays as assumed"
                     : "what the body does stays as assumed");
      } else if (!units) {
        stays("its two ends are in different units, it stays as assumed");
      } else {
        const plan::OpenLength what{stage(v).id, v.number, begins};
        const auto same = std::find_if(open_.begin(), open_.end(), [&](const Open& other) {
          return other.what == what && *other.spread == *o.spread;
        });
        if (same != open_.end()) {
          same->of_way[way] = true;
          continue;
        }
        Open one{what, units->unit, {}, text, o.spread, std::vector<bool>(ways_->all.size())};
        one.of_way[way] = true;
        std::int64_t least = units->least;
        if (v.record == Visit::running && v.from)  // so long it has lasted already
          while (least <= units->most && almanac_.span({least, units->unit}, v.place()).least(*v.from) <= found.c.now)
            ++least;
        if (least > units->most) {
          stays("it has lasted longer already, and ends as assumed");
          continue;
        }
        if (units->unit == Unit::minutes || way > 0) {
          one.parts.emplace_back(least, units->most);
        } else {
          for (std::int64_t n = least; n <= units->most; ++n) one.parts.emplace_back(n, n);
        }
        open_.push_back(std::move(one));
      }
    }
  }

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
    constexpr long enough = 128, enough_a_way = 32;  // stories
    bool any = false;
    for (Open& one : open_) {
      std::vector<std::pair<std::int64_t, std::int64_t>> halves;
      for (const auto& [least, most] : one.parts) {
        const std::int64_t middle = least + (most - least) / 2;
        halves.emplace_back(least, middle);
        if (middle < most) halves.emplace_back(middle + 1, most);
      }
      if (halves.size() == one.parts.size()) continue;
      std::swap(one.parts, halves);
      if (count(open_) <= std::min(most_, std::max(enough, enough_a_way * std::ssize(ways_->all))))
        any = true;
      else
        std::swap(one.parts, halves);
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
      return Unknown{fmt::format("there are {} ways in which all may turn out, more than the {} that can be played",
                                 count(open), most_)};
    Outcome outcome;
    for (const Rules& rules : {Rules{true, true}, Rules{false, true}, Rules{true, false}, Rules{false, false}}) {
      rules_ = rules;
      outcome = table_->play(open, rules);
      if (std::holds_alternative<Played>(outcome) || std::holds_alternative<Alone>(outcome)) break;
      // Where dates may move they may creep on until none is left: then the reason is told with the plan's dates.
      constexpr Tick far = Tick{2} * 366 * 1440;
      if (auto* together = std::get_if<Together>(&outcome))
        if (too_soon_.rules.empty() || together->last < base().c.now + far) too_soon_ = *together;
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
    certificate.ways.clear();
    for (const Way& way : ways_->all) certificate.ways.push_back({way.answers});
    for (std::size_t h = 0; h < played.histories.size(); ++h) {
      Searched& plan = table_->found(open_, played.histories[h]);
      plan::Found& found = plan.found;
      found.earliest.at = found.shown.at = found.latest.at = played.labels[h];
      found.late.clear();
      found.shown_by = {};
      const auto settings = table_->settings_of(open_, played.histories[h]);
      certificate.histories.push_back({played.histories[h].way, played.histories[h].parts, plan.fallen,
                                       plan::timeline_of(plan.of(what_), settings, found, almanac_)});
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
    tell_otherwise(certificate);
    out_.certificate = std::move(certificate);
  }

  // When a visit is, in each history of the first way, wherever; `never` where it is not.
  static std::vector<Tick> dates_of(const Played& played, const Visit& v) {
    const auto first = std::count_if(played.histories.begin(), played.histories.end(),
                                     [](const History& history) { return history.way == 0; });
    std::vector<Tick> at(static_cast<std::size_t>(first), network::never);  // they stand in front
    for (std::size_t n = 0; n < played.things.size(); ++n) {
      const Thing& thing = played.things[n];
      if (thing.stage != v.stage || thing.attempt != v.attempt || thing.number != v.number || thing.end) continue;
      for (std::size_t h = 0; h < at.size(); ++h) at[h] = std::min(at[h], played.strategy.at[h][n]);
    }
    return at;
  }

  void tell_waits(const Played& played) {
    for (const timeline::Entry& e : out_.proof.plan.entries) {
      const Visit* v = plan::visit_of(base(), what_.workflow, e);
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
      for (std::size_t h = 0; h < at.size() && !hangs; ++h) {
        History next = played.histories[h];
        if (next.parts[k] < 0) break;
        ++next.parts[k];
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

  // Where one thing alone turns out otherwise, and the lengths come to anything.
  void tell_otherwise(const Certificate& certificate) {
    for (std::size_t w = 1; w < ways_->all.size(); ++w) {
      const Way& way = ways_->all[w];
      if (way.otherwise.size() != 1) continue;
      timeline::IfOtherwise told{way.otherwise.front(), {}, {}, !way.plan->found.c.story.ended_by.empty(), {}};
      for (const auto& history : certificate.histories) {
        if (history.way != static_cast<int>(w)) continue;
        if (const auto day = history.plan.day_zero) {
          told.first = std::min(told.first.value_or(*day), *day);
          told.last = std::max(told.last.value_or(*day), *day);
        }
        for (const source::Span& where : history.fallen) {
          const std::string text = booking(where);
          if (std::find(told.fallen.begin(), told.fallen.end(), text) == told.fallen.end()) told.fallen.push_back(text);
        }
      }
      out_.proof.otherwise.push_back(std::move(told));
    }
  }
  std::string booking(const source::Span& where) const {
    for (const auto* facts : {&what_.patient.booked, &what_.patient.held})
      for (const model::Fact& fact : *facts)
        if (fact.where == where)
          if (const model::Stage* s = what_.workflow.stage(fact.point.stage))
            return fmt::format("{} on {}", plan::title_of(*s), calendar::to_string(fact.from.day));
    return "";  // not reached: it is one of them
  }

  // -- it fails

  void fails(const Outcome& outcome) {
    Proof& proof = out_.proof;
    const auto* alone = std::get_if<Alone>(&outcome);
    const History& story = alone ? alone->history : too_soon_.history;
    proof.verdict = Proof::fails;
    if (alone) {
      auto settings = table_->settings_of(open_, story);
      settings.details = true;
      const Searched& of = table_->found(open_, story);
      proof.conflict = plan::conflict(of.of(what_), settings, of.found, almanac_);
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
  void tell_story(const History& story) {
    const plan::Found& found = table_->found(open_, story).found;
    out_.proof.story = ways_->all[static_cast<std::size_t>(story.way)].otherwise;
    network::Labels labels;
    network::Question question;
    for (std::size_t t = 0; t < found.c.voices.size(); ++t)
      if (found.c.voices[t].ours()) question.without.push_back(static_cast<network::Tag>(t));
    const bool dated = found.solver && found.solver->earliest_into(labels, question);
    for (std::size_t k = 0; k < open_.size(); ++k) {
      const Open& one = open_[k];
      if (story.parts[k] < 0) continue;
      std::string text = fmt::format("{} lasts {}", plan::title_of(*what_.workflow.stage(one.what.stage)),
                                     calendar::in_words(one.most(story.parts[k])));
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
  std::size_t most_ways_;
  std::pair<calendar::Day, calendar::Day> horizon_;
  mutable plan::Almanac almanac_;
  std::optional<Ways> ways_;
  std::optional<Table> table_;
  std::vector<Open> open_;
  std::vector<std::string> left_;
  std::set<plan::OpenLength> stays_;
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
