#include "view/capacity_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "view/roster_head.h"

namespace v2v::view {

using timeline::percent;

Level level(std::int64_t used, std::int64_t open, int over) {
  if (over > 0 || used > open) return Level::over;
  const auto share = percent(used, open);
  if (!share) return Level::shut;
  if (*share >= 100) return Level::full;
  if (*share >= timeline::near_percent) return Level::near;
  return *share >= 70 ? Level::busy : *share >= 50 ? Level::half : Level::free;
}

std::string_view word(Level level) {
  switch (level) {
    case Level::shut:
      return "nothing there";
    case Level::free:
      return "below 50%";
    case Level::half:
      return "50 to 69%";
    case Level::busy:
      return "70 to 84%";
    case Level::near:
      return "85 to 99%";
    case Level::full:
      return "full";
    case Level::over:
      return "more than there is";
  }
  return "nothing there";
}

char letter(const timeline::DayUse& use) {
  switch (level(use.used, use.open, use.over)) {
    case Level::over:
      return '!';
    case Level::full:
      return '#';
    case Level::shut:
      return '-';
    default:
      if (use.used == 0) return '.';
      return static_cast<char>('0' + percent(use.used, use.open).value_or(0) / 10);
  }
}

std::string percent_words(std::int64_t used, std::int64_t open) {
  if (const auto share = percent(used, open)) return fmt::format("{}%", *share);
  return used > 0 ? "!" : "-";
}

std::string week_name(const timeline::Week& week, Day near) {
  return dates(week.first, week.last, near);
}

std::string amount_words(int least, int most) {
  return least == most ? fmt::format("{}", most) : fmt::format("{}-{}", least, most);
}

std::string waited_words(std::int64_t minutes) {
  if (minutes <= 0) return "";
  if (minutes < 1440) return fmt::format("{} h", (minutes + 59) / 60);
  const std::int64_t halves = (minutes + 360) / 720;
  return halves % 2 ? fmt::format("{}.5 d", halves / 2) : fmt::format("{} d", halves / 2);
}

std::string title_of(const timeline::Roster& roster, int resource) {
  if (resource < 0 || static_cast<std::size_t>(resource) >= roster.resources.size()) return "?";
  return roster.resources[static_cast<std::size_t>(resource)].title;
}

Shown shown(const Counted& answer) {
  Shown out;
  for (std::size_t k = 0; k < answer.census.resources.size(); ++k) {
    const auto& weeks = answer.census.resources[k].weeks;
    const bool any = std::any_of(weeks.begin(), weeks.end(),
                                 [](const timeline::WeekUse& w) { return w.used > 0 || w.waited > 0 || w.peak > 0; });
    if (any)
      out.resources.push_back(k);
    else
      out.idle.push_back(answer.roster.resources[k].title);
  }
  return out;
}

std::vector<WeekRun> week_runs(const std::vector<bool>& idle) {
  std::vector<WeekRun> out;
  for (std::size_t w = 0; w < idle.size();) {
    std::size_t end = w + 1;
    while (idle[w] && end < idle.size() && idle[end]) ++end;
    out.push_back({w, end, end - w > 1});
    w = end;
  }
  return out;
}

std::vector<WeekRun> week_runs(const Counted& answer) {
  std::vector<bool> idle(answer.census.weeks.size(), true);
  for (const auto& resource : answer.census.resources)
    for (std::size_t w = 0; w < idle.size(); ++w)
      // The period of a quota may have starts that lie outside these days.
      if (resource.weeks[w].peak > 0 || resource.weeks[w].waited > 0 || resource.weeks[w].used > 0) idle[w] = false;
  return week_runs(idle);
}

std::pair<std::size_t, std::size_t> busy_weeks(const Counted& answer) {
  const auto runs = week_runs(answer);
  if (runs.empty()) return {0, 0};
  return {runs.front().idle ? runs.front().to : 0,
          runs.back().idle && runs.size() > 1 ? runs.back().from : answer.census.weeks.size()};
}

std::string run_name(const WeekRun& run, const timeline::Census& census, Day near) {
  return dates(census.weeks[run.from].first, census.weeks[run.to - 1].last, near);
}

std::vector<std::string> binding_lines(const Counted& answer) {
  const auto& weeks = answer.census.weeks;
  std::vector<std::string> lines;
  for (std::size_t w = 0; w < weeks.size();) {
    std::size_t end = w + 1;
    while (end < weeks.size() && weeks[end].binding == weeks[w].binding && weeks[end].near == weeks[w].near) ++end;
    const std::string when = dates(weeks[w].first, weeks[end - 1].last, answer.roster.today);
    if (weeks[w].binding) {
      const auto& uses = answer.census.resources[static_cast<std::size_t>(*weeks[w].binding)].weeks;
      std::int64_t waited = 0, used = 0, open = 0;
      for (std::size_t k = w; k < end; ++k) waited += uses[k].waited, used += uses[k].used, open += uses[k].open;
      std::vector<std::string> near;
      for (const int k : weeks[w].near) near.push_back(title_of(answer.roster, k));
      lines.push_back(fmt::format("{}: {}, used {}, {} waited{}", when, title_of(answer.roster, *weeks[w].binding),
                                  percent_words(used, open), waited > 0 ? waited_words(waited) : "nobody",
                                  near.empty() ? "" : "; near: " + joined(near)));
    } else {
      lines.push_back(when + ": nothing");
    }
    w = end;
  }
  return lines;
}

std::vector<std::string> quota_lines(const Counted& answer) {
  std::vector<std::string> lines;
  for (const auto& quota : answer.census.quotas) {
    const double amount = quota.total.amount;
    const std::string share = amount > 0 ? fmt::format(", {:.0f}%", quota.total.starts * 100 / amount) : std::string();
    if (quota.place.empty() && answer.census.quotas.size() < 3) continue;  // one manufacturer is all there are
    lines.push_back(fmt::format("{}: {} of {} starts in the period{}", quota.place.empty() ? "all" : quota.place,
                                quota.total.starts, fmt::format("{:.1f}", amount), share));
    auto& line = lines.back();
    if (const auto at = line.find(".0 starts"); at != line.npos) line.erase(at, 2);
  }
  return lines;
}

std::vector<Fact> capacity_facts(const Counted& answer) {
  std::vector<Fact> list;
  for (auto& fact : facts(answer.roster))
    if (fact.name == "status" || fact.name == "centre" || fact.name == "period" || fact.name == "today" ||
        fact.name == "patients")
      list.push_back(std::move(fact));
  return list;
}

std::vector<std::string> capacity_key() {
  return {"use: resource-minutes taken, making ready too, of those that there are; of a quota, starts of its amount",
          "midnight: the most who are there at a midnight, at which a date begins; peak: the most at once, making "
          "ready too",
          fmt::format("binding: for what most days are waited in that week; near: used {}% or more",
                      timeline::near_percent)};
}

}  // namespace v2v::view
