#include "view/graph.h"

#include "command.h"
#include "console.h"
#include "question.h"

namespace v2v::cli {
namespace {

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, words.positional, sources);
  if (!question) return console.refuse(question.diagnostics);
  console.warn(question.diagnostics);
  const model::Case& what = question.value->what;
  const view::GraphFacts facts{what.edition, what.patient.options};
  console.answer(words.one("--as") == "mermaid" ? view::mermaid(what.workflow, facts)
                                                : view::dot(what.workflow, facts));
  return done;
}

}  // namespace

Command graph_command() {
  return {"graph",
          "WORKFLOW",
          "draw a workflow's stages and waits as a graph",
          "For Graphviz (v2v graph WORKFLOW | dot -Tsvg) or Mermaid.",
          1,
          1,
          {},
          {{"--as", "FORM", "the language of the graph", false, {"dot", "mermaid"}, false},
           {"--edition", "ID", "the edition of the workflow's rules", false, {}, false},
           {"--option", "OPTION=VALUE", "make a choice of the workflow's `options`", true, {}, false},
           library_option(),
           out_option()},
          run};
}

}  // namespace v2v::cli
