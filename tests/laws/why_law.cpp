// Every chain of reasons of every plan joins and adds up to the minute, in both directions.
#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v::laws;
  Counts counts;
  Words words;
  words.cases = 1500;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words& said) {
    Knobs knobs;
    knobs.size = number % 50 == 0 ? Knobs::large : number % 2 ? Knobs::tiny : Knobs::small;
    const double most = knobs.size == Knobs::large ? 10 : 1;
    const unsigned long other = random.bits();
    hold("why", random, number, said, knobs, [&](const Files& files) {
      Planned planned{files, {}, {}, {}, 0};
      plan_files(planned, true, most);
      if (!planned.answer) return void(++counts.refused);
      if (planned.answer->conflict) return void(++counts.clashes);
      ++counts.planned;
      check_dates(planned);
      Random asking = chance_of(other, number);  // the same visits when the files are made smaller
      check_why(planned, asking, 3, counts);
    });
  };
  return run_law(argc, argv, "why_law", words, one, [&] { return counts.text(); });
}
