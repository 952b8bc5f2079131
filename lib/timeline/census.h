// timeline: how full each resource of a roster is, by day and by week, and which one holds the others up. Plain values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/day.h"

namespace v2v::timeline {

/// One resource on one date of its own zone.
struct DayUse {
  calendar::Day day;
  int least = 0, most = 0;  // how many there are, over the day; of a quota both are the amount of its period
  /// Who is there at the midnight with which the date begins (its first instant): holds by their n, without making
  /// ready. 0 of a quota.
  int census = 0;
  int peak = 0;  // most that is taken at once, making ready too; of a quota the starts of the date
  int over = 0;  // by how many the use passes what there is, at its worst moment; of a quota in its period
  /// Resource-minutes: taken (making ready too), and there to be taken. Of a quota: starts, and the amount, of the
  /// whole period that holds the date.
  std::int64_t used = 0, open = 0;
  bool operator==(const DayUse&) const = default;
};

/// One resource in one week of the census.
struct WeekUse {
  int least = 0, most = 0;   // as of a day
  int census = 0, peak = 0;  // the most of the days
  int over = 0;              // the most of the days
  std::int64_t used = 0,
               open = 0;    // as of a day; of a quota by the day their sum, by the month or year as the week begins
  int starts = 0;           // of a quota: in these days
  std::int64_t waited = 0;  // minutes that patients waited for it in this week, each patient once
  bool operator==(const WeekUse&) const = default;
};

/// A quota's own periods, whole ones: from the one that holds the roster's first date to the one that holds its last.
struct PeriodUse {
  calendar::Day first, last;
  int amount = 0, starts = 0;
  bool operator==(const PeriodUse&) const = default;
};

struct ResourceUse {
  std::vector<DayUse> days;        // the roster's period, date by date
  std::vector<WeekUse> weeks;      // beside Census::weeks
  std::vector<PeriodUse> periods;  // of a quota
  bool operator==(const ResourceUse&) const = default;
};

/// Monday to Sunday, without what lies outside the roster's period.
struct Week {
  calendar::Day first, last;
  /// For what most days were waited in this week (ties: what is used most); where nobody waits, what is used most if
  /// that is `near_percent` or more. In Roster::resources; nothing: there is none.
  std::optional<int> binding;
  std::vector<int> near;  // others that are used that much, by number
  bool operator==(const Week&) const = default;
};

/// Quotas together: of one manufacturer, or of all.
struct QuotaUse {
  std::string place;  // empty: of all
  std::vector<int> resources;
  struct Share {
    int starts = 0;
    double amount = 0;  // of periods that reach beyond these days, the share of the days
    bool operator==(const Share&) const = default;
  };
  std::vector<Share> weeks;  // beside Census::weeks
  Share total;               // of the roster's period
  bool operator==(const QuotaUse&) const = default;
};

struct Census {
  std::vector<Week> weeks;
  std::vector<ResourceUse> resources;  // beside Roster::resources
  std::vector<QuotaUse> quotas;        // by place; the last is of all. Empty where there is no quota
  bool operator==(const Census&) const = default;
};

inline constexpr int near_percent = 85;

/// Below 100 rounded down and above it up, so that only what is exactly full is 100, and at least 1 of what is used at
/// all. Nothing where nothing is there to be used.
std::optional<int> percent(std::int64_t used, std::int64_t open);

}  // namespace v2v::timeline
