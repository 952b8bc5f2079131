// laws: random files of a programme: one centre with little of everything, one or two therapies, a few patients, some
// of whom are under way. What is wished: most patients can be placed, hardly anybody on the day they would have alone.
#pragma once
#include "generate.h"
#include "model/programme.h"

namespace v2v::laws {

struct ProgrammeKnobs {
  int least_patients = 2, most_patients = 8;
  bool facts = true;  // what happened, is booked, held or closed
};

/// `programme.yaml`, `centre.yaml`, `bank.yaml`, `therapy-1.yaml`, ..., `P-0201.yaml`, ...
Files generate_programme(Random& random, const ProgrammeKnobs& knobs);

/// The programme as the engine reads it; spans point into `sources`.
struct ReadProgramme {
  source::Sources sources;
  source::Checked<model::Programme> answer;
  calendar::Day today;
};
void read(const Files& files, ReadProgramme& into);

/// One of its patients alone.
source::Checked<model::Case> read_patient(const Files& files, const std::string& name, source::Sources& sources);

}  // namespace v2v::laws
