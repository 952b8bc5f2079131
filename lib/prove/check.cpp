#include "prove/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/say.h"
#include "plan/verify.h"
#include "plan/verify_reading.h"

namespace v2v::prove {

namespace {

using calendar::Instant;
using calendar::Length;
using calendar::Unit;
using timeline::Entry;

/// Says how a date is shown, not what must hold of it.
bool of_the_view(plan::Rule rule) {
  return rule == plan::Rule::nearest || rule == plan::Rule::slack;
}

class Checking {
 public:
  Checking(const model::Case& what, const plan::Settings& settings, const Certificate& of)
      : what_(what), settings_(settings), of_(of) {
    settings_.as_if.clear();
    settings_.assume = of.assume;
  }

  std::vector<std::string> run() {
    const std::pair<const std::string&, const std::string&> said[] = {
        {of_.patient, what_.patient.id}, {of_.workflow, what_.workflow.id}, {of_.hash, what_.workflow.hash}};
    for (const auto& [theirs, ours] : said)
      if (theirs != ours) wrong(fmt::format("it is of {}, the files are of {}", theirs, ours));
    if (of_.today != settings_.today)
      wrong(fmt::format("it was made on {}, and today is {}", calendar::to_string(of_.today),
                        calendar::to_string(settings_.today)));
    if (of_.histories.empty()) wrong("it has no history");
    if (!wrong_.empty()) return wrong_;
    read_grid();
    if (!wrong_.empty()) return wrong_;
    for (const auto& unsure : of_.unsure) read_range(unsure);
    for (const auto& history : of_.histories) read_history(history);
    for (std::size_t a = 0; a < of_.histories.size() && wrong_.size() < enough; ++a)
      for (std::size_t b = 0; b < a; ++b) read_pair(of_.histories[a], of_.histories[b]);
    return wrong_;
  }

 private:
  static constexpr std::size_t enough = 20;  // faults that are told

  void wrong(std::string text) {
    if (wrong_.size() < enough) wrong_.push_back(std::move(text));
  }
  std::string name(const Certificate::History& history) const {
    std::string text;
    for (std::size_t k = 0; k < of_.unsure.size(); ++k)
      text += fmt::format("{}{} lasts {}", text.empty() ? "" : ", ", of_.unsure[k].what.stage,
                          calendar::in_words(of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])].second));
    return text.empty() ? "the plan" : text;
  }

  /// Every way of putting the parts together is there once.
  void read_grid() {
    std::size_t ways = 1;
    for (const auto& unsure : of_.unsure) {
      if (unsure.parts.empty()) return wrong(unsure.what.stage + " has no parts");
      ways *= unsure.parts.size();
    }
    std::set<std::vector<int>> seen;
    for (const auto& history : of_.histories) {
      bool good = history.parts.size() == of_.unsure.size();
      for (std::size_t k = 0; good && k < of_.unsure.size(); ++k)
        good = history.parts[k] >= 0 && static_cast<std::size_t>(history.parts[k]) < of_.unsure[k].parts.size();
      if (!good) return wrong("a history is of parts that are not there");
      seen.insert(history.parts);
    }
    if (seen.size() != ways || of_.histories.size() != ways)
      wrong(fmt::format("there are {} ways in which the lengths may turn out, and {} histories", ways, seen.size()));
  }

  static bool is(const Entry& e, const plan::OpenLength& what) {
    return e.id == what.stage && e.visit == what.visit && e.state != timeline::State::cancelled;
  }
  const Entry* visit_of(const timeline::Timeline& plan, const plan::OpenLength& what) const {
    for (const Entry& e : plan.entries)
      if (is(e, what)) return &e;
    return nullptr;
  }
  /// In minutes, days, months or the unit itself: what lengths must have in common to be compared.
  static Length plain(const Length& l) {
    if (l.unit == Unit::hours) return {60 * l.n, Unit::minutes};
    if (l.unit == Unit::weeks) return {7 * l.n, Unit::days};
    if (l.unit == Unit::years) return {12 * l.n, Unit::months};
    return l;
  }

  /// The parts follow on each other and cover the range; what has passed of it need not be there.
  void read_range(const Certificate::Unsure& unsure) {
    const model::Stage* stage = what_.workflow.stage(unsure.what.stage);
    if (!stage || unsure.what.begins) return wrong(unsure.what.stage + " is no stage with such a length");
    const timeline::Timeline& plan = of_.histories.front().plan;
    plan::Verdict nothing;
    const plan::Reading reading(what_, settings_, plan, nothing);
    const auto* lasts = reading.chosen(stage->lasts);
    if (!lasts) return wrong(unsure.what.stage + " has no length that is not ours");
    const Length least = plain(lasts->least), most = plain(lasts->most);
    bool good = least.unit == most.unit;
    std::optional<Length> before;  // the most of the part before
    for (const auto& [shortest, longest] : unsure.parts) {
      const Length from = plain(shortest), to = plain(longest);
      good = good && from.unit == least.unit && to.unit == least.unit && from.n <= to.n;
      good = good && (!before || from.n == before->n + 1);
      before = to;
    }
    good = good && before->n >= most.n;
    const Length first = plain(unsure.parts.front().first);
    if (good && first.n > least.n) {  // what is shorter is over
      const Entry* visit = visit_of(plan, unsure.what);
      const auto end = end_of(plan, unsure.what, {first.n - 1, first.unit});
      good = visit && visit->running && end && *end <= reading.diary.first_minute(settings_.today);
    }
    if (!good) wrong(fmt::format("{} lasts {}: its parts do not cover that", unsure.what.stage, to_string(*lasts)));
  }

  /// When a visit of the plan ends that lasts so long; nothing where it does not stand in it.
  std::optional<Instant> end_of(const timeline::Timeline& plan, const plan::OpenLength& what, Length length) const {
    plan::Verdict nothing;
    const plan::Reading reading(what_, settings_, plan, nothing);
    for (const auto& visit : reading.visits)
      if (is(*visit.entry, what) && visit.entry->start)
        return reading.diary.end_of(*visit.entry->start, length, reading.doors_of(visit));
    return std::nullopt;
  }

  /// Every rule, with each length at the most and at the least of its part, and any two crosswise.
  void read_history(const Certificate::History& history) {
    std::vector<std::size_t> wide;
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      const auto& [least, most] = of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])];
      if (plain(least).n != plain(most).n) wide.push_back(k);
    }
    // All at their most, all at their least, and each alone at its least: of any two, every way.
    std::set<std::set<std::size_t>> corners{{}, {wide.begin(), wide.end()}};  // those at their least
    for (const std::size_t k : wide) corners.insert({k});
    std::map<std::size_t, std::optional<Instant>> soonest;
    for (const std::size_t k : wide)
      soonest[k] = end_of(history.plan, of_.unsure[k].what,
                          of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])].first);
    for (const auto& corner : corners) read_corner(history, corner, soonest);
  }

  void read_corner(const Certificate::History& history, const std::set<std::size_t>& at_least,
                   const std::map<std::size_t, std::optional<Instant>>& soonest) {
    timeline::Timeline plan = history.plan;
    plan::Settings settings = settings_;
    if (plan.conflict || plan.closed) return wrong(name(history) + ": there is no plan");
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      const auto& [least, most] = of_.unsure[k].parts[static_cast<std::size_t>(history.parts[k])];
      const bool low = at_least.contains(k);
      settings.as_if[of_.unsure[k].what] = low ? least : most;
      if (!low || !soonest.at(k)) continue;
      for (Entry& e : plan.entries)
        if (is(e, of_.unsure[k].what)) e.end = *soonest.at(k);
    }
    if (!at_least.empty()) end_wholes(plan);
    for (const plan::Broken& broken : plan::verify(what_, settings, plan).broken)
      if (!of_the_view(broken.rule)) wrong(fmt::format("{}: {}, but {}", name(history), broken.text, broken.how));
  }

  /// A whole ends with the last of its parts, whenever that is.
  void end_wholes(timeline::Timeline& plan) const {
    for (Entry& whole : plan.entries) {
      const model::Stage* stage = what_.workflow.stage(whole.id);
      const auto once = std::count_if(plan.entries.begin(), plan.entries.end(),
                                      [&](const Entry& e) { return e.id == whole.id && e.attempt == whole.attempt; });
      if (!stage || stage->parts.empty() || once != 1 || whole.state == timeline::State::happened) continue;
      std::optional<Instant> last;
      for (const Entry& e : plan.entries) {
        const model::Stage* part = what_.workflow.stage(e.id);
        if (part && part->whole == whole.id && e.attempt == whole.attempt && e.end)
          last = last ? std::max(*last, *e.end) : *e.end;
      }
      if (last && whole.end) whole.end = last;
    }
  }

  // What an entry does: where it is, and on which attempt of which stage. What goes from one date to another, and what
  // happens by itself, nobody decides.
  using Deed = std::tuple<std::string, int, int, std::string>;
  std::map<Deed, const Entry*> deeds(const Certificate::History& history) const {
    std::map<Deed, const Entry*> all;
    for (const Entry& e : history.plan.entries) {
      const model::Stage* stage = what_.workflow.stage(e.id);
      const bool decided = stage && !stage->from && !stage->begins && stage->kind != model::Kind::event;
      if (decided && e.start && e.end && e.state != timeline::State::cancelled)
        all.emplace(Deed{e.id, e.attempt, e.visit, e.place}, &e);
    }
    return all;
  }

  /// Both do the same until a length has ended in one that runs on in the other.
  void read_pair(const Certificate::History& a, const Certificate::History& b) {
    std::optional<Instant> parts;
    for (std::size_t k = 0; k < of_.unsure.size(); ++k) {
      if (a.parts[k] == b.parts[k]) continue;
      for (const auto* history : {&a, &b}) {
        const Entry* visit = visit_of(history->plan, of_.unsure[k].what);
        if (!visit || !visit->end) continue;
        parts = parts ? std::min(*parts, *visit->end) : *visit->end;
      }
    }
    if (!parts) return wrong(fmt::format("{}, {}: nothing tells these two apart", name(a), name(b)));
    const auto ours = deeds(a), theirs = deeds(b);
    for (const auto* list : {&ours, &theirs})
      for (const auto& [deed, entry] : *list) {
        const auto& others = list == &ours ? theirs : ours;
        const auto other = others.find(deed);
        const Instant decided{parts->minutes + notice_of(*entry)};
        const auto seen = [](Instant t, Instant until) { return std::min(t, until); };
        if (seen(*entry->start, decided) != (other == others.end() ? decided : seen(*other->second->start, decided)) ||
            seen(*entry->end, *parts) != (other == others.end() ? *parts : seen(*other->second->end, *parts))) {
          return wrong(fmt::format("{} or {}: {} visit {} differs before anybody knows which it is", name(a), name(b),
                                   entry->id, entry->visit));
        }
      }
  }

  std::int64_t notice_of(const Entry& entry) {
    if (!of_.told) return 0;
    const auto [known, fresh] = notices_.try_emplace(entry.id, 0);
    if (fresh) {
      plan::Verdict nothing;
      const plan::Reading reading(what_, settings_, of_.histories.front().plan, nothing);
      const model::Stage* stage = what_.workflow.stage(entry.id);
      if (const auto* notice = stage ? reading.chosen(stage->notice) : nullptr)
        known->second = calendar::rough_minutes(*notice);
    }
    return known->second;
  }

  const model::Case& what_;
  plan::Settings settings_;
  const Certificate& of_;
  std::map<std::string, std::int64_t> notices_;
  std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> check(const model::Case& what, const plan::Settings& settings, const Certificate& of) {
  return Checking(what, settings, of).run();
}

}  // namespace v2v::prove
