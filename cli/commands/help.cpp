#include <fmt/format.h>

#include "command.h"
#include "console.h"
#include "parse.h"
#include "source/codes.h"

namespace v2v::cli {
namespace {

/// Every code that a message may end in, with what it means.
std::string help_of_codes() {
  std::string page = "The words in brackets behind a message, which stay the same for ever, and what they mean:\n\n";
  for (const auto& [code, meaning] : source::codes()) page += fmt::format("  {:<24}{}\n", code, meaning);
  return page;
}

int run(const Words& words, Console& console) {
  if (words.positional.empty()) {
    console.answer(help());
    return done;
  }
  const std::string name = fmt::format("{}", fmt::join(words.positional, " "));
  if (const Command* command = find_command(name)) {
    console.answer(help(*command));
    return done;
  }
  if (const auto under = commands_under(name); !under.empty()) {
    console.answer(help(under));
    return done;
  }
  if (name == "codes") {
    console.answer(help_of_codes());
    return done;
  }
  if (const auto meaning = source::meaning_of(name); !meaning.empty()) {
    console.answer(fmt::format("{}: {}\n", name, meaning));
    return done;
  }
  std::vector<std::string> known{"codes"};
  for (const Command& c : commands()) known.push_back(c.name);
  for (const auto& [code, meaning] : source::codes()) known.emplace_back(code);
  source::Sources sources;
  return console.refuse({misuse(span_of(command_line(sources, words.typed), words.positional.back()), "unknown-command",
                                "there is no command or code '" + name + "'", did_you_mean(name, known))});
}

}  // namespace

Command help_command() {
  return {"help",
          "[COMMAND|codes|CODE]",
          "say how to use a command, or what the code behind a message means",
          "Without a command, all of them are listed. `v2v help codes` lists the codes that stand in brackets behind "
          "messages; `v2v help unknown-stage` says what one of them means.",
          0,
          2,
          {},
          {},
          run};
}

}  // namespace v2v::cli
