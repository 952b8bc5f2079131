// view: which therapies stand on a shelf, as a table, for spreadsheets and for other programs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "timeline/shelf.h"

namespace v2v::view {

struct ShelfStyle {
  int width = 100;  // columns; what a therapy is for is wrapped
  bool colour = false;
};

std::string table(const std::vector<timeline::Shelved>& shelf, ShelfStyle style = {});
/// As view/csv.h; a row a workflow, editions with `; ` between them.
std::string csv(const std::vector<timeline::Shelved>& shelf);
/// As view/json.h; `kind` is `workflows`.
std::string json(const std::vector<timeline::Shelved>& shelf, std::string_view version);

}  // namespace v2v::view
