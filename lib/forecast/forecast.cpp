#include "forecast/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "forecast/branches.h"
#include "forecast/replicate.h"
#include "plan/entries.h"
#include "plan/paths.h"
#include "source/suggest.h"

namespace v2v::forecast {

namespace {

using calendar::Instant;
using network::Tick;
using plan::Visit;

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
    branches_.emplace(what_, settings_, almanac_, plan::search(what_, settings_, almanac_));
    if (auto wrong = take_given(); !wrong.empty()) return {std::nullopt, std::move(wrong)};
    sample_ = replicate(branches_->assumed(), &*branches_, {chance_.seed, 0}, 0, chance_.runs, chance_.threads);
    out_.runs = sample_.runs;
    out_.broken = share(sample_.broken);
    out_.drawn = branches_->drawn;
    out_.left_as_is = branches_->left_as_is;
    tell_rows();
    tell_branches();
    tell_wishes();
    tell_leaves();
    return {std::move(out_), planned.diagnostics};
  }

 private:
  double share(long n) const { return static_cast<double>(n) / static_cast<double>(std::max(1L, sample_.runs)); }
  const model::Stage& stage(int s) const { return what_.workflow.stages[static_cast<std::size_t>(s)]; }

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
      switch (branches_->longer_than(given.stage, given.longer_than)) {
        case CaseBranches::Given::taken:
          break;
        case CaseBranches::Given::past_its_end:
          complain("bad-value", fmt::format("{} is never longer than {}: its range ends there", given.stage,
                                            calendar::in_words(given.longer_than)));
          break;
        case CaseBranches::Given::not_open:
          complain("bad-value",
                   fmt::format("the length of {} is not open in this plan, or not in such a unit", given.stage));
      }
    }
    return wrong;
  }

  void put(timeline::Likely& likely, int row) const {
    const auto found = sample_.rows.find(row);
    if (found == sample_.rows.end()) return;
    const auto& [at, foreseen] = found->second;
    likely.chance = static_cast<double>(at.size()) / static_cast<double>(std::max(1L, sample_.runs - sample_.broken));
    const auto quantile_at = [&](std::optional<timeline::Likely::Quantile>& to, double p) {
      const Quantile q = quantile(at, p);
      to = {Instant{q.value}, Instant{q.low}, Instant{q.high}};
    };
    if (!at.empty())
      quantile_at(likely.p10, 0.1), quantile_at(likely.p50, 0.5), quantile_at(likely.p80, 0.8),
          quantile_at(likely.p90, 0.9);
    if (!foreseen.empty()) {
      likely.foreseen_p50 = Instant{quantile(foreseen, 0.5).value};
      likely.foreseen_p90 = Instant{quantile(foreseen, 0.9).value};
    }
  }

  /// What the plan has, in its order.
  void tell_rows() {
    const Pathway& way = branches_->assumed();
    std::set<int> seen;
    for (const timeline::Entry& e : out_.plan.entries) {
      const Visit* v = plan::visit_of(branches_->base(), what_.workflow, e);
      if (!v || !e.start || e.state == timeline::State::cancelled) continue;
      const auto here = std::find_if(way.rows.begin(), way.rows.end(), [&](const auto& r) { return r.second == v->s; });
      if (here == way.rows.end() || !seen.insert(here->first).second) continue;
      timeline::Likely likely;
      likely.entry = e;
      put(likely, here->first);
      for (std::size_t t = 0; t < way.told.size(); ++t)
        if (way.told[t].start == v->s && (way.told[t].notice > 0 || way.told[t].booked)) {
          const auto moved = sample_.moved.find(way.told[t].id);
          likely.told_moves = share(moved == sample_.moved.end() ? 0 : moved->second);
        }
      out_.likely.push_back(std::move(likely));
    }
    planned_ = std::move(seen);
  }

  /// What is there only if things turn out otherwise, by its likely date.
  void tell_branches() {
    for (const auto& [id, dates] : sample_.rows) {
      if (planned_.contains(id) || dates.at.empty()) continue;
      const Row row = branches_->row(id);
      const model::Stage& s = stage(row.stage);
      timeline::Likely likely;
      likely.entry.id = s.id;
      likely.entry.title = s.title;
      likely.entry.phase = s.phase;
      likely.entry.kind = s.kind;
      likely.entry.attempt = likely.entry.attempts = row.attempt;
      put(likely, id);
      out_.otherwise.push_back(std::move(likely));
    }
    const auto order = plan::order_of_stages(what_.workflow);
    const auto place = [&](const timeline::Likely& l) {
      return std::find(order.begin(), order.end(), plan::index_of(what_.workflow, l.entry.id)) - order.begin();
    };
    std::sort(out_.otherwise.begin(), out_.otherwise.end(), [&](const auto& a, const auto& b) {
      return std::tuple(a.p50->at, place(a), a.entry.attempt) < std::tuple(b.p50->at, place(b), b.entry.attempt);
    });
    for (const auto& [answers, runs] : sample_.lost) out_.lost.push_back({branches_->words(answers), share(runs)});
    std::sort(out_.lost.begin(), out_.lost.end(), [](const auto& a, const auto& b) {
      return std::tuple(-a.chance, a.text) < std::tuple(-b.chance, b.text);
    });
  }

  void tell_wishes() {
    const auto& wishes = branches_->base().c.wishes;
    for (std::size_t w = 0; w < wishes.size(); ++w) out_.wishes.push_back({wishes[w].text, share(sample_.kept[w])});
    for (const model::DateWindow& target : what_.patient.targets)
      for (const timeline::Likely& likely : out_.likely) {
        if (likely.entry.id != target.stage) continue;
        const int row = branches_->row_id({plan::index_of(what_.workflow, target.stage), likely.entry.attempt});
        const auto dates = sample_.rows.find(row);
        const auto met = dates == sample_.rows.end()
                             ? 0
                             : std::count_if(dates->second.at.begin(), dates->second.at.end(), [&](Tick t) {
                                 const calendar::Day day = almanac_.day_of(Instant{t});
                                 return (!target.by || day <= *target.by) && (!target.from || day >= *target.from);
                               });
        out_.wishes.push_back(
            {fmt::format("{}{}{}", likely.entry.title, target.from ? " from " + calendar::to_string(*target.from) : "",
                         target.by ? " by " + calendar::to_string(*target.by) : ""),
             share(met)});
        break;
      }
  }

  void tell_leaves() {
    const auto& leaves = what_.workflow.leaves;
    for (std::size_t k = 0; k < leaves.size(); ++k) {
      const Leave& leave = branches_->assumed().leaves[k];
      if (leave.from.i < 0 || leave.until.i < 0 || leave.chance <= 0) continue;
      const auto title = [&](const std::string& id) { return plan::title_of(*what_.workflow.stage(id)); };
      out_.leaves.push_back({fmt::format("leaves between {} and {}", title(leaves[k].from), title(leaves[k].until)),
                             share(sample_.left[k])});
    }
  }

  const model::Case& what_;
  plan::Settings settings_;
  Chance chance_;
  std::pair<calendar::Day, calendar::Day> horizon_;
  plan::Almanac almanac_;
  std::optional<CaseBranches> branches_;
  Sample sample_;
  std::set<int> planned_;  // rows of the plan
  timeline::Forecast out_;
};

}  // namespace

source::Checked<timeline::Forecast> forecast(const model::Case& what, const plan::Settings& settings,
                                             const Chance& chance) {
  return Forecasting(what, settings, chance).run();
}

}  // namespace v2v::forecast
