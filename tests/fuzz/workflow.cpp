// fuzz: a text as a workflow: checked by itself, its graph's case, and the cases of its own checks.
#include "target.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  const text::Input input{"fuzzed.yaml", text};
  source::Sources sources, again;
  const auto found = text::check_file(sources, input, company());
  demand_sound(found, sources);
  demand(shown(text::check_file(again, input, company())) == shown(found), "the same text reads otherwise again");

  source::Sources of_case;
  text::Ask ask;
  ask.alone = true;
  const auto what = text::read_case(of_case, {input}, company(), ask);
  demand_sound(what.diagnostics, of_case);
  demand(what.value.has_value() || source::has_errors(what.diagnostics), "no case and no error");
}

}  // namespace v2v::fuzz
