// text: a workflow as it stands after base, product, centre and patient are laid over each other, as a tree that still
// knows the file and line of each value; written as one file again, or listed value by value.
#pragma once
#include <string>
#include <vector>

#include "model/written.h"
#include "text/assemble.h"
#include "text/read.h"

namespace v2v::text {

struct Whole {
  model::Case what;
  Tree tree;
  std::vector<model::TakenAway> gone;  // the lowest layer first
};

/// As read_case, with the tree beside the case.
source::Checked<Whole> read_whole(source::Sources& sources, const std::vector<Input>& inputs, const Library& library,
                                  const Ask& ask);

/// One workflow file that is based on nothing and says the same: it reads, and plans the same dates. A citation of the
/// base that the product says anew for a stage is hung on what the stage keeps of the base. With `origins`, behind each
/// value its file and line as a comment, what it replaced, and because of what. O(bytes).
std::string show(const Whole& whole, bool origins);

/// Each value in the order of the file. A citation, reason or note that speaks for a whole mapping stands at each value
/// of the same file in it.
std::vector<model::Written> values_of(const Whole& whole);

}  // namespace v2v::text
