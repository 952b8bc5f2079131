// cli: words of the command line -> a command's row and its words. CLI11 is met in parse.cpp and nowhere else.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "source/diagnostic.h"

namespace v2v::cli {

/// What is asked for. `page` is set instead of a command for --help and --version.
struct Call {
  const Command* command = nullptr;
  Words words;
  std::string page;
};

/// Misused words are diagnostics that stand in the file `<command line>`, each with the nearest known word.
source::Checked<Call> parse(source::Sources& sources, const std::vector<std::string>& typed);

/// The file `<command line>` with the call in it, and where a word stands there. A word that was not typed as such is
/// sought as the end of one (`--as=jsn`); one that is not there at all stands nowhere.
const source::File& command_line(source::Sources& sources, const std::vector<std::string>& typed);
source::Span span_of(const source::File& line, const std::string& word);

/// A misuse of `word`, with `hint` or, among `known`, the nearest word as the hint.
source::Diagnostic misuse(source::Span where, std::string code, std::string text, std::string hint = {});
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// A completion script, made by walking the same parser.
std::string completion(std::string_view shell);

}  // namespace v2v::cli
