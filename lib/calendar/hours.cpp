#include "calendar/hours.h"

#include <fmt/format.h>

#include <algorithm>

namespace v2v::calendar {

namespace {

constexpr int day_end = 24 * 60;
constexpr std::string_view day_names = "mon tue wed thu fri sat sun";

std::string_view written(std::size_t weekday) {
  return day_names.substr(weekday * 4, 3);
}

std::vector<std::string_view> split_at(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::optional<std::size_t> weekday_named(std::string_view word) {
  for (std::size_t i = 0; i < 7; ++i)
    if (word == written(i)) return i;
  return std::nullopt;
}

std::string unknown_day(std::string_view word) {
  const std::string small = lower(word);
  std::string_view meant;
  if (small == "weekday" || small == "weekdays") meant = "mon-fri";
  if (small == "weekend" || small == "weekends") meant = "sat sun";
  if (small == "daily" || small == "everyday") meant = "mon-sun";
  if (small.starts_with("holiday")) meant = "holidays";
  if (small == "always") meant = "always, alone";
  if (const auto day = weekday_named(small.substr(0, 3))) meant = written(*day);
  if (!meant.empty()) return fmt::format("'{}' is written {}", word, meant);
  return fmt::format("unknown weekday '{}'; the days are {} and holidays", word, day_names);
}

/// Why `text` is no time of day, for text that parse_clock refuses.
std::string not_a_time(std::string_view text) {
  if (text.empty()) return "a time is missing beside the hyphen; hours are written 08:00-17:00";
  if (text.find_first_of(".,") != text.npos)
    return fmt::format("'{}' is not a time; hours and minutes stand apart by a colon, as in 08:30, without decimals",
                       text);
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return fmt::format("'{}' is not a time; write hours and minutes, as in 08:30", text);
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == part.npos;
  };
  const std::string_view hour = text.substr(0, colon), minute = text.substr(colon + 1);
  if (!digits(hour) || !digits(minute) || hour.size() > 2 || minute.size() > 2)
    return fmt::format("'{}' is not a time; write hours and minutes, as in 08:30", text);
  if (hour.size() != 2 || minute.size() != 2)
    return fmt::format("'{}' is not a time; write two digits each, {:0>2}:{:0>2}", text, hour, minute);
  if (minute > "59") return fmt::format("'{}' is not a time; minutes end at 59", text);
  return fmt::format("'{}' is not a time; the day ends at 24:00", text);
}

/// One item, word by word. Each member says in `why` what is wrong and gives false.
struct Reader {
  Shift shift;
  bool has_days = false;
  std::string why;

  bool fault(std::string text) {
    why = std::move(text);
    return false;
  }

  bool add(std::size_t day) {
    if (shift.weekdays[day]) return fault(fmt::format("{} is named twice", written(day)));
    return shift.weekdays[day] = has_days = true;
  }

  bool days(std::string_view word) {
    if (word == "holidays") {
      if (shift.holidays) return fault("holidays is named twice");
      return shift.holidays = has_days = true;
    }
    if (word == "to") return fault("days from one to another are joined by a hyphen, as in mon-fri");
    const auto ends = split_at(word, '-');
    if (ends.size() > 2) return fault(fmt::format("'{}' has too many hyphens; days are written mon-fri", word));
    for (const std::string_view end : ends) {
      if (end.empty()) return fault("a hyphen joins two days without spaces, as in mon-fri");
      if (!weekday_named(end)) return fault(unknown_day(end));
    }
    const std::size_t last = *weekday_named(ends.back());
    for (std::size_t day = *weekday_named(ends.front());; day = (day + 1) % 7) {
      if (!add(day)) return false;
      if (day == last) return true;
    }
  }

  bool times(std::string_view word) {
    const auto ends = split_at(word, '-');
    if (ends.size() != 2) {
      if (ends.size() == 1 && !parse_clock(word)) return fault(not_a_time(word));
      return fault(
          fmt::format("'{}' is not a pair of times; opening and closing are joined by one hyphen without "
                      "spaces, as in 08:00-17:00",
                      word));
    }
    for (const std::string_view end : ends)
      if (!parse_clock(end)) return fault(not_a_time(end));
    shift.from = *parse_clock(ends[0]);
    shift.to = *parse_clock(ends[1]);
    if (shift.from == day_end) return fault("24:00 only closes; a shift from midnight opens at 00:00 of the next day");
    if (shift.from == shift.to)
      return fault(fmt::format("'{}' opens and closes at the same time; the whole day is 00:00-24:00", word));
    if (shift.to == 0) shift.to = day_end;
    return true;
  }

  bool item(std::string_view text) {
    if (text.find("\xE2\x80\x93") != text.npos || text.find("\xE2\x80\x94") != text.npos)
      return fault("write a plain hyphen, as in mon-fri 08:00-17:00, not a dash");
    std::vector<std::string_view> words;
    for (const std::string_view word : split_at(text, ' '))
      if (!word.empty()) words.push_back(word);
    if (words.empty()) return fault("hours are empty; write always, or days and times as in mon-fri 08:00-17:00");
    bool has_times = false;
    for (const std::string_view word : words) {
      const bool is_time = (word[0] >= '0' && word[0] <= '9') || word.find(':') != word.npos;
      if (!is_time && word == "-") return fault("a hyphen stands without spaces, as in mon-fri 08:00-17:00");
      if (!is_time && word.find_first_of(",;") != word.npos)
        return fault("days are set apart by spaces, as in mon wed fri; more hours are more items of a list");
      if (has_times)
        return fault(is_time ? "one item has one pair of times, joined by a hyphen; more are more items of a list"
                             : "days come before their times, and more days are another item of the list");
      if (!(is_time ? times(word) : days(word))) return false;
      has_times = is_time;
    }
    if (!has_days) return fault("times need days before them, as in mon-fri 08:00-17:00");
    return true;
  }
};

std::string to_string(const Shift& shift) {
  std::string text;
  const auto append = [&](std::string_view word) { text.append(text.empty() ? "" : " ").append(word); };
  for (std::size_t day = 0; day < 7;) {
    std::size_t end = day;
    while (end < 7 && shift.weekdays[end]) ++end;
    if (end - day >= 3) {
      append(fmt::format("{}-{}", written(day), written(end - 1)));
      day = end;
    } else {
      if (end > day) append(written(day));
      ++day;
    }
  }
  if (shift.holidays) append("holidays");
  if (shift.from != 0 || shift.to != day_end) append(clock(shift.from) + "-" + clock(shift.to));
  return text;
}

}  // namespace

std::optional<Hours> parse_hours(std::string_view text, std::string& why) {
  if (text == "always") return Hours::all_days();
  Reader reader;
  if (!reader.item(text)) {
    why = std::move(reader.why);
    return std::nullopt;
  }
  return Hours{false, {reader.shift}};
}

std::string to_string(const Hours& hours) {
  if (hours.always) return "always";
  std::string text;
  for (const Shift& shift : hours.shifts) text.append(text.empty() ? "" : ", ").append(to_string(shift));
  return text.empty() ? "never" : text;
}

}  // namespace v2v::calendar
