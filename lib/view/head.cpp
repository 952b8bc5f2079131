#include "view/head.h"

#include <fmt/format.h>

#include "view/say.h"

namespace v2v::view {
namespace {

using timeline::State;
using timeline::Timeline;

void add(std::vector<Section>& list, std::string title, std::vector<std::string> lines, bool alarming = false) {
  if (!lines.empty()) list.push_back({std::move(title), std::move(lines), alarming});
}

bool departs(const std::string& warning) {
  return warning.rfind("departure", 0) == 0;
}

std::vector<std::string> overdue(const Timeline& answer) {
  std::vector<std::string> lines;
  for (const auto& e : answer.entries)
    if (e.state == State::overdue && !e.earliest)  // its day, or what comes after it, has been
      lines.push_back(fmt::format("{} ({}): booked for {}. Not recorded as done; taken as done, its date unknown",
                                  titled(e), e.id, moment(*e.start, answer.zone, e.date_only)));
    else if (e.state == State::overdue)
      lines.push_back(fmt::format("{} ({}): {}. Not recorded as done; planned as not done", titled(e), e.id,
                                  e.start ? "now " + moment(*e.start, answer.zone, e.date_only) : "no date"));
  return lines;
}

std::string milestone(const timeline::Milestone& m) {
  std::string text = m.title.empty() ? m.id : m.title;
  text += m.days ? fmt::format(": {} {}", *m.days, *m.days == 1 ? "day" : "days") : ": not known";
  if (m.from && m.to) text += fmt::format(" ({} to {})", date(*m.from), date(*m.to));
  return text;
}

}  // namespace

std::string headline(const Timeline& answer) {
  std::string text = answer.patient.empty() ? "" : answer.patient + ": ";
  if (answer.workflow_title.empty() || answer.workflow_title == answer.workflow)
    text += answer.workflow;
  else
    text += fmt::format("{} ({})", answer.workflow_title, answer.workflow);
  if (!answer.edition.empty()) text += ", edition " + answer.edition;
  return text;
}

std::vector<Fact> facts(const Timeline& answer) {
  std::vector<Fact> list;
  list.push_back({"status", status(answer)});
  if (answer.centre.empty()) {
    list.push_back({"centre", fmt::format("none; tzdata {}", answer.tzdata)});
  } else {
    const auto& title = answer.centre_title;
    const std::string name =
        title.empty() || title == answer.centre ? answer.centre : fmt::format("{} ({})", title, answer.centre);
    list.push_back({"centre", fmt::format("{}, times in {} (tzdata {})", name, answer.zone, answer.tzdata)});
  }
  list.push_back({"today", date(answer.today)});
  list.push_back({answer.counts_from_one ? "Day 1" : "Day 0", answer.day_zero ? date(*answer.day_zero) : "not known"});
  list.push_back({"assumed", fmt::format("lengths that are not ours to choose: {}", answer.assumed)});
  if (const auto* e = next_appointment(answer))
    list.push_back({"next", fmt::format("{} {}{}", moment(*e->start, answer.zone, e->date_only), titled(*e),
                                        e->place.empty() ? "" : ", " + e->place)});
  return list;
}

std::string closed_line(const Timeline& answer) {
  if (!answer.closed) return "";
  return fmt::format("closed on {}: {}. Nothing more is planned", date(answer.closed->date), answer.closed->reason);
}

std::vector<Section> sections(const Timeline& answer) {
  std::vector<Section> list;
  add(list, "Overdue", overdue(answer), true);

  std::vector<std::string> breaches;
  for (const auto& b : answer.breaches) {
    const std::string at = place_of(b.where);
    breaches.push_back(fmt::format("{}, by {}{}", b.text, duration(b.by_minutes), at.empty() ? "" : " (" + at + ")"));
  }
  add(list, "Breaches: rules that what happened has broken", std::move(breaches), true);

  std::vector<std::string> warnings, departures;
  for (const auto& w : answer.warnings) (departs(w) ? departures : warnings).push_back(w);
  add(list, "Warnings", std::move(warnings), true);
  add(list, "Departures from the workflow", std::move(departures), true);

  std::vector<std::string> shut;
  for (const auto& g : answer.gates)
    if (!g.open) shut.push_back(fmt::format("{} waits until {} has happened", g.stage, g.gate));
  add(list, "Gates still shut", std::move(shut));

  std::vector<std::string> milestones;
  for (const auto& m : answer.milestones) milestones.push_back(milestone(m));
  add(list, "Milestones", std::move(milestones));

  if (!answer.held.empty()) add(list, "Held for latest and slack", {answer.held});
  add(list, "Assumptions", answer.assumptions);
  add(list, "Sources past their review date", answer.stale_sources);
  add(list, "Workflow",
      {fmt::format("{}{}{}", status(answer), answer.edition.empty() ? "" : ", edition " + answer.edition,
                   answer.hash.empty() ? "" : ", hash " + answer.hash)});
  return list;
}

const timeline::Entry* next_appointment(const Timeline& answer) {
  if (answer.closed) return nullptr;
  const timeline::Entry* best = nullptr;
  for (const auto& e : answer.entries) {
    if (!e.start || e.kind != model::Kind::appointment) continue;
    if (e.state == State::happened || e.state == State::cancelled || e.state == State::unrecorded) continue;
    if (day_in(*e.start, answer.zone) < answer.today) continue;
    if (!best || *e.start < *best->start) best = &e;
  }
  return best;
}

}  // namespace v2v::view
