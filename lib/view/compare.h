// view: what is different between two plans, in plain words, and who must be told.
#pragma once
#include <string>

#include "timeline/compare.h"

namespace v2v::view {

struct CompareStyle {
  int width = 100;
  bool colour = false;
};

/// Nothing different: one line that says so. Dates are of the centre's zone.
std::string compare(const timeline::Comparison& answer, CompareStyle style = {});
/// The last part alone: who must be told.
std::string told(const timeline::Comparison& answer, CompareStyle style = {});
/// One difference in one line, without its stage's name where `named` is false.
std::string said(const timeline::Change& change, const std::string& zone, bool named = true);

}  // namespace v2v::view
