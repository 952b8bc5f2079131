#include "pathway.h"

using namespace v2v::network;

namespace v2v::bench {

Calendar calendar() {
  std::vector<Range> weekdays, daily;
  std::vector<Tick> edges;
  std::vector<Dates::Offset> offsets{{0, 0}};
  const int last = 365 * years;
  for (int day = 0; day <= last; ++day) {
    const Tick summer = day % 364 >= 84 && day % 364 < 301 ? 60 : 0;
    const Tick first = days(day) - (day % 364 > 84 && day % 364 <= 301 ? 60 : 0);
    edges.push_back(first);
    if (offsets.back().minutes != summer) offsets.push_back({days(day) + hours(1), summer});
    const Tick midnight = days(day) - summer;
    if (day % 7 < 5) weekdays.push_back({midnight + hours(8), midnight + hours(18)});
    daily.push_back({midnight + hours(8), midnight + hours(20)});
  }
  edges.push_back(edges.back() + days(1));
  return {Openings(std::move(weekdays)), Openings(std::move(daily)), Openings({{0, days(last)}}),
          Dates(0, std::move(edges), std::move(offsets))};
}

Workflow workflow(const Calendar& c, int stages) {
  Workflow w;
  Network& net = w.net;
  Event before{}, block_zero{};
  Event last_start{};
  Tag tag = 0;
  for (int i = 0; i < stages; ++i) {
    const int k = i % 40;
    const Event start = net.event(), end = net.event();
    const Tick length = hours(1) + minutes(15 * (k % 7));
    net.link(start, end, exactly(length), ++tag);
    w.starts.push_back(start);
    w.ends.push_back(end);
    w.lengths.push_back(tag);
    if (k < 28) {
      net.open(start, {k % 9 == 4 ? &c.daily : &c.weekdays}, length, ++tag);
      if (i == 0)
        w.origin = start;
      else if (k % 4 == 1)
        net.link(before, start, at_least(Step::of_days(1 + k % 3, c.dates)), ++tag);
      else if (k % 4 == 3)
        net.link(before, start, between(hours(2), days(5)), ++tag);
      else
        net.link(before, start, at_least(hours(k % 5)), ++tag);
      if (k % 6 == 5) net.link(last_start, start, at_most(Step::of_days(9, c.dates)), ++tag);
      if (k % 5 == 2) net.link(last_start, start, at_least(hours(1)), ++tag);
      if (k == 27) {
        block_zero = start;
        if (i == 27) w.day_zero = start;
      }
      last_start = start;
    } else {  // visits: days 1 to 6 where it is always open, later ones on the weekday of Day 0
      const int n = k - 27 <= 6 ? k - 27 : 7 * (k - 33) + 7;
      net.open(start, {n <= 6 ? &c.daily : &c.weekdays}, length, ++tag);
      net.link(block_zero, start, exactly(Step::of_days(n, c.dates)), ++tag);
      net.link(before, start, at_least(hours(0)), ++tag);
      if (k % 3 == 0) net.link(block_zero, end, at_least(hours(12)), ++tag);
    }
    before = end;
  }
  if (stages <= 27) w.day_zero = last_start;
  return w;
}

}  // namespace v2v::bench
