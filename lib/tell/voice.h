// tell: dates, hours and titles as one reader hears them. Used by the other files of this room alone.
#pragma once
#include <string>

#include "timeline/sheet.h"

namespace v2v::tell {

using calendar::Day;
using calendar::Instant;
using timeline::Entry;
using words::Said;

class Voice {
 public:
  /// `own`: whose words for a stage go before those that all readers share: `donor`, `donated`; empty: nobody's.
  Voice(words::Language language, std::string zone, std::string own = {});

  const words::Language& language() const { return language_; }
  Said say(std::string_view key, const words::Values& values = {}) const { return language_.say(key, values); }
  Day day(Instant at) const { return zone_.wall(at).day; }
  /// The date there; in the sheet's own zone where that one is unknown.
  Day day(Instant at, const std::string& zone) const { return zone_of(zone).wall(at).day; }
  /// The place after which the zone is called, where clocks there show another hour than the sheet's; else empty.
  std::string elsewhere(Instant at, const std::string& zone) const;
  /// The last day that a span touches: an end at midnight is the first free day.
  Day last_day(Instant start, Instant end) const;

  /// `Wednesday 21 October 2026`; as English where it becomes part of an English sentence, or stands under a
  /// translation that nobody has reviewed.
  Said date(Day day) const {
    return {language_.date(day), english([&] { return english_.date(day); })};
  }
  /// A date and what o'clock, or from what to what.
  Said at(Day day, const Said& hours) const { return say("date-time", {{"date", date(day)}, {"time", hours}}); }
  /// The date, with the hours `08:00 to 15:00` in the zone of the visit; dates alone where the hour is not known.
  Said moment(const Entry& entry) const;
  /// On the clocks there; where these show another hour than the sheet's it is said whose hour it is.
  Said hour(Instant at, const std::string& zone) const;
  Said hours(Instant from, Instant to, const std::string& zone) const;

  /// The plain name of a stage: the catalogue's, else the workflow's, which is English.
  Said title(const Entry& entry) const;

 private:
  template <class Text>
  std::string english(Text text) const {
    return language_.reviewed() ? std::string() : text();
  }

  calendar::Zone zone_of(const std::string& name) const;
  Said clock(Instant at, const std::string& zone) const;
  Said placed(Said time, Instant at, const std::string& zone) const;

  words::Language language_;
  words::Language english_;
  std::string own_;
  calendar::Zone zone_;
};

}  // namespace v2v::tell
