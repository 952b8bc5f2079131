// plan: a plan that cannot be: the smallest clashing set of rules, by how much, and the mends that are ours to make.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>

#include "plan/explain.h"

namespace v2v::plan {
namespace {

using network::Labels;
using network::Question;

std::string span_words(Tick minutes) {
  const Tick d = minutes / 1440, h = minutes % 1440 / 60, m = minutes % 60;
  std::string text;
  if (d != 0) text += fmt::format("{} d", d);
  if (h != 0) text += fmt::format("{}{} h", text.empty() ? "" : " ", h);
  if (m != 0 || text.empty()) text += fmt::format("{}{} min", text.empty() ? "" : " ", m);
  return text;
}

class Mending {
 public:
  Mending(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac)
      : what_(what),
        settings_(settings),
        found_(found),
        almanac_(almanac),
        missed_by_(found.solver->missed_by(*found.clash)) {}

  timeline::Conflict run() {
    const auto& clash = *found_.clash;
    const Voice* asked = nullptr;
    for (std::size_t k = 0; k < clash.tags.size(); ++k) {
      const Voice* voice = found_.c.voice(clash.tags[k]);
      if (!voice) continue;
      timeline::ClashRule rule;
      rule.text = voice->text + (of_stages(*voice) ? attempts_of(clash.tags[k], voice->text) : "");
      rule.where = voice->where;
      rule.ours = voice->ours();
      if (missed_by_[k] < network::never / 2) rule.missed_by_minutes = missed_by_[k];
      rule.standing = standing(*voice);
      rule.by_order = voice->kind == Voice::order;
      out_.rules.push_back(std::move(rule));
      const bool pins = voice->kind == Voice::booking || voice->kind == Voice::window || voice->kind == Voice::held;
      if (pins && !asked) asked = voice;
      if (!out_.where || (voice->ours() && !asked)) out_.where = voice->where;
    }
    if (asked) {
      out_.where = asked->where;
      out_.headline = fmt::format("{}: that cannot be", asked->text);
    } else {
      out_.headline = fmt::format("no dates keep these {} rules together", out_.rules.size());
    }
    if (!settings_.details) return std::move(out_);
    for (const auto& kinds :
         {std::set{Voice::booking, Voice::held, Voice::window}, std::set{Voice::absence, Voice::last_dose}})
      for (const auto tag : clash.tags)
        if (const Voice* voice = found_.c.voice(tag); voice && kinds.count(voice->kind)) mend(tag, *voice);
    choices();
    for (const auto tag : clash.tags)
      if (const Voice* voice = found_.c.voice(tag);
          voice && (voice->kind == Voice::hours || voice->kind == Voice::stock || voice->kind == Voice::centre_rule ||
                    voice->kind == Voice::patient_rule))
        mend(tag, *voice);
    return std::move(out_);
  }

 private:
  std::string standing(const Voice& voice) const {
    switch (voice.kind) {
      case Voice::today:
        return "today, not ours to change";
      case Voice::actual:
        return "it has happened, not ours to change";
      case Voice::gate:
        return "a gate, not ours to relax";
      case Voice::booking:
        return "a booking";
      case Voice::held:
        return "held, not yet booked";
      case Voice::window:
        return "a window asked for";
      case Voice::absence:
        return "the patient's availability";
      case Voice::last_dose:
        return "a dose that goes on";
      case Voice::hours:
        return "opening hours";
      case Voice::stock:
        return "what the place has";
      case Voice::travel:
        return "the way between two sites";
      case Voice::centre_rule:
        return "a rule of this centre";
      case Voice::patient_rule:
        return "an override for this patient";
      case Voice::order:
        return "one after the other";
      case Voice::therapy:
      case Voice::length:
      case Voice::assumption:
        break;
    }
    if (!voice.cite) return "rule of this workflow, not ours to relax";
    return fmt::format("rule of {}{}{}, not ours to relax", voice.cite->source, voice.cite->section.empty() ? "" : " ",
                       voice.cite->section);
  }

  static bool of_stages(const Voice& voice) {
    constexpr Voice::Kind kinds[] = {Voice::therapy,    Voice::gate,        Voice::length,       Voice::order,
                                     Voice::assumption, Voice::centre_rule, Voice::patient_rule, Voice::travel};
    return std::find(std::begin(kinds), std::end(kinds), voice.kind) != std::end(kinds);
  }
  // What a rule says of a stage it says of each attempt: where one is done again, those without which there is no
  // clash.
  std::string attempts_of(network::Tag tag, const std::string& text) const {
    if (text.find("attempt ") != std::string::npos) return "";
    std::set<int> all;
    const auto& net = found_.c.net;
    const auto of = [&](network::Event e) {
      const Visit* v = visit_of(e);
      return v && found_.c.story.stages[static_cast<std::size_t>(v->stage)].attempts.size() > 1 ? v->attempt : 0;
    };
    // An arrow speaks of the visit that it leads to, back or forth.
    const auto speaks_of = [&](const network::Network::Arrow& a) { return of(a.v) > 0 ? of(a.v) : of(a.u); };
    for (const auto& a : net.arrows())
      if (a.tag == tag) all.insert(speaks_of(a));
    for (const auto& b : net.bounds())
      if (b.tag == tag) all.insert(of(b.e));
    for (const auto& o : net.openings())
      if (o.tag == tag) all.insert(of(o.e));
    std::string named;
    for (const int attempt : all)
      if (attempt > 0 && (all.size() == 1 || !clashes_without(tag, attempt, of, speaks_of)))
        named += fmt::format("{}{}", named.empty() ? "" : " and ", attempt);
    return named.empty() ? "" : fmt::format(" (attempt {})", named);
  }
  template <class Of, class SpeaksOf>
  bool clashes_without(network::Tag tag, int attempt, Of of, SpeaksOf speaks_of) const {
    const auto& all = found_.c.net;
    const auto& tags = found_.clash->tags;
    network::Network rest(all.horizon().from, all.horizon().to);
    for (std::int32_t e = 0; e < all.events(); ++e) rest.event();
    const auto keep = [&](network::Tag other, int one) {
      const bool there = other == network::untagged || std::find(tags.begin(), tags.end(), other) != tags.end();
      return there && !(other == tag && one == attempt);
    };
    for (const auto& a : all.arrows())
      if (keep(a.tag, speaks_of(a)))
        rest.link(a.u, a.v, a.greatest ? network::at_most(a.step) : network::at_least(a.step), a.tag, a.rank);
    for (const auto& b : all.bounds())
      if (keep(b.tag, of(b.e)))
        b.upper ? rest.not_after(b.e, b.t, b.tag, b.rank) : rest.not_before(b.e, b.t, b.tag, b.rank);
    for (const auto& o : all.openings())
      if (keep(o.tag, of(o.e))) rest.open(o.e, o.any_of, o.length, o.tag, o.rank);
    Labels labels;
    return !network::Solver(rest).earliest_into(labels, {});
  }

  // Whether the plan holds without one tag; beside it the clash alone, where other clashes stand behind this one.
  bool solves(const Question& q, Labels& labels, bool latest = false) const {
    return latest ? found_.solver->latest_into(labels, q) : found_.solver->earliest_into(labels, q);
  }
  Question without(network::Tag tag, bool alone) const {
    Question q;
    q.without.push_back(tag);
    if (alone)
      for (std::size_t t = 0; t < found_.c.voices.size(); ++t) {
        const auto other = static_cast<network::Tag>(t);
        const auto& kept = found_.clash->tags;
        if (other != tag && std::find(kept.begin(), kept.end(), other) == kept.end()) q.without.push_back(other);
      }
    return q;
  }

  void mend(network::Tag tag, const Voice& voice) {
    for (const bool alone : {false, true}) {
      const auto text = change(tag, voice, without(tag, alone));
      if (text.empty() || (!alone && !stands_without(voice))) continue;
      out_.mends.push_back({text + (alone ? " (another clash stands behind this one)" : ""), voice.where});
      return;
    }
  }

  std::string at(Tick t, const Visit& v, bool timed = false, bool dated = false) const {
    // By the clock of the place; where that is not the centre's its zone is named, as in a patient's file. A date alone
    // is of the centre.
    const auto& zone = dated ? almanac_.zone() : almanac_.zone_of(v.place());
    const auto wall = zone.wall(Instant{t});
    const std::string day =
        fmt::format("{} {}", calendar::name(calendar::weekday(wall.day)), calendar::to_string(wall.day));
    const std::string other = zone.name() == almanac_.zone().name() ? "" : " " + zone.name();
    return what_.centre || timed ? fmt::format("{} {}{}", day, calendar::clock(wall.minute), other) : day;
  }

  // The smallest change of what this voice says that makes the rest hold; empty when there is none.
  std::string change(network::Tag tag, const Voice& voice, const Question& rest) const {
    Labels labels;
    switch (voice.kind) {
      case Voice::booking:
      case Voice::held:
      case Voice::window:
        return moved_pin(tag, voice, rest);
      case Voice::last_dose:
        return solves(rest, labels) ? stopped(voice, rest.without.size() > 1) : "";
      case Voice::absence: {
        if (!solves(rest, labels)) return "";
        for (const auto& opening : found_.c.net.openings())
          if (opening.tag == tag && !allows(opening, labels[opening.e]))
            if (const Visit* v = visit_of(opening.e))
              return fmt::format("come on {} all the same ({})", at(labels[v->s], *v), voice.text);
        return "";
      }
      case Voice::stock:
      case Voice::hours: {
        if (!solves(rest, labels)) return "";
        for (const auto& opening : found_.c.net.openings())
          if (opening.tag == tag && !allows(opening, labels[opening.e]))
            if (const Visit* v = visit_of(opening.e); v && v->place())
              return voice.kind == Voice::stock
                         ? fmt::format("have it there on {} ({})", at(labels[v->s], *v), voice.text)
                         : fmt::format("open {} on {} for {}", v->place()->id, at(labels[v->s], *v),
                                       name_of(what_.workflow, *v, 1));
        return "";
      }
      case Voice::centre_rule:
      case Voice::patient_rule: {
        if (!solves(rest, labels)) return "";
        Tick missed = 0;
        for (std::size_t k = 0; k < found_.clash->tags.size(); ++k)
          if (found_.clash->tags[k] == tag) missed = missed_by_[k];
        const std::string whose = voice.kind == Voice::centre_rule ? "this centre's rule" : "this patient's override";
        return fmt::format("loosen {} by {}: {}", whose, span_words(missed), voice.text);
      }
      default:
        return "";
    }
  }

  static bool allows(const network::Network::Opening& opening, Tick t) {
    return std::any_of(opening.any_of.begin(), opening.any_of.end(),
                       [&](const auto* o) { return o->next(t, opening.length) == t; });
  }
  const Visit* visit_of(network::Event e) const {
    for (const Visit& v : found_.c.visits)
      if (v.s == e || v.e == e) return &v;
    return nullptr;
  }

  std::string moved_pin(network::Tag tag, const Voice& voice, const Question& rest) const {
    // A booking binds one visit; a window binds the first visit of each round and attempt.
    Tick from = network::always_before, last = network::never;
    std::vector<network::Event> bound;
    const network::Event own = found_.c.visits[static_cast<std::size_t>(voice.visit)].s;
    for (const auto& b : found_.c.net.bounds()) {
      if (b.tag != tag || (voice.kind != Voice::window && b.e != own)) continue;
      (b.upper ? last : from) = b.t;
      if (std::find(bound.begin(), bound.end(), b.e) == bound.end()) bound.push_back(b.e);
    }
    if (bound.empty()) return "";
    const auto less = [](const Labels& labels) {
      return [&labels](network::Event a, network::Event b) { return labels[a] < labels[b]; };
    };
    const auto with = [&](Tick lower, Tick upper) {
      Question q = rest;
      for (const auto e : bound) q.pins.push_back({e, lower, upper, network::untagged});
      return q;
    };
    std::optional<Tick> later, earlier;
    network::Event at_later = bound.front(), at_earlier = bound.front();
    Tick ends = from;
    Labels labels;
    if (last < network::never && solves(with(from, network::never), labels)) {
      at_later = *std::max_element(bound.begin(), bound.end(), less(labels));
      later = labels[at_later];
      if (const Visit* v = visit_of(at_later)) ends = labels[v->e];
    }
    if (from > network::always_before && solves(with(network::always_before, last), labels, true)) {
      at_earlier = *std::min_element(bound.begin(), bound.end(), less(labels));
      if (labels[at_earlier] < network::never) {
        // The latest of the earlier ones; on another day its first allowed time.
        earlier = labels[at_earlier];
        if (almanac_.dates().date(*earlier) != almanac_.dates().date(from)) {
          const Tick day = almanac_.dates().first(almanac_.dates().date(*earlier));
          if (solves(with(day, network::never), labels)) earlier = labels[at_earlier];
        }
        // What nothing holds from above has a latest even where no plan can be: only an earliest shows that one can.
        if (!solves(with(*earlier, voice.kind == Voice::window ? last : *earlier), labels)) earlier.reset();
      }
    }
    const Tick by_later = later ? *later - (last < network::never ? last : from) : network::never;
    const Tick by_earlier = earlier ? from - *earlier : network::never;
    if (!later && !earlier) return "";
    const bool forward = by_later <= by_earlier;
    const Visit& v = *visit_of(forward ? at_later : at_earlier);
    if (v.booking && v.booking->to && later == std::optional(from))
      return fmt::format("book {} on {} to {}", name_of(what_.workflow, v, 1), at(from, v, true), at(ends, v, true));
    const Tick to = forward ? *later : *earlier;
    const int days =
        almanac_.dates().date(to) - almanac_.dates().date(forward ? (last < network::never ? last : from) : from);
    const std::string how = days == 0 ? "the same day"
                                      : fmt::format("{} {} {}", std::abs(days), std::abs(days) == 1 ? "day" : "days",
                                                    days > 0 ? "later" : "earlier");
    const std::string who = name_of(what_.workflow, v, 1);
    const bool timed = voice.kind != Voice::window && v.booking && v.booking->from.minute;
    if (rest.without.size() == 1 && !stands(moved_to(voice, Instant{to}))) return "";
    return voice.kind == Voice::window ? fmt::format("let {} be on {} ({})", who, at(to, v, false, true), how)
                                       : fmt::format("move {} to {} ({})", who, at(to, v, timed, !timed), how);
  }

  // The latest day on which the dose may stop. Found by plans, for the stages that give the drug as well count from
  // then on: twice as far each time, then halved.
  std::string stopped(const Voice& voice, bool alone) const {
    model::Case other = what_;
    model::LastDose* dose = nullptr;
    for (model::Person& person : other.patient.people)
      for (model::LastDose& d : person.last_doses)
        if (d.where == voice.where) dose = &d;
    const calendar::Day today = settings_.today;
    assert(dose);
    const auto helps = [&](calendar::Day day) {
      dose->kind = model::LastDose::on;
      dose->day = day;
      return alone ? !clashes_with(other, voice) : stands(other);
    };
    if (!helps(today)) return "";
    int soon = 0, late = 1;
    constexpr int furthest = 1024;
    while (late < furthest && helps(today + late)) {
      soon = late;
      late *= 2;
    }
    while (late - soon > 1) {
      const int middle = soon + (late - soon) / 2;
      (helps(today + middle) ? soon : late) = middle;
    }
    const auto day = today + soon;
    return fmt::format("{}: write the day on which it stops, {} {} at the latest", voice.text,
                       calendar::name(calendar::weekday(day)), calendar::to_string(day));
  }

  // Whether a plan can be made once what this voice says is no more: the network here has only what was asked of it
  // until it clashed. Of what its own words change by a date, that is found out with the date.
  bool stands_without(const Voice& voice) const {
    model::Case other = what_;
    if (voice.kind == Voice::absence) {
      for (model::Person& person : other.patient.people)
        std::erase_if(person.absences, [&](const model::Absence& away) { return away.where == voice.where; });
      return stands(other);
    }
    if ((voice.kind != Voice::hours && voice.kind != Voice::stock) || !voice.place) return true;
    for (model::Place& place : other.centre->places) {
      if (place.id != voice.place->id) continue;
      if (voice.kind == Voice::hours) {
        place.hours = model::Hours::all_days();
        place.holidays.clear();
        place.closed.clear();
      } else {
        for (auto& [what, amount] : place.has) {
          amount = {};
          amount.plain.emplace();
          amount.plain->n = 99;
        }
        place.between.clear();
      }
    }
    return stands(other);
  }

  // Whether what this voice says, though changed, is still part of a clash.
  bool clashes_with(const model::Case& other, const Voice& voice) const {
    Almanac almanac(other, almanac_.first(), almanac_.last());
    const Found found = search(other, settings_, almanac);
    return found.clash && std::any_of(found.clash->tags.begin(), found.clash->tags.end(), [&](network::Tag tag) {
             const Voice* one = found.c.voice(tag);
             return one && one->where == voice.where;
           });
  }

  // The case with what this voice says put on, or stretched to, another date.
  model::Case moved_to(const Voice& voice, Instant to) const {
    model::Case other = what_;
    const auto wall = almanac_.zone().wall(to);
    for (auto& window : other.patient.windows)
      if (window.where == voice.where) {
        if (window.by) window.by = std::max(*window.by, wall.day);
        if (window.from) window.from = std::min(*window.from, wall.day);
      }
    for (auto* facts : {&other.patient.booked, &other.patient.held})
      for (auto& fact : *facts)
        if (fact.where == voice.where) {
          fact.from.day = wall.day;
          fact.from.instant = fact.from.minute ? to : Instant{almanac_.start_of(wall.day)};
          if (fact.from.minute) fact.from.minute = wall.minute;
          fact.to.reset();
        }
    return other;
  }

  // Whether a plan of it can be made. Another date may ask for other attempts or places than the network here has.
  bool stands(const model::Case& other) const {
    Almanac almanac(other, almanac_.first(), almanac_.last());
    const Found found = search(other, settings_, almanac);
    return !found.clash && !source::has_errors(found.c.diagnostics);
  }

  // Another value of an option that makes the whole plan hold.
  void choices() {
    int tried = 0;
    for (const model::Option& option : what_.workflow.options) {
      const auto now = what_.patient.options.find(option.id);
      for (const std::string& value : option.values) {
        if ((now != what_.patient.options.end() && value == now->second) || ++tried > 12) continue;
        model::Case other = what_;
        other.patient.options[option.id] = value;
        if (!stands(other)) continue;
        const auto where = what_.patient.option_where.find(option.id);
        out_.mends.push_back({fmt::format("choose {}: {}", option.id, value),
                              where != what_.patient.option_where.end() ? where->second : option.where});
      }
    }
  }

  const model::Case& what_;
  const Settings& settings_;
  const Found& found_;
  Almanac& almanac_;
  std::vector<Tick> missed_by_;  // by tag of the clash
  timeline::Conflict out_;
};

}  // namespace

timeline::Conflict conflict(const model::Case& what, const Settings& settings, const Found& found, Almanac& almanac) {
  return Mending(what, settings, found, almanac).run();
}

}  // namespace v2v::plan
