// view: what must move so that a plan holds again, and why no less will do.
#pragma once
#include <string>

#include "timeline/replan.h"

namespace v2v::view {

struct ReplanStyle {
  int width = 100;
  bool colour = false;
};

/// `bookings`: how many there are that could have moved. Of `stuck` nothing: that is a conflict, and shown as such.
std::string replan(const timeline::Replan& answer, const std::string& patient, const std::string& zone,
                   std::size_t bookings, ReplanStyle style = {});

}  // namespace v2v::view
