// laws: random but valid files of one case: workflow (perhaps with a base), centre or none, holidays, patient, today.
// What is wished: most can be planned, many clash, hardly any is refused by the reader.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "law.h"
#include "model/patient.h"
#include "source/diagnostic.h"
#include "yaml.h"

namespace v2v::laws {

/// How large, and what may occur. `tiny` lies within a few weeks and has few visits, for planners that try all.
struct Knobs {
  enum Size { tiny, small, large } size = small;
  bool centre = true, holidays = true, zones = true;  // `zones`: other than London
  bool base = true, editions = true, options = true, rules = true, cites = true, prose = true;
  bool outcomes = true, chances = true, parts = true, visits = true, spans = true, uncertain = true;
  bool needs = true, washouts = true, gates = true, people = true;
  bool facts = true, bookings = true, absences = true, windows = true, overrides = true;
  bool tight = false;  // waits and bookings leave little room: most cases clash
};

struct Files {
  std::vector<std::pair<std::string, Yaml>> named;  // file name and tree; the patient's is `patient.yaml`
  std::string today;                                // a date

  Yaml* find(const std::string& name);
  const Yaml* find(const std::string& name) const;
};

Files generate(Random& random, const Knobs& knobs);

/// The names of the files and their texts, `today` (a date and a line end) among them.
std::vector<std::pair<std::string, std::string>> texts(const Files& files);
/// Writes them into the folder, which is made where it is not there.
void keep(const Files& files, const std::string& folder);
/// A folder as `keep` wrote it, for the trees that the writer of this file makes.
Files take_up(const std::string& folder);

/// The files as the engine reads them; spans point into `sources`.
struct ReadFiles {
  source::Sources sources;
  source::Checked<model::Case> answer;
  calendar::Day today;
};
/// Through a disk of these files alone: the patient is given, the rest is found beside.
void read(const Files& files, ReadFiles& into);

/// Every key of the format that stands in these files, as `stage.takes`.
std::vector<std::string> keys_used(const Files& files);

}  // namespace v2v::laws
