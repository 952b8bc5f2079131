#include "text/read_programme.h"

#include <algorithm>
#include <set>

#include "text/answer.h"
#include "text/assemble.h"
#include "text/patients_csv.h"

namespace v2v::text {
namespace {

bool ends_in(const std::string& path, std::initializer_list<const char*> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return path.ends_with(ending); });
}

/// A programme in the reading: its own file is decoded, and what it names is looked up.
struct ProgrammeFiles {
  source::Sources& sources;
  Reader& reader;
  Finder& finder;
  const Library& library;
  const Ask& ask;
  const Opened& opened;
  Assembler assembler{reader, finder};
  ProgrammeText text{};
  Opened* centre = nullptr;
  std::vector<const Merged*> workflows{};    // those listed, as the centre runs them
  std::map<std::string, Span> pseudonyms{};  // of the patients read so far
  std::set<std::string> read_paths{};

  void find_centre_and_workflows() {
    const auto& programme = text.programme;
    if (!programme.centre.empty()) centre = finder.find(FileKind::centre, programme.centre, opened.path, text.centre);
    if (centre) assembler.centre(*centre);
    for (const auto& [id, where] : text.workflows) {
      Opened* workflow = finder.find(FileKind::workflow, id, opened.path, where);
      if (!workflow) continue;
      if (is_base(*workflow))
        reader.error("base-only", where, ticked(id) + " is a base: other workflows are based on it.");
      workflows.push_back(&assembler.merged(*workflow, centre));
    }
  }

  bool all_workflows_known() const { return workflows.size() == text.workflows.size() && !workflows.empty(); }

  void check_stage(const std::string& id, Span where, std::vector<std::string> also) {
    if (id.empty() || !all_workflows_known()) return;
    for (const auto* merged : workflows) {
      if (merged->names.stages.contains(id)) return;
      also.insert(also.end(), merged->names.stage_list.begin(), merged->names.stage_list.end());
    }
    reader.error("unknown-stage", where, "No workflow of the programme has a stage " + ticked(id) + ".",
                 reader.meant(id, also));
  }

  void check_waiting_list() {
    const auto& list = text.programme.waiting_list;
    const Node* node = opened.root->find("waiting-list");
    for (const auto& key : list.order) check_stage(key.of, key.where, {"priority", "target"});
    if (!list.waits_before.empty()) check_stage(list.waits_before, node->find("waits-before")->where, {});
    if (!centre) return;
    for (const auto& free : list.keep_free) check_kept(free, *assembler.centre(*centre));
  }

  void check_kept(const model::KeepFree& free, const model::Centre& where) {
    std::vector<std::string> places, resources;
    for (const auto& place : where.places) {
      places.push_back(place.id);
      for (const auto& [resource, _] : place.has)
        if (free.place.empty() || free.place == place.id) resources.push_back(resource);
    }
    if (!free.place.empty() && std::find(places.begin(), places.end(), free.place) == places.end())
      reader.error("unknown-place", free.where, "The centre " + where.id + " has no place " + ticked(free.place) + ".",
                   reader.meant(free.place, places));
    else if (std::find(resources.begin(), resources.end(), free.resource) == resources.end())
      reader.error("unknown-resource", free.where,
                   (free.place.empty() ? "No place of the centre " + where.id : ticked(free.place)) + " has " +
                       (free.place.empty() ? "" : "no ") + ticked(free.resource) + ".",
                   reader.meant(free.resource, resources));
  }

  void check_expected() {
    for (const auto& one : text.expected)
      for (const auto* merged : workflows) {
        if (merged->workflow.id != one.workflow) continue;
        const auto& names = merged->names;
        const auto option = names.options.find(one.option);
        if (one.option.empty()) {
          refuse_unless(names.editions, one.value, "unknown-edition", one.value_where, "edition");
        } else if (option == names.options.end()) {
          refuse_unless(names.option_list, one.option, "unknown-option", one.option_where, "option");
        } else {
          refuse_unless(option->second, one.value, "unknown-value", one.value_where, "value of " + one.option);
        }
      }
  }

  void refuse_unless(const std::vector<std::string>& known, const std::string& id, std::string_view code, Span where,
                     const std::string& what) {
    if (std::find(known.begin(), known.end(), id) == known.end())
      reader.error(code, where, ticked(id) + " is no " + what + "; there is " + listed(known, "or") + ".",
                   reader.meant(id, known));
  }

  void read_patients() {
    for (const auto& [path, where] : text.patients)
      if (ends_in(path, {".yaml", ".yml", ".csv", ".CSV"}))
        read_file(path, where);
      else
        read_folder(path, where);
  }

  void read_file(const std::string& path, Span where) {
    const std::string whole = Finder::path_from(path, opened.path);
    if (library.disk.is_file && !library.disk.is_file(whole))
      return reader.error("no-such-file", where, "There is no file " + ticked(path) + " counted from the programme's.",
                          reader.meant(path, names_beside(path)));
    if (ends_in(path, {".csv", ".CSV"}))
      read_spreadsheet(whole);
    else
      read_at(whole, where);
  }

  void read_spreadsheet(const std::string& path) {
    if (!read_paths.insert(path).second) return;
    Opened row;
    row.path = path;
    row.kind = FileKind::patient;
    const auto& file = sources.add(path, library.disk.read(path));
    std::vector<const Names*> names;
    if (all_workflows_known())
      for (const auto* merged : workflows) names.push_back(&merged->names);
    for (const auto& tree : read_patients_csv(reader, file, names)) {
      row.root = tree;
      read_patient(row);
    }
  }

  void read_at(const std::string& path, Span where) {
    Opened* file = finder.open(path, "");
    if (!file || !read_paths.insert(file->path).second) return;
    if (file->kind == FileKind::patient) return read_patient(*file);
    reader.error("wrong-kind", where, ticked(file->id) + " is a " + std::string(word(file->kind)) + ", not a patient.");
  }

  /// What else stands in the folder of a path, each as the programme would write it.
  std::vector<std::string> names_beside(const std::string& path) const {
    const auto name_of = [](const std::string& whole) { return whole.substr(whole.rfind('/') + 1); };
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    std::string whole = Finder::path_from(folder.empty() ? "." : folder, opened.path);
    while (whole.size() > 1 && whole.ends_with('/')) whole.pop_back();
    const auto& list = library.disk.beside ? library.disk.beside : library.disk.list;
    std::vector<std::string> names;
    if (list)
      for (const auto& file : list(whole)) names.push_back(folder + name_of(file));
    return names;
  }

  void read_folder(const std::string& path, Span where) {
    const auto files = finder.under(path, FileKind::patient, opened.path);
    if (files.empty())
      reader.error("no-such-file", where,
                   "No patient's file stands under a folder " + ticked(path) + " counted from the programme's.");
    for (const auto& file : files) read_at(file, where);
  }

  void read_patient(const Opened& file) {
    const Node& root = *file.root;
    const auto scalar = [&](const char* key) {
      const Node* node = root.find(key);
      return node && node->kind == Node::scalar && !node->empty && !node->text.empty() ? node : nullptr;
    };
    if (const Node* id = scalar("patient"))
      if (const auto [known, fresh] = pseudonyms.emplace(id->text, id->where); !fresh)
        reader.error("patient-twice", id->where, ticked(id->text) + " is already in the programme.", "",
                     {{known->second, "the other"}});
    check_against_programme(scalar("workflow"), scalar("centre"), scalar("priority"));
    const Span head = root.entries.empty() ? root.where : root.entries.front().key_where;
    Parts parts;
    if (const Node* id = scalar("workflow"))
      parts.workflow = finder.find(FileKind::workflow, id->text, file.path, id->where);
    else
      check_keys(reader, root, Mapping::patient, "a patient", head);
    if (!parts.workflow) return;
    refuse_base(reader, *parts.workflow);
    parts.centre = centre;
    parts.patient = &root;
    parts.edition_where = head;
    parts.today = ask.today;
    parts.alone = !centre;  // without the centre that was meant, no edition can be missed
    text.programme.cases.push_back(assembler.assemble(parts));
  }

  void check_against_programme(const Node* workflow, const Node* at, const Node* priority) {
    const auto& programme = text.programme;
    const auto& ids = programme.workflows;
    if (workflow && std::find(ids.begin(), ids.end(), workflow->text) == ids.end())
      reader.error("unknown-workflow", workflow->where,
                   ticked(workflow->text) + " is not among the programme's workflows.",
                   reader.meant(workflow->text, ids));
    if (at && centre && at->text != programme.centre)
      reader.error("other-centre", at->where,
                   "The programme is of the centre " + programme.centre + ", this patient of " + ticked(at->text) + ".",
                   reader.meant(at->text, {programme.centre}), {{text.centre, "the programme's"}});
    if (!priority) return;
    std::vector<std::string> words;
    for (const auto& known : programme.priorities) words.push_back(known.word);
    if (std::find(words.begin(), words.end(), priority->text) == words.end())
      reader.error("unknown-priority", priority->where,
                   "The programme has no priority " + ticked(priority->text) + "; it has " + listed(words) + ".",
                   reader.meant(priority->text, words));
  }

  model::Programme read() {
    text = decode_programme(reader, *opened.root);
    find_centre_and_workflows();
    check_waiting_list();
    check_expected();
    read_patients();
    auto& cases = text.programme.cases;
    std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) { return a.patient.id < b.patient.id; });
    return std::move(text.programme);
  }
};

}  // namespace

source::Checked<model::Programme> read_programme(source::Sources& sources, const Input& programme,
                                                 const Library& library, const Ask& ask) {
  Reader reader;
  Finder finder(sources, library, reader);
  std::optional<model::Programme> answer;
  if (const Opened* opened = finder.give(programme); opened && opened->kind != FileKind::programme)
    reader.error("wrong-kind", opened->root->entries.front().key_where,
                 "This is a " + std::string(word(opened->kind)) + ", not a programme.");
  else if (opened)
    answer = ProgrammeFiles{sources, reader, finder, library, ask, *opened}.read();
  finder.check_shapes();
  return answer_with(reader, sources, std::move(answer));
}

}  // namespace v2v::text
