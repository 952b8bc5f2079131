#include "view/svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/head.h"
#include "view/page.h"
#include "view/rows.h"
#include "view/say.h"
#include "view/shapes.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using model::Kind;
using timeline::Entry;
using timeline::State;
using timeline::Timeline;

constexpr std::string_view end_anchor = "text-anchor=\"end\"", middle = "text-anchor=\"middle\"";
constexpr std::string_view grey = "fill=\"#566271\"", bold = "font-weight=\"bold\"",
                           alarm = "font-weight=\"bold\" fill=\"#b00020\"";
constexpr long margin = 100, axis_top = 330, axis_height = 110, foot_height = 400;

class Sheet {
 public:
  explicit Sheet(const Timeline& answer)
      : answer_(answer),
        scale_(answer),
        rows_(rows_of(answer)),
        size_(measure()),
        page_(size_.w, size_.h, headline(answer) + ": timeline", shapes::patterns) {}

  std::string draw() {
    head();
    if (answer_.conflict) {
      clash();
    } else {
      shapes::legend(page_, margin, 285);
      axis();
      rows();
      markers();
    }
    foot();
    if (!answer_.conflict) aside();
    if (!left_out_.empty())
      page_.text(margin, size_.h - margin - 24, 22, "See the table for: " + left_out_, alarm, size_.w - 2 * margin);
    return page_.done();
  }

 private:
  struct Size {
    long w, h, row;
  };

  /// A4, or a larger sheet of its shape (drawn smaller) when the rows would be less than 3 mm high.
  Size measure() const {
    long lines = 0;
    std::optional<model::Phase> phase;
    for (const auto& row : rows_) {
      lines += phase != row.phase ? 2 : 1;
      phase = row.phase;
    }
    lines = std::max(lines, 1l);
    const long room = 2100 - axis_top - axis_height - foot_height - margin / 2;
    const long row = std::clamp(room / lines, 30l, 54l);
    const long h = std::max(2100l, 2100 - room + row * lines);
    return {h * 297 / 210, h, row};
  }

  long label_x() const { return margin; }
  long day_x() const { return margin + 560; }  // right edge
  long date_x() const { return margin + 575; }
  long left() const { return margin + 740; }
  long right() const { return size_.w - margin - 430; }
  long top() const { return axis_top + axis_height; }
  long bottom() const { return size_.h - foot_height - margin / 2; }
  long x(std::int64_t minute) const {
    const std::int64_t from = std::int64_t{scale_.first.n} * 1440, to = (std::int64_t{scale_.last.n} + 1) * 1440;
    return left() + static_cast<long>((std::clamp(minute, from, to) - from) * (right() - left()) / (to - from));
  }
  long x(Day day) const { return x(std::int64_t{day.n} * 1440); }
  bool shows(Day day) const { return day >= scale_.first && day <= scale_.last; }

  void head() {
    const long edge = size_.w - margin;
    const long room = edge - margin - 720;
    const long large = width(headline(answer_)) <= Page::letters(room, 54) ? 54 : 40;
    page_.text(margin, 140, large, headline(answer_), bold, room);
    long y = 190;
    std::string line;
    for (const auto& fact : facts(answer_)) {
      if (fact.name == "status" || fact.name == "assumed" || fact.name == "next") continue;
      line.append(line.empty() ? "" : "  |  ").append(fact.name + ": " + fact.text);
    }
    page_.text(margin, y, 30, line, grey, edge - margin);
    y += 40;
    std::string note = closed_line(answer_);
    if (answer_.centre.empty()) note += (note.empty() ? "" : "  |  ") + std::string(dates_only);
    if (note.empty() && next_appointment(answer_))
      for (const auto& fact : facts(answer_))
        if (fact.name == "next") note = "Next: " + fact.text;
    page_.text(margin, y, 30, note, bold, edge - margin);
    const auto badge = status(answer_);
    const long w = std::min(700l, 40 + width(badge) * 16l);
    page_.rect({edge - w, 90, w, 64}, "rx=\"8\" fill=\"#ffffff\" stroke=\"#1a2433\" stroke-width=\"4\"");
    page_.text(edge - w / 2, 132, 28, badge, "text-anchor=\"middle\" font-weight=\"bold\"", w);
  }

  void axis() {
    const long months = axis_top + 32, weeks = axis_top + 68, days = axis_top + 102;
    page_.text(label_x(), days, 24, "Stage", bold);
    page_.text(day_x(), days, 24, "Day", "text-anchor=\"end\" font-weight=\"bold\"");
    page_.text(date_x(), days, 24, "Date", bold);
    long free = left();
    for (Day d = scale_.first; d <= scale_.last; d = d + 1) {
      const auto ymd = calendar::split(d);
      if (ymd.day != 1 && d != scale_.first) continue;
      const Day next = std::min(calendar::add_months(d - (ymd.day - 1), 1), scale_.last + 1);
      const std::string full = fmt::format("{} {}", month_name(ymd.month), ymd.year);
      if (ymd.day == 1) page_.line(x(d), axis_top, x(d), bottom(), "stroke=\"#b9c2cc\" stroke-width=\"3\"");
      if (x(next) - x(d) > width(full) * 17l) page_.text(x(d) + 8, months, 28, full, bold);
    }
    const int span = scale_.last - scale_.first + 1;
    const long week = (right() - left()) * 7 / span;
    const int step = week >= 7 * 44 ? 1 : week >= 60 ? 7 : 14;
    const Day monday = scale_.first + (7 - static_cast<int>(calendar::weekday(scale_.first))) % 7;
    for (Day d = scale_.first; d <= scale_.last; d = d + 1) {
      if ((d - monday) % step == 0) {
        if (step > 1 || calendar::weekday(d) == calendar::Weekday::mon)
          page_.line(x(d), months + 12, x(d), bottom(), "stroke=\"#e3e7ec\" stroke-width=\"2\"");
        if (x(d) >= free && x(d) + 40 < right())
          page_.text(x(d) + 4, weeks, 24, fmt::format("{}", calendar::split(d).day));
      }
      if (!answer_.day_zero || (d - *answer_.day_zero) % step != 0) continue;
      const int n = d - *answer_.day_zero;
      if (x(d) + 56 < right())
        page_.text(x(d) + 4, days, 22, day_number(answer_.counts_from_one && n >= 0 ? n + 1 : n), grey);
    }
    page_.line(margin, top(), right(), top(), "stroke=\"#1a2433\" stroke-width=\"3\"");
  }

  void rows() {
    const long h = size_.row, font = std::min(27l, h * 70 / 100);
    long y = top();
    std::optional<model::Phase> phase;
    for (const auto& row : rows_) {
      if (phase != row.phase) {
        page_.rect({margin, y + h / 8, right() - margin, h * 7 / 8}, "fill=\"#eef1f5\"");
        page_.text(label_x() + 8, y + h * 3 / 4, font, model::title(row.phase), bold);
        y += h;
      }
      phase = row.phase;
      draw_row(row, y, font);
      y += h;
    }
    page_.line(margin, y, right(), y, "stroke=\"#b9c2cc\" stroke-width=\"2\"");
    rows_end_ = y;
  }

  void draw_row(const Row& row, long y, long font) {
    const long h = size_.row, base = y + h * 7 / 10;
    const Entry& first = *row.visits.front();
    const auto count = row.visits.size() > 1 ? fmt::format(" ({})", row.visits.size()) : "";
    const auto label = cut(plain(row.label), Page::letters(day_x() - label_x() - 90, font) - width(count)) + count;
    page_.text(label_x() + 20, base, font, label, first.critical && movable(first) ? bold : "");
    if (first.day) page_.text(day_x(), base, font, day_number(*first.day), end_anchor);
    const Day on = scale_.day(*first.start);
    const bool this_year = calendar::split(on).year == calendar::split(answer_.today).year;
    page_.text(date_x(), base, font, this_year ? date(on).substr(0, date(on).size() - 5) : dates(on, on));
    bool later = false;
    // Visits of a row on days that follow each other stay apart where the scale allows it.
    const long day_width = (right() - left()) / (scale_.last - scale_.first + 1);
    const long size =
        row.visits.size() == 1 ? h * 30 / 100 : std::min(h * 30 / 100, std::max(day_width * 55 / 100, 7l));
    for (const Entry* e : row.visits)  // under all marks, so that no visit's range hides another visit
      if (!scale_.later(*e)) draw_range(*e, y);
    for (const Entry* e : row.visits) {
      if (scale_.later(*e))
        later = true;
      else
        draw_visit(*e, y, row.visits.size() == 1, size);
    }
    if (later) page_.path(fmt::format("M{} {}l14 8l-14 8z", right() - 16, y + h / 2 - 8), "fill=\"#1a2433\"");
  }

  void draw_range(const Entry& e, long y) {
    if (e.state == State::happened || !e.range_from || !e.range_to || scale_.day(*e.range_from) > scale_.last) return;
    const long from = x(scale_.minute(*e.range_from));
    const long to = std::max(x(scale_.minute(*e.range_to)), x(scale_.minute(e.end.value_or(*e.start))));
    if (to > from) page_.rect({from, y + 3, to - from, size_.row - 6}, shapes::band);
  }

  void draw_visit(const Entry& e, long y, bool alone, long size) {
    const long h = size_.row, mid = y + h / 2;
    const auto start = scale_.minute(*e.start), end = scale_.minute(e.end.value_or(*e.start));
    const long a = x(start), b = x(end);
    const bool open = e.state != State::happened;
    if (open && alone && e.earliest && e.latest && *e.latest > *e.earliest && movable(e))
      shapes::bracket(page_, x(scale_.minute(*e.earliest)), x(scale_.minute(*e.latest)), y + h - 5, h / 5);
    if (b - a < 2 * size) {
      shapes::diamond(page_, (a + b) / 2, mid, size, e);
    } else {
      const long thin = e.kind == Kind::stay || e.kind == Kind::restriction ? h / 9 : 0;
      page_.rect({a, y + h / 4 + thin, b - a, h / 2 - 2 * thin}, shapes::paint(e));
      if (e.running) {  // what has been of it, up to today
        Entry been = e;
        been.running = false;
        page_.rect({a, y + h / 4 + thin, std::clamp(x(answer_.today), a, b) - a, h / 2 - 2 * thin},
                   shapes::paint(been));
      }
    }
    if (e.state == State::overdue)
      page_.text((a + b) / 2 + size + 4, mid + size, size * 3, "!", "font-weight=\"bold\" fill=\"#b00020\"");
    if (e.state == State::booked || e.state == State::held) shapes::pin(page_, (a + b) / 2, y + h / 4);
  }

  void markers() {
    if (answer_.day_zero && shows(*answer_.day_zero)) {
      const long at = x(*answer_.day_zero);
      page_.line(at, top(), at, rows_end_, "stroke=\"#12294d\" stroke-width=\"4\"");
      page_.text(at, rows_end_ + 28, 24,
                 fmt::format("{}: {}", answer_.counts_from_one ? "Day 1" : "Day 0", short_date(*answer_.day_zero)),
                 "text-anchor=\"middle\" font-weight=\"bold\"");
    }
    if (!shows(answer_.today)) return;
    const long at = x(answer_.today);
    page_.line(at, top(), at, rows_end_, "stroke=\"#b00020\" stroke-width=\"3\" stroke-dasharray=\"10 8\"");
    const bool close = answer_.day_zero && std::abs(x(*answer_.day_zero) - at) < 220;
    page_.text(at, rows_end_ + (close ? 56 : 28), 24, "today: " + short_date(answer_.today),
               "text-anchor=\"middle\" fill=\"#b00020\"");
  }

  void aside() {
    const long x0 = right() + 40, w = size_.w - margin - x0, last = bottom();
    long y = axis_top + 32;
    page_.line(x0 - 18, axis_top, x0 - 18, last, "stroke=\"#b9c2cc\" stroke-width=\"2\"");
    const auto list = [&](const Section& s) {
      const long after = page_.list({x0, y, w, last - y}, 22, s.title, s.lines);
      if (after == y) leave_out(s);
      y = after;
    };
    for (const auto& s : sections(answer_))
      if (beside(s)) list(s);
    Section later{"Later visits", {}, false};
    for (const auto& row : rows_) {
      bool begun = false;
      for (const Entry* e : row.visits) {
        if (!scale_.later(*e)) continue;
        if (!std::exchange(begun, true)) later.lines.push_back(row.label + ":");
        later.lines.push_back(fmt::format("{}{}", e->day ? fmt::format("Day {}  ", day_number(*e->day)) : "",
                                          date(scale_.day(*e->start))));
      }
    }
    if (!later.lines.empty()) list(later);
    Section undated{"Without a date", {}, false};
    for (const auto& e : answer_.entries)
      if (!e.start && e.state != State::cancelled)
        undated.lines.push_back(fmt::format("{} ({})", titled(e), standing(e)));
    if (!undated.lines.empty()) list(undated);
    for (const auto& s : too_long_) list(s);
  }

  void clash() {
    const auto& c = *answer_.conflict;
    page_.text(margin, axis_top + 40, 44, "This plan cannot be: " + c.headline, bold, size_.w - 2 * margin);
    Section rules{"Rules that clash", {}, true}, mends{"What would mend it", {}, false};
    const auto with_place = [](const std::string& text, const source::Span& where) {
      const auto at = place_of(where);
      return at.empty() ? text : fmt::format("{} ({})", text, at);
    };
    for (const auto& r : c.rules)
      rules.lines.push_back(with_place(
          r.missed_by_minutes ? fmt::format("{}; missed by {}; {}", r.text, duration(*r.missed_by_minutes), r.standing)
                              : fmt::format("{}; {}", r.text, r.standing),
          r.where));
    for (const auto& m : c.mends) mends.lines.push_back(with_place(m.text, m.where));
    const Box room{margin, axis_top + 110, size_.w - 2 * margin, bottom() - axis_top - 110};
    const long y = page_.list(room, 30, rules.title, rules.lines) + 20;
    if (!mends.lines.empty()) page_.list({margin, y, room.w, bottom() - y}, 30, mends.title, mends.lines);
  }

  static bool beside(const Section& s) { return s.title == "Milestones" || s.title == "Gates still shut"; }

  /// Three columns, read from the left; a list too long for one goes on in the next, and what is left of the last
  /// stands beside the chart. Alarming lists come first.
  void foot() {
    constexpr long columns = 3;
    const long last = size_.h - margin - 48, top_y = bottom() + 112, w = (size_.w - 2 * margin) / columns;
    page_.line(margin, top_y - 40, size_.w - margin, top_y - 40, "stroke=\"#b9c2cc\" stroke-width=\"2\"");
    long column = 0, y = top_y;
    for (auto s : sections(answer_)) {
      if (s.title == "Workflow" || (beside(s) && !answer_.conflict)) continue;
      while (!s.lines.empty() && column < columns) {
        Section part{s.title, {}, s.alarming};
        for (const auto& line : s.lines) {
          part.lines.push_back(line);
          if (Page::height_of(w - 30, 22, part.lines) <= last - y) continue;
          part.lines.pop_back();
          break;
        }
        if (!part.lines.empty()) {
          const Box box{margin + w * column, y, w - 30, last - y + 40};
          y = page_.list(box, 22, part.title, part.lines, s.alarming ? alarm : bold);
          s.lines.erase(s.lines.begin(), s.lines.begin() + static_cast<std::ptrdiff_t>(part.lines.size()));
          if (!s.lines.empty() && !s.title.ends_with(", continued")) s.title += ", continued";
        }
        if (!s.lines.empty()) ++column, y = top_y;
      }
      if (!s.lines.empty()) too_long_.push_back(s);
    }
    if (answer_.conflict)
      for (const auto& s : too_long_) leave_out(s);
    std::string text = status(answer_);
    const auto add = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) text += fmt::format("  |  {} {}", name, value);
    };
    add("edition", answer_.edition);
    add("rules", answer_.hash);
    add("tzdata", answer_.tzdata);
    add("today", calendar::to_string(answer_.today));
    add("lengths assumed:", answer_.assumed);
    add("times in", answer_.zone);
    page_.text(margin, size_.h - margin + 30, 22, text, grey, size_.w - 2 * margin);
  }

  void leave_out(const Section& s) { left_out_ += (left_out_.empty() ? "" : ", ") + s.title; }

  const Timeline& answer_;
  Scale scale_;
  std::vector<Row> rows_;
  Size size_;
  Page page_;
  std::string left_out_;
  long rows_end_ = 0;
  std::vector<Section> too_long_;  // for the foot; they go beside the chart
};

}  // namespace

std::string svg(const Timeline& answer) {
  return Sheet(answer).draw();
}

}  // namespace v2v::view
