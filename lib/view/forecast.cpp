#include "view/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "view/head.h"
#include "view/ink.h"
#include "view/say.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Likely;

std::string percent(double share) {
  if (share == 1) return "in every run";
  if (share == 0) return "in no run";
  const double of_hundred = share * 100;
  if (share > 0 && of_hundred < 1) return "below 1%";
  if (share < 1 && of_hundred > 99) return "above 99%";
  return fmt::format("{:.0f}%", of_hundred);
}

std::string day(const std::optional<Instant>& at, const std::string& zone) {
  if (!at) return "-";
  const Day on = day_in(*at, zone);
  return fmt::format("{} {}", calendar::name(calendar::weekday(on)), short_date(on));
}

/// The one visit that speaks for its stage: its first one ahead.
bool first_of_stage(const std::vector<Likely>& all, std::size_t k) {
  for (std::size_t i = 0; i < k; ++i)
    if (all[i].entry.id == all[k].entry.id && all[i].entry.attempt == all[k].entry.attempt) return false;
  return true;
}

void listed(std::string& out, const Ink& ink, std::string_view title, const std::vector<std::string>& lines,
            int columns) {
  if (lines.empty()) return;
  out += fmt::format("\n{}\n", ink.bold(title));
  for (const std::string& line : lines) {
    bool begun = false;
    for (const auto& piece : wrap(plain(line), columns - 4)) {
      out += fmt::format("{}{}\n", begun ? "    " : "  · ", piece);
      begun = true;
    }
  }
}

}  // namespace

std::string forecast(const timeline::Forecast& a, ForecastStyle style) {
  const Ink ink{style.colour};
  const std::string& zone = a.plan.zone;
  std::string out = headline(a.plan) + "\n";
  for (const Fact& f : facts(a.plan))
    if (f.name == "status" || f.name == "today" || f.name.starts_with("Day"))
      out += fmt::format("{:<8} {}\n", f.name, f.text);
  if (a.plan.closed) return out + closed_line(a.plan) + "\n";
  out += fmt::format("runs     {}, seed {}; each follows the plan and learns a length only as it ends\n\n", a.runs,
                     a.seed);
  const int columns = std::clamp(style.width - 69, 16, 60);
  const auto row = [&](std::string_view what, std::string_view planned, std::string_view p10, std::string_view p50,
                       std::string_view p90, std::string_view sure, std::string_view bound) {
    std::string line = fmt::format("  {} {} {} {} {} {} {}", pad(cut(what, columns), columns), pad(planned, 10),
                                   pad(p10, 10), pad(p50, 10), pad(p90, 10), pad(sure, 8), bound);
    while (line.ends_with(' ')) line.pop_back();
    return line + "\n";
  };
  out += ink.bold(row("Stage", "Planned", "1 in 10", "half", "9 in 10", "± d", "known all"));
  std::size_t later = 0;
  for (std::size_t k = 0; k < a.likely.size(); ++k) {
    const Likely& l = a.likely[k];
    if (!first_of_stage(a.likely, k) || !l.p50 || l.entry.kind == model::Kind::restriction) continue;
    if (style.until && day_in(*l.entry.start, zone) > *style.until) {
      ++later;
      continue;
    }
    const auto reach = [&](const Likely::Quantile& q) {
      return std::max(day_in(q.high.minutes ? q.high : q.at, zone) - day_in(q.at, zone),
                      day_in(q.at, zone) - day_in(q.low, zone));
    };
    const int most = std::max({reach(*l.p10), reach(*l.p50), reach(*l.p90)});
    const std::string name = plain(l.entry.title.empty() ? l.entry.id : l.entry.title) +
                             (l.entry.attempt > 1 ? fmt::format(" (attempt {})", l.entry.attempt) : "");
    out += row(name, day(l.entry.start, zone), day(l.p10->at, zone), day(l.p50->at, zone), day(l.p90->at, zone),
               most == 0 ? "0" : fmt::format("{}", most), day(l.foreseen_p90, zone));
  }
  if (later > 0) out += fmt::format("  and {} more after {}\n", later, date(*style.until));
  out +=
      "\n± d: days by which these may be off, 95 times of 100   known all: 9 in 10, could everything be known "
      "beforehand; a bound, "
      "no plan\n";
  std::vector<std::string> chances;
  for (const auto& wish : a.wishes) chances.push_back(fmt::format("{}: {}", wish.text, percent(wish.chance)));
  for (const Likely& l : a.likely)
    if (l.told_moves)
      chances.push_back(fmt::format("{} moves once it is {}: {}", titled(l.entry),
                                    l.entry.state == timeline::State::planned ? "told" : "booked",
                                    percent(*l.told_moves)));
  if (a.broken > 0)
    chances.push_back(fmt::format("a rule cannot be kept any more when the truth is known: {}", percent(a.broken)));
  listed(out, ink, "Chances", chances, style.width);
  listed(out, ink, "Drawn", a.drawn, style.width);
  listed(out, ink, "Not drawn", a.left_as_is, style.width);
  std::vector<std::string> assumed;
  for (const std::string& line : a.plan.assumptions)
    if (line.find("is assumed to happen") != line.npos || line.find("is assumed not to happen") != line.npos ||
        line.find("is assumed to end as") != line.npos)
      assumed.push_back(line);
  listed(out, ink, "Taken as the plan assumes it", assumed, style.width);
  return out;
}

}  // namespace v2v::view
