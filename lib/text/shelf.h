// text: many workflows at once, each read alone, what several are based on only once. What `v2v workflows list` lists.
#pragma once
#include <string>
#include <vector>

#include "model/asked.h"
#include "text/read.h"

namespace v2v::text {

struct Node;

struct Standing {
  model::Workflow workflow;
  std::string based_on;              // id; empty: nothing
  std::vector<model::Asked> checks;  // its own, in the order of the page
};

/// Those that could be read, in the order of `inputs`; what is wrong with the others, and with a file that is no
/// workflow, beside them.
source::Checked<std::vector<Standing>> read_shelf(source::Sources& sources, const std::vector<Input>& inputs,
                                                  const Library& library);

/// What the `checks` of a workflow's own file ask, words apart by one blank; what is no check is left out.
std::vector<model::Asked> asked_in(const Node& root);

/// The file of the workflow of this id, among the libraries and what is installed; `unknown-workflow` or
/// `two-of-one-id` at `where`.
source::Checked<Input> find_workflow(source::Sources& sources, const std::string& id, source::Span where,
                                     const Library& library);

/// The id that a patient's file names as its workflow; nothing where it is no patient's file, or names none.
std::optional<std::string> workflow_of_patient(const Input& input);

/// Whether a text says with its first key that it is a workflow; only a look.
bool looks_like_workflow(std::string_view text);

}  // namespace v2v::text
