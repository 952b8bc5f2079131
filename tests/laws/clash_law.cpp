// Every clash is smallest, what it offers mends, and nothing is offered that is not ours to change.
#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v::laws;
  Counts counts;
  Words words;
  words.cases = 3000;
  words.seed = 2;
  const auto one = [&](Random& random, long number, const Words& said) {
    Knobs knobs = sized(number, 100);
    knobs.tight = number % 3 != 0;
    hold_answer("clash", random, number, said, knobs, false, counts, [&](const Planned& planned) {
      if (planned.answer->conflict) check_clash(planned, counts);
    });
  };
  return run_law(argc, argv, "clash_law", words, one, [&] { return counts.text(); });
}
