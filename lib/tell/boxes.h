// tell: what the person who helps has to arrange: days with the patient, nights near the hospital, who drives.
#pragma once
#include "model/patient.h"
#include "tell/voice.h"

namespace v2v::tell {

/// Days on which someone must be there, and those on which nobody has said so. For the carer.
timeline::Box days_with(const model::Case& what, const timeline::Sheet& sheet, const Voice& voice);
/// First and last night near the hospital, and the last day to cancel without a charge; nothing: none are asked for.
std::optional<timeline::Box> nights(const model::Case& what, const timeline::Sheet& sheet, const Voice& voice);
/// Until when the patient may not drive; nothing: that is not asked for.
std::optional<timeline::Box> driving(const timeline::Sheet& sheet, const Voice& voice);

}  // namespace v2v::tell
