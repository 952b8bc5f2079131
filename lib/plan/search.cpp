#include "plan/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "plan/body.h"
#include "plan/choose.h"
#include "plan/named_days.h"
#include "plan/nearer.h"
#include "plan/settle.h"

namespace v2v::plan {
namespace {

using network::Clash;
using network::Labels;
using network::Question;

class Search {
 public:
  Search(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start, bool again)
      : what_(what), settings_(settings), almanac_(almanac), again_(again) {
    found_.choices = start;
    found_.again.resize(start.retries.size());
    for (const auto& pair : start.in_order) tried_[std::minmax(pair.first, pair.second)] = 0;
  }

  Found run() {
    const std::size_t rounds = 40 + 4 * what_.workflow.stages.size();
    for (std::size_t round = 0; round < rounds; ++round) {
      found_.c = compile(what_, settings_, found_.choices, almanac_);
      if (source::has_errors(found_.c.diagnostics)) return std::move(found_);
      found_.solver.emplace(found_.c.net);
      found_.clash.reset();
      auto answer = found_.solver->earliest_unmeasured();
      if (auto* clash = std::get_if<Clash>(&answer)) {
        if (give_way(*clash)) continue;
        found_.clash = std::move(*clash);
        return std::move(found_);
      }
      found_.earliest = std::get<Labels>(std::move(answer));
      show();
      // What came nearer may have come in the way of another.
      if (choose_places(found_, what_, almanac_, Chosen::that_move_others) || count_anew() || put_in_order() ||
          wash_out() || bound_wholes(found_, last_parts_) ||
          bring_nearer(found_, what_, settings_, almanac_, nearer_) || put_in_order() || wash_out() ||
          choose_places(found_, what_, almanac_, Chosen::all))
        continue;
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
      const auto kind_of = [&](const Visit& v) {
        const auto* kind = stage(v).at ? model::chosen(*stage(v).at, Facts{what_, found_.c.story}) : nullptr;
        return kind ? kind->value : std::string();
      };
      if (a.place() != b.place() || kind_of(a).empty() || kind_of(a) != kind_of(b)) continue;
      found_.notes.push_back(fmt::format("{} and {} cannot be put one after the other: one visit list",
                                         name(orders[k].first), name(orders[k].second)));
      found_.joined.push_back(orders[k]);
      orders.erase(orders.begin() + static_cast<std::ptrdiff_t>(k));
      return true;
    }
    return false;
  }

  // Choices speak of visits by number.
  void number_anew() {
    found_.choices.place.clear();
    found_.choices.in_order.clear();
    found_.choices.doses.clear();
    found_.choices.begins_with.clear();
    found_.choices.ends_with.clear();
    found_.joined.clear();
    tried_.clear();
    last_parts_.clear();
    places_left_.clear();
    tried_at_.clear();
    rows_left_.clear();
    rows_tried_.clear();
    nearer_.clear();
  }

  // Named days stand in the order of their dates, and that of day 29 and month 1 is another one in February.
  bool count_anew() {
    for (const auto& [i, anchor] : found_.c.mixed) {
      const Day from{almanac_.dates().date(found_.shown[anchor])};
      const auto known = found_.choices.counted.find(i);
      if (known != found_.choices.counted.end() && known->second == from) continue;
      const bool same = same_order(i, known == found_.choices.counted.end() ? reference_day : known->second, from);
      // An order of another time of the year, taken to escape a clash that it has at its own, is no order.
      if (++counted_anew_[i] > 3) {
        if (same || counted_anew_[i] > 4) continue;
        months_tried_[i] = 12;
      }
      found_.choices.counted[i] = from;
      if (!same) number_anew();
      return true;
    }
    return false;
  }
  bool same_order(int i, Day one, Day other) const {
    const auto* days =
        model::chosen(*what_.workflow.stages[static_cast<std::size_t>(i)].falls_on, Facts{what_, found_.c.story});
    bool unsure = false;
    const auto moves = [&](Day from) {
      std::vector<Moves> all;
      for (const Aim& aim : aims_of(what_.workflow, days->value, unsure, from)) all.push_back(aim.moves);
      return all;
    };
    return moves(one) == moves(other);
  }
  // An order of named days that cannot be may be that of another time of the year.
  bool count_otherwise(const Clash& clash) {
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->kind != Voice::order || voice->stage < 0) continue;
      const int i = voice->stage;
      if (std::none_of(found_.c.mixed.begin(), found_.c.mixed.end(), [i](const auto& m) { return m.first == i; }))
        continue;
      const auto known = found_.choices.counted.find(i);
      const Day now = known == found_.choices.counted.end() ? reference_day : known->second;
      for (int& month = months_tried_[i]; month < 12;) {
        const Day from = *calendar::day_of(2023, ++month, 1);
        if (same_order(i, now, from)) continue;
        found_.choices.counted[i] = from;
        number_anew();
        return true;
      }
    }
    return false;
  }

  // A whole that could not end with one of its parts may end with another.
  bool other_part(const Clash& clash) {
    for (auto& [whole, part] : found_.choices.ends_with) {
      auto& left = last_parts_[whole];
      if (left.empty() || !of_clash(clash, {whole, part})) continue;
      part = left.back();
      left.pop_back();
      return true;
    }
    return false;
  }

  // Where working time is counted by its place, what cannot be at one of several places may be at another. If it can be
  // at none, it is not bound to the last that was tried: what gives way then may leave it the choice.
  bool other_place(const Clash& clash) {
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->visit < 0) continue;
      const Visit& visit = found_.c.visits[static_cast<std::size_t>(voice->visit)];
      auto [left, unknown] = places_left_.try_emplace(voice->visit);
      if (unknown)
        for (std::size_t p = visit.places.size(); p-- > 1;) left->second.push_back(visit.places[p]->id);
      if (!left->second.empty()) {
        found_.choices.place[voice->visit] = left->second.back();
        left->second.pop_back();
        tried_at_.insert(voice->visit);
        return true;
      }
      if (!tried_at_.erase(voice->visit)) continue;
      found_.choices.place.erase(voice->visit);
      return true;
    }
    return std::any_of(clash.tags.begin(), clash.tags.end(), [&](const auto tag) {
      const Voice* voice = found_.c.voice(tag);
      return voice && voice->row >= 0 && row_elsewhere(voice->row);
    });
  }
  // Visits apart by working time may keep apart at another place only when they are all there.
  bool row_elsewhere(int stage) {
    const auto& all = found_.c.visits_of[static_cast<std::size_t>(stage)];
    auto [left, unknown] = rows_left_.try_emplace(stage);
    const auto& places = found_.c.visits[static_cast<std::size_t>(all.front())].places;
    if (unknown)
      for (std::size_t p = places.size(); p-- > 1;) left->second.push_back(places[p]->id);
    const bool more = !left->second.empty();
    if (!more && !rows_tried_.erase(stage)) return false;
    for (const int v : all) {
      const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
      if (!more)
        found_.choices.place.erase(v);
      else if (std::any_of(visit.places.begin(), visit.places.end(),
                           [&](const auto* place) { return place->id == left->second.back(); }))
        found_.choices.place[v] = left->second.back();
    }
    if (!more) return true;
    left->second.pop_back();
    rows_tried_.insert(stage);
    return true;
  }

  // What a clash may cost before it is told: an order of ours, the last part of a whole, a place, a hold, a stale
  // attempt, two visits that become one; in that order.
  bool give_way(const Clash& clash) {
    if (turn_order(clash) || other_part(clash) || count_otherwise(clash) || other_place(clash)) return true;
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->kind != Voice::held || voice->visit < 0) continue;
      found_.choices.released.push_back(found_.c.visits[static_cast<std::size_t>(voice->visit)].booking);
      places_left_.clear();
      rows_left_.clear();
      found_.gave_way.push_back(fmt::format("{}: had to give way, it is planned anew", voice->text));
      return true;
    }
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->retry_stage < 0 || !again_) continue;
      if (do_again({voice->retry_stage, voice->stage, voice->attempt, voice->link}, voice->text)) return true;
    }
    return join(clash);
  }

  // An attempt that another link asked for may be young enough for this one too; else it gets its own.
  bool do_again(Retry retry, const std::string& rule) {
    auto& all = found_.choices.retries;
    auto known = std::find_if(all.begin(), all.end(), [&](const Retry& other) { return other.asks_like(retry); });
    if (known != all.end() && known->served_by < 0) return false;
    if (known == all.end()) {
      for (std::size_t k = 0; k < all.size(); ++k)
        if (all[k].stage == retry.stage && all[k].served_by < 0) retry.served_by = static_cast<int>(k);
      known = all.insert(all.end(), retry);
      found_.again.emplace_back();
      if (retry.served_by >= 0) return true;
    }
    known->served_by = -1;
    found_.again[static_cast<std::size_t>(known - all.begin())] =
        fmt::format("{} is done again: too old otherwise ({})",
                    title_of(what_.workflow.stages[static_cast<std::size_t>(retry.stage)]), rule);
    number_anew();
    return true;
  }

  bool late(const Visit& v) const {
    if (!v.present || v.record != Visit::ahead || v.only_if || stage(v).from) return false;
    const auto& attempt =
        found_.c.story.stages[static_cast<std::size_t>(v.stage)].attempts[static_cast<std::size_t>(v.attempt - 1)];
    return stage(v).prefer == model::Prefer::late || attempt.retry >= 0;
  }

  // Earliest, but: holds that gave way near their day; late stages at their latest given the rest, downstream first;
  // tolerant visits near their day.
  void show() {
    found_.shown = found_.earliest;
    found_.shown_by = {};
    found_.late.clear();
    found_.unheld.clear();
    found_.late_given = {};
    settle_holds(found_, almanac_);
    const auto& order = found_.c.story.order;
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
    found_.to_be_late = waiting;
    if (waiting.empty()) return settle(found_, almanac_);
    // What is held does not move while late stages are settled, so each of these only adds its own pins.
    Question& given = found_.late_given;
    given = holding({waiting.begin(), waiting.end()});
    Labels most, shown;
    std::vector<Tick> latest;
    std::set<int> left(waiting.begin(), waiting.end());
    for (int v : waiting) {
      const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
      leave_on_their_days(given, visit, left);
      left.erase(v);
      const std::size_t pins = given.pins.size();
      const bool bound = found_.solver->latest_into(most, given) && most[visit.s] < network::never;
      if (!bound) found_.unheld.push_back(v);
      if (bound && most[visit.s] > found_.shown[visit.s]) {
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

  // Late is no reason to use up the give or take of what counts from it: it comes no later than lets each such visit,
  // where that is shown or booked, be on its day. So it stays where it is once they are booked where they are shown.
  void leave_on_their_days(Question& q, const Visit& late, const std::set<int>& not_yet_placed) const {
    const auto day = [&](Tick t) { return almanac_.dates().date(t); };
    for (const auto& near : found_.c.tolerant) {
      if ((near.anchor != late.s && near.anchor != late.e) || not_yet_placed.count(near.visit)) continue;
      const int shown = day(found_.shown[found_.c.visits[static_cast<std::size_t>(near.visit)].s]);
      int last = day(found_.shown[near.anchor]);
      while (moved(Day{last + 1}, near.moves).n <= shown) ++last;
      q.pins.push_back({near.anchor, network::always_before, almanac_.dates().last(last), network::untagged});
    }
  }

  static bool fixed(const Visit& v) { return v.booking && !v.overdue && v.booking->from.minute; }

  // One body: appointments of one person never overlap, and leave time for the way; the earlier goes first. What has
  // happened today is over before anything else begins.
  bool put_in_order() {
    const auto visit = [&](int v) -> const Visit& { return found_.c.visits[static_cast<std::size_t>(v)]; };
    const auto happened = [&](int v) {
      return visit(v).record == Visit::happened || visit(v).record == Visit::running;
    };
    bool put = false;
    for (auto& [who, list] : held_by_person(what_, found_.c)) {
      const auto start = [&](int v) { return found_.shown[visit(v).s]; };
      std::sort(list.begin(), list.end(), [&](int a, int b) {
        const Visit &x = visit(a), &y = visit(b);
        const std::string_view id = stage(x).id, other = stage(y).id;
        return std::tuple(!happened(a), start(a), id, x.number) < std::tuple(!happened(b), start(b), other, y.number);
      });
      for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = i + 1; j < list.size(); ++j) {
          if (apart(found_.c, found_.shown, almanac_, list[i], list[j]) || (happened(list[i]) && happened(list[j])))
            continue;
          const auto key = std::minmax(list[i], list[j]);
          if (tried_.count(key)) continue;
          tried_[key] = 0;
          // What has its hour goes first: what overlaps it could not be over by then.
          const bool turned = fixed(visit(list[j])) && !fixed(visit(list[i])) && !happened(list[i]);
          found_.choices.in_order.emplace_back(list[turned ? j : i], list[turned ? i : j]);
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
  bool again_;  // may something be done again because it is too old?
  Found found_;
  std::map<std::pair<int, int>, int> tried_;
  std::map<int, std::vector<std::string>> places_left_;  // a visit: the places at which it has not yet been tried
  std::set<int> tried_at_;                               // visits that are at such a place for a clash's sake
  std::map<int, std::vector<std::string>> rows_left_;    // a stage: the same of all its visits together
  std::set<int> rows_tried_;
  std::map<int, std::vector<int>> last_parts_;      // a whole: the parts with which it has not yet been tried to end
  std::map<int, int> counted_anew_, months_tried_;  // a stage of mixed named days: how often, how far
  std::map<int, int> nearer_;                       // a visit: how often orders were turned to bring it nearer
};

}  // namespace

Found search_once(const model::Case& what, const Settings& settings, Almanac& almanac, const Choices& start,
                  bool again) {
  return Search(what, settings, almanac, start, again).run();
}

}  // namespace v2v::plan
