#include "forecast/branches.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/say.h"
#include "plan/paths.h"
#include "plan/presence.h"

namespace v2v::forecast {

using calendar::Unit;
using model::Outcome;
using plan::Compiled;
using plan::Found;
using plan::Visit;

struct CaseBranches::Known {
  std::optional<model::Case> own;  // without the bookings that it cannot keep
  Found found;
  Pathway way;
  bool holds = true;
};

namespace {

/// A length as a number of a unit in which each value stands for itself.
std::optional<double> in_units(const calendar::Length& l, Unit unit) {
  const auto n = static_cast<double>(l.n);
  if (l.unit == unit) return n;
  if (unit == Unit::minutes && l.unit == Unit::hours) return 60 * n;
  if (unit == Unit::days && l.unit == Unit::weeks) return 7 * n;
  if (unit == Unit::months && l.unit == Unit::years) return 12 * n;
  return std::nullopt;
}

template <class In>
std::optional<Distribution> distribution_of(const model::Spread& spread, In in) {
  const std::optional<double> a = in(spread.least), b = in(spread.most);
  if (!a || !b) return std::nullopt;
  if (!spread.one_of.empty()) {
    std::vector<double> values;
    for (const auto& length : spread.one_of) {
      const std::optional<double> n = in(length);
      if (!n) return std::nullopt;
      values.push_back(*n);
    }
    return Distribution::empirical(std::move(values));
  }
  if (!spread.shares.empty()) {
    const auto &first = spread.shares.front(), &second = spread.shares.back();
    const std::optional<double> x = in(first.by), y = in(second.by);
    if (!x || !y || *a >= *x || *x >= *y) return std::nullopt;
    const auto beyond = Distribution::lognormal(first.percent / 100.0, *x - *a, second.percent / 100.0, *y - *a);
    return Distribution::at_most(*b, Distribution::shifted(*a, beyond));
  }
  const auto& middle = spread.likely ? spread.likely : spread.median ? spread.median : spread.peak;
  if (!middle) return Distribution::uniform(*a, *b);
  const std::optional<double> m = in(*middle);
  if (!m) return std::nullopt;
  if (spread.peak) return Distribution::triangular(*a, *m, *b);
  return spread.likely ? Distribution::pert(*a, *m, *b) : Distribution::about_median(*a, *m, *b);
}

/// FNV-1a: what is asked of a stage is drawn by its name, whatever else a workflow has.
std::uint32_t hash(std::string_view text) {
  std::uint32_t h = 2166136261U;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h;
}

/// Nothing but its name follows from it.
bool plain(const Outcome& o) {
  return o.then == Outcome::carry_on && !o.adds;
}

std::string called(const Outcome& o) {
  return o.title.empty() ? o.id : o.title;
}

std::string percent(double share) {
  const double of_hundred = share * 100;
  return std::abs(of_hundred - std::round(of_hundred)) < 1e-6 ? fmt::format("{:.0f}%", of_hundred)
                                                              : fmt::format("{:.1f}%", of_hundred);
}

}  // namespace

CaseBranches::CaseBranches(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                           plan::Found base)
    : what_(what), settings_(settings), almanac_(almanac), ids_(4) {
  auto known = std::make_unique<Known>();
  known->found = std::move(base);
  take(*known, settings_, true);
  known_[{}] = std::move(known);
}

CaseBranches::~CaseBranches() = default;

const Pathway& CaseBranches::assumed() {
  return known_.at({})->way;
}
const plan::Found& CaseBranches::base() const {
  return known_.at({})->found;
}

const Pathway* CaseBranches::where(const Answers& answers) {
  const std::lock_guard lock(mutex_);
  const Known& there = known(answers);
  return there.holds ? &there.way : nullptr;
}

CaseBranches::Known& CaseBranches::known(const Answers& answers) {
  const auto found = known_.find(answers);
  if (found != known_.end()) return *found->second;
  return *(known_[answers] = make(answers));
}

std::optional<std::pair<int, int>> CaseBranches::again(const Answers& answers, const std::vector<network::Tag>& clash) {
  const std::lock_guard lock(mutex_);
  const Compiled& c = known(answers).found.c;
  for (const network::Tag tag : clash) {
    const plan::Voice* voice = c.voice(tag);
    if (!voice || voice->retry_stage < 0) continue;
    const plan::Retry retry{voice->retry_stage, voice->stage, voice->attempt, voice->link};
    // One number for each link of each attempt.
    const int ask = id(again_kind, retry.of, retry.of_attempt, retry.link);
    if (static_cast<std::size_t>(ask) == asked_.size()) asked_.push_back({retry.stage, 1, 0, {}, retry});
    const auto said = std::find_if(answers.begin(), answers.end(), [&](const auto& one) { return one.first == ask; });
    if (said != answers.end() && said->second == 1) continue;
    const auto own = retries_of(answers);
    const bool with_another = said == answers.end() && std::any_of(own.begin(), own.end(), [&](const auto& other) {
                                return other.stage == retry.stage && other.served_by < 0;
                              });
    return std::pair{ask, with_another ? 0 : 1};
  }
  return std::nullopt;
}

/// What is done again because it is too old: what the plan of this branch does, then what became so on the way.
std::vector<plan::Retry> CaseBranches::retries_of(const Answers& answers) {
  Answers rest;
  std::vector<std::pair<plan::Retry, int>> more;
  for (const auto& one : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(one.first)];
    if (asked.retry)
      more.emplace_back(*asked.retry, one.second);
    else
      rest.push_back(one);
  }
  if (more.empty()) return {};
  std::sort(more.begin(), more.end(), [](const auto& a, const auto& b) {
    const auto key = [](const plan::Retry& r) { return std::tuple(r.stage, r.of, r.of_attempt, r.link); };
    return std::tuple(-a.second, key(a.first)) < std::tuple(-b.second, key(b.first));  // those with their own first
  });
  std::vector<plan::Retry> all = known(rest).found.choices.retries;
  for (auto [retry, said] : more) {
    const auto same =
        std::find_if(all.begin(), all.end(), [&](const plan::Retry& other) { return other.asks_like(retry); });
    if (same != all.end()) {
      same->served_by = -1;
      continue;
    }
    if (said == 0)
      for (std::size_t k = 0; k < all.size(); ++k)
        if (all[k].stage == retry.stage && all[k].served_by < 0) retry.served_by = static_cast<int>(k);
    all.push_back(retry);
  }
  return all;
}

Row CaseBranches::row(int id) const {
  for (const auto& [thing, known] : ids_[0])
    if (known == id) return {std::get<1>(thing), std::get<2>(thing)};
  return {-1, 0};
}
int CaseBranches::row_id(const Row& row) const {
  const auto known = ids_[0].find({row_kind, row.stage, row.attempt, 0});
  return known == ids_[0].end() ? -1 : known->second;
}
int CaseBranches::told_id(int stage, int attempt, int number) const {
  const auto known = ids_[1].find({start_kind, stage, attempt, number});
  return known == ids_[1].end() ? -1 : known->second;
}

int CaseBranches::id(Kind kind, int stage, int attempt, int number) {
  auto& ids = ids_[kind == row_kind                                                ? 0U
                   : kind == start_kind                                            ? 1U
                   : kind == ends_kind || kind == comes_kind || kind == again_kind ? 3U
                                                                                   : 2U];
  return ids.try_emplace({kind, stage, attempt, number}, static_cast<int>(ids.size())).first->second;
}

Variable CaseBranches::variable(Kind kind, int stage, int attempt, int number) const {
  return {hash(this->stage(stage).id), static_cast<std::uint32_t>(kind) << 28U |
                                           static_cast<std::uint32_t>(attempt & 0xfff) << 16U |
                                           static_cast<std::uint32_t>(number & 0xffff)};
}

plan::Settings CaseBranches::settings_of(const Answers& answers) const {
  plan::Settings settings = settings_;
  for (const auto& [ask, said] : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(ask)];
    const std::string& name = stage(asked.stage).id;
    if (asked.retry) continue;
    if (asked.visit == 0)
      settings.comes[name] = said == 1;
    else
      settings.ends_as[{name, asked.attempt, asked.visit}] = asked.outcomes[static_cast<std::size_t>(said)];
  }
  return settings;
}

std::unique_ptr<CaseBranches::Known> CaseBranches::make(const Answers& answers) {
  auto known = std::make_unique<Known>();
  const plan::Settings settings = settings_of(answers);
  plan::Choices start;
  start.retries = retries_of(answers);
  known->found = plan::search(what_, settings, almanac_, start);
  while (known->found.clash) {
    // A booking that stands against it is given up as it turns out so.
    const Compiled& c = known->found.c;
    const source::Span* where = nullptr;
    for (const network::Tag tag : known->found.clash->tags)
      if (const plan::Voice* voice = c.voice(tag);
          voice && (voice->kind == plan::Voice::booking || voice->kind == plan::Voice::held))
        where = &voice->where;
    if (!where) {
      known->holds = false;
      return known;
    }
    auto own = std::make_unique<Known>();
    own->own = known->own ? *known->own : what_;
    std::size_t before = 0, after = 0;
    for (auto* facts : {&own->own->patient.booked, &own->own->patient.held}) {
      before += facts->size();
      std::erase_if(*facts, [&](const model::Fact& fact) { return fact.where == *where; });
      after += facts->size();
    }
    if (after == before) {
      known->holds = false;
      return known;
    }
    own->found = plan::search(*own->own, settings, almanac_, start);
    known = std::move(own);
  }
  known->holds = !source::has_errors(known->found.c.diagnostics);
  if (known->holds) take(*known, settings, false);
  return known;
}

void CaseBranches::take(Known& known, const plan::Settings& settings, bool tell) {
  known.way.net = &known.found.c.net;
  known.way.now = known.found.c.now;
  take_lengths(known, tell);
  take_visits(known);
  take_asks(known, settings, tell);
}

void CaseBranches::take_lengths(Known& known, bool tell) {
  const Compiled& c = known.found.c;
  for (const auto& open : c.open) {
    const Visit& v = c.visits[static_cast<std::size_t>(open.visit)];
    if (!v.present) continue;
    const bool begins = open.to == v.s;
    const model::Place* place = begins ? nullptr : v.place();
    const std::string text =
        fmt::format("{} {}: {}",
                    plan::name_of(what_.workflow, v,
                                  static_cast<int>(c.story.stages[static_cast<std::size_t>(v.stage)].attempts.size())),
                    begins ? "begins after" : "lasts", to_string(*open.spread));
    Unit unit = Unit::minutes;
    std::optional<Distribution> distribution;
    for (const Unit u : {Unit::minutes, Unit::days, Unit::work_days, Unit::work_hours, Unit::months})
      if (!distribution)
        if ((distribution = distribution_of(*open.spread, [&](const calendar::Length& l) { return in_units(l, u); })))
          unit = u;
    if (!distribution) {  // weeks and months: as many days as they are on the date of the plan
      unit = Unit::days;
      const network::Tick from = known.found.shown[open.from];
      distribution = distribution_of(*open.spread, [&](const calendar::Length& l) {
        return std::optional(
            std::round(static_cast<double>(almanac_.span(l, place).least(from) - from) / (24.0 * 60.0)));
      });
    }
    if (known.way.lengths.size() == 64) {
      if (tell) left_as_is.push_back(text + ", which is not drawn: there are 64 such lengths before it");
      continue;
    }
    if (tell) drawn.push_back(text);
    const Kind kind = begins ? begins_kind : length_kind;
    Length l{open.from, open.to, open.tag, Table(*distribution), {}, -1};
    l.id = id(kind, v.stage, 0, v.number);
    l.variable = variable(kind, v.stage, 0, v.number);
    std::int64_t had = -1;
    if (v.record == Visit::running && v.from) {  // so long it has lasted already
      if (unit == Unit::minutes) {
        had = std::max<std::int64_t>(had, c.now - *v.from);
      } else {
        had = l.table.least() - 1;
        while (almanac_.span({had + 1, unit}, place).least(*v.from) <= c.now) ++had;
        if (had < l.table.least()) had = -1;
      }
    }
    if (const auto given = longer_.find(l.id); given != longer_.end()) had = std::max(had, given->second);
    l.longer_than = had;
    if (unit != Unit::minutes)
      for (auto n = l.table.least(); n <= std::max(l.table.most(), had + 1) + 1; ++n)
        l.steps.push_back(almanac_.span({n, unit}, place));
    known.way.lengths.push_back(std::move(l));
  }
}

CaseBranches::Given CaseBranches::longer_than(const std::string& name, const calendar::Length& length) {
  Known& known = *known_.at({});
  Given answer = Given::not_open;
  for (Length& l : known.way.lengths) {
    const Visit* of = nullptr;
    const Compiled::Open* open = nullptr;
    for (const auto& one : known.found.c.open)
      if (one.to == l.to) open = &one, of = &known.found.c.visits[static_cast<std::size_t>(one.visit)];
    if (!of || stage(of->stage).id != name || l.to == of->s) continue;
    // In units of its own; of another kind only where its range is written so.
    std::optional<double> n;
    if (l.steps.empty()) {
      n = in_units(length, Unit::minutes);
    } else {
      for (const Unit u : {Unit::days, Unit::work_days, Unit::work_hours, Unit::months})
        if (in_units(open->spread->least, u) && in_units(open->spread->most, u)) n = in_units(length, u);
    }
    if (!n) continue;
    if (*n >= static_cast<double>(l.table.most())) return Given::past_its_end;
    l.longer_than = std::max(l.longer_than, static_cast<std::int64_t>(*n));
    longer_[l.id] = l.longer_than;
    answer = Given::taken;
  }
  return answer;
}

/// What stays where it is told. What may stray from its day goes where the others leave it.
void CaseBranches::take_visits(Known& known) {
  Found& found = known.found;
  Pathway& way = known.way;
  std::set<int> free;
  for (const auto& t : found.c.tolerant) free.insert(t.visit);
  const plan::Facts facts{what_, found.c.story};
  std::set<Row> seen;
  std::map<int, std::size_t> told_of;
  for (std::size_t i = 0; i < found.c.visits.size(); ++i) {
    const Visit& v = found.c.visits[i];
    const model::Stage& s = stage(v.stage);
    const bool late =
        std::find(found.to_be_late.begin(), found.to_be_late.end(), static_cast<int>(i)) != found.to_be_late.end();
    if (v.present && v.record != Visit::unrecorded && !s.from && s.parts.empty() && !late)
      way.placed.emplace_back(v.s, v.e);
    if (!v.present || v.record != Visit::ahead || s.from) continue;
    const int start = id(start_kind, v.stage, v.attempt, v.number);
    way.starts.emplace_back(start, v.s);
    const bool strays = free.contains(static_cast<int>(i));
    if (seen.insert({v.stage, v.attempt}).second && !strays)
      way.rows.emplace_back(id(row_kind, v.stage, v.attempt, 0), v.s);
    // A beginning that is not ours is told by nobody beforehand.
    const bool not_ours =
        std::any_of(way.lengths.begin(), way.lengths.end(), [&](const Length& l) { return l.to == v.s; });
    if (not_ours || (strays && !v.booking)) continue;
    Told told{v.s, 0, {}, start};
    if (s.notice)
      if (const auto* notice = model::chosen(*s.notice, facts)) told.notice = calendar::rough_minutes(notice->value);
    if (v.booking && !v.overdue && v.booking_tag != network::untagged) {
      way.without.push_back(v.booking_tag);
      told.booked = found.shown[v.s];
    }
    told_of[static_cast<int>(i)] = way.told.size();
    way.told.push_back(told);
  }
  for (const int v : found.to_be_late) {
    const Visit& late = found.c.visits[static_cast<std::size_t>(v)];
    const auto told = told_of.find(v);
    if (told != told_of.end())
      way.late.push_back({late.s, late.e, told->second});
    else if (stage(late.stage).parts.empty())
      way.placed.emplace_back(late.s, late.e);
  }
  const auto visit = [&](const std::string& name, bool first) -> const Visit* {
    const int s = plan::index_of(what_.workflow, name);
    if (s < 0) return nullptr;
    const auto& all = found.c.visits_of[static_cast<std::size_t>(s)];
    if (all.empty()) return nullptr;
    const Visit& v = found.c.visits[static_cast<std::size_t>(first ? all.front() : all.back())];
    return v.present && v.record != Visit::unrecorded ? &v : nullptr;
  };
  for (const auto& leaves : what_.workflow.leaves) {
    const Visit *from = visit(leaves.from, false), *until = visit(leaves.until, true);
    Leave leave{from ? from->e : network::Event{}, until ? until->s : network::Event{}, leaves.chance, {}};
    leave.variable = {hash(leaves.from), hash(leaves.until) | 0x80000000U};
    known.way.leaves.push_back(leave);
  }
  for (const auto& dose : found.c.doses) {
    const Visit &giver = found.c.visits[static_cast<std::size_t>(dose.giver)],
                &next = found.c.visits[static_cast<std::size_t>(dose.visit)];
    known.way.doses.push_back({giver.s, giver.e, next.s, dose.washout, network::untagged});
  }
  // The wishes of the plan, wherever they stand here.
  const Compiled& base = known_.empty() ? found.c : this->base().c;
  for (const auto& wish : base.wishes) {
    const Visit& wanted = base.visits[static_cast<std::size_t>(wish.visit)];
    std::pair<network::Event, network::Event> order;
    for (const auto& here : found.c.wishes) {
      const Visit& v = found.c.visits[static_cast<std::size_t>(here.visit)];
      if (here.text == wish.text && v.stage == wanted.stage && v.number == wanted.number && v.present)
        order = {v.s, here.event};
    }
    known.way.orders.push_back(order);
  }
}

/// Whether anything hangs on how a stage ends.
bool CaseBranches::matters(const model::Stage& s) const {
  const auto& w = what_.workflow;
  const auto asks = [&](const model::Stage& other) {
    return std::any_of(other.when.atoms.begin(), other.when.atoms.end(), [&](const model::Atom& atom) {
      return atom.subject == s.id && atom.kind != model::Atom::happened && atom.kind != model::Atom::did_not_happen;
    });
  };
  return std::any_of(w.stages.begin(), w.stages.end(), asks) ||
         std::any_of(w.rules.begin(), w.rules.end(), [&](const auto& rule) { return rule.by == s.id; });
}

void CaseBranches::take_asks(Known& known, const plan::Settings& settings, bool tell) {
  for (const int s : plan::order_of_stages(what_.workflow)) {
    if (known.found.c.visits_of[static_cast<std::size_t>(s)].empty()) continue;
    ask_whether(known, settings, s, tell);
    ask_outcomes(known, settings, s, tell);
  }
}

void CaseBranches::ask_whether(Known& known, const plan::Settings& settings, int s, bool tell) {
  const Compiled& c = known.found.c;
  const model::Stage& of = stage(s);
  if (!of.chance || *of.chance <= 0 || *of.chance >= 1) return;
  const Visit& v = c.visits[static_cast<std::size_t>(c.visits_of[static_cast<std::size_t>(s)].front())];
  const auto& told = c.story.stages[static_cast<std::size_t>(s)];
  if (v.record == Visit::happened || v.record == Visit::running || v.record == Visit::unrecorded) return;
  if (plan::time_has_passed(what_, c.story, of, settings.today)) return;
  Ask ask;
  ask.at = v.s;
  ask.id = id(comes_kind, s, 0, 0);
  if (static_cast<std::size_t>(ask.id) == asked_.size()) asked_.push_back({s, 1, 0, {}});
  ask.variable = variable(comes_kind, s, 0, 0);
  ask.up_to = {1 - *of.chance, 1};
  ask.as_assumed = {!told.happens, told.happens};
  if (told.present) {
    for (auto& l : known.way.lengths)
      if (l.to == v.s) l.only_if = ask.id;
  } else if (of.begins) {
    ask.begins = id(begins_kind, s, 0, 1);
  }
  if (tell) drawn.push_back(fmt::format("{} happens: {}", plan::title_of(of), percent(*of.chance)));
  known.way.asks.push_back(std::move(ask));
}

void CaseBranches::ask_outcomes(Known& known, const plan::Settings& settings, int s, bool tell) {
  const Compiled& c = known.found.c;
  const model::Stage& of = stage(s);
  const auto& told = c.story.stages[static_cast<std::size_t>(s)];
  if (of.outcomes.size() < 2 || !told.present) return;
  const model::Series* until = nullptr;
  if (of.repeat)
    if (const auto* series = model::chosen(*of.repeat, plan::Facts{what_, c.story});
        series && series->value.kind == model::Series::until)
      until = &series->value;
  const bool named = matters(of);
  if (!named && !until && std::all_of(of.outcomes.begin(), of.outcomes.end(), plain)) return;
  bool said = false;
  int had_enough = 0;  // an attempt
  for (const int index : c.visits_of[static_cast<std::size_t>(s)]) {
    const Visit& v = c.visits[static_cast<std::size_t>(index)];
    const plan::Attempt& attempt = told.attempts[static_cast<std::size_t>(v.attempt - 1)];
    const bool last = v.in_row == v.row;
    const int visit = until ? v.in_row : 1;
    const bool enough_before = until && had_enough == v.attempt;
    if (until) {
      const auto known_end = settings.ends_as.find({of.id, v.attempt, visit});
      if ((v.fact && v.fact->outcome == until->outcome) ||
          (known_end != settings.ends_as.end() && known_end->second == until->outcome))
        had_enough = v.attempt;
    }
    if ((v.fact && !v.fact->outcome.empty()) || enough_before || (!until && (attempt.recorded || !last))) continue;
    const auto chance = plan::chances(of, visit);
    double sum = 0;
    for (const double one : chance) sum += one;
    if (std::abs(sum - 1) > 1e-6) {
      if (tell && !said)
        left_as_is.push_back(
            fmt::format("how {} ends, for which no chances are given: as assumed", plan::title_of(of)));
      return;
    }
    Ask ask;
    Asked asked{s, v.attempt, visit, {}};
    double up_to = 0;
    const auto put = [&](const std::string& outcome, double share, bool as_assumed) {
      asked.outcomes.push_back(outcome);
      ask.up_to.push_back(up_to += share);
      ask.as_assumed.push_back(as_assumed);
    };
    if (until && v.in_row < until->most) {  // it goes on or it does not
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
    } else {
      const auto assumed = std::find_if(of.outcomes.begin(), of.outcomes.end(),
                                        [&](const Outcome& o) { return o.id == attempt.outcome; });
      for (std::size_t k = 0; k < chance.size(); ++k) {
        const Outcome& o = of.outcomes[k];
        const bool same = assumed != of.outcomes.end() && !named && plain(o) && plain(*assumed);
        put(o.id, chance[k], o.id == attempt.outcome || same);
      }
    }
    ask.up_to.back() = 1;
    ask.at = v.e;
    for (const auto& open : c.open)  // before what its outcome adds
      if (open.visit == index && open.from == v.s) ask.at = open.to;
    ask.id = id(ends_kind, s, v.attempt, visit);
    ask.variable = variable(ends_kind, s, v.attempt, visit);
    if (static_cast<std::size_t>(ask.id) == asked_.size()) asked_.push_back(std::move(asked));
    known.way.asks.push_back(std::move(ask));
    if (tell && !said) {
      std::string text = fmt::format("{} ends as", plan::title_of(of));
      for (std::size_t k = 0; k < chance.size(); ++k)
        text += fmt::format("{} {} {}", k == 0 ? ":" : ",", called(of.outcomes[k]), percent(chance[k]));
      drawn.push_back(text);
      said = true;
    }
  }
}

std::string CaseBranches::words(const Answers& answers) const {
  std::string text;
  for (const auto& [ask, said] : answers) {
    const Asked& asked = asked_[static_cast<std::size_t>(ask)];
    const model::Stage& of = stage(asked.stage);
    if (!text.empty()) text += "; ";
    if (asked.retry) {
      text += plan::title_of(of) + " is too old and done again";
      continue;
    }
    text += plan::title_of(of);
    if (asked.visit == 0) {
      text += said == 1 ? " happens" : " does not happen";
      continue;
    }
    if (asked.attempt > 1) text += fmt::format(" (attempt {})", asked.attempt);
    const std::string& outcome = asked.outcomes[static_cast<std::size_t>(said)];
    for (const Outcome& o : of.outcomes)
      if (o.id == outcome) text += " ends as: " + called(o);
  }
  return text;
}

}  // namespace v2v::forecast
