// Every plan that the engine makes is accepted by the checker, which shares no code with it.
#include <fmt/format.h>

#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v::laws;
  Counts counts;
  long long rules = 0;
  Words words;
  words.cases = 2800;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words& said) {
    hold_answer("accept", random, number, said, sized(number, 50), false, counts, [&](const Planned& planned) {
      if (!planned.answer->conflict) rules += check_accepted(planned);
    });
  };
  return run_law(argc, argv, "accept_law", words, one, [&] {
    return fmt::format("{} planned and accepted, {} clash, {} refused, {} rules read", counts.planned, counts.clashes,
                       counts.refused, rules);
  });
}
