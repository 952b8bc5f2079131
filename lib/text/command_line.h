// text: the pins, options and assumptions of the command line as a tree, so that they are read as a file's are.
#pragma once
#include "text/merge.h"
#include "text/read.h"

namespace v2v::text {

/// A file "<command line>" with one line for each flag, and a mapping {booked, options, assume} with spans into it.
/// `flag` gives the span of the value of --workflow, --centre or --edition. nullptr: nothing was said.
struct CommandLine {
  Tree root;
  Span workflow, centre, edition;
};
CommandLine command_line(source::Sources& sources, const Ask& ask);

}  // namespace v2v::text
