// text: trees -> model, one function for each kind of thing. Each says what is wrong and reads on.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/programme.h"
#include "text/decoder.h"
#include "text/merge.h"

namespace v2v::text {

/// Gathers every name of a merged workflow (stages, parts, outcomes, rules, options, editions, sources, people, drugs);
/// an id used twice, or one that the format's sentences use, is said.
Names names_of(Reader& reader, const Node& root);
/// Reads `rules`: cases against the values they may have. Filled into `decoder.names`.
void read_rules(Decoder& decoder, const Node& root);

/// `gate_on` is what `gate: product` means.
model::Workflow decode_workflow(Decoder& decoder, const Node& root, const std::string& gate_on);
model::Stage decode_stage(Decoder& decoder, const Node::Entry& entry, const model::Stage* whole,
                          const std::string& gate_on);
std::vector<model::Outcome> decode_outcomes(Decoder& decoder, const Node& node, const Speaker& speaker,
                                            const std::string& stage);
model::When decode_when(Decoder& decoder, const Node& node);
std::vector<model::Link> decode_links(Decoder& decoder, const Node& node, const Speaker& speaker);

using FindHolidays = std::function<std::optional<calendar::Holidays>(const std::string& name, Span where)>;
std::optional<calendar::Holidays> decode_holidays(Reader& reader, const Node& root);
model::Centre decode_centre(Reader& reader, const Node& root, const FindHolidays& find);
std::optional<model::Amount> amount_in(Reader& reader, const Node& node, std::string_view key);

/// A programme's own file. What it names of other files (stages, resources, patients) is not looked up here; `cases` is
/// empty.
struct ProgrammeText {
  model::Programme programme;
  Span centre;
  std::vector<std::pair<std::string, Span>> workflows, patients;
  /// What a group of `expected` says of a workflow's editions and options. The option is empty for an edition.
  struct Expected {
    std::string workflow, option, value;
    Span option_where, value_where;
  };
  std::vector<Expected> expected;
};
ProgrammeText decode_programme(Reader& reader, const Node& root);

/// A patient file, or the `given` of a check (`mapping` says which), and over it what the command line says (a mapping
/// of booked, options and assume; nullptr: nothing). Options that neither states take their first value.
model::Patient decode_patient(Decoder& decoder, const Node& root, Mapping mapping, const Node* command_line,
                              const model::Centre* centre, const model::Workflow& workflow);
/// One WHEN of a fact; nothing, after having said why, when it cannot be read.
bool read_when_of(Reader& reader, const Node& node, const calendar::Zone& zone, model::Fact& fact);

/// One item of `checks`, without its `given`.
model::Check decode_check(Decoder& decoder, const Node& item);
/// The day of a check that states none: the latest date that happened, else 26 weeks before the earliest date given.
std::optional<calendar::Day> today_of(const model::Patient& given);

/// Rules and options that nothing uses, and the gate that a workflow must have.
void check_whole(Decoder& decoder, const model::Workflow& workflow, const Node& root);
/// Places and resources that the centre lacks for a stage that is not absent by the patient's options.
void check_places(Reader& reader, const model::Workflow& workflow, const model::Centre& centre,
                  const model::Patient& patient, const std::string& edition);
/// A workflow that turns Day 0 into Day 1 restates each inherited sentence that says `day N`: `day-not-restated`.
void check_day_one(Reader& reader, const Node& merged, const Node& base, const Node& over);
/// The first sentence among rules and stages that counts from Day 0; nullptr where none does.
const Node* counts_from_day_zero(const Node& root);
/// Counts into `status` the citations that are not, or whose source is not, `checked: read`.
void find_unread(const Node& root, model::Status& status);
/// `loosens-rule` for each value of the centre's that does not lie inside the one it replaced, under each of the
/// `editions` that may be in force (none: all the workflow has) and whatever the options and outcomes.
void check_tightening(Reader& reader, const model::Workflow& before, const model::Workflow& after,
                      const std::vector<Removal>& removals, const std::vector<std::string>& editions);

/// The digest of the merged tree in canonical form: keys sorted, lists without order sorted, wrappers folded, and
/// without positions, notes, reasons, status, checks and what illness it is for. 64-bit FNV-1a (Fowler, Noll, Vo 1991)
/// as 16 hexadecimal digits: it tells versions apart and is not a seal against forgery; no library kept by the project
/// offers a digest.
std::string hash_of(const Node& root);

}  // namespace v2v::text
