#include "command.h"
#include "console.h"
#include "parse.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  console.answer(completion(words.positional.front()));
  return done;
}

}  // namespace

Command completion_command() {
  return {"completion",
          "SHELL",
          "print a completion script for bash, zsh or fish",
          "Load it with: source <(v2v completion bash), and likewise for zsh; for fish pipe it to source.",
          1,
          1,
          {"bash", "zsh", "fish"},
          {out_option()},
          run};
}

}  // namespace v2v::cli
