// Which stages come before which, and what is over by then because something behind it has happened.
#include <algorithm>
#include <cstdint>

#include "plan/verify_reading.h"

namespace v2v::plan {
namespace {

using model::Outcome;
using model::Point;

class OverRules {
 public:
  explicit OverRules(Reading& reading) : r(reading), n(static_cast<int>(r.what.workflow.stages.size())) {}

  void run() {
    find_befores();
    for (auto& visit : r.visits) find_over(visit);
  }

 private:
  /// It is in the plan, or would be but that a closed file plans nothing.
  bool was_there(int s, int depth = 0) const {
    if (r.present(s) || !r.what.patient.closed) return r.present(s);
    const auto& stage = r.stage(s);
    const auto said = r.what.patient.assume.find(stage.id);
    const bool assumed = said != r.what.patient.assume.end();
    if (assumed ? said->second == "absent" : stage.chance && *stage.chance < 0.5) return false;
    if (const int whole = r.index(stage.whole); whole >= 0 && !was_there(whole, depth)) return false;
    const auto holds = [&](const model::Atom& atom) {
      const int of = r.index(atom.subject);
      if (atom.kind == model::Atom::happened || atom.kind == model::Atom::did_not_happen)
        return (of >= 0 && depth < n && was_there(of, depth + 1)) == (atom.kind == model::Atom::happened);
      const bool is = std::find(atom.values.begin(), atom.values.end(), r.fact(atom.subject)) != atom.values.end();
      return is == (atom.kind == model::Atom::is);
    };
    const auto& when = stage.when;
    return when.join == model::When::all ? std::all_of(when.atoms.begin(), when.atoms.end(), holds)
                                         : std::any_of(when.atoms.begin(), when.atoms.end(), holds);
  }

  /// Which stages a point, a link or a span puts before which.
  void find_befores() {
    auto& [before, links, paths, leads, opens, waits] = r.order;
    before.assign(static_cast<std::size_t>(n) * static_cast<std::size_t>(n), false);
    links = paths = opens = waits = before;
    const int zero = r.index(r.what.workflow.day_zero);
    for (int s = 0; s < n; ++s) {
      const auto& stage = r.stage(s);
      const auto put = [&](const Point& point, bool link) {
        if (point.offset && point.before) return;
        const int p = point.stage.empty() ? (point.number >= 0 ? zero : -1) : r.index(point.stage);
        if (p < 0 || p == s) return;
        before[at(p, s)] = true;
        if (link) links[at(p, s)] = paths[at(p, s)] = waits[at(p, s)] = true;
      };
      for (const auto* list : {&stage.after, &stage.ends_after})
        for (const auto& link : *list) put(link.from, true);
      for (const auto& link : stage.after)
        if (const int p = r.index(link.from.stage); p >= 0 && !(link.from.offset && link.from.before))
          opens[at(p, s)] = true;
      if (const auto* begins = r.chosen(stage.begins)) {
        put(begins->after, false);
        if (const int p = r.index(begins->after.stage); p >= 0) waits[at(p, s)] = true;
        if (const int p = r.index(begins->after.stage); p >= 0 && was_there(s))
          paths[at(p, s)] = opens[at(p, s)] = true;
      }
      if (const auto* from = r.chosen(stage.from)) put(*from, false);
      if (const auto* until = r.chosen(stage.until)) put(*until, false);
      if (const auto* window = r.chosen(stage.window); window && window->from) put(*window->from, false);
      if (const auto* days = r.chosen(stage.falls_on))
        for (const auto& placed : *days) put(placed.from, false);
      for (const auto& gate : stage.gates)
        if (const int g = r.index(gate); g >= 0) {
          before[at(g, s)] = waits[at(g, s)] = true;
          if (was_there(s)) paths[at(g, s)] = opens[at(g, s)] = true;
        }
      if (const int whole = r.index(stage.whole); whole >= 0) {
        for (auto* reach : {&before, &links, &paths, &opens, &waits})
          (*reach)[at(whole, s)] = (*reach)[at(s, whole)] = true;
      }
    }
    leads = waits;
    for (int s = 0; s < n; ++s) find_leads(s, zero);
    for (auto* reach : {&before, &links, &paths, &leads, &waits}) close(*reach);
  }

  /// What leads to a stage: of what is counted back to nobody says that it comes first, nor of Day 0 on that day
  /// itself.
  void find_leads(int s, int zero) {
    const auto& stage = r.stage(s);
    const auto lead = [&](const Point& point) {
      const bool first = point.stage.empty() ? point.number > (r.what.workflow.counts_from_one ? 1 : 0) : !point.before;
      if (const int p = point.stage.empty() ? zero : r.index(point.stage); first && p >= 0)
        r.order.leads[at(p, s)] = true;
    };
    for (const auto& atom : stage.when.atoms)
      if (const int p = r.index(atom.subject); p >= 0) r.order.leads[at(p, s)] = true;
    if (const auto* from = r.chosen(stage.from)) lead(*from);
    if (const auto* until = r.chosen(stage.until)) lead(*until);
    if (const auto* window = r.chosen(stage.window); window && window->from) lead(*window->from);
    if (const auto* days = r.chosen(stage.falls_on))
      for (const auto& placed : *days) lead(placed.kind == model::Placed::once ? placed.from : placed.to);
  }

  /// What leads on leads to all that follows (Warshall 1962), a row of bits at a time.
  void close(std::vector<bool>& reach) const {
    const int words = n / 64 + 1;
    std::vector<std::uint64_t> rows(static_cast<std::size_t>(n * words));
    const auto word = [&](int a, int b) -> std::uint64_t& {
      return rows[static_cast<std::size_t>(a * words + b / 64)];
    };
    for (int a = 0; a < n; ++a)
      for (int b = 0; b < n; ++b)
        if (reach[at(a, b)]) word(a, b) |= std::uint64_t{1} << b % 64;
    for (int k = 0; k < n; ++k)
      for (int a = 0; a < n; ++a)
        if (word(a, k) >> k % 64 & 1)
          for (int b = 0; b < n; b += 64) word(a, b) |= word(k, b);
    for (int a = 0; a < n; ++a)
      for (int b = 0; b < n; ++b) reach[at(a, b)] = word(a, b) >> b % 64 & 1;
  }

  /// What began is over by the time that something happened which comes after its end. Of what is done again the record
  /// may not say which time it was: then the plan's word is taken.
  void find_over(Shown& visit) {
    if (!visit.happened || visit.over || !r.stage(visit.stage).lasts) return;
    const auto from_it = [&](const Point& point) {
      if (r.index(point.stage) != visit.stage) return false;
      const bool end = Reading::means_end(point, true);
      const Shown* meant = r.visit_at(point, end, visit.attempt);
      if (!meant) return r.left_out(visit.stage) && names_later(point.which, end, visit);
      return meant == &visit ? end : meant->attempt == visit.attempt && meant->number > visit.number;
    };
    const auto by_link = [&](const auto& link) { return from_it(link.from); };
    const auto starts_after = [&](int s, bool again) {
      const auto& stage = r.stage(s);
      const auto* begins = r.chosen(stage.begins);
      const auto& outcomes = r.stage(visit.stage).outcomes;
      const auto does_again = [&](const Outcome& end) {
        return end.then == Outcome::again && end.id == visit.happened->outcome && r.index(end.again_from) == s;
      };
      return std::any_of(stage.after.begin(), stage.after.end(), by_link) ||
             (again && !visit.entry->running && std::any_of(outcomes.begin(), outcomes.end(), does_again)) ||
             (was_there(s) &&
              ((begins && from_it(begins->after)) ||
               std::find(stage.gates.begin(), stage.gates.end(), r.stage(visit.stage).id) != stage.gates.end()));
    };
    const auto behind = [&](const Shown& other) {
      for (int s = 0; s < n; ++s) {
        const auto& ends = r.stage(s).ends_after;
        // What was done again itself is behind only from its second attempt on.
        const bool starts =
            starts_after(s, other.attempt > 1 || r.attempts[static_cast<std::size_t>(other.stage)].size() == 1);
        if (!starts && std::none_of(ends.begin(), ends.end(), by_link)) continue;
        const bool last =
            !r.left_out(other.stage) &&
            r.attempts[static_cast<std::size_t>(other.stage)][static_cast<std::size_t>(other.attempt) - 1].back() ==
                &other;
        if (s == other.stage ? starts || last : last ? r.order.paths[at(s, other.stage)] : opens_behind(s, other.stage))
          return true;
      }
      return false;
    };
    for (const auto& other : r.visits) {
      const bool own = other.stage == visit.stage && other.number > visit.number;
      if (!other.happened || other.start.last < visit.start.first || &other == &visit ||
          !(own || (other.stage != visit.stage && behind(other))))
        continue;
      visit.over = true;
      visit.over_by = visit.over_by ? std::min(*visit.over_by, other.start.last) : other.start.last;
    }
    if (visit.over) visit.end = {visit.start.first, *visit.over_by};
  }

  /// A visit behind this one in its row, which a closed file leaves out.
  static bool names_later(const model::Which& which, bool end, const Shown& visit) {
    if (which.attempt && *which.attempt != visit.attempt) return false;
    if (which.visit == model::Which::nth) return which.n > visit.number;
    return which.visit == model::Which::last || (which.visit == model::Which::unsaid && end);
  }

  /// A path that ends with the start of what it leads to: an end alone says nothing of the visits before the last.
  bool opens_behind(int s, int of) const {
    for (int p = 0; p < n; ++p)
      if (r.order.opens[at(p, of)] && (p == s || r.order.paths[at(s, p)])) return true;
    return false;
  }

  std::size_t at(int a, int b) const { return static_cast<std::size_t>(a * n + b); }

  Reading& r;
  int n;
};

}  // namespace

void read_over(Reading& r) {
  OverRules(r).run();
}

}  // namespace v2v::plan
