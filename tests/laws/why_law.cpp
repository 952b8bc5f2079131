// Every chain of reasons of every plan joins and adds up to the minute, in both directions.
#include "plan_checks.h"

int main(int argc, char** argv) {
  using namespace v2v::laws;
  Counts counts;
  Words words;
  words.cases = 1500;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words& said) {
    const unsigned long other = random.bits();
    hold_answer("why", random, number, said, sized(number, 50), true, counts, [&](const Planned& planned) {
      if (planned.answer->conflict) return;
      check_dates(planned);
      Random asking = chance_of(other, number);  // the same visits when the files are made smaller
      check_why(planned, asking, 3, counts);
    });
  };
  return run_law(argc, argv, "why_law", words, one, [&] { return counts.text(); });
}
