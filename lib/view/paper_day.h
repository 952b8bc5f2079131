// view: what stands in the field of one day, in a month and in a week, and below both. For the paper_*.cpp files alone.
#pragma once
#include "view/paper_sheet.h"
#include "view/sheet_words.h"

namespace v2v::view {

/// The day's notes, with a mark before what is new or has changed.
std::vector<Note> marked_notes(const Setting& setting, timeline::Day day, bool whole);
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
