#include "sheet_case.h"

#include <array>

#include "generate.h"
#include "plan/plan.h"
#include "tell/sheet.h"

namespace v2v::laws {
namespace {

constexpr std::array<const char*, 24> pieces{"\r\n",
                                             "\n",
                                             "\r",
                                             "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x",
                                             "\nATTACH:file:///etc/passwd",
                                             ";",
                                             ",",
                                             ":",
                                             "\\",
                                             "\\n",
                                             "\\,",
                                             "\"",
                                             "'",
                                             "<script>alert(1)</script>",
                                             "</style><img src=x onerror=alert(1)>",
                                             "&amp;",
                                             "=HYPERLINK(1)",
                                             "+1-2@x",
                                             "\u202e",
                                             "\u2066",
                                             "\u200f",
                                             "\t",
                                             "\x01\x1b",
                                             "Ward C1, level 3"};

std::optional<timeline::Sheet> told(const model::Case& what, const plan::Settings& settings, timeline::Reader reader,
                                    const std::string& language) {
  const auto plan = plan::plan(what, settings);
  if (!plan || plan.value->conflict) return std::nullopt;
  auto sheet = tell::sheet(what, settings, *plan.value, {reader, language, nullptr});
  if (!sheet) return std::nullopt;
  return std::move(*sheet.value);
}

}  // namespace

std::string hostile(Random& random) {
  std::string out;
  for (auto n = random(1, 12); n > 0; --n) {
    if (random.chance(50)) {
      out += pieces[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(pieces.size()) - 1))];
    } else {
      for (auto k = random(1, 30); k > 0; --k) out += static_cast<char>(random(0x20, 0x7e));
    }
  }
  return out;
}

std::string expected(const std::string& text, bool one_line) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool breaks = c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (breaks)
      out += '\n';
    else if (c == '\t')
      out += ' ';
    else if (c >= 0x20 && c != 0x7f)
      out += text[i];
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  while (!out.empty() && (out.front() == ' ' || out.front() == '\n')) out.erase(out.begin());
  if (one_line)
    for (char& c : out)
      if (c == '\n') c = ' ';
  return out;
}

SheetCase random_sheets(Random& random) {
  Knobs knobs;
  const Files files = generate(random, knobs);
  ReadFiles opened;
  read(files, opened);
  SheetCase out;
  if (!opened.answer.value || source::has_errors(opened.answer.diagnostics)) return out;
  model::Case what = std::move(*opened.answer.value);
  if (what.centre) {
    what.centre->urgent_phone = hostile(random);
    what.centre->lodging = random.chance(50) ? hostile(random) : "";
    for (auto& place : what.centre->places) {
      if (random.chance(80)) place.address = hostile(random);
      if (random.chance(50)) place.phone = hostile(random);
      if (random.chance(50)) place.bring = hostile(random);
    }
  }
  for (auto& stage : what.workflow.stages) {
    if (random.chance(30)) stage.title = hostile(random);
    if (random.chance(50)) stage.say.plain = hostile(random);
    if (random.chance(20)) stage.say.by_language["fa"] = hostile(random);
  }
  plan::Settings settings;
  settings.today = opened.today;
  settings.explain = false;
  for (const auto reader : {timeline::Reader::patient, timeline::Reader::carer, timeline::Reader::team}) {
    const auto& codes = words::Language::codes();
    const std::string language =
        codes[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(codes.size()) - 1))];
    auto now = told(what, settings, reader, language);
    if (!now) continue;
    plan::Settings on = settings;
    on.today = settings.today + static_cast<std::int32_t>(random(0, 40));
    auto then = told(what, on, reader, language);
    out.sheets.push_back(std::move(*now));
    out.later.push_back(then ? std::move(*then) : out.sheets.back());
  }
  return out;
}

}  // namespace v2v::laws
