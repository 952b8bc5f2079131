// laws: files of the shelf and random ones read, planned, explained and drawn by 1, 2 and 7 threads at once come out as
// by one alone.
// Under TSan (tests/sanitize.sh) this is what shows that the library shares nothing between threads unguarded.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "../unit/shelf.h"
#include "generate.h"
#include "law.h"
#include "plan/plan.h"
#include "view/csv.h"
#include "view/gantt.h"
#include "view/json.h"
#include "view/svg.h"
#include "view/table.h"

using namespace v2v;
using laws::demand;

namespace {

/// What is to be done by several threads at once, and what it is called.
struct Work {
  std::string name;
  std::function<std::string()> answer;
};

std::string drawn(const model::Case& what, const plan::Settings& settings) {
  const auto planned = plan::plan(what, settings);
  std::string out = source::render_json(planned.diagnostics);
  if (!planned.value) return out;
  out += view::json(*planned.value, "0") + view::table(*planned.value) + view::gantt(*planned.value) +
         view::svg(*planned.value) + view::csv(*planned.value);
  for (const auto& d : plan::lint(what, settings.today)) out += source::render(d);
  model::Point point;
  point.stage = what.workflow.day_zero;
  const auto why = plan::why(what, settings, point);
  if (!why.value) return out;
  for (const auto& one : why.value->whys)
    for (const auto* reasons : {&one.not_earlier, &one.not_later})
      for (const auto& reason : *reasons) out += fmt::format("{} {}\n", reason.minutes, reason.text);
  return out;
}

/// All that can be said of one file of the shelf, as text.
Work story(const std::string& path) {
  return {tests::short_name(path), [path] {
            source::Sources sources;
            const text::Library library = tests::shelf_library();
            std::string out = source::render_json(text::check_file(sources, {path, tests::text_at(path)}, library));
            for (const auto& one : tests::cases_of(sources, path, tests::text_at(path)))
              out += drawn(one.what, one.settings);
            return out;
          }};
}

Work random_files(laws::Random& random) {
  return {"a random case", [files = laws::generate(random, {})] {
            laws::ReadFiles opened;
            laws::read(files, opened);
            plan::Settings settings;
            settings.today = opened.today;
            const std::string out = source::render_json(opened.answer.diagnostics);
            return opened.answer.value ? out + drawn(*opened.answer.value, settings) : out;
          }};
}

long answers = 0;

void one(laws::Random& random, const std::vector<std::string>& shelf) {
  std::vector<Work> works;
  for (int i = 0; i < 2; ++i) works.push_back(story(shelf[static_cast<std::size_t>(random(0, std::ssize(shelf) - 1))]));
  for (int i = 0; i < 4; ++i) works.push_back(random_files(random));
  const int counts[] = {1, 2, 7};
  const auto threads = static_cast<std::size_t>(counts[random(0, 2)]);
  std::vector<std::vector<std::string>> said(threads, std::vector<std::string>(works.size()));
  {
    // Before any answer of this thread alone, so that what is made on first use is made by several at once.
    std::vector<std::jthread> all;
    for (std::size_t t = 0; t < threads; ++t)
      all.emplace_back([&, t] {
        for (std::size_t i = 0; i < works.size(); ++i) {
          const std::size_t which = (i + t) % works.size();
          said[t][which] = works[which].answer();
        }
      });
  }
  for (std::size_t i = 0; i < works.size(); ++i) {
    const std::string alone = works[i].answer();
    demand(alone.size() > 2, "nothing is said of " + works[i].name);
    for (const auto& of_thread : said) {
      demand(of_thread[i] == alone, fmt::format("{} comes out otherwise with {} threads", works[i].name, threads));
      ++answers;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto shelf = tests::shelf_paths();
  return laws::run_law(
      argc, argv, "threads_law", {40, 20261126},
      [&](laws::Random& random, long, const laws::Words&) { one(random, shelf); },
      [] { return fmt::format("{} answers of 1, 2 or 7 threads", answers); });
}
