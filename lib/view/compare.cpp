#include "view/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Change;
using timeline::Comparison;
using timeline::Entry;
using timeline::State;

const Entry& entry_of(const Change& c) {
  return c.kind == Change::removed ? c.before : c.now;
}

/// `Daily check, visits 2 to 5 of 7 (attempt 2)`
std::string name(const Change& c) {
  const Entry& e = entry_of(c);
  std::string out = plain(e.title.empty() ? e.id : e.title);
  if (e.visits > 1)
    out += c.first_visit == c.last_visit
               ? fmt::format(", visit {} of {}", c.first_visit, e.visits)
               : fmt::format(", visits {} to {} of {}", c.first_visit, c.last_visit, e.visits);
  if (e.attempt > 1) out += fmt::format(" (attempt {})", e.attempt);
  return out;
}

std::string days(int n) {
  const int size = n < 0 ? -n : n;
  const std::string length = size % 7 == 0 && size >= 14 ? fmt::format("{} weeks", size / 7)
                                                         : fmt::format("{} day{}", size, size == 1 ? "" : "s");
  return length + (n < 0 ? " earlier" : " later");
}

std::string shift(const Change& c) {
  if (c.days == c.days_most) return days(c.days);
  return fmt::format("{} to {} days {}", std::abs(c.days), std::abs(c.days_most),
                     c.days_most < 0 ? "earlier" : "later");
}

bool span(const Entry& e) {
  return e.kind == model::Kind::restriction || e.kind == model::Kind::stay;
}

/// One date and time, or the first and the last date of several.
std::string when(const Entry& first, const Entry& last, const std::string& zone) {
  if (!first.start) return "not known";
  if (last.start && last.visit != first.visit)
    return fmt::format("{} to {}", date(day_in(*first.start, zone)), date(day_in(*last.start, zone)));
  return moment(*first.start, zone, first.date_only || span(first));
}

std::string until(const Entry& e, const std::string& zone) {
  return e.end ? date(day_in(*e.end, zone)) : "not known";
}

std::string outcome(const Entry& e) {
  return e.outcome.empty() || e.outcome_assumed ? "" : fmt::format(", {}", plain(e.outcome));
}

std::string happened(const Change& c, const std::string& zone) {
  const Entry& e = c.now;
  if (e.running)
    return fmt::format("began {}{}", when(e, e, zone),
                       c.days == 0 || !c.before.start ? "" : ", " + days(c.days) + " than planned");
  const bool ended = c.before.running;
  std::string out =
      ended && e.end ? fmt::format("ended {}", moment(*e.end, zone, e.date_only)) : when(e, c.last_now, zone);
  if (ended && e.end && c.before.end) {
    const int late = day_in(*e.end, zone) - day_in(*c.before.end, zone);
    if (late != 0) out += ", " + days(late) + " than planned";
  } else if (c.before.start && c.days != 0) {
    out += ", " + days(c.days) + " than planned";
  }
  return out + outcome(e);
}

std::string moved(const Change& c, const std::string& zone) {
  const bool gone_from_booked = c.before.state == State::booked;
  std::string out = fmt::format("{} -> {}", when(c.before, c.last_before, zone), when(c.now, c.last_now, zone));
  out += c.days == 0 ? " (same day)" : fmt::format(" ({})", shift(c));
  if (span(c.now) && c.before.end && c.now.end && day_in(*c.before.end, zone) != day_in(*c.now.end, zone))
    out += fmt::format(", until {}", until(c.now, zone));
  if (c.place_too) out += fmt::format(", now at {}", plain(c.now.place));
  if (c.now.state == State::overdue)
    out += ", overdue: not said whether it was done";
  else if (c.now.state == State::booked)
    out += ", booked";
  else if (gone_from_booked)
    out += ", no longer booked";
  else
    out += ", " + standing(c.now);
  return out;
}

constexpr std::string_view headings[] = {
    "Happened", "Corrected",        "Moved", "Ends otherwise",   "At another place",
    "Booked",   "No longer booked", "New",   "No longer planned"};

void lines(std::string& out, const std::string& text, int width, std::string_view first, std::string_view rest) {
  bool begun = false;
  for (const auto& line : wrap(text, width - 4)) {
    out += fmt::format("{}{}\n", begun ? rest : first, line);
    begun = true;
  }
}

}  // namespace

std::string said(const Change& c, const std::string& zone, bool named) {
  const std::string front = named ? name(c) + ": " : "";
  switch (c.kind) {
    case Change::happened:
      return front + happened(c, zone);
    case Change::corrected: {
      const auto told = [&](const Entry& e, const Entry& last) {
        return when(e, last, zone) + (e.end && !e.milestone && !e.date_only ? " to " + moment(*e.end, zone) : "") +
               outcome(e);
      };
      return fmt::format("{}{} -> {}", front, told(c.before, c.last_before), told(c.now, c.last_now));
    }
    case Change::moved:
      return front + moved(c, zone);
    case Change::ends:
      return fmt::format("{}until {} -> until {} ({})", front, until(c.before, zone), until(c.now, zone), shift(c));
    case Change::elsewhere:
      return fmt::format("{}{} -> {}, {}", front, plain(c.before.place), plain(c.now.place),
                         when(c.now, c.last_now, zone));
    case Change::booked:
    case Change::not_booked:
      return front + when(c.now, c.last_now, zone);
    case Change::added:
      return fmt::format("{}{}{}, {}", front, when(c.now, c.last_now, zone),
                         span(c.now) && c.now.end ? " until " + until(c.now, zone) : "", standing(c.now));
    case Change::removed:
      return front + when(c.before, c.last_before, zone) + (c.before.state == State::booked ? ", was booked" : "");
  }
  return front;
}

std::string compare(const Comparison& a, CompareStyle style) {
  const Ink ink{style.colour};
  std::string out;
  if (a.day_zero_before && a.day_zero && *a.day_zero_before != *a.day_zero)
    out += fmt::format("Day {}  {} -> {} ({})\n", a.counts_from_one ? 1 : 0, date(*a.day_zero_before),
                       date(*a.day_zero), days(*a.day_zero - *a.day_zero_before));
  else if (a.day_zero && !a.changes.empty())
    out += fmt::format("Day {}  stays {}\n", a.counts_from_one ? 1 : 0, date(*a.day_zero));
  if (a.closed)
    out += fmt::format("closed on {}: {}. Nothing more is planned\n", date(a.closed->date), plain(a.closed->reason));
  if (a.changes.empty() && a.breaches.empty()) {
    if (out.empty()) out = "nothing is different\n";
    return out;
  }
  int heading = -1;
  for (const Change& c : a.changes) {
    if (heading != static_cast<int>(c.kind)) {
      heading = static_cast<int>(c.kind);
      out += fmt::format("\n{}\n", ink.bold(headings[heading]));
    }
    lines(out, said(c, a.zone), style.width, "  · ", "    ");
  }
  if (!a.breaches.empty()) {
    out += fmt::format("\n{}\n", ink.alarm("Rules that what happened breaks"));
    for (const auto& b : a.breaches)
      lines(out, b.text + (b.by_minutes > 0 ? fmt::format(", by {}", duration(b.by_minutes)) : ""), style.width, "  · ",
            "    ");
  }
  return out + told(a, style);
}

std::string told(const Comparison& a, CompareStyle style) {
  if (a.told.empty()) return "";
  std::string out = fmt::format("\n{}\n", Ink{style.colour}.bold("To be told"));
  for (const auto& t : a.told) {
    std::vector<std::string> names;
    for (const std::size_t k : t.changes) {
      std::string of = name(a.changes[k]);
      if (std::find(names.begin(), names.end(), of) == names.end()) names.push_back(std::move(of));
    }
    const std::string front =
        fmt::format("{}{}: ", t.whom, t.title.empty() ? "" : fmt::format(" ({})", plain(t.title)));
    lines(out, front + fmt::format("{}", fmt::join(names, "; ")), style.width, "  · ", "    ");
  }
  return out;
}

}  // namespace v2v::view
