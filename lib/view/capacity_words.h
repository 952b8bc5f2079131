// view: how full something is, in letters and words, for every view of a census. Inside this room only.
#pragma once
#include <string>
#include <vector>

#include "timeline/census.h"
#include "timeline/roster.h"
#include "view/head.h"
#include "view/say.h"

namespace v2v::view {

/// A roster and what its holds come to; `label` where there are two: "at present", "ward.bed=9".
struct Counted {
  const timeline::Roster& roster;
  const timeline::Census& census;
  std::string label;
};

/// How full, in classes that a letter, a pattern or a colour stands for.
enum class Level { shut, free, half, busy, near, full, over };  // up to: nothing there, 50, 70, 85, 100 %, full, more
Level level(std::int64_t used, std::int64_t open, int over);
std::string_view word(Level level);
/// `-` nothing there, `.` nothing used, `0` to `9` tenths, `#` full, `!` more than there is.
char letter(const timeline::DayUse& use);
/// `86%`; `-` where nothing is there and nothing used, `!` where nothing is there and used.
std::string percent_words(std::int64_t used, std::int64_t open);
/// `22 - 28 Mar`, with the year where it is not that of `near`.
std::string week_name(const timeline::Week& week, Day near);
/// `2`, `0-2`.
std::string amount_words(int least, int most);
/// `6 d`, `6 h`; empty for none. Days are rounded to the nearest half.
std::string waited_words(std::int64_t minutes);
std::string title_of(const timeline::Roster& roster, int resource);

/// Those that have anything or hold anything in the period, by number; the others' titles.
struct Shown {
  std::vector<std::size_t> resources;
  std::vector<std::string> idle;
};
Shown shown(const Counted& answer);

/// Weeks [from, to) that stand in one row: one week, or two and more in a row in which nothing is used or waited for.
struct WeekRun {
  std::size_t from = 0, to = 0;
  bool idle = false;
};
/// `idle[w]` for each week.
std::vector<WeekRun> week_runs(const std::vector<bool>& idle);
std::vector<WeekRun> week_runs(const Counted& answer);
/// From the first week of anything to behind the last; what lies outside needs no picture.
std::pair<std::size_t, std::size_t> busy_weeks(const Counted& answer);
/// As week_name, from the first week of the run to its last.
std::string run_name(const WeekRun& run, const timeline::Census& census, Day near);
inline constexpr std::string_view idle_words = "nothing is used";

/// `29 Mar - 11 Apr: ward.bed, 9 d waited; near: maker.slot`, weeks in a row that are alike together.
std::vector<std::string> binding_lines(const Counted& answer);
/// `maker: 3 starts of 16 in the period, 18%`; the last is of all.
std::vector<std::string> quota_lines(const Counted& answer);
/// Status, centre, period, today.
std::vector<Fact> capacity_facts(const Counted& answer);
/// How to read the numbers, a line each.
std::vector<std::string> capacity_key();

}  // namespace v2v::view
