// view: whose printed dates and words are wrong by now, and which sources want reading again: as text, JSON and CSV.
#pragma once
#include <string>
#include <string_view>

#include "timeline/stale.h"

namespace v2v::view {

struct StaleStyle {
  int width = 100;
  bool colour = false;
};

/// First those whose plan is wrong, then those of whom it is not known, then the sources.
std::string stale(const timeline::Staleness& answer, StaleStyle style = {});
/// As view/data.h: `kind` is `stale`, keys in one order and never absent.
std::string json(const timeline::Staleness& answer, std::string_view version);
/// A row for each printed sentence that is wrong, each source that wants reading again, and each patient of whom
/// nothing is known or who has no plan any more; as view/csv.h.
std::string csv(const timeline::Staleness& answer);

}  // namespace v2v::view
