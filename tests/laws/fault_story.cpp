// Faults in what is there: stages, attempts, visits, lengths, spans, parts.
#include "fault.h"

namespace v2v::laws {
namespace {

bool longer(Spoiled& s, bool lasts) {
  Entry* one = s.pick([&](const Entry& e) {
    const auto* length = lasts ? s.chosen(s.stage(e).lasts) : s.chosen(s.stage(e).takes);
    return s.is_planned(e) && length && by_clock(length->most);
  });
  if (!one) return false;
  one->end = *one->end + (s.random.chance(50) || *one->end == *one->start ? 1 : -1);
  s.told = fmt::format("{} is a minute longer or shorter", s.at(*one));
  return true;
}

}  // namespace

std::vector<Fault> faults_of_story() {
  return {
      {"a stage left out", Rule::stages,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto& stage = s.stage(e);
           return s.is_planned(e) && stage.when.atoms.empty() && !stage.chance && stage.whole.empty() &&
                  !stage.falls_on && !stage.from && !stage.begins && stage.outcomes.empty();
         });
         const bool stops =
             std::any_of(s.what.workflow.stages.begin(), s.what.workflow.stages.end(), [](const auto& stage) {
               return std::any_of(stage.outcomes.begin(), stage.outcomes.end(),
                                  [](const auto& o) { return o.then != model::Outcome::carry_on; });
             });
         if (!one || stops) return false;
         s.told = s.at(*one) + " left out";
         std::erase_if(s.plan.entries, [id = one->id](const Entry& e) { return e.id == id; });
         return true;
       }},
      {"a stage that should be absent", Rule::stages,
       [](Spoiled& s) {
         const Entry* like = s.planned();
         for (const auto& stage : s.what.workflow.stages) {
           const bool there = std::any_of(s.plan.entries.begin(), s.plan.entries.end(),
                                          [&](const Entry& e) { return e.id == stage.id; });
           if (!like || there || s.plan.closed || !stage.whole.empty()) continue;
           const bool absent =
               (stage.chance && *stage.chance < 0.5 && !s.what.patient.assume.contains(stage.id)) ||
               (s.what.patient.assume.contains(stage.id) && s.what.patient.assume.at(stage.id) == "absent");
           if (!absent) continue;
           Entry extra = *like;
           extra.id = stage.id;
           extra.visit = extra.visits = extra.attempt = extra.attempts = 1;
           s.plan.entries.push_back(extra);
           s.told = stage.id + " put in";
           return true;
         }
         return false;
       }},
      {"another outcome than was recorded", Rule::stages,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* fact = fact_of(s, s.what.patient.happened, e);
           return fact && !fact->outcome.empty() && s.stage(e).outcomes.size() > 1 && !s.stage(e).repeat;
         });
         if (!one) return false;
         for (const auto& outcome : s.stage(*one).outcomes)
           if (outcome.id != one->outcome) {
             one->outcome = outcome.id;
             break;
           }
         s.told = fmt::format("{} is said to end as {}", one->id, one->outcome);
         return true;
       }},
      {"an attempt too many", Rule::attempts,
       [](Spoiled& s) {
         const bool again =
             std::any_of(s.what.workflow.stages.begin(), s.what.workflow.stages.end(), [](const auto& stage) {
               return std::any_of(stage.outcomes.begin(), stage.outcomes.end(),
                                  [](const auto& o) { return o.then == model::Outcome::again; });
             });
         Entry* one =
             s.pick([&](const Entry& e) { return s.is_planned(e) && alone(s, e.id) && s.stage(e).whole.empty(); });
         if (!one || again) return false;
         one->attempts = 2;
         Entry extra = *one;
         extra.attempt = 2;
         s.told = one->id + " done twice";
         s.plan.entries.push_back(extra);
         return true;
       }},
      {"a visit left out", Rule::visits,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return s.is_planned(e) && e.visits > 1 && !s.plan.closed; });
         if (!one) return false;
         s.told = s.at(*one) + " left out";
         s.plan.entries.erase(s.plan.entries.begin() + (one - s.plan.entries.data()));
         return true;
       }},
      {"a visit numbered wrongly", Rule::visits,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) { return e.visits > 1 && !s.plan.closed; });
         if (!one) return false;
         ++one->visit;
         s.told = one->id + " visit numbered one too high";
         return true;
       }},
      {"taken as done though nothing was recorded", Rule::visits,
       [](Spoiled& s) {
         Entry* one = s.planned();
         if (!one || !s.what.patient.happened.empty()) return false;
         one->state = State::unrecorded;
         one->start.reset();
         one->end.reset();
         s.told = one->id + " taken as done";
         return true;
       }},
      {"taken too long or too short", Rule::length, [](Spoiled& s) { return longer(s, false); }},
      {"lasting too long or too short", Rule::length, [](Spoiled& s) { return longer(s, true); }},
      {"a milestone that takes time", Rule::length,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto& stage = s.stage(e);
           return s.is_own(e) && !stage.takes && !stage.lasts;
         });
         if (!one) return false;
         one->end = *one->end + 1;
         s.told = one->id + " takes a minute";
         return true;
       }},
      {"begun on another day", Rule::begins,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* begins = s.chosen(s.stage(e).begins);
           return s.is_own(e) && begins && !begins->after.stage.empty() && [&] {
             const Entry* anchor = only(s, begins->after.stage);
             return anchor && anchor->start;
           }();
         });
         if (!one) return false;
         s.move(*one, *one->start + 3 * 24 * 60, "begun three days later");
         return true;
       }},
      {"a span begun late", Rule::span,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* from = s.chosen(s.stage(e).from);
           return s.is_planned(e) && from && (from->stage.empty() || alone(s, from->stage));
         });
         if (!one) return false;
         const auto* from = s.chosen(s.stage(*one).from);
         const Entry* anchor = from->stage.empty() ? nullptr : only(s, from->stage);
         if (!from->stage.empty() && (!anchor || !anchor->start || day_alone(*anchor))) return false;
         if (from->stage.empty() && !s.plan.day_zero) return false;
         one->start = *one->start + 26 * 60;
         if (*one->end < *one->start) one->end = one->start;
         s.told = one->id + " begins a day late";
         return true;
       }},
      {"a span ended early", Rule::span,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           const auto* until = s.chosen(s.stage(e).until);
           return s.is_planned(e) && until && (until->stage.empty() || alone(s, until->stage));
         });
         if (!one) return false;
         const auto* until = s.chosen(s.stage(*one).until);
         const Entry* anchor = until->stage.empty() ? nullptr : only(s, until->stage);
         if (!until->stage.empty() && (!anchor || !anchor->start || day_alone(*anchor))) return false;
         if (until->stage.empty() && !s.plan.day_zero) return false;
         one->end = *one->end + -26 * 60;
         s.told = one->id + " ends a day early";
         return true;
       }},
      {"a whole that does not fit its parts", Rule::parts,
       [](Spoiled& s) {
         Entry* one = s.pick([&](const Entry& e) {
           if (!s.is_planned(e) || s.stage(e).parts.empty()) return false;
           return std::all_of(s.plan.entries.begin(), s.plan.entries.end(), [&](const Entry& part) {
             return s.stage(part).whole != e.id || (part.start && part.state != State::happened);
           });
         });
         if (!one) return false;
         if (s.random.chance(50))
           one->end = *one->end + 1;
         else
           one->start = *one->start + -1;
         s.told = one->id + " a minute longer than its parts";
         return true;
       }},
  };
}

}  // namespace v2v::laws
