#include "plan/show.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plan/paths.h"
#include "plan/settle.h"

namespace v2v::plan {
namespace {

using network::Labels;
using network::Question;

class Showing {
 public:
  Showing(Found& found, const model::Case& what, Almanac& almanac) : found_(found), what_(what), almanac_(almanac) {}

  // Earliest, but: late stages at their latest given the rest, downstream first; tolerant visits near their day.
  void run() {
    found_.shown = found_.earliest;
    found_.shown_by = {};
    found_.late.clear();
    found_.unheld.clear();
    found_.late_given = {};
    const auto order = order_of_stages(what_.workflow);
    std::vector<int> place(order.size());
    for (std::size_t k = 0; k < order.size(); ++k) place[static_cast<std::size_t>(order[k])] = static_cast<int>(k);
    std::vector<int> waiting;
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v)
      if (late(found_.c.visits[v])) waiting.push_back(static_cast<int>(v));
    std::sort(waiting.begin(), waiting.end(), [&](int a, int b) {
      const Visit &x = found_.c.visits[static_cast<std::size_t>(a)], &y = found_.c.visits[static_cast<std::size_t>(b)];
      return std::tuple(-place[static_cast<std::size_t>(x.stage)], -x.number) <
             std::tuple(-place[static_cast<std::size_t>(y.stage)], -y.number);
    });
    found_.to_be_late = waiting;
    if (waiting.empty()) return settle(found_, almanac_);
    auto latest = lay_late(waiting);
    const auto before = found_.shown.at;
    settle(found_, almanac_);
    if (before == found_.shown.at) return;
    // Where others found their day since, as late as the rest allows is later, or is no more for what they pushed on.
    latest = lay_late(waiting, true);
    std::erase_if(found_.late, [&](const auto& one) { return found_.shown[visit(one.first).s] != latest[one.first]; });
  }

 private:
  const model::Stage& stage(const Visit& v) const { return what_.workflow.stages[static_cast<std::size_t>(v.stage)]; }
  const Visit& visit(int v) const { return found_.c.visits[static_cast<std::size_t>(v)]; }

  bool late(const Visit& v) const {
    if (!v.present || v.record != Visit::ahead || v.only_if) return false;
    const auto& attempt =
        found_.c.story.stages[static_cast<std::size_t>(v.stage)].attempts[static_cast<std::size_t>(v.attempt - 1)];
    return stage(v).prefer == model::Prefer::late || attempt.retry >= 0;
  }

  // What has found its day would have another one, and so drive the late one that it counts from on and on.
  bool counts_on(const Labels& shown) const {
    const auto& all = found_.c.tolerant;
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& near) { return shown[near.anchor] != found_.shown[near.anchor]; });
  }

  // Each at its latest while all else stays; where that is, for those that it moves or has moved.
  std::map<int, Tick> lay_late(const std::vector<int>& waiting, bool days_found = false) {
    // What is held does not move while late stages are settled, so each of these only adds its own pins.
    Question& given = found_.late_given;
    given = holding({waiting.begin(), waiting.end()});
    const auto before = std::exchange(found_.late, {});
    found_.unheld.clear();
    Labels most, shown;
    std::map<int, Tick> latest;
    for (int v : waiting) {
      const network::Event s = visit(v).s;
      const std::size_t pins = given.pins.size();
      const bool bound = found_.solver->latest_into(most, given) && most[s] < network::never;
      if (!bound) found_.unheld.push_back(v);
      bool late = bound && std::any_of(before.begin(), before.end(), [v](const auto& one) { return one.first == v; });
      if (bound && most[s] > found_.shown[s]) {
        found_.shown_by.pins.push_back({s, most[s], network::never, network::untagged});
        late = found_.solver->earliest_into(shown, found_.shown_by) && !(days_found && counts_on(shown));
        if (late)
          std::swap(found_.shown, shown);
        else
          found_.shown_by.pins.pop_back();
      }
      if (late) found_.late.emplace_back(v, pins), latest[v] = most[s];
      hold(given, v);
    }
    return latest;
  }

  // Every placed visit stays where it is shown, but these; spans and what hangs on others follow by themselves.
  Question holding(const std::set<int>& free) const {
    Question q;
    for (std::size_t v = 0; v < found_.c.visits.size(); ++v) {
      const Visit& visit = found_.c.visits[v];
      if (visit.present && visit.record != Visit::unrecorded && !stage(visit).from && stage(visit).parts.empty() &&
          !free.count(static_cast<int>(v)))
        hold(q, static_cast<int>(v));
    }
    return q;
  }
  void hold(Question& q, int v) const {
    const Visit& visit = found_.c.visits[static_cast<std::size_t>(v)];
    q.pins.push_back({visit.s, network::always_before, found_.shown[visit.s], network::untagged});
    q.pins.push_back({visit.e, network::always_before, found_.shown[visit.e], network::untagged});
  }

  Found& found_;
  const model::Case& what_;
  Almanac& almanac_;
};

}  // namespace

void show(Found& found, const model::Case& what, Almanac& almanac) {
  Showing(found, what, almanac).run();
}

}  // namespace v2v::plan
