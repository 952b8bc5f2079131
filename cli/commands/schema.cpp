#include "text/schema.h"

#include <algorithm>

#include "command.h"
#include "console.h"

namespace v2v::cli {
namespace {

using text::FileKind;

constexpr FileKind kinds[] = {FileKind::workflow, FileKind::centre, FileKind::patient, FileKind::programme,
                              FileKind::holidays};

int run(const Words& words, Console& console) {
  const auto asked = [&](FileKind kind) { return text::word(kind) == words.positional.front(); };
  console.answer(text::schema(*std::find_if(std::begin(kinds), std::end(kinds), asked)));
  return done;
}

}  // namespace

Command schema_command() {
  std::vector<std::string> choices;
  for (const FileKind kind : kinds) choices.emplace_back(text::word(kind));
  return {
      "schema",
      "KIND",
      "print the JSON Schema of one kind of file, for editors that complete and check while you type",
      "KIND is workflow, centre, patient, programme or holidays. Editors with yaml-language-server take it from the "
      "first line of a\nfile: # yaml-language-server: $schema=workflow.schema.json. It refuses nothing that v2v "
      "takes, and sees less than `v2v check`.",
      1,
      1,
      choices,
      {out_option()},
      run};
}

}  // namespace v2v::cli
