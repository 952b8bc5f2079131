// plan: a visit by itself: how long it is, and what is recorded of it.
#include <algorithm>

#include "plan/builder.h"
#include "plan/spread.h"

namespace v2v::plan {

using calendar::Family;

Tick Builder::booked_for(const Visit& v) {
  if (!v.booking || v.overdue || !v.booking->to || !v.booking->from.minute || !v.booking->to->minute) return 0;
  return v.booking->to->instant.minutes - v.booking->from.instant.minutes;
}

// The outcome that makes this visit's stage longer, if it ends with one.
const model::Outcome* Builder::lengthening(const Visit& v) {
  const Told& told = c_.story.stages[static_cast<std::size_t>(v.stage)];
  const std::string& outcome = told.attempts[static_cast<std::size_t>(v.attempt - 1)].outcome;
  for (const model::Outcome& o : stage(v).outcomes)
    if (o.id == outcome && o.adds && o.then != model::Outcome::again) return &o;
  return nullptr;
}

void Builder::speak_visit(int v) {
  speak_record(v);
  speak_length(v);
  if (visit(v).present && visit(v).record == Visit::ahead) {
    speak_open(v);
    speak_absences(v);
    speak_booking(v);
  }
}

void Builder::speak_record(int id) {
  Visit& v = visit(id);
  if (v.record == Visit::happened || v.record == Visit::running) {
    Voice fact;
    fact.kind = Voice::actual;
    fact.where = v.fact->where;
    fact.visit = id;
    fact.text = fmt::format("{} {} on {}", name(id), v.record == Visit::running ? "began" : "happened",
                            calendar::to_string(v.fact->from.day));
    const auto tag = say(fact);
    c_.net.not_before(v.s, *v.from, tag, 0);
    c_.net.not_after(v.s, *v.from_last, tag, 0);
    if (v.to) c_.net.not_before(v.e, *v.to, tag, 0);
    if (v.to_last) c_.net.not_after(v.e, *v.to_last, tag, 0);
  }
  // A span that hangs on other stages may have begun before today; a stage of its own may not.
  const model::Stage& s = stage(v);
  if (v.record == Visit::ahead && v.present && !s.from) {
    const auto tag = say({Of::today}, [&] {
      Voice today;
      today.kind = Voice::today;
      today.text = fmt::format("today is {}", calendar::to_string(settings_.today));
      return today;
    });
    c_.net.not_before(v.s, c_.now, tag, 0);
  }
}

Length Builder::length_of(const Visit& v, bool begins, const model::Spread& spread) const {
  const auto known = settings_.as_if.find({stage(v).id, v.number, begins});
  return known == settings_.as_if.end() ? assumed(spread, settings_.assume) : known->second;
}

void Builder::speak_length(int id) {
  Visit& v = visit(id);
  const model::Stage& s = stage(v);
  const auto level = [&] { c_.net.link(v.s, v.e, network::exactly({0})); };  // a milestone: no rule of anyone's
  if (!s.parts.empty() && v.present) {
    c_.net.link(v.s, v.e, network::at_least({0}));
    return;
  }
  if (!v.present) {
    pass_on(id);
    return level();
  }
  if (v.record == Visit::unrecorded) return;
  const bool done = v.record == Visit::happened;
  if (done || v.record == Visit::running) speak_forerunners(id);

  if (s.from && s.until && !done) {
    const auto* from = pick(s.from);
    const auto* until = pick(s.until);
    // Of a span that began with a stage whose date nobody wrote down only today is known.
    if (const auto at = from ? spot(from->value, model::Point::start, id) : std::nullopt;
        at && at->visit >= 0 && visit(at->visit).record == Visit::unrecorded && v.record == Visit::ahead)
      c_.net.not_before(v.s, c_.now);
    const auto edge = [&](const model::Sourced<model::Point>* point, network::Event e, model::Point::Side side) {
      if (!point) return;
      const auto at = spot(point->value, side, id);
      if (!at) return;
      c_.leans.push_back({at->visit, id, e == v.s && !point->value.before, false, true});
      v.only_if = v.only_if || visit(at->visit).only_if;
      const auto tag = say({Of::edge, v.stage, e == v.s}, Voice::length, point->origin, [&] {
        return fmt::format("{} {} with {}", title_of(s), side == model::Point::start && e == v.s ? "starts" : "ends",
                           to_string(point->value));
      });
      // An end reached by `after` (a length behind a stage) counts from that stage's end: spot() knows.
      just_at(*at, e, tag, id);
    };
    edge(from, v.s, model::Point::start);
    edge(until, v.e, model::Point::start);
    c_.net.link(v.s, v.e, network::at_least({0}));
    return;
  }

  if (const auto* begins = pick(s.begins); begins && v.record == Visit::ahead) {
    const model::Spread& spread = begins->value.spread;
    const Length length = length_of(v, true, spread);
    model::Point after = begins->value.after;
    if (const auto at = spot(after, model::Point::end, id)) {
      c_.leans.push_back({at->visit, id, true, at->event == visit(at->visit).e});
      v.uncertain = !(spread.least == spread.most);
      const auto tag = say({Of::begins, v.stage}, Voice::assumption, begins->origin, [&] {
        return fmt::format("{} is assumed to begin {} after {}", title_of(s), calendar::in_words(length),
                           to_string(after));
      });
      const auto shift = almanac_.span(length, nullptr);
      const auto behind = known_end(*at);
      if (v.uncertain) c_.open.push_back({id, at->event, v.s, tag, &spread});
      arrow(at->visit, at->event, id, v.s, behind ? network::at_least(shift) : network::exactly(shift), tag);
      if (behind)  // once its usual time has passed it may begin any day: from today
        c_.net.not_after(v.s, std::max(shift.least(*behind), c_.now), tag, 2);
      c_.assumptions.push_back(c_.voice(tag)->text + fmt::format(" ({})", to_string(spread)));
    }
  }

  if (const auto* takes = pick(s.takes)) {
    Length length = takes->value.most;  // a chosen length is planned at its longest, or as long as is booked for it
    if (const Tick slot = booked_for(v);
        slot > 0 && calendar::family(length.unit) == Family::elapsed && slot < minutes_of(length))
      length = {std::max(slot, minutes_of(takes->value.least)), calendar::Unit::minutes};
    const auto tag = say({Of::takes, v.stage}, Voice::length, takes->origin,
                         [&] { return fmt::format("{} takes {}", title_of(s), to_string(takes->value)); });
    if (calendar::family(length.unit) == Family::working) c_.voices[tag].row = v.stage;
    std::optional<network::Step> more;
    if (const model::Outcome* outcome = lengthening(v)) {
      const Length adds = assumed(*outcome->adds, settings_.assume);
      if (calendar::family(length.unit) == Family::elapsed && calendar::family(adds.unit) == Family::elapsed)
        length = {minutes_of(length) + minutes_of(adds), calendar::Unit::minutes};
      else
        more = almanac_.span(adds, v.place());
    }
    if (calendar::family(length.unit) == Family::elapsed && !more) v.length = minutes_of(length);
    const auto span = almanac_.span(length, v.place());
    network::Event end = v.e;
    const bool over = done && (v.date_only || (v.to && v.fact->to));  // as it was recorded
    if (more) {
      end = c_.net.event();
      c_.net.link(end, v.e, over ? network::at_least({0}) : network::exactly(*more), tag, 2);
    }
    if (!over)
      c_.net.link(v.s, end, network::exactly(span), tag, 2);
    else
      c_.net.link(v.s, end, network::at_least({0}));
    if (done && !v.to && v.from) {  // it ends after its length
      const auto ends = [&](Tick from) { return more ? more->least(span.least(from)) : span.least(from); };
      v.to = ends(*v.from);
      v.to_last = ends(*v.from_last);
    }
    return;
  }
  if (const auto* lasts = pick(s.lasts)) {
    if (done) {
      c_.net.link(v.s, v.e, network::at_least({0}));
      return;
    }
    Length length = length_of(v, false, lasts->value);
    const bool open = !(lasts->value.least == lasts->value.most);
    v.uncertain = v.uncertain || open;
    const auto tag = say({Of::lasts, v.stage}, Voice::assumption, lasts->origin, [&] {
      return fmt::format("{} {} {}", title_of(s), open ? "is assumed to last" : "lasts", calendar::in_words(length));
    });
    if (open) c_.assumptions.push_back(fmt::format("{} ({})", c_.voice(tag)->text, to_string(lasts->value)));
    const auto span = almanac_.span(length, v.place());
    network::Event end = v.e;
    std::optional<network::Step> adds;
    auto more = network::untagged;
    if (const model::Outcome* o = lengthening(v)) {
      end = c_.net.event();
      adds = almanac_.span(assumed(*o->adds, settings_.assume), v.place());
      more = say({Of::adds, v.stage, same(o)}, Voice::assumption, o->origin,
                 [&] { return fmt::format("{} ends as {}: {} longer", title_of(s), o->id, to_string(*o->adds)); });
    }
    if (open) c_.open.push_back({id, v.s, end, tag, &lasts->value});
    const auto ends = [&](const network::Step& usual) {
      const Tick at = usual.least(*v.from);
      return adds ? adds->least(at) : at;
    };
    if (v.record == Visit::running && ends(span) < c_.now) {  // longer than assumed: it ends today at the earliest
      c_.net.link(v.s, end, network::at_least(span), tag, 2);
      if (adds) c_.net.link(end, v.e, network::at_least(*adds), more, 2);
      c_.net.not_before(v.e, c_.now, tag, 2);
      c_.net.not_after(v.e, c_.now, tag, 2);
      c_.assumptions.push_back(
          fmt::format("{} has lasted longer than assumed: planned as if it ended today", name(id)));
      if (ends(almanac_.span(lasts->value.most, v.place())) < c_.now)
        c_.warnings.push_back(
            fmt::format("{} has lasted longer than its longest, {}", name(id), calendar::in_words(lasts->value.most)));
    } else {
      c_.net.link(v.s, end, network::exactly(span), tag, 2);
      if (adds) c_.net.link(end, v.e, network::exactly(*adds), more, 2);
    }
    return;
  }
  if (v.record == Visit::running || (done && v.fact->to)) {  // as it was recorded, from one time to another
    c_.net.link(v.s, v.e, network::at_least({0}));
    return;
  }
  level();
}

// What must have been for this visit to have been: the point of its `begins`, the edges of its span that are over, and
// the day from which its own is counted on.
void Builder::speak_forerunners(int id) {
  const model::Stage& s = stage(visit(id));
  const auto lean = [&](model::Point point, model::Point::Side side) {
    if (point.before) return;
    if (const auto at = spot(point, side, id); at && at->visit >= 0 && at->visit != id)
      c_.leans.push_back({at->visit, id, true, false, true});
  };
  if (const auto* begins = pick(s.begins)) lean(begins->value.after, model::Point::end);
  if (const auto* from = pick(s.from)) lean(from->value, model::Point::start);
  if (const auto* until = pick(s.until); until && visit(id).record == Visit::happened && !until->value.offset)
    lean(until->value, model::Point::start);
  if (const auto aim = aims_.find(id);
      aim != aims_.end() && moved(settings_.today, aim->second.moves) > settings_.today)
    lean(aim->second.point, model::Point::start);
}

// What hangs on an absent stage comes after what that came after: the point of its `begins`, the edges of its span. An
// absent stage that comes after nothing is at no time of its own, and never before today.
void Builder::pass_on(int id) {
  const model::Stage& s = stage(visit(id));
  bool hangs = !s.after.empty() || !s.ends_after.empty();
  const auto pass = [&](model::Point point, model::Point::Side side) {
    if (point.before) return;
    if (point.offset) side = model::Point::end;
    point.offset.reset();
    const auto at = spot(point, side, id);
    if (!at || at->visit == id) return;
    hangs = true;
    c_.leans.push_back({at->visit, id, false});
    arrow(at->visit, at->event, id, visit(id).s, network::at_least({0}), network::untagged);
  };
  if (const auto* begins = pick(s.begins)) pass(begins->value.after, model::Point::end);
  if (const auto* from = pick(s.from)) pass(from->value, model::Point::start);
  if (const auto* until = pick(s.until)) pass(until->value, model::Point::start);
  if (!hangs && visit(id).record == Visit::ahead) c_.net.not_before(visit(id).s, c_.now);
}

}  // namespace v2v::plan
