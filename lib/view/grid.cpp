#include "view/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "view/csv_row.h"
#include "view/roster_head.h"

namespace v2v::view {
namespace {

using timeline::Roster;
using timeline::Rostered;

GridCell number(std::int64_t n) {
  return n;
}

GridCell day(const std::optional<Day>& day) {
  return day ? GridCell(*day) : GridCell();
}

GridCell share(std::int64_t used, std::int64_t open) {
  const auto percent = timeline::percent(used, open);
  return percent ? GridCell(Share{*percent}) : GridCell();
}

/// Days of waiting to hundredths.
GridCell days(std::int64_t minutes) {
  return std::round(static_cast<double>(minutes) / 14.4) / 100;
}

std::string yes(bool it_is) {
  return it_is ? "yes" : "no";
}

std::string period(const timeline::Resource& resource) {
  static constexpr std::string_view names[] = {"day", "week", "month", "year"};
  return resource.quota ? "a " + std::string(names[resource.period]) : "";
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

/// What a day and a week of one resource say alike.
std::vector<Grid::Column> amount_columns() {
  return {{"resource", 30}, {"quota", 10}, {"least there", 11}, {"most there", 11}, {"at midnight", 11}, {"peak", 8},
          {"used", 12},     {"open", 12},  {"unit", 10},        {"use", 8},         {"over by", 8}};
}
template <class Use>
std::vector<GridCell> amounts(const timeline::Resource& resource, const Use& use) {
  return {resource.title,
          period(resource),
          number(use.least),
          number(use.most),
          resource.quota ? GridCell() : number(use.census),
          number(use.peak),
          number(use.used),
          number(use.open),
          std::string(resource.quota ? "starts" : "minutes"),
          share(use.used, use.open),
          number(use.over)};
}

}  // namespace

Grid patients_grid(const Roster& roster) {
  Grid grid{"Patients",
            {{"place in list", 8},
             {"patient", 14},
             {"workflow", 28},
             {"priority", 12},
             {"weight", 8},
             {"state", 12},
             {"first slot", 12},
             {"Day 0", 12},
             {"Day 0 alone", 12},
             {"due", 12},
             {"due from", 10},
             {"days late", 10},
             {"too soon", 10},
             {"waits for", 60},
             {"why not", 40},
             {"workflow status", 24}},
            {}};
  for (const auto* p : in_order(roster)) {
    std::vector<std::string> waits;
    for (const auto& blocked : p->blocked) waits.push_back(blocked_words(blocked, roster.zone, roster.today));
    grid.rows.push_back({p->place_in_list > 0 ? number(p->place_in_list) : GridCell(), p->id, p->workflow, p->priority,
                         number(p->weight), std::string(word(p->kind)), day(first_slot(*p, roster.zone)),
                         day(p->day_zero), day(p->alone), day(p->due), std::string(word(p->due_from)),
                         p->kind == Rostered::placed ? number(p->days_late) : GridCell(),
                         p->lost ? GridCell(Share{static_cast<int>(std::ceil(*p->lost * 100))}) : GridCell(),
                         joined(waits, "; "), p->why_not, p->status.empty() ? "draft" : p->status});
  }
  return grid;
}

Grid slots_grid(const Roster& roster) {
  Grid grid{"Slots",
            {{"patient", 14},
             {"workflow", 28},
             {"priority", 12},
             {"placed", 12},
             {"stage", 20},
             {"title", 28},
             {"visit", 8},
             {"attempt", 8},
             {"place", 18},
             {"resource", 28},
             {"start", 17},
             {"end", 17},
             {"zone", 18},
             {"state", 10},
             {"held for", 17},
             {"Day 0", 12},
             {"days late", 10}},
            {}};
  const auto zone = zone_of(roster.zone);
  for (const auto* p : in_order(roster)) {
    const auto row = [&](const timeline::Slot* s) {
      const GridCell late = p->kind == Rostered::placed ? number(p->days_late) : GridCell();
      if (!s) {
        grid.rows.push_back({p->id,
                             p->workflow,
                             p->priority,
                             std::string(word(p->kind)),
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             day(p->day_zero),
                             late});
        return;
      }
      grid.rows.push_back({p->id, p->workflow, p->priority, std::string(word(p->kind)), s->stage,
                           s->title.empty() ? s->stage : s->title, number(s->visit), number(s->attempt), s->place,
                           joined(s->uses, "; "), zone.wall(s->start), zone.wall(s->end), roster.zone,
                           std::string(timeline::word(s->state)),
                           s->held_for ? GridCell(zone.wall(*s->held_for)) : GridCell(), day(p->day_zero), late});
    };
    for (const auto& slot : p->slots) row(&slot);
    if (p->slots.empty() && p->kind == Rostered::not_placed) row(nullptr);
  }
  return grid;
}

Grid weeks_grid(const Counted& answer) {
  Grid grid{"Capacity by week", {{"from", 12}, {"to", 12}}, {}};
  append(grid.columns, amount_columns());
  append(grid.columns, {{"days waited", 11}, {"binding", 9}, {"near", 8}});
  for (std::size_t w = 0; w < answer.census.weeks.size(); ++w)
    for (std::size_t k = 0; k < answer.census.resources.size(); ++k) {
      const auto& week = answer.census.weeks[w];
      const auto& use = answer.census.resources[k].weeks[w];
      const bool near = std::find(week.near.begin(), week.near.end(), static_cast<int>(k)) != week.near.end();
      std::vector<GridCell> row{week.first, week.last};
      append(row, amounts(answer.roster.resources[k], use));
      append(row, {days(use.waited), yes(week.binding == static_cast<int>(k)), yes(near)});
      grid.rows.push_back(std::move(row));
    }
  return grid;
}

Grid days_grid(const Counted& answer) {
  Grid grid{"Capacity by day", {{"date", 12}, {"weekday", 9}}, {}};
  append(grid.columns, amount_columns());
  if (answer.census.resources.empty()) return grid;
  for (std::size_t d = 0; d < answer.census.resources.front().days.size(); ++d)
    for (std::size_t k = 0; k < answer.census.resources.size(); ++k) {
      const auto& use = answer.census.resources[k].days[d];
      std::vector<GridCell> row{use.day, std::string(calendar::name(calendar::weekday(use.day)))};
      append(row, amounts(answer.roster.resources[k], use));
      grid.rows.push_back(std::move(row));
    }
  return grid;
}

Grid about_grid(const Roster& roster) {
  Grid grid{"Assumptions", {{"what", 24}, {"text", 110}}, {}};
  grid.rows.push_back({std::string("programme"), headline(roster)});
  for (const auto& fact : facts(roster)) grid.rows.push_back({fact.name, fact.text});
  for (const auto& section : sections(roster))
    for (const auto& line : section.lines) grid.rows.push_back({section.title, line});
  for (const auto& input : roster.inputs)
    grid.rows.push_back({std::string("made from"), fmt::format("{} ({})", input.file, input.digest)});
  return grid;
}

Grid both(Grid before, const std::string& label, Grid after, const std::string& other) {
  Grid grid{before.title, {{"roster", 18}}, {}};
  append(grid.columns, std::move(before.columns));
  for (auto* half : {&before, &after})
    for (auto& row : half->rows) {
      row.insert(row.begin(), half == &before ? label : other);
      grid.rows.push_back(std::move(row));
    }
  return grid;
}

std::string csv(const Grid& grid) {
  std::string out;
  {
    CsvRow head(out);
    for (const auto& column : grid.columns) head.text(column.head);
  }
  for (const auto& row : grid.rows) {
    CsvRow line(out);
    for (const auto& cell : row) {
      if (const auto* text = std::get_if<std::string>(&cell))
        line.text(*text);
      else if (const auto* n = std::get_if<std::int64_t>(&cell))
        line.number(std::optional(*n));
      else if (const auto* part = std::get_if<Share>(&cell))
        line.number(std::optional(part->percent));
      else if (const auto* x = std::get_if<double>(&cell))
        line.number(std::optional(*x));
      else if (const auto* on = std::get_if<Day>(&cell))
        line.text(calendar::to_string(*on));
      else if (const auto* at = std::get_if<calendar::Wall>(&cell))
        line.text(calendar::to_string(at->day) + " " + calendar::clock(at->minute));
      else
        line.text("");
    }
  }
  return out;
}

}  // namespace v2v::view
