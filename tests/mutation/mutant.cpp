#include "mutant.h"

#include <cstdlib>

int v2v_mutant = 0;

// Before any other object of static life is made, for those may hold mutants too.
__attribute__((constructor(101))) static void choose_mutant() {
  if (const char* number = std::getenv("V2V_MUTANT")) v2v_mutant = std::atoi(number);
}
