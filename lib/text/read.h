// text: files -> model. Finds what a file names, lays base, product, centre and patient over each other, decodes,
// checks.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/patient.h"
#include "source/diagnostic.h"
#include "text/sentence.h"
#include "text/tree.h"

namespace v2v::text {

enum class FileKind { workflow, centre, patient, programme, holidays };
std::string_view word(FileKind kind);

/// A file as the disk gave it. The disk itself is an edge: cli/ passes it in.
struct Input {
  std::string path;
  std::string text;
};

/// What stands on the disk, passed in. `list` gives the paths of all *.yaml / *.yml files under a folder, recursively,
/// sorted; an absent folder gives none. `read` gives a file's text; it throws for the world's failures.
struct Disk {
  std::function<std::vector<std::string>(const std::string& folder)> list;
  std::function<std::string(const std::string& path)> read;
  /// The same for the files that stand directly in a folder; where it is not set, `list` is asked and its answer cut.
  std::function<std::vector<std::string>(const std::string& folder)> beside;
  /// Whether there is such a file, so that a path in a file that leads nowhere is told at its place; where it is not
  /// set, `read` is asked and throws.
  std::function<bool(const std::string& path)> is_file = {};
};

/// Where an id is looked for: beside the file that names it, `workflows/`, `centres/` (and `holidays/` inside either)
/// of the folders above, then each of `libraries` (`--library DIR`), then `installed`. The first place that has it
/// wins; two in one place are an error (`two-of-one-id`). A file is known by the value of its first key, whatever its
/// name. `closed_days` reads a calendar file (.ics) as a list of holidays or closures: that is a library of its own,
/// passed in (view/ical.h has one); where it is not set, such a file is refused.
struct Library {
  Disk disk;
  std::vector<std::string> libraries;
  std::vector<std::string> installed;
  std::function<source::Checked<calendar::Holidays>(const source::File& file)> closed_days = {};
};

/// What the command line adds to the files.
struct Ask {
  std::string workflow, centre, edition;                // ids or paths; empty: what the patient file says
  std::vector<std::pair<std::string, std::string>> at;  // POINT=WHEN, as booked pins of layer command_line
  std::map<std::string, std::string> options;           // OPTION=VALUE
  std::map<std::string, std::string> assume;            // STAGE=OUTCOME
  std::optional<calendar::Day> today;                   // for editions where there is no referral date
  bool alone = false;  // only the workflow is looked at (a graph): a base will do, no edition is chosen
};

/// Kind of a parsed file by its first key; a diagnostic `unknown-kind` when it is none.
source::Checked<FileKind> kind_of(const Node& root);

/// Reads whatever mix of files one plan is made from, in any order, and everything they name. All mistakes of all the
/// files in one run, in file order. A workflow alone gives a Case with an empty patient and no centre.
source::Checked<model::Case> read_case(source::Sources& sources, const std::vector<Input>& inputs,
                                       const Library& library, const Ask& ask);

/// Reads one file of any kind on its own (for `check`): a base workflow alone, a centre, holidays, a calendar file (by
/// its ending .ics); a patient and a programme with everything they name.
source::Diagnostics check_file(source::Sources& sources, const Input& input, const Library& library);

/// The cases that a workflow's own `checks:` ask for, each merged with its `given` (edition, options, booked, ...).
source::Checked<std::vector<model::Case>> read_checks(source::Sources& sources, const Input& input,
                                                      const Library& library);

}  // namespace v2v::text
