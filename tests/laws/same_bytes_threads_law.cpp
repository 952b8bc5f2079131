// laws: the same bytes whatever the number of threads: many cases read, planned, explained and drawn side by side.
// Also run under ThreadSanitizer, which sees what two threads share though the bytes come out right.
#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "../unit/shelf.h"
#include "generate.h"
#include "law.h"
#include "view/csv.h"
#include "view/gantt.h"
#include "view/json.h"
#include "view/svg.h"
#include "view/table.h"

using namespace v2v;
using laws::demand;
using laws::Random;

namespace {

long clashes = 0, refused = 0, planned = 0;

using Work = std::function<std::string()>;

/// All that a case gives, in every form.
std::string drawn(const model::Case& what, calendar::Day today) {
  const auto answer = plan::plan(what, {today});
  std::string out;
  for (const auto& d : answer.diagnostics) out += source::render(d);
  if (!answer) return out + "refused";
  out += view::json(*answer.value, "0") + view::csv(*answer.value) + view::svg(*answer.value) +
         view::gantt(*answer.value, {}) + view::table(*answer.value, {});
  if (answer.value->conflict) return out + "clash";
  model::Point point;
  point.stage = what.workflow.day_zero;
  const auto why = plan::why(what, {today}, point);
  for (const auto& d : why.diagnostics) out += source::render(d);
  if (why)
    for (const auto& one : why.value->whys)
      for (const auto* reasons : {&one.not_earlier, &one.not_later})
        for (const auto& reason : *reasons) out += fmt::format("{} {}\n", reason.minutes, reason.text);
  return out;
}

std::string of_random_files(const laws::Files& files) {
  laws::ReadFiles opened;
  laws::read(files, opened);
  std::string out;
  for (const auto& d : opened.answer.diagnostics) out += source::render(d);
  return opened.answer.value ? out + drawn(*opened.answer.value, opened.today) : out + "refused";
}

std::string of_story(const std::string& path) {
  source::Sources sources;
  const auto read = text::read_checks(sources, {path, tests::text_at(path)}, tests::shelf_library());
  std::string out;
  for (const auto& d : read.diagnostics) out += source::render(d);
  if (!read.value) return out;
  for (const auto& what : *read.value)
    if (!what.checks.empty() && what.checks.front().today) out += drawn(what, *what.checks.front().today);
  return out;
}

/// Each thread takes the next work that none has taken.
std::vector<std::string> done_by(int threads, const std::vector<Work>& all) {
  std::vector<std::string> answers(all.size());
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t k = next++; k < all.size(); k = next++) answers[k] = all[k]();
  };
  std::vector<std::thread> others;
  for (int n = 1; n < threads; ++n) others.emplace_back(run);
  run();
  for (auto& other : others) other.join();
  return answers;
}

void one(Random& random, const std::vector<std::string>& stories) {
  std::vector<Work> all;
  for (int n = 0; n < 24; ++n)
    all.emplace_back([files = laws::generate(random, {})] { return of_random_files(files); });
  for (int n = 0; n < 6; ++n) {
    const auto& story = stories[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(stories.size()) - 1))];
    all.emplace_back([&story] { return of_story(story); });
  }
  const auto alone = done_by(1, all);
  for (const int threads : {2, 7}) {
    const auto together = done_by(threads, all);
    for (std::size_t k = 0; k < all.size(); ++k)
      demand(together[k] == alone[k], fmt::format("work {} is another on {} threads:\n{}\n---- alone\n{}", k, threads,
                                                  together[k].substr(0, 4000), alone[k].substr(0, 4000)));
  }
  for (const auto& answer : alone)
    ++(answer.ends_with("clash") ? clashes : answer.ends_with("refused") ? refused : planned);
}

}  // namespace

int main(int argc, char** argv) {
  const auto stories = tests::shelf_paths();
  return laws::run_law(
      argc, argv, "same_bytes_threads_law", {25, 1},
      [&](Random& random, long, const laws::Words&) { one(random, stories); },
      [] { return fmt::format("1, 2 and 7 threads; {} plans, {} clashes, {} refused", planned, clashes, refused); });
}
