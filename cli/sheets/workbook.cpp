// In `v2v-sheets`: rosters and capacity as workbooks.
#include "disk.h"
#include "elsewhere.h"
#include "view/xlsx.h"

namespace v2v::cli {

void workbook_elsewhere(const Words&) {}

std::string workbook(const view::Counted& answer) try {
  return view::xlsx(answer);
} catch (const view::WorkbookFailed& failed) {
  throw WorldFailed(failed.what());
}

std::string workbook(const view::Counted& before, const view::Counted& after) try {
  return view::xlsx(before, after);
} catch (const view::WorkbookFailed& failed) {
  throw WorldFailed(failed.what());
}

}  // namespace v2v::cli
