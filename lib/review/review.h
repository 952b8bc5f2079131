// review: two versions of a therapy's file -> what is different in meaning; and what that does to one patient's dates.
#pragma once
#include "model/asked.h"
#include "model/patient.h"
#include "plan/plan.h"
#include "timeline/review.h"

namespace v2v::review {

/// Figures are laid beside each other under each edition, value of an option and outcome that decides them, so that the
/// same value written in another way is no difference, and one that a rule gives several stages is told once. An
/// edition that is only new is laid beside the one in force before it in the same region. O(figures * facts); a figure
/// that hangs on more than 4096 combinations of facts is compared as a whole.
timeline::Review review(const model::Workflow& before, const model::Workflow& now);

/// The files' own checks beside each other: first those that ask the same are left out, then two are one that are given
/// the same, or else have the same note. Notes alone and their order are no difference. O(checks log checks).
std::vector<timeline::CheckDifference> checks(const std::vector<model::Asked>& before,
                                              const std::vector<model::Asked>& now);

/// Both plans as of settings.today, each checked before it is compared. A case that could not be read has no plan.
/// `file` is the patient's.
timeline::Tried tried(const source::Checked<model::Case>& before, const source::Checked<model::Case>& now,
                      const plan::Settings& settings, std::string file);

/// "7 days longer", "2 fewer", "4 points less"; empty where the two cannot be laid beside each other.
struct Measure;
std::string by_how_much(const Measure& before, const Measure& now);

}  // namespace v2v::review
