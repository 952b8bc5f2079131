// laws: the hand that makes random files: what it has settled so far, and how it words things. For generate*.cpp.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "calendar/zone.h"
#include "generate.h"

namespace v2v::laws {

using calendar::Day;

/// A sentence, and about how many days it stands for.
struct Said {
  std::string text;
  int days = 0;
};

struct PlaceSketch {
  std::string id, kind, site, zone;
  bool always = false;
  std::array<bool, 7> open{};  // monday first
  int from = 0, to = 1440;     // minutes of the day within which a visit may be booked
  Yaml hours;
};

struct LinkSketch {
  std::size_t to = 0;  // index of the earlier stage
  std::string point;   // as the link says it
  Said wait;
  bool to_start = false;
};

struct StageSketch {
  std::string id;
  int phase = 0;
  enum Form { milestone, takes, lasts, span, whole } form = milestone;
  bool part = false, work = false, conditional = false, event = false;
  std::string kind;          // of place, empty: none
  int visits = 1, step = 0;  // visits that are sure, and days from one to the next
  std::optional<int> falls;  // days from Day 0 to the first visit
  int length = 0;            // days from start to end of a visit, roughly
  std::vector<std::string> outcomes;
  std::vector<LinkSketch> links;
  std::string who;
  Yaml tree = Yaml::mapping();
  int day = 0;  // about when: days after the first day of the case
  bool happened = false, forgotten = false;
  int last() const { return day + (visits - 1) * step + length; }
};

struct Maker {
  Random& random;
  const Knobs& knobs;

  // Settled first.
  std::string zone = "Europe/London";
  calendar::Zone clock = calendar::Zone::utc();
  bool has_centre = false, counts_from_one = false;
  Day first{};    // the first day of the case
  int today = 0;  // days after it
  std::string workflow_id = "therapy", centre_id = "hill";
  std::vector<std::string> people{"patient"};
  std::vector<PlaceSketch> places{};
  std::vector<std::string> place_kinds{};

  // Gathered on the way.
  std::vector<StageSketch> stages{};
  std::size_t zero = 0;
  Yaml options = Yaml::mapping(), rules = Yaml::mapping(), sources = Yaml::mapping(), editions = Yaml::mapping();
  std::vector<std::string> resources{}, drugs{};
  std::string edition{};  // that the patient names

  bool tiny() const { return knobs.size == Knobs::tiny; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(from.size()) - 1))];
  }
  std::string pick(std::initializer_list<const char*> from) {
    return *(from.begin() + random(0, static_cast<std::int64_t>(from.size()) - 1));
  }
  bool maybe(bool knob, int percent) { return knob && random.chance(percent); }
  int number(int from, int to) { return static_cast<int>(random(from, to)); }

  // generate_values.cpp
  Said length_of_visit();       // takes, in minutes or hours
  Said days(int from, int to);  // a length in d, w, mo, wd of about so many days
  Said least_wait();
  Said lasting();  // a spread that is not ours
  std::string prose();
  std::string cite();
  std::string option();     // an option's id, made where none is or by chance
  std::string condition();  // an atom or two of options
  /// The value, perhaps behind a rule that varies it (`again` makes another), perhaps with a citation.
  Yaml value(Said& said, const std::function<Said()>& again);
  Yaml cited(Yaml value);
  std::string date(int day) const { return calendar::to_string(first + day); }
  std::string moment(Day day, int minute);
  std::string moment(int day, int minute) { return moment(first + day, minute); }

  // generate_stages.cpp
  void make_stages();
  void settle_days();
  void bind_from_above();
  // generate_places.cpp
  void make_places();
  PlaceSketch* place_of(const StageSketch& stage);
  /// The first day from `day` on which the stage's place is open, and a minute in its hours.
  std::pair<int, int> open_at(const StageSketch& stage, int day);
  // each a file or its part
  Yaml workflow_file();
  Yaml base_of(Yaml& workflow);
  Yaml centre_file(const Yaml& workflow);
  Yaml holidays_file();
  Yaml patient_file(const Yaml& workflow);
};

}  // namespace v2v::laws
