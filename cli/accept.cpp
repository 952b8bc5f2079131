#include "accept.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "console.h"
#include "disk.h"
#include "follow/stale.h"
#include "parse.h"
#include "text/library.h"
#include "text/planned.h"
#include "view/compare.h"
#include "view/json.h"

namespace v2v::cli {
namespace {

constexpr std::size_t largest_plan = std::size_t{16} << 20;  // bytes: some ten thousand visits

/// Beside the patient's file: P-0042.2026-10-05.plan.json, with a number where a file of that name says something else.
std::string name_of(const std::string& patient_file, const std::string& text, calendar::Day today) {
  const std::filesystem::path path(patient_file);
  const std::string stem = (path.parent_path() / path.stem()).string() + "." + calendar::to_string(today);
  std::string name = stem + ".plan.json";
  for (int n = 2; is_file(name) || is_folder(name); ++n) {
    if (is_file(name) && read_file(name, largest_plan) == text) break;
    name = fmt::format("{}-{}.plan.json", stem, n);
  }
  return name;
}

/// What people hold that is wrong now; empty where the plan they have is not kept, or cannot be read any more.
std::string differences(const Question& question, const timeline::Timeline& plan) {
  const auto before = kept_plan(question.what, *question.sources);
  if (!before.value) return "";
  const auto stale = follow::stale(question.what, &*before.value, plan);
  return stale.differs.changes.empty() ? "" : view::compare(stale.differs, {.width = width()}) + "\n";
}

}  // namespace

source::Checked<timeline::Timeline> kept_plan(const model::Case& what, source::Sources& sources) {
  const model::Planned& planned = what.patient.planned_with;
  if (planned.plan.empty() || !planned.plan_where) return {};
  const std::string path = text::Finder::path_from(planned.plan, planned.plan_where.file->name);
  if (!is_file(path))
    return {std::nullopt,
            {{"no-such-file",
              source::Severity::warning,
              planned.plan_where,
              fmt::format("There is no file '{}', so which dates were given is not known.", path),
              {},
              ""}}};
  auto plan = view::read_plan(sources.add(path, read_file(path, largest_plan)));
  const auto refuse = [&](std::string words) {
    plan = {std::nullopt, {{"bad-plan", source::Severity::error, planned.plan_where, std::move(words), {}, ""}}};
  };
  if (plan && plan.value->patient != what.patient.id)
    refuse(fmt::format("'{}' is a plan of {}, not of {}.", path, plan.value->patient, what.patient.id));
  else if (plan && plan.value->hash != planned.hash)
    refuse(fmt::format("'{}' was made with the rules {}, not with {}.", path, plan.value->hash, planned.hash));
  return plan;
}

source::Diagnostics only_asked(const Words& words, const source::File& line) {
  source::Diagnostics wrong;
  for (const char* option : {"--at", "--option", "--assume", "--edition", "--centre"})
    if (words.has(option))
      wrong.push_back(misuse(span_of(line, option), "bad-value",
                             fmt::format("{} asks for another plan than the files give, and that is not kept", option),
                             "write it into the patient's file first"));
  return wrong;
}

std::string keep_plan(const Words& words, const Question& question, const timeline::Timeline& plan) {
  const source::File& file = *question.what.patient.where.file;
  timeline::Timeline kept = plan;
  for (auto& entry : kept.entries) entry.because.clear();
  const std::string text = view::json(kept, V2V_VERSION);
  const model::Planned& old = question.what.patient.planned_with;
  const std::string name = name_of(file.name, text, plan.today);
  const std::string said = std::filesystem::path(name).filename().string();
  if (old.hash == plan.hash && old.plan == said && is_file(name))
    return fmt::format("{}: says so already, nothing is written\n", file.name);
  const std::string with = text::with_plan(file, plan.hash, said);
  // What is written must read as what was shown.
  std::shared_ptr<source::Sources> anew;
  const auto again = read_question(words, {file.name}, anew, {{file.name, with}});
  if (!again || again.value->what.patient.planned_with.hash != plan.hash ||
      again.value->what.patient.planned_with.plan != said)
    throw std::logic_error("what was accepted does not read as it was written");
  const std::string differs = differences(question, plan);
  const bool fresh = !is_file(name);
  write_file(name, text);
  try {
    write_over(file.name, file.text, with);
  } catch (...) {
    if (fresh) ::unlink(name.c_str());
    throw;
  }
  return fmt::format("{}{}: planned with {}, kept in {}\n", differs, file.name, plan.hash, name);
}

}  // namespace v2v::cli
