// fuzz: a text as a spreadsheet of patients. What reads is written, and reads back as the same patients.
#include "target.h"
#include "text/patients_csv.h"
#include "text/read_programme.h"

namespace v2v::fuzz {
namespace {

constexpr const char* programme =
    "programme: fuzzed\ncentre: hill\nperiod: 2027-01-01 to 2027-12-31\nworkflows: [plain]\n"
    "patients: [fuzzed.csv]\npriorities: {urgent: 4, routine: 1}\n";

source::Checked<model::Programme> read(source::Sources& sources, const std::string& text) {
  text::Library library = company();
  library.disk.is_file = [](const std::string&) { return true; };
  library.disk.read = [&text](const std::string& path) {
    return path == "company/fuzzed.csv" ? text : company().disk.read(path);
  };
  return text::read_programme(sources, {"company/fuzzed.yaml", programme}, library, {});
}

}  // namespace

void one(const std::string& text) {
  source::Sources sources, again;
  const auto first = read(sources, text);
  demand_sound(first.diagnostics, sources);
  demand(first.value.has_value() || source::has_errors(first.diagnostics), "no patients and no error");
  if (!first.value) return;
  const auto written = text::patients_csv(*first.value);
  demand(written.left_out.empty(), "a spreadsheet said what no spreadsheet can say");
  const auto second = read(again, written.text);
  demand(second.value.has_value(), "what was written does not read: " + shown(second.diagnostics));
  demand(text::patients_csv(*second.value).text == written.text, "what was written reads as others");
}

}  // namespace v2v::fuzz
