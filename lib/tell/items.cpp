#include "tell/items.h"

#include <algorithm>
#include <tuple>

#include "follow/notice.h"

namespace v2v::tell {
namespace {

using model::Kind;
using timeline::Firmness;
using timeline::Item;
using timeline::Reader;
using timeline::State;

constexpr int together = 7;  // days from one likely visit to the next that are told in one

class Gathering {
 public:
  Gathering(const model::Case& what, const timeline::Timeline& plan, Reader reader, const Voice& voice,
            plan::Almanac& almanac)
      : what_(what), plan_(plan), reader_(reader), voice_(voice), almanac_(almanac), name_(name_of(what, reader)) {}

  Items run() {
    const auto& all = plan_.entries;
    std::vector<bool> told(all.size(), false);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (told[i] || !theirs(all[i])) continue;
      std::vector<const Entry*> row{&all[i]};
      if (gathered(all[i]))
        for (std::size_t k = i + 1; k < all.size(); ++k)
          if (all[k].id == all[i].id && all[k].attempt == all[i].attempt && theirs(all[k]) && gathered(all[k]) &&
              voice_.day(*all[k].start) - voice_.day(*row.back()->start) <= together)
            row.push_back(&all[k]), told[k] = true;
      if (is_maybe(all[i]))
        add_maybe(all[i]);
      else if (all[i].start)
        add(row);
    }
    // Within a day they stand as the plan has them, hour by hour, though not all hours are told.
    std::stable_sort(out_.dated.begin(), out_.dated.end(),
                     [](const Item& a, const Item& b) { return a.shown < b.shown; });
    return std::move(out_);
  }

 private:
  bool theirs(const Entry& e) const {
    if (e.state == State::unrecorded) return false;
    if (plan_.closed && e.state != State::cancelled && (e.state != State::happened || e.running)) return false;
    if (reader_ == Reader::team) return e.kind != Kind::event && e.kind != Kind::restriction;
    if (e.state == State::overdue && e.start && voice_.day(*e.start) < plan_.today) return false;
    switch (e.kind) {
      case Kind::appointment:
        return attends(e);
      case Kind::stay:
      case Kind::restriction:
        return e.who.empty() ? reader_ != Reader::donor : attends(e);
      case Kind::event:
        return is_maybe(e) && (reader_ != Reader::donor || attends(e));
      case Kind::work:
        return reader_ != Reader::donor && !say_of(e).text.empty() && e.state != State::cancelled;
    }
    return false;
  }

  /// The donor; for all others the one who is treated.
  bool attends(const Entry& e) const {
    const std::string& person = reader_ == Reader::donor ? donor : what_.workflow.people.front();
    return std::find(e.who.begin(), e.who.end(), person) != e.who.end();
  }

  static bool ahead(const Entry& e) {
    return e.state != State::happened && e.state != State::cancelled && e.state != State::unrecorded;
  }
  static bool is_maybe(const Entry& e) {
    return ahead(e) && (e.kind == Kind::event || e.firmness == Firmness::unknown) && e.state != State::overdue;
  }
  // What was booked for a day that is over and is not recorded. Else the plan has laid an overdue visit anew, on a day
  // that nobody has booked.
  static bool is_missed(const Entry& e) { return e.state == State::overdue && e.firmness == Firmness::unknown; }
  bool is_firm(const Entry& e) const { return e.firmness == Firmness::firm || !ahead(e) || is_missed(e); }
  bool ranges(const Entry& e) const {
    return e.range_from && e.range_to && voice_.day(*e.range_from) != voice_.day(*e.range_to);
  }
  // Its date hangs on what nobody knows yet: to be told with its neighbours.
  bool gathered(const Entry& e) const {
    return e.kind == Kind::appointment && ahead(e) && !is_firm(e) && !is_maybe(e) && ranges(e);
  }

  Said say_of(const Entry& e) const {
    const model::Stage* stage = what_.workflow.stage(e.id);
    if (!stage) return {};
    const auto& all = stage->say.by_language;
    const auto own = all.find(voice_.language().code());
    if (own == all.end()) return voice_.language().quote(stage->say.plain, "en");
    Said out{own->second, ""};
    if (!voice_.language().reviewed()) out.english = stage->say.plain;
    return out;
  }

  std::string uid(const Entry& e) const { return name_ + "." + e.id + (e.instance.empty() ? "" : "." + e.instance); }

  /// To the team work is theirs, with its hour; to a patient it is waited for.
  Item::Kind kind_of(const Entry& e) const {
    return e.kind == Kind::stay                              ? Item::stay
           : e.kind == Kind::restriction                     ? Item::rule
           : e.kind == Kind::work && reader_ != Reader::team ? Item::wait
                                                             : Item::visit;
  }

  const model::Place* place_of(const Entry& e) const { return what_.centre ? what_.centre->place(e.place) : nullptr; }

  void add(const std::vector<const Entry*>& row) {
    const Entry &first = *row.front(), &last = *row.back();
    Item item;
    item.uid = uid(first);
    item.patient = name_;
    item.stage = first.id;
    item.kind = kind_of(first);
    item.standing = first.state == State::cancelled                    ? Item::cancelled
                    : first.state == State::happened && !first.running ? Item::done
                    : is_firm(first)                                   ? Item::booked
                                                                       : Item::likely;
    item.begun = first.running;
    if (item.begun) item.standing = Item::booked;
    item.zone = first.zone;
    item.day = first.day;
    item.visits = static_cast<int>(row.size());
    for (const Entry* e : row) item.days.push_back(visit_day(*e, item.standing == Item::likely));
    item.title = titled(first, item);
    item.neutral = voice_
                       .say(item.kind == Item::stay                              ? "neutral.stay"
                            : item.kind == Item::rule || item.kind == Item::wait ? "neutral.rule"
                                                                                 : "neutral.visit")
                       .text;
    item.shown = voice_.day(*first.start);
    const Entry& spans = last;
    item.shown_to = spans.end ? voice_.last_day(*spans.start, *spans.end) : voice_.day(*spans.start);
    if (item.kind == Item::visit && !span_of_days(last)) item.shown_to = voice_.day(*last.start);
    item.from = item.shown_by = item.shown;
    item.to = item.shown_to;
    if (item.standing == Item::likely) {
      if (first.range_to) item.shown_by = std::max(item.shown, voice_.day(*first.range_to));
      if (first.range_from) item.from = std::min(item.from, voice_.day(*first.range_from));
      if (last.range_to) item.to = std::max(item.to, voice_.day(*last.range_to));
    }
    const bool open_work = first.running && first.kind == Kind::work;  // nobody knows its end to the hour
    if (last.ends_to && ahead_or_running(last) && (item.kind != Item::visit || open_work))
      item.to = std::max(item.to, voice_.last_day(*last.start, *last.ends_to));
    if (!first.date_only && !first.zone.empty() && item.standing != Item::likely && item.kind == Item::visit &&
        !open_work) {
      item.start = first.start;
      item.end = first.end && *first.end > *first.start ? first.end : std::nullopt;
      place_in_its_zone(item);
    }
    item.when = when(row, item);
    tell_more(row, item);
    out_.dated.push_back(std::move(item));
  }

  timeline::VisitDay visit_day(const Entry& e, bool likely) const {
    const Day on = voice_.day(*e.start);
    return {on, likely && e.range_from ? std::min(on, voice_.day(*e.range_from)) : on,
            likely && e.range_to ? std::max(on, voice_.day(*e.range_to)) : on};
  }

  // Who goes there reads its date as its hour, on the calendar of that place.
  void place_in_its_zone(Item& item) const {
    item.elsewhere = voice_.elsewhere(*item.start, item.zone);
    if (item.elsewhere.empty()) return;
    item.shown = item.shown_by = item.from = voice_.day(*item.start, item.zone);
    item.shown_to = item.to = item.end ? voice_.day({item.end->minutes - 1}, item.zone) : item.shown;
    item.days = {{item.shown, item.shown, item.shown}};
  }

  static bool ahead_or_running(const Entry& e) { return ahead(e) || e.running; }
  // Of several days, as a course is.
  bool span_of_days(const Entry& e) const {
    return e.end && *e.end > *e.start && voice_.last_day(*e.start, *e.end) > voice_.day(*e.start);
  }

  Said titled(const Entry& e, const Item& item) const {
    const Said title = voice_.title(e);
    if (item.visits > 1 || e.visits == 1 || item.kind != Item::visit) return title;
    if (const model::Stage* s = what_.workflow.stage(e.id); s && s->repeat)
      return voice_.say("visit-of", {{"title", title}, {"k", std::int64_t{e.visit}}, {"n", std::int64_t{e.visits}}});
    return title;  // the days of a pattern say which they are
  }

  Said when(const std::vector<const Entry*>& row, const Item& item) const {
    const Entry& e = *row.front();
    if (item.kind == Item::rule) return when_of_rule(e, item);
    if (item.kind == Item::wait || (e.kind == Kind::work && e.running)) return when_of_wait(e, item);
    if (item.kind == Item::stay || (item.kind == Item::visit && span_of_days(e) && item.visits == 1))
      return when_of_stay(e, item);
    if (item.standing != Item::likely) return voice_.moment(e);
    if (item.from == item.to && item.visits == 1) return voice_.say("likely.on", {{"date", item.from}});
    return voice_.say("likely.between", {{"from", item.from}, {"to", item.to}});
  }

  // An `at least` is no permission: the day after it is said to need the team's word.
  Said when_of_rule(const Entry& e, const Item& item) const {
    const bool open = item.standing == Item::likely || item.to != item.shown_to;
    if (open && item.from > plan_.today)
      return voice_.say("rule.likely-between", {{"from", item.from}, {"last", item.to}});
    if (open) return voice_.say("rule.likely", {{"last", item.to}});
    const Day free = item.shown_to + 1;
    if (e.state == State::happened || item.shown <= plan_.today)
      return voice_.say("rule.until", {{"last", item.shown_to}, {"free", free}});
    return voice_.say("rule.between", {{"from", item.shown}, {"last", item.shown_to}, {"free", free}});
  }

  Said when_of_wait(const Entry& e, const Item& item) const {
    if (item.standing == Item::done) return voice_.moment(e);
    if (e.ends_from && e.ends_to && voice_.day(*e.ends_from) != voice_.day(*e.ends_to))
      return voice_.say("likely.ends-between", {{"from", voice_.day(*e.ends_from)}, {"to", voice_.day(*e.ends_to)}});
    return voice_.say("likely.until", {{"date", item.shown_to}});
  }

  Said when_of_stay(const Entry& e, const Item& item) const {
    const Day from = item.shown, to = item.start ? voice_.day(*e.end, e.zone) : voice_.day(*e.end);
    if (item.kind == Item::visit && item.start && item.end && item.end->minutes - item.start->minutes < 24 * 60) {
      const auto at = [&](Day day, Instant hour) { return voice_.at(day, voice_.hour(hour, e.zone)); };
      return voice_.say("span.from-to", {{"from", at(from, *item.start)}, {"to", at(to, *item.end)}});  // overnight
    }
    const auto nights = voice_.say("nights", {{"n", std::int64_t{to - from}}});
    const bool open = item.standing == Item::likely || (e.ends_to && item.to != item.shown_to);
    if (open && (item.from != item.to)) return voice_.say("likely.between", {{"from", item.from}, {"to", item.to}});
    if (open) return voice_.say("likely.on", {{"date", item.from}});
    if (to == from) return voice_.date(from);
    if (e.kind == Kind::work) return voice_.say("span.from-to", {{"from", from}, {"to", to}});
    return voice_.say("stay.between", {{"from", from}, {"to", to}, {"nights", nights}});
  }

  void tell_more(const std::vector<const Entry*>& row, Item& item) {
    const Entry &first = *row.front(), &last = *row.back();
    if (item.standing == Item::likely && reader_ != Reader::team) {
      if (item.visits > 1) {
        item.lines.push_back(
            voice_.say("likely.first-last",
                       {{"n", std::int64_t{item.visits}}, {"first", item.shown}, {"last", voice_.day(*last.start)}}));
      } else if (item.from != item.to && item.kind == Item::visit) {
        item.lines.push_back(voice_.say("likely.most", {{"date", item.shown}}));
      } else if (item.kind == Item::visit && first.earliest && first.latest &&
                 voice_.day(*first.earliest) != voice_.day(*first.latest)) {
        // One date is likely, and nobody has booked it: where else the rules would let it lie.
        const Day from = std::min(item.shown, voice_.day(*first.earliest)), to = voice_.day(*first.latest);
        item.lines.push_back(voice_.say("likely.window", {{"from", from}, {"to", to}}));
      }
      if (item.kind == Item::visit || item.kind == Item::stay) item.lines.push_back(firms(first, item));
    }
    if (item.standing == Item::cancelled) return;
    if (Said say = say_of(first); !say.text.empty()) item.lines.push_back(std::move(say));
    const model::Place* place = place_of(first);
    if (!place || item.kind == Item::rule || item.kind == Item::wait) return;
    item.where = place->address;
    if (item.standing == Item::done && reader_ != Reader::team) return;
    const auto line = [&](std::string_view key, const std::string& text) {
      if (!text.empty()) item.lines.push_back(voice_.say(key, {{"text", text}}));
    };
    line("where", place->address);
    line("phone", place->phone);
    line("bring", place->bring);
    if (place->arrive_early && calendar::family(place->arrive_early->unit) == calendar::Family::elapsed &&
        item.kind == Item::visit)
      item.lines.push_back(voice_.say("early", {{"n", std::int64_t{calendar::rough_minutes(*place->arrive_early)}}}));
  }

  // What its date waits for: the last gate before it that is still shut, else the day by which it is told.
  Said firms(const Entry& e, const Item& item) {
    const Entry* gate = nullptr;
    for (const timeline::Gate& one : plan_.gates) {
      if (one.open) continue;
      const Entry *behind = first_of(one.stage), *waits_for = first_of(one.gate);
      if (!behind || !waits_for || !behind->start || !waits_for->start || *behind->start > *e.start) continue;
      if (reader_ == Reader::donor && !attends(*waits_for)) continue;  // how the patient does is not theirs to know
      if (!gate || *gate->start < *waits_for->start) gate = waits_for;
    }
    if (gate && *gate->start <= *e.start) {
      const Said stage = voice_.title(*gate);
      const bool range = ranges(*gate);
      const Day from = voice_.day(range ? *gate->range_from : *gate->start);
      const Day to = voice_.day(range ? *gate->range_to : *gate->start);
      if (from == to) return voice_.say("firms.gate-on", {{"stage", stage}, {"date", from}});
      return voice_.say("firms.gate-between", {{"stage", stage}, {"from", from}, {"to", to}});
    }
    if (e.state == State::booked || e.state == State::held || e.state == State::overdue)
      return voice_.say("firms.booking");
    const Day by = follow::told_by(what_, plan_, e, item.from, almanac_);
    if (by >= item.from || by <= plan_.today) return voice_.say("firms.booking");
    return voice_.say("firms.notice", {{"date", by}});
  }

  /// The stage's first visit that lies ahead.
  const Entry* first_of(const std::string& id) const {
    for (const Entry& e : plan_.entries)
      if (e.id == id && ahead(e)) return &e;
    return nullptr;
  }

  void add_maybe(const Entry& e) {
    if (std::any_of(out_.maybe.begin(), out_.maybe.end(), [&](const Item& one) { return one.stage == e.id; })) return;
    Item item;
    item.uid = uid(e);
    item.patient = name_;
    item.stage = e.id;
    item.kind = kind_of(e);
    item.standing = Item::unknown;
    item.from = item.to = item.shown = item.shown_to = e.start ? voice_.day(*e.start) : plan_.today;
    item.title = voice_.title(e);
    item.when = voice_.say("maybe.text");
    if (Said say = say_of(e); !say.text.empty()) item.lines.push_back(std::move(say));
    out_.maybe.push_back(std::move(item));
  }

  const model::Case& what_;
  const timeline::Timeline& plan_;
  Reader reader_;
  const Voice& voice_;
  plan::Almanac& almanac_;
  std::string name_;
  Items out_;
};

}  // namespace

std::string name_of(const model::Case& what, Reader reader) {
  if (reader != Reader::donor) return what.patient.id;
  for (const model::Person& person : what.patient.people)
    if (person.id == donor) return person.pseudonym;
  return {};
}

Items items_of(const model::Case& what, const timeline::Timeline& plan, Reader reader, const Voice& voice,
               plan::Almanac& almanac) {
  return Gathering(what, plan, reader, voice, almanac).run();
}

}  // namespace v2v::tell
