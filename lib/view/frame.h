// view: the lines above and under a table or a chart in a terminal.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "timeline/timeline.h"
#include "view/head.h"

namespace v2v::view {

struct FrameStyle {
  int width = 0;  // 0: not wrapped
  bool colour = false;
  bool ascii = false;
};

/// `first` before the first line, as many blanks before the others.
std::string hang(std::string_view first, std::string_view text, const FrameStyle& style);
/// A line each, the names in a column of their own.
std::string frame_facts(const std::vector<Fact>& facts, int column, const FrameStyle& style);
/// A heading each, the lines under it with a dot.
std::string frame_sections(const std::vector<Section>& sections, const FrameStyle& style);

std::string frame_head(const timeline::Timeline& answer, const FrameStyle& style);
std::string frame_foot(const timeline::Timeline& answer, const FrameStyle& style);

}  // namespace v2v::view
