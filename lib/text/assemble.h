// text: one case from its trees: what each names is found, laid over each other, decoded, checked.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "text/decode.h"
#include "text/library.h"

namespace v2v::text {

/// The trees of one case. `patient` may be a patient file or the `given` of a check.
struct Parts {
  Opened* workflow = nullptr;
  Opened* centre = nullptr;
  const Node* patient = nullptr;
  Mapping patient_is = Mapping::patient;
  const Node* command_line = nullptr;  // booked, options, assume
  std::string edition;                 // of the command line
  std::optional<calendar::Day> today;
  Span edition_where;  // where a missing edition is said
  bool alone = false;  // only the workflow is read: no edition is chosen
};

/// A workflow under a centre's overrides (and a patient's own), decoded. The same for every patient who has none.
struct Merged {
  Tree own, tree;  // without overrides and with them
  std::vector<Removal> removals;
  Names names;
  model::Workflow workflow;
  std::optional<model::Workflow> therapy;        // without overrides, where there are some
  std::set<std::vector<std::string>> tightened;  // editions for which the centre's tightening has been judged
};

/// A case's workflow as a tree, and what its layers took away on the way.
struct LaidOver {
  Tree tree;
  std::vector<Removal> gone;
};

class Assembler {
 public:
  Assembler(Reader& reader, Finder& finder) : reader_(reader), finder_(finder) {}
  /// The workflow laid over what it is based on, its own layer on top. Read once.
  Tree whole(Opened& workflow);
  const model::Centre* centre(Opened& opened);
  /// `laid`, where it is given, is filled with the tree that the workflow was decoded from.
  model::Case assemble(const Parts& parts, LaidOver* laid = nullptr);
  /// The workflow as the centre runs it (nullptr: as written). Read once; its mistakes are said once.
  Merged& merged(Opened& workflow, Opened* centre);
  /// The case of each item of a workflow's `checks`.
  std::vector<model::Case> checks(Opened& workflow);
  /// Whether a centre's overrides fit the workflows they name.
  void check_overrides(Opened& centre);

 private:
  Tree chain(Opened& workflow, std::vector<const Opened*>& inside);
  Merged merge(const Parts& parts);
  Tree with_overrides(const Tree& whole, const Parts& parts, const std::string& id, std::vector<Removal>& removals);
  void choose_edition(model::Case& answer, const Parts& parts);

  Reader& reader_;
  Finder& finder_;
  std::map<const Opened*, Tree> wholes_;
  std::map<const Opened*, std::vector<Removal>> gone_;  // from what each is based on
  std::map<std::pair<const Opened*, const Opened*>, Merged> merged_;
  std::map<const Opened*, model::Centre> centres_;
  std::map<const Opened*, std::optional<calendar::Holidays>> holidays_;
};

}  // namespace v2v::text
