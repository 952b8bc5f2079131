// laws: files of the shelf read, planned, explained and drawn by 1, 2 and 7 threads at once come out as by one alone.
// Under TSan (tests/sanitize.sh) this is what shows that the library shares nothing between threads unguarded.
#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "../unit/shelf.h"
#include "law.h"
#include "plan/plan.h"
#include "view/gantt.h"
#include "view/json.h"
#include "view/svg.h"
#include "view/table.h"

using namespace v2v;
using laws::demand;

namespace {

/// All that can be said of one file of the shelf, as text.
std::string answer(const std::string& path) {
  source::Sources sources;
  const text::Library library = tests::shelf_library();
  std::string out = source::render_json(text::check_file(sources, {path, tests::text_at(path)}, library));
  const auto cases = tests::cases_of(sources, path, tests::text_at(path));
  for (const auto& one : cases) {
    const auto planned = plan::plan(one.what, one.settings);
    out += source::render_json(planned.diagnostics);
    if (!planned.value) continue;
    out += view::json(*planned.value, "0") + view::table(*planned.value) + view::gantt(*planned.value) +
           view::svg(*planned.value);
    for (const auto& d : plan::lint(one.what, one.settings.today)) out += source::render(d);
  }
  return out;
}

long answers = 0;

void one(laws::Random& random, const std::vector<std::string>& shelf) {
  std::vector<std::string> paths;
  for (int i = 0; i < 3; ++i) paths.push_back(shelf[static_cast<std::size_t>(random(0, std::ssize(shelf) - 1))]);
  const int counts[] = {1, 2, 7};
  const auto threads = static_cast<std::size_t>(counts[random(0, 2)]);
  std::vector<std::vector<std::string>> said(threads, std::vector<std::string>(paths.size()));
  {
    // Before any answer of this thread alone, so that what is made on first use is made by several at once.
    std::vector<std::jthread> all;
    for (std::size_t t = 0; t < threads; ++t)
      all.emplace_back([&, t] {
        for (std::size_t i = 0; i < paths.size(); ++i) {
          const std::size_t which = (i + t) % paths.size();
          said[t][which] = answer(paths[which]);
        }
      });
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string alone = answer(paths[i]);
    demand(alone.size() > 2, "nothing is said of " + paths[i]);
    for (const auto& of_thread : said) {
      demand(of_thread[i] == alone,
             fmt::format("{} comes out otherwise with {} threads", tests::short_name(paths[i]), threads));
      ++answers;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto shelf = tests::shelf_paths();
  return laws::run_law(
      argc, argv, "threads_law", {30, 20261126},
      [&](laws::Random& random, long, const laws::Words&) { one(random, shelf); },
      [] { return fmt::format("{} answers of 1, 2 or 7 threads", answers); });
}
