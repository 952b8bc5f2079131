#include "view/roster.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "view/frame.h"
#include "view/ink.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Roster;
using timeline::Rostered;

enum Column { place, patient, workflow, priority, first, zero, due, late, columns };
using Cells = std::array<std::string, columns>;

constexpr std::array<std::string_view, columns> heads{"#",     "Patient", "Workflow", "Priority",
                                                      "First", "Day 0",   "Due",      "Late"};

std::string short_day(const std::optional<Day>& day, Day near) {
  if (!day) return "-";
  const auto year = calendar::split(*day).year;
  return fmt::format("{} {}{}", calendar::name(calendar::weekday(*day)), short_date(*day),
                     year == calendar::split(near).year ? "" : fmt::format(" {}", year));
}

Cells cells_of(const Rostered& p, const Roster& answer, bool ascii) {
  Cells c;
  c[place] = p.place_in_list > 0 ? fmt::format("{}", p.place_in_list) : "-";
  c[patient] = plain(p.id, ascii);
  c[workflow] = plain(p.workflow_title.empty() ? p.workflow : p.workflow_title, ascii);
  c[priority] = plain(p.priority, ascii);
  c[first] = short_day(first_slot(p, answer.zone), answer.today);
  c[zero] = p.kind == Rostered::not_placed ? "not placed" : short_day(p.day_zero, answer.today);
  c[due] = p.due ? short_day(p.due, answer.today) : "-";
  if (p.due && p.due_from == Rostered::by_itself) c[due] += " ~";
  c[late] = p.kind == Rostered::not_placed ? "!" : fmt::format("{}", p.days_late);
  return c;
}

using Widths = std::array<int, columns>;

int total(const Widths& w, int gap) {
  int sum = 0;
  for (const int one : w)
    if (one > 0) sum += one + gap;
  return sum - gap;
}

/// Titles narrow, then columns are left out.
Widths fit(const std::vector<Cells>& rows, int room, int& gap) {
  Widths w{};
  for (std::size_t i = 0; i < columns; ++i) {
    w[i] = width(heads[i]);
    for (const auto& row : rows) w[i] = std::max(w[i], width(row[i]));
  }
  if (room <= 0) return w;
  const auto shrink = [&](Column c, int least) {
    const int too_wide = total(w, gap) - room;
    if (too_wide > 0 && w[c] > least) w[c] = std::max(least, w[c] - too_wide);
  };
  shrink(workflow, 18);
  if (total(w, gap) > room) gap = 1;
  shrink(workflow, 12);
  shrink(patient, 16);
  shrink(priority, 6);
  for (const Column c : {due, priority, workflow})
    if (total(w, gap) > room) w[c] = 0;
  shrink(patient, 6);
  return w;
}

std::string row(const Cells& cells, const Widths& w, int gap, bool ascii) {
  std::string out;
  for (std::size_t i = 0; i < columns; ++i) {
    if (w[i] == 0) continue;
    const auto text = cut(cells[i], w[i], ascii);
    out += i == place || i == late ? pad_left(text, w[i]) : pad(text, w[i]);
    out.append(static_cast<std::size_t>(gap), ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

}  // namespace

std::string roster(const Roster& answer, const RosterStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const FrameStyle frame{room, style.colour, style.ascii};
  std::string title = hang("", headline(answer), frame);
  title.pop_back();
  std::string out = ink.bold(title) + '\n' + frame_facts(facts(answer), 11, frame) + '\n';

  std::vector<const Rostered*> people;
  std::vector<Cells> rows;
  for (const auto* p : in_order(answer)) {
    if (p->kind == Rostered::closed) continue;
    people.push_back(p);
    rows.push_back(cells_of(*p, answer, style.ascii));
  }
  int gap = 2;
  const auto widths = fit(rows, room, gap);
  Cells names;
  for (std::size_t i = 0; i < columns; ++i) names[i] = heads[i];
  out += ink.dim(row(names, widths, gap, style.ascii)) + '\n';
  bool alone = false, missing = false;
  const std::string indent(static_cast<std::size_t>(widths[place] + gap), ' ');
  for (std::size_t k = 0; k < people.size(); ++k) {
    const auto& p = *people[k];
    const auto line = row(rows[k], widths, gap, style.ascii);
    out += (p.kind == Rostered::not_placed ? ink.alarm(line) : p.days_late > 0 ? ink.notice(line) : line) + '\n';
    alone = alone || (p.due_from == Rostered::by_itself && widths[due] > 0);
    missing = missing || p.kind == Rostered::not_placed;
    for (const auto& blocked : p.blocked)
      out += hang(indent + "waits: ", blocked_words(blocked, answer.zone, answer.today), frame);
  }
  if (people.empty()) out += "nobody\n";
  std::string key;
  if (missing) key += "! not placed";
  if (alone)
    key += (key.empty() ? "" : "   ") + std::string("~ due as early as it would be alone, no target is stated");
  if (!key.empty()) out += '\n' + hang("", key, frame);
  return out + frame_sections(sections(answer), frame);
}

}  // namespace v2v::view
