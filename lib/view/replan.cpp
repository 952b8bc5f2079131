#include "view/replan.h"

#include <fmt/format.h>

#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

std::string counted(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string name(const timeline::Moved& m) {
  std::string out = plain(m.title.empty() ? m.id : m.title);
  if (m.visits > 1) out += fmt::format(", visit {} of {}", m.visit, m.visits);
  if (m.attempt > 1) out += fmt::format(" (attempt {})", m.attempt);
  return out;
}

std::string shift(int days) {
  if (days == 0) return "same day";
  return fmt::format("{} {}", counted(static_cast<std::size_t>(days < 0 ? -days : days), "day"),
                     days < 0 ? "earlier" : "later");
}

std::string when(const model::Fact& fact, const std::string& zone) {
  return moment(fact.from.instant, zone, !fact.from.minute);
}

void line(std::string& out, const std::string& text, int width, std::string_view first = "  · ") {
  bool begun = false;
  const int columns = view::width(first);
  const std::string rest(static_cast<std::size_t>(columns), ' ');
  for (const auto& piece : wrap(text, width - columns)) {
    out += fmt::format("{}{}\n", begun ? std::string_view(rest) : first, piece);
    begun = true;
  }
}

}  // namespace

std::string replan(const timeline::Replan& a, const std::string& patient, const std::string& zone, std::size_t bookings,
                   ReplanStyle style) {
  const Ink ink{style.colour};
  std::string out = patient.empty() ? "" : patient + ": ";
  if (a.moved.empty()) {
    out += "no booking has to move\n";
  } else {
    out += fmt::format("{} of {} must move, no fewer will do; {} in all{}\n", a.moved.size(),
                       counted(bookings, "booking"), counted(static_cast<std::size_t>(a.days), "day"),
                       a.fewest_days ? ", no dates move them by less" : " (not every choice of dates was looked at)");
    out += fmt::format("\n{}\n", ink.bold("Move"));
    for (const auto& m : a.moved)
      line(out, fmt::format("{}: {} -> {} ({})", name(m), when(m.was, zone), when(m.now, zone), shift(m.days)),
           style.width);
    out += fmt::format("\n{}\n", ink.bold("Why"));
    for (const auto& reason : a.reasons) {
      line(out,
           reason.bookings.size() == 1 ? fmt::format("{} cannot stay:", reason.bookings.front())
                                       : fmt::format("{} cannot all stay:", fmt::join(reason.bookings, " and ")),
           style.width);
      for (const auto& rule : reason.clash.rules) {
        const std::string at = place_of(rule.where);
        line(out,
             plain(rule.text) +
                 (rule.missed_by_minutes.value_or(0) != 0 ? "; missed by " + duration(*rule.missed_by_minutes) : "") +
                 (rule.standing.empty() ? "" : "; " + plain(rule.standing)),
             style.width, "      - ");
        if (!at.empty()) out.insert(out.size() - 1, " (" + at + ")");  // whole, so that an editor finds it
      }
    }
  }
  if (a.overdue.empty()) return out;
  out += fmt::format("\n{}\n", ink.alarm("Overdue: say first what became of these"));
  for (const auto& m : a.overdue) line(out, fmt::format("{}: booked for {}", name(m), when(m.was, zone)), style.width);
  return out;
}

}  // namespace v2v::view
