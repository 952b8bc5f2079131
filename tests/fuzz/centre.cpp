// fuzz: a text as a centre: by itself, and as the centre of a patient of the company's.
#include "target.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  const text::Input input{"fuzzed.yaml", text};
  source::Sources sources, again;
  const auto found = text::check_file(sources, input, company());
  demand_sound(found, sources);
  demand(shown(text::check_file(again, input, company())) == shown(found), "the same text reads otherwise again");

  source::Sources of_case;
  const text::Input patient{"patient.yaml", "patient: P-0042\nworkflow: plain\nedition: eu-new\n"};
  text::Ask ask;
  ask.centre = "fuzzed.yaml";
  const auto what = text::read_case(of_case, {input, patient}, company(), ask);
  demand_sound(what.diagnostics, of_case);
  demand(what.value.has_value() || source::has_errors(what.diagnostics), "no case and no error");
}

}  // namespace v2v::fuzz
