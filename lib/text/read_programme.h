// text: a programme's file, its centre, its workflows and the files of its patients -> model.
#pragma once
#include "model/programme.h"
#include "text/read.h"

namespace v2v::text {

/// Reads a programme and everything it names. All mistakes of all the files in one run, in file order: the programme,
/// what it names in the order it is read, the patients. Each case is what `read_case` gives for that patient alone; the
/// centre, the workflows and the holidays are read once. Of `ask` only `today` matters, for the edition of a patient of
/// whom nothing is recorded. A path under `patients` that ends in .yaml or .yml is a file, one in .csv a spreadsheet
/// (patients_csv.h), any other a folder, all of whose YAML patients are meant; a file that is named twice is read once.
source::Checked<model::Programme> read_programme(source::Sources& sources, const Input& programme,
                                                 const Library& library, const Ask& ask);

}  // namespace v2v::text
