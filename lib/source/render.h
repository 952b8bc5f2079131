// source: diagnostics as text with carets, or as JSON for editors.
#pragma once
#include <string>

#include "source/diagnostic.h"

namespace v2v::source {

struct Ink {
  bool colour = false;
};

/// One diagnostic in the form of a compiler's: `file:line:column: error: text [code]`, the line, carets, notes, hint.
/// A long line is cut around the caret (140 columns); control characters show as `\xNN`.
std::string render(const Diagnostic& diagnostic, Ink ink = {});
/// `[{"file","line","column","end_line","end_column","severity","code","message","notes":[...],"hint"}]`, one array.
/// A place that is nowhere has a null file and zeros; bytes that are not UTF-8 become U+FFFD.
std::string render_json(const Diagnostics& list);

}  // namespace v2v::source
