// laws: a good roster with one thing spoiled, so that one kind of rule is broken for certain.
#pragma once
#include <string_view>
#include <vector>

#include "law.h"
#include "roster/verify.h"

namespace v2v::laws {

/// Copies of what was asked and what was answered, one of them spoiled.
struct SpoiledRoster {
  model::Programme programme;
  roster::Settings settings;
  roster::Answer answer;
  Random& random;
  std::string told;  // what was done
};

struct RosterFault {
  std::string_view name;
  roster::Rule rule;
  bool (*plant)(SpoiledRoster&);  // false: this roster has nothing of the kind
  bool rare = false;              // few rosters have: tried in all
};
const std::vector<RosterFault>& roster_faults();

}  // namespace v2v::laws
