#include "view/gantt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/frame.h"
#include "view/ink.h"
#include "view/rows.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using model::Kind;
using timeline::Entry;
using timeline::State;
using timeline::Timeline;

struct Glyphs {
  std::string_view done, planned, critical, held, event, overdue;  // bars
  std::string_view done_tick, tick, critical_tick;                 // what is shorter than a column
  std::string_view range, window, day_zero, today, rule, notch, later;
};
constexpr Glyphs blocks{"░", "▓", "█", "─", "≈", "!", "•", "◇", "◆", "╌", "·", "┊", "│", "─", "┴", "→"};
constexpr Glyphs letters{"-", "=", "#", "_", "%", "!", "+", "o", "@", "~", ".", ":", "|", "-", "+", ">"};

class Chart {
 public:
  Chart(const Timeline& answer, const GanttStyle& style, int columns)
      : answer_(answer), style_(style), scale_(answer), columns_(columns), g_(style.ascii ? letters : blocks) {}

  int column(std::int64_t minute) const {
    const std::int64_t from = std::int64_t{scale_.first.n} * 1440, to = (std::int64_t{scale_.last.n} + 1) * 1440;
    return static_cast<int>((minute - from) * columns_ / (to - from));
  }
  int column(Day day) const { return column(std::int64_t{day.n} * 1440); }
  bool shows(Day day) const { return day >= scale_.first && day <= scale_.last; }
  const Scale& scale() const { return scale_; }
  const Glyphs& glyphs() const { return g_; }

  std::string row(const Row& row) const {
    std::vector<std::string_view> cells(static_cast<std::size_t>(columns_), " ");
    const auto fill = [&](int from, int to, std::string_view glyph, bool over) {
      for (int i = std::max(from, 0); i <= std::min(to, columns_ - 1); ++i)
        if (auto& cell = cells[static_cast<std::size_t>(i)]; over || cell == " ") cell = glyph;
    };
    bool later = false;
    for (const Entry* e : row.visits) {
      if (scale_.later(*e)) {
        later = true;
        continue;
      }
      const auto end = e->end.value_or(*e->start);
      const int from = column(scale_.minute(*e->start));
      // Half-open: what ends at midnight does not touch the next column.
      const int to = std::max(from, column(std::max(scale_.minute(end) - 1, scale_.minute(*e->start))));
      const bool narrow = from == to;
      fill(from, to, glyph(*e, narrow), true);
      if (e->running) fill(from, std::min(to, column(answer_.today)), g_.done, true);
      if (to >= columns_) later = true;
      if (e->state == State::happened) continue;
      if (e->range_from && e->range_to)
        fill(column(scale_.minute(*e->range_from)), column(scale_.minute(*e->range_to)), g_.range, false);
      if (row.visits.size() == 1 && e->latest && movable(*e))
        fill(to + 1, column(scale_.minute(*e->latest)), g_.window, false);
    }
    if (answer_.day_zero && shows(*answer_.day_zero))
      fill(column(*answer_.day_zero), column(*answer_.day_zero), g_.day_zero, false);
    if (shows(answer_.today)) fill(column(answer_.today), column(answer_.today), g_.today, false);
    if (later) cells.back() = g_.later;
    std::string out;
    for (const auto cell : cells) out += cell;
    return out;
  }

  /// Month names above, then dates or Mondays, whichever fit.
  std::array<std::string, 3> axis() const {
    std::array<std::string, 3> out;
    for (auto& line : out) line.assign(static_cast<std::size_t>(columns_), ' ');
    int free = 0;
    for (Day d = scale_.first; d <= scale_.last; d = d + 1) {
      const auto ymd = calendar::split(d);
      if (ymd.day != 1 && d != scale_.first) continue;
      const std::string name{month_name(ymd.month)}, full = fmt::format("{} {}", name, ymd.year);
      const Day next = calendar::add_months(d - (ymd.day - 1), 1);
      const int room = std::min(column(next), columns_) - column(d) - 1;
      const auto text = room >= width(full) ? full : room >= width(name) ? name : std::string();
      put(out[0], column(d), text, free);
    }
    // One step for the whole line, the first of these whose labels have room.
    const int days = scale_.last - scale_.first + 1;
    const auto step = [&](int label) {
      for (const int n : {1, 7, 14, 28, 56})
        if (columns_ * n >= days * (label + 1)) return n;
      return 112;
    };
    const auto label_days = [&](std::string& line, Day from, int size, auto text) {
      const int n = step(size);
      free = 0;
      for (Day d = scale_.first; d <= scale_.last; d = d + 1)
        if ((d - from) % n == 0) put(line, column(d), text(d), free);
    };
    const Day monday = scale_.first + (7 - static_cast<int>(calendar::weekday(scale_.first))) % 7;
    label_days(out[1], monday, 2, [](Day d) { return fmt::format("{}", calendar::split(d).day); });
    if (!answer_.day_zero) return out;
    label_days(out[2], *answer_.day_zero, 3, [&](Day d) {
      const int n = d - *answer_.day_zero;
      return day_number(answer_.counts_from_one && n >= 0 ? n + 1 : n);
    });
    return out;
  }

  /// `today` and `Day 0` over their lines.
  std::string marks() const {
    std::string out(static_cast<std::size_t>(columns_), ' ');
    const auto mark = [&](Day day, std::string_view text) {
      if (!shows(day)) return;
      const int size = static_cast<int>(text.size()), at = column(day);
      for (const int from : {at, at - size + 1, at - size - 1, at + 7}) {
        if (from < 0 || from + size > columns_) continue;
        const auto around = out.substr(static_cast<std::size_t>(std::max(from - 1, 0)), text.size() + 2);
        if (around.find_first_not_of(' ') != around.npos) continue;
        out.replace(static_cast<std::size_t>(from), text.size(), text);
        return;
      }
    };
    if (answer_.day_zero) mark(*answer_.day_zero, answer_.counts_from_one ? "Day 1" : "Day 0");
    mark(answer_.today, "today");
    return out;
  }

  std::string rule() const {
    std::string out;
    std::vector<bool> notch(static_cast<std::size_t>(columns_), false);
    for (Day d = scale_.first; d <= scale_.last; d = d + 1)
      if (calendar::weekday(d) == calendar::Weekday::mon) notch[static_cast<std::size_t>(column(d))] = true;
    for (const bool n : notch) out += n ? g_.notch : g_.rule;
    return out;
  }

 private:
  std::string_view glyph(const Entry& e, bool narrow) const {
    if (e.state == State::overdue) return g_.overdue;
    if (e.state == State::happened && !e.running) return narrow ? g_.done_tick : g_.done;
    if (e.critical && movable(e)) return narrow ? g_.critical_tick : g_.critical;
    if (e.kind == Kind::event) return g_.event;
    if (e.kind == Kind::stay || e.kind == Kind::restriction) return g_.held;
    return narrow ? g_.tick : g_.planned;
  }
  /// Writes `text` at a column if nothing stands there yet; one blank stays before it.
  void put(std::string& line, int at, const std::string& text, int& free) const {
    if (text.empty() || at < free || at + static_cast<int>(text.size()) > columns_) return;
    line.replace(static_cast<std::size_t>(at), text.size(), text);
    free = at + static_cast<int>(text.size()) + 1;
  }

  const Timeline& answer_;
  GanttStyle style_;
  Scale scale_;
  int columns_;
  Glyphs g_;
};

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string painted(const std::string& line, const Row& row, const Ink& ink) {
  const auto any = [&](auto is) { return std::any_of(row.visits.begin(), row.visits.end(), is); };
  if (any([](const Entry* e) { return e->state == State::overdue; })) return ink.alarm(line);
  if (!any([](const Entry* e) { return e->state != State::happened; })) return ink.dim(line);
  if (any([](const Entry* e) { return e->critical && movable(*e); })) return ink.bold(line);
  return line;
}

std::string legend(const Glyphs& g, int columns) {
  const std::array<std::pair<std::string, std::string_view>, 9> items{{
      {fmt::format("{} {}", g.done, g.done_tick), "happened"},
      {fmt::format("{} {}", g.planned, g.tick), "planned"},
      {fmt::format("{} {}", g.critical, g.critical_tick), "critical"},
      {std::string(g.held), "stay or restriction"},
      {std::string(g.event), "may happen"},
      {std::string(g.overdue), "overdue"},
      {std::string(g.range), "likely range"},
      {std::string(g.window), "until latest"},
      {std::string(g.later), "later, see below"},
  }};
  std::string out, line;
  for (const auto& [glyph, text] : items) {
    const auto item = fmt::format("{} {}", glyph, text);
    if (!line.empty() && width(line) + 3 + width(item) > columns) out += std::exchange(line, "") + '\n';
    line += (line.empty() ? "" : "   ") + item;
  }
  return out + line + '\n';
}

// Stands for a blank at which no line is broken; plain() lets no such byte through.
constexpr char unbroken = '\x1f';

/// `later: Long-term follow-up: Day +183 Fri 30 Apr 2027, ...`
std::string later_lines(const std::vector<Row>& rows, const Chart& chart, const GanttStyle& style, int columns) {
  std::string out;
  for (const auto& row : rows) {
    std::string text;
    for (const Entry* e : row.visits) {
      if (!chart.scale().later(*e)) continue;
      text += text.empty() ? "later: " + plain(row.label, style.ascii) + ": " : ", ";
      std::string visit = e->day ? fmt::format("Day {} ", day_number(*e->day)) : "";
      visit += date(chart.scale().day(*e->start));
      std::replace(visit.begin(), visit.end(), ' ', unbroken);
      text += visit;
    }
    std::string lead;
    for (auto line : wrap(text, columns - 2)) {
      std::replace(line.begin(), line.end(), unbroken, ' ');
      if (!line.empty()) out += lead + line + '\n';
      lead = "  ";
    }
  }
  return out;
}

std::string undated_line(const Timeline& answer) {
  std::string text;
  for (const auto& e : answer.entries)
    if (!e.start && e.state != State::cancelled)
      text += fmt::format("{}{} ({})", text.empty() ? "no date: " : ", ", titled(e), standing(e));
  return text;
}

}  // namespace

std::string gantt(const Timeline& answer, const GanttStyle& style) {
  const int columns = std::max(style.width, 60);
  const FrameStyle frame{columns, style.colour, style.ascii};
  const Ink ink{style.colour};
  std::string out = frame_head(answer, frame);
  if (answer.conflict) return out;

  const auto rows = rows_of(answer);
  int label = 12;
  for (const auto& row : rows) label = std::max(label, width(plain(row.label, style.ascii)) + 1);
  label = std::min(label, std::min(34, columns * 3 / 10));
  const Chart chart(answer, style, columns - label - 1);
  const std::string margin(static_cast<std::size_t>(label + 1), ' ');

  out += '\n';
  const auto axis = chart.axis();
  for (const auto& line : {axis[0], axis[1]}) out += trimmed(margin + line);
  if (answer.day_zero) out += trimmed(pad("Day", label + 1) + axis[2]);
  out += trimmed(margin + ink.bold(chart.marks()));
  std::string lead;
  for (int i = 0; i <= label; ++i) lead += chart.glyphs().rule;
  out += lead + chart.rule() + '\n';

  std::optional<model::Phase> phase;
  for (const auto& row : rows) {
    if (phase != row.phase) out += ink.bold(std::string(model::title(row.phase))) + '\n';
    phase = row.phase;
    const auto text = cut(plain(row.label, style.ascii), label - 1, style.ascii);
    out += painted(trimmed(pad(" " + text, label + 1) + chart.row(row)), row, ink);
  }
  out += '\n' + ink.dim(legend(chart.glyphs(), columns));
  out += later_lines(rows, chart, style, columns);
  if (const auto text = undated_line(answer); !text.empty())
    for (const auto& line : wrap(plain(text, style.ascii), columns)) out += line + '\n';
  return out + frame_foot(answer, frame);
}

}  // namespace v2v::view
