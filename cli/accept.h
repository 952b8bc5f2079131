// cli: the plan that people are given, kept: a file of it beside the patient's, which names it; and read again.
#pragma once
#include <memory>
#include <string>

#include "command.h"
#include "question.h"
#include "timeline/timeline.h"

namespace v2v::cli {

/// The plan that a patient's file names under `planned-with`. Nothing where it names none, or (with a warning) where
/// that file is not there. Diagnostics: bad-plan and its like where it is no plan, or one of others or of other rules.
source::Checked<timeline::Timeline> kept_plan(const model::Case& what, source::Sources& sources);

/// What is asked on the command line besides the files: such a plan is nobody's to keep. Empty where nothing is.
source::Diagnostics only_asked(const Words& words, const source::File& line);

/// Writes the plan beside the patient's file, under a name of its own, then the hash of its rules and that name into
/// the patient's file: both or none. Answers with what was done, in lines for a person. Throws WorldFailed.
std::string keep_plan(const Words& words, const Question& question, const timeline::Timeline& plan);

}  // namespace v2v::cli
