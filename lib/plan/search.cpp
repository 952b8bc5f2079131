#include "plan/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "plan/settle.h"

namespace v2v::plan {
namespace {

using network::Clash;
using network::Labels;
using network::Question;

class Search {
 public:
  Search(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start)
      : what_(what), settings_(settings), almanac_(almanac) {
    found_.choices = start;
    for (const auto& pair : start.in_order) tried_[std::minmax(pair.first, pair.second)] = 0;
  }

  Found run() {
    const std::size_t rounds = 40 + 4 * what_.workflow.stages.size();
    for (std::size_t round = 0; round < rounds; ++round) {
      found_.c = compile(what_, settings_, found_.choices, almanac_);
      if (source::has_errors(found_.c.diagnostics)) return std::move(found_);
      found_.solver.emplace(found_.c.net);
      found_.clash.reset();
      auto answer = found_.solver->earliest();
      if (auto* clash = std::get_if<Clash>(&answer)) {
        if (give_way(*clash)) continue;
        found_.clash = std::move(*clash);
        return std::move(found_);
      }
      found_.earliest = std::get<Labels>(std::move(answer));
      show();
      if (choose_places() || put_in_order() || wash_out()) continue;
      break;
    }
    hold();
    return std::move(found_);
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  std::string name(int v) const {
    const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
    return name_of(what_.workflow, visit,
                   static_cast<int>(found_.c.story.stages[static_cast<std::size_t>(visit.stage)].attempts.size()));
  }

  bool of_clash(const Clash& clash, const std::pair<int, int>& pair) const {
    return std::any_of(clash.tags.begin(), clash.tags.end(), [&](network::Tag tag) {
      const Voice* voice = found_.c.voice(tag);
      return voice && voice->kind == Voice::order && voice->before == pair.first && voice->visit == pair.second;
    });
  }

  // The youngest order in the clash that has not been turned round is.
  bool turn_order(const Clash& clash) {
    auto& orders = found_.choices.in_order;
    for (auto pair = orders.rbegin(); pair != orders.rend(); ++pair)
      if (of_clash(clash, *pair) && tried_[std::minmax(pair->first, pair->second)]++ == 0) {
        std::swap(pair->first, pair->second);
        return true;
      }
    return false;
  }

  // Where nothing else gives way, two at one place that cannot be put one after the other are one visit list; at two
  // places they are a clash.
  bool join(const Clash& clash) {
    auto& orders = found_.choices.in_order;
    for (std::size_t k = orders.size(); k-- > 0;) {
      if (!of_clash(clash, orders[k])) continue;
      const Visit& a = found_.c.visits[static_cast<std::size_t>(orders[k].first)];
      const Visit& b = found_.c.visits[static_cast<std::size_t>(orders[k].second)];
      if (a.place() != b.place()) continue;
      found_.notes.push_back(fmt::format("{} and {} cannot be put one after the other: one visit list",
                                         name(orders[k].first), name(orders[k].second)));
      orders.erase(orders.begin() + static_cast<std::ptrdiff_t>(k));
      return true;
    }
    return false;
  }

  // What a clash may cost before it is told: an order of ours, a hold, a stale attempt, two visits that become one; in
  // that order.
  bool give_way(const Clash& clash) {
    if (turn_order(clash)) return true;
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->kind != Voice::held || voice->visit < 0) continue;
      found_.choices.released.push_back(found_.c.visits[static_cast<std::size_t>(voice->visit)].booking);
      found_.notes.push_back(fmt::format("{}: had to give way, it is planned anew", voice->text));
      return true;
    }
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->retry_stage < 0) continue;
      const Retry retry{voice->retry_stage, voice->stage, voice->attempt, voice->link};
      const auto& done = found_.choices.retries;
      if (std::find(done.begin(), done.end(), retry) != done.end()) continue;
      found_.choices.retries.push_back(retry);
      found_.choices.place.clear();  // visits are numbered anew
      found_.choices.in_order.clear();
      found_.choices.doses.clear();
      tried_.clear();
      found_.notes.push_back(fmt::format("{} is done again: too old otherwise ({})",
                                         title_of(what_.workflow.stages[static_cast<std::size_t>(retry.stage)]),
                                         voice->text));
      return true;
    }
    return join(clash);
  }

  bool late(const Visit& v) const {
    if (!v.present || v.record != Visit::ahead || v.only_if) return false;
    const auto& attempt =
        found_.c.story.stages[static_cast<std::size_t>(v.stage)].attempts[static_cast<std::size_t>(v.attempt - 1)];
    return stage(v).prefer == model::Prefer::late || attempt.retry >= 0;
  }

  // Earliest, but: late stages at their latest given the rest, downstream first; tolerant visits near their day.
  void show() {
    found_.shown = found_.earliest;
    found_.shown_by = {};
    found_.late.clear();
    found_.late_given = {};
    const auto order = order_of_stages(what_.workflow);
    std::vector<int> place(order.size());
    for (std::size_t k = 0; k < order.size(); ++k) place[static_cast<std::size_t>(order[k])] = static_cast<int>(k);
    std::vector<int> waiting;
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v)
      if (late(found_.c.visits[v])) waiting.push_back(static_cast<int>(v));
    std::sort(waiting.begin(), waiting.end(), [&](int a, int b) {
      const Visit &x = found_.c.visits[static_cast<std::size_t>(a)], &y = found_.c.visits[static_cast<std::size_t>(b)];
      return std::tuple(-place[static_cast<std::size_t>(x.stage)], -x.number) <
             std::tuple(-place[static_cast<std::size_t>(y.stage)], -y.number);
    });
    if (waiting.empty()) return settle(found_, almanac_);
    // What is held does not move while late stages are settled, so each of these only adds its own pins.
    Question& given = found_.late_given;
    given = holding({waiting.begin(), waiting.end()});
    Labels most, shown;
    std::vector<Tick> latest;
    for (int v : waiting) {
      const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
      const std::size_t pins = given.pins.size();
      if (found_.solver->latest_into(most, given) && most[visit.s] < network::never &&
          most[visit.s] > found_.shown[visit.s]) {
        found_.shown_by.pins.push_back({visit.s, most[visit.s], network::never, network::untagged});
        if (found_.solver->earliest_into(shown, found_.shown_by)) {
          std::swap(found_.shown, shown);
          found_.late.emplace_back(v, pins);
          latest.push_back(most[visit.s]);
        } else {
          found_.shown_by.pins.pop_back();
        }
      }
      hold(given, v);
    }
    settle(found_, almanac_);
    // What was settled last may have pushed a late one on: then it is not the rest that holds it.
    for (std::size_t k = found_.late.size(); k-- > 0;)
      if (found_.shown[found_.c.visits[static_cast<std::size_t>(found_.late[k].first)].s] != latest[k])
        found_.late.erase(found_.late.begin() + static_cast<std::ptrdiff_t>(k));
  }

  // Every placed visit stays where it is shown, but these; spans and what hangs on others follow by themselves.
  Question holding(const std::set<int>& free) const {
    Question q;
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v) {
      const Visit& visit = found_.c.visits[v];
      if (visit.present && visit.record != Visit::unrecorded && !stage(visit).from && stage(visit).parts.empty() &&
          !free.count(static_cast<int>(v)))
        hold(q, static_cast<int>(v));
    }
    return q;
  }
  void hold(Question& q, int v) const {
    const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
    q.pins.push_back({visit.s, network::always_before, found_.shown[visit.s], network::untagged});
    q.pins.push_back({visit.e, network::always_before, found_.shown[visit.e], network::untagged});
  }

  // Of several fitting places: the one that is open first, then by id. Given once, kept.
  bool choose_places() {
    bool chose = false;
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v) {
      const Visit& visit = found_.c.visits[v];
      if (visit.places.size() < 2) continue;
      std::size_t best = 0;
      if (!visit.open.empty()) {
        const Tick at = found_.shown[visit.s];
        for (std::size_t p = visit.places.size(); p-- > 0;)
          if (visit.open[p]->next(at, 0) == at) best = p;
      }
      found_.choices.place[static_cast<int>(v)] = visit.places[best]->id;
      chose = true;
    }
    return chose;
  }

  // What is not ours to choose holds a person as long as it is assumed to last.
  bool lasts_by_clock(const Visit& v) const {
    if (!stage(v).lasts || stage(v).from) return false;
    const auto* lasts = model::chosen(*stage(v).lasts, Facts{what_, found_.c.story});
    return lasts && calendar::family(lasts->value.most.unit) == calendar::Family::elapsed;
  }

  // One body: appointments of one person never overlap, and leave time for the way; the earlier goes first. What has
  // happened today is over before anything else begins.
  bool put_in_order() {
    std::map<std::string, std::vector<int>> of;
    const auto visit = [&](int v) -> const Visit& { return found_.c.visits[static_cast<std::size_t>(v)]; };
    const auto happened = [&](int v) {
      return visit(v).record == Visit::happened || visit(v).record == Visit::running;
    };
    for (int v = 0; v < static_cast<int>(found_.c.visits.size()); ++v) {
      const Visit& it = visit(v);
      const bool today = happened(v) && !it.date_only && it.to && *it.to > found_.c.now;
      const bool running = it.record == Visit::running && lasts_by_clock(it);
      if (!it.present || (it.record != Visit::ahead && !today && !running) || it.only_if ||
          (it.length == 0 && !lasts_by_clock(it)) || stage(it).kind != model::Kind::appointment)
        continue;
      for (const std::string& who : stage(it).who) of[who].push_back(v);
    }
    bool put = false;
    for (auto& [who, list] : of) {
      const auto start = [&](int v) { return found_.shown[visit(v).s]; };
      const auto end = [&](int v) { return found_.shown[visit(v).e]; };
      std::sort(list.begin(), list.end(), [&](int a, int b) {
        const Visit &x = visit(a), &y = visit(b);
        return std::tuple(!happened(a), start(a), stage(x).id, x.number) <
               std::tuple(!happened(b), start(b), stage(y).id, y.number);
      });
      for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = i + 1; j < list.size(); ++j) {
          const model::Travel* t = almanac_.travel(visit(list[i]).place(), visit(list[j]).place());
          const Tick way = t ? minutes_of(t->length) : 0;
          const bool apart = start(list[j]) >= end(list[i]) + way || end(list[j]) + way <= start(list[i]);
          if (apart || (happened(list[i]) && happened(list[j]))) continue;
          const auto key = std::minmax(list[i], list[j]);
          if (tried_.count(key)) continue;
          tried_[key] = 0;
          found_.choices.in_order.emplace_back(list[i], list[j]);
          put = true;
          break;  // the next one follows in its turn: a chain, not every pair
        }
    }
    return put;
  }

  // A dose that comes to lie before a visit, though no link puts it there, has to be washed out like any other.
  bool wash_out() {
    bool put = false;
    for (const auto& dose : found_.c.doses) {
      const Tick given = found_.shown[found_.c.visits[static_cast<std::size_t>(dose.giver)].e];
      const Tick start = found_.shown[found_.c.visits[static_cast<std::size_t>(dose.visit)].s];
      if (given > start || dose.washout.least(given) <= start) continue;
      found_.choices.doses.emplace_back(dose.giver, dose.visit);
      put = true;
    }
    return put;
  }

  // Slack and latest hold Day 0 where it is shown; another stage when asked; without a Day 0 the last before follow-up.
  void hold() {
    const auto& c = found_.c;
    int v = c.day_zero;
    if (!settings_.slack_to.empty()) {
      const int i = index_of(what_.workflow, settings_.slack_to);
      if (i >= 0 && !c.visits_of[static_cast<std::size_t>(i)].empty())
        v = c.visits_of[static_cast<std::size_t>(i)].back();
    }
    const auto dated = [](const Visit& visit) { return visit.present && visit.record != Visit::unrecorded; };
    if (v >= 0 && !dated(c.visits[static_cast<std::size_t>(v)])) v = -1;
    if (v < 0 && settings_.slack_to.empty() && !what_.patient.closed) {
      for (std::size_t k = 0; k < c.visits.size(); ++k) {
        const Visit& visit = c.visits[k];
        if (dated(visit) && !visit.only_if && stage(visit).phase != model::Phase::follow_up &&
            (v < 0 || found_.shown[visit.s] > found_.shown[c.visits[static_cast<std::size_t>(v)].s]))
          v = static_cast<int>(k);
      }
    }
    found_.held_visit = v;
    Question held;
    if (v >= 0) {
      const network::Event s = c.visits[static_cast<std::size_t>(v)].s;
      held.pins.push_back({s, network::always_before, found_.shown[s], network::untagged});
    }
    if (!found_.solver->latest_into(found_.latest, held))
      found_.latest.at.assign(found_.shown.at.size(), network::never);
  }

  const model::Case& what_;
  const Settings& settings_;
  Almanac& almanac_;
  Found found_;
  std::map<std::pair<int, int>, int> tried_;
};

}  // namespace

Found search(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start) {
  return Search(what, settings, almanac, start).run();
}

}  // namespace v2v::plan
