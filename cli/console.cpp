#include "console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "command.h"
#include "disk.h"
#include "source/render.h"

namespace v2v::cli {
namespace {

bool on_command_line(const source::Diagnostic& d) {
  return !d.where || d.where.file->name == "<command line>";
}

}  // namespace

int width() {
  struct winsize size {};
  if (::isatty(1) && ::ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  int columns = 0;
  if (const char* said = std::getenv("COLUMNS")) std::from_chars(said, said + std::strlen(said), columns);
  return columns > 0 && columns < 10'000 ? columns : 100;
}

bool colour(int fd) {
  const char* no = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return ::isatty(fd) && !(no && *no) && !(term && std::string_view(term) == "dumb");
}

void Console::answer(std::string_view text) {
  if (out_.empty()) return write_all(1, text, "standard output");
  write_file(out_, text);
}

void Console::warn(const source::Diagnostics& list) const {
  std::string text;
  for (const auto& d : list) text += source::render(d, {colour(2)});
  say(text);
}

void Console::say(std::string_view text) const {
  try {
    write_all(2, text, "standard error");
  } catch (const ReaderGone&) {
    // the answer and the exit code still count
  }
}

int Console::refuse(const source::Diagnostics& list) {
  if (json_)
    diagnostics_as_json(list);
  else
    warn(list);
  const bool in_a_file = std::any_of(list.begin(), list.end(), [](const source::Diagnostic& d) {
    return d.severity == source::Severity::error && !on_command_line(d);
  });
  return in_a_file ? wrong_content : misused;
}

void Console::diagnostics_as_json(const source::Diagnostics& list) {
  std::string text = source::render_json(list);
  if (!text.ends_with('\n')) text += '\n';
  write_all(1, text, "standard output");
}

}  // namespace v2v::cli
