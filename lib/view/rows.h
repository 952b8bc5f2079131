// view: the rows of a chart: one for each attempt of a stage, its visits as marks in the row.
#pragma once
#include <string>
#include <vector>

#include "timeline/timeline.h"

namespace v2v::view {

struct Row {
  model::Phase phase = model::Phase::referral;
  std::string label;                           // title, with `attempt n` where it is not the first
  std::vector<const timeline::Entry*> visits;  // by number; each has a start; at least one
};

/// Phase by phase in the order of the pathway, then by first start, then by id. Cancelled bookings and what has no date
/// are left out. Points into `answer`.
std::vector<Row> rows_of(const timeline::Timeline& answer);

/// Minutes of wall time since 1970-01-01 in the timeline's zone: a scale on which every day is as long as any other.
class Scale {
 public:
  explicit Scale(const timeline::Timeline& answer);
  std::int64_t minute(calendar::Instant instant) const;
  calendar::Day day(calendar::Instant instant) const;
  /// What a chart shows: from the first day of anything to the last, or to `cap` days after Day 0 (today, without one)
  /// where that is earlier; both included. What starts later is told apart as later.
  calendar::Day first, last;
  bool later(const timeline::Entry& entry) const;

  static constexpr int cap = 100;

 private:
  calendar::Zone zone_;
};

}  // namespace v2v::view
