#include "programme.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>

#include "console.h"
#include "disk.h"
#include "parse.h"
#include "question.h"
#include "roster/verify.h"
#include "roster/what_if.h"
#include "source/digest.h"
#include "text/read_programme.h"
#include "view/roster_json.h"

namespace v2v::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

extern "C" void interrupt(int) {
  interrupted = 1;
}

/// While it is there an interrupt asks for the best so far; a second one ends the program as ever.
class Interrupts {
 public:
  Interrupts() {
    interrupted = 0;
    struct sigaction action {};
    action.sa_handler = interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &old_);
  }
  ~Interrupts() { sigaction(SIGINT, &old_, nullptr); }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  struct sigaction old_ {};
};

template <class Number>
std::optional<Number> whole(const std::string& said) {
  Number value{};
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), value);
  if (error == std::errc{} && end == said.data() + said.size()) return value;
  return std::nullopt;
}

void read_numbers(const Words& words, const source::File& line, Programme& out, source::Diagnostics& wrong) {
  const auto number = [&](const char* option, long least, long most, auto put) {
    if (!words.has(option)) return;
    const std::string& said = words.one(option);
    const auto value = whole<long>(said);
    if (value && *value >= least && *value <= most) return put(*value);
    wrong.push_back(misuse(span_of(line, said), "bad-value",
                           fmt::format("{} takes a whole number from {} to {}, not '{}'", option, least, most, said)));
  };
  number("--iterations", 0, 1'000'000'000, [&](long n) { out.settings.iterations = n; });
  number("--seed", 1, 4'000'000'000, [&](long n) { out.settings.seed = static_cast<std::uint64_t>(n); });
  number("--seconds", 1, 1'000'000, [&](long n) {
    out.seconds = static_cast<double>(n);
    if (!words.has("--iterations")) out.settings.iterations = 1'000'000'000;
  });
  for (const std::string& said : words.all("--set")) {
    const auto at = said.find('=');
    const auto n = at == std::string::npos ? std::nullopt : whole<int>(said.substr(at + 1));
    if (n && at > 0 && *n >= 0 && *n <= 10'000)
      out.set.emplace_back(said.substr(0, at), *n);
    else
      wrong.push_back(misuse(span_of(line, said), "bad-value",
                             fmt::format("--set takes RESOURCE=N, such as ward.bed=9, not '{}'", said)));
  }
  if (words.has("--assume")) {
    static const std::vector<std::string> lengths{"least", "likely", "most", "p80"};
    const std::string& said = words.one("--assume");
    const auto at = std::find(lengths.begin(), lengths.end(), said);
    if (at != lengths.end()) out.settings.assume = static_cast<plan::Assume>(at - lengths.begin());
  }
}

/// A roster that was made before; nothing: the option is not said, or `wrong` says why.
std::optional<timeline::Roster> made_before(const Words& words, const char* option, source::Sources& sources,
                                            source::Diagnostics& wrong) {
  if (!words.has(option)) return std::nullopt;
  const std::string& path = words.one(option);
  auto read = view::read_roster(sources, path, read_file(path, largest_roster));
  wrong.insert(wrong.end(), read.diagnostics.begin(), read.diagnostics.end());
  return std::move(read.value);
}

/// What a roster was made with, so that it is made so again.
void make_again(const Words& words, const source::File& line, Programme& out, source::Diagnostics& wrong) {
  for (const char* option : {"--today", "--assume", "--iterations", "--seconds", "--seed", "--set", "--out"})
    if (words.has(option))
      wrong.push_back(misuse(span_of(line, option), "bad-value",
                             fmt::format("--again makes the roster as it was made, and takes no {}", option)));
  const timeline::Roster& before = *out.again;
  out.settings.today = before.today;
  out.settings.iterations = before.iterations;
  out.settings.nodes = before.nodes;
  out.settings.seed = before.seed;
  out.set = before.set;
  for (const auto one : {plan::Assume::least, plan::Assume::likely, plan::Assume::most, plan::Assume::p80})
    if (roster::word(one) == before.assumed) out.settings.assume = one;
}

std::string name_of(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace

source::Checked<Programme> read_programme(const Words& words, const std::string& file,
                                          std::shared_ptr<source::Sources>& sources) {
  sources = std::make_shared<source::Sources>();
  const source::File& line = command_line(*sources, words.typed);
  Programme out;
  out.sources = sources;
  source::Diagnostics wrong;
  read_numbers(words, line, out, wrong);
  auto today = read_today(words, *sources);
  wrong.insert(wrong.end(), today.diagnostics.begin(), today.diagnostics.end());
  if (!today || !wrong.empty()) return {std::nullopt, wrong};
  out.settings.today = *today.value;
  source::Diagnostics told;
  out.from = made_before(words, "--from", *sources, told);
  out.again = made_before(words, "--again", *sources, told);
  if (out.again) make_again(words, line, out, told);
  if (source::has_errors(told)) return {std::nullopt, told};
  text::Ask ask;
  ask.today = out.settings.today;
  auto read = text::read_programme(*sources, {file, read_file(file)}, library(words.all("--library")), ask);
  if (!read || source::has_errors(read.diagnostics)) return {std::nullopt, read.diagnostics};
  out.programme = std::move(*read.value);
  const auto known = roster::resources_of(out.programme);
  for (const auto& [resource, n] : out.set)
    if (!std::count(known.begin(), known.end(), resource))
      wrong.push_back(misuse(span_of(line, fmt::format("{}={}", resource, n)), "unknown-resource",
                             fmt::format("{} has no '{}'", out.programme.centre, resource),
                             did_you_mean(resource, known)));
  std::vector<std::string> paths;
  for (const source::File& one : sources->files()) {
    paths.push_back(one.name);
    if (&one != &line && one.name != words.one("--again"))
      out.inputs.push_back({name_of(one.name), source::digest(one.text)});
  }
  std::sort(out.inputs.begin(), out.inputs.end());
  check_out(words, paths, line, wrong);
  if (!wrong.empty()) return {std::nullopt, wrong};
  told.insert(told.end(), read.diagnostics.begin(), read.diagnostics.end());
  return {std::move(out), told};
}

void set_amounts(Programme& asked) {
  for (const auto& [resource, n] : asked.set) roster::set_amount(asked.programme, resource, n);
}

source::Checked<roster::Answer> make_roster(const Programme& asked) {
  const Interrupts guard;
  using clock = std::chrono::steady_clock;
  const auto begun = clock::now();
  const auto passed = [&] { return std::chrono::duration<double>(clock::now() - begun).count(); };
  roster::Settings settings = asked.settings;
  if (asked.from) settings.from = &*asked.from;
  settings.stop = [&] { return interrupted != 0 || (asked.seconds && passed() >= *asked.seconds); };
  const bool seen = isatty(2) != 0;
  double last = -1;
  if (seen)
    settings.progress = [&](long iterations, const timeline::Objective& now, const timeline::Objective& bound) {
      if (passed() < last + 0.2) return;
      last = passed();
      const auto text =
          fmt::format("\r{:6.1f} s  {} tried  not placed {}  late {} (no fewer than {})  waiting {} days   ", last,
                      iterations, now.not_placed, now.weighted_late, bound.weighted_late, now.waiting);
      if (write(2, text.data(), text.size()) < 0) return;
    };
  auto answer = roster::roster(asked.programme, settings);
  if (seen && last >= 0 && write(2, "\r\033[K", 4) < 0) return answer;
  if (!answer) return answer;
  const auto verdict = roster::verify(asked.programme, settings, *answer.value);
  if (!verdict.broken.empty()) {
    const auto& first = verdict.broken.front();
    throw std::logic_error(
        fmt::format("the checker refuses this roster: {}: {}; {}", roster::word(first.rule), first.text, first.how));
  }
  answer.value->roster.inputs = asked.inputs;
  return answer;
}

std::vector<Option> programme_options() {
  return {{"--assume",
           "LENGTHS",
           "what is reserved behind lengths that are not ours",
           false,
           {"p80", "least", "likely", "most"},
           false},
          {"--seconds", "N", "improve for so long; the same seconds may give another roster", false, {}, false},
          {"--iterations",
           "N",
           "improve so often (default: 2000); the same number gives the same roster",
           false,
           {},
           false},
          {"--seed", "N", "another seed, another order of trying (default: 1)", false, {}, false},
          today_option(),
          library_option(),
          out_option()};
}

}  // namespace v2v::cli
