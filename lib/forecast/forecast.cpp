#include "forecast/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "forecast/replicate.h"
#include "model/say.h"
#include "plan/entries.h"
#include "plan/search.h"
#include "source/suggest.h"

namespace v2v::forecast {

namespace {

using calendar::Family;
using calendar::Instant;
using calendar::Unit;
using network::Tick;
using plan::Visit;

std::optional<double> in_minutes(const calendar::Length& l) {
  if (l.unit == Unit::minutes) return static_cast<double>(l.n);
  if (l.unit == Unit::hours) return static_cast<double>(l.n) * 60;
  return std::nullopt;
}
std::optional<double> in_days(const calendar::Length& l) {
  if (l.unit == Unit::days) return static_cast<double>(l.n);
  if (l.unit == Unit::weeks) return static_cast<double>(l.n) * 7;
  return std::nullopt;
}

template <class In>
std::optional<Distribution> distribution_of(const model::Spread& spread, In in) {
  const auto a = in(spread.least), b = in(spread.most);
  if (!a || !b) return std::nullopt;
  const auto& middle = spread.likely ? spread.likely : spread.median;
  if (!middle) return Distribution::uniform(*a, *b);
  const auto m = in(*middle);
  if (!m) return std::nullopt;
  return spread.likely ? Distribution::pert(*a, *m, *b) : Distribution::about_median(*a, *m, *b);
}

class Forecasting {
 public:
  Forecasting(const model::Case& what, const plan::Settings& settings, const Chance& chance)
      : what_(what),
        settings_(settings),
        chance_(chance),
        horizon_(plan::horizon_of(what, settings)),
        almanac_(what, horizon_.first, horizon_.second) {
    settings_.explain = false;
  }

  source::Checked<timeline::Forecast> run() {
    auto planned = plan::plan(what_, settings_);
    if (!planned) return {std::nullopt, planned.diagnostics};
    out_.plan = std::move(*planned.value);
    out_.seed = chance_.seed;
    if (out_.plan.conflict || out_.plan.closed) return {std::move(out_), planned.diagnostics};
    found_ = plan::search(what_, settings_, almanac_);
    way_.net = &found_.c.net;
    take_lengths();
    if (auto wrong = take_given(); !wrong.empty()) return {std::nullopt, std::move(wrong)};
    take_told();
    ask();
    return {std::move(out_), planned.diagnostics};
  }

 private:
  std::string name(int v) const {
    const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
    const auto& attempts = found_.c.story.stages[static_cast<std::size_t>(visit.stage)].attempts;
    return plan::name_of(what_.workflow, visit, static_cast<int>(attempts.size()));
  }
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }

  void take_lengths() {
    for (const auto& open : found_.c.open) {
      const Visit& v = found_.c.visits[static_cast<std::size_t>(open.visit)];
      if (!v.present || way_.lengths.size() == 64) continue;
      const std::string what = fmt::format("{} {}: {}", name(open.visit), open.to == v.s ? "begins after" : "lasts",
                                           to_string(*open.spread));
      auto distribution = distribution_of(*open.spread, in_minutes);
      const bool dated = !distribution;
      if (dated) distribution = distribution_of(*open.spread, in_days);
      if (!distribution) {
        out_.left_as_is.push_back(what + ", which is not drawn: it stays as assumed");
        continue;
      }
      Length l{open.from, open.to, open.tag, Table(*distribution), nullptr, -1};
      if (dated) l.dates = &almanac_.dates(almanac_.zone_of(open.to == v.e ? v.place() : nullptr));
      if (v.record == Visit::running && v.from) {  // so long it has lasted already
        const auto ends = [&](std::int64_t n) {
          return l.dates ? network::Step::of_wall(n, *l.dates).least(*v.from) : *v.from + n;
        };
        l.longer_than = std::max<std::int64_t>(0, (found_.c.now - *v.from) / (dated ? 1440 : 1) - 1);
        while (ends(l.longer_than + 1) <= found_.c.now) ++l.longer_than;
      }
      out_.drawn.push_back(what);
      way_.lengths.push_back(std::move(l));
      visit_of_.push_back(open.visit);
    }
  }

  source::Diagnostics take_given() {
    source::Diagnostics wrong;
    const auto complain = [&](const char* code, std::string text, std::string hint = {}) {
      wrong.push_back({code, source::Severity::error, {}, std::move(text), {}, std::move(hint)});
    };
    for (const Chance::Given& given : chance_.given) {
      if (!what_.workflow.stage(given.stage)) {
        std::vector<std::string> known;
        for (const auto& s : what_.workflow.stages) known.push_back(s.id);
        const std::string near = source::nearest(given.stage, known);
        complain("unknown-stage", fmt::format("{} is not a stage of {}", given.stage, what_.workflow.id),
                 near.empty() ? "" : fmt::format("did you mean {}?", near));
        continue;
      }
      bool found = false;
      for (std::size_t k = 0; k < way_.lengths.size(); ++k) {
        Length& l = way_.lengths[k];
        const Visit& v = found_.c.visits[static_cast<std::size_t>(visit_of_[k])];
        if (stage(v).id != given.stage || l.to == v.s) continue;
        const auto n = l.dates ? in_days(given.longer_than) : in_minutes(given.longer_than);
        if (!n) continue;
        found = true;
        l.longer_than = std::max(l.longer_than, static_cast<std::int64_t>(*n));
        if (l.longer_than >= l.table.most())
          complain("bad-value", fmt::format("{} is never longer than {}: its range ends there", given.stage,
                                            calendar::in_words(given.longer_than)));
      }
      if (!found)
        complain("bad-value",
                 fmt::format("the length of {} is not open in this plan, or not in such a unit", given.stage));
    }
    return wrong;
  }

  /// What stays where it is told. What is to be late, or may stray, goes where the others leave it.
  void take_told() {
    std::set<int> free;
    for (const auto& t : found_.c.tolerant) free.insert(t.visit);
    for (const auto& [v, _] : found_.late) free.insert(v);
    const plan::Facts facts{what_, found_.c.story};
    for (std::size_t i = 0; i < found_.c.visits.size(); ++i) {
      const Visit& v = found_.c.visits[i];
      const model::Stage& s = stage(v);
      const int id = static_cast<int>(i);
      // A beginning that is not ours is told by nobody beforehand.
      const bool not_ours =
          std::any_of(way_.lengths.begin(), way_.lengths.end(), [&](const Length& l) { return l.to == v.s; });
      const bool ahead = v.present && v.record == Visit::ahead && !not_ours;
      if (!ahead || s.from || (free.contains(id) && !v.booking) || s.prefer == model::Prefer::late) continue;
      Told told{v.s, 0, {}};
      if (s.notice)
        if (const auto* notice = model::chosen(*s.notice, facts)) told.notice = calendar::rough_minutes(notice->value);
      if (v.booking && !v.overdue && v.booking_tag != network::untagged) {
        way_.without.push_back(v.booking_tag);
        told.booked = found_.shown[v.s];
      }
      told_of_.push_back(id);
      way_.told.push_back(told);
    }
  }

  void ask() {
    std::vector<Event> asked;
    std::vector<std::pair<const timeline::Entry*, int>> rows;
    std::set<int> free;
    for (const auto& t : found_.c.tolerant) free.insert(t.visit);
    for (const timeline::Entry& e : out_.plan.entries) {
      const Visit* v = plan::visit_of(found_, what_.workflow, e);
      if (!v || v->record != Visit::ahead || !v->present || !e.start) continue;
      const int id = static_cast<int>(v - found_.c.visits.data());
      const bool late =
          std::any_of(found_.late.begin(), found_.late.end(), [&](const auto& l) { return l.first == id; });
      // A span goes where its edges go, which may be late or stray.
      if (free.contains(id) || late || stage(*v).from || e.state == timeline::State::cancelled) continue;
      rows.emplace_back(&e, id);
      asked.push_back(v->s);
    }
    std::vector<std::pair<Event, Event>> orders;
    for (const auto& wish : found_.c.wishes)
      orders.emplace_back(found_.c.visits[static_cast<std::size_t>(wish.visit)].s, wish.event);
    const Sample sample = replicate(way_, asked, {chance_.seed, 0}, 0, chance_.runs, chance_.threads, orders);
    out_.runs = sample.runs;
    out_.broken = static_cast<double>(sample.broken) / static_cast<double>(std::max(1L, sample.runs));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      timeline::Likely likely;
      likely.entry = *rows[r].first;
      const auto& at = sample.at[r];
      const auto put = [&](std::optional<timeline::Likely::Quantile>& to, double p) {
        const Quantile q = quantile(at, p);
        to = {Instant{q.value}, Instant{q.low}, Instant{q.high}};
      };
      if (!at.empty()) put(likely.p10, 0.1), put(likely.p50, 0.5), put(likely.p90, 0.9);
      if (const auto& known = sample.foreseen[r]; !known.empty()) {
        likely.foreseen_p50 = Instant{quantile(known, 0.5).value};
        likely.foreseen_p90 = Instant{quantile(known, 0.9).value};
      }
      for (std::size_t t = 0; t < told_of_.size(); ++t)
        if (told_of_[t] == rows[r].second && (way_.told[t].notice > 0 || way_.told[t].booked))
          likely.told_moves = static_cast<double>(sample.moved[t]) / static_cast<double>(sample.runs);
      out_.likely.push_back(std::move(likely));
    }
    const auto share = [&](long n) { return static_cast<double>(n) / static_cast<double>(std::max(1L, sample.runs)); };
    for (std::size_t w = 0; w < orders.size(); ++w)
      out_.wishes.push_back({found_.c.wishes[w].text, share(sample.kept[w])});
    for (const model::DateWindow& target : what_.patient.targets)
      for (std::size_t r = 0; r < rows.size(); ++r) {
        if (rows[r].first->id != target.stage) continue;
        const auto met = std::count_if(sample.at[r].begin(), sample.at[r].end(), [&](Tick t) {
          const calendar::Day day = almanac_.day_of(Instant{t});
          return (!target.by || day <= *target.by) && (!target.from || day >= *target.from);
        });
        out_.wishes.push_back({fmt::format("{}{}{}", rows[r].first->title,
                                           target.from ? " from " + calendar::to_string(*target.from) : "",
                                           target.by ? " by " + calendar::to_string(*target.by) : ""),
                               share(met)});
        break;
      }
  }

  const model::Case& what_;
  plan::Settings settings_;
  Chance chance_;
  std::pair<calendar::Day, calendar::Day> horizon_;
  plan::Almanac almanac_;
  plan::Found found_;
  Pathway way_;
  std::vector<int> visit_of_, told_of_;  // beside Pathway::lengths and Pathway::told
  timeline::Forecast out_;
};

}  // namespace

source::Checked<timeline::Forecast> forecast(const model::Case& what, const plan::Settings& settings,
                                             const Chance& chance) {
  return Forecasting(what, settings, chance).run();
}

}  // namespace v2v::forecast
