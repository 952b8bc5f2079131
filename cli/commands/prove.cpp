#include "prove/prove.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "command.h"
#include "console.h"
#include "disk.h"
#include "parse.h"
#include "plan/verify.h"
#include "prove/check.h"
#include "question.h"
#include "view/conflict.h"
#include "view/data.h"
#include "view/proof.h"

namespace v2v::cli {
namespace {

constexpr std::size_t largest_certificate = std::size_t{64} << 20;  // bytes

std::string lengths_of(const prove::Certificate& certificate) {
  std::string text;
  for (const auto& unsure : certificate.unsure)
    text += fmt::format("  · {}{} lasts {} to {}\n", unsure.what.stage,
                        unsure.what.visit > 1 ? fmt::format(" visit {}", unsure.what.visit) : "",
                        calendar::in_words(unsure.parts.front().first), calendar::in_words(unsure.parts.back().second));
  std::map<plan::Ending, std::set<std::string>> turns;
  for (const auto& way : certificate.ways)
    for (const auto& said : way.answers) turns[said.of].insert(said.ends);
  for (const auto& [of, ends] : turns) {
    text += "  · " + of.stage;
    if (of.attempt > 1) text += fmt::format(" attempt {}", of.attempt);
    if (of.visit > 1) text += fmt::format(" visit {}", of.visit);
    text += fmt::format("{} {}\n", of.visit == 0 ? "" : " ends as", fmt::join(ends, " / "));
  }
  return text;
}

int check(const Question& question, const std::string& path, Console& console) {
  const source::File& file = question.sources->add(path, read_file(path, largest_certificate));
  const auto certificate = prove::read(file, question.what, *question.sources);
  if (!certificate) return console.refuse(certificate.diagnostics);
  const auto wrong = prove::check(question.what, question.settings, *certificate.value);
  const auto ways = certificate.value->histories.size();
  if (console.json()) {
    console.answer(view::json(wrong, question.what.patient.id, question.settings.today, V2V_VERSION));
    return wrong.empty() ? done : refused;
  }
  if (wrong.empty()) {
    console.answer(fmt::format("{}: accepted. The plan holds in all {} ways in which these may turn out:\n{}", path,
                               ways, lengths_of(*certificate.value)));
    return done;
  }
  std::string said = fmt::format("{}: refused\n", path);
  for (const std::string& line : wrong) said += "  · " + line + "\n";
  console.answer(said);
  return refused;
}

int run(const Words& words, Console& console) {
  std::shared_ptr<source::Sources> sources;
  const auto question = read_question(words, words.positional, sources);
  if (!question) return console.refuse(question.diagnostics);
  const auto& settings = question.value->settings;
  if (words.has("--check")) return check(*question.value, words.one("--check"), console);
  const auto answer = prove::prove(question.value->what, settings);
  if (!answer) return console.refuse(answer.diagnostics);
  const timeline::Proof& proof = answer.value->proof;
  plan::must_hold(question.value->what, settings, proof.plan);
  console.warn(question.diagnostics);
  if (proof.plan.conflict) {
    console.say(view::conflict(proof.plan, colour(2)));
    if (console.json()) console.answer(view::json(proof, V2V_VERSION));
    return refused;
  }
  std::string said = view::proof(proof, {.width = width(), .colour = console.colour_answer()});
  if (words.has("--certificate")) {
    const std::string& path = words.one("--certificate");
    if (answer.value->certificate) {
      write_file(path, prove::write(*answer.value->certificate));
      said += fmt::format("\n{}: written, {} plans\n", path, answer.value->certificate->histories.size());
    } else {
      said += fmt::format("\n{}: not written, there is no proof\n", path);
    }
  }
  console.answer(console.json() ? view::json(proof, V2V_VERSION) : said);
  return proof.plan.closed || proof.verdict == timeline::Proof::holds ? done : refused;
}

}  // namespace

Command prove_command() {
  auto rows = case_options();
  std::erase_if(rows, [](const Option& o) { return o.name == "--slack-to"; });
  rows.insert(rows.begin(),
              {{"--as", "FORM", "how to show it", false, {"text", "json"}, false},
               {"--certificate", "FILE", "write the proof: every plan that it stands on", false, {}, true},
               {"--check", "FILE", "read such a proof, and say whether it proves this plan", false, {}, true}});
  return {
      "prove",
      "FILE...",
      "say whether the plan holds however stages end and whatever others take within their ranges",
      "Every way in which stages may end or happen, and transport, manufacturing and the like may last, is played out; "
      "each outcome\nis learnt as its stage ends, each length only as it ends, and whether a stage happens as it "
      "begins. "
      "It holds, with what to\nwait for; or it fails, with the story that breaks it and the part of each range that it "
      "would stand. Where something ends\notherwise than the plan assumes, bookings may fall that cannot be kept then. "
      "How long what the body does takes is as assumed.",
      1,
      1'000,
      {},
      rows,
      run};
}

}  // namespace v2v::cli
