// text: the table of keys -> a JSON Schema (draft 2020-12) of one kind of file, for editors that complete and check
// while a person types.
#pragma once
#include <string>

#include "text/read.h"

namespace v2v::text {

/// Made from the table that the reader itself uses (keys.h), so it knows the same keys, the same words and the same
/// shapes, and says of each key what the table says. It refuses nothing that the reader takes; what no schema can see,
/// such as an id that is nowhere else, is left to `v2v check`. A file is looked at as the core schema of YAML 1.2
/// reads it. The same bytes each time; ends with a line break.
std::string schema(FileKind kind);

}  // namespace v2v::text
