#include "follow/compare.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace v2v::follow {
namespace {

using calendar::Instant;
using timeline::Change;
using timeline::Entry;
using timeline::State;
using timeline::Timeline;

using Key = std::tuple<std::string, int, int>;  // stage, attempt, visit

bool recorded(const Entry& e) {
  return e.state == State::happened || e.state == State::unrecorded;
}
bool booked(const Entry& e) {
  return e.state == State::booked || e.state == State::overdue;
}
bool has_been(const Entry& e) {
  return e.state == State::happened;
}
/// Nobody has been told of what may happen, so nobody hears that it may happen on another day.
bool forecast(const Entry& e) {
  return !has_been(e) && (e.kind == model::Kind::event || e.firmness == timeline::Firmness::unknown);
}

class Comparing {
 public:
  Comparing(const model::Case& old_case, const Timeline& before, const model::Case& new_case, const Timeline& now)
      : old_case_(old_case), before_(before), new_case_(new_case), now_(now), zone_(calendar::Zone::utc()) {
    if (auto zone = calendar::Zone::load(now.zone)) zone_ = *zone;
  }

  timeline::Comparison run() {
    out_.patient = now_.patient;
    out_.zone = now_.zone;
    out_.before_today = before_.today;
    out_.today = now_.today;
    out_.day_zero_before = before_.day_zero;
    out_.day_zero = now_.day_zero;
    out_.counts_from_one = now_.counts_from_one;
    std::map<Key, std::pair<const Entry*, const Entry*>> pairs;
    for (const Entry& e : before_.entries)
      if (e.state != State::cancelled) pairs[{e.id, e.attempt, e.visit}].first = &e;
    for (const Entry& e : now_.entries)
      if (e.state != State::cancelled) pairs[{e.id, e.attempt, e.visit}].second = &e;
    std::vector<Change> each;
    for (const auto& [key, pair] : pairs) {
      if (pair.first && pair.second)
        differ(*pair.first, *pair.second, each);
      else
        alone(pair.first, pair.second, each);
    }
    out_.changes = in_rows(std::move(each));
    std::stable_sort(out_.changes.begin(), out_.changes.end(), [](const Change& a, const Change& b) {
      const auto date = [](const Change& c) { return c.kind == Change::removed ? c.before.start : c.now.start; };
      return std::tuple(a.kind, date(a)) < std::tuple(b.kind, date(b));
    });
    tell();
    for (const auto& breach : now_.breaches)
      if (std::none_of(before_.breaches.begin(), before_.breaches.end(),
                       [&](const auto& b) { return b.text == breach.text; }))
        out_.breaches.push_back(breach);
    if (now_.closed && !before_.closed) out_.closed = now_.closed;
    return std::move(out_);
  }

 private:
  int day(const Instant& at) const { return zone_.wall(at).day.n; }

  static void one(Change::Kind kind, const Entry& before, const Entry& now, int days, std::vector<Change>& out) {
    Change c;
    c.kind = kind;
    c.before = c.last_before = before;
    c.now = c.last_now = now;
    c.days = c.days_most = days;
    c.first_visit = c.last_visit = kind == Change::removed ? before.visit : now.visit;
    c.place_too = kind == Change::moved && before.place != now.place;
    out.push_back(std::move(c));
  }

  void differ(const Entry& a, const Entry& b, std::vector<Change>& out) const {
    if (forecast(a) && forecast(b)) return;
    const int shift = a.start && b.start ? day(*b.start) - day(*a.start) : 0;
    if (has_been(b) && !has_been(a)) return one(Change::happened, a, b, shift, out);
    if (has_been(a) != has_been(b)) return one(Change::corrected, a, b, shift, out);
    // A date alone says nothing of the hour.
    const bool starts = shift != 0 || (a.start != b.start && !a.date_only && !b.date_only);
    if (has_been(b)) {
      const bool ended = a.running && !b.running;
      if (ended) return one(Change::happened, a, b, 0, out);
      if (starts || a.end != b.end || a.outcome != b.outcome || a.place != b.place)
        one(Change::corrected, a, b, shift, out);
      return;
    }
    if (recorded(a) || recorded(b)) return;
    // Nor does the hour of what holds by days.
    const bool spans = b.kind == model::Kind::restriction || b.kind == model::Kind::stay;
    if (starts && a.start && b.start && (!spans || shift != 0)) return one(Change::moved, a, b, shift, out);
    if (spans && a.end && b.end && day(*a.end) != day(*b.end))
      return one(Change::ends, a, b, day(*b.end) - day(*a.end), out);
    if (a.place != b.place) return one(Change::elsewhere, a, b, 0, out);
    if (booked(a) != booked(b)) one(booked(b) ? Change::booked : Change::not_booked, a, b, 0, out);
  }

  static void alone(const Entry* a, const Entry* b, std::vector<Change>& out) {
    const Entry& e = a ? *a : *b;
    if (forecast(e)) return;
    if (b && has_been(*b)) return one(Change::happened, {}, *b, 0, out);
    if (e.state == State::unrecorded) return;
    if (a)
      one(Change::removed, *a, {}, 0, out);
    else
      one(Change::added, {}, *b, 0, out);
  }

  /// Visits in a row that changed alike are one difference; `each` is by stage, attempt and visit.
  static std::vector<Change> in_rows(std::vector<Change> each) {
    std::vector<Change> rows;
    for (Change& c : each) {
      Change* last = rows.empty() ? nullptr : &rows.back();
      const Entry& e = c.kind == Change::removed ? c.before : c.now;
      const auto alike = [&](const Change& r) {
        const Entry& o = r.kind == Change::removed ? r.before : r.now;
        return r.kind == c.kind && o.id == e.id && o.attempt == e.attempt && r.last_visit + 1 == c.first_visit &&
               (r.days < 0) == (c.days < 0) && (r.days > 0) == (c.days > 0) && r.place_too == c.place_too &&
               o.place == e.place && booked(o) == booked(e);
      };
      if (last && alike(*last)) {
        last->last_before = std::move(c.last_before);
        last->last_now = std::move(c.last_now);
        last->last_visit = c.last_visit;
        const auto [least, most] =
            std::minmax({last->days, last->days_most, c.days}, [](int x, int y) { return std::abs(x) < std::abs(y); });
        last->days = least;
        last->days_most = most;
      } else {
        rows.push_back(std::move(c));
      }
    }
    return rows;
  }

  bool ahead(const Change& c) const {
    if (c.kind == Change::happened || c.kind == Change::corrected) return false;
    const auto later = [&](const Entry& e) { return e.start && day(e.end ? *e.end : *e.start) >= now_.today.n; };
    return later(c.last_before) || later(c.last_now);
  }

  void tell(const std::string& whom, const std::string& title, std::size_t change) {
    auto at = std::find_if(out_.told.begin(), out_.told.end(), [&](const auto& t) { return t.whom == whom; });
    if (at == out_.told.end()) at = out_.told.insert(at, {whom, title, {}});
    if (at->changes.empty() || at->changes.back() != change) at->changes.push_back(change);
  }

  bool carer_of(const std::string& id) const {
    const auto asks = [&](const model::Case& of) {
      const auto* stage = of.workflow.stage(id);
      return stage && stage->carer_required;
    };
    return asks(old_case_) || asks(new_case_);
  }

  void tell() {
    const auto each = [&](const auto& put) {
      for (std::size_t k = 0; k < out_.changes.size(); ++k)
        if (ahead(out_.changes[k])) put(k, out_.changes[k]);
    };
    each([&](std::size_t k, const Change& c) {
      for (const Entry* e : {&c.before, &c.now})
        for (const std::string& who : e->who) tell(who, "", k);
    });
    each([&](std::size_t k, const Change& c) {
      if (carer_of(c.kind == Change::removed ? c.before.id : c.now.id)) tell("carer", "", k);
    });
    std::map<std::string, std::vector<std::size_t>> places;
    each([&](std::size_t k, const Change& c) {
      for (const Entry* e : {&c.before, &c.now})
        if (!e->place.empty() && (places[e->place].empty() || places[e->place].back() != k))
          places[e->place].push_back(k);
    });
    for (const auto& [id, changes] : places) {
      const model::Place* place = new_case_.centre ? new_case_.centre->place(id) : nullptr;
      for (const std::size_t k : changes) tell(id, place && place->title != id ? place->title : "", k);
    }
    if (!new_case_.centre || new_case_.centre->lodging.empty()) return;
    each([&](std::size_t k, const Change& c) {
      if ((c.kind == Change::removed ? c.before.id : c.now.id) == "near-centre") tell("lodging", "", k);
    });
  }

  const model::Case& old_case_;
  const Timeline& before_;
  const model::Case& new_case_;
  const Timeline& now_;
  calendar::Zone zone_;
  timeline::Comparison out_;
};

}  // namespace

timeline::Comparison compare(const model::Case& old_case, const Timeline& before, const model::Case& new_case,
                             const Timeline& now) {
  return Comparing(old_case, before, new_case, now).run();
}

}  // namespace v2v::follow
