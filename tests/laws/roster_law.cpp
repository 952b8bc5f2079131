// What the engine makes of random programmes is accepted by the checker of rosters, which shares no code with it; and
// with one thing of it spoiled, so that a kind of rule is broken for certain, the checker names that kind.
#include <fmt/format.h>

#include <array>
#include <numeric>

#include "programme_files.h"
#include "roster_fault.h"
#include "shrink.h"

using namespace v2v;
using namespace v2v::laws;

namespace {

using timeline::Rostered;

std::string told(const roster::Verdict& verdict) {
  std::string text;
  for (const auto& broken : verdict.broken)
    text += fmt::format("\n  {}: {}; it is: {}", roster::word(broken.rule), broken.text, broken.how);
  return text;
}

struct Law {
  long refused = 0, over = 0, late = 0;
  std::array<long, 3> patients{};  // by Rostered::Kind
  long long rules = 0;
  std::vector<long> planted = std::vector<long>(roster_faults().size());

  /// The roster of these files, accepted; nothing where the reader or the planner refuses them.
  std::optional<roster::Answer> accepted(const Files& files, long number, ReadProgramme& opened,
                                         roster::Settings& settings, bool count) {
    read(files, opened);
    if (!opened.answer.value) return std::nullopt;
    settings.today = opened.today;
    settings.iterations = 20 + number % 3 * 40;
    settings.seed = static_cast<std::uint64_t>(number) + 1;
    settings.lost = false;
    auto answer = roster::roster(*opened.answer.value, settings);
    if (!answer.value) return std::nullopt;
    const auto verdict = roster::verify(*opened.answer.value, settings, *answer.value);
    if (!verdict.broken.empty())
      throw Failure{
          fmt::format("the checker refuses {}: {}", roster::word(verdict.broken.front().rule), told(verdict))};
    if (number % 5 == 2) begun_again(*opened.answer.value, settings, *answer.value);
    if (!count) return std::nullopt;
    for (const auto& one : answer.value->roster.patients) {
      ++patients[one.kind];
      late += one.days_late > 0;
    }
    over += !answer.value->roster.over.empty();
    rules += std::accumulate(verdict.read.begin(), verdict.read.end(), 0LL);
    return std::move(answer.value);
  }

  /// A roster that begins with another is accepted too, and no worse, as far as the quick way knows it.
  static void begun_again(const model::Programme& programme, roster::Settings settings, const roster::Answer& first) {
    settings.from = &first.roster;
    settings.iterations = 0;
    const auto again = roster::roster(programme, settings);
    if (!again.value) throw Failure{"begun again: no roster"};
    const auto verdict = roster::verify(programme, settings, *again.value);
    if (!verdict.broken.empty()) throw Failure{fmt::format("begun again: the checker refuses it: {}", told(verdict))};
    const auto &was = first.roster.objective, &is = again.value->roster.objective;
    if (was < is)
      throw Failure{fmt::format(
          "begun again: worse: not placed {}, late {}, moved {}, waiting {}; before {}, {}, {}, {}", is.not_placed,
          is.weighted_late, is.moved, is.waiting, was.not_placed, was.weighted_late, was.moved, was.waiting)};
  }

  void spoil(Random& random, const ReadProgramme& opened, const roster::Settings& settings,
             const roster::Answer& answer, std::size_t f) {
    const auto& fault = roster_faults()[f];
    SpoiledRoster spoiled{*opened.answer.value, settings, answer, random, ""};
    if (!fault.plant(spoiled)) return;
    const auto verdict = roster::verify(spoiled.programme, settings, spoiled.answer);
    const bool named = std::any_of(verdict.broken.begin(), verdict.broken.end(),
                                   [&](const auto& broken) { return broken.rule == fault.rule; });
    demand(named, fmt::format("`{}` {} must break `{}`; the checker says{}", fault.name, spoiled.told,
                              roster::word(fault.rule), verdict.broken.empty() ? " nothing" : told(verdict)));
    ++planted[f];
  }

  void one(Random& random, long number, const Words& words) {
    ProgrammeKnobs knobs;
    knobs.facts = number % 4 != 0;
    if (number % 2) knobs.most_patients = 4;
    const Files files = generate_programme(random, knobs);
    ReadProgramme opened;
    roster::Settings settings;
    std::optional<roster::Answer> answer;
    try {
      answer = accepted(files, number, opened, settings, true);
    } catch (const Failure& failure) {
      fmt::print(stderr, "roster_law: case {}: {}; looking for smaller files\n", number, failure.what);
      const auto kind = failure.what.substr(0, failure.what.find(':'));
      Failure last = failure;
      const Files small = shrink(
          files,
          [&](const Files& less) {
            try {
              ReadProgramme again;
              accepted(less, number, again, settings, false);
            } catch (const Failure& other) {
              if (other.what.starts_with(kind)) last = other;
              return other.what.starts_with(kind);
            } catch (const std::exception&) {  // files that name what is not there
            }
            return false;
          },
          500);
      const auto folder = folder_of(words, number);
      keep(small, folder);
      throw Failure{fmt::format("{}\nsmallest files: {}", last.what, folder)};
    }
    if (!answer) {
      ++refused;
      return;
    }
    const auto& all = roster_faults();
    for (std::size_t f = 0; f < all.size(); ++f)
      if (all[f].rare || f % (all.size() / 3) == static_cast<std::size_t>(number) % (all.size() / 3)) try {
          spoil(random, opened, settings, *answer, f);
        } catch (const Failure& failure) {
          keep(files, folder_of(words, number));
          throw Failure{fmt::format("{}\nfiles: {}", failure.what, folder_of(words, number))};
        }
  }

  static std::string folder_of(const Words& words, long number) {
    return fmt::format("{}{}roster-{}", words.keep, words.keep.empty() ? "" : "/", number);
  }

  std::string summary() const {
    std::string text = fmt::format(
        "{} placed ({} late), {} not placed, {} closed, {} programmes with too much booked, {} refused, {} rules read, "
        "{} "
        "faults refused",
        patients[Rostered::placed], late, patients[Rostered::not_placed], patients[Rostered::closed], over, refused,
        rules, std::accumulate(planted.begin(), planted.end(), 0L));
    for (std::size_t f = 0; f < planted.size(); ++f)
      text += fmt::format("\n  {:<40} {:>7}", roster_faults()[f].name, planted[f]);
    return text;
  }
};

}  // namespace

int main(int argc, char** argv) {
  Words words;
  words.cases = 300;
  Law law;
  return run_law(
      argc, argv, "roster_law", words,
      [&](Random& random, long number, const Words& said) { law.one(random, number, said); },
      [&] { return law.summary(); });
}
