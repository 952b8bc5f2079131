#include "view/todo.h"

#include <fmt/format.h>

#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Task;

std::string what(const Task& t, const std::string& zone) {
  if (t.kind == Task::close)
    return "the pathway ends here: close the file (v2v note FILE closed DATE --because finished)";
  const std::string name = plain(titled(t.entry));
  const std::string on = t.entry.start ? moment(*t.entry.start, zone, t.entry.date_only) : "";
  const std::string latest = t.can_be_until ? date(*t.can_be_until) : "";
  const std::string at = t.entry.place.empty() ? "" : ", " + plain(t.entry.place);
  const bool later = t.can_be_until && t.entry.start && *t.can_be_until > day_in(*t.entry.start, zone);
  switch (t.kind) {
    case Task::say:
      return fmt::format("say what became of {}: it was booked for {}", name,
                         t.was ? moment(t.was->from.instant, zone, !t.was->from.minute) : "a day that is over");
    case Task::book:
    case Task::firm:
      return fmt::format("{} {}: {}{}{}", t.kind == Task::book ? "book" : "confirm", name, on, at,
                         later            ? fmt::format("; {} at the latest", latest)
                         : latest.empty() ? ""
                                          : "; no later");
    case Task::move:
      if (!t.can_be_until) return fmt::format("last day to move {}: {}{}", name, on, at);
      return later ? fmt::format("last day to move {}: {}{}; it could be on {}", name, on, at, latest)
                   : fmt::format("{}: {}{}; it cannot be later without moving others", name, on, at);
    case Task::close:
      break;
  }
  return name;
}

}  // namespace

std::string todo(const timeline::Todo& answer, TodoStyle style) {
  const Ink ink{style.colour};
  std::string out = answer.patient.empty() ? "" : answer.patient + ": ";
  if (answer.closed)
    return out + fmt::format("closed on {}: {}. Nothing more is to be decided\n", date(answer.closed->date),
                             plain(answer.closed->reason));
  out += "decide by, Day 0 and all other bookings staying where they are\n\n";
  std::size_t later = 0;
  for (const Task& t : answer.tasks) {
    if (style.until && t.by > *style.until) {
      ++later;
      continue;
    }
    const std::string by = t.by <= answer.today ? "today" : date(t.by);
    bool begun = false;
    for (const auto& line : wrap(what(t, answer.zone), style.width - 19)) {
      const std::string front = begun ? "" : by;
      out += fmt::format("  {}{}{}\n", t.by <= answer.today ? ink.alarm(front) : front,
                         std::string(17 - front.size(), ' '), line);
      begun = true;
    }
  }
  if (answer.tasks.empty() || later == answer.tasks.size()) out += "  nothing\n";
  if (later > 0) out += fmt::format("\n{} more after {}\n", later, date(*style.until));
  return out;
}

}  // namespace v2v::view
