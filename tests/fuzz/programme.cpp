// fuzz: a text as a programme, whose patients may be those of the company.
#include "target.h"

namespace v2v::fuzz {

void one(const std::string& text) {
  const text::Input input{"company/fuzzed.yaml", text};
  source::Sources sources, again;
  const auto found = text::check_file(sources, input, company());
  demand_sound(found, sources);
  demand(shown(text::check_file(again, input, company())) == shown(found), "the same text reads otherwise again");
}

}  // namespace v2v::fuzz
