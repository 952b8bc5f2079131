#include "text/shelf.h"

#include "text/answer.h"
#include "text/assemble.h"

namespace v2v::text {

source::Checked<std::vector<Standing>> read_shelf(source::Sources& sources, const std::vector<Input>& inputs,
                                                  const Library& library) {
  Reader reader;
  Finder finder(sources, library, reader);
  std::vector<Opened*> files;
  for (const auto& input : inputs) files.push_back(finder.give(input));
  Assembler assembler(reader, finder);
  source::Checked<std::vector<Standing>> answer;
  answer.value.emplace();
  for (Opened* opened : files) {
    if (!opened) continue;
    if (opened->kind != FileKind::workflow) {
      reader.error("wrong-kind", opened->root->entries.front().key_where,
                   "This is a " + std::string(word(opened->kind)) + ", not a workflow.");
      continue;
    }
    const int before = reader.errors();
    Parts parts;
    parts.workflow = opened;
    parts.alone = true;
    auto read = assembler.assemble(parts);
    if (reader.errors() > before) continue;
    const Node* based = opened->root->find("based-on");
    answer.value->push_back(
        {std::move(read.workflow), based && based->kind == Node::scalar ? based->text : "", asked_in(*opened->root)});
  }
  answer.diagnostics = reader.take();
  source::sort_by_place(answer.diagnostics, sources);
  return answer;
}

source::Checked<Input> find_workflow(source::Sources& sources, const std::string& id, source::Span where,
                                     const Library& library) {
  Reader reader;
  Finder finder(sources, library, reader);
  std::optional<Input> found;
  if (const Opened* opened = finder.find(FileKind::workflow, id, "", where))
    found = Input{opened->path, opened->file->text};
  return answer_with(reader, sources, std::move(found));
}

std::optional<std::string> workflow_of_patient(const Input& input) {
  source::Sources here;
  const auto tree = parse_past_errors(here.add(input.path, input.text));
  if (!tree.value) return std::nullopt;
  const auto kind = kind_of(**tree.value);
  const Node* workflow = (*tree.value)->find("workflow");
  if (!kind || *kind.value != FileKind::patient || !workflow || workflow->kind != Node::scalar) return std::nullopt;
  return workflow->text;
}

bool looks_like_workflow(std::string_view text) {
  const auto seen = glance(text);
  return seen && seen->kind == FileKind::workflow;
}

}  // namespace v2v::text
