#include "view/stale.h"

#include <fmt/format.h>

#include <algorithm>

#include "accept.h"
#include "command.h"
#include "console.h"
#include "disk.h"
#include "follow/stale.h"
#include "parse.h"
#include "plan/verify.h"
#include "question.h"
#include "text/library.h"
#include "view/json.h"

namespace v2v::cli {
namespace {

struct Looking {
  const Words& words;
  Console& console;
  timeline::Staleness answer{};
  std::vector<std::shared_ptr<source::Sources>> sources{};  // answers point into them
  int code = done;

  void refuse(const source::Diagnostics& list) {
    console.warn(list);
    const bool in_a_file = std::any_of(list.begin(), list.end(), [&](const source::Diagnostic& d) {
      return d.where && d.where.file != &sources.back()->files().front();  // that is the command line
    });
    code = in_a_file || code == wrong_content ? wrong_content : misused;
  }

  /// The files of a folder that are patients'; one that says not what it is, is read too, and told.
  static std::vector<std::string> patients_in(const std::string& folder) {
    std::vector<std::string> out;
    for (const std::string& path : list_files(folder)) {
      const auto kind = text::glance(read_file(path));
      if (!kind || kind->kind == text::FileKind::patient) out.push_back(path);
    }
    if (out.empty()) throw WorldFailed(fmt::format("'{}' holds no patient's file", folder));
    return out;
  }

  void rules(const model::Workflow& workflow) {
    auto& all = answer.rules;
    const bool known = std::any_of(all.begin(), all.end(), [&](const auto& r) {
      return r.workflow == workflow.id && r.hash == workflow.own_hash;
    });
    if (!known) all.push_back(follow::rules_of(workflow, answer.today));
  }

  /// The plan that people have: by --since, else what the file names.
  source::Checked<timeline::Timeline> printed(const model::Case& what) {
    if (!words.has("--since")) return kept_plan(what, *sources.back());
    const std::string& path = words.one("--since");
    auto plan = view::read_plan(sources.back()->add(path, read_file(path, std::size_t{16} << 20)));
    if (plan && plan.value->patient != what.patient.id)
      plan = {std::nullopt,
              {misuse(span_of(sources.back()->files().front(), path), "bad-plan",
                      fmt::format("'{}' is a plan of {}, not of {}", path, plan.value->patient, what.patient.id))}};
    return plan;
  }

  void file(const std::string& path) {
    const auto kind = text::glance(read_file(path));
    Words one = words;
    if (kind && kind->kind == text::FileKind::workflow) one.command = "graph";  // looked at alone
    sources.emplace_back();
    const auto question = read_question(one, {path}, sources.back());
    answer.today = question ? question.value->settings.today : answer.today;
    if (!question) return refuse(question.diagnostics);
    const model::Case& what = question.value->what;
    if (what.patient.closed) return;  // nothing more is planned, and that was told
    rules(what.workflow);
    if (what.patient.id.empty()) return;
    auto settings = question.value->settings;
    settings.explain = false;
    const auto now = plan::plan(what, settings);
    if (!now) return refuse(now.diagnostics);
    plan::must_hold(what, settings, *now.value);
    const auto before = printed(what);
    if (source::has_errors(before.diagnostics)) return refuse(before.diagnostics);
    console.warn(question.diagnostics);
    console.warn(before.diagnostics);
    answer.patients.push_back(follow::stale(what, before.value ? &*before.value : nullptr, *now.value));
    answer.patients.back().file = path;
  }
};

source::Checked<std::vector<std::string>> files_of(const Words& words, source::Sources& sources) {
  std::vector<std::string> paths;
  const auto put = [&](const std::string& word) {
    const auto inside = is_folder(word) ? Looking::patients_in(word) : std::vector{word};
    paths.insert(paths.end(), inside.begin(), inside.end());
  };
  for (const std::string& word : words.positional) put(word);
  for (const std::string& word : words.all("--patients")) put(word);
  const source::File& line = command_line(sources, words.typed);
  if (paths.empty())
    return {std::nullopt, {misuse(span_of(line, "stale"), "missing-word", "v2v stale needs FILE, or --patients DIR")}};
  if (words.has("--since") && paths.size() > 1)
    return {std::nullopt,
            {misuse(span_of(line, "--since"), "bad-value",
                    "--since is the plan that one patient was given, and several files are")}};
  source::Diagnostics wrong;
  check_out(words, paths, line, wrong);
  if (words.has("--since")) check_out(words, {words.one("--since")}, line, wrong);
  if (!wrong.empty()) return {std::nullopt, wrong};
  return {std::move(paths), {}};
}

int run(const Words& words, Console& console) {
  source::Sources line;
  const auto paths = files_of(words, line);
  if (!paths) return console.refuse(paths.diagnostics);
  const auto today = read_today(words, line);
  if (!today) return console.refuse(today.diagnostics);
  Looking looking{words, console};
  looking.answer.today = *today.value;
  for (const std::string& path : *paths.value) looking.file(path);
  auto& answer = looking.answer;
  std::sort(answer.rules.begin(), answer.rules.end(),
            [](const auto& a, const auto& b) { return std::tie(a.workflow, a.hash) < std::tie(b.workflow, b.hash); });
  std::stable_sort(answer.patients.begin(), answer.patients.end(),
                   [](const auto& a, const auto& b) { return a.patient < b.patient; });
  if (console.json())
    console.answer(view::json(answer, V2V_VERSION));
  else if (words.one("--as") == "csv")
    console.answer(view::csv(answer));
  else
    console.answer(view::stale(answer, {.width = width(), .colour = console.colour_answer()}));
  const bool wrong =
      std::any_of(answer.patients.begin(), answer.patients.end(), [](const auto& s) { return s.wrong(); });
  return looking.code != done ? looking.code : wrong ? refused : done;
}

}  // namespace

Command stale_command() {
  return {
      "stale",
      "FILE...",
      "say whose printed plan is wrong by now, since rules have changed, and which sources want reading again",
      "FILE is a patient's, a workflow or a folder of patients. Each patient's plan of today is laid beside the one "
      "that was kept by\nv2v plan --accept (or --since): which dates, places and words that people hold are wrong, "
      "and who has them. Of workflows: by\nwhom these very rules were approved, and their hash. Exit 1 when "
      "something that was printed is wrong. Closed files are passed over.",
      0,
      10'000,
      {},
      {{"--as", "FORM", "how to show it", false, {"text", "json", "csv"}, false},
       {"--patients", "DIR", "all patients' files of a folder", true, {}, true},
       {"--since", "PLAN", "the plan that the patient has, as v2v plan --as json wrote it", false, {}, true},
       today_option(),
       library_option(),
       out_option()},
      run};
}

}  // namespace v2v::cli
