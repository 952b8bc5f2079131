// Proofs of random files: what holds is accepted by the small checker after it was written and read again, and any
// damage to it refused; what fails has a story that is a clash by itself, or one that nobody could have begun in time.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/verify.h"
#include "plan_checks.h"
#include "prove/check.h"
#include "prove/prove.h"

using namespace v2v::laws;
using v2v::calendar::Instant;
using v2v::prove::Certificate;
using v2v::timeline::Proof;

namespace {

struct Seen {
  std::map<std::string, long> why;  // not decided
  long holds = 0, blind = 0, fails = 0, too_soon = 0, undecided = 0, closed = 0, damaged = 0, histories = 0;
};

std::size_t any(Random& random, std::size_t size) {
  return static_cast<std::size_t>(random(0, static_cast<std::int64_t>(size) - 1));
}

/// Where a stage is assumed to end otherwise than by going on, what is there hangs on what else is: then the checker of
/// plans takes a visit's absence for possible.
bool ends_otherwise(const v2v::model::Case& what) {
  return std::any_of(what.workflow.stages.begin(), what.workflow.stages.end(), [](const auto& stage) {
    return std::any_of(stage.outcomes.begin(), stage.outcomes.end(),
                       [](const auto& end) { return end.then != v2v::model::Outcome::carry_on; });
  });
}

/// Something that makes it another claim, or a wrong one; nullptr where there is nothing of the kind to damage.
const char* damage(Random& random, const v2v::model::Case& what, Certificate& c) {
  auto& history = c.histories[any(random, c.histories.size())];
  auto& entries = history.plan.entries;
  switch (random(0, 10)) {
    case 0:
      c.histories.erase(c.histories.begin() + static_cast<std::ptrdiff_t>(any(random, c.histories.size())));
      return "a history is missing";
    case 1:
      c.histories.push_back(history);
      return "a history is there twice";
    case 2:
      if (c.unsure.empty()) return nullptr;
      history.parts[any(random, c.unsure.size())] += 1;
      return "a history of another part";
    case 3: {
      if (c.unsure.empty()) return nullptr;
      auto& parts = c.unsure[any(random, c.unsure.size())].parts;
      parts.back().second.n -= 1;
      return "a range is shorter";
    }
    case 4: {
      if (c.unsure.empty()) return nullptr;
      auto& parts = c.unsure[any(random, c.unsure.size())].parts;
      parts.front().first.n += 1;
      return "a range begins later";
    }
    case 5: {
      if (c.unsure.empty()) return nullptr;
      const auto& unsure = c.unsure[any(random, c.unsure.size())];
      const auto unit = unsure.parts.front().first.unit;
      using v2v::calendar::Unit;
      if (unit != Unit::minutes && unit != Unit::hours && unit != Unit::days) return nullptr;
      const bool by_clock = unit != v2v::calendar::Unit::days;  // of days a night may make an hour more
      for (auto& e : entries)
        if (e.id == unsure.what.stage && e.visit == unsure.what.visit && e.end &&
            e.state != v2v::timeline::State::cancelled) {
          *e.end = Instant{e.end->minutes + (by_clock ? 1 : 1440)};
          return "a length is longer";
        }
      return nullptr;
    }
    case 6: {  // what is planned happened long ago
      auto& e = entries[any(random, entries.size())];
      if (e.state != v2v::timeline::State::planned || !e.start || e.kind == v2v::model::Kind::restriction ||
          e.kind == v2v::model::Kind::stay || e.kind == v2v::model::Kind::event)
        return nullptr;
      *e.start = Instant{e.start->minutes - 600 * 1440};
      return "a visit long before today";
    }
    case 7:
    case 8: {
      const std::size_t k = any(random, entries.size());
      if (entries[k].state == v2v::timeline::State::cancelled) return nullptr;  // the file says the same
      if (random.chance(50)) {
        entries.push_back(entries[k]);
        return "a visit is there twice";
      }
      const auto* stage = what.workflow.stage(entries[k].id);
      if (ends_otherwise(what) || (stage && stage->begins)) return nullptr;  // what begins by itself may not begin
      entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(k));
      return "a visit is missing";
    }
    case 9:
      c.hash += "0";
      return "other rules";
    default: {
      auto& e = entries[any(random, entries.size())];
      if (!e.start || !e.end || e.state == v2v::timeline::State::cancelled) return nullptr;
      *e.end = Instant{e.start->minutes - 1};
      return "a visit ends before it begins";
    }
  }
}

void check_proof(const Planned& planned, Random& random, Seen& seen) {
  const auto& what = *planned.opened.answer.value;
  if (!v2v::plan::verify(what, planned.settings, *planned.answer).broken.empty()) return;  // accept_law tells of that
  const auto answer = v2v::prove::prove(what, planned.settings, 20);
  demand(answer.value.has_value(), "a case that is planned cannot be asked for its proof");
  const Proof& proof = answer.value->proof;
  if (proof.plan.closed) {
    ++seen.closed;
    return;
  }
  if (proof.verdict == Proof::undecided) {
    if (proof.because.starts_with("the checker refuses"))
      throw Failure{"the checker refuses a proof: " + proof.because};
    ++seen.undecided;
    ++seen.why[proof.because.substr(0, 40)];
    return;
  }
  if (proof.verdict == Proof::fails) {
    ++seen.fails;
    seen.too_soon += !proof.too_soon.empty();
    demand(proof.conflict || !proof.too_soon.empty(), "it fails without a reason");
    if (proof.conflict && proof.unsure.empty() && proof.turns.empty())
      throw Failure{"it fails with nothing open: but it was planned"};
    return;
  }
  ++seen.holds;
  seen.blind += proof.unsure.empty();
  const Certificate& certificate = *answer.value->certificate;
  seen.histories += static_cast<long>(certificate.histories.size());
  v2v::source::Sources sources;
  const std::string text = v2v::prove::write(certificate);
  const auto again = v2v::prove::read(sources.add("proof.json", text), what, planned.opened.sources);
  if (!again) throw Failure{"a proof cannot be read again: " + again.diagnostics.front().text};
  demand(v2v::prove::write(*again.value) == text, "a proof is another once it is written and read");
  if (const auto wrong = v2v::prove::check(what, planned.settings, *again.value); !wrong.empty())
    throw Failure{"the checker refuses a proof that it accepted: " + wrong.front()};
  const bool large = certificate.histories.size() * certificate.histories.front().plan.entries.size() > 1000;
  for (int k = 0; k < (large ? 1 : 4); ++k) {
    Certificate damaged = *again.value;
    if (damaged.histories.front().plan.entries.empty()) return;
    const char* how = damage(random, what, damaged);
    if (!how) continue;
    ++seen.damaged;
    if (v2v::prove::check(what, planned.settings, damaged).empty())
      throw Failure{fmt::format("the checker accepts a damaged proof: {}", how)};
  }
}

}  // namespace

int main(int argc, char** argv) {
  Counts counts;
  Seen seen;
  Words words;
  words.cases = 300;
  words.seed = 1;
  const auto one = [&](Random& random, long number, const Words& said) {
    const unsigned long other = random.bits();
    Knobs knobs = sized(number, 50);
    hold_answer("prove", random, number, said, knobs, false, counts, [&](const Planned& planned) {
      if (planned.answer->conflict) return;
      Random damaging = chance_of(other, number);
      check_proof(planned, damaging, seen);
    });
  };
  return run_law(argc, argv, "prove_law", words, one, [&] {
    std::string why;
    for (const auto& [text, n] : seen.why) why += fmt::format("\n  not decided: {} ...: {}", text, n);
    return fmt::format(
        "{} hold ({} with nothing open, {} histories), {} fail ({} as nobody knows in time), {} not decided, {} "
        "closed; "
        "{} damaged proofs refused{}",
        seen.holds, seen.blind, seen.histories, seen.fails, seen.too_soon, seen.undecided, seen.closed, seen.damaged,
        why);
  });
}
