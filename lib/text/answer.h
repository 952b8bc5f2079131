// text: the end of every reading: the value where no mistake was found, and all mistakes in file order.
#pragma once
#include <optional>
#include <utility>

#include "source/diagnostic.h"
#include "text/reader.h"

namespace v2v::text {

template <class T>
source::Checked<T> answer_with(Reader& reader, const source::Sources& sources, std::optional<T> value) {
  source::Checked<T> answer;
  if (!reader.has_errors()) answer.value = std::move(value);
  answer.diagnostics = reader.take();
  source::sort_by_place(answer.diagnostics, sources);
  return answer;
}

}  // namespace v2v::text
