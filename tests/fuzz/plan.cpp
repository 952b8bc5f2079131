// fuzz: a text as a workflow with checks, each of which is planned (as tests/plans/ is).
#include "plan/plan.h"

#include "target.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  source::Sources sources;
  auto cases = text::read_checks(sources, {"fuzzed.yaml", text}, company());
  demand_sound(cases.diagnostics, sources);
  demand(cases.value.has_value() || source::has_errors(cases.diagnostics), "no checks and no error");
  if (!cases.value) return;
  if (cases.value->size() > 2) cases.value->resize(2);  // what more of them show, other texts do
  demand_sound(plan::run_checks(*cases.value), sources);
}

}  // namespace v2v::fuzz
