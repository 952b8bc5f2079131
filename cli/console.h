// cli: the terminal edge. Answers go to stdout (or --out), diagnostics to stderr; colour and width are decided here.
#pragma once
#include <string>
#include <string_view>

#include "source/diagnostic.h"

namespace v2v::cli {

/// Columns of the terminal behind stdout, else COLUMNS, else 100.
int width();
/// Colour only on a terminal, never under NO_COLOR or TERM=dumb.
bool colour(int fd);

class Console {
 public:
  /// `json`: wrong input is answered as a JSON array on stdout, for editors. `out`: a path, empty for stdout.
  Console(bool json, std::string out) : json_(json), out_(std::move(out)) {}

  void answer(std::string_view text);
  /// Text for stderr; that nobody may read it changes nothing.
  void say(std::string_view text) const;
  /// Diagnostics that do not stop the work, as text on stderr.
  void warn(const source::Diagnostics& list) const;
  /// Diagnostics that do: as text on stderr, or as JSON in place of the answer. Returns the exit code: `wrong_content`
  /// when an error stands in a file, `misused` when all stand on the command line.
  int refuse(const source::Diagnostics& list);
  void diagnostics_as_json(const source::Diagnostics& list);

  bool json() const { return json_; }
  bool colour_answer() const { return out_.empty() && colour(1); }

 private:
  bool json_;
  std::string out_;
};

}  // namespace v2v::cli
