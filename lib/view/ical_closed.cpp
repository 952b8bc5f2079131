// A list of closed days from a calendar file. The file is read line by line here, so that what is wrong has its place
// and nothing hostile reaches libical; libical is asked for one thing, on which days a yearly rule falls.
#include <fmt/format.h>

#include <algorithm>

#include "view/ical.h"
#include "view/ical_event.h"
#include "view/ical_lines.h"

namespace v2v::view {
namespace {

using calendar::Day;
using source::Span;

constexpr int longest = 366;  // days of one event
constexpr int last_year = 2100;
constexpr std::size_t most_days = 20'000;
constexpr std::size_t most_rule = 200;  // letters

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// At most `most`; nothing where it is no such number.
std::optional<int> number(std::string_view text, int most) {
  if (!all_digits(text) || text.size() > 6) return std::nullopt;
  const int n = std::stoi(std::string(text));
  return n <= most ? std::optional(n) : std::nullopt;
}

std::vector<std::string> parts_of(const std::string& text, char mark) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find(mark, from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

icaltimetype date_of(Day day) {
  const auto d = calendar::split(day);
  icaltimetype t = icaltime_null_time();
  t.year = d.year, t.month = d.month, t.day = d.day, t.is_date = 1;
  return t;
}

class Reading {
 public:
  explicit Reading(source::Diagnostics& wrong) : wrong_(wrong) {}

  std::vector<Day> run(const std::vector<IcalEvent>& events) {
    for (const IcalEvent& event : events) read(event);
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    return std::move(days_);
  }

 private:
  void fail(Span where, std::string text, std::string hint = {}) {
    ical_wrong(wrong_, where, std::move(text), std::move(hint));
  }

  /// The only one of its name.
  const IcalLine* one(const IcalEvent& event, std::string_view name) {
    const IcalLine* found = nullptr;
    for (const IcalLine& line : event.lines)
      if (line.name == name) {
        if (found) fail(line.where, fmt::format("{} stands here twice", name));
        found = &line;
      }
    return found;
  }

  std::optional<Day> day(const std::string& text, const IcalLine& line) {
    const bool timed = text.find('T') != std::string::npos || line.parameter("VALUE") == "PERIOD";
    if (timed) {
      fail(line.where, fmt::format("{} has an hour: only whole days can be closed", line.name),
           "write VALUE=DATE and a date such as 20261224; hours are those of the place");
      return std::nullopt;
    }
    std::optional<Day> out;
    if (text.size() == 8 && all_digits(text))
      out = calendar::day_of(std::stoi(text.substr(0, 4)), std::stoi(text.substr(4, 2)), std::stoi(text.substr(6)));
    if (!out) fail(line.where, fmt::format("'{}' is no date such as 20261224", text));
    return out;
  }

  /// How many days the event takes.
  int length(const IcalEvent& event, Day start) {
    const IcalLine *end = one(event, "DTEND"), *span = one(event, "DURATION");
    if (end && span) fail(span->where, "an event has DTEND or DURATION, not both");
    if (end) {
      const auto behind = day(end->value, *end);
      if (!behind) return 1;
      if (*behind <= start)
        fail(end->where, "DTEND is the first day that is free again: it lies behind DTSTART");
      else if (*behind - start > longest)
        fail(end->where, fmt::format("one event closes more than {} days", longest));
      else
        return *behind - start;
      return 1;
    }
    if (!span) return 1;
    const std::string& text = span->value;  // P2D, P1W
    const bool weeks = text.ends_with('W');
    const auto n = text.size() > 2 && text[0] == 'P' && (weeks || text.ends_with('D'))
                       ? number(std::string_view(text).substr(1, text.size() - 2), longest)
                       : std::nullopt;
    const int days = n.value_or(0) * (weeks ? 7 : 1);
    if (days >= 1 && days <= longest) return days;
    fail(span->where,
         fmt::format("'{}' is no length of whole days such as P2D or P1W, {} days at most", text, longest));
    return 1;
  }

  /// The rule as libical may have it: parts that we know, in bounds. Empty: refused.
  std::string guarded(const IcalLine& line) {
    static const std::vector<std::string_view> known{"FREQ",     "INTERVAL",   "COUNT", "UNTIL",
                                                     "BYMONTH",  "BYMONTHDAY", "BYDAY", "BYYEARDAY",
                                                     "BYWEEKNO", "BYSETPOS",   "WKST"};
    const auto refuse = [&](std::string text, std::string hint = {}) {
      fail(line.where, std::move(text), std::move(hint));
      return std::string();
    };
    const std::string& text = line.value;
    if (text.empty() || text.size() > most_rule ||
        text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,+-") != std::string::npos)
      return refuse("this rule cannot be read", "such as FREQ=YEARLY");
    std::string out;
    bool yearly = false;
    std::vector<std::string> seen;
    for (const std::string& part : parts_of(text, ';')) {
      const std::string name = part.substr(0, part.find('='));
      std::string value = part.size() > name.size() ? part.substr(name.size() + 1) : "";
      if (std::find(known.begin(), known.end(), name) == known.end() || value.empty())
        return refuse(fmt::format("'{}' cannot stand in the rule of a closed day", part), "such as FREQ=YEARLY");
      if (std::find(seen.begin(), seen.end(), name) != seen.end())
        return refuse(fmt::format("{} stands twice in this rule", name));
      seen.push_back(name);
      if (name == "FREQ") yearly = value == "YEARLY";
      if (name == "INTERVAL" && !(number(value, 100).value_or(0) >= 1))
        return refuse("INTERVAL lies between 1 and 100");
      if (name == "COUNT" && !(number(value, 10'000).value_or(0) >= 1)) return refuse("COUNT lies between 1 and 10000");
      if (name == "UNTIL") {
        value = value.substr(0, value.find('T'));  // the last day, whatever its hour
        if (!day(value, line)) return {};
      }
      out += (out.empty() ? "" : ";") + name + "=" + value;
    }
    if (!yearly)
      return refuse("a list of closed days comes again by year alone: FREQ=YEARLY",
                    "what is shut every week is said by the place's hours");
    return out;
  }

  std::vector<Day> starts(const IcalEvent& event, Day first) {
    std::vector<Day> out{first};
    if (const IcalLine* line = one(event, "RRULE")) {
      const std::string text = guarded(*line);
      if (text.empty()) return out;
      icalerror_clear_errno();
      icalrecurrencetype rule = icalrecurrencetype_from_string(text.c_str());
      const std::unique_ptr<icalrecur_iterator, void (*)(icalrecur_iterator*)> each(
          rule.freq == ICAL_YEARLY_RECURRENCE ? icalrecur_iterator_new(rule, date_of(first)) : nullptr,
          icalrecur_iterator_free);
      if (!each) {
        fail(line->where, "this rule cannot be read", "such as FREQ=YEARLY");
        return out;
      }
      for (auto t = icalrecur_iterator_next(each.get()); !icaltime_is_null_time(t) && t.year <= last_year;
           t = icalrecur_iterator_next(each.get())) {
        if (out.size() > most_days) break;
        if (const auto one = calendar::day_of(t.year, t.month, t.day); one && *one > first) out.push_back(*one);
      }
      icalerror_clear_errno();
    }
    for (const IcalLine& line : event.lines) {
      if (line.name != "RDATE" && line.name != "EXDATE") continue;
      for (const std::string& text : parts_of(line.value, ',')) {
        const auto one = day(text, line);
        if (!one) break;
        if (line.name == "RDATE")
          out.push_back(*one);
        else
          std::erase(out, *one);
      }
    }
    return out;
  }

  void read(const IcalEvent& event) {
    if (const IcalLine* status = one(event, "STATUS"); status && status->value == "CANCELLED") return;
    const IcalLine* start = one(event, "DTSTART");
    if (!start) return fail(event.where, "this event has no DTSTART");
    if (const IcalLine* moved = one(event, "RECURRENCE-ID"))
      return fail(moved->where, "one day of a rule that was moved cannot be read",
                  "take the day out of the rule by EXDATE, and give the other as an event of its own");
    const auto first = day(start->value, *start);
    if (!first) return;
    const int days = length(event, *first);
    for (const Day from : starts(event, *first)) {
      if (days_.size() + static_cast<std::size_t>(days) > most_days) {
        if (!full_) fail(event.where, fmt::format("these are more than {} closed days", most_days));
        full_ = true;
        return;
      }
      for (int n = 0; n < days; ++n) days_.push_back(from + n);
    }
  }

  source::Diagnostics& wrong_;
  std::vector<Day> days_;
  bool full_ = false;
};

}  // namespace

source::Checked<calendar::Holidays> closed_days(const source::File& file) {
  source::Diagnostics wrong;
  const auto events = ical_events(file, wrong);
  calendar::Holidays out;
  if (wrong.empty()) out.dates = Reading(wrong).run(events);
  out.id = out.title = file.name.substr(file.name.rfind('/') + 1);
  std::stable_sort(wrong.begin(), wrong.end(),
                   [](const auto& a, const auto& b) { return a.where.begin < b.where.begin; });
  if (!wrong.empty()) return {std::nullopt, std::move(wrong)};
  return {std::move(out), {}};
}

}  // namespace v2v::view
