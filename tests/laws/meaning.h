// laws: what must hold between the plan of some files and the plan of the same files changed in a way whose meaning is
// known. Each law changes, plans again, compares; meaning_law.cpp runs them over random files.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "generate.h"
#include "plan/search.h"

namespace v2v::laws {

/// Files and the plan that they give.
struct Planned {
  Files files;
  std::shared_ptr<ReadFiles> opened;  // its sources outlive every span
  plan::Settings settings;
  std::optional<timeline::Timeline> answer;  // nothing: the files are refused

  bool clash() const { return answer && answer->conflict; }
  bool dated() const { return answer && !answer->conflict; }
  const model::Case& what() const { return *opened->answer.value; }
};
Planned planned(const Files& files, plan::Assume assume = plan::Assume::likely, bool explain = false);

/// The choices that a plan made on its way (new attempts, places, holds let go, one body's order), as a text to
/// compare. Between two plans that chose alike the network differs by the change alone, and what rises must rise.
struct Chosen {
  std::string choices;
  std::optional<std::int64_t> held;  // where the visit that is held for slack is shown
};
Chosen chosen_in(const Planned& plan);
/// Which visits there are and what is recorded of each.
std::string states_of(const timeline::Timeline& answer);

/// How often a law was tried and what kept it from saying something.
using Counts = std::map<std::string, long>;

/// Throws Failure where the law does not hold. The text that it gives is counted: "held", or why it says nothing.
using Law = std::string (*)(Random& random, const Planned& before);

struct LawRow {
  const char* name;
  Law law;
};
const std::vector<LawRow>& laws_of_writing();  // meaning_writing.cpp: dates, names, order
const std::vector<LawRow>& laws_of_rules();    // meaning_rules.cpp: one rule more or less, a day later, assumptions
const std::vector<LawRow>& laws_of_facts();    // meaning_facts.cpp: bookings and records at the shown dates

/// A date and time for a message.
std::string when(const Planned& plan, const std::optional<calendar::Instant>& instant);
std::string name_of(const timeline::Entry& entry);
/// The same visit in another answer; nullptr where it has none.
const timeline::Entry* same_visit(const timeline::Timeline& answer, const timeline::Entry& entry);

}  // namespace v2v::laws
