#include "prove/ways.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>

#include "model/mention.h"
#include "plan/otherwise.h"

namespace v2v::prove {

using model::Outcome;
using plan::Otherwise;
using plan::Voice;

std::unique_ptr<Searched> searched(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                                   const Searched* like, bool gives_up) {
  auto at = std::make_unique<Searched>();
  if (like) at->own = like->own, at->fallen = like->fallen;
  at->found = plan::search(at->of(what), settings, almanac, like ? like->found.choices : plan::Choices{});
  if (like && at->found.clash) at->found = plan::search(at->of(what), settings, almanac);
  while (gives_up && at->found.clash) {
    const source::Span* where = nullptr;
    for (const network::Tag tag : at->found.clash->tags)
      if (const Voice* voice = at->found.c.voice(tag);
          voice && (voice->kind == Voice::booking || voice->kind == Voice::held))
        where = &voice->where;
    if (!where) break;
    auto next = std::make_unique<Searched>();
    next->fallen = at->fallen;
    next->fallen.push_back(*where);
    next->own = std::make_shared<model::Case>(at->of(what));
    std::size_t gone = 0;
    for (auto* facts : {&next->own->patient.booked, &next->own->patient.held})
      gone += std::erase_if(*facts, [&](const model::Fact& fact) { return fact.where == *where; });
    if (gone == 0) break;
    next->found = plan::search(*next->own, settings, almanac);
    at = std::move(next);
  }
  return at;
}

const std::string* Way::answer(const plan::Ending& of) const {
  const auto at = std::lower_bound(answers.begin(), answers.end(), of,
                                   [](const Said& one, const plan::Ending& key) { return one.of < key; });
  return at != answers.end() && at->of == of ? &at->ends : nullptr;
}

bool matters(const model::Case& what, const model::Stage& stage) {
  const auto speaks_of = [&](const auto& all) {
    return std::any_of(all.begin(), all.end(), [&](const model::Fact& fact) { return fact.point.stage == stage.id; });
  };
  return stage.kind != model::Kind::event || stage.at || stage.hours || stage.starts || stage.window ||
         stage.falls_on || !stage.needs.empty() || !stage.gives.empty() || !stage.washouts.empty() ||
         !stage.outcomes.empty() || !stage.whole.empty() || !stage.parts.empty() || speaks_of(what.patient.booked) ||
         speaks_of(what.patient.held) ||
         std::any_of(what.patient.windows.begin(), what.patient.windows.end(),
                     [&](const auto& window) { return window.stage == stage.id; }) ||
         model::mentioned(what.workflow, stage.id);
}

namespace {

std::string called(const Outcome& o) {
  return o.title.empty() ? o.id : o.title;
}

/// A class of ends after which the plan is the same.
struct Kind {
  std::string ends, text;
  bool as_assumed = false;
};

/// A visit of a series that ends with an outcome, after which another may follow.
bool goes_on(const Otherwise& ask, const model::Case& what, const model::Stage& of, const plan::Compiled& c) {
  if (!of.repeat) return false;
  const auto* series = model::chosen(*of.repeat, plan::Facts{what, c.story});
  return series && series->value.kind == model::Series::until && ask.visit < series->value.most;
}

std::vector<Kind> kinds_of(const Otherwise& ask, const model::Case& what, const plan::Settings& settings,
                           const plan::Found& found) {
  const plan::Compiled& c = found.c;
  const auto index = static_cast<std::size_t>(ask.stage);
  const model::Stage& of = what.workflow.stages[index];
  const std::string title = plan::title_of(of);
  if (ask.visit == 0) {
    plan::Settings other = settings;
    other.comes[of.id] = !ask.as_assumed[1];
    const bool comes = plan::tell(what, found.choices.retries, other).stages[index].present;
    // It may be absent for another reason, as one whose pathway has ended.
    if (!matters(what, of) || comes == c.story.stages[index].present) return {};
    return {{"absent", title + " does not happen", ask.as_assumed[0]},
            {"happens", title + " happens", ask.as_assumed[1]}};
  }
  const plan::Told& told = c.story.stages[index];
  const std::string& assumed = told.attempts[static_cast<std::size_t>(ask.attempt - 1)].outcome;
  const bool series = goes_on(ask, what, of, c);
  const bool named = plan::asks_how_it_ends(what.workflow, of);
  std::vector<Kind> kinds;
  bool any_plain = false;
  for (std::size_t k = 0; k < ask.outcomes.size(); ++k) {
    const auto end =
        std::find_if(of.outcomes.begin(), of.outcomes.end(), [&](const Outcome& o) { return o.id == ask.outcomes[k]; });
    if (end == of.outcomes.end()) continue;
    std::string text = title;
    if (told.attempts.size() > 1) text += fmt::format(" (attempt {})", ask.attempt);
    if (series || ask.visit > 1) text += fmt::format(", visit {}", ask.visit);
    text += " ends as: " + called(*end);
    if (ask.as_assumed[k]) {
      // One stands for all after which the plan is the same: the one that the plan shows.
      if (series || end->id == assumed) kinds.push_back({end->id, text, true});
      continue;
    }
    if (ask.shares[k] <= 0) continue;
    if (!series && !named && plan::plain(*end)) {
      if (any_plain) continue;
      any_plain = true;
    }
    kinds.push_back({end->id, text, false});
  }
  return kinds;
}

class Growing {
 public:
  Growing(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac, std::size_t most)
      : what_(what), settings_(settings), almanac_(almanac), most_(most) {
    settings_.explain = settings_.details = false;
  }

  std::optional<Ways> run() {
    std::deque<Way> later(1);
    while (!later.empty()) {
      if (out_.all.size() + later.size() > most_) return std::nullopt;
      Way next = std::move(later.front());
      later.pop_front();
      grow(std::move(next), later);
    }
    if (!as_assumed(out_.all.front()))
      out_.lost = "a series is assumed to end otherwise than with what it goes on until";
    return std::move(out_);
  }

 private:
  // Is the first way, in which all is known, told as the plan is that assumes it?
  bool as_assumed(const Way& way) const {
    const plan::Story& assumed = way.plan->found.c.story;
    const plan::Story known = plan::tell(what_, way.plan->found.choices.retries, way.settings);
    for (std::size_t s = 0; s < assumed.stages.size(); ++s) {
      const plan::Told &one = assumed.stages[s], &other = known.stages[s];
      if (one.present != other.present || one.attempts.size() != other.attempts.size()) return false;
      for (std::size_t a = 0; a < one.attempts.size(); ++a)
        if (one.attempts[a].outcome != other.attempts[a].outcome || one.attempts[a].visits != other.attempts[a].visits)
          return false;
    }
    return true;
  }
  const model::Stage& stage(int s) const { return what_.workflow.stages[static_cast<std::size_t>(s)]; }
  plan::Ending key(const Otherwise& one) const { return {stage(one.stage).id, one.attempt, one.visit}; }

  plan::Settings settings_of(const std::vector<Said>& answers) const {
    plan::Settings settings = settings_;
    for (const Said& one : answers) {
      if (one.of.visit == 0)
        settings.comes[one.of.stage] = one.ends == "happens";
      else
        settings.ends_as[one.of] = one.ends;
    }
    return settings;
  }

  // From what is known so far: with all the rest as assumed; the others are for later.
  void grow(Way way, std::deque<Way>& later) {
    way.settings = settings_of(way.answers);
    auto plan = searched(what_, way.settings, almanac_, nullptr, !way.otherwise.empty());
    const auto stands_whole = [&] { return !plan->found.clash && !source::has_errors(plan->found.c.diagnostics); };
    if (!out_.all.empty() && stands_whole()) choose_as_shown(way.settings, *plan);
    const plan::Compiled& c = plan->found.c;
    if (source::has_errors(c.diagnostics))
      out_.lost = way.otherwise.empty() ? "what is asked cannot be planned"
                                        : fmt::format("where {}, nothing can be planned", way.otherwise.back());
    if (!way.by.empty() && stands_whole()) {
      const plan::Ending last = way.by.back();
      if (*way.answer(last) != "absent" && !stands(last, c))
        out_.lost = fmt::format("where {}, it is left out itself", way.otherwise.back());
      leave_moot(way, plan->found);
    }
    std::vector<Way> fresh;
    std::vector<Otherwise> asks;
    if (stands_whole()) asks = plan::otherwise(what_, way.settings, c);
    std::stable_sort(asks.begin(), asks.end(), [&](const Otherwise& a, const Otherwise& b) {
      return plan->found.shown[a.at] < plan->found.shown[b.at];
    });
    for (const Otherwise& ask : asks) {
      if (way.answer(key(ask))) continue;
      const model::Stage& of = stage(ask.stage);
      if (ask.visit == 0 && !matters(what_, of))
        note(out_.nothing, plan::title_of(of) + (ask.as_assumed[1] ? " happens" : " does not happen"));
      const std::vector<Kind> kinds = kinds_of(ask, what_, way.settings, plan->found);
      if (kinds.size() < 2) continue;
      if (const model::Stage* whole = what_.workflow.stage(of.whole); ask.visit > 0 && whole && whole->repeat)
        out_.lost = fmt::format("{} is done in each round of {}, and how it ends is told once for all of them",
                                plan::title_of(of), plan::title_of(*whole));
      tell(ask, kinds);
      const Kind* assumed = nullptr;
      for (const Kind& kind : kinds) {
        if (kind.as_assumed) {
          assumed = &kind;
          continue;
        }
        Way other;
        other.answers = with(way.answers, {key(ask), kind.ends});
        other.otherwise = way.otherwise;
        other.otherwise.push_back(kind.text);
        other.by = way.by;
        other.by.push_back(key(ask));
        fresh.push_back(std::move(other));
      }
      if (!assumed) continue;  // not reached: the plan assumes one of them
      way.answers = with(way.answers, {key(ask), assumed->ends});
    }
    const bool known =
        std::any_of(out_.all.begin(), out_.all.end(), [&](const Way& other) { return other.answers == way.answers; });
    if (known) return;
    std::move(fresh.begin(), fresh.end(), std::back_inserter(later));
    way.settings = settings_of(way.answers);
    way.plan = std::move(plan);
    out_.all.push_back(std::move(way));
  }

  bool stands(const plan::Ending& of, const plan::Compiled& c) const {
    const plan::Told& told = c.story.stages[static_cast<std::size_t>(plan::index_of(what_.workflow, of.stage))];
    return told.present && of.attempt <= std::ssize(told.attempts);
  }

  // What came up before this way left it out, and of which nothing hangs on the answer any more.
  void leave_moot(Way& way, const plan::Found& found) {
    std::erase_if(way.answers, [&](const Said& said) {
      const int s = plan::index_of(what_.workflow, said.of.stage);
      bool moot = false;
      if (said.of.visit == 0) {
        plan::Settings other = way.settings;
        other.comes[said.of.stage] = said.ends != "happens";
        moot = !found.c.story.stages[static_cast<std::size_t>(s)].present &&
               !plan::tell(what_, found.choices.retries, other).stages[static_cast<std::size_t>(s)].present;
      } else {
        moot = !stands(said.of, found.c) && !plan::asks_how_it_ends(what_.workflow, stage(s));
      }
      for (std::size_t k = 0; moot && k < way.by.size(); ++k)
        if (way.by[k] == said.of) {
          way.by.erase(way.by.begin() + static_cast<std::ptrdiff_t>(k));
          way.otherwise.erase(way.otherwise.begin() + static_cast<std::ptrdiff_t>(k));
          break;
        }
      return moot;
    });
  }

  // What both have is chosen as in the plan that is shown, where that can be: the place of a visit, which of two of one
  // person goes first. To choose otherwise before it is known what for would be to know too soon.
  void choose_as_shown(const plan::Settings& settings, Searched& plan) {
    const plan::Found& first = out_.all.front().plan->found;
    plan::Choices start = plan.found.choices;
    start.released.clear();
    std::map<int, int> there;  // visit of the first: the same one here
    std::vector<bool> shared(plan.found.c.visits.size(), false);
    for (std::size_t i = 0; i < shared.size(); ++i) {
      const plan::Visit& v = plan.found.c.visits[i];
      const auto same = std::find_if(first.c.visits.begin(), first.c.visits.end(), [&](const plan::Visit& u) {
        return u.stage == v.stage && u.attempt == v.attempt && u.number == v.number && u.present == v.present;
      });
      if (!v.present || same == first.c.visits.end()) continue;
      there[static_cast<int>(same - first.c.visits.begin())] = static_cast<int>(i);
      shared[i] = true;
      if (v.record == plan::Visit::ahead && same->place() && v.place() && v.place()->id != same->place()->id)
        start.place[static_cast<int>(i)] = same->place()->id;
    }
    for (auto member : {&plan::Choices::in_order, &plan::Choices::doses}) {
      auto& own = start.*member;
      std::erase_if(own, [&](const auto& pair) {
        return shared[static_cast<std::size_t>(pair.first)] && shared[static_cast<std::size_t>(pair.second)];
      });
      for (const auto& [one, other] : first.choices.*member)
        if (there.contains(one) && there.contains(other)) own.emplace_back(there[one], there[other]);
    }
    if (start.place == plan.found.choices.place && start.in_order == plan.found.choices.in_order &&
        start.doses == plan.found.choices.doses)
      return;
    plan::Found again = plan::search(plan.of(what_), settings, almanac_, start);
    if (!again.clash) plan.found = std::move(again);
  }

  static std::vector<Said> with(std::vector<Said> answers, Said one) {
    answers.insert(std::upper_bound(answers.begin(), answers.end(), one), std::move(one));
    return answers;
  }

  void tell(const Otherwise& ask, const std::vector<Kind>& kinds) {
    const model::Stage& of = stage(ask.stage);
    const std::string title = plan::title_of(of);
    if (ask.visit == 0) return note(out_.turns, title + " happens, or not");
    std::string text;
    for (const Kind& kind : kinds) {
      const auto end =
          std::find_if(of.outcomes.begin(), of.outcomes.end(), [&](const Outcome& o) { return o.id == kind.ends; });
      text += (text.empty() ? "" : " / ") + called(*end);
    }
    note(out_.turns, title + " ends as: " + text);
  }
  static void note(std::vector<std::string>& list, std::string text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }

  const model::Case& what_;
  plan::Settings settings_;
  plan::Almanac& almanac_;
  std::size_t most_;
  Ways out_;
};

}  // namespace

bool all_answered(const model::Case& what, const Way& way, const plan::Found& found) {
  const auto asks = plan::otherwise(what, way.settings, found.c);
  return std::all_of(asks.begin(), asks.end(), [&](const Otherwise& ask) {
    return way.answer({what.workflow.stages[static_cast<std::size_t>(ask.stage)].id, ask.attempt, ask.visit}) ||
           kinds_of(ask, what, way.settings, found).size() < 2;
  });
}

std::optional<Ways> ways_of(const model::Case& what, const plan::Settings& settings, plan::Almanac& almanac,
                            std::size_t most) {
  return Growing(what, settings, almanac, most).run();
}

}  // namespace v2v::prove
