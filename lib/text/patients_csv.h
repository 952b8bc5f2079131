// text: a spreadsheet of patients, a row each, read as patients' files are; and a programme's patients as such a one.
//
// Columns, in any order: patient, workflow, edition, priority, language, closed (a date), closed-reason, not-available
// (dates or moments with `;` between them), and of each OPTION, STAGE and DRUG of the workflows one of its own:
// option.OPTION, last-dose.DRUG, target.STAGE, happened.STAGE, booked.STAGE, held.STAGE. A STAGE may be one visit or
// attempt of it, as in a patient's file: `happened.bridging visit 2`. A cell holds what the file would say there;
// an empty one says nothing.
#pragma once
#include <string>
#include <vector>

#include "model/programme.h"
#include "source/diagnostic.h"
#include "text/decoder.h"
#include "text/merge.h"

namespace v2v::text {

/// Each row as the tree of a patient's file, with spans into the spreadsheet; decoded as any other tree is. Of
/// `workflows` one must have what a column names (empty: not asked). Says unknown-column, duplicate-key, missing-key
/// (the columns patient and workflow), bad-row, unclosed-quote, not-utf8, control-character, too-large, and reads on.
std::vector<Tree> read_patients_csv(Reader& reader, const source::File& file,
                                    const std::vector<const Names*>& workflows);

/// What one reads back is the same patients. What the columns cannot say stands in `left_out`, each with its place.
struct PatientsCsv {
  std::string text;
  std::vector<source::Note> left_out;
};
PatientsCsv patients_csv(const model::Programme& programme);

}  // namespace v2v::text
