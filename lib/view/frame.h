// view: the lines above and under a table or a chart in a terminal.
#pragma once
#include <string>

#include "timeline/timeline.h"

namespace v2v::view {

struct FrameStyle {
  int width = 0;  // 0: not wrapped
  bool colour = false;
  bool ascii = false;
};

std::string frame_head(const timeline::Timeline& answer, const FrameStyle& style);
std::string frame_foot(const timeline::Timeline& answer, const FrameStyle& style);

}  // namespace v2v::view
