// fuzz: a text as a patient of the company's therapy and centre; where it reads, it is planned.
#include "plan/plan.h"
#include "target.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  const text::Input input{"fuzzed.yaml", text};
  text::Ask ask;
  ask.workflow = "plain";
  ask.centre = "hill";
  source::Sources sources, again;
  const auto what = text::read_case(sources, {input}, company(), ask);
  demand_sound(what.diagnostics, sources);
  demand(what.value.has_value() || source::has_errors(what.diagnostics), "no case and no error");
  demand(shown(text::read_case(again, {input}, company(), ask).diagnostics) == shown(what.diagnostics),
         "the same text reads otherwise again");
  if (!what.value) return;
  plan::Settings settings;
  settings.today = calendar::parse_day("2026-10-01").value();
  const auto planned = plan::plan(*what.value, settings);
  demand_sound(planned.diagnostics, sources);
  demand(planned.value.has_value() || source::has_errors(planned.diagnostics), "no plan and no error");
}

}  // namespace v2v::fuzz
