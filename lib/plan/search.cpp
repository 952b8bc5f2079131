#include "plan/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plan/body.h"
#include "plan/choose.h"
#include "plan/named_days.h"
#include "plan/nearer.h"
#include "plan/show.h"

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
        if (give_way(*clash) || do_again_behind(*clash)) continue;
        found_.clash = std::move(*clash);
        return std::move(told_ ? *told_ : found_);
      }
      found_.earliest = std::get<Labels>(std::move(answer));
      show(found_, what_, almanac_);
      // What came nearer may have come in the way of another.
      if (choose_places(found_, what_) || count_anew() || put_in_order() || wash_out() ||
          bound_wholes(found_, last_parts_) || bring_nearer(found_, what_, settings_, almanac_, nearer_) ||
          put_in_order() || wash_out())
        continue;
      break;
    }
    hold();
    return std::move(found_);
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  const Visit& visit(int v) const { return found_.c.visits[static_cast<std::size_t>(v)]; }

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

  // Where working time is counted by its place, what cannot be at one of several places may be at another.
  bool other_place(const Clash& clash) {
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->visit < 0) continue;
      const Visit& visit = found_.c.visits[static_cast<std::size_t>(voice->visit)];
      auto [left, unknown] = places_left_.try_emplace(voice->visit);
      if (unknown)
        for (std::size_t p = visit.places.size(); p-- > 1;) left->second.push_back(visit.places[p]->id);
      if (left->second.empty()) continue;
      found_.choices.place[voice->visit] = left->second.back();
      left->second.pop_back();
      return true;
    }
    return false;
  }

  // What a clash may cost before it is told: an order of ours, the last part of a whole, a place, a hold, a stale
  // attempt, two visits that become one; in that order.
  bool give_way(const Clash& clash) {
    if (turn_order(clash) || other_part(clash) || count_otherwise(clash) || other_place(clash)) return true;
    for (const auto tag : clash.tags) {
      const Voice* voice = found_.c.voice(tag);
      if (!voice || voice->kind != Voice::held || voice->visit < 0) continue;
      found_.choices.released.push_back(found_.c.visits[static_cast<std::size_t>(voice->visit)].booking);
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

  // A clash may hide that something is too old, and be gone once that is done again: a booking counted from the new
  // attempt, say. If it is not, it is told as it was.
  bool do_again_behind(const Clash& clash) {
    const auto asks = [](const Voice& voice) { return voice.retry_stage >= 0; };
    if (!again_ || std::none_of(found_.c.voices.begin(), found_.c.voices.end(), asks)) return false;
    const auto looser = [&](network::Tag a, network::Tag b) { return rank(a) < rank(b); };
    Question rest;
    for (Clash behind = clash; !behind.tags.empty();) {
      rest.without.push_back(*std::min_element(behind.tags.begin(), behind.tags.end(), looser));
      auto answer = found_.solver->earliest_unmeasured(rest);
      if (!std::holds_alternative<Clash>(answer)) return false;
      behind = std::get<Clash>(std::move(answer));
      for (const auto tag : behind.tags) {
        const Voice* voice = found_.c.voice(tag);
        if (!voice || !asks(*voice)) continue;
        const Retry retry{voice->retry_stage, voice->stage, voice->attempt, voice->link};
        const std::string rule = voice->text;
        if (const auto& all = found_.choices.retries;
            std::any_of(all.begin(), all.end(), [&](const Retry& other) { return other.asks_like(retry); }))
          continue;
        if (!told_) {
          Found next;
          next.choices = found_.choices;
          next.notes = found_.notes;
          next.again = found_.again;
          next.gave_way = found_.gave_way;
          found_.clash = clash;
          told_ = std::exchange(found_, std::move(next));
        }
        return do_again(retry, rule);
      }
    }
    return false;
  }
  // What is ours is left out first, a record last.
  int rank(network::Tag tag) const {
    const Voice* voice = found_.c.voice(tag);
    return !voice || voice->kind == Voice::actual || voice->kind == Voice::today ? 2 : voice->ours() ? 0 : 1;
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
        return std::tuple(!happened(a), start(a), stage(x).id, x.number) <
               std::tuple(!happened(b), start(b), stage(y).id, y.number);
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
  std::optional<Found> told_;  // with the clash as it was, before something was done again that it hid
  std::map<std::pair<int, int>, int> tried_;
  std::map<int, std::vector<std::string>> places_left_;  // a visit: the places at which it has not yet been tried
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
