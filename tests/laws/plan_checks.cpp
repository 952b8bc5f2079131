#include "plan_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <numeric>

#include "plan/verify.h"
#include "shrink.h"

namespace v2v::laws {
namespace {

using timeline::Entry;
using timeline::Reason;
using timeline::State;

// A sanitizer makes the same work several times as long: there it is the memory that is watched, not the clock.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double watched = 20;
#else
constexpr double watched = 1;
#endif

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string kind_of(const Failure& failure) {
  return failure.what.substr(0, failure.what.find(':'));
}

void check_chain(const std::string& kind, const std::string& name, const std::vector<Reason>& steps,
                 calendar::Instant to) {
  if (steps.empty()) throw Failure{fmt::format("{} is empty: {}", kind, name)};
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const auto& step = steps[k];
    sum += step.minutes;
    if (step.minutes != step.to.minutes - step.from.minutes)
      throw Failure{fmt::format("{} says a wrong step: {}, step {}: {}", kind, name, k, step.text)};
    if (k > 0 && step.from != steps[k - 1].to)
      throw Failure{fmt::format("{} has a gap: {}, before step {}: {}", kind, name, k, step.text)};
    if (step.text.empty()) throw Failure{fmt::format("{} has a silent step: {}, step {}", kind, name, k)};
  }
  if (steps.front().from.minutes + sum != to.minutes)
    throw Failure{
        fmt::format("{} does not add up: {} ends at {}, not at {}", kind, name, steps.back().to.minutes, to.minutes)};
  if (steps.front().minutes != 0)
    throw Failure{fmt::format("{} has no origin: {} begins with: {}", kind, name, steps.front().text)};
}

}  // namespace

std::string Counts::text() const {
  return fmt::format("{} planned, {} clash, {} refused, {} chains, {} rules dropped, {} mends applied", planned,
                     clashes, refused, chains, dropped, mends);
}

void plan_files(Planned& planned, bool explain, double most_seconds) {
  const auto ask = [explain](Planned& of) {
    const double begun = cpu_seconds();
    read(of.files, of.opened);
    of.settings.today = of.opened.today;
    of.settings.explain = explain;
    if (of.opened.answer.value) of.answer = plan::plan(*of.opened.answer.value, of.settings).value;
    of.seconds = cpu_seconds() - begun;
  };
  ask(planned);
  for (int k = 0; k < 2 && planned.seconds > watched * most_seconds; ++k) {  // a neighbour's noise is not ours
    Planned again{planned.files, {}, {}, {}, 0};
    ask(again);
    planned.seconds = std::min(planned.seconds, again.seconds);
  }
  if (planned.seconds > watched * most_seconds)
    throw Failure{fmt::format("slow: reading and planning takes {:.2f} CPU seconds", planned.seconds)};
}

long long check_accepted(const Planned& planned) {
  const auto verdict = plan::verify(*planned.opened.answer.value, planned.settings, *planned.answer);
  if (!verdict.broken.empty()) {
    const auto& first = verdict.broken.front();
    throw Failure{fmt::format("the checker refuses {}: {}; {}", plan::word(first.rule), first.text, first.how)};
  }
  return std::accumulate(verdict.read.begin(), verdict.read.end(), 0LL);
}

void check_dates(const Planned& planned) {
  const auto& what = *planned.opened.answer.value;
  const auto zone = what.centre ? what.centre->zone : calendar::Zone::utc();
  const auto now = zone.start_of(planned.opened.today);
  for (const Entry& e : planned.answer->entries) {
    if (!e.start || e.state == State::cancelled) continue;
    const auto say = [&](bool holds, const char* text) {
      if (!holds) throw Failure{fmt::format("{}: {} visit {}", text, e.id, e.visit)};
    };
    say(e.end.has_value(), "a start without an end");
    say(*e.start <= *e.end, "it ends before it starts");
    say(!e.earliest || *e.earliest <= *e.start, "shown before its earliest");
    say(!e.latest || *e.start <= *e.latest, "shown after its latest");
    const bool span = e.kind == model::Kind::stay || e.kind == model::Kind::restriction ||
                      what.workflow.stage(e.id)->from || !what.workflow.stage(e.id)->parts.empty();
    const bool missed = e.state == State::overdue && e.firmness == timeline::Firmness::unknown;  // taken as done
    say(e.state == State::happened || e.running || span || missed || *e.start >= now, "planned before today");
    say(!e.slack_minutes || *e.slack_minutes >= 0, "less than no slack");
    say(!e.slack_working_minutes || e.critical == (*e.slack_working_minutes == 0), "critical though there is slack");
    say(!e.range_from || !e.range_to || *e.range_from <= *e.range_to, "its range ends before it begins");
  }
}

void check_why(const Planned& planned, Random& random, int most, Counts& counts) {
  const auto& what = *planned.opened.answer.value;
  std::vector<const Entry*> dated;
  for (const Entry& entry : planned.answer->entries) {
    const bool missed = entry.state == State::overdue && entry.firmness == timeline::Firmness::unknown;
    if (!entry.start || entry.state == State::cancelled || entry.state == State::unrecorded || missed) continue;
    check_chain("because", fmt::format("{} visit {}", entry.id, entry.visit), entry.because, *entry.start);
    ++counts.chains;
    dated.push_back(&entry);
  }
  for (int asked = 0; asked < most && !dated.empty(); ++asked) {
    const Entry& entry = *dated[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(dated.size()) - 1))];
    const std::string name = fmt::format("{} visit {}", entry.id, entry.visit);
    model::Point point;
    point.stage = entry.id;
    point.which.visit = model::Which::nth;
    point.which.n = entry.visit;
    const auto why = plan::why(what, planned.settings, point);
    if (!why.value || why.value->whys.size() != 1) throw Failure{"why has no answer: " + name};
    const timeline::Why& told = why.value->whys.front();
    if (told.entry.start != entry.start) throw Failure{"why speaks of another date: " + name};
    check_chain("not earlier", name, told.not_earlier, *entry.start);
    // A date alone is shown at its first minute and binds the rest at any: it has no one minute to come out at.
    const bool whole_day = entry.state == State::happened && entry.date_only;
    if (entry.latest && !whole_day) check_chain("not later", name, told.not_later, *entry.latest);
    counts.chains += 1 + !told.not_later.empty();
  }
}

void hold(const std::string& law, Random& random, long number, const Words& words, const Knobs& knobs,
          const std::function<void(const Files&)>& check) {
  const Files files = generate(random, knobs);
  try {
    check(files);
  } catch (const Failure& failure) {
    const std::string kind = kind_of(failure);
    Failure last = failure;
    // Said now: the watchman may end what follows, and then nobody knew what it was.
    fmt::print(stderr, "{}: case {}: {}; looking for smaller files\n", law, number, failure.what);
    const Files small = shrink(files, [&](const Files& less) {
      try {
        check(less);
      } catch (const Failure& again) {
        if (kind_of(again) == kind) last = again;
        return kind_of(again) == kind;
      } catch (const std::exception&) {  // files that name what is not there
      }
      return false;
    });
    const std::string folder =
        fmt::format("{}{}{}-{}", words.keep, words.keep.empty() || words.keep.back() == '/' ? "" : "/", law, number);
    keep(small, folder);
    throw Failure{fmt::format("{}\nsmallest files: {}", last.what, folder)};
  }
}

Knobs sized(long number, long each) {
  Knobs knobs;
  knobs.size = number % each == 0 ? Knobs::large : number % 2 ? Knobs::tiny : Knobs::small;
  return knobs;
}

void hold_answer(const std::string& law, Random& random, long number, const Words& words, const Knobs& knobs,
                 bool explain, Counts& counts, const std::function<void(const Planned&)>& check) {
  const double most_seconds = knobs.size == Knobs::large ? 10 : 1;
  hold(law, random, number, words, knobs, [&](const Files& files) {
    Planned planned{files, {}, {}, {}, 0};
    plan_files(planned, explain, most_seconds);
    ++(!planned.answer ? counts.refused : planned.answer->conflict ? counts.clashes : counts.planned);
    if (planned.answer) check(planned);
  });
}

}  // namespace v2v::laws
