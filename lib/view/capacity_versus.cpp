#include "view/capacity_versus.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "view/frame.h"
#include "view/ink.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Roster;
using timeline::Rostered;

Day monday(const timeline::Week& week) {
  return week.first - static_cast<int>(calendar::weekday(week.first));
}

std::string less(std::int64_t before, std::int64_t after) {
  if (before == after) return "as before";
  return before > after ? fmt::format("{} less", before - after) : fmt::format("{} more", after - before);
}

std::string change(const Beside::Half& before, const Beside::Half& after) {
  const auto one = [](const Beside::Half& half) {
    if (!half.use) return std::string("none");
    return percent_words(half.use->used, half.use->open) + (half.use->over > 0 ? "!" : "") + (half.binding ? "*" : "");
  };
  const auto was = one(before), is = one(after);
  return was == is ? is : was + " > " + is;
}

std::string binding(const Counted& answer, Day monday_of) {
  for (const auto& week : answer.census.weeks)
    if (monday(week) == monday_of) return week.binding ? title_of(answer.roster, *week.binding) : "nothing";
  return "none";
}

}  // namespace

Bought bought(const Roster& before, const Roster& after) {
  Bought out;
  std::map<std::string_view, const Rostered*> old;
  for (const auto& p : before.patients) {
    old[p.id] = &p;
    out.placed_before += p.kind == Rostered::placed;
  }
  for (const auto& p : after.patients) {
    const auto found = old.find(p.id);
    const Rostered* was = found == old.end() ? nullptr : found->second;
    const bool is_placed = p.kind == Rostered::placed, was_placed = was && was->kind == Rostered::placed;
    out.placed_after += is_placed;
    out.open += p.kind != Rostered::closed;
    if (is_placed && !was_placed) out.placed.push_back(p.id);
    if (!is_placed && was_placed) out.lost.push_back(p.id);
    if (!is_placed || !was_placed) continue;
    out.late_before += was->days_late;
    out.late_after += p.days_late;
    out.weighted_before += std::int64_t{was->days_late} * was->weight;
    out.weighted_after += std::int64_t{p.days_late} * p.weight;
    if (!was->day_zero || !p.day_zero) continue;
    ++out.compared;
    out.sooner_sum += *was->day_zero - *p.day_zero;
    if (*was->day_zero != *p.day_zero) out.moved.push_back({p.id, *was->day_zero, *p.day_zero});
  }
  std::stable_sort(out.moved.begin(), out.moved.end(), [](const Bought::Moved& a, const Bought::Moved& b) {
    return std::pair(a.after - a.before, std::string_view(a.patient)) <
           std::pair(b.after - b.before, std::string_view(b.patient));
  });
  return out;
}

std::vector<std::string> bought_lines(const Bought& b) {
  std::vector<std::string> lines;
  std::string placed = fmt::format("placed: {} of {}, before {}", b.placed_after, b.open, b.placed_before);
  if (!b.placed.empty()) placed += "; only now: " + joined(b.placed);
  if (!b.lost.empty()) placed += "; no longer: " + joined(b.lost);
  lines.push_back(placed);
  lines.push_back(fmt::format("days late of those placed in both: {}, before {}: {}; by weight {}, before {}: {}",
                              b.late_after, b.late_before, less(b.late_before, b.late_after), b.weighted_after,
                              b.weighted_before, less(b.weighted_before, b.weighted_after)));
  if (b.compared > 0) {
    // In tenths of a day, away from zero at the half: no double decides what is printed.
    const std::int64_t sum = std::abs(b.sooner_sum), tenths = (sum * 20 + b.compared) / (2 * std::int64_t{b.compared});
    const auto sooner = std::count_if(b.moved.begin(), b.moved.end(), [](const auto& m) { return m.after < m.before; });
    const auto later = static_cast<std::ptrdiff_t>(b.moved.size()) - sooner;
    const std::string mean = b.sooner_sum == 0 ? std::string("the same on average")
                                               : fmt::format("{}.{} days {} on average", tenths / 10, tenths % 10,
                                                             b.sooner_sum > 0 ? "sooner" : "later");
    lines.push_back(fmt::format("Day 0 of {} patients: {}; {} sooner, {} later, {} the same", b.compared, mean, sooner,
                                later, b.compared - static_cast<int>(b.moved.size())));
  }
  return lines;
}

std::vector<Beside> beside(const Counted& before, const Counted& after) {
  std::vector<Beside> out;
  std::map<Day, std::size_t> week_before;
  for (std::size_t w = 0; w < before.census.weeks.size(); ++w) week_before[monday(before.census.weeks[w])] = w;
  const auto was_used = shown(before), is_used = shown(after);
  const auto has = [](const std::vector<std::size_t>& list, std::size_t k) {
    return std::find(list.begin(), list.end(), k) != list.end();
  };
  for (std::size_t k = 0; k < after.census.resources.size(); ++k) {
    const auto& resource = after.roster.resources[k];
    const auto same = std::find_if(before.roster.resources.begin(), before.roster.resources.end(),
                                   [&](const auto& one) { return one.title == resource.title; });
    const auto old = static_cast<std::size_t>(same - before.roster.resources.begin());
    const bool known = same != before.roster.resources.end() && old < before.census.resources.size();
    if (!has(is_used.resources, k) && !(known && has(was_used.resources, old))) continue;
    Beside row{resource.title, resource.place, resource.resource, resource.quota, {}, {}};
    for (std::size_t w = 0; w < after.census.weeks.size(); ++w) {
      const auto& week = after.census.weeks[w];
      row.after.push_back({&after.census.resources[k].weeks[w], week.binding == static_cast<int>(k)});
      row.before.emplace_back();
      const auto found = week_before.find(monday(week));
      if (!known || found == week_before.end()) continue;
      row.before.back() = {&before.census.resources[old].weeks[found->second],
                           before.census.weeks[found->second].binding == static_cast<int>(old)};
    }
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<bool> idle_weeks(const std::vector<Beside>& rows, std::size_t weeks) {
  std::vector<bool> idle(weeks, true);
  for (const auto& row : rows)
    for (std::size_t w = 0; w < weeks; ++w)
      for (const auto* use : {row.before[w].use, row.after[w].use})
        if (use && (use->used > 0 || use->peak > 0 || use->waited > 0)) idle[w] = false;
  return idle;
}

std::string versus(const Counted& before, const Counted& after, const CapacityStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const FrameStyle frame{room, style.colour, style.ascii};
  const Day near = after.roster.today;
  std::string title =
      hang("", fmt::format("{}: {} beside {}", headline(after.roster), after.label, before.label), frame);
  title.pop_back();
  std::string out = ink.bold(title) + '\n' + frame_facts(capacity_facts(after), 11, frame);
  const auto gain = bought(before.roster, after.roster);
  std::vector<Section> list{{"What it buys", bought_lines(gain), false}};
  std::vector<std::string> lines;
  for (const auto& m : gain.moved)
    lines.push_back(fmt::format("{}: Day 0 {}, before {}: {} {} {}", m.patient, date(m.after), date(m.before),
                                std::abs(m.after - m.before), std::abs(m.after - m.before) == 1 ? "day" : "days",
                                m.after < m.before ? "sooner" : "later"));
  if (!lines.empty()) list.push_back({"Patients whose Day 0 moves", std::exchange(lines, {}), false});
  out += frame_sections(list, frame);

  const auto& weeks = after.census.weeks;
  const auto rows = beside(before, after);
  int name = 4;
  const auto runs = week_runs(idle_weeks(rows, weeks.size()));
  for (const auto& run : runs) name = std::max(name, width(run_name(run, after.census, near)));
  const auto column = [&](const Beside& row) {
    int w = std::clamp(std::max(width(plain(row.place)), width(plain(row.name))), 9, 18);
    for (std::size_t k = 0; k < weeks.size(); ++k) w = std::max(w, width(change(row.before[k], row.after[k])));
    return w;
  };
  std::string use = hang("",
                         fmt::format("Use by week: {} > {}; once where it stays; * binding, ! more than there is",
                                     before.label, after.label),
                         frame);
  use.pop_back();
  out += '\n' + ink.bold(use) + '\n';
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    for (int used = name; to < rows.size() && (to == from || room <= 0 || used + 2 + column(rows[to]) <= room); ++to)
      used += 2 + column(rows[to]);
    const auto heading = [&](std::string_view first, auto part) {
      std::string line = pad(first, name);
      for (std::size_t k = from; k < to; ++k) {
        const int w = column(rows[k]);
        line += "  " + pad(cut(plain(part(rows[k]), style.ascii), w, style.ascii), w);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += ink.dim(line) + '\n';
    };
    out += '\n';
    heading("", [](const Beside& row) { return row.place; });
    heading("Week", [](const Beside& row) { return row.name; });
    for (const auto& run : runs) {
      std::string line = pad(run_name(run, after.census, near), name);
      if (run.idle) line += "  " + std::string(idle_words);
      for (std::size_t k = from; k < to && !run.idle; ++k)
        line += "  " + pad(change(rows[k].before[run.from], rows[k].after[run.from]), column(rows[k]));
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + '\n';
    }
    from = to;
  }
  for (std::size_t w = 0; w < weeks.size();) {
    const auto was = binding(before, monday(weeks[w])), is = binding(after, monday(weeks[w]));
    std::size_t end = w + 1;
    while (end < weeks.size() && binding(before, monday(weeks[end])) == was && binding(after, monday(weeks[end])) == is)
      ++end;
    lines.push_back(fmt::format("{}: {}", dates(weeks[w].first, weeks[end - 1].last, near),
                                was == is ? is + ", as before" : is + ", before " + was));
    w = end;
  }
  if (lines.empty()) return out;
  return out + frame_sections({{"What holds the others up", lines, false}}, frame);
}

}  // namespace v2v::view
