#include "view/roster_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace v2v::view {
namespace {

using timeline::Objective;
using timeline::Roster;
using timeline::Rostered;

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string objective_words(const Objective& o) {
  return fmt::format("not placed {}, days late {} (both by weight), holds moved {}, days waited {}", o.not_placed,
                     o.weighted_late, o.moved, o.waiting);
}

std::string with_year(Day day, Day near) {
  const auto d = calendar::split(day);
  return calendar::split(near).year == d.year ? short_date(day) : fmt::format("{} {}", short_date(day), d.year);
}

std::string resource_title(const Roster& roster, int resource) {
  if (resource < 0 || static_cast<std::size_t>(resource) >= roster.resources.size()) return "?";
  return roster.resources[static_cast<std::size_t>(resource)].title;
}

void add(std::vector<Section>& list, std::string title, std::vector<std::string> lines, bool alarming = false) {
  if (!lines.empty()) list.push_back({std::move(title), std::move(lines), alarming});
}

std::string over_words(const timeline::Over& over, const Roster& roster) {
  return fmt::format("{}: {} used of {}, {} to {}, by {}", resource_title(roster, over.resource), over.used,
                     over.amount, moment(over.from, roster.zone), moment(over.to, roster.zone), joined(over.by));
}

std::string freed_words(const timeline::Freed& freed, const Roster& roster) {
  std::string text =
      fmt::format("{} for {}, {}, freed by {}{}", freed.resource, freed.title.empty() ? freed.stage : freed.title,
                  days_between(freed.from, freed.to, roster.zone, roster.today), freed.patient,
                  freed.reason.empty() ? "" : " (" + freed.reason + ")");
  if (freed.offers.empty()) return text + ": nobody in the list could have it";
  text += ": offered to ";
  for (std::size_t k = 0; k < freed.offers.size(); ++k) {
    const auto& offer = freed.offers[k];
    text += fmt::format("{}{}{}: {}", k ? "; " : "", offer.patient,
                        offer.place_in_list > 0 ? fmt::format(" ({} in the list)", offer.place_in_list) : "",
                        offer.takes             ? "takes it"
                        : offer.why_not.empty() ? "does not take it"
                                                : offer.why_not);
  }
  return text;
}

/// `text: P-0201, P-0202`, in the order in which the texts are first said.
std::vector<std::string> assumptions(const Roster& roster) {
  std::vector<std::string> order, lines;
  std::map<std::string, std::vector<std::string>> who;
  for (const auto& patient : roster.patients)
    for (const auto& text : patient.assumptions) {
      auto& list = who[text];
      if (list.empty()) order.push_back(text);
      if (list.empty() || list.back() != patient.id) list.push_back(patient.id);
    }
  for (const auto& text : order)
    lines.push_back(
        fmt::format("{}: {}", text, who[text].size() == roster.patients.size() ? "all" : joined(who[text])));
  return lines;
}

}  // namespace

std::string joined(const std::vector<std::string>& list, std::string_view between) {
  std::string out;
  for (const auto& item : list) out.append(out.empty() ? "" : between).append(item);
  return out;
}

std::string headline(const Roster& roster) {
  if (roster.title.empty() || roster.title == roster.programme) return roster.programme;
  return fmt::format("{} ({})", roster.title, roster.programme);
}

std::string status(const Roster& roster) {
  std::vector<std::string> drafts;
  for (const auto& patient : roster.patients)
    if (patient.status.rfind("approved", 0) != 0 &&
        std::find(drafts.begin(), drafts.end(), patient.workflow) == drafts.end())
      drafts.push_back(patient.workflow);
  std::sort(drafts.begin(), drafts.end());
  const std::string aid = "an aid to planning: nothing is booked until a person has booked it";
  if (drafts.empty()) return aid;
  return fmt::format("not approved for use: {}; {}", joined(drafts), aid);
}

std::vector<Fact> facts(const Roster& roster) {
  const std::string centre = roster.centre_title.empty() || roster.centre_title == roster.centre
                                 ? roster.centre
                                 : fmt::format("{} ({})", roster.centre_title, roster.centre);
  std::size_t placed = 0, not_placed = 0, closed = 0;
  for (const auto& patient : roster.patients)
    ++(patient.kind == Rostered::placed ? placed : patient.kind == Rostered::closed ? closed : not_placed);
  std::vector<Fact> list{{"status", status(roster)},
                         {"centre", fmt::format("{}, times in {} (tzdata {})", centre, roster.zone, roster.tzdata)},
                         {"period", fmt::format("{} to {}", date(roster.first), date(roster.last))},
                         {"today", date(roster.today)},
                         {"assumed", fmt::format("lengths that are not ours to choose: {}", roster.assumed)},
                         {"patients", fmt::format("{} placed, {} not placed, {} closed", placed, not_placed, closed)}};
  if (!roster.waits_before.empty()) list.push_back({"queue", "for " + roster.waits_before});
  list.push_back({"minimised", objective_words(roster.objective)});
  if (roster.proved)
    list.push_back({"bound", "proved: no roster is better"});
  else
    list.push_back(
        {"bound", fmt::format("no roster is better than: {}; that this one is the best was not proved in {}",
                              objective_words(roster.bound), counted(roster.iterations, "iteration", "iterations"))});
  return list;
}

std::vector<Section> sections(const Roster& roster) {
  std::vector<Section> list;
  std::vector<std::string> lines;
  for (const auto& over : roster.over) lines.push_back(over_words(over, roster));
  add(list, "More is used than there is", std::exchange(lines, {}), true);

  for (const auto& patient : roster.patients)
    if (patient.kind == Rostered::not_placed)
      lines.push_back(fmt::format("{}: {}", patient.id, patient.why_not.empty() ? "not said why" : patient.why_not));
  add(list, "Not placed", std::exchange(lines, {}), true);
  add(list, "Warnings", roster.warnings, true);

  for (const auto& patient : roster.patients)
    for (const auto& slot : patient.slots)
      if (slot.held_for)
        lines.push_back(fmt::format("{}: {} was held for {}, now {}", patient.id, titled(slot),
                                    moment(*slot.held_for, roster.zone), moment(slot.start, roster.zone)));
  add(list, "Holds that had to move", std::exchange(lines, {}));

  for (const auto& patient : roster.patients)
    if (patient.lost && *patient.lost > 0)
      lines.push_back(fmt::format("{}: {}", patient.id,
                                  *patient.lost < 0.01 ? "below 1%" : fmt::format("{:.0f}%", *patient.lost * 100)));
  add(list, "How often a slot comes too soon for what must be ready", std::exchange(lines, {}));

  for (const auto& freed : roster.freed) lines.push_back(freed_words(freed, roster));
  add(list, "Slots that came free", std::exchange(lines, {}));
  add(list, "Assumptions", assumptions(roster));

  for (const auto& patient : roster.patients)
    if (patient.kind == Rostered::closed) lines.push_back(patient.id);
  if (!lines.empty()) add(list, "Closed, and nothing more is planned", {joined(lines)});
  return list;
}

std::string days_between(Instant from, Instant to, const std::string& in, Day near) {
  const auto zone = zone_of(in);
  const auto a = zone.wall(from), b = zone.wall(to);
  if (a.day == b.day)
    return fmt::format("{} {} to {}", with_year(a.day, near), calendar::clock(a.minute), calendar::clock(b.minute));
  const auto x = calendar::split(a.day), y = calendar::split(b.day);
  const bool month = x.year == y.year && x.month == y.month;
  const std::string begin = month              ? fmt::format("{}", x.day)
                            : x.year == y.year ? short_date(a.day)
                                               : with_year(a.day, near);
  return fmt::format("{} to {}", begin, with_year(b.day, near));
}

std::string blocked_words(const timeline::Blocked& blocked, const std::string& zone, Day near) {
  constexpr std::size_t shown = 8;
  const std::string when = days_between(blocked.wanted, blocked.given, zone, near);
  const std::string what = blocked.title.empty() ? blocked.stage : blocked.title;
  const std::string behind = what.empty() ? "" : " (" + what + ")";
  if (blocked.kept_free)
    return fmt::format("{} kept free {} for {}{}", blocked.resource, when,
                       blocked.kept_for.empty() ? "a heavier priority" : blocked.kept_for, behind);
  if (blocked.by.empty()) return fmt::format("{} not there {}{}", blocked.resource, when, behind);
  std::vector<std::string> by(blocked.by.begin(),
                              blocked.by.begin() + static_cast<std::ptrdiff_t>(std::min(shown, blocked.by.size())));
  const std::string more = blocked.by.size() > shown ? fmt::format(" and {} more", blocked.by.size() - shown) : "";
  std::string gone;
  if (const auto& spell = blocked.not_there)
    gone = ", not there " + days_between(spell->first, {spell->second.minutes - 1}, zone, near);
  return fmt::format("{} taken {} by {}{}{}{}", blocked.resource, when, joined(by), more, gone, behind);
}

std::string titled(const timeline::Slot& slot) {
  std::string out = slot.title.empty() ? slot.stage : slot.title;
  if (slot.visits > 1) out += fmt::format(", visit {}/{}", slot.visit, slot.visits);
  if (slot.attempt > 1) out += fmt::format(", attempt {}", slot.attempt);
  return out;
}

std::optional<Day> first_slot(const Rostered& patient, const std::string& zone) {
  if (patient.queued_for) return patient.queued_for;
  if (patient.slots.empty()) return std::nullopt;
  return day_in(patient.slots.front().start, zone);
}

std::string_view word(Rostered::Kind kind) {
  switch (kind) {
    case Rostered::placed:
      return "placed";
    case Rostered::not_placed:
      return "not placed";
    case Rostered::closed:
      return "closed";
  }
  return "placed";
}

std::string_view word(Rostered::Due due_from) {
  switch (due_from) {
    case Rostered::no_due:
      return "";
    case Rostered::by_target:
      return "target";
    case Rostered::by_itself:
      return "alone";
  }
  return "";
}

std::vector<const Rostered*> in_order(const Roster& roster) {
  std::vector<const Rostered*> list;
  for (const auto& patient : roster.patients) list.push_back(&patient);
  std::stable_sort(list.begin(), list.end(), [](const Rostered* a, const Rostered* b) {
    const auto place = [](const Rostered* p) { return p->place_in_list > 0 ? p->place_in_list : 1'000'000'000; };
    return std::pair(place(a), std::string_view(a->id)) < std::pair(place(b), std::string_view(b->id));
  });
  return list;
}

}  // namespace v2v::view
