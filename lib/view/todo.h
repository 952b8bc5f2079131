// view: the coordinator's list: what to decide, by when, and how late it may still be.
#pragma once
#include <optional>
#include <string>

#include "timeline/todo.h"

namespace v2v::view {

struct TodoStyle {
  int width = 100;
  bool colour = false;
  std::optional<calendar::Day> until;  // later ones are only counted
};

std::string todo(const timeline::Todo& answer, TodoStyle style = {});

}  // namespace v2v::view
