// view: what stands in the field of one day, in a month and in a week, and below both. For the paper_*.cpp files alone.
#pragma once
#include "view/paper_sheet.h"

namespace v2v::view {

/// What one item says in the field of one day.
struct Note {
  const timeline::Item* item;
  timeline::Said text;
  std::string likely;  // in which days it may lie; empty: its date is certain, or was told on its first day
};

/// The day's visits, then stays, then rules that end on it; nothing of what was cancelled. Hours are the first alone,
/// or `whole`.
std::vector<Note> notes_of(const Setting& setting, timeline::Day day, bool whole);
/// Counted from Day 0 where that is certain.
std::optional<int> day_number(const Setting& setting, timeline::Day day);
/// The first day of its week: Saturday where it is read from the right, else Monday.
timeline::Day week_of(const Setting& setting, timeline::Day day);

/// The rules and waits in force from `first` to `last`, a line each, as far as a fifth of the page holds them; how many
/// more there are is said, and the list has them all.
class Below {
 public:
  Below(const Setting& setting, Paper& paper, timeline::Day first, timeline::Day last);
  double height() const { return height_; }
  void draw(double y) const;

 private:
  const Setting& setting_;
  Paper& paper_;
  std::vector<const timeline::Item*> shown_;
  timeline::Said more_;
  double height_ = 0;
};

}  // namespace v2v::view
