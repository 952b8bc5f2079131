// source: what is wrong with a text, as a value. Rendered in one place only (render.h).
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "source/span.h"

namespace v2v::source {

enum class Severity { error, warning, note };

struct Note {
  Span where;
  std::string text;
};

/// `code` is stable for ever (`unknown-stage`); `text` may change and be translated.
struct Diagnostic {
  std::string code;
  Severity severity = Severity::error;
  Span where;
  std::string text;
  std::vector<Note> notes;
  std::string hint;
};

using Diagnostics = std::vector<Diagnostic>;

/// A value, or what is wrong with the text it was to come from. Warnings may stand beside a value.
template <class T>
struct Checked {
  std::optional<T> value;
  Diagnostics diagnostics;
  explicit operator bool() const { return value.has_value(); }
};

bool has_errors(const Diagnostics& list);
/// Sorts by file (in order of `sources`), then by place; drops exact repeats.
void sort_by_place(Diagnostics& list, const Sources& sources);

}  // namespace v2v::source
