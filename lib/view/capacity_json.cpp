#include "view/capacity_json.h"

#include "view/roster_values.h"
#include "view/slots.h"

namespace v2v::view {
namespace {

Json named(const Counted& answer, const std::vector<int>& resources) {
  return each(resources, [&](int k) { return Json(title_of(answer.roster, k)); });
}

Json text(Day day) {
  return calendar::to_string(day);
}

Json week(const timeline::Week& w, const Counted& answer) {
  Json out = Json::object();
  out["from"] = text(w.first);
  out["to"] = text(w.last);
  out["binding"] = w.binding ? Json(title_of(answer.roster, *w.binding)) : Json(nullptr);
  out["near"] = named(answer, w.near);
  return out;
}

/// What a day and a week have alike.
template <class Use>
Json use(const Use& u, bool quota) {
  Json out = Json::object();
  out["least"] = u.least;
  out["most"] = u.most;
  out["at_midnight"] = quota ? Json(nullptr) : Json(u.census);
  out["peak"] = u.peak;
  out["over"] = u.over;
  out["used"] = u.used;
  out["open"] = u.open;
  out["percent"] = or_null(timeline::percent(u.used, u.open));
  return out;
}

Json resource(std::size_t k, const Counted& answer) {
  const auto& r = answer.roster.resources[k];
  const auto& all = answer.census.resources[k];
  Json out = Json::object();
  out["resource"] = r.title;
  out["quota"] = r.quota ? Json(periods[static_cast<std::size_t>(r.period)]) : Json(nullptr);
  out["unit"] = r.quota ? "starts" : "minutes";
  out["zone"] = text_or_null(r.zone);
  Json weeks = Json::array(), days = Json::array();
  for (std::size_t w = 0; w < all.weeks.size(); ++w) {
    Json one = Json::object();
    one["from"] = text(answer.census.weeks[w].first);
    one.update(use(all.weeks[w], r.quota));
    one["starts"] = r.quota ? Json(all.weeks[w].starts) : Json(nullptr);
    one["waited_minutes"] = all.weeks[w].waited;
    weeks.push_back(std::move(one));
  }
  for (const auto& day : all.days) {
    Json one = Json::object();
    one["date"] = text(day.day);
    one.update(use(day, r.quota));
    days.push_back(std::move(one));
  }
  out["weeks"] = std::move(weeks);
  out["days"] = std::move(days);
  out["periods"] = each(all.periods, [](const timeline::PeriodUse& p) {
    Json one = Json::object();
    one["from"] = text(p.first);
    one["to"] = text(p.last);
    one["amount"] = p.amount;
    one["starts"] = p.starts;
    return one;
  });
  return out;
}

Json share(const timeline::QuotaUse::Share& s) {
  Json out = Json::object();
  out["starts"] = s.starts;
  out["amount"] = s.amount;
  return out;
}

Json census(const Counted& answer) {
  Json out = Json::object();
  out["label"] = text_or_null(answer.label);
  out["programme"] = answer.roster.programme;
  out["zone"] = answer.roster.zone;
  out["first"] = text(answer.roster.first);
  out["last"] = text(answer.roster.last);
  out["today"] = text(answer.roster.today);
  out["objective"] = objective_json(answer.roster.objective);
  out["weeks"] = each(answer.census.weeks, [&](const auto& w) { return week(w, answer); });
  Json resources = Json::array();
  for (std::size_t k = 0; k < answer.census.resources.size(); ++k) resources.push_back(resource(k, answer));
  out["resources"] = std::move(resources);
  out["quotas"] = each(answer.census.quotas, [&](const timeline::QuotaUse& q) {
    Json one = Json::object();
    one["place"] = text_or_null(q.place);
    one["resources"] = named(answer, q.resources);
    one["total"] = share(q.total);
    one["weeks"] = each(q.weeks, share);
    return one;
  });
  return out;
}

Json head(std::string_view kind, std::string_view version) {
  Json out = Json::object();
  out["schema"] = 1;
  out["v2v"] = version;
  out["kind"] = kind;
  return out;
}

Json gain(const Bought& b) {
  Json out = Json::object();
  out["placed_before"] = b.placed_before;
  out["placed_after"] = b.placed_after;
  out["placed_only_after"] = b.placed;
  out["placed_only_before"] = b.lost;
  out["days_late_before"] = b.late_before;
  out["days_late_after"] = b.late_after;
  out["weighted_late_before"] = b.weighted_before;
  out["weighted_late_after"] = b.weighted_after;
  out["day_zero_compared"] = b.compared;
  out["day_zero_days_sooner"] = b.sooner_sum;
  out["moved"] = each(b.moved, [](const Bought::Moved& m) {
    Json one = Json::object();
    one["patient"] = m.patient;
    one["before"] = text(m.before);
    one["after"] = text(m.after);
    return one;
  });
  return out;
}

}  // namespace

std::string json(const Counted& answer, std::string_view version) {
  Json out = head("capacity", version);
  out.update(census(answer));
  return written(out);
}

std::string json(const Counted& before, const Counted& after, std::string_view version) {
  Json out = head("capacity-versus", version);
  out["buys"] = gain(bought(before.roster, after.roster));
  out["before"] = census(before);
  out["after"] = census(after);
  return written(out);
}

std::string json(const timeline::SlotSets& answer, std::string_view version) {
  const auto zone = zone_of(answer.zone);
  Json out = head("slots", version);
  out["programme"] = answer.programme;
  out["centre"] = text_or_null(answer.centre);
  out["patient"] = answer.patient;
  out["priority"] = text_or_null(answer.priority);
  out["workflow"] = answer.workflow;
  out["status"] = text_or_null(answer.status);
  out["assumed"] = text_or_null(answer.assumed);
  out["zone"] = answer.zone;
  out["tzdata"] = text_or_null(answer.tzdata);
  out["today"] = text(answer.today);
  out["due"] = day_or_null(answer.due);
  out["why_not"] = text_or_null(answer.why_not);
  out["sets"] = each(answer.sets, [&](const timeline::SlotSet& set) {
    Json one = Json::object();
    one["rank"] = set.rank;
    one["day_zero"] = day_or_null(set.day_zero);
    one["days_late"] = set.days_late;
    one["slots"] = each(set.slots, [&](const auto& s) { return slot_json(s, zone); });
    one["blocked"] = each(set.blocked, [&](const auto& b) { return blocked_json(b, zone); });
    one["different"] = differences(answer.sets.front(), set, answer.zone, answer.today);
    return one;
  });
  out["warnings"] = answer.warnings;
  out["assumptions"] = answer.assumptions;
  return written(out);
}

}  // namespace v2v::view
