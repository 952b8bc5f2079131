// text: says in plain words why a text cannot be read as YAML.
#pragma once
#include <string_view>

#include "text/tree_build.h"

namespace v2v::text {

/// What kind of thing stopped the parser.
enum class Trouble {
  open_quote,     // the text ended, or a document did, inside quotes
  colon,          // a colon where no key may stand
  no_key,         // neither a key nor the end of a mapping or list
  open_bracket,   // a [ or { that is not closed
  close_bracket,  // a ] or } that closes nothing
  dash,           // a list item where none may stand
  start,          // a value begins with a character of YAML's own
  escape,         // an unknown \x in double quotes
  alias,
  anchor,
  tag,
  indent,  // a block whose lines are not indented under it
  depth,
  after_end,  // text goes on after the whole was read
  lone_text,  // the whole file is one text
  other,
};

/// Adds one finding. `at` is the byte where the parser stood, which is often well behind the mistake.
void explain(std::string_view text, Trouble trouble, std::size_t at, const Progress& progress, Findings& findings);

}  // namespace v2v::text
