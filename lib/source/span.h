// source: where a piece of text stands. First link of text -> model -> network -> timeline -> views.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace v2v::source {

/// One input as it was read. `name` is what messages show: a path, or "<command line>".
struct File {
  std::string name;
  std::string text;
  std::vector<std::uint32_t> lines;  // byte offset of each line's first byte
};

/// Half-open range of bytes in a file. A default Span stands nowhere.
struct Span {
  const File* file = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  explicit operator bool() const { return file != nullptr; }
  bool operator==(const Span&) const = default;
};

/// 1-based line, and 1-based column in code points (not bytes).
struct Position {
  int line = 0;
  int column = 0;
  bool operator==(const Position&) const = default;
};

/// Keeps every file alive, so that a Span may be copied freely; the same file twice is one. Addresses never move.
class Sources {
 public:
  const File& add(std::string name, std::string text);
  const std::deque<File>& files() const { return files_; }
  /// Order in which the file was added; files are reported in this order. -1 for any other.
  int index_of(const File* file) const;

 private:
  std::deque<File> files_;
};

/// O(log lines). A Span that stands nowhere gives {0, 0}.
Position position(const Span& span);
/// The whole line (without its end) that the span begins in.
std::string_view line_of(const Span& span);
std::string_view text_of(const Span& span);

}  // namespace v2v::source
