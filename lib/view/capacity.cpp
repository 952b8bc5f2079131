#include "view/capacity.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/frame.h"
#include "view/ink.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

struct Cell {
  std::string text;
  Level level = Level::free;
  bool binding = false;
};

std::string painted(const std::string& text, Level level, bool binding, const Ink& ink) {
  switch (level) {
    case Level::over:
      return ink.alarm(text);
    case Level::full:
      return ink.bold(text);
    case Level::near:
      return ink.notice(text);
    case Level::shut:
      return ink.dim(text);
    default:
      return binding ? ink.bold(text) : text;
  }
}

class Weeks {
 public:
  Weeks(const Counted& answer, const Shown& shown, const CapacityStyle& style, int room)
      : answer_(answer), shown_(shown), style_(style), ink_{style.colour}, runs_(week_runs(answer)), room_(room) {
    week_ = 4;
    for (const auto& run : runs_) week_ = std::max(week_, width(name(run)));
  }

  std::string draw() const {
    std::string out;
    std::size_t from = 0;
    while (from < shown_.resources.size()) {
      std::size_t to = from;
      int used = week_;
      while (to < shown_.resources.size() && (to == from || room_ <= 0 || used + 2 + column(to) <= room_))
        used += 2 + column(to++);
      out += block(from, to);
      from = to;
    }
    return out;
  }

 private:
  std::string name(const WeekRun& run) const { return run_name(run, answer_.census, answer_.roster.today); }
  const timeline::Resource& resource(std::size_t k) const { return answer_.roster.resources[shown_.resources[k]]; }

  Cell cell(std::size_t k, std::size_t w) const {
    const auto& use = answer_.census.resources[shown_.resources[k]].weeks[w];
    const bool binding = answer_.census.weeks[w].binding == static_cast<int>(shown_.resources[k]);
    const std::string mark = std::string(use.over > 0 ? "!" : "") + (binding ? "*" : "");
    const std::string count =
        resource(k).quota ? fmt::format("{}/{}", use.used, use.open) : fmt::format("{}/{}", use.census, use.peak);
    return {fmt::format("{}{} {}", pad_left(percent_words(use.used, use.open), 4), pad(mark, 2), count),
            level(use.used, use.open, use.over), binding};
  }

  int column(std::size_t k) const {
    int w = 11;
    for (const auto& part : {resource(k).place, resource(k).resource})
      w = std::max(w, std::min(18, width(plain(part))));
    for (std::size_t week = 0; week < answer_.census.weeks.size(); ++week) w = std::max(w, width(cell(k, week).text));
    return w;
  }

  std::string block(std::size_t from, std::size_t to) const {
    std::string out = "\n";
    const auto heading = [&](std::string_view first, auto part) {
      std::string line = pad(first, week_);
      for (std::size_t k = from; k < to; ++k)
        line += "  " + pad(cut(plain(part(k), style_.ascii), column(k), style_.ascii), column(k));
      line.erase(line.find_last_not_of(' ') + 1);
      out += ink_.dim(line) + '\n';
    };
    heading("", [&](std::size_t k) { return resource(k).place; });
    heading("Week", [&](std::size_t k) { return resource(k).resource; });
    for (const auto& run : runs_) {
      std::string line = pad(name(run), week_);
      if (run.idle) {
        out += line + "  " + ink_.dim(idle_words) + '\n';
        continue;
      }
      for (std::size_t k = from; k < to; ++k) {
        const auto one = cell(k, run.from);
        line += "  " + painted(one.text, one.level, one.binding, ink_);
        if (k + 1 < to) line.append(static_cast<std::size_t>(column(k) - width(one.text)), ' ');
      }
      out += line + '\n';
    }
    return out;
  }

  const Counted& answer_;
  const Shown& shown_;
  const CapacityStyle& style_;
  Ink ink_;
  std::vector<WeekRun> runs_;
  int room_, week_ = 0;
};

}  // namespace

std::string heat_map(const Counted& answer, const CapacityStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const auto list = shown(answer);
  int label = 8;
  for (const auto k : list.resources) label = std::max(label, width(plain(answer.roster.resources[k].title)));
  if (room > 0) label = std::min(label, room - 4 * 8);
  const auto& weeks = answer.census.weeks;
  const std::size_t fits =
      room > 0 ? static_cast<std::size_t>((room - label) / 8) : std::max<std::size_t>(weeks.size(), 1);
  const auto [begin, end] = busy_weeks(answer);
  std::string out;
  for (std::size_t from = begin; from < end; from += fits) {
    const std::size_t to = std::min(end, from + fits);
    std::string head = pad("", label);
    for (std::size_t w = from; w < to; ++w) {
      const Day monday = weeks[w].first - static_cast<int>(calendar::weekday(weeks[w].first));
      const bool year = w == from ? false : calendar::split(monday).day <= 7 && calendar::split(monday).month == 1;
      head += " " + pad(year ? fmt::format("{}", calendar::split(monday).year) : short_date(monday), 7);
    }
    head.erase(head.find_last_not_of(' ') + 1);
    const auto first_year = calendar::split(weeks[from].first).year;
    out += (from > begin ? "\n" : "") +
           ink.dim(fmt::format("{}", first_year) + head.substr(std::min<std::size_t>(4, head.size()))) + '\n';
    for (const auto k : list.resources) {
      std::string line = pad(cut(plain(answer.roster.resources[k].title, style.ascii), label, style.ascii), label);
      const auto& days = answer.census.resources[k].days;
      for (std::size_t w = from; w < to; ++w) {
        line.append(1 + static_cast<std::size_t>(calendar::weekday(weeks[w].first)), ' ');
        for (Day d = weeks[w].first; d <= weeks[w].last; d = d + 1) {
          const auto& use = days[static_cast<std::size_t>(d - answer.roster.first)];
          line += painted(std::string(1, letter(use)), level(use.used, use.open, use.over), false, ink);
        }
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + '\n';
    }
  }
  return out;
}

std::string capacity(const Counted& answer, const CapacityStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const FrameStyle frame{room, style.colour, style.ascii};
  std::string title = hang(
      "", fmt::format("{}: how full it is{}", headline(answer.roster), answer.label.empty() ? "" : ", " + answer.label),
      frame);
  title.pop_back();
  std::string out = ink.bold(title) + '\n' + frame_facts(capacity_facts(answer), 11, frame);
  const auto list = shown(answer);
  std::vector<Section> above;
  if (const auto lines = binding_lines(answer); !lines.empty())
    above.push_back({"What holds the others up", lines, false});
  if (const auto lines = quota_lines(answer); !lines.empty()) above.push_back({"Manufacturers", lines, false});
  out += frame_sections(above, frame);
  if (list.resources.empty()) {
    out += "\nnothing is used in the period\n";
  } else {
    out += '\n' + ink.bold("By week") + '\n';
    out += hang("", "use, the most at midnight / the peak; of a quota starts / amount; * binding, ! more than there is",
                frame);
    out += Weeks(answer, list, style, room).draw();
    out += '\n' + ink.bold("By day: tenths that are used") + '\n';
    out += hang("",
                ". nothing used   # full   ! more than there is   - nothing there; Monday first, a quota by its period",
                frame);
    out += '\n' + heat_map(answer, style);
  }
  std::vector<Section> below;
  if (!list.idle.empty()) below.push_back({"Not used in the period", {joined(list.idle)}, false});
  below.push_back({"How to read it", capacity_key(), false});
  return out + frame_sections(below, frame);
}

}  // namespace v2v::view
