// Every clash is smallest, what it offers mends, and nothing is offered that is not ours to change.
#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v::laws;
  Counts counts;
  Words words;
  words.cases = 3000;
  words.seed = 2;
  const auto one = [&](Random& random, long number, const Words& said) {
    Knobs knobs;
    knobs.size = number % 100 == 0 ? Knobs::large : number % 2 ? Knobs::tiny : Knobs::small;
    knobs.tight = number % 3 != 0;
    const double most = knobs.size == Knobs::large ? 10 : 1;
    hold("clash", random, number, said, knobs, [&](const Files& files) {
      Planned planned{files, {}, {}, {}, 0};
      plan_files(planned, false, most);
      if (!planned.answer) return void(++counts.refused);
      if (!planned.answer->conflict) return void(++counts.planned);
      ++counts.clashes;
      check_clash(planned, counts);
    });
  };
  return run_law(argc, argv, "clash_law", words, one, [&] { return counts.text(); });
}
