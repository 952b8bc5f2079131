// follow: reality differs from the bookings -> which of them must move, and where to.
#pragma once
#include "plan/plan.h"
#include "timeline/replan.h"

namespace v2v::follow {

/// The plan as it would stand if what moves were still on its old date: what `compare` is asked with, since the old
/// plan does not hold.
timeline::Timeline as_booked(const timeline::Timeline& now, const timeline::Replan& answer);

struct Replanned {
  timeline::Replan answer;
  model::Case what;             // with the bookings where they are now
  timeline::Timeline timeline;  // of it; of `stuck` a conflict
};

/// What happened stays; holds move before bookings; pins of the command line stay. As few confirmed bookings as
/// possible move: sets that cannot all stay are found one by one, and a smallest set that takes one of each is taken
/// (implicit hitting sets: Reiter 1987; Moreno-Centeno and Karp 2013), so its size is proven. Of all such sets and
/// dates those that move by the fewest days in all; of these the one that least often takes away notice (an earlier
/// date). `effort` bounds the number of plans made while dates are chosen. Diagnostics as plan::plan.
source::Checked<Replanned> replan(const model::Case& what, const plan::Settings& settings, int effort = 3'000);

}  // namespace v2v::follow
