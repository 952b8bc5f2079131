// laws: the smallest files of which something still holds.
#pragma once
#include <functional>
#include <string>

#include "generate.h"

namespace v2v::laws {

/// Takes away and simplifies while `still` holds: files, keys, items, stages with all that names them; lengths grow
/// short, hours plain. Greedy; asks at most `most` times. `still(files)` must hold at the start.
Files shrink(const Files& files, const std::function<bool(const Files&)>& still, int most = 4000);

}  // namespace v2v::laws
