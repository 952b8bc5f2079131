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
    Knobs knobs;
    knobs.size = number % 50 == 0 ? Knobs::large : number % 2 ? Knobs::tiny : Knobs::small;
    const double most = knobs.size == Knobs::large ? 10 : 1;
    hold("accept", random, number, said, knobs, [&](const Files& files) {
      Planned planned{files, {}, {}, {}, 0};
      plan_files(planned, false, most);
      if (!planned.answer) return void(++counts.refused);
      if (planned.answer->conflict) return void(++counts.clashes);
      ++counts.planned;
      rules += check_accepted(planned);
    });
  };
  return run_law(argc, argv, "accept_law", words, one, [&] {
    return fmt::format("{} planned and accepted, {} clash, {} refused, {} rules read", counts.planned, counts.clashes,
                       counts.refused, rules);
  });
}
