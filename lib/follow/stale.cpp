#include "follow/stale.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "follow/compare.h"

namespace v2v::follow {
namespace {

using timeline::Change;
using timeline::Entry;
using timeline::Stale;
using timeline::State;
using timeline::Timeline;

bool over(const Entry& e) {
  return e.state == State::happened || e.state == State::unrecorded || e.state == State::cancelled;
}

class Looking {
 public:
  Looking(const model::Case& what, const Timeline* printed, const Timeline& now)
      : what_(what), printed_(printed), now_(now), zone_(calendar::Zone::utc()) {
    if (auto zone = calendar::Zone::load(now.zone)) zone_ = *zone;
  }

  Stale run() {
    out_.patient = now_.patient;
    out_.workflow = now_.workflow;
    out_.zone = now_.zone;
    out_.hash_then = what_.patient.planned_with.hash;
    if (out_.hash_then.empty() && printed_) out_.hash_then = printed_->hash;
    out_.hash_now = now_.hash;
    if (printed_) out_.printed_on = printed_->today;
    out_.sources = sources();
    if (now_.conflict) {
      out_.conflict = now_.conflict;
      out_.kind = Stale::no_plan;
      return std::move(out_);
    }
    if (printed_) {
      differences();
      wording();
    }
    const bool same_rules = out_.hash_then == out_.hash_now;
    out_.kind = out_.hash_then.empty() || (!same_rules && !printed_) ? Stale::unknown
                : !same_rules                                        ? Stale::rules_changed
                : out_.wrong()                                       ? Stale::moved
                : printed_                                           ? Stale::current
                                                                     : Stale::unknown;
    return std::move(out_);
  }

 private:
  bool ahead(const Entry& e) const {
    const auto& at = e.end ? e.end : e.start;
    return at && !over(e) && zone_.wall(*at).day >= now_.today;
  }

  /// Only what makes a printed sentence wrong, and who has it in hand.
  void differences() {
    auto& differs = out_.differs = compare(what_, *printed_, what_, now_);
    const auto changes = std::exchange(differs.changes, {});
    const auto all_told = std::exchange(differs.told, {});
    differs.breaches.clear();
    differs.closed.reset();
    std::map<std::size_t, std::size_t> kept;
    for (std::size_t k = 0; k < changes.size(); ++k) {
      const Change& c = changes[k];
      const bool dates = c.kind == Change::moved || c.kind == Change::ends || c.kind == Change::elsewhere ||
                         c.kind == Change::added || c.kind == Change::removed;
      if (!dates || !(ahead(c.last_before) || ahead(c.last_now))) continue;
      kept[k] = differs.changes.size();
      differs.changes.push_back(c);
    }
    for (auto told : all_told) {
      std::vector<std::size_t> of;
      for (const std::size_t k : told.changes)
        if (const auto at = kept.find(k); at != kept.end()) of.push_back(at->second);
      told.changes = std::move(of);
      if (!told.changes.empty()) differs.told.push_back(std::move(told));
    }
  }

  /// Whether what was noted of a visit is not what was noted of it when the plan was printed.
  bool noted(const Entry* then, const Entry& now) const {
    const bool fact = over(now) && now.state != State::unrecorded;
    const bool booked = now.state == State::booked || now.state == State::held;
    if (!then) return fact || booked;
    if (now.state == State::overdue || (over(*then) && !fact)) return false;  // time has passed, no more
    const auto day = [&](const std::optional<calendar::Instant>& at) {
      return at ? std::optional(zone_.wall(*at).day) : std::nullopt;
    };
    const bool elsewhen = day(now.start) != day(then->start) || (!then->date_only && now.start != then->start);
    return now.state != then->state || ((fact || booked) && elsewhen);
  }

  void wording() {
    std::map<std::tuple<std::string, int, int>, const Entry*> then;
    for (const Entry& e : printed_->entries) then.emplace(std::tuple(e.id, e.attempt, e.visit), &e);
    std::vector<std::string> told;
    for (const Entry& e : now_.entries) {
      const auto old = then.find({e.id, e.attempt, e.visit});
      out_.noted_since = out_.noted_since || noted(old == then.end() ? nullptr : old->second, e);
    }
    for (const Entry& e : now_.entries) {
      const auto old = then.find({e.id, e.attempt, e.visit});
      if (old == then.end() || !ahead(e) || std::count(told.begin(), told.end(), e.id)) continue;
      told.push_back(e.id);
      const auto differ = [&](const std::string& before, const std::string& after, bool title) {
        if (before != after) out_.reworded.push_back({e, before, after, title});
      };
      differ(old->second->title, e.title, true);
      if (!e.who.empty()) differ(old->second->say, e.say, false);
    }
  }

  std::vector<timeline::OldSource> sources() const {
    auto all = rules_of(what_.workflow, now_.today).sources;
    for (auto& source : all)
      for (const Entry& e : now_.entries) {
        const bool cites =
            std::any_of(e.cites.begin(), e.cites.end(), [&](const auto& cite) { return cite.source == source.id; });
        const bool told =
            std::any_of(source.rests.begin(), source.rests.end(), [&](const Entry& other) { return other.id == e.id; });
        if (cites && !told && ahead(e)) source.rests.push_back(e);
      }
    std::erase_if(all, [](const timeline::OldSource& source) { return source.rests.empty(); });
    return all;
  }

  const model::Case& what_;
  const Timeline* printed_;
  const Timeline& now_;
  calendar::Zone zone_;
  Stale out_;
};

}  // namespace

timeline::Stale stale(const model::Case& what, const Timeline* printed, const Timeline& now) {
  return Looking(what, printed, now).run();
}

timeline::Rules rules_of(const model::Workflow& workflow, calendar::Day today) {
  timeline::Rules out;
  out.workflow = workflow.id;
  out.title = workflow.title;
  out.status = model::word(workflow.status);
  out.hash = workflow.own_hash;
  out.approved_by = workflow.status.by;
  out.approved_hash = workflow.status.hash;
  out.approved_on = workflow.status.date;
  for (const auto& source : workflow.sources)
    if (source.review_by && *source.review_by < today)
      out.sources.push_back({source.id, source.title, *source.review_by, {}});
  std::sort(out.sources.begin(), out.sources.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

}  // namespace v2v::follow
