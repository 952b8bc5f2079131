// roster: a roster laid beside its programme, and what it has in use. Serves `verify` alone.
#pragma once
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "plan/verify_diary.h"
#include "roster/verify.h"

namespace v2v::roster {

using calendar::Day;
using calendar::Instant;

/// One use of one resource, of the roster's holds or of the record.
struct Use {
  const model::Place* place = nullptr;
  std::string resource;
  int patient = 0;
  Instant from, to;
  int n = 1;
  bool free = false;       // ours to place: neither happened nor booked
  bool on_record = false;  // of a patient of whom something that needs anything happened or is booked
  std::size_t rank = 0;    // of the patient; 0 is the heaviest
};

/// One patient: the file, what the roster says, the plan, and the plan if nobody else were there.
struct One {
  int number = 0;
  const model::Case& what;
  const timeline::Rostered& told;
  const timeline::Timeline& plan;
  std::optional<timeline::Timeline> alone;                            // nothing: it clashes
  std::map<const timeline::Entry*, const model::Fact*> booked, held;  // visits of `plan`
  std::size_t rank = 0;
  int weight = 1;
  bool on_record = false;  // something that needs anything happened or is booked: what follows is not free any more

  bool placed() const { return told.kind == timeline::Rostered::placed; }
  /// Neither happened nor booked in the file for a day to come.
  bool free(const timeline::Entry& entry, Day today) const;
};

struct Checking {
  const model::Programme& programme;
  const Settings& settings;
  const Answer& answer;
  const model::Centre& centre;
  plan::Diary diary;
  Instant now;  // the first minute of today
  std::vector<One> patients{};
  std::map<std::tuple<int, std::string, int, int>, std::vector<int>> holds{};  // patient, stage, attempt, visit
  Verdict verdict{};

  /// Counts the rule as read; where it is not kept says so, in words made only then: what is asked, what there is.
  template <class Text>
  bool rule(bool kept, Rule kind, source::Span where, const Text& text) {
    ++verdict.read[static_cast<std::size_t>(kind)];
    if (kept) return true;
    auto [said, how] = text();
    verdict.broken.push_back({kind, std::move(said), where, std::move(how)});
    return false;
  }

  const timeline::Hold& hold(int h) const { return answer.roster.holds[static_cast<std::size_t>(h)]; }
  const std::vector<int>& holds_of(const One& one, const timeline::Entry& entry) const;
  /// What is held of which place; nullptr and nothing where the roster names what is not there.
  std::pair<const model::Place*, std::string> held(int resource) const;
  plan::Doors doors_at(const std::string& place) const;  // nowhere: Monday to Friday less the centre's holidays
  std::string wall(Instant t) const;                     // in the centre's zone
  std::string text(const timeline::Hold& hold) const;
};

plan::Doors doors_of(const model::Place& place);
/// Of a plan: it is there and has a date.
bool there(const timeline::Entry& entry);
bool needs_something(const One& one, const timeline::Entry& entry);
/// The visit that a booking or a hold speaks of: of the last attempt the first, unless it says another.
const timeline::Entry* meant(const timeline::Timeline& plan, const model::Point& point);

/// Every plan beside its file, every hold beside its visit; what is in use.
std::vector<Use> read_holds(Checking& checking);
/// Amounts, making ready, quotas, what is kept free, and what is called over.
void read_uses(Checking& checking, const std::vector<Use>& uses);
/// What the roster says of itself: slots, offers, days late, the objective, the waiting list.
void read_told(Checking& checking);

}  // namespace v2v::roster
