// view: where dates will likely fall, as a table.
#pragma once
#include <optional>
#include <string>

#include "timeline/forecast.h"

namespace v2v::view {

struct ForecastStyle {
  int width = 100;
  bool colour = false;
  std::optional<calendar::Day> until;  // stages that are planned later are left out, and counted
};

std::string forecast(const timeline::Forecast& answer, ForecastStyle style = {});

}  // namespace v2v::view
