// roster: the best roster there is, proved, for few patients: where two or more are in each other's way, one of them
// must wait, and each of them is tried. (Branching on minimal forbidden sets: Igelmund & Radermacher 1983; here on one
// instant, with bounds from below alone, since every patient's network gives its least solution.)
#pragma once
#include "roster/ward.h"

namespace v2v::roster {

struct Proof {
  bool proved = false;  // the ward is as it cannot be better, in what this looks at
  long nodes = 0;
};

/// Looks at no more than so many nodes, each a roster in which who is in whose way still has to be decided; where it
/// finds a better roster it leaves the ward so. It looks at nothing where some is kept free by the week, and proves
/// nothing where bookings alone stand in each other's way, or where somebody found no way and one with something done
/// again was never looked for.
Proof prove(Ward& ward, long nodes, const std::function<bool()>& stop);

}  // namespace v2v::roster
