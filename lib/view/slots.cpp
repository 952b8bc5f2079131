#include "view/slots.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "view/frame.h"
#include "view/ink.h"
#include "view/roster_head.h"
#include "view/width.h"

namespace v2v::view {
namespace {

using timeline::Slot;
using timeline::SlotSet;
using timeline::SlotSets;

bool same_visit(const Slot& a, const Slot& b) {
  return std::tie(a.stage, a.attempt, a.visit) == std::tie(b.stage, b.attempt, b.visit);
}

const Slot* find(const SlotSet& set, const Slot& visit) {
  for (const auto& slot : set.slots)
    if (same_visit(slot, visit)) return &slot;
  return nullptr;
}

std::string when(const Slot& slot, const calendar::Zone& zone, Day near) {
  const auto wall = zone.wall(slot.start);
  const int year = calendar::split(wall.day).year;
  return fmt::format("{} {}{} {}", calendar::name(calendar::weekday(wall.day)), short_date(wall.day),
                     year == calendar::split(near).year ? "" : fmt::format(" {}", year), calendar::clock(wall.minute));
}

/// Every visit that a set has, by its start in the first set that has it.
std::vector<const Slot*> visits_of(const SlotSets& answer) {
  std::vector<const Slot*> list;
  for (const auto& set : answer.sets)
    for (const auto& slot : set.slots)
      if (std::none_of(list.begin(), list.end(), [&](const Slot* s) { return same_visit(*s, slot); }))
        list.push_back(&slot);
  std::stable_sort(list.begin(), list.end(), [](const Slot* a, const Slot* b) { return a->start < b->start; });
  return list;
}

bool differs(const Slot& slot, const SlotSet& first) {
  const Slot* other = find(first, slot);
  return !other || other->start != slot.start || other->place != slot.place || other->uses != slot.uses;
}

std::string head(const SlotSets& answer, const FrameStyle& frame, const Ink& ink) {
  std::string title = answer.patient + ": ";
  title += answer.workflow_title.empty() || answer.workflow_title == answer.workflow
               ? answer.workflow
               : fmt::format("{} ({})", answer.workflow_title, answer.workflow);
  title = hang("", title, frame);
  title.pop_back();
  const bool approved = answer.status.rfind("approved", 0) == 0;
  std::vector<Fact> facts{{"status", fmt::format("{}an aid to planning: nothing is booked until a person has booked it",
                                                 approved ? "" : "not approved for use; ")},
                          {"programme", answer.programme_title.empty() ? answer.programme : answer.programme_title}};
  const std::string tzdata = answer.tzdata.empty() ? "" : fmt::format(" (tzdata {})", answer.tzdata);
  if (answer.centre.empty())
    facts.push_back({"times", fmt::format("in {}{}", answer.zone, tzdata)});
  else
    facts.push_back({"centre", fmt::format("{}, times in {}{}", answer.centre, answer.zone, tzdata)});
  facts.push_back({"today", date(answer.today)});
  if (!answer.priority.empty()) facts.push_back({"priority", answer.priority});
  if (!answer.assumed.empty()) facts.push_back({"assumed", "lengths that are not ours to choose: " + answer.assumed});
  if (answer.due) facts.push_back({"due", date(*answer.due)});
  return ink.bold(title) + '\n' + frame_facts(facts, 11, frame);
}

class Columns {
 public:
  Columns(const SlotSets& answer, const Ink& ink, int room, bool ascii)
      : answer_(answer),
        ink_(ink),
        room_(room),
        ascii_(ascii),
        zone_(zone_of(answer.zone)),
        visits_(visits_of(answer)) {
    for (const auto& set : answer.sets) {
      cell_ = std::max(cell_, 1 + width(of(set.day_zero)));
      for (const auto& slot : set.slots) cell_ = std::max(cell_, 1 + width(when(slot, zone_, answer.today)));
    }
    for (const auto* visit : visits_) label_ = std::max(label_, width(plain(titled(*visit))));
    if (room_ > 0) label_ = std::clamp(room_ - 2 * (cell_ + 2), 12, label_);
  }

  std::string draw() const {
    const int fits = room_ > 0 ? std::max(1, (room_ - label_) / (cell_ + 2)) : static_cast<int>(answer_.sets.size());
    std::string out;
    for (std::size_t from = 0; from < answer_.sets.size(); from += static_cast<std::size_t>(fits))
      out += block(from, std::min(answer_.sets.size(), from + static_cast<std::size_t>(fits)));
    return out;
  }

 private:
  std::string of(const std::optional<Day>& day) const { return day ? date(*day) : "-"; }

  std::string line(const std::string& label, const std::vector<std::string>& cells) const {
    std::string out = pad(cut(plain(label, ascii_), label_, ascii_), label_);
    for (const auto& cell : cells) out += "  " + pad(cell, cell_);
    out.erase(out.find_last_not_of(' ') + 1);
    return out;
  }

  std::string block(std::size_t from, std::size_t to) const {
    std::vector<std::string> names, zeros;
    for (std::size_t k = from; k < to; ++k) {
      const auto& set = answer_.sets[k];
      names.push_back(fmt::format("set {}", set.rank));
      zeros.push_back(of(set.day_zero) + (k > 0 && set.day_zero != answer_.sets[0].day_zero ? "*" : ""));
    }
    std::string out = '\n' + ink_.dim(line("", names)) + '\n' + ink_.bold(line("Day 0", zeros)) + '\n';
    for (const auto* visit : visits_) {
      std::vector<std::string> cells;
      for (std::size_t k = from; k < to; ++k) {
        const auto& set = answer_.sets[k];
        const Slot* slot = find(set, *visit);
        const bool other = k > 0 && (slot ? differs(*slot, answer_.sets[0]) : find(answer_.sets[0], *visit) != nullptr);
        cells.push_back((slot ? when(*slot, zone_, answer_.today) : "-") + (other ? "*" : ""));
      }
      out += line(titled(*visit), cells) + '\n';
    }
    return out;
  }

  const SlotSets& answer_;
  const Ink& ink_;
  int room_;
  bool ascii_;
  calendar::Zone zone_;
  std::vector<const Slot*> visits_;
  int cell_ = 6, label_ = 12;
};

}  // namespace

std::vector<std::string> differences(const SlotSet& first, const SlotSet& other, const std::string& in, Day near) {
  const auto zone = zone_of(in);
  std::vector<std::string> lines;
  if (first.day_zero && other.day_zero && *first.day_zero != *other.day_zero) {
    const int days = *other.day_zero - *first.day_zero;
    lines.push_back(fmt::format("Day 0: {} {} {}", std::abs(days), std::abs(days) == 1 ? "day" : "days",
                                days > 0 ? "later" : "sooner"));
  }
  for (const auto& slot : other.slots) {
    const Slot* old = find(first, slot);
    if (!old) {
      lines.push_back(fmt::format("{}: {}, not in the first set", titled(slot), when(slot, zone, near)));
      continue;
    }
    std::vector<std::string> parts;
    if (old->start != slot.start)
      parts.push_back(fmt::format("{} and not {}", when(slot, zone, near), when(*old, zone, near)));
    if (old->place != slot.place) parts.push_back(fmt::format("at {} and not {}", slot.place, old->place));
    if (old->uses != slot.uses && old->place == slot.place)
      parts.push_back(fmt::format("with {} and not {}", joined(slot.uses), joined(old->uses)));
    if (!parts.empty()) lines.push_back(titled(slot) + ": " + joined(parts));
  }
  for (const auto& slot : first.slots)
    if (!find(other, slot))
      lines.push_back(fmt::format("{}: none, in the first set {}", titled(slot), when(slot, zone, near)));
  return lines;
}

std::string slots(const SlotSets& answer, const SlotsStyle& style) {
  const Ink ink{style.colour};
  const int room = style.width > 0 ? std::max(style.width, 60) : 0;
  const FrameStyle frame{room, style.colour, style.ascii};
  std::string out = head(answer, frame, ink);
  std::vector<Section> list;
  if (answer.sets.empty()) {
    list.push_back({"There is no set of slots", {answer.why_not.empty() ? "not said why" : answer.why_not}, true});
  } else {
    out += Columns(answer, ink, room, style.ascii).draw();
    if (answer.sets.size() > 1) out += '\n' + ink.dim("* not as in the first set") + '\n';
    for (const auto& set : answer.sets) {
      Section section{
          fmt::format(
              "Set {}{}", set.rank,
              set.days_late > 0 ? fmt::format(", {} {} late", set.days_late, set.days_late == 1 ? "day" : "days") : ""),
          {},
          false};
      if (&set != &answer.sets.front()) {
        section.lines = differences(answer.sets.front(), set, answer.zone, answer.today);
        if (section.lines.empty()) section.lines.push_back("as the first set");
      }
      for (const auto& slot : set.slots)
        if (slot.held_for)
          section.lines.push_back(fmt::format("{} was held for {}", titled(slot), moment(*slot.held_for, answer.zone)));
      for (const auto& blocked : set.blocked)
        section.lines.push_back("not sooner: " + blocked_words(blocked, answer.zone, answer.today));
      if (set.blocked.empty() && set.rank == 1) section.lines.push_back("as soon as if nobody else were there");
      list.push_back(std::move(section));
    }
  }
  if (!answer.warnings.empty()) list.push_back({"Warnings", answer.warnings, true});
  if (!answer.assumptions.empty()) list.push_back({"Assumptions", answer.assumptions, false});
  return out + frame_sections(list, frame);
}

}  // namespace v2v::view
