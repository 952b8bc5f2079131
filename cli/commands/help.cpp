#include "command.h"
#include "console.h"
#include "parse.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  if (words.positional.empty()) {
    console.answer(help());
    return done;
  }
  const std::string& name = words.positional.front();
  if (const Command* command = find_command(name)) {
    console.answer(help(*command));
    return done;
  }
  std::vector<std::string> known;
  for (const Command& c : commands()) known.push_back(c.name);
  source::Sources sources;
  return console.refuse({misuse(span_of(command_line(sources, words.typed), name), "unknown-command",
                                "there is no command '" + name + "'", did_you_mean(name, known))});
}

}  // namespace

Command help_command() {
  return {"help", "[COMMAND]", "say how to use a command", "Without a command, all of them are listed.", 0, 1, {},
          {},     run};
}

}  // namespace v2v::cli
