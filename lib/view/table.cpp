#include "view/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/frame.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Entry;
using timeline::State;
using timeline::Timeline;

enum Column { day, when, clock, mark, stage, place, window, slack, open, state, range, columns };
using Cells = std::array<std::string, columns>;

constexpr std::array<std::string_view, columns> heads{"Day",    "Date",  "Time", "",      "Stage",       "Place",
                                                      "Window", "Slack", "Work", "State", "Likely range"};

struct Line {
  const Entry* entry = nullptr;  // nullptr: a heading or a folded line
  Cells cells;
  std::string offsets;  // the range where it has no room
  std::string visit;    // what must survive when the title is cut
  std::string heading, folded;
};

bool over(const Entry& e) {
  return e.state == State::happened || e.state == State::cancelled || e.state == State::unrecorded;
}

/// Earliest to latest start; for what is held or lived through, its end.
std::string window_of(const Entry& e, const std::string& in) {
  const auto zone = zone_of(in);
  const auto near = e.start ? std::optional(zone.wall(*e.start).day) : std::nullopt;
  if (e.kind == model::Kind::restriction || e.kind == model::Kind::stay) {
    if (!e.end) return "";
    const auto end = zone.wall(*e.end).day;
    return "to " + dates(end, end, near);
  }
  if (!e.latest) return "";
  const auto b = zone.wall(*e.latest);
  const auto a = e.earliest ? zone.wall(*e.earliest) : b;
  if (a.day == b.day && a.minute != b.minute && !in.empty() && !e.date_only)
    return calendar::clock(a.minute) + "-" + calendar::clock(b.minute);
  if (!e.earliest || (near && a.day == *near && a.day != b.day)) return "to " + dates(b.day, b.day, near);
  return dates(a.day, b.day, near);
}

std::string range_of(const Entry& e, const std::string& in) {
  if (!e.range_from || !e.range_to || over(e)) return "";
  const auto a = day_in(*e.range_from, in), b = day_in(*e.range_to, in);
  return a == b ? "" : dates(a, b, e.start ? std::optional(day_in(*e.start, in)) : std::nullopt);
}

/// The same in days before and after the shown date: `-5 +2`.
std::string offsets_of(const Entry& e, const std::string& in) {
  if (!e.start || range_of(e, in).empty()) return "";
  const auto on = day_in(*e.start, in);
  const int before = std::min(0, day_in(*e.range_from, in) - on), after = day_in(*e.range_to, in) - on;
  return fmt::format("{}{}{}", before < 0 ? fmt::format("{}", before) : "", before < 0 && after > 0 ? " " : "",
                     after > 0 ? fmt::format("+{}", after) : "");
}

/// Whole days from ten on, cut towards zero.
std::string days(std::int64_t minutes) {
  return brief(minutes >= 14400 ? minutes - minutes % 1440 : minutes);
}

/// Whole hours from ten on, cut towards zero. Where no place has hours a working day is a whole day, and said as days.
std::string work_hours(std::int64_t minutes, bool by_days) {
  if (by_days && minutes >= 1440) return fmt::format("{} wd", minutes / 1440);
  return working(minutes >= 600 ? minutes - minutes % 60 : minutes);
}

/// Every moment in one zone, the centre's, as the head says: a product that is released in another zone must not seem
/// to travel before its release.
Line line_of(const Entry& e, const std::string& in, bool ascii) {
  Line line;
  line.entry = &e;
  auto& c = line.cells;
  const auto zone = zone_of(in);
  if (e.day) c[day] = day_number(*e.day);
  if (e.start) {
    const auto wall = zone.wall(*e.start);
    c[when] = date(wall.day);
    if (!in.empty() && !e.date_only) c[clock] = calendar::clock(wall.minute);
  } else {
    c[when] = e.state == State::unrecorded ? "not recorded" : "not known";
  }
  c[mark] = e.state == State::overdue ? "!" : e.critical && movable(e) ? "*" : "";
  c[stage] = plain(e.title.empty() ? e.id : e.title, ascii);
  if (e.visits > 1) line.visit += fmt::format(" {}/{}", e.visit, e.visits);
  if (e.attempt > 1) line.visit += fmt::format(" (attempt {})", e.attempt);
  c[place] = plain(e.place, ascii);
  c[state] = standing(e);
  c[range] = range_of(e, in);
  line.offsets = offsets_of(e, in);
  // What has happened is fixed for ever: a window or a slack beside it would be noise.
  if (over(e)) return line;
  c[window] = window_of(e, in);
  if (!movable(e)) return line;
  c[slack] = !e.slack_minutes ? "-" : *e.slack_minutes == 0 ? "0" : days(*e.slack_minutes);
  c[open] = !e.slack_working_minutes        ? "-"
            : *e.slack_working_minutes == 0 ? "0"
                                            : work_hours(*e.slack_working_minutes, e.place.empty());
  return line;
}

/// Overdue first, then phase by phase in the order of the pathway, each by date.
std::vector<Line> lines_of(const Timeline& answer, const TableStyle& style) {
  std::vector<Line> lines;
  const auto heading = [&](std::string_view text) {
    Line line;
    line.heading = text;
    lines.push_back(line);
  };
  bool begun = false;
  for (const auto& e : answer.entries) {
    if (e.state != State::overdue) continue;
    if (!std::exchange(begun, true)) heading("Overdue");
    lines.push_back(line_of(e, answer.zone, style.ascii));
  }
  const auto late = [&](const Entry& e) {
    if (!e.start) return false;
    const auto on = day_in(*e.start, answer.zone);
    if (style.until && on > *style.until) return true;
    return style.fold_late_follow_up && e.phase == model::Phase::follow_up && answer.day_zero &&
           on > calendar::add_months(*answer.day_zero, 12);
  };
  for (int p = 0; p <= static_cast<int>(model::Phase::follow_up); ++p) {
    const auto phase = static_cast<model::Phase>(p);
    begun = false;
    int folded = 0;
    std::optional<Day> first, last;
    for (const auto& e : answer.entries) {
      if (e.phase != phase || e.state == State::overdue) continue;
      if (!std::exchange(begun, true)) heading(model::title(phase));
      if (!late(e)) {
        lines.push_back(line_of(e, answer.zone, style.ascii));
        continue;
      }
      const auto on = day_in(*e.start, answer.zone);
      first = first ? std::min(*first, on) : on;
      last = last ? std::max(*last, on) : on;
      ++folded;
    }
    if (folded == 0) continue;
    Line line;
    line.folded = folded == 1 ? fmt::format("and 1 later visit on {}", date(*first))
                              : fmt::format("and {} later visits, {} to {}", folded, date(*first), date(*last));
    lines.push_back(line);
  }
  return lines;
}

struct Layout {
  std::array<int, columns> w{};  // 0: the column is left out
  int gap = 2;
  bool offsets = false;  // the range is said in days before and after
};

std::string_view offsets_head(bool ascii) {
  return ascii ? "+/- d" : "± d";
}

int gap_behind(std::size_t column, int gap) {
  return column == mark || column == when ? 1 : gap;
}

int total(const Layout& layout) {
  int sum = 0, last = 0;
  for (std::size_t i = 0; i < columns; ++i)
    if (layout.w[i] > 0) sum += layout.w[i] + (last = gap_behind(i, layout.gap));
  return sum - last;
}

/// Gives way step by step: the range is said in days, gaps and titles narrow, then columns are left out.
Layout fit(std::vector<Line>& lines, int room) {
  Layout layout;
  auto& w = layout.w;
  const auto measure = [&](std::size_t i) {
    w[i] = 0;
    for (const auto& line : lines)
      if (line.entry) w[i] = std::max(w[i], width(line.cells[i]) + (i == stage ? width(line.visit) : 0));
    if (w[i] > 0) w[i] = std::max(w[i], width(heads[i]));
  };
  for (std::size_t i = 0; i < columns; ++i) measure(i);
  w[mark] = 1;
  if (room <= 0) return layout;
  const int longest = w[stage];
  const auto shrink = [&](Column c, int least) {
    const int too_wide = total(layout) - room;
    if (too_wide > 0 && w[c] > least) w[c] = std::max(least, w[c] - too_wide);
  };
  shrink(stage, 30);
  if (total(layout) > room && w[range] > 0) {
    layout.offsets = true;
    w[range] = width(offsets_head(true));
    for (auto& line : lines) {
      line.cells[range] = line.offsets;
      w[range] = std::max(w[range], width(line.offsets));
    }
  }
  shrink(place, 9);
  if (total(layout) > room) layout.gap = 1;
  shrink(stage, 24);
  if (total(layout) > room) {
    for (auto& line : lines)
      if (const auto at = line.cells[state].find(", likely"); at != std::string::npos)
        line.cells[state].replace(at, std::string::npos, " ~");
    measure(state);
  }
  shrink(stage, 17);
  for (const Column c : {open, window, place, slack, clock}) {
    if (total(layout) <= room) break;
    w[c] = 0;
  }
  shrink(stage, 8);
  // Room that a column left behind goes back to the titles.
  w[stage] = std::max(w[stage], std::min(longest, w[stage] + room - total(layout)));
  return layout;
}

std::string row(const Line& line, const Layout& layout, bool ascii) {
  std::string out;
  for (std::size_t i = 0; i < columns; ++i) {
    const int w = layout.w[i];
    if (w == 0) continue;
    auto text = i == stage ? cut(line.cells[i], w - width(line.visit), ascii) + line.visit : line.cells[i];
    text = cut(text, w, ascii);
    out += i == day || i == slack || i == open ? pad_left(text, w) : pad(text, w);
    out.append(static_cast<std::size_t>(gap_behind(i, layout.gap)), ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

std::string painted(const std::string& text, const Entry& e, const Ink& ink) {
  switch (e.state) {
    case State::overdue:
      return ink.alarm(text);
    case State::happened:
    case State::unrecorded:
    case State::cancelled:
      return ink.dim(text);
    case State::booked:
    case State::held:
      return ink.good(text);
    case State::planned:
      return e.critical ? ink.bold(text) : text;
  }
  return text;
}

}  // namespace

std::string table(const Timeline& answer, const TableStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const FrameStyle frame{room, style.colour, style.ascii};
  std::string out = frame_head(answer, frame);
  if (answer.conflict) return out;
  auto lines = lines_of(answer, style);
  const auto layout = fit(lines, room);

  Line names;
  for (std::size_t i = 0; i < columns; ++i) names.cells[i] = heads[i];
  if (layout.offsets) names.cells[range] = offsets_head(style.ascii);
  out += '\n' + ink.dim(row(names, layout, style.ascii)) + '\n';
  bool critical = false, overdue = false, likely = false;
  for (const auto& line : lines) {
    if (!line.heading.empty()) {
      out += '\n' + (line.heading == "Overdue" ? ink.alarm(line.heading) : ink.bold(line.heading)) + '\n';
      continue;
    }
    if (!line.entry) {
      for (const auto& part : wrap(line.folded, room > 0 ? room - 2 : 0)) out += "  " + ink.dim(part) + '\n';
      continue;
    }
    out += painted(row(line, layout, style.ascii), *line.entry, ink) + '\n';
    critical = critical || line.cells[mark] == "*";
    overdue = overdue || line.cells[mark] == "!";
    likely = likely || line.cells[state].ends_with(" ~");
  }
  std::string key;
  const auto explain = [&](bool needed, std::string_view text) {
    if (needed) key += fmt::format("{}{}", key.empty() ? "" : "   ", text);
  };
  explain(critical, "* critical: no working time to spare");
  explain(overdue, "! overdue");
  explain(likely, "~ likely");
  explain(layout.offsets, style.ascii ? "+/- d: days that it may fall earlier or later"
                                      : "± d: days that it may fall earlier or later");
  if (!key.empty()) out += '\n';
  for (const auto& part : wrap(key, room))
    if (!part.empty()) out += ink.dim(part) + '\n';
  return out + frame_foot(answer, frame);
}

}  // namespace v2v::view
