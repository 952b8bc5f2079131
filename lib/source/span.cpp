#include "source/span.h"

#include <algorithm>

#include "source/utf8.h"

namespace v2v::source {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::size_t line_index(const Span& span) {
  const auto& lines = span.file->lines;
  const auto after = std::upper_bound(lines.begin(), lines.end(), span.begin);
  return after == lines.begin() ? 0 : static_cast<std::size_t>(after - lines.begin()) - 1;
}

std::size_t line_begin(const File& file, std::size_t index) {
  return index < file.lines.size() ? std::min<std::size_t>(file.lines[index], file.text.size()) : 0;
}

}  // namespace

const File& Sources::add(std::string name, std::string text) {
  for (const File& file : files_)
    if (file.name == name && file.text == text) return file;  // so that what two readings find wrong is told once
  File& file = files_.emplace_back(File{std::move(name), std::move(text), {0}});
  for (std::size_t at = file.text.find('\n'); at != std::string::npos; at = file.text.find('\n', at + 1))
    file.lines.push_back(static_cast<std::uint32_t>(at + 1));
  return file;
}

int Sources::index_of(const File* file) const {
  for (std::size_t i = 0; i < files_.size(); ++i)
    if (&files_[i] == file) return static_cast<int>(i);
  return -1;
}

Position position(const Span& span) {
  if (!span) return {};
  const std::size_t index = line_index(span);
  std::string_view before = span.file->text;
  const std::size_t begin = line_begin(*span.file, index);
  before = before.substr(begin, std::max<std::size_t>(span.begin, begin) - begin);
  // An editor shows no column for the mark that opens some UTF-8 files.
  if (index == 0 && before.starts_with(byte_order_mark)) before.remove_prefix(byte_order_mark.size());
  return {static_cast<int>(index) + 1, static_cast<int>(count_code_points(before)) + 1};
}

std::string_view line_of(const Span& span) {
  if (!span) return {};
  const std::size_t begin = line_begin(*span.file, line_index(span));
  const std::string_view text = std::string_view(span.file->text).substr(begin);
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view text_of(const Span& span) {
  if (!span) return {};
  const std::string_view text = span.file->text;
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  return text.substr(begin, std::max(span.begin, span.end) - span.begin);
}

}  // namespace v2v::source
