// fuzz: a text as a sentence of dates and hours: day, days, window of dates, moment, times, absence, opening hours.
#include "sentence.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  static const calendar::Zone london = calendar::Zone::load("Europe/London").value();
  const auto here = [](auto parse) {
    return [parse](std::string_view text, std::string& why) { return parse(text, london, why); };
  };
  round(text, text::parse_day);
  if (const auto days = reading(text, text::parse_days)) demand(days->first <= days->last, "days run backwards");
  reading(text, text::parse_date_window);
  if (const auto moment = reading(text, here(text::parse_moment)); moment && moment->minute && moment->zone.empty()) {
    const auto wall = london.wall(moment->instant);
    demand(wall.day == moment->day && wall.minute == *moment->minute, "a moment is not where its wall time is");
  }
  if (const auto times = reading(text, here(text::parse_times)); times && times->to)
    demand(times->from.instant <= times->to->instant, "times run backwards");
  if (const auto absence = reading(text, here(text::parse_absence)))
    demand(absence->from < absence->to, "an absence is empty");
  const auto hours = [](std::string_view item, std::string& why) {
    why.clear();  // it only writes it
    return calendar::parse_hours(item, why);
  };
  round(
      text, hours, [](const calendar::Hours& value) { return to_string(value); }, std::equal_to<>());
}

}  // namespace v2v::fuzz
