// tell: a plan -> the sheet of one reader in one language: what is theirs, when it is, how sure that is, and what has
// changed since their last copy.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "source/diagnostic.h"
#include "timeline/sheet.h"

namespace v2v::tell {

struct Wanted {
  timeline::Reader reader = timeline::Reader::patient;
  std::string language;  // empty: the reader's of the patient's file, the centre's, English
  const timeline::Copy* since = nullptr;
};

/// The plan must be without a conflict. Refused: `no-urgent-phone` (a patient's or carer's sheet without a number to
/// ring), `unknown-person`, `no-pseudonym` (a donor's of a workflow without one, or for one who would have to go by the
/// patient's name), `patient-closed` (the same of someone for whom nothing more is planned), `unknown-language`. What
/// is behind a gate or not booked is never a single date: see Item. O(entries log entries).
source::Checked<timeline::Sheet> sheet(const model::Case& what, const plan::Settings& settings,
                                       const timeline::Timeline& plan, const Wanted& wanted);

/// The team's sheet of all these patients: one list, by date. At least one.
timeline::Sheet together(std::vector<timeline::Sheet> sheets);

/// A sheet as an earlier copy.
timeline::Copy copy_of(const timeline::Sheet& sheet);

}  // namespace v2v::tell
