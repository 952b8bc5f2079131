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

constexpr double shown_from = 0.01;  // the chance of what is not in the plan

std::string percent(double share) {
  if (share == 1) return "in every run";
  if (share == 0) return "in no run";
  const double of_hundred = share * 100;
  if (share > 0 && of_hundred < 1) return "below 1%";
  if (share < 1 && of_hundred > 99) return "above 99%";
  return fmt::format("{:.0f}%", of_hundred);
}

std::string brief(double share) {
  if (share == 0) return "0%";
  if (share < 0.01) return "<1%";
  if (share > 0.99 && share < 1) return ">99%";
  return fmt::format("{:.0f}%", share * 100);
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
  out += fmt::format("runs     {}, seed {}; each follows the plan and learns only as things end\n\n", a.runs, a.seed);
  const int columns = std::clamp(style.width - 69, 16, 60);
  const auto row = [&](std::string_view what, std::string_view planned, std::string_view p10, std::string_view p50,
                       std::string_view p90, std::string_view sure, std::string_view bound, std::string_view chance) {
    std::string line = fmt::format("  {} {} {} {} {} {} {} {}", pad(cut(what, columns), columns), pad(planned, 10),
                                   pad(p10, 10), pad(p50, 10), pad(p90, 10), pad(sure, 3), pad(bound, 10), chance);
    while (line.ends_with(' ')) line.pop_back();
    return line + "\n";
  };
  std::size_t later = 0;
  const auto told = [&](const Likely& l) {
    const auto reach = [&](const Likely::Quantile& q) {
      return std::max(day_in(q.high.minutes ? q.high : q.at, zone) - day_in(q.at, zone),
                      day_in(q.at, zone) - day_in(q.low, zone));
    };
    const int most = std::max({reach(*l.p10), reach(*l.p50), reach(*l.p90)});
    const std::string attempt = l.entry.attempt > 1 ? fmt::format(" (attempt {})", l.entry.attempt) : "";
    const std::string name =
        cut(plain(l.entry.title.empty() ? l.entry.id : l.entry.title), columns - static_cast<int>(attempt.size())) +
        attempt;
    return row(name, day(l.entry.start, zone), day(l.p10->at, zone), day(l.p50->at, zone), day(l.p90->at, zone),
               fmt::format("{}", most), day(l.foreseen_p90, zone), l.chance < 1 ? brief(l.chance) : "");
  };
  const auto head = row("Stage", "Planned", "1 in 10", "half", "9 in 10", "± d", "known all", "chance");
  out += ink.bold(head);
  for (std::size_t k = 0; k < a.likely.size(); ++k) {
    const Likely& l = a.likely[k];
    if (!first_of_stage(a.likely, k) || !l.p50 || l.entry.kind == model::Kind::restriction) continue;
    if (style.until && day_in(*l.entry.start, zone) > *style.until)
      ++later;
    else
      out += told(l);
  }
  if (later > 0) out += fmt::format("  and {} more after {}\n", later, date(*style.until));
  out +=
      "\n± d: days by which these may be off, 95 times of 100   known all: 9 in 10, could everything be known "
      "beforehand; a bound, no plan\nchance: that it takes place at all; its dates are of the runs in which it does\n";
  std::string otherwise;
  long rare = 0;
  for (const Likely& l : a.otherwise) {
    if (l.entry.kind == model::Kind::restriction) continue;
    if (l.chance < shown_from)
      ++rare;
    else
      otherwise += told(l);
  }
  if (!otherwise.empty() || rare > 0) out += "\n" + ink.bold("Only if things turn out otherwise") + "\n" + otherwise;
  if (rare > 0) out += fmt::format("  {}{} with a chance below 1%\n", otherwise.empty() ? "" : "and ", rare);
  std::vector<std::string> chances;
  for (const auto& wish : a.wishes) chances.push_back(fmt::format("{}: {}", wish.text, percent(wish.chance)));
  for (const Likely& l : a.likely)
    if (l.told_moves)
      chances.push_back(fmt::format("{} moves once it is {}: {}", titled(l.entry),
                                    l.entry.state == timeline::State::planned ? "told" : "booked",
                                    percent(*l.told_moves)));
  for (const auto& leaves : a.leaves) chances.push_back(fmt::format("{}: {}", leaves.text, percent(leaves.chance)));
  for (const auto& lost : a.lost)
    chances.push_back(fmt::format("no plan is left once {}: {}", lost.text, percent(lost.chance)));
  if (a.broken > 0)
    chances.push_back(fmt::format("a rule cannot be kept any more when the truth is known: {}", percent(a.broken)));
  listed(out, ink, "Chances", chances, style.width);
  listed(out, ink, "Drawn", a.drawn, style.width);
  listed(out, ink, "Not drawn", a.left_as_is, style.width);
  return out;
}

}  // namespace v2v::view
