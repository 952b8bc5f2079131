// tell: what is different from the reader's earlier copy, in words, and which items carry a mark.
#pragma once
#include "tell/voice.h"

namespace v2v::tell {

/// Marks the items and says each difference that lies today or later. Nothing that has happened as it was told is a
/// change. O(items log items).
timeline::Box changes(const timeline::Copy& since, timeline::Sheet& sheet, const Voice& voice);

}  // namespace v2v::tell
