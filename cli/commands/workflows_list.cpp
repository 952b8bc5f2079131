#include <algorithm>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "question.h"
#include "review/shelf.h"
#include "text/shelf.h"
#include "view/shelf.h"

namespace v2v::cli {
namespace {

/// What was named; else what stands in --library folders and what is installed.
std::vector<text::Input> inputs_of(const Words& words, const text::Library& shelves) {
  std::vector<text::Input> inputs;
  const auto folder = [&](const std::string& path) {
    for (const std::string& file : list_files(path))
      if (auto text = read_file(file); text::looks_like_workflow(text)) inputs.push_back({file, std::move(text)});
  };
  for (const std::string& word : words.positional) {
    if (is_folder(word))
      folder(word);
    else
      inputs.push_back({word, read_file(word)});
  }
  if (!words.positional.empty()) return inputs;
  for (const auto& path : shelves.libraries) folder(path);
  for (const auto& path : shelves.installed) folder(path);
  return inputs;
}

int run(const Words& words, Console& console) {
  source::Sources sources;
  const auto today = read_today(words, sources);
  if (!today) return console.refuse(today.diagnostics);
  const auto shelves = library(words.all("--library"));
  const auto read = text::read_shelf(sources, inputs_of(words, shelves), shelves);
  std::vector<timeline::Shelved> shelf;
  for (const auto& s : *read.value) shelf.push_back(review::shelved(s.workflow, s.based_on, *today.value));
  std::stable_sort(shelf.begin(), shelf.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  console.warn(read.diagnostics);
  const std::string& as = words.one("--as");
  console.answer(as == "json"  ? view::json(shelf, V2V_VERSION)
                 : as == "csv" ? view::csv(shelf)
                               : view::table(shelf, {.width = width(), .colour = console.colour_answer()}));
  return source::has_errors(read.diagnostics) ? wrong_content : done;
}

}  // namespace

Command workflows_list_command() {
  return {"workflows list",
          "[FILE|FOLDER...]",
          "list therapies: status, review date, and how far their figures were followed back",
          "Without a FILE or FOLDER: what is installed, and what stands in --library folders. A figure is a wait, a "
          "length, a day or\n"
          "a chance; it counts as read, digest or memory as its citation says (workflows/README.md). A file with an "
          "error is told\n"
          "and left out; then the exit code is 2.",
          0,
          10'000,
          {},
          {{"--as", "FORM", "how to show it", false, {"table", "json", "csv"}},
           today_option(),
           library_option(),
           out_option()},
          run};
}

}  // namespace v2v::cli
