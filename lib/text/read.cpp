#include "text/read.h"

#include <algorithm>

#include "text/answer.h"
#include "text/assemble.h"
#include "text/check.h"
#include "text/command_line.h"
#include "text/read_programme.h"
#include "text/whole.h"

namespace v2v::text {
namespace {

bool is_path(const std::string& name) {
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

/// Chooses the workflow, the centre and the patient among what is given and what that names.
struct Choosing {
  Reader& reader;
  Finder& finder;
  const Ask& ask;
  const CommandLine& line;
  Opened* patient = nullptr;

  std::vector<Opened*> given(FileKind kind) {
    std::vector<Opened*> all;
    for (const auto& opened : finder.given())
      if (opened->kind == kind) all.push_back(opened.get());
    return all;
  }

  Opened* named(FileKind kind, const std::string& asked, Span asked_where) {
    if (!asked.empty()) {
      if (!is_path(asked)) return finder.find(kind, asked, "", asked_where);
      auto* opened = finder.open(asked, "");
      if (opened && opened->kind != kind) {
        reader.error(
            "wrong-kind", asked_where,
            ticked(asked) + " is a " + std::string(word(opened->kind)) + ", not a " + std::string(word(kind)) + ".");
        return nullptr;
      }
      return opened;
    }
    const Node* by_patient = patient ? patient->root->find(word(kind)) : nullptr;
    if (by_patient && by_patient->kind == Node::scalar && !by_patient->empty)
      return finder.find(kind, by_patient->text, patient->path, by_patient->where);
    auto all = given(kind);
    if (kind == FileKind::workflow && all.size() > 1)  // bases keep others company
      std::erase_if(all, [](const Opened* o) { return is_base(*o); });
    if (all.size() > 1) {
      reader.error("several-" + std::string(word(kind)) + "s", all[1]->root->entries.front().key_where,
                   "Two " + std::string(word(kind)) + "s are given, and nothing says which is meant.", "",
                   {{all[0]->root->entries.front().key_where, "the other"}});
      return nullptr;
    }
    return all.empty() ? nullptr : all.front();
  }
};

std::vector<model::TakenAway> taken_away(const std::vector<Removal>& removals) {
  std::vector<model::TakenAway> all;
  for (const auto& r : removals)
    all.push_back({r.key.empty()     ? r.owner
                   : r.point.empty() ? r.key + " of " + r.owner
                                     : r.key + " " + r.point + " of " + r.owner,
                   r.layer, r.because, r.where});
  return all;
}

}  // namespace

source::Checked<model::Case> read_case(source::Sources& sources, const std::vector<Input>& inputs,
                                       const Library& library, const Ask& ask) {
  auto whole = read_whole(sources, inputs, library, ask);
  source::Checked<model::Case> answer;
  if (whole) answer.value = std::move(whole.value->what);
  answer.diagnostics = std::move(whole.diagnostics);
  return answer;
}

source::Checked<Whole> read_whole(source::Sources& sources, const std::vector<Input>& inputs, const Library& library,
                                  const Ask& ask) {
  Reader reader;
  Finder finder(sources, library, reader);
  for (const auto& input : inputs) finder.give(input);
  const CommandLine line = command_line(sources, ask);
  Choosing choosing{reader, finder, ask, line};
  for (const auto& opened : finder.given()) {
    const Span head = opened->root->entries.front().key_where;
    if (opened->kind == FileKind::programme)
      reader.error("wrong-kind", head, "A programme is of many patients; one plan is made from one patient's files.");
    if (opened->kind != FileKind::patient) continue;
    if (choosing.patient)
      reader.error("several-patients", head, "Two patients are given; a plan is one patient's.", "",
                   {{choosing.patient->root->entries.front().key_where, "the other"}});
    choosing.patient = opened.get();
    opened->used = true;
  }
  Parts parts;
  parts.workflow = choosing.named(FileKind::workflow, ask.workflow, line.workflow);
  const int before = reader.errors();
  parts.centre = choosing.named(FileKind::centre, ask.centre, line.centre);
  parts.alone = reader.errors() > before;  // without the centre that was meant, no edition can be missed
  if (!parts.workflow) {
    Span where = line.root ? line.root->where : Span{};
    if (!finder.given().empty()) where = finder.given().front()->root->entries.front().key_where;
    if (!reader.has_errors()) reader.error("no-workflow", where, "Nothing says which workflow is meant.");
    return answer_with<Whole>(reader, sources, std::nullopt);
  }
  if (!ask.alone) refuse_base(reader, *parts.workflow);
  if (choosing.patient) {
    parts.patient = choosing.patient->root.get();
    parts.edition_where = choosing.patient->root->entries.front().key_where;
  } else {
    parts.edition_where = parts.workflow->root->entries.front().key_where;
  }
  if (!ask.edition.empty()) parts.edition_where = line.edition;
  parts.command_line = line.root.get();
  parts.edition = ask.edition;
  parts.alone = parts.alone || ask.alone;
  parts.today = ask.today;
  Assembler assembler(reader, finder);
  LaidOver laid;
  std::optional<Whole> answer{std::in_place};
  answer->what = assembler.assemble(parts, &laid);
  answer->tree = std::move(laid.tree);
  answer->gone = taken_away(laid.gone);
  for (const auto& opened : finder.given())
    if (!opened->used && (opened->kind == FileKind::workflow || opened->kind == FileKind::centre))
      reader.error("unused-file", opened->root->entries.front().key_where,
                   "This " + std::string(word(opened->kind)) + " is given but not used: the plan is of " +
                       (opened->kind == FileKind::workflow ? parts.workflow->id
                        : parts.centre                     ? parts.centre->id
                                                           : std::string("no centre")) +
                       ".");
  finder.check_shapes();
  return answer_with(reader, sources, std::move(answer));
}

source::Diagnostics check_file(source::Sources& sources, const Input& input, const Library& library) {
  ToCheck more;
  return check_file(sources, input, library, more);
}

source::Diagnostics check_file(source::Sources& sources, const Input& input, const Library& library, ToCheck& out) {
  Reader reader;
  Finder finder(sources, library, reader);
  if (is_calendar(input.path) && library.closed_days)
    return library.closed_days(sources.add(input.path, input.text)).diagnostics;
  Opened* opened = finder.give(input);
  if (opened && opened->kind == FileKind::patient) return read_case(sources, {input}, library, {}).diagnostics;
  if (opened && opened->kind == FileKind::programme) return read_programme(sources, input, library, {}).diagnostics;
  if (opened) {
    Assembler assembler(reader, finder);
    if (opened->kind == FileKind::workflow) {
      Parts parts;
      parts.workflow = opened;
      parts.alone = true;
      out.alone = assembler.assemble(parts);
      out.checks = assembler.checks(*opened);
      if (reader.has_errors()) out = {};
    } else if (opened->kind == FileKind::centre) {
      assembler.check_overrides(*opened);
    } else {
      decode_holidays(reader, *opened->root);
    }
  }
  finder.check_shapes();
  auto found = reader.take();
  source::sort_by_place(found, sources);
  return found;
}

source::Checked<std::vector<model::Case>> read_checks(source::Sources& sources, const Input& input,
                                                      const Library& library) {
  Reader reader;
  Finder finder(sources, library, reader);
  Opened* opened = finder.give(input);
  std::optional<std::vector<model::Case>> cases;
  if (opened) cases.emplace();  // other kinds of file hold no checks
  Assembler assembler(reader, finder);
  if (opened && opened->kind == FileKind::workflow) cases = assembler.checks(*opened);
  finder.check_shapes();
  return answer_with(reader, sources, std::move(cases));
}

}  // namespace v2v::text
