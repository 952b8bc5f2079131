// plan: when a visit may be: hours, what the place has, the person's absences, bookings and windows.
#include <algorithm>
#include <tuple>

#include "plan/builder.h"
#include "plan/spread.h"

namespace v2v::plan {

using calendar::Family;

void Builder::speak_open(int id) {
  Visit& v = visit(id);
  const model::Stage& s = stage(v);
  if (s.kind == model::Kind::event || s.kind == model::Kind::restriction || s.begins || v.only_if) return;
  speak_hours(id);
  if (!s.parts.empty()) return;  // its parts have hours
  if (s.lasts) {                 // what is not ours to choose has none, but begins where there is what it needs
    if (what_.centre) speak_needs(id);
    return;
  }
  if (!what_.centre) {
    const bool timed = v.length > 0 || (s.kind == model::Kind::appointment && !s.from);
    const bool says_when = s.hours || (s.starts && begins_attempt(v));  // `starts` speaks of the first visit alone
    if (!timed || says_when) return;
    const auto tag = say({Of::plain_day}, [] {
      Voice day;
      day.kind = Voice::hours;
      day.text = "without a centre, appointments start between 08:00 and 18:00";
      return day;
    });
    c_.net.open(v.s, {&almanac_.plain_day()}, 0, tag, 4);
    return;
  }
  if (v.places.empty()) return speak_needs(id);
  std::vector<const network::Openings*> hours;
  for (const auto* place : v.places) {
    hours.push_back(&almanac_.open(*place, nullptr));
    v.open.push_back(&almanac_.starts(*hours.back(), v.length));
  }
  const auto of = std::find(opened_.begin(), opened_.end(), v.places) - opened_.begin();
  if (of == std::ssize(opened_)) opened_.push_back(v.places);
  const auto tag = say({Of::hours, of}, [&] {
    Voice open;
    open.kind = Voice::hours;
    for (const auto* place : v.places)
      open.text +=
          fmt::format("{}{} is open {}", open.text.empty() ? "" : " or ", place->id, calendar::to_string(place->hours));
    open.where = v.places.front()->hours_where ? v.places.front()->hours_where : v.places.front()->where;
    open.place = v.places.front();
    open.visit = id;
    return open;
  });
  c_.net.open(v.s, std::move(hours), v.length, tag, 4);
  speak_needs(id);
}

// Visits are counted through all rounds of a whole.
bool Builder::begins_attempt(const Visit& v) const {
  const auto& all = c_.visits_of[static_cast<std::size_t>(v.stage)];
  return std::none_of(all.begin(), all.end(), [&](int u) {
    const Visit& other = c_.visits[static_cast<std::size_t>(u)];
    return other.attempt == v.attempt && other.number < v.number;
  });
}

// The therapy's own hours, which need no centre. A stay crosses closures and what lasts is not ours to choose: of these
// only the start is barred, by `starts`.
void Builder::speak_hours(int id) {
  const Visit& v = visit(id);
  const model::Stage& s = stage(v);
  if (const auto* hours = pick(s.hours); hours && !s.from && !s.lasts && s.parts.empty()) {
    const auto tag = say({Of::stage_hours, v.stage}, Voice::therapy, hours->origin,
                         [&] { return fmt::format("{} only {}", title_of(s), calendar::to_string(hours->value)); });
    const auto& table = almanac_.hours(v.place(), hours->value);
    c_.net.open(v.s, {&table}, v.length, tag, rank(tag));
    if (pick(s.takes) && v.length == 0) c_.net.open(v.e, {&almanac_.ends(table)}, 0, tag, rank(tag));
  }
  if (const auto* starts = pick(s.starts); starts && begins_attempt(v)) {
    const auto tag = say({Of::starts, v.stage}, Voice::therapy, starts->origin, [&] {
      return fmt::format("{} starts only {}", title_of(s), calendar::to_string(starts->value));
    });
    c_.net.open(v.s, {&almanac_.hours(v.place(), starts->value)}, 0, tag, rank(tag));
  }
}

// What it needs must be there from its start, to its end or for as long as it is held; where its length is not ours to
// choose, at its start. One patient asks for no more
// than that the place has enough; who else asks is the roster's affair. Of several places one must be open and have it.
void Builder::speak_needs(int id) {
  Visit& v = visit(id);
  for (const model::Need& need : stage(v).needs) {
    const bool held_for = need.hold && calendar::family(need.hold->unit) == Family::elapsed;
    const Tick hold = held_for ? minutes_of(*need.hold) : need.hold ? 0 : v.length;  // of days: the start
    std::vector<const network::Openings*> tables;
    bool at_times = false;
    std::vector<const model::Place*> holders;                 // of the first that has it at times alone
    const std::vector<const model::Place*> nowhere{nullptr};  // then anywhere at the centre
    const auto& places = v.places.empty() ? nowhere : v.places;
    for (std::size_t p = 0; p < places.size(); ++p) {
      const network::Openings* there = nullptr;
      bool always = false;
      for (const std::string& resource : need.resources) {
        const auto all = almanac_.holders(places[p], resource);  // all nowhere: told when the files are read
        for (const model::Place* holder : all) {
          const auto* table = almanac_.enough(*holder, resource, need.n);
          if (!table) {
            always = true;
            continue;
          }
          tables.push_back(table);
          const auto& starts = almanac_.starts(*table, hold);
          there = there ? &almanac_.either(*there, starts) : &starts;
          if (holders.empty()) holders = all;
        }
      }
      if (always || !there) continue;
      if (v.open.empty() && !v.places.empty()) v.open.assign(v.places.size(), &almanac_.all_but(c_.now, c_.now));
      if (places[p]) v.open[p] = &almanac_.both(*v.open[p], *there);
      at_times = true;
    }
    if (!at_times) continue;
    // Two needs of the same things are one rule.
    const auto& needs = stage(v).needs;
    const auto first = std::find_if(needs.begin(), needs.end(),
                                    [&](const model::Need& other) { return other.resources == need.resources; });
    const auto tag = say({Of::stock, v.stage, first - needs.begin(), same(places.front())}, [&] {
      Voice stock;
      stock.kind = Voice::stock;
      std::string who;
      for (const model::Place* holder : holders) who += (who.empty() ? "" : " or ") + holder->id;
      stock.text = fmt::format("{} has {} {} for {} only at times", who, need.n, fmt::join(need.resources, " or "),
                               title_of(stage(v)));
      stock.where = holders.front()->where;
      stock.place = holders.front();
      stock.visit = id;
      return stock;
    });
    if (places.size() == 1)
      c_.net.open(v.s, std::move(tables), hold, tag, 5);
    else
      c_.net.open(v.s, v.open, 0, tag, 5);
  }
}

void Builder::speak_absences(int id) {
  const Visit& v = visit(id);
  const model::Stage& s = stage(v);
  if (s.kind != model::Kind::appointment || v.only_if || !s.parts.empty()) return;  // of a whole each part says who
  // The last start that ends before somebody goes away.
  const auto* takes = v.length == 0 ? pick(s.takes) : nullptr;  // by dates, or paused at closing
  const auto last_before = [&](Tick away) {
    const model::Outcome* longer = takes ? lengthening(v) : nullptr;
    Tick t = away;
    if (longer) t = almanac_.span(assumed(*longer->adds, settings_.assume), v.place()).least_back(t);
    if (takes) t = almanac_.span(takes->value.most, v.place()).least_back(t);
    return std::min(t - v.length, away - 1);
  };
  for (const std::string& who : s.who) {
    const model::Person* person = what_.patient.person(who);
    if (!person) continue;
    auto absences = person->absences;  // of two that meet, no order comes from the file
    std::stable_sort(absences.begin(), absences.end(),
                     [](const auto& a, const auto& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
    for (const model::Absence& away : absences) {
      const auto tag = say({Of::absence, same(person), away.where.begin}, [&] {
        Voice voice;
        voice.kind = Voice::absence;
        const auto from = almanac_.zone().wall(away.from), to = almanac_.zone().wall(away.to);
        const bool whole = from.minute == 0 && to.minute == 0;
        voice.text = whole ? fmt::format("{} cannot come from {} to {}", who, calendar::to_string(from.day),
                                         calendar::to_string(to.day - 1))
                           : fmt::format("{} cannot come on {} from {} to {}", who, calendar::to_string(from.day),
                                         calendar::clock(from.minute), calendar::clock(to.minute));
        voice.where = away.where;
        voice.visit = id;
        return voice;
      });
      c_.net.open(v.s, {&almanac_.all_but(last_before(away.from.minutes) + 1, away.to.minutes)}, 0, tag, 4);
    }
  }
}

void Builder::speak_taken(int id) {
  const Visit& v = visit(id);
  const auto taken = settings_.taken.find({stage(v).id, v.attempt, v.number});
  if (taken == settings_.taken.end() || !taken->second.until) return;
  Voice voice;
  voice.kind = Voice::stock;
  voice.text = taken->second.by;
  voice.where = stage(v).origin.where;
  voice.visit = id;
  c_.net.not_before(v.s, taken->second.until->minutes, say(voice), 4);
}

void Builder::speak_booking(int id) {
  Visit& v = visit(id);
  speak_taken(id);
  if (v.in_row == 1)
    for (const model::DateWindow& window : what_.patient.windows) {
      if (window.stage != stage(v).id) continue;
      const auto tag = say({Of::window, v.stage, window.where.begin, 1}, [&] {
        Voice voice;
        voice.kind = Voice::window;
        voice.where = window.where;
        voice.visit = id;
        voice.text = fmt::format("{}{}{}", name(id), window.from ? " from " + calendar::to_string(*window.from) : "",
                                 window.by ? " by " + calendar::to_string(*window.by) : "");
        return voice;
      });
      if (window.from) c_.net.not_before(v.s, almanac_.start_of(*window.from), tag, 1);
      if (window.by) c_.net.not_after(v.s, almanac_.start_of(*window.by + 1) - 1, tag, 1);
    }
  if (!v.booking || v.overdue) return;
  const model::Moment& at = v.booking->from;
  v.date_only = !at.minute;
  Voice voice;
  voice.kind = v.held ? Voice::held : Voice::booking;
  voice.where = v.booking->where;
  voice.visit = id;
  voice.text = fmt::format("{} is {} {}{}", name(id),
                           v.booking->layer == model::Layer::command_line ? "asked for on"
                           : v.held                                       ? "held on"
                                                                          : "booked on",
                           calendar::to_string(at.day), at.minute ? " at " + calendar::clock(*at.minute) : "");
  if (booked_for(v) > 0) voice.text += " to " + calendar::clock(*v.booking->to->minute);
  v.booking_tag = say(voice);
  const Tick from = at.minute ? at.instant.minutes : almanac_.start_of(at.day);
  const Tick last = at.minute ? at.instant.minutes : almanac_.start_of(at.day + 1) - 1;
  const bool at_end = v.booking->point.side == model::Point::end;
  c_.net.not_before(at_end ? v.e : v.s, from, v.booking_tag, 1);
  c_.net.not_after(at_end ? v.e : v.s, last, v.booking_tag, 1);
  // An end that is booked holds what fits into the slot, and a stay from its first day to its last.
  if (v.length > 0 && booked_for(v) > 0) c_.net.not_after(v.e, v.booking->to->instant.minutes, v.booking_tag, 1);
  if (!stage(v).from || !v.booking->to) return;
  const model::Moment& to = *v.booking->to;
  c_.net.not_before(v.e, to.minute ? to.instant.minutes : almanac_.start_of(to.day), v.booking_tag, 1);
  c_.net.not_after(v.e, to.minute ? to.instant.minutes : almanac_.start_of(to.day + 1) - 1, v.booking_tag, 1);
}

}  // namespace v2v::plan
