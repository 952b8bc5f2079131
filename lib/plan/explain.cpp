#include "plan/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace v2v::plan {
namespace {

std::string day_and_time(const Almanac& almanac, const calendar::Zone& zone, Tick t) {
  const auto wall = zone.wall(Instant{t});
  const std::string day =
      fmt::format("{} {}", calendar::name(calendar::weekday(wall.day)), calendar::to_string(wall.day));
  return almanac.dates_only() ? day : day + " " + calendar::clock(wall.minute);
}

}  // namespace

timeline::Cited cited(const model::Workflow& workflow, const model::Cite& cite) {
  timeline::Cited out;
  out.source = cite.source;
  out.section = cite.section;
  auto checked = cite.checked;
  if (const model::Source* source = workflow.source(cite.source)) {
    out.title = source->title;
    if (checked == model::Checked::unsaid) checked = source->checked;
  }
  out.checked = std::string(model::word(checked));
  return out;
}

std::vector<timeline::Cited> cites_of(const model::Stage& stage, const Facts& facts) {
  std::vector<const model::Cite*> all, some;
  const auto add = [&](const std::optional<model::Cite>& cite) {
    if (cite) some.push_back(&*cite);
  };
  // Key by key; within one key by source, since the order of links, drugs and editions in a file says nothing.
  const auto close = [&] {
    const auto by_source = [](const model::Cite* c) { return std::tie(c->source, c->section); };
    if (some.size() > 1)
      std::stable_sort(some.begin(), some.end(),
                       [&](const auto* a, const auto* b) { return by_source(a) < by_source(b); });
    for (const auto* one : some)
      if (std::none_of(all.begin(), all.end(), [&](const auto* c) { return by_source(c) == by_source(one); }))
        all.push_back(one);
    some.clear();
  };
  // Of the cases of a rule the one that is in force: another edition's source says nothing of this plan.
  const auto add_chosen = [&](const auto& varied) {
    if (const auto* value = model::chosen(varied, facts)) add(value->origin.cite);
  };
  const auto add_value = [&](const auto& varied) {
    if (!varied) return;
    add(varied->origin.cite);
    close();
    add_chosen(*varied);
    close();
  };
  add(stage.origin.cite);
  close();
  add_value(stage.takes);
  add_value(stage.lasts);
  add_value(stage.begins);
  add_value(stage.until);
  add_value(stage.window);
  add_value(stage.falls_on);
  add_value(stage.repeat);
  add_value(stage.apart);
  for (const auto* links : {&stage.after, &stage.ends_after}) {
    for (const model::Link& link : *links) {
      add(link.origin.cite);
      add_chosen(link.wait);
    }
    close();
  }
  for (const auto& washout : stage.washouts) add(washout.origin.cite);
  close();
  for (const auto& outcome : stage.outcomes) add(outcome.origin.cite);
  close();
  std::vector<timeline::Cited> out;
  out.reserve(all.size());
  for (const auto* one : all) out.push_back(cited(facts.what.workflow, *one));
  return out;
}

std::vector<timeline::Reason> reasons(const model::Case& what, const Found& found, Almanac& almanac,
                                      const std::vector<network::Hop>& hops, const std::string& pin_text) {
  std::vector<timeline::Reason> all;
  const auto& net = found.c.net;
  for (const network::Hop& hop : hops) {
    timeline::Reason reason;
    reason.minutes = hop.to_at - hop.from_at;
    reason.from = Instant{hop.from_at};
    reason.to = Instant{hop.to_at};
    const Voice* voice = nullptr;
    const auto index = static_cast<std::size_t>(hop.index);
    switch (hop.kind) {
      case network::Hop::bound:
        voice = found.c.voice(net.bounds()[index].tag);
        break;
      case network::Hop::arrow:
        voice = found.c.voice(net.arrows()[index].tag);
        break;
      case network::Hop::opening:
        voice = found.c.voice(net.openings()[index].tag);
        break;
      case network::Hop::pin:
        reason.text = pin_text;
        break;
      case network::Hop::turns:
        reason.text = "rules that push each other on, several times round";
        break;
    }
    if (voice) {
      reason.text = voice->text;
      reason.where = voice->where;
      if (voice->cite) reason.cite = cited(what.workflow, *voice->cite);
      if (voice->origin && !voice->origin->replaced_text.empty())
        reason.note = fmt::format("in place of {}{}", voice->origin->replaced_text,
                                  voice->origin->because.empty() ? "" : ", because " + voice->origin->because);
    } else if (reason.text.empty()) {
      reason.text = "starts and ends in order";
    }
    if (hop.kind == network::Hop::opening && reason.minutes != 0) {
      const auto& zone = almanac.zone_of(voice ? voice->place : nullptr);
      // Hours are those of the place; a zone that is not the centre's is named, as in a patient's file.
      const std::string other = zone.name() == almanac.zone().name() ? "" : " " + zone.name();
      if (reason.minutes > 0)
        reason.text += fmt::format(": shut from {} to {}{}", day_and_time(almanac, zone, hop.from_at),
                                   day_and_time(almanac, zone, hop.to_at), other);
      else
        reason.text += fmt::format(": the last start that fits is {}{}", day_and_time(almanac, zone, hop.to_at), other);
    }
    if (!all.empty() && reason.minutes == 0 && hop.kind == network::Hop::arrow &&
        (!voice || voice->kind == Voice::order))
      continue;  // a milestone's own end, or a whole's first part: no step that anyone takes
    all.push_back(std::move(reason));
  }
  return all;
}

network::Question asked_of(const Found& found, network::Event e) {
  return found.shown[e] == found.earliest[e] ? network::Question{} : found.shown_by;
}

std::vector<timeline::Reason> because(const model::Case& what, const Found& found, Almanac& almanac, int visit) {
  const network::Event s = found.c.visits[static_cast<std::size_t>(visit)].s;
  for (const auto& [v, pins] : found.late)
    if (v == visit) {
      network::Question q = found.late_given;
      q.pins.resize(pins);
      const auto hops = found.solver->why_not_later(s, q);
      return reasons(what, found, almanac, hops, "the rest of the plan stays where it is");
    }
  return reasons(what, found, almanac, found.solver->why_not_earlier(s, asked_of(found, s)), pinned_text);
}

}  // namespace v2v::plan
