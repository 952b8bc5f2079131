#include "view/show.h"

#include "command.h"
#include "console.h"
#include "question.h"
#include "text/whole.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto whole = read_whole(words, words.positional, sources);
  if (!whole) return console.refuse(whole.diagnostics);
  console.warn(whole.diagnostics);
  const text::Whole& shown = *whole.value;
  if (console.json())
    console.answer(view::json(shown.what.workflow, shown.what.centre ? shown.what.centre->id : "",
                              text::values_of(shown), shown.gone, V2V_VERSION));
  else
    console.answer(text::show(shown, words.has("--origin")));
  return done;
}

}  // namespace

Command show_command() {
  return {"show",
          "WORKFLOW|FILE...",
          "print a workflow whole: what it is based on and what a centre overrides laid over each other",
          "The answer is one file that is based on nothing, reads, and plans the same dates. --origin says behind each "
          "value the file\n"
          "and line it came from, what it replaced, and the reason of an override. Give a patient's file to see the "
          "workflow as it\n"
          "holds for that patient.",
          1,
          1'000,
          {},
          {{"--as", "FORM", "a file of the format, or each value with its place for programs", false, {"yaml", "json"}},
           {"--origin", "", "say where each value came from", false, {}},
           {"--centre", "FILE|ID", "the centre whose overrides are laid over it", false, {}, true},
           library_option(),
           out_option()},
          run};
}

Command workflows_show_command() {
  Command row = show_command();
  row.name = "workflows show";
  row.summary = "the same as v2v show";
  return row;
}

}  // namespace v2v::cli
