#include "view/capacity_svg.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/page.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

constexpr std::string_view middle = "text-anchor=\"middle\"", bold = "font-weight=\"bold\"", grey = "fill=\"#566271\"";
constexpr long margin = 100, top = 420, foot = 470, label = 420, narrow = 117, wide = 260, height = 92, axis = 64,
               bars = 40;

constexpr std::string_view patterns =
    "<pattern id=\"over\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    "<rect width=\"10\" height=\"10\" fill=\"#ffffff\"/><rect width=\"5\" height=\"10\" fill=\"#b00020\"/></pattern>\n";

struct Paint {
  std::string_view fill, text;
};

/// Letters on each fill differ from it by 4.5 to 1 and more.
Paint paint(Level level) {
  switch (level) {
    case Level::shut:
      return {"#f2f4f6", "#566271"};
    case Level::free:
      return {"#ffffff", "#1a2433"};
    case Level::half:
      return {"#dfe9f5", "#1a2433"};
    case Level::busy:
      return {"#9dc3ea", "#1a2433"};
    case Level::near:
      return {"#1f5fa8", "#ffffff"};
    case Level::full:
      return {"#12294d", "#ffffff"};
    case Level::over:
      return {"#b00020", "#ffffff"};
  }
  return {"#ffffff", "#1a2433"};
}

class Drawing {
 public:
  explicit Drawing(const Counted& answer)
      : answer_(answer),
        shown_(shown(answer)),
        begin_(busy_weeks(answer).first),
        end_(busy_weeks(answer).second),
        size_(measure()),
        page_(size_.w, size_.h, headline(answer.roster) + ": how full it is", patterns) {}

  std::string draw() {
    head();
    legend();
    long y = top + size_.down;
    for (std::size_t from = begin_; from < end_; from += size_.fields) {
      const std::size_t to = std::min(end_, from + size_.fields);
      band(from, to, y);
      y += axis + height * static_cast<long>(shown_.resources.size()) + 30;
    }
    if (shown_.resources.empty()) page_.text(margin, y, 32, "nothing is used in the period", bold);
    lists();
    return page_.done();
  }

 private:
  struct Size {
    long w, h;
    long down;           // what a long status pushes all else down by
    long field;          // of a week
    std::size_t fields;  // weeks beside each other
  };

  /// A4, or the smallest larger sheet of its shape on which everything stands.
  Size measure() const {
    const long rows = static_cast<long>(std::max<std::size_t>(shown_.resources.size(), 1));
    const auto weeks = static_cast<long>(std::max<std::size_t>(end_ - begin_, 1));
    for (long h = 2100;; h += 210) {
      const long w = h * 297 / 210, room = w - 2 * margin - label, fields = room / narrow;
      const long bands = (weeks + fields - 1) / fields;
      const long down = 30 * std::max(0l, static_cast<long>(status_lines(w).size()) - 2);
      if (down + top + bands * (axis + rows * height + 30) + foot <= h)
        return {w, h, down, std::clamp(room / weeks, narrow, wide), static_cast<std::size_t>(fields)};
    }
  }

  std::vector<std::string> status_lines(long w) const {
    return wrap(plain(status(answer_.roster)), Page::letters((w - 2 * margin) * 9 / 10, 24));
  }

  void head() {
    const long edge = size_.w - margin;
    page_.text(margin, 140, 54,
               headline(answer_.roster) + ": how full it is" + (answer_.label.empty() ? "" : ", " + answer_.label),
               bold, edge - margin);
    std::string line;
    for (const auto& fact : capacity_facts(answer_)) {
      if (fact.name == "status") continue;
      line.append(line.empty() ? "" : "  |  ").append(fact.name + ": " + fact.text);
    }
    page_.text(margin, 194, 24, line, grey, edge - margin);
    long y = 234;  // never cut: what is no plan yet must be told
    for (const auto& part : status_lines(size_.w)) {
      page_.text(margin, y, 24, part, bold);
      y += 30;
    }
  }

  void legend() {
    long x = margin;
    const long y = 310 + size_.down;
    const auto name = [&](std::string_view text) {
      page_.text(x, y, 24, text);
      x += width(text) * 13l + 36;
    };
    for (const Level level :
         {Level::shut, Level::free, Level::half, Level::busy, Level::near, Level::full, Level::over}) {
      page_.rect({x, y - 24, 44, 30},
                 fmt::format("fill=\"{}\" stroke=\"#566271\" stroke-width=\"2\"", paint(level).fill));
      if (level == Level::over)
        page_.text(x + 22, y, 26, "!", "text-anchor=\"middle\" font-weight=\"bold\" fill=\"#ffffff\"");
      x += 56;
      name(view::word(level));
    }
    page_.rect({x, y - 24, 44, 30}, "fill=\"#ffffff\" stroke=\"#1a2433\" stroke-width=\"8\"");
    x += 60;
    name("* binding in that week");
    page_.text(
        margin, y + 50, 24,
        "A field a week: its use; under it a bar a day from Monday on, full height where all is taken, hatched where "
        "more is used than there is. A quota by its own period.",
        grey, size_.w - 2 * margin);
  }

  void band(std::size_t from, std::size_t to, long y) {
    const long right = margin + label + size_.field * static_cast<long>(to - from);
    for (std::size_t w = from; w < to; ++w) {
      const Day monday =
          answer_.census.weeks[w].first - static_cast<int>(calendar::weekday(answer_.census.weeks[w].first));
      const auto date = calendar::split(monday);
      const bool year = w == from || (date.month == 1 && date.day <= 7);
      page_.text(x(w - from) + size_.field / 2, y + axis - 12, 24, short_date(monday), middle);
      if (year)
        page_.text(x(w - from) + size_.field / 2, y + axis - 40, 24, fmt::format("{}", date.year),
                   "text-anchor=\"middle\" font-weight=\"bold\"");
    }
    long at = y + axis;
    for (const auto k : shown_.resources) {
      const auto& resource = answer_.roster.resources[k];
      page_.text(margin, at + 36, 26, resource.place, bold, (label - 20) * 9 / 10);
      page_.text(margin, at + 68, 24, resource.resource + ", " + amounts(k, from, to), {}, (label - 20) * 19 / 20);
      for (std::size_t w = from; w < to; ++w) draw_week(k, w, x(w - from), at);
      at += height;
    }
    for (std::size_t w = from; w < to; ++w)  // above all fields, so that no neighbour hides a side
      if (answer_.census.weeks[w].binding) frame(w, x(w - from), y + axis);
    page_.line(margin, at, right, at, "stroke=\"#b9c2cc\" stroke-width=\"2\"");
  }

  long x(std::size_t nth) const { return margin + label + size_.field * static_cast<long>(nth); }

  std::string amounts(std::size_t k, std::size_t from, std::size_t to) const {
    const auto& weeks = answer_.census.resources[k].weeks;
    int least = weeks[from].least, most = weeks[from].most;
    for (std::size_t w = from; w < to; ++w)
      least = std::min(least, weeks[w].least), most = std::max(most, weeks[w].most);
    static constexpr std::string_view periods[] = {"a day", "a week", "a month", "a year"};
    const auto& resource = answer_.roster.resources[k];
    return amount_words(least, most) + (resource.quota ? " " + std::string(periods[resource.period]) : " there");
  }

  void draw_week(std::size_t k, std::size_t w, long left, long y) {
    const auto& use = answer_.census.resources[k].weeks[w];
    const auto& week = answer_.census.weeks[w];
    const auto now = level(use.used, use.open, use.over);
    const auto colours = paint(now);
    page_.rect({left + 3, y + 3, size_.field - 6, height - bars - 8}, fmt::format("fill=\"{}\"", colours.fill));
    page_.text(left + size_.field / 2, y + 36, 26,
               percent_words(use.used, use.open) + (use.over > 0 ? "!" : "") +
                   (week.binding == static_cast<int>(k) ? "*" : ""),
               fmt::format("text-anchor=\"middle\"{} fill=\"{}\"", now >= Level::near ? " font-weight=\"bold\"" : "",
                           colours.text));
    const long base = y + height - 4, day = (size_.field - 12) / 7;
    for (Day d = week.first; d <= week.last; d = d + 1) {
      const auto& one = answer_.census.resources[k].days[static_cast<std::size_t>(d - answer_.roster.first)];
      const long left_day = left + 6 + day * static_cast<int>(calendar::weekday(d));
      const auto of = level(one.used, one.open, one.over);
      const long full = bars - 6;
      const long tall = of == Level::over ? full : one.open > 0 ? static_cast<long>(one.used * full / one.open) : 0;
      page_.line(left_day, base, left_day + day - 2, base, "stroke=\"#7f93ab\" stroke-width=\"2\"");
      if (tall > 0)
        page_.rect({left_day, base - tall, day - 2, tall},
                   of == Level::over   ? "fill=\"url(#over)\" stroke=\"#b00020\" stroke-width=\"1\""
                   : of >= Level::near ? "fill=\"#12294d\""
                                       : "fill=\"#7f93ab\"");
    }
  }

  void frame(std::size_t w, long left, long y) {
    const auto row = std::find(shown_.resources.begin(), shown_.resources.end(),
                               static_cast<std::size_t>(*answer_.census.weeks[w].binding));
    if (row == shown_.resources.end()) return;
    y += height * static_cast<long>(row - shown_.resources.begin());
    page_.rect({left + 2, y + 2, size_.field - 4, height - 3}, "fill=\"none\" stroke=\"#1a2433\" stroke-width=\"7\"");
  }

  void lists() {
    const long y = size_.h - foot + 40, w = (size_.w - 2 * margin) / 3, h = foot - margin;
    page_.line(margin, y - 40, size_.w - margin, y - 40, "stroke=\"#b9c2cc\" stroke-width=\"2\"");
    page_.list({margin, y, w - 30, h}, 22, "What holds the others up", binding_lines(answer_));
    auto lines = quota_lines(answer_);
    if (!shown_.idle.empty()) lines.push_back("not used in the period: " + joined(shown_.idle));
    page_.list({margin + w, y, w - 30, h}, 22, "Manufacturers, and what is not used", lines);
    auto key = capacity_key();
    key.push_back("weeks at either end in which nothing is used are not drawn");
    page_.list({margin + 2 * w, y, w - 30, h}, 22, "How to read it", key);
  }

  const Counted& answer_;
  Shown shown_;
  std::size_t begin_, end_;  // the weeks that are drawn
  Size size_;
  Page page_;
};

}  // namespace

std::string capacity_svg(const Counted& answer) {
  return Drawing(answer).draw();
}

}  // namespace v2v::view
